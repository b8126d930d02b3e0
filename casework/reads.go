package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// Case answers a case. The reading stands in the audit before anything is shown.
func (d *Desk) Case(ctx context.Context, who access.Person, reference string) (*CaseView, error) {
	f, err := d.read(ctx, who, reference, "case")
	if err != nil {
		return nil, err
	}
	return d.view(ctx, d.Store.Read(ctx), f, who)
}

// read opens a case for somebody who may see it, and notes that they did.
func (d *Desk) read(ctx context.Context, who access.Person, reference, what string) (*file, error) {
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return nil, err
	}
	if err := access.May(who.Actor, access.SeeCase, f.c); err != nil {
		return nil, err
	}
	return f, d.audit(ctx, who, "read", f.row, what)
}

// A Listed is one row of the caseload.
type Listed struct {
	Reference   string     `json:"reference"`
	Principal   string     `json:"principal"` // the reference where the name is not shown
	Stage       avrr.Stage `json:"stage"`
	Flags       []string   `json:"flags"`
	Programme   string     `json:"programme"`
	HostCountry string     `json:"host_country,omitempty"`
	Destination string     `json:"destination,omitempty"`
	Officer     string     `json:"officer,omitempty"`
	OpenedOn    string     `json:"opened_on"`
	NextDue     *time.Time `json:"next_due" doc:"Of what is to be seen to first: since when it is overdue, or when it falls due."`
	NextClock   *avrr.Text `json:"next_clock,omitempty"`
	Members     int        `json:"members"`
	Version     int        `json:"version"`
	Href        string     `json:"href"`
	FoundBy     string     `json:"found_by,omitempty" doc:"Why a search found it: reference, document, phone, booking, payment, name, script, initial or sound."`

	names map[string]string // of the members by id, where they are shown
}

// A Search chooses cases for a list; an empty field does not choose.
type Search struct {
	Stage       string
	Officer     string // user name
	Office      string // that opened the case
	Country     string
	Query       string // a name, a reference or the end of one, a document, ticket or phone number, a record locator
	Overdue     bool
	Open        bool
	Needs       bool // a person: a deadline has passed, or a fact contradicts the case
	Held        bool // on hold
	Child       bool // a member is under 18, or may be; who comes of age counts until the month is over
	Mine        bool // whoever asks holds a duty of the case
	Week        bool // something falls due within seven days, or was due before
	OpenedFrom  avrr.Date
	OpenedUntil avrr.Date
	DepartsFrom avrr.Date // of a journey the case is on, by universal time
	DepartsTo   avrr.Date
	Figures     FigureSearch
	Sort        string
	Cursor      string
	Limit       int
}

// daysOfWeek is how far ahead a week is looked.
const daysOfWeek = 7

// A FigureSearch chooses the cases a report counts; an empty field does not choose.
type FigureSearch struct {
	Programme string
	Reached   string // a stage the case has been in
	Age       string // how long it has been in its stage, one of Ages
	Ended     string // why it ended, one of Endings
	Clock     string // what falls due next; with a colon at its end every clock that begins so
	Promised  string // a month a plan was approved in, as 2026-01
	Paid      string // a month something was paid in
	Currency  string // of what was paid or promised in that month
	Unheld    bool   // nobody is its return officer
}

// figures reads what a report counts.
func (d *Desk) figures(who access.Person, s FigureSearch, f *store.Filter) error {
	f.Clock, f.Unheld = s.Clock, s.Unheld
	f.Figures = store.FigureFilter{Programme: s.Programme, Reached: s.Reached, Ended: s.Ended, PromisedIn: s.Promised, PaidIn: s.Paid, Currency: s.Currency}
	if s.Ended != "" && !access.SeesClaims(who.Actor) {
		return avrr.Errorf(avrr.CodeRole, "Why cases ended stays with the office of the host country.")
	}
	if s.Age != "" {
		from, until, known := entered(s.Age, avrr.DateOf(d.now()))
		if !known {
			return avrr.Errorf(avrr.CodeInvalid, "There is no age %.20q.", s.Age)
		}
		f.Figures.Open, f.Figures.EnteredFrom, f.Figures.EnteredTo = true, from.String(), until.String()
		if s.Age == Ages[0] {
			f.Figures.EnteredTo = "" // where it is tomorrow already
		}
	}
	return nil
}

