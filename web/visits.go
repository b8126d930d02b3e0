package web

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// visitsOnPage is how many visits a page of the list shows.
const visitsOnPage = 50

// A visitsBody is the visits to be made, by day.
type visitsBody struct {
	Days  []visitDay
	Tabs  []visitTab
	Today string // the link to today's sheet
	// Whether this person logs visits, moves them and makes them.
	Logs, Moves, Takes bool
	Own                bool // what is theirs by name
	Nobodys            bool // what nobody has taken on
	First              string
	Next               string
}

// A visitTab is a way of looking at the list.
type visitTab struct {
	Href, Title string
	Here        bool
}

// A visitDay is a day's visits, or those whose day has passed.
type visitDay struct {
	ID    string
	Title string
	Late  bool
	Sheet string // the link to its sheet
	Rows  []visitRow
}

type visitRow struct {
	Href      string
	Case      string // the address of the case
	Visit     string
	Title     string
	Name      string
	Named     bool
	Reference string
	By        string
	You       bool
	Due       due
	at        time.Time // when it is due
}

// whose are the ways of looking at the list, by the word in its address.
var whose = []struct{ name, title string }{{"own", "visits.own"}, {"nobody", "visits.nobodys"}, {"all", "visits.all"}}

// visits shows what somebody has to visit, what nobody has taken on in their office, or everybody's.
func (f *face) visits(v *visit) (screen, error) {
	asked := v.c.Request.URL.Query()
	asked.Del("lang")
	of := asked.Get("whose")
	if of == "" && v.who.Role != avrr.ReintegrationOfficer { // who visits nobody looks at those who do
		of = "all"
	}
	s := casework.VisitSearch{Own: of != "all" && of != "nobody", Nobodys: of == "nobody", Overdue: asked.Get("late") != "", Cursor: asked.Get("cursor"), Limit: visitsOnPage}
	lines, next, err := f.Desk.Visits(v.ctx(), v.who, s)
	if err != nil {
		return screen{}, err
	}
	b := visitsBody{Today: "/visits/sheet?day=" + f.today(v).String(), Logs: mayDo(v, "log-visit"), Moves: mayDo(v, "reschedule-visit"), Takes: v.who.Role == avrr.ReintegrationOfficer, Own: s.Own, Nobodys: s.Nobodys}
	for _, w := range whose {
		b.Tabs = append(b.Tabs, visitTab{"/visits?" + with(url.Values{}, "whose", w.name), v.here.t(w.title), w.name == of || of == "" && w.name == "own"})
	}
	for _, l := range lines {
		b.add(l, v.visitRow(f, l), v)
	}
	if next != "" {
		b.Next = "/visits?" + with(asked, "cursor", next)
	}
	if s.Cursor != "" {
		b.First = "/visits?" + with(asked, "cursor", "")
	}
	return screen{Name: "visits", Title: "visits.mine", Body: b}, nil
}

// add puts a visit under its day; those that are late stand together.
func (b *visitsBody) add(l casework.VisitLine, row visitRow, v *visit) {
	day := visitDay{ID: "d" + l.Day.String(), Title: v.here.day(l.Day), Sheet: "/visits/sheet?day=" + l.Day.String()}
	if l.Overdue {
		day = visitDay{ID: "late", Title: v.here.t("visits.late"), Late: true}
	}
	at := slices.IndexFunc(b.Days, func(d visitDay) bool { return d.ID == day.ID })
	if at < 0 {
		at = len(b.Days)
		b.Days = append(b.Days, day)
	}
	b.Days[at].Rows = append(b.Days[at].Rows, row)
	slices.SortStableFunc(b.Days[at].Rows, func(x, y visitRow) int { return x.at.Compare(y.at) })
}

// mayDo reports whether somebody's role performs an action.
func mayDo(v *visit, action string) bool {
	a, known := avrr.Find(action)
	return known && a.MayBy(v.who.Role)
}

func (v *visit) visitRow(f *face, l casework.VisitLine) visitRow {
	return visitRow{Href: "/cases/" + l.Reference + "/visits", Case: "/cases/" + l.Reference, Visit: l.Visit, Title: v.here.text(l.Title), Name: l.Principal, Named: l.Principal != l.Reference, Reference: l.Reference,
		By: l.Visitor, You: l.Visitor == v.who.DisplayName, at: l.Due, Due: v.here.due(l.Due, f.Desk.Clock(), avrr.Zone(l.Country))}
}

// A sheetBody is a day's visits on paper.
type sheetBody struct {
	Day    string
	Who    string
	Before string
	After  string
	Rows   []sheetRow
	More   bool // than the sheet holds
}

type sheetRow struct {
	visitRow
	Rule       string
	Place      string
	Directions string
}

