package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A VisitSearch chooses among the visits to be made; an empty field does not choose.
type VisitSearch struct {
	From, To avrr.Date // days, both included
	Mine     bool      // those of whoever asks, and of nobody in particular in their office
	Own      bool      // only those that are theirs by name
	Nobodys  bool      // only those of nobody in particular in their office
	Overdue  bool
	Cursor   string
	Limit    int
}

// A VisitLine is one visit to be made, as a list across cases shows it.
type VisitLine struct {
	Reference string    `json:"reference"`
	Principal string    `json:"principal"` // the reference where the name is not shown
	Visit     string    `json:"visit"`
	Title     avrr.Text `json:"title"`
	Day       avrr.Date `json:"day"` // the one that is agreed, or the last the visit may be made on
	Due       time.Time `json:"due"`
	Overdue   bool      `json:"overdue"`
	Visitor   string    `json:"visitor,omitempty"` // empty when nobody in particular is to go
	Country   string    `json:"country,omitempty" doc:"Where the days of the visit are counted, ISO 3166-1 alpha-2."`
	Href      string    `json:"href"`
}

// Visits answers the visits to be made by day, and the cursor of the next page. The reading stands in the audit before anything
// is shown.
func (d *Desk) Visits(ctx context.Context, who access.Person, s VisitSearch) ([]VisitLine, string, error) {
	if err := access.May(who.Actor, access.SeeWork, nil); err != nil {
		return nil, "", err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, "", err
	}
	f := store.VisitFilter{Cursor: s.Cursor, Limit: s.Limit}
	if !s.From.IsZero() {
		f.From = s.From.String()
	}
	if !s.To.IsZero() {
		f.To = s.To.String()
	}
	if s.Overdue {
		f.LateAt = d.now()
	}
	if s.Mine || s.Own || s.Nobodys {
		of := workOf(who, names)
		f.Of, f.Own, f.Nobodys = &of, s.Own, s.Nobodys
	}
	r := d.Store.Read(ctx)
	rows, next, err := r.VisitList(f)
	if err := d.noteList(ctx, who, err, "%d visits", len(rows)); err != nil {
		return nil, "", err
	}
	lines, err := d.visitLines(r, who, rows, names)
	return lines, next, err
}