// Caseload answers a page of cases and the cursor of the next one.
func (d *Desk) Caseload(ctx context.Context, who access.Person, s Search) ([]Listed, string, error) {
	if err := access.May(who.Actor, access.SeeCaseload, nil); err != nil {
		return nil, "", err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, "", err
	}
	filter, err := d.filter(who, s, names)
	if err != nil {
		return nil, "", err
	}
	r := d.Store.Read(ctx)
	rows, next, err := r.Caseload(filter)
	if err := d.noteList(ctx, who, err, "%d cases", len(rows)); err != nil {
		return nil, "", err
	}
	why, err := d.seek(s.Query).why(r, rows, filter.Audiences)
	if err != nil {
		return nil, "", err
	}
	list := make([]Listed, 0, len(rows))
	for _, row := range rows {
		l, err := listed(row, who, names, d.now())
		if err != nil {
			return nil, "", err
		}
		l.FoundBy = why[row.ID]
		list = append(list, l)
	}
	return list, next, nil
}

// noteList has a page of a list stand in the audit before anything of it is shown; err is what reading it answered, and a cursor of
// another list is turned away.
func (d *Desk) noteList(ctx context.Context, who access.Person, err error, what string, rows int) error {
	if errors.Is(err, store.ErrCursor) {
		return avrr.Errorf(avrr.CodeInvalid, "The cursor does not belong to this list; begin again without it.")
	}
	if err != nil {
		return err
	}
	return d.audit(ctx, who, "list", store.Case{}, fmt.Sprintf(what, rows))
}

// CaseCount answers how many cases a list has in all. Cursor and limit mean nothing here.
func (d *Desk) CaseCount(ctx context.Context, who access.Person, s Search) (int, error) {
	if err := access.May(who.Actor, access.SeeCaseload, nil); err != nil {
		return 0, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return 0, err
	}
	filter, err := d.filter(who, s, names)
	if err != nil {
		return 0, err
	}
	return d.Store.Read(ctx).CaseCount(filter)
}

func (d *Desk) filter(who access.Person, s Search, names map[string]access.Name) (store.Filter, error) {
	if s.Stage != "" && !known(s.Stage) {
		return store.Filter{}, avrr.Errorf(avrr.CodeInvalid, "There is no stage %q.", s.Stage)
	}
	f := store.Filter{Stage: s.Stage, Office: s.Office, Country: s.Country, Overdue: s.Overdue, NeedsPerson: s.Needs, OnHold: s.Held, OpenOnly: s.Open,
		OpenedFrom: s.OpenedFrom.String(), OpenedUntil: s.OpenedUntil.String(), Sort: store.Sort(s.Sort), Cursor: s.Cursor, Limit: s.Limit}
	if s.Week {
		soon := d.now().AddDate(0, 0, daysOfWeek)
		f.Due = &soon
	}
	if !s.DepartsFrom.IsZero() {
		f.Departs[0] = s.DepartsFrom.In(time.UTC)
	}
	if !s.DepartsTo.IsZero() {
		f.Departs[1] = s.DepartsTo.AddDays(1).In(time.UTC)
	}
	if err := d.figures(who, s.Figures, &f); err != nil {
		return f, err
	}
	switch f.Sort {
	case "", store.SortDue, store.SortOpened, store.SortStage, store.SortReference:
	default:
		return f, avrr.Errorf(avrr.CodeInvalid, "Lists are sorted by due, opened, stage or reference.")
	}
	for id, n := range names {
		if s.Officer != "" && n.Username == s.Officer {
			f.Officer = id
		}
	}
	if s.Officer != "" && f.Officer == "" {
		return f, avrr.Errorf(avrr.CodeInvalid, "There is no officer with the user name %q.", s.Officer)
	}
	if strings.TrimSpace(s.Query) != "" {
		f.Find = d.seek(s.Query).find()
	}
	if s.Child {
		f.ChildOn = avrr.DateOf(d.now())
	}
	if s.Mine {
		f.Tokens = append(f.Tokens, d.Vault.Token(store.IndexOfficer, who.ID))
	}
	f.Audiences = access.FindsAs(who.Actor)
	return f, nil
}

