package web

import (
	"net/url"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// How many departures of a day a page shows; the rest is in the list.
const (
	cardsOfDay = 8
	rowsOfDay  = 60
)

// A travelBody is the travel desk's board: who leaves on which day, and what must not be forgotten meanwhile.
type travelBody struct {
	Tabs         []choiceLink
	Heading      string
	Count        int
	Before, Next string // the links to the days before and after
	Today        string
	Filter       travelFilter
	Days         []boardDay
	ToBook       besideBody[toBookRow]
	Expiring     besideBody[expiringRow]
	Untold       besideBody[movementRow]
	MayPlan      bool
	MayTell      bool   // of departures
	Mail         string // the page of the mail that other offices were sent, in the demo
	Done, Taken  string
}

// A travelFilter is what was chosen of the departures, and what can be.
type travelFilter struct {
	At       string // where the form leads
	On       string
	Airports []option
	Statuses []option
	Escorted bool
	Chosen   bool
	Clear    string
}

type boardDay struct {
	ID, Title, Short string
	On               string
	Href             string // the day by itself
	Today            bool
	Count            int
	Untold           int
	Cards            []movementRow
	More             int // departures that are not shown
}

// A besideBody is the first of a list that stands beside the departures, and the way to all of it.
type besideBody[row any] struct {
	Count int
	Href  string
	Rows  []row
}

// More is how many are not shown.
func (b besideBody[row]) More() int { return max(0, b.Count-len(b.Rows)) }

type toBookRow struct {
	Href, Name, Reference string
	Named                 bool
	Others                int
	Due                   *due
	Waits                 []line
	Ready                 bool // seats can be held
	Book                  string
}

type expiringRow struct {
	movementRow
	Left            string
	Ticket, Release string // where this person may do so
}

// boardStatuses are those a departure is chosen by, in the order a journey comes to them.
var boardStatuses = []string{avrr.Unjoined, avrr.Held, avrr.Ticketed, avrr.Under, avrr.Completed}

// travel is the board of a week.
func (f *face) travel(v *visit) (screen, error) {
	on, err := f.dayAsked(v)
	if err != nil {
		return screen{}, err
	}
	monday := on.AddDays(-(int(on.Weekday()) + 6) % 7)
	b, err := f.board(v, "/travel", casework.BoardSearch{From: monday, To: monday.AddDays(6), PerDay: cardsOfDay}, on, 7)
	if err != nil {
		return screen{}, err
	}
	b.Heading = v.here.t("travel.week_of", v.here.date(monday))
	return screen{Name: "travel", Prints: b.Heading, Said: v.here.t("travel.board") + ", " + b.Heading, Body: b}, nil
}

// travelDay is the departures of one day.
func (f *face) travelDay(v *visit) (screen, error) {
	on, err := f.dayAsked(v)
	if err != nil {
		return screen{}, err
	}
	b, err := f.board(v, "/travel/day", casework.BoardSearch{From: on, To: on, PerDay: rowsOfDay}, on, 1)
	if err != nil {
		return screen{}, err
	}
	b.Heading = v.here.departureDay(on, f.today(v))
	return screen{Name: "travelday", Prints: b.Heading, Said: v.here.t("travel.board") + ", " + v.here.day(on), Body: b}, nil
}

// today is the day it is at the office of whoever asks. Whether a departure is today is told by the clock of its own place.
func (f *face) today(v *visit) avrr.Date {
	if v.zone == nil {
		return avrr.DateOf(f.Desk.Clock().UTC())
	}
	return avrr.DateOf(f.Desk.Clock().In(v.zone))
}

func (f *face) dayAsked(v *visit) (avrr.Date, error) {
	said := v.c.Query("on")
	if said == "" {
		return f.today(v), nil
	}
	on, err := avrr.ParseDate(said)
	if err != nil {
		return on, avrr.Errorf(avrr.CodeInvalid, "A board is for a day, such as 2026-11-22.")
	}
	return on, nil
}

func (f *face) board(v *visit, at string, s casework.BoardSearch, on avrr.Date, days int) (*travelBody, error) {
	asked := v.c.Request.URL.Query()
	for _, other := range []string{"lang", "done", "waiting"} {
		asked.Del(other)
	}
	s.Airport, s.Status, s.Escorted = asked.Get("airport"), asked.Get("status"), asked.Get("escort") != ""
	view, err := f.Desk.Board(v.ctx(), v.who, s)
	if err != nil {
		return nil, err
	}
	to := func(path string, day avrr.Date) string { return path + "?" + with(asked, "on", day.String()) }
	b := &travelBody{Tabs: v.travelTabs(at, on), Before: to(at, on.AddDays(-days)), Next: to(at, on.AddDays(days)), Today: to(at, f.today(v)),
		Filter: v.travelFilter(at, s, on, view.Airports), MayPlan: access.May(v.who.Actor, "plan-movement", nil) == nil,
		MayTell: access.May(v.who.Actor, "confirm-departure", nil) == nil}
	b.Done, b.Taken = v.justDone()
	if f.Demo != nil {
		b.Mail = f.Demo.Mail
	}
	now := f.Desk.Clock()
	for _, d := range view.Days {
		day := boardDay{ID: "d" + d.Day.String(), On: d.Day.String(), Title: v.here.day(d.Day), Short: v.here.t("travel.day", v.here.t(weekdayKey(d.Day)), d.Day.Day), Today: d.Day == f.today(v),
			Href: to("/travel/day", d.Day), Count: d.Count, Untold: d.Untold, More: d.Count - len(d.Shown)}
		for _, m := range d.Shown {
			day.Cards = append(day.Cards, v.movementRow(m, now))
		}
		b.Days, b.Count = append(b.Days, day), b.Count+d.Count
	}
	b.beside(v, view, now)
	return b, nil
}

// beside fills in what must not be forgotten.
func (b *travelBody) beside(v *visit, view *casework.TravelBoard, now time.Time) {
	b.ToBook = besideBody[toBookRow]{Count: view.ToBook.Count, Href: "/travel/to-book"}
	for _, c := range view.ToBook.First {
		b.ToBook.Rows = append(b.ToBook.Rows, v.toBookRow(c, now))
	}
	b.Expiring = besideBody[expiringRow]{Count: view.Expiring.Count, Href: "/travel/list?show=expiring"}
	for _, m := range view.Expiring.First {
		b.Expiring.Rows = append(b.Expiring.Rows, v.expiringRow(m, now))
	}
	b.Untold = besideBody[movementRow]{Count: view.Untold.Count, Href: "/travel/list?show=untold"}
	for _, m := range view.Untold.First {
		b.Untold.Rows = append(b.Untold.Rows, v.movementRow(m, now))
	}
}

func (v *visit) travelTabs(here string, on avrr.Date) []choiceLink {
	day := "?on=" + on.String()
	return []choiceLink{{v.here.t("travel.tab.day"), "/travel/day" + day, here == "/travel/day"}, {v.here.t("travel.tab.week"), "/travel" + day, here == "/travel"},
		{v.here.t("travel.tab.arrivals"), "/travel/arrivals", here == "/travel/arrivals"},
		{v.here.t("travel.tab.list"), "/travel/list", here == "/travel/list"}, {v.here.t("travel.tab.book"), "/travel/to-book", here == "/travel/to-book"}}
}

func (v *visit) travelFilter(at string, s casework.BoardSearch, on avrr.Date, airports []string) travelFilter {
	filter := travelFilter{At: at, On: on.String(), Escorted: s.Escorted, Chosen: s.Airport != "" || s.Status != "" || s.Escorted,
		Clear: at + "?" + url.Values{"on": {on.String()}}.Encode()}
	known := s.Airport == ""
	for _, code := range airports {
		known = known || code == s.Airport
		filter.Airports = append(filter.Airports, option{code, v.here.stop(code, ""), code == s.Airport})
	}
	if !known {
		filter.Airports = append(filter.Airports, option{s.Airport, v.here.stop(s.Airport, ""), true})
	}
	for _, status := range boardStatuses {
		filter.Statuses = append(filter.Statuses, option{status, v.here.word("booking", status), status == s.Status})
	}
	return filter
}
