package web

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// departuresPage is where the form stands.
const departuresPage = "/travel/departures"

// insteads are what may have become of somebody who did not leave, the likeliest first.
var insteads = []string{"no_show", "refused_at_gate", "denied_boarding", "offloaded", "detained"}

// A boardingBody is the departures of a day, or all that nobody has told of: first as a form on which everybody left, then to be
// looked through, then with what became of each.
type boardingBody struct {
	Draft         draftBar
	Heading, Back string
	Step          string // form, check or done
	Key           string
	On            string
	Lists         []boardingList
	Left, Stayed  int // of the check
	Refused       int // of the outcome
	Problem       string
}

type boardingList struct {
	N                  int // from 0, for the ids of its controls
	ID, Href           string
	Title, Flights, At string // At is the time the form holds
	City, Planned      string
	Problem            string
	Parties            []boardingParty
}

type boardingParty struct {
	Reference string
	Closed    bool // somebody else has to tell
	People    []boardingPerson
	State     string // of the outcome
	Kind      string
	Shape     string
	Why       line
}

type boardingPerson struct {
	ID, Name string
	Gone     bool
	Instead  []option
	Effect   string
	Outcome  string
}

// boarding shows the form: everybody ticked, the planned times filled in.
func (f *face) boarding(v *visit) (screen, error) {
	on := avrr.Date{}
	if v.c.Query("on") != "" {
		var err error
		if on, err = f.dayAsked(v); err != nil {
			return screen{}, err
		}
	}
	lists, err := f.Desk.ToBoard(v.ctx(), v.who, on)
	if err != nil {
		return screen{}, err
	}
	b := v.boardingBody(on)
	b.Step = "form"
	var told url.Values
	if b.Draft, told, err = f.drafted(v, time.UTC); err != nil {
		return screen{}, err
	}
	b.awaited(v, lists, told)
	return screen{Name: "boarding", Title: "boarding.title", Body: b}, nil
}

func (v *visit) boardingBody(on avrr.Date) *boardingBody {
	b := &boardingBody{Heading: v.here.t("boarding.all"), Back: "/travel"}
	if !on.IsZero() {
		b.Heading, b.On, b.Back = v.here.day(on), on.String(), "/travel/day?on="+on.String()
	}
	return b
}

// awaited fills in everybody nothing is told of yet, as having left at the planned time unless a draft says otherwise.
func (b *boardingBody) awaited(v *visit, lists []casework.BoardingList, told url.Values) {
	for _, l := range lists {
		row := v.boardingList(l.Movement, len(b.Lists))
		if len(l.Movement.Segments) > 0 {
			row.At = cmp.Or(told.Get("at."+l.Movement.ID), l.Movement.Segments[0].DepartsAt.Format(localTime))
		}
		for _, p := range l.Parties {
			party := boardingParty{Reference: p.Reference, Closed: !p.Open}
			for _, one := range p.Members {
				if name := avrr.Key(p.Reference, one.ID); one.Awaited {
					gone := !slices.Contains(told["aboard"], name) || slices.Contains(told["gone"], name)
					party.People = append(party.People, boardingPerson{ID: one.ID, Name: one.Name, Gone: gone, Instead: v.insteads(told.Get("instead." + name))})
				}
			}
			if len(party.People) > 0 {
				row.Parties = append(row.Parties, party)
			}
		}
		b.Lists = append(b.Lists, row)
	}
}

func (v *visit) boardingList(m casework.MovementListed, n int) boardingList {
	row := boardingList{N: n, ID: m.ID, Href: "/movements/" + m.ID, Title: cmp.Or(m.Name, v.here.way(m.Segments)), Flights: flights(m.Segments)}
	if len(m.Segments) > 0 {
		first := m.Segments[0]
		row.City, row.Planned = v.here.stop(first.From, first.FromPlace), v.here.date(avrr.DateOf(first.DepartsAt))+", "+clockOf(first.DepartsAt)
	}
	return row
}

func (v *visit) insteads(chosen string) []option {
	var options []option
	for _, outcome := range insteads {
		options = append(options, option{outcome, upperFirst(v.here.word("leg", outcome)), outcome == chosen})
	}
	return options
}

// takeBoarding shows what was told to be looked through, and records it when that was done.
func (f *face) takeBoarding(v *visit) (screen, error) {
	told := v.c.Request.PostForm
	on, err := avrr.ParseDate(told.Get("on"))
	if err != nil {
		on = avrr.Date{}
	}
	lists, err := f.Desk.Boarding(v.ctx(), v.who, told["movement"])
	if err != nil {
		return screen{}, err
	}
	b := v.boardingBody(on)
	b.Draft = draftBar{Page: v.formAt().Page}
	b.read(v, lists, told)
	switch confirmed := told.Get("step") == "confirm"; {
	case b.Problem != "":
		b.Step = "form"
		return screen{Name: "boarding", Title: "boarding.title", Status: http.StatusUnprocessableEntity, Body: b}, nil
	case !confirmed:
		b.Step, b.Key = "check", rand.Text()
	default:
		if b.Key = told.Get("key"); !formKey.MatchString(b.Key) {
			return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
		}
		if err := b.record(f, v, lists); err != nil {
			return screen{}, err
		}
	}
	return screen{Name: "boarding", Title: "boarding.title", Body: b, Done: b.Step == "done"}, nil
}