func known(stage string) bool {
	for _, s := range avrr.StageOrder {
		if string(s) == stage {
			return true
		}
	}
	return false
}

// child reports whether somebody born then is a child, or may be one (Convention on the Rights of the Child, Article 1).
func child(b *avrr.Birth, at time.Time) bool {
	if b == nil {
		return false
	}
	years, _ := b.AgeOn(avrr.DateOf(at))
	return years < 18
}

func listed(row store.Case, who access.Person, names map[string]access.Name, at time.Time) (Listed, error) {
	h, err := store.ReadHeadline(row)
	if err != nil {
		return Listed{}, err
	}
	l := Listed{Reference: row.Reference, Principal: row.Reference, Stage: avrr.Stage(row.Stage), Flags: []string{}, Programme: row.Programme,
		HostCountry: row.HostCountry, Destination: row.Destination, Officer: names[row.Officer].DisplayName, OpenedOn: row.OpenedOn,
		NextDue: row.NextDue, Members: h.Members, Version: row.Version, Href: CaseURL(row.Reference)}
	if access.SeesPersonal(who.Actor, &avrr.Case{Restricted: h.Restricted, Officers: h.Officers}) {
		l.Principal, l.names = h.Name, h.Names
	}
	for _, f := range []struct {
		name string
		on   bool
	}{{"child", l.names != nil && child(h.Youngest, at)}, {"on_hold", row.OnHold}, {"withdrawn", row.Withdrawn}, {"needs_person", row.NeedsPerson}, {"opening", row.Seq == 0}} {
		if f.on {
			l.Flags = append(l.Flags, f.name)
		}
	}
	if row.NextDue != nil {
		title := avrr.Clock{Name: row.NextClock}.Title()
		l.NextClock = &title
	}
	return l, nil
}

// StageCounts answers how many cases are in each stage.
func (d *Desk) StageCounts(ctx context.Context, who access.Person) ([]store.StageCount, error) {
	if err := access.May(who.Actor, access.SeeCaseload, nil); err != nil {
		return nil, err
	}
	return d.Store.Read(ctx).StageCounts(store.Filter{})
}

// A TimelineEntry is one line of a case's history in words. Personal parts are in Details, and only where names are shown.
type TimelineEntry struct {
	Seq        int       `json:"seq"`
	Version    int       `json:"version"`
	Action     string    `json:"action"`
	Title      avrr.Text `json:"title"`
	By         string    `json:"by"`
	Role       avrr.Role `json:"role"`
	HappenedOn avrr.Date `json:"happened_on,omitzero"`
	RecordedAt time.Time `json:"recorded_at"`
	Doubt      string    `json:"doubt,omitempty"`
	VoidedBy   int       `json:"voided_by,omitempty"` // the seq of the entry that voided this one
	Details    any       `json:"details,omitempty"`
	// Protected are the answers of a screening or a risk assessment: for their author and for protection officers alone.
	Protected json.RawMessage `json:"protected,omitempty"`
}

// Timeline answers the history of a case, the newest line first.
func (d *Desk) Timeline(ctx context.Context, who access.Person, reference string) ([]TimelineEntry, error) {
	f, err := d.read(ctx, who, reference, "timeline")
	if err != nil {
		return nil, err
	}
	return d.timeline(ctx, d.Store.Read(ctx), f, who)
}

