package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// movementsOnPage is how many journeys a page of the travel desk's list shows.
const movementsOnPage = 25

// A movementsBody is who leaves when, a day at a time.
type movementsBody struct {
	Tabs  []choiceLink
	Views []choiceLink
	Days  []departureDay
	Next  string // the link to the next page
	First string // the link back to the first page
	View  string

	MayPlan     bool
	Done, Taken string
}

type choiceLink struct {
	Title, Href string
	Here        bool
}

type departureDay struct {
	Title string
	Soon  bool // today or tomorrow
	Rows  []movementRow
}

type movementRow struct {
	Href, Title        string
	Day                string
	Departs, Arrives   string // the places' own clocks
	Way, Flights       string
	Name               string // what the office calls it; most have none
	Short              string // its name, or where it begins and ends
	From, To           string // where it begins and ends, in short
	By                 string // the places between, in short
	State, Kind, Shape string
	Travellers         string
	Untold             string // how many wait for a ticket
	Deadline           *due
	DeadlineOf         string
	Cases              []caseLink
	Needs              []string // in the words of the carriers
	Overdue            bool     // should have left, and nobody has told
}

type caseLink struct {
	Href, Name, Reference string
	Named                 bool
	Others                int // who of the case travels besides
}

// views of the list: which days, and where a journey stands.
var movementViews = []struct {
	name   string
	search func(now time.Time) casework.MovementSearch
}{
	{"week", func(now time.Time) casework.MovementSearch {
		return between(now.AddDate(0, 0, -1), now.AddDate(0, 0, 7))
	}},
	{"month", func(now time.Time) casework.MovementSearch {
		return between(now.AddDate(0, 0, -1), now.AddDate(0, 0, 31))
	}},
	{"held", func(time.Time) casework.MovementSearch { return casework.MovementSearch{Status: avrr.Held} }},
	{"underway", func(time.Time) casework.MovementSearch { return casework.MovementSearch{Status: avrr.Under} }},
	{"expiring", casework.Expiring},
	{"untold", casework.Untold},
	{"all", func(time.Time) casework.MovementSearch { return casework.MovementSearch{} }},
}

func between(from, to time.Time) casework.MovementSearch {
	return casework.MovementSearch{From: &from, To: &to}
}

func (f *face) movements(v *visit) (screen, error) {
	asked := v.c.Request.URL.Query()
	asked.Del("lang")
	chosen := slices.IndexFunc(movementViews, func(view struct {
		name   string
		search func(time.Time) casework.MovementSearch
	}) bool {
		return view.name == asked.Get("show")
	})
	if asked.Get("show") == "" {
		chosen = 0
	}
	if chosen < 0 {
		return screen{}, avrr.Errorf(avrr.CodeNotFound, "There is no page at this address.")
	}
	now := f.Desk.Clock()
	s := movementViews[chosen].search(now)
	s.Cursor, s.Limit = asked.Get("cursor"), movementsOnPage
	list, next, err := f.Desk.Movements(v.ctx(), v.who, s)
	if err != nil {
		return screen{}, err
	}
	b := movementsBody{Tabs: v.travelTabs("/travel/list", f.today(v)), View: movementViews[chosen].name, MayPlan: access.May(v.who.Actor, "plan-movement", nil) == nil}
	b.Done, b.Taken = v.justDone()
	for i, view := range movementViews {
		b.Views = append(b.Views, choiceLink{v.here.t("movements.view." + view.name), "/travel/list?show=" + view.name, i == chosen})
	}
	for _, m := range list {
		b.add(v, m, now)
	}
	if next != "" {
		b.Next = "/travel/list?" + with(asked, "cursor", next)
	}
	if s.Cursor != "" {
		b.First = "/travel/list?" + with(asked, "cursor", "")
	}
	return screen{Name: "movements", Title: "movements.title", Prints: v.here.t("movements.view." + b.View), Body: b}, nil
}

// movementsBefore leads from where the list of journeys once was to where it is.
func (f *face) movementsBefore(v *visit) (screen, error) {
	if view := v.c.Query("view"); view != "" {
		return v.goTo("/travel/list?" + url.Values{"show": {view}}.Encode())
	}
	return v.goTo("/travel")
}

// add puts a journey under its day of departure, in the clock of the place it departs from; a list of holds that end under the day they
// do, in that of the office.
func (b *movementsBody) add(v *visit, m casework.MovementListed, now time.Time) {
	title, soon := v.here.t("movements.no_day"), false
	switch {
	case b.View == "expiring" && m.NextDue != nil:
		ends, today := avrr.DateOf(m.NextDue.In(v.zone)), avrr.DateOf(now.In(v.zone))
		title, soon = v.here.t("movements.ends", v.here.departureDay(ends, today)), !ends.After(today.AddDays(1))
	case len(m.Segments) > 0:
		leaves := m.Segments[0].DepartsAt
		day, today := avrr.DateOf(leaves), avrr.DateOf(now.In(leaves.Location()))
		title, soon = v.here.departureDay(day, today), day == today || day == today.AddDays(1)
	}
	if n := len(b.Days); n == 0 || b.Days[n-1].Title != title {
		b.Days = append(b.Days, departureDay{Title: title, Soon: soon})
	}
	last := &b.Days[len(b.Days)-1]
	last.Rows = append(last.Rows, v.movementRow(m, now))
}