// read takes up what the form said: of each list the time, and of each party who left.
func (b *boardingBody) read(v *visit, lists []casework.BoardingList, told url.Values) {
	for _, l := range lists {
		row := v.boardingList(l.Movement, len(b.Lists))
		row.At = told.Get("at." + l.Movement.ID)
		if _, err := departedAt(l.Movement, row.At); err != nil {
			row.Problem, b.Problem = v.here.t("form.no_time"), v.here.t("form.no_time")
		}
		for _, p := range l.Parties {
			if party := v.partyTold(p, told); len(party.People) > 0 && p.Open {
				for _, one := range party.People {
					if one.Gone {
						b.Left++
					} else {
						b.Stayed++
					}
				}
				row.Parties = append(row.Parties, party)
			}
		}
		if len(row.Parties) > 0 {
			b.Lists = append(b.Lists, row)
		}
	}
	if len(b.Lists) == 0 {
		b.Problem = v.here.t("boarding.nobody")
	}
}

// partyTold is what the form said of the members of a case whom it named.
func (v *visit) partyTold(p casework.BoardingParty, told url.Values) boardingParty {
	party := boardingParty{Reference: p.Reference}
	for _, one := range p.Members {
		name := avrr.Key(p.Reference, one.ID)
		if !slices.Contains(told["aboard"], name) {
			continue
		}
		person := boardingPerson{ID: one.ID, Name: one.Name, Gone: slices.Contains(told["gone"], name), Outcome: "boarded"}
		if !person.Gone {
			person.Outcome = insteads[0]
			if said := told.Get("instead." + name); slices.Contains(insteads, said) {
				person.Outcome = said
			}
		}
		person.Instead = v.insteads(person.Outcome)
		person.Effect = v.here.t("boarding.effect." + person.Outcome)
		party.People = append(party.People, person)
	}
	return party
}

// departedAt reads a time by the clock of the place a movement leaves from.
func departedAt(m casework.MovementListed, said string) (time.Time, error) {
	place := time.UTC
	if len(m.Segments) > 0 {
		place = m.Segments[0].DepartsAt.Location()
		if port, known := avrr.Airport(m.Segments[0].From); known {
			place = port.Location()
		}
	}
	return time.ParseInLocation(localTime, said[:min(len(said), len(localTime))], place)
}

// record submits what was told, a case at a time: a wrong one is refused without the others.
func (b *boardingBody) record(f *face, v *visit, lists []casework.BoardingList) error {
	var rows []casework.Departure
	var parties []*boardingParty
	for i := range b.Lists {
		l := &b.Lists[i]
		at := slices.IndexFunc(lists, func(o casework.BoardingList) bool { return o.Movement.ID == l.ID })
		left, err := departedAt(lists[at].Movement, l.At)
		if err != nil {
			return fmt.Errorf("boarding: %w", err)
		}
		for n := range l.Parties {
			row, err := l.Parties[n].departure(left)
			if err != nil {
				return err
			}
			rows, parties = append(rows, row), append(parties, &l.Parties[n])
		}
	}
	b.Step = "done"
	for n, done := range f.Desk.Departures(v.ctx(), v.who, b.Key, rows) {
		p := parties[n]
		p.State, p.Kind, p.Shape = v.here.t("boarding.recorded"), "good", "✓"
		var said *avrr.Error
		switch {
		case errors.As(done.Err, &said):
			b.Refused++
			p.State, p.Kind, p.Shape, p.Why = v.here.t("boarding.refused"), "fail", "■", v.here.ruled(said.Message, nil)
			if len(said.Blocks) > 0 {
				p.Why = v.here.blocked(said.Blocks[0], p.names())
			}
		case done.Err != nil:
			return done.Err
		case done.Answer.Waiting:
			p.State, p.Kind, p.Shape = v.here.t("boarding.waiting"), "b-held", "●"
		}
	}
	return nil
}

func (p boardingParty) names() map[string]string {
	names := map[string]string{}
	for n, one := range p.People {
		names[one.ID] = cmp.Or(one.Name, strconv.Itoa(n+1))
	}
	return names
}

// departure tells of a party: by the departure alone where the others did not show up, else person by person.
func (p boardingParty) departure(left time.Time) (casework.Departure, error) {
	boarded, each, noShows := []string{}, map[string]string{}, true
	for _, one := range p.People {
		each[one.ID] = one.Outcome
		if one.Gone {
			boarded = append(boarded, one.ID)
		} else if one.Outcome != insteads[0] {
			noShows = false
		}
	}
	row, body := casework.Departure{Reference: p.Reference}, map[string]any{"departed_at": left.Format(time.RFC3339), "boarded": boarded}
	if !noShows {
		row.Action, body = "report-leg", map[string]any{"segment": 1, "occurred_at": left.Format(time.RFC3339), "passengers": each}
	}
	var err error
	if row.Body, err = json.Marshal(body); err != nil {
		return row, fmt.Errorf("boarding: %w", err)
	}
	return row, nil
}
