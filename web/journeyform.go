package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// The forms of a journey begin with what is booked, lay a leg out as the travel desk reads it, and offer the journeys there are and the
// legs of this one to choose from.

// A booked is what stands of a journey before its form is filled in.
type booked struct {
	segments []avrr.Segment
	escorts  []avrr.Escort // who still travels along
}

func bookedOn(segments []avrr.Segment, escorts []avrr.AssignedEscort) booked {
	b := booked{segments: segments}
	for _, e := range escorts {
		if e.State == avrr.EscortAssigned {
			b.escorts = append(b.escorts, e.Escort)
		}
	}
	return b
}

// begin fills in what an action replaces as it stands now: whoever changes one time types no journey anew, and an escort who is not
// spoken of is not lost.
func (a *asking) begin() error {
	stands := map[string]any{}
	switch {
	case a.action.Action == "amend-booking" && len(a.booked.segments) > 0:
		stands["segments"] = a.booked.segments
	case a.action.Action == "set-escorts" && len(a.booked.escorts) > 0:
		stands["escorts"] = a.booked.escorts
	case a.action.Action == "propose-plan":
		stands = a.planned()
	case a.action.Action == "join-movement" && !a.entries.Has("passengers"):
		a.entries["passengers"] = a.stillGoing()
	}
	said, err := json.Marshal(stands)
	if err != nil {
		return fmt.Errorf("what stands now: %w", err)
	}
	for name, values := range a.flat(said) {
		if !a.entries.Has(name) {
			a.entries[name] = values
		}
	}
	return nil
}

// stillGoing are the members whom seats are held for.
func (a *asking) stillGoing() (going []string) {
	for _, m := range a.view.Members {
		if slices.Contains([]avrr.Fate{avrr.Going, avrr.NoShow, avrr.Returned, avrr.Stranded}, m.Fate) {
			going = append(going, m.ID)
		}
	}
	return going
}

// A legForm is one leg as a row of the form.
type legForm struct {
	N    int // from 1
	ID   string
	Row  []*input // from, to, flight and times
	More []*input
	Open bool   // something is entered, or wrong, among the rest
	Out  string // what its button takes out; empty for the only one
}

// legRow are the fields of a leg that stand in its row.
var legRow = []string{"from", "to", "carrier", "number", "departs_at", "arrives_at"}

// ofLegs reports whether a field is a list of legs.
func ofLegs(f avrr.Field) bool { return f.Name == "segments" || f.Name == "way_back" }

// legs makes a row of each leg, with the clock of each place beside its time.
func (a *asking) legs(list *input) []legForm {
	var legs []legForm
	for n, e := range list.Entries {
		leg := legForm{N: n + 1, ID: fmt.Sprintf("%s-%d", list.ID, n), Out: e.Out}
		for _, i := range e.Within {
			field := lastName(i.Name)
			if field == "departs_at" || field == "arrives_at" {
				i.Hint = a.localTime(i.Name, field)
			}
			if slices.Contains(legRow, field) {
				i.Optional = false // most legs are flights, which have all of these
				leg.Row = append(leg.Row, i)
			} else {
				leg.More = append(leg.More, i)
				leg.Open = leg.Open || i.Value != "" || i.Problem.Words != ""
			}
		}
		slices.SortStableFunc(leg.Row, func(x, y *input) int {
			return slices.Index(legRow, lastName(x.Name)) - slices.Index(legRow, lastName(y.Name))
		})
		legs = append(legs, leg)
	}
	return legs
}

// lastName is the field a name ends with.
func lastName(name string) string { return name[strings.LastIndex(name, ".")+1:] }

// localTime names the place by whose clock a time is entered.
func (a *asking) localTime(name, field string) line {
	beside := map[string]string{"departs_at": "from", "arrives_at": "to"}[field]
	code := strings.ToUpper(strings.TrimSpace(a.entries.Get(strings.TrimSuffix(name, field) + beside)))
	if port, known := avrr.Airport(code); known {
		return line{Words: a.w.t("form.time_in", a.w.text(port.City))}
	}
	return line{Words: a.w.t("booking.local." + beside)}
}