func (f *face) visitSheet(v *visit) (screen, error) {
	day, err := avrr.ParseDate(v.c.Query("day"))
	if err != nil {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "A sheet is for a day, such as 2026-11-22.")
	}
	lines, more, err := f.Desk.DaySheet(v.ctx(), v.who, day)
	if err != nil {
		return screen{}, err
	}
	b := sheetBody{Day: v.here.day(day), Who: v.who.DisplayName, Before: day.AddDays(-1).String(), After: day.AddDays(1).String(), More: more}
	for _, l := range lines {
		row := sheetRow{visitRow: v.visitRow(f, l.VisitLine), Rule: v.here.text(l.Rule)}
		if to := l.Destination; to != nil {
			row.Place, row.Directions = commaed(to.Place, to.District), to.Directions
		}
		b.Rows = append(b.Rows, row)
	}
	return screen{Name: "visitsheet", Said: v.here.t("visits.sheet", b.Day), Body: b}, nil
}

// commaed puts what is known between commas.
func commaed(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// A caseVisitsBody is the follow-up of one case: the rule for reaching the person safely stands before everything else.
type caseVisitsBody struct {
	Head              caseHead
	Rule, Checked     string
	Call, Channel     string // the number they may be reached at, and how
	Place, Directions string
	Missing           string // of the attempts before contact counts as lost
	Attempts          string
	Visits            []visitCard
	Do                []actionLine
	Done, Taken       string
	Ask               []askLine // the questionnaires that may be asked, when a visit was just logged
}

type visitCard struct {
	ID, Title, Kind, Shape, State string
	Due                           *due
	On, How, Who, Present         string
	Findings, By, Visitor, Agreed string
	Moves, Steps                  []string
	Photos                        []choice
}

func (f *face) visitsPage(v *visit) (screen, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	page, err := f.Desk.VisitsPage(v.ctx(), v.who, reference)
	if err != nil {
		return screen{}, err
	}
	r := f.reading(v, page.Case)
	b := caseVisitsBody{Head: r.head("visits"), Rule: r.w.text(page.Visits.SafeContact.Rule)}
	if on := page.Visits.SafeContact.CheckedOn; !on.IsZero() {
		b.Checked = r.w.day(on)
	}
	if k := page.Visits.SafeContact.Contact; k != nil {
		b.Channel = upperFirst(r.w.word("channel", k.Channel)) + ": " + k.Value
		if slices.Contains([]string{"phone", "sms", "whatsapp"}, k.Channel) {
			b.Call = dialled(k.Value)
		}
	}
	if to := page.Visits.Destination; to != nil {
		b.Place, b.Directions = commaed(to.Place, to.District), to.Directions
	}
	if s := page.Visits.Search; s != nil && s.Attempts > 0 {
		b.Attempts, b.Missing = r.w.count("visits.attempts", s.Attempts), r.w.text(s.Missing)
	}
	b.Done, b.Taken = r.justDone()
	if v.c.Query("done") == "log-visit" {
		b.Ask = r.askable()
	}
	for _, x := range page.Visits.Visits {
		b.Visits = append(b.Visits, r.visitCard(x))
	}
	for _, a := range page.Case.AvailableActions {
		if slices.Contains([]string{"log-visit", "assign-visit", "reschedule-visit", "log-contact"}, a.Action) && len(a.BlockedBy) == 0 {
			b.Do = append(b.Do, actionLine{Title: r.w.text(a.Title), Href: "/cases/" + reference + "/do/" + a.Action})
		}
	}
	return screen{Name: "casevisits", Said: b.Head.Title + " · " + reference, Body: b}, nil
}

func (r *reading) visitCard(x casework.VisitView) visitCard {
	line := r.visitLine(&x.Visit)
	c := visitCard{ID: "visit-" + x.ID, Title: line.Title, Kind: line.Kind, Shape: line.Shape, State: line.State, Due: line.Due, On: line.On, Findings: x.Findings, By: x.MadeBy, Visitor: x.VisitorName}
	if x.State == casework.VisitWaiting {
		c.State, c.Due = r.w.t("visit.waiting"), nil
	}
	if x.Made() {
		c.Visitor, c.How = "", upperFirst(r.w.word("choice", x.Mode))
		if x.Place != "" {
			c.How += ", " + x.Place
		}
	}
	if !x.On.IsZero() && !x.Made() {
		c.Agreed = r.w.day(x.On)
	}
	var who, present []string
	for _, m := range x.Members {
		who = append(who, r.names[m])
	}
	for _, p := range x.Present {
		present = append(present, commaed(p.Name, p.Relation))
	}
	c.Who, c.Present = strings.Join(who, ", "), strings.Join(present, "; ")
	for _, m := range x.Moved {
		c.Moves = append(c.Moves, r.w.t("visit.moved_because", r.w.day(m.From), r.w.day(m.To), m.Reason))
	}
	for _, s := range x.NextSteps {
		step := s.What
		if !s.DueOn.IsZero() {
			step += ", " + r.w.day(s.DueOn)
		}
		c.Steps = append(c.Steps, step)
	}
	for n, id := range x.Photos {
		c.Photos = append(c.Photos, choice{"/cases/" + r.view.Reference + "/files/" + url.PathEscape(id), r.w.t("visit.photo", n+1)})
	}
	return c
}

// dialled is a number as a telephone takes it.
func dialled(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, westernDigits(number))
}
