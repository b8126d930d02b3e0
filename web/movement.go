package web

import (
	"cmp"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A movementBody is one journey: what was planned and what became of it, and everybody aboard.
type movementBody struct {
	Heading, Reference string
	State, Kind, Shape string
	Facts              []fact
	Legs               []legLine
	Passengers         []manifestLine
	Escorts            []escortLine
	Planned, Present   int
	Absent, Added      int
	Told               bool // the manifest was held against who came
	Waiting            []string
	Papers             []documentLine
	Offices            []toldOffice
	Table              string // the manifest as a workbook; empty for who may not open it
	Mail               string // the page of the mail that other offices were sent, in the demo
	Done, Taken        string
	Can                []actionLine
	NotYet             []actionLine
}

type fact struct {
	Title, Said string
	Due         *due
}

type legLine struct {
	Means, Flight, OperatedBy string
	From, To                  string
	Departs, DepartsAt        string
	Arrives, ArrivesAt        string
	Told                      []string
}

type escortLine struct {
	Name, Kind, Of, WayBack string
	With                    []string
	Released                bool
}

type manifestLine struct {
	Name, Reference, Href, Member string
	Named                         bool
	Ticket, Locator, Services     string
	State, Kind, Shape            string
	Blocks                        []line
}

var manifestShapes = map[string]string{"planned": "◇", "present": "✓", "absent": "■", "added": "▲"}

func (f *face) movement(v *visit) (screen, error) {
	m, err := f.Desk.Movement(v.ctx(), v.who, v.c.Param("movement"))
	if err != nil {
		return screen{}, err
	}
	b := v.movementBody(m, f.Desk.Clock())
	papers, err := f.Desk.MovementDocuments(v.ctx(), v.who, m.ID)
	if err != nil {
		return screen{}, err
	}
	told, err := f.Desk.Notified(v.ctx(), v.who, m.ID)
	if err != nil {
		return screen{}, err
	}
	b.Offices = v.here.toldOffices(told, placeOfDeparture(m.Segments))
	if len(m.Passengers) > 0 && access.May(v.who.Actor, access.OpenPaper, nil) == nil {
		b.Table = "/movements/" + m.ID + "/aboard.xlsx"
	}
	for _, d := range papers {
		line := documentLine{DocumentView: d, Title: v.here.text(d.Title), Language: v.here.word("language", d.Language), Issued: v.here.moment(d.IssuedAt, time.UTC),
			State: v.here.word("document", d.Status), Shape: documentShapes[d.Status]}
		if d.ID != "" {
			line.Href = "/movements/" + m.ID + "/papers/" + d.ID + ".pdf"
		}
		b.Papers = append(b.Papers, line)
	}
	if f.Demo != nil {
		b.Mail = f.Demo.Mail
	}
	return screen{Name: "movement", Said: b.Heading, Body: b}, nil
}

// placeOfDeparture is by whose clock the desk tells what it did for a journey.
func placeOfDeparture(segments []avrr.Segment) *time.Location {
	if len(segments) == 0 {
		return time.UTC
	}
	if port, known := avrr.Airport(segments[0].From); known {
		return port.Location()
	}
	return segments[0].DepartsAt.Location()
}

// manifestTable hands out who is aboard as a workbook.
func (f *face) manifestTable(v *visit) (screen, error) {
	export, err := f.Desk.ManifestTable(v.ctx(), v.who, v.c.Param("movement"), v.in)
	if err != nil {
		return screen{}, err
	}
	return f.handOut(v, export)
}

func (v *visit) movementBody(m *casework.MovementView, now time.Time) *movementBody {
	w := v.here.words
	b := &movementBody{Heading: m.Name, Reference: m.Locator, State: w.word("booking", m.Status), Kind: m.Status, Shape: bookingShapes[m.Status]}
	if b.Heading == "" {
		b.Heading = w.way(m.Segments)
	}
	b.facts(v, m, now)
	names := map[string]string{}
	for _, p := range m.Passengers {
		names[p.Passenger] = cmp.Or(p.Name, p.Passenger)
		b.board(w, p)
	}
	for _, l := range m.Legs {
		line := w.leg(l.Planned)
		for _, t := range l.Told {
			line.Told = append(line.Told, names[t.Passenger]+": "+w.word("leg", t.Outcome)+", "+clockOf(t.At))
		}
		b.Legs = append(b.Legs, line)
	}
	for _, e := range m.Escorts {
		line := escortLine{Name: e.Name, Kind: w.word("escort", e.Kind), Of: e.Organisation, WayBack: w.way(e.WayBack), Released: e.State == avrr.EscortReleased}
		for _, key := range e.Members {
			line.With = append(line.With, cmp.Or(names[key], key))
		}
		b.Escorts = append(b.Escorts, line)
	}
	for _, s := range m.Waiting {
		b.Waiting = append(b.Waiting, w.t("movement.waiting", w.text(s.Title), s.By))
	}
	b.Done, b.Taken = v.justDone()
	for _, a := range m.AvailableActions {
		l := actionLine{Title: w.text(a.Title), Href: "/movements/" + m.ID + "/do/" + a.Action}
		for _, why := range a.BlockedBy {
			l.Why = append(l.Why, w.blocked(why, names))
		}
		if len(l.Why) > 0 {
			b.NotYet = append(b.NotYet, l)
		} else {
			b.Can = append(b.Can, l)
		}
	}
	return b
}

// facts are what the desk asks first: the time limits, then what was booked and for how much.
func (b *movementBody) facts(v *visit, m *casework.MovementView, now time.Time) {
	w := v.here.words
	say := func(key, said string) {
		if said != "" {
			b.Facts = append(b.Facts, fact{Title: w.t(key), Said: said})
		}
	}
	if of, by := v.deadline(m.Held, m.TicketBy, m.HoldUntil, m.Segments, now); by != nil {
		b.Facts = append(b.Facts, fact{Title: of, Due: by})
	}
	seats := w.count("movements.travellers", m.Taken)
	if m.Seats > 0 {
		seats = w.t("movements.of_seats", m.Taken, m.Seats)
	}
	say("movement.seats", seats)
	if m.Held > 0 {
		say("movement.without_ticket", w.count("movements.without_ticket", m.Held))
	}
	say("movement.locator", m.Locator)
	if m.Fare != nil {
		say("movement.fare", m.Fare.String())
	}
	say("movement.conditions", m.Conditions)
	if m.DepartedAt != nil {
		say("movement.departed", w.when(*m.DepartedAt, m.Segments, true))
	}
	if m.ArrivedAt != nil {
		say("movement.arrived", w.when(*m.ArrivedAt, m.Segments, false))
	}
}

// when writes an instant in the clock of the place the journey begins or ends at.
func (w *words) when(at time.Time, segments []avrr.Segment, begins bool) string {
	if n := len(segments); n > 0 {
		place := segments[n-1].ArrivesAt.Location()
		if begins {
			place = segments[0].DepartsAt.Location()
		}
		at = at.In(place)
	}
	return w.day(avrr.DateOf(at)) + ", " + clockOf(at)
}

// board adds a line of the manifest.
func (b *movementBody) board(w *words, p casework.PassengerView) {
	l := manifestLine{Name: p.Name, Named: p.Name != "", Reference: p.Case, Href: "/cases/" + p.Case, Member: p.Member, Ticket: p.Ticket, Locator: p.Locator,
		State: w.word("manifest", p.State), Kind: p.State, Shape: manifestShapes[p.State]}
	l.Services = strings.Join(asked(p.Services), ", ")
	for _, blocked := range p.Blocks {
		l.Blocks = append(l.Blocks, w.blocked(blocked, map[string]string{p.Member: cmp.Or(p.Name, p.Passenger)}))
	}
	switch p.State {
	case "present":
		b.Present, b.Told = b.Present+1, true
	case "absent":
		b.Absent, b.Told = b.Absent+1, true
	case "added":
		b.Added, b.Told = b.Added+1, true
	default:
		b.Planned++
	}
	b.Passengers = append(b.Passengers, l)
}

func asked(codes []avrr.ServiceCode) []string {
	all := make([]string, len(codes))
	for i, code := range codes {
		all[i] = string(code)
	}
	return all
}
