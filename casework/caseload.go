package casework

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

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