// choosesLeg reports whether a field is the number of a leg of this journey.
func (a *asking) choosesLeg(f avrr.Field) bool {
	return a.action.Action == "report-leg" && f.Name == "segment" && len(a.booked.segments) > 0
}

// legOptions are the legs of the journey, as the desk speaks of them.
func (a *asking) legOptions(chosen string) []option {
	var options []option
	for n, s := range a.booked.segments {
		leg := a.w.leg(s)
		value := strconv.Itoa(n + 1)
		title := fmt.Sprintf("%s → %s, %s, %s", leg.From, leg.To, leg.Departs, leg.DepartsAt)
		options = append(options, option{value, strings.TrimSpace(leg.Flight + " " + title), value == chosen})
	}
	return options
}

// legClock is the clock of the place the chosen leg departs from.
func (a *asking) legClock() *time.Location {
	n, err := strconv.Atoi(a.entries.Get("segment"))
	if err != nil || n < 1 || n > len(a.booked.segments) {
		return a.place
	}
	s := a.booked.segments[n-1]
	if port, known := avrr.Airport(s.From); known {
		return port.Location()
	}
	return s.DepartsAt.Location()
}

// mostJourneys is how many journeys are offered to join; the next to leave come first.
const mostJourneys = 100

// journeysToJoin finds the journeys that have not left and may have room.
func (f *face) journeysToJoin(a *asking) error {
	now := f.Desk.Clock()
	for _, status := range []string{avrr.Unjoined, avrr.Held, avrr.Ticketed} {
		list, _, err := f.Desk.Movements(a.ctx(), a.who, casework.MovementSearch{From: &now, Status: status, Limit: mostJourneys})
		if err != nil {
			return err
		}
		a.journeys = append(a.journeys, slices.DeleteFunc(list, func(m casework.MovementListed) bool {
			return m.Seats > 0 && m.Taken >= m.Seats || slices.ContainsFunc(m.Cases, func(c casework.AboardView) bool { return c.Reference == a.view.Reference })
		})...)
	}
	slices.SortStableFunc(a.journeys, func(x, y casework.MovementListed) int {
		return cmp.Or(cmp.Compare(alone(x), alone(y)), x.DepartsAt.Compare(*y.DepartsAt))
	})
	return nil
}

// alone orders the journeys that were planned for several before those of one case.
func alone(m casework.MovementListed) int {
	if m.Kind == "" {
		return 1
	}
	return 0
}

// journeyOptions says each journey by its name or who travels, when it leaves, where it goes and how many seats are left.
func (a *asking) journeyOptions(chosen string) []option {
	var options []option
	for _, m := range a.journeys {
		name := m.Name
		for n, c := range m.Cases {
			if m.Name == "" && n < 2 {
				name = commaed(name, c.Principal)
			}
		}
		title := a.w.way(m.Segments) + ", " + a.w.day(avrr.DateOf(m.Segments[0].DepartsAt)) + ", " + clockOf(m.Segments[0].DepartsAt)
		if name != "" {
			title = name + " · " + title
		}
		if m.Seats > 0 {
			title += " · " + a.w.count("journey.seats_left", m.Seats-m.Taken)
		}
		options = append(options, option{m.ID, title, m.ID == chosen})
	}
	return options
}

// takeOut takes an entry out of a list that stands in a form; those behind it move up.
func takeOut(entries url.Values, entry string) url.Values {
	at := strings.LastIndex(entry, ".")
	gone, err := strconv.Atoi(entry[at+1:])
	if at < 0 || err != nil {
		return entries
	}
	list, kept := entry[:at+1], url.Values{}
	for key, values := range entries {
		rest, within := strings.CutPrefix(key, list)
		number, field, _ := strings.Cut(rest, ".")
		n, err := strconv.Atoi(number)
		switch {
		case !within || err != nil || n < gone:
			kept[key] = values
		case n > gone:
			kept[fmt.Sprintf("%s%d.%s", list, n-1, field)] = values
		}
	}
	return kept
}