func (d *Desk) visitLines(r *store.Reader, who access.Person, rows []store.Visit, names map[string]access.Name) ([]VisitLine, error) {
	lines := make([]VisitLine, 0, len(rows))
	if len(rows) == 0 {
		return lines, nil
	}
	var ids []string
	for _, v := range rows {
		ids = append(ids, v.CaseID)
	}
	slices.Sort(ids)
	cases, err := r.Listed(slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	for _, v := range rows {
		row := cases[v.CaseID]
		l, err := listed(row, who, names, d.now())
		if err != nil {
			return nil, err
		}
		p, err := d.programme(r, row.Programme, row.ProgrammeVersion)
		if err != nil {
			return nil, err
		}
		day, err := avrr.ParseDate(v.Day)
		if err != nil {
			return nil, fmt.Errorf("visit %s of case %s: %w", v.ID, v.CaseID, err)
		}
		lines = append(lines, VisitLine{Reference: l.Reference, Principal: l.Principal, Visit: v.ID, Title: p.VisitTitle(v.ID), Day: day, Due: v.Due,
			Overdue: v.Due.Before(d.now()), Visitor: display(names, v.Visitor), Country: v.Country, Href: CaseURL(l.Reference) + "/visits"})
	}
	return lines, nil
}

// Where a visit of a case stands.
const (
	VisitPlanned = "planned"
	VisitLate    = "late"
	VisitMade    = "made"
	VisitNotMade = "not_made"
	VisitWaiting = "waiting" // nobody can be visited now
)

// A CaseVisitsView is the follow-up of one case. How the person may be reached safely stands before everything else.
type CaseVisitsView struct {
	SafeContact SafeContactView   `json:"safe_contact"`
	Search      *avrr.Tracing     `json:"search,omitempty"` // how far the attempts to reach somebody have come, where the programme counts them
	Destination *avrr.Destination `json:"destination,omitempty"`
	Visits      []VisitView       `json:"visits"`
}

// A SafeContactView is how a person may be reached without harm, and when that was last gone through with them.
type SafeContactView struct {
	Rule      avrr.Text     `json:"rule"`
	Contact   *avrr.Contact `json:"contact,omitempty"`
	CheckedOn avrr.Date     `json:"checked_on,omitzero"`
}

// A VisitView is one visit with where it stands.
type VisitView struct {
	avrr.Visit
	State       string    `json:"state"`
	Day         avrr.Date `json:"day"`
	VisitorName string    `json:"visitor_name,omitempty"`
	MadeBy      string    `json:"made_by,omitempty"`
}

// askOwner is said in place of the rule where the person's details are not shown.
var askOwner = avrr.T("Ask the case owner how this person may be reached.", "Pyesni përgjegjësin e çështjes si mund të arrihet ky person.")

// A VisitsPageView is all that the page of a case's visits shows.
type VisitsPageView struct {
	Case   *CaseView
	Visits *CaseVisitsView
}

// VisitsPage answers a case with its visits: folded once, and one reading in the audit.
func (d *Desk) VisitsPage(ctx context.Context, who access.Person, reference string) (*VisitsPageView, error) {
	f, err := d.read(ctx, who, reference, "visits")
	if err != nil {
		return nil, err
	}
	visits, err := d.caseVisits(ctx, f, who)
	if err != nil {
		return nil, err
	}
	view, err := d.view(ctx, d.Store.Read(ctx), f, who)
	if err != nil {
		return nil, err
	}
	return &VisitsPageView{view, visits}, nil
}

// CaseVisits answers the visits of a case. The reading stands in the audit before anything is shown.
func (d *Desk) CaseVisits(ctx context.Context, who access.Person, reference string) (*CaseVisitsView, error) {
	f, err := d.read(ctx, who, reference, "visits")
	if err != nil {
		return nil, err
	}
	return d.caseVisits(ctx, f, who)
}

func (d *Desk) caseVisits(ctx context.Context, f *file, who access.Person) (*CaseVisitsView, error) {
	shown := access.SeesPersonal(who.Actor, f.c)
	if !shown && who.Role != avrr.ReintegrationOfficer {
		return nil, avrr.Errorf(avrr.CodeRole, "The visits of this case are shown to those who look after it.")
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	view := &CaseVisitsView{SafeContact: SafeContactView{Rule: askOwner}, Visits: []VisitView{}}
	if shown {
		view.SafeContact.Rule, view.SafeContact.Contact, view.Destination = f.c.Contact.Rule(), f.c.Contact, &f.c.Destination
	}
	if f.p.LostContact.Attempts > 0 {
		tracing := f.c.Tracing(f.p)
		view.Search = &tracing
	}
	for _, v := range f.c.Visits {
		if v.SafeContact && v.VisitedOn.After(view.SafeContact.CheckedOn) {
			view.SafeContact.CheckedOn = v.VisitedOn
		}
		told := v
		if !shown {
			told = visitWithoutWords(v)
		}
		view.Visits = append(view.Visits, VisitView{Visit: *told, State: d.visitState(f.c, v), Day: f.c.VisitDay(v), VisitorName: display(names, f.c.Visitor(v)), MadeBy: display(names, v.By)})
	}
	return view, nil
}

func (d *Desk) visitState(c *avrr.Case, v *avrr.Visit) string {
	switch {
	case v.Made():
		return VisitMade
	case v.NotMade != "" || c.Stage == avrr.Closed:
		return VisitNotMade
	case !c.ToVisit(v):
		return VisitWaiting
	case v.Due.Before(d.now()):
		return VisitLate
	}
	return VisitPlanned
}

// A SheetLine is one visit of a day as it is printed for the visitor: how the person may be reached first.
type SheetLine struct {
	VisitLine
	Rule        avrr.Text         `json:"rule"`
	Destination *avrr.Destination `json:"destination,omitempty"`
}

// onSheet is how many visits a day's sheet holds: more than anybody makes in a day.
const onSheet = 30

// DaySheet answers the visits of a day of whoever asks, and whether there are more than a sheet holds. Each case that is printed is a
// reading of its own in the audit.
func (d *Desk) DaySheet(ctx context.Context, who access.Person, day avrr.Date) (sheet []SheetLine, more bool, err error) {
	lines, next, err := d.Visits(ctx, who, VisitSearch{From: day, To: day, Mine: true, Limit: onSheet})
	if err != nil {
		return nil, false, err
	}
	for _, l := range lines {
		f, err := d.read(ctx, who, l.Reference, "visit sheet")
		if err != nil {
			return nil, false, err
		}
		line := SheetLine{VisitLine: l, Rule: askOwner}
		if access.SeesPersonal(who.Actor, f.c) {
			line.Rule, line.Destination = f.c.Contact.Rule(), &f.c.Destination
		}
		sheet = append(sheet, line)
	}
	return sheet, next != "", nil
}
