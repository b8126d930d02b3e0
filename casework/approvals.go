package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// An ApprovalSearch chooses what waits for a decision; an empty field does not choose.
type ApprovalSearch struct {
	Action string // that decides, one of the catalogue's
	Cursor string
	Limit  int
}

// Approvals is a page of what some people have put forward and others are to decide.
type Approvals struct {
	Counts     []ApprovalCount
	Rows       []Approval
	NextCursor string
}

// An ApprovalCount says how much waits for one kind of decision.
type ApprovalCount struct {
	Action string
	Title  avrr.Text
	N      int
}

// An Approval is one thing that waits for a decision, with what it is decided on. Where names are not shown it is the reference,
// the kind of the decision and its day alone.
type Approval struct {
	Reference  string
	Principal  string // the reference where the name is not shown
	NamesShown bool
	Stage      avrr.Stage
	Country    string // where its days are counted, ISO 3166-1 alpha-2
	Action     string
	Title      avrr.Text
	Due        *time.Time
	AskedBy    string
	AskedAt    time.Time
	Asked      *avrr.PlanAsked   // of a plan
	Currency   string            // of its amounts
	ApprovedBy []string          // of a plan that two managers approve
	Instalment *avrr.Instalment  // of a release
	Plan       *avrr.Plan        // that instalment's
	Assessment *avrr.Assessment  // of a decision on eligibility
	Appeal     *avrr.Appeal      // of one
	Grounds    string            // what it rests on; its form alone tells it
	Refusals   []string          // the reasons it is against
	Names      map[string]string // of the members
	Files      map[string]int    // how many the case keeps, by kind
	Roles      []avrr.Role       // who decides it, where this person does not
	Blocked    []avrr.Blocked    // what stands in this person's way
}

// Mine reports whether this person may decide it as things stand.
func (a Approval) Mine() bool { return len(a.Roles)+len(a.Blocked) == 0 }

// Approvals answers what waits for a decision on what somebody else has put forward, whoever is to decide. The reading stands in the
// audit before anything is shown.
func (d *Desk) Approvals(ctx context.Context, who access.Person, s ApprovalSearch) (*Approvals, error) {
	if err := access.May(who.Actor, access.SeeApprovals, nil); err != nil {
		return nil, err
	}
	r, page := d.Store.Read(ctx), &Approvals{}
	counts, err := r.DecisionCounts()
	if err != nil {
		return nil, err
	}
	var actions []string
	for _, a := range avrr.Catalogue {
		if !a.Approves {
			continue
		}
		page.Counts = append(page.Counts, ApprovalCount{a.Name, a.Title, counts[a.Name]})
		if s.Action == "" || s.Action == a.Name {
			actions = append(actions, a.Name)
		}
	}
	if len(actions) == 0 {
		return nil, avrr.Errorf(avrr.CodeInvalid, "Nothing is approved by %.40q.", s.Action)
	}
	tasks, next, err := r.DecisionList(store.DecisionFilter{Actions: actions, Cursor: s.Cursor, Limit: s.Limit})
	if err := d.noteList(ctx, who, err, "%d approvals", len(tasks)); err != nil {
		return nil, err
	}
	if page.Rows, err = d.approvals(ctx, r, who, tasks); err != nil {
		return nil, err
	}
	page.NextCursor = next
	return page, nil
}

// PutForward answers what an action would decide on: what somebody else has put forward or, before an assessment, what the criteria find
// now. Nil where that is nothing, or not for this person to see. It is for the page of the action, whose opening stands in the audit.
func (d *Desk) PutForward(ctx context.Context, who access.Person, reference, action string) (*Approval, error) {
	a, known := avrr.Find(action)
	if !known || !a.Approves && action != "assess-eligibility" {
		return nil, nil
	}
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return nil, err
	}
	if access.May(who.Actor, action, f.c) != nil || !access.SeesPersonal(who.Actor, f.c) {
		return nil, nil
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	asked := d.approval(ctx, f, who, names, store.Task{Decides: action})
	if j := d.judging(ctx, f, who.Actor); !a.Approves && access.SeesClaims(who.Actor) {
		found, err := j.Found()
		if err != nil {
			return nil, err
		}
		asked.Assessment = &avrr.Assessment{Each: found}
	}
	if asked.Appeal != nil {
		if asked.Grounds, err = d.grounds(ctx, f); err != nil {
			return nil, err
		}
	}
	if asked.Asked == nil && asked.Instalment == nil && asked.Assessment == nil && asked.Appeal == nil {
		return nil, nil
	}
	return &asked, nil
}

