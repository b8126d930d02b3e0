package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// caseBody is the case's view as it is answered and kept.
func (d *Desk) caseBody(ctx context.Context, r *store.Reader, row store.Case, who access.Person) (json.RawMessage, error) {
	f, err := d.openFile(r, row)
	if err != nil {
		return nil, err
	}
	view, err := d.view(ctx, r, f, who)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(view)
	if err != nil {
		return nil, fmt.Errorf("view of the case: %w", err)
	}
	return body, nil
}

func (d *Desk) view(ctx context.Context, r *store.Reader, f *file, who access.Person) (*CaseView, error) {
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	if f.row.Seq == 0 {
		// The opening itself waits: show what it says.
		if _, err := d.ahead(ctx, f, false); err != nil {
			return nil, err
		}
	}
	c := f.c
	shown := access.SeesPersonal(who.Actor, c)
	v := &CaseView{Reference: f.row.Reference, Stage: c.Stage, Flags: flags(c, shown), Version: c.Version, Principal: f.row.Reference,
		Programme: ProgrammeView{f.p.Code, f.p.Version, f.p.Title, f.p.Currency}, AppliedOn: c.AppliedOn, OpenedAt: c.OpenedAt, HostCountry: c.HostCountry,
		Officers: map[string]string{}, Offices: map[string]OfficeView{},
		Members: []MemberView{}, LikelyDuplicates: []LikelyView{}, Waiting: []WaitingView{}, Tasks: []TaskView{}, AvailableActions: []ActionView{}}
	v.NamesShown, v.Instruments = shown, f.p.Instruments
	for duty, holder := range c.Officers {
		if duty == avrr.ProtectionDuty && !shown {
			continue
		}
		v.Officers[string(duty)] = display(names, holder)
	}
	for duty, o := range c.Offices {
		if duty == avrr.ProtectionDuty && !shown {
			continue
		}
		view := OfficeView{Office: o.Office, Status: o.Status, Since: o.Since, AnsweredBy: display(names, o.AnsweredBy)}
		if shown {
			view.Reason = o.Reason
		}
		v.Offices[string(duty)] = view
	}
	if c.Stage != avrr.Closed {
		owner := c.Owner(f.p)
		if owner.Duty == avrr.ProtectionDuty && !shown {
			owner = c.OwnerOf(avrr.ReturnDuty)
		}
		v.Owner = &OwnerView{owner.Duty, owner.Office, display(names, owner.Person)}
	}
	if k, ok := c.NextDue(f.p); ok {
		v.NextDue = &DueView{k.Name, k.Title(), k.Due}
	}
	v.showPeople(c, who.Actor)
	v.showFamily(c, who.Actor)
	v.showWork(c, who.Actor)
	if err := v.nameBatches(r); err != nil {
		return nil, err
	}
	if v.Package, err = d.grants(r, f, shown || who.Role == avrr.ReintegrationOfficer); err != nil {
		return nil, err
	}
	for _, s := range f.waiting {
		a, _ := avrr.Find(s.Action)
		if s.Status == store.SubmissionWaiting && (shown || !a.OnlyBy(avrr.ProtectionOfficer)) {
			v.Waiting = append(v.Waiting, WaitingView{s.ID, s.Action, a.Title, display(names, s.Actor), s.ReceivedAt, StatusURL(s.ID)})
		}
	}
	if err := d.showLikely(r, who, c, v); err != nil {
		return nil, err
	}
	if err := d.showTasks(r, f, who, names, v); err != nil {
		return nil, err
	}
	if f.row.Seq > 0 {
		v.showActions(d.judging(ctx, f, who.Actor), f.withdrawing(), func(action string) bool { return access.May(who.Actor, action, c) == nil })
	}
	return v, nil
}

// flags are what is special about a case. Whom names are not shown is not told that it is restricted either.
func flags(c *avrr.Case, shown bool) []string {
	set := []string{}
	for _, f := range []struct {
		name string
		on   bool
	}{{"on_hold", c.OnHold}, {"withdrawn", c.Withdrawn}, {"needs_person", c.NeedsPerson()}, {"restricted", c.Restricted && shown}} {
		if f.on {
			set = append(set, f.name)
		}
	}
	return set
}

// showPeople adds what may be known of the people: everything, or only how far each has come.
func (v *CaseView) showPeople(c *avrr.Case, who avrr.Actor) {
	if v.NamesShown {
		v.Destination, v.Contact, v.Appointments = &c.Destination, c.Contact, c.Appointments
		v.Language, v.Interpreter = c.Language, c.Interpreter
		if m := c.Principal(); m != nil {
			v.Principal = m.Name()
		}
	}
	for _, m := range c.Members {
		view := MemberView{ID: m.ID, Relation: m.Relation, Fate: m.Fate, Consents: standing(c, m), Missing: missingConsents(c, m), Recheck: m.Recheck, Screened: m.Screening != nil}
		if m.Ruling != nil {
			view.Decision = m.Ruling.Decision
		}
		if v.NamesShown {
			view.Person, view.Contacts, view.Ended, view.Life = &m.Person, c.Contacts[m.ID], m.Ended, lifeOf(m, who)
			for _, paper := range m.Papers {
				view.Documents = append(view.Documents, *paper)
			}
			if m.Authority != nil {
				view.Authority = m.Authority.Reply
			}
			view.Alone, view.Receiver, view.Handovers = slices.Contains(c.ChildrenAlone(), m), m.Receiver, m.Handovers
			if m.Clearance != nil && access.SeesMedical(who) {
				view.Cleared = m.Clearance.Result
			}
		}
		if v.NamesShown || who.Role == avrr.TravelDesk {
			view.Services = c.Services(m)
		}
		v.Members = append(v.Members, view)
	}
}