func (d *Desk) timeline(ctx context.Context, r *store.Reader, f *file, who access.Person) ([]TimelineEntry, error) {
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	history, err := r.History(store.CaseSubject(f.row.ID))
	if err != nil {
		return nil, err
	}
	shown := access.SeesPersonal(who.Actor, f.c)
	apart, err := d.protectedParts(ctx, who, f.row.ID, history)
	if err != nil {
		return nil, err
	}
	entries := make([]TimelineEntry, 0, len(history))
	for i := len(history) - 1; i >= 0; i-- {
		e := history[i]
		if !inTimeline(e, f.c, who) {
			continue
		}
		a, _ := avrr.Find(e.Action)
		entry := TimelineEntry{Seq: e.Seq, Version: e.Version, Action: e.Action, Title: a.Title, By: display(names, e.Actor.ID), Role: e.Actor.Role,
			HappenedOn: e.HappenedOn, RecordedAt: e.RecordedAt, VoidedBy: f.c.Voided[e.Seq]}
		if shown {
			entry.Details, entry.Protected, entry.Doubt = told(e, who.Actor), apart[e.Seq], e.Doubt
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// inTimeline reports whether somebody is shown that an event is there: what protection does in a restricted case is not for all.
func inTimeline(e avrr.Event, c *avrr.Case, who access.Person) bool {
	return e.Actor.Role != avrr.ProtectionOfficer || access.SeesPersonal(who.Actor, c)
}

// protectedParts answers what was sealed apart of the events this person may read it of, by seq.
func (d *Desk) protectedParts(ctx context.Context, who access.Person, caseID string, history []avrr.Event) (map[int]json.RawMessage, error) {
	readable := map[int]bool{}
	for _, e := range history {
		if a, _ := avrr.Find(e.Action); a.Protects() && access.SeesProtected(who.Actor, e.Actor.ID) {
			readable[e.Seq] = true
		}
	}
	if len(readable) == 0 {
		return nil, nil
	}
	lines, err := d.Store.Read(ctx).EventsWithProtected(store.CaseSubject(caseID), 0)
	if err != nil {
		return nil, err
	}
	parts := map[int]json.RawMessage{}
	for _, line := range lines {
		if readable[line.Seq] {
			parts[line.Seq] = line.Protected
		}
	}
	return parts, nil
}

// Tasks answers what the case waits for.
func (d *Desk) Tasks(ctx context.Context, who access.Person, reference string) ([]TaskView, error) {
	v, err := d.Case(ctx, who, reference)
	if err != nil {
		return nil, err
	}
	return v.Tasks, nil
}

// errNoDecision is the answer before anybody has assessed the case.
var errNoDecision = avrr.Errorf(avrr.CodeNotFound, "Eligibility has not been assessed yet, so there is no decision to explain.")

// A DecisionView is the explained eligibility decision: that of the member who was assessed first, usually the principal, and
// those of the others.
type DecisionView struct {
	Member string `json:"member"`
	avrr.EligibilityDecision
	EarlierCases int                   `json:"earlier_cases,omitempty"` // other cases the member is probably in; likely_duplicates of the case names those one may know
	Others       []avrr.MemberDecision `json:"others,omitempty"`
}

// Decision answers the explained eligibility decision.
func (d *Desk) Decision(ctx context.Context, who access.Person, reference string) (DecisionView, error) {
	f, err := d.read(ctx, who, reference, "decision")
	if err != nil {
		return DecisionView{}, err
	}
	if !access.SeesPersonal(who.Actor, f.c) {
		return DecisionView{}, avrr.Errorf(avrr.CodeNotFound, "Ask the case owner about this decision.")
	}
	if !access.SeesClaims(who.Actor) {
		return DecisionView{}, avrr.Errorf(avrr.CodeNotFound, "The decision on eligibility rests on facts that stay with the office of the host country.")
	}
	if a := f.c.Assessment; a == nil || len(a.Each) == 0 {
		return DecisionView{}, errNoDecision
	}
	first := f.c.Assessment.Each[0]
	others := slices.Clone(f.c.Assessment.Each[1:])
	for i := range others {
		others[i].By = "" // an account, and no name
	}
	return DecisionView{first.Member, first.Decision, first.EarlierCases, others}, nil
}

// Horizon answers until when every paper and clock the journey needs holds.
func (d *Desk) Horizon(ctx context.Context, who access.Person, reference string) (avrr.Horizon, error) {
	f, err := d.read(ctx, who, reference, "horizon")
	if err != nil {
		return avrr.Horizon{}, err
	}
	return f.horizon(who), nil
}

// horizon leaves out what stays with the office of the host country.
func (f *file) horizon(who access.Person) avrr.Horizon {
	h := f.c.Horizon(f.p)
	if access.SeesClaims(who.Actor) {
		return h
	}
	return h.Without(avrr.Interval.HostStatus)
}