func (d *Desk) approvals(ctx context.Context, r *store.Reader, who access.Person, tasks []store.Task) ([]Approval, error) {
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, t := range tasks {
		ids = append(ids, t.CaseID)
	}
	opened, err := d.filesOf(r, ids)
	if err != nil {
		return nil, err
	}
	files := map[string]*file{}
	for _, f := range opened {
		files[f.row.ID] = f
	}
	var all []Approval // of cases that are still there: they are read after the list
	for _, t := range tasks {
		if f := files[t.CaseID]; f != nil && f.stillAsks(t) {
			all = append(all, d.approval(ctx, f, who, names, t))
		}
	}
	return all, nil
}

// stillAsks reports whether the case has the task: it is read after the list, and somebody may have decided in between.
func (f *file) stillAsks(t store.Task) bool {
	return slices.ContainsFunc(f.c.Tasks(f.p), func(open avrr.Task) bool { return open.ID == t.ID && open.Action == t.Decides })
}

func (d *Desk) approval(ctx context.Context, f *file, who access.Person, names map[string]access.Name, t store.Task) Approval {
	action, _ := avrr.Find(t.Decides)
	a := Approval{Reference: f.row.Reference, Principal: f.row.Reference, Stage: f.c.Stage, Country: t.Country, Action: t.Decides, Title: action.Title, Due: t.Due,
		Currency: f.p.Currency, Names: map[string]string{}, NamesShown: access.SeesPersonal(who.Actor, f.c)}
	if err := access.May(who.Actor, t.Decides, f.c); err != nil {
		a.Roles = action.Roles
	} else {
		j := d.judging(ctx, f, who.Actor)
		a.Blocked = j.Blocked(action)
		if f.withdrawing() {
			a.Blocked = append([]avrr.Blocked{withdrawalWaits}, a.Blocked...)
		}
	}
	if !a.NamesShown {
		return a
	}
	if m := f.c.Principal(); m != nil {
		a.Principal = m.Name()
	}
	for _, m := range f.c.Members {
		a.Names[m.ID] = m.Name()
	}
	a.Files = map[string]int{}
	for _, kept := range f.c.Files {
		a.Files[kept.Kind]++
	}
	a.putForward(f, who, names)
	return a
}

// putForward adds what is to be decided, by whom it was asked and since when. What a decision on eligibility rests on, and where an appeal is
// heard, stays with the office of the host country.
func (a *Approval) putForward(f *file, who access.Person, names map[string]access.Name) {
	asked := ""
	switch a.Action {
	case "decide-plan":
		plan, waits := f.c.PlanAsked(f.p)
		if !waits {
			return
		}
		a.Asked, asked, a.AskedAt = &plan, plan.ProposedBy, plan.ProposedAt
		for _, given := range plan.Approvals {
			a.ApprovedBy = append(a.ApprovedBy, display(names, given.By))
			if given.By == who.ID && a.Mine() {
				a.Blocked = append(a.Blocked, avrr.Blocked{Rule: "second-manager", Text: "You have approved this plan. It comes to so much that another manager approves it, too."})
			}
		}
	case "decide-eligibility":
		if assessed := f.c.Assessment; assessed != nil && access.SeesClaims(who.Actor) {
			a.Assessment, asked, a.AskedAt = assessed, assessed.By, assessed.At
		}
	case "decide-appeal":
		if access.SeesClaims(who.Actor) {
			a.Appeal, a.Refusals = f.c.Appeal, f.refusals()
		}
	case "release-instalment":
		if a.Instalment = f.c.NextInstalment(); a.Instalment != nil {
			a.Plan, a.AskedAt = f.c.Plan, a.Instalment.ChangedAt
		}
	}
	if asked != "" {
		a.AskedBy = display(names, asked)
	}
}

// refusals are the reasons an appeal is against, each once.
func (f *file) refusals() (reasons []string) {
	if f.c.Appeal == nil {
		return nil
	}
	for _, id := range f.c.Appeal.Members {
		if m := f.c.Member(id); m != nil && m.Ruling != nil && m.Ruling.Reason != "" && !slices.Contains(reasons, m.Ruling.Reason) {
			reasons = append(reasons, m.Ruling.Reason)
		}
	}
	return reasons
}

// grounds are what the appeal of a case rests on. The log alone keeps them.
func (d *Desk) grounds(ctx context.Context, f *file) (string, error) {
	log, err := d.Store.Read(ctx).History(store.CaseSubject(f.row.ID))
	if err != nil {
		return "", err
	}
	for _, e := range slices.Backward(log) {
		if e.Action == "record-appeal" && f.c.Voided[e.Seq] == 0 {
			var lodged avrr.RecordAppeal
			if err := json.Unmarshal(e.Input, &lodged); err != nil {
				return "", fmt.Errorf("case %s: read the appeal of event %d: %w", f.row.ID, e.Seq, err)
			}
			return lodged.Grounds, nil
		}
	}
	return "", nil
}