// showWork adds the journey, the money and the visits: to those who may see names, and of a restricted case to those whose
// work each is, without what was written of it.
func (v *CaseView) showWork(c *avrr.Case, who avrr.Actor) {
	if v.NamesShown || who.Role == avrr.TravelDesk {
		v.Booking, v.Notices = c.Booking, c.Notices
	}
	if v.NamesShown || who.Role == avrr.ReintegrationOfficer {
		v.Plan, v.Amendment, v.PlanVersions, v.Payments, v.Visits = c.Plan, c.Amendment, c.PlanVersions, c.Payments, c.Visits
		v.Deliveries, v.Costs, v.Referrals = c.Deliveries, c.Costs, referralsOf(c)
		v.SupplierReports = c.Suppliers
		v.showBank(c)
		if totals := c.Totals(); c.Plan != nil || len(c.Payments)+len(c.Costs) > 0 {
			v.Totals, v.Exchange = &totals, c.Exchange()
		}
		if !v.NamesShown {
			v.withoutWords()
		}
	}
	if c.Closure != nil {
		closure := closureOf(c, who)
		if !v.NamesShown {
			closure.Note = ""
		}
		if !v.NamesShown && who.Role != avrr.ReintegrationOfficer {
			closure.Budget = nil
		}
		v.Closure = &closure
	}
}

// closureOf answers why a case ended, as far as somebody is told.
func closureOf(c *avrr.Case, who avrr.Actor) avrr.Closure {
	closure := *c.Closure
	if closure.Reason == avrr.ProtectionGranted && !access.SeesClaims(who) {
		closure.Reason, closure.Note = endedOtherwise, ""
	}
	return closure
}

func (d *Desk) grants(r *store.Reader, f *file, shown bool) ([]GrantView, error) {
	if !shown {
		return nil, nil
	}
	family, err := d.family(r, f)
	if err != nil {
		return nil, err
	}
	var views []GrantView
	for _, g := range f.p.Entitlement(append([]*avrr.Case{f.c}, family...)...) {
		view := GrantView{Line: g.Line.ID, Title: g.Line.Title, Shares: map[string]int64{}, Total: g.Total, AtCost: g.Line.AtCost()}
		for _, s := range g.Shares {
			if s.Case == f.c.ID {
				view.Shares[s.Member] = s.Amount
			}
		}
		views = append(views, view)
	}
	return views, nil
}

func standing(c *avrr.Case, m *avrr.Member) []string {
	kinds := []string{}
	for _, kind := range avrr.ConsentKinds {
		if c.Consented(m, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// showActions adds what this person may do. While a withdrawal waits nothing else can be done.
func (v *CaseView) showActions(j avrr.Judging, withdrawing bool, may func(action string) bool) {
	for _, o := range avrr.Offers(j) {
		if !may(o.Action.Name) {
			continue
		}
		if withdrawing && !o.Action.Always {
			o.Blocked = append([]avrr.Blocked{withdrawalWaits}, o.Blocked...)
		}
		v.AvailableActions = append(v.AvailableActions, ActionView{Action: o.Action.Name, Title: o.Action.Title, Kind: o.Action.Kind, Method: "POST",
			Href: CaseURL(v.Reference) + "/actions/" + o.Action.Name, InputSchema: o.Schema, BlockedBy: o.Blocked})
	}
}

// showTasks adds what the case waits for, and to the author of a submission that was refused later the reason why.
func (d *Desk) showTasks(r *store.Reader, f *file, who access.Person, names map[string]access.Name, v *CaseView) error {
	refused, err := r.RefusedLate(f.row.ID, who.ID)
	if err != nil {
		return err
	}
	for _, s := range refused {
		var why avrr.Error
		if err := json.Unmarshal(s.Problem, &why); err != nil {
			return fmt.Errorf("read the refusal: %w", err)
		}
		a, _ := avrr.Find(s.Action)
		v.Tasks = append(v.Tasks, TaskView{ID: refusedTaskMark + s.ID, Person: who.DisplayName, Detail: why.Message, Action: "complete-task", Entries: s.Body,
			Title: avrr.T("Not recorded: "+a.Title.EN, "Nuk u regjistrua: "+a.Title.SQ)})
	}
	for _, t := range f.c.Tasks(f.p) {
		if t.Duty == avrr.ProtectionDuty && !v.NamesShown {
			continue // that protection looks at the case is nobody else's to know
		}
		if !v.NamesShown {
			t = taskWithoutWords(t)
		}
		task := TaskView{ID: t.ID, Title: t.Title, Detail: t.Detail, Duty: t.Duty, Action: t.Action,
			Office: f.c.OfficeOf(t.Duty), Person: display(names, cmp.Or(t.Person, f.c.Officer(t.Duty)))}
		if !t.Due.IsZero() {
			task.Due = &t.Due
		}
		if t.Says.EN != "" {
			task.Says = &t.Says
		}
		v.Tasks = append(v.Tasks, task)
	}
	return nil
}

func display(names map[string]access.Name, account string) string {
	if account == avrr.SystemActor {
		return "Homeward"
	}
	return names[account].DisplayName
}