// departureDay writes a day as the desk speaks of it: today, tomorrow, or its date.
func (w *words) departureDay(day, today avrr.Date) string {
	switch today.DaysUntil(day) {
	case 0:
		return w.t("movements.today", w.day(day))
	case 1:
		return w.t("movements.tomorrow", w.day(day))
	}
	return w.day(day)
}

func (v *visit) movementRow(m casework.MovementListed, now time.Time) movementRow {
	row := movementRow{Href: "/movements/" + m.ID, Name: m.Name, Title: m.Name, Way: v.here.way(m.Segments), Flights: flights(m.Segments),
		State: v.here.word("booking", m.Status), Kind: m.Status, Shape: bookingShapes[m.Status], Travellers: v.here.count("movements.travellers", m.Taken)}
	if row.Title == "" {
		row.Title = row.Way
	}
	if m.Seats > 0 {
		row.Travellers = v.here.t("movements.of_seats", m.Taken, m.Seats)
	}
	if m.Held > 0 {
		row.Untold = v.here.count("movements.without_ticket", m.Held)
	}
	if n := len(m.Segments); n > 0 {
		first, last := m.Segments[0], m.Segments[n-1]
		row.Day = v.here.date(avrr.DateOf(first.DepartsAt))
		row.Departs, row.Arrives = clockOf(first.DepartsAt), arrivalClock(first.DepartsAt, last.ArrivesAt)
	}
	row.From, row.By, row.To = ends(m.Segments)
	row.Short = cmp.Or(m.Name, row.From+" → "+row.To)
	row.DeadlineOf, row.Deadline = v.deadline(m.Held, m.TicketBy, m.HoldUntil, m.Segments, now)
	row.Overdue = m.Overdue(now)
	if m.Escorts > 0 {
		row.Needs = append(row.Needs, v.here.count("need.escort", m.Escorts))
	}
	for _, c := range m.Cases {
		row.Cases = append(row.Cases, caseLink{"/cases/" + c.Reference, c.Principal, c.Reference, c.Principal != c.Reference, max(0, c.Seats-1)})
		for _, code := range c.Needs {
			if need := v.here.word("need", string(code)); !slices.Contains(row.Needs, need) {
				row.Needs = append(row.Needs, need)
			}
		}
	}
	return row
}

// ends answers where a journey begins and ends, and by way of what, in codes where places have them.
func ends(segments []avrr.Segment) (from, by, to string) {
	if len(segments) == 0 {
		return "", "", ""
	}
	var between []string
	for _, s := range segments[1:] {
		between = append(between, s.Start())
	}
	return segments[0].Start(), strings.Join(slices.Compact(between), ", "), segments[len(segments)-1].End()
}

// deadline answers the carrier's next time limit while there are seats that are only held.
func (v *visit) deadline(held int, ticketBy, holdUntil *time.Time, segments []avrr.Segment, now time.Time) (of string, by *due) {
	at, key := ticketBy, "movements.ticket_by"
	if at == nil || holdUntil != nil && holdUntil.Before(*at) {
		at, key = holdUntil, "movements.hold_until"
	}
	if at == nil || held == 0 {
		return "", nil
	}
	place := time.UTC
	if len(segments) > 0 {
		place = segments[0].DepartsAt.Location()
	}
	d := v.here.due(*at, now, place)
	return v.here.t(key), &d
}

// way writes the stops of a journey: London LHR → Vienna VIE → Tirana TIA.
func (w *words) way(segments []avrr.Segment) string {
	var stops []string
	for _, s := range segments {
		for _, stop := range []string{w.stop(s.From, s.FromPlace), w.stop(s.To, s.ToPlace)} {
			if len(stops) == 0 || stops[len(stops)-1] != stop {
				stops = append(stops, stop)
			}
		}
	}
	return strings.Join(stops, " → ")
}

// stop names a place by its city and airport.
func (w *words) stop(code, place string) string {
	port, known := avrr.Airport(code)
	switch {
	case place != "":
		return place
	case known:
		return w.text(port.City) + " " + code
	}
	return code
}

func flights(segments []avrr.Segment) string {
	var all []string
	for _, s := range segments {
		if f := s.Flight(); f != "" {
			all = append(all, f)
		}
	}
	return strings.Join(all, ", ")
}

// arrivalClock writes when a journey ends, and how many days after it began: 02:10 (UTC+1) +1.
func arrivalClock(departs, arrives time.Time) string {
	said := clockOf(arrives)
	switch days := avrr.DateOf(departs).DaysUntil(avrr.DateOf(arrives)); {
	case days > 0:
		said += " +" + strconv.Itoa(days)
	case days < 0:
		said += " −" + strconv.Itoa(-days)
	}
	return said
}

// seesMovements reports whether the travel desk's list is open to somebody.
func (v *visit) seesMovements() bool { return access.May(v.who.Actor, access.SeeMovements, nil) == nil }
