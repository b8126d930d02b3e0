package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// check has the rules look at what was entered before anything is asked of a carrier.
func (b *booking) check() (screen, error) {
	body := b.body()
	if len(b.problems) > 0 {
		return b.screen(http.StatusUnprocessableEntity, false), nil
	}
	if err := b.try(b.ctx(), b.who, casework.Request{Action: b.action.Action, Body: body}); err != nil {
		s, err := b.refused(err)
		if err != nil {
			return s, err
		}
		return b.screen(s.Status, false), nil
	}
	return b.screen(http.StatusOK, true), nil
}

// obstacles are what the case still needs for this journey, and what ends before its end.
func (b *booking) obstacles(segments []avrr.Segment) []line {
	if b.needs == nil || len(b.needs.Travellers) == 0 {
		return nil
	}
	r := *b.asking.reading
	if len(segments) > 0 {
		view := *r.view
		view.Booking = &avrr.Booking{Status: avrr.Held, Segments: segments}
		r.view = &view
	}
	return r.horizon(*b.needs).Obstacles
}

// showSaid puts what was entered into words, to be looked through, and keeps it for the next step.
func (b *booking) showSaid(body *bookingFormBody, segments []avrr.Segment) {
	for _, s := range segments {
		body.Journey = append(body.Journey, b.w.leg(s))
	}
	say := func(i *input, said string) {
		if said != "" {
			body.Said = append(body.Said, fact{Title: i.Label, Said: said})
		}
	}
	for _, i := range body.Fields {
		if i.Name != "segments" {
			say(i, b.inWords(i))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.entries)) {
		if !slices.Contains([]string{"key", "seen", "step", "more", lessField, drafting}, name) {
			for _, value := range b.entries[name] {
				body.Kept = append(body.Kept, option{Value: value, Title: name})
			}
		}
	}
}

// inWords says what was entered in a field: of a list each entry, of a choice its words, of a time its place.
func (b *booking) inWords(i *input) string {
	var said []string
	switch i.Kind {
	case drawnRadios, drawnTicks, drawnSelect:
		for _, c := range i.Choices {
			if c.Chosen {
				said = append(said, c.Title)
			}
		}
	case drawnGroup, drawnList:
		within := [][]*input{i.Within}
		for _, e := range i.Entries {
			within = append(within, e.Within)
		}
		for _, group := range within {
			var parts []string
			for _, one := range group {
				if words := b.inWords(one); words != "" && !b.untouchedField(one) {
					parts = append(parts, words)
				}
			}
			joint := ", "
			if len(group) > 0 && group[0].Kind == drawnMoney { // an amount and its currency
				joint = " "
			}
			if len(parts) > 0 {
				said = append(said, strings.Join(parts, joint))
			}
		}
		return strings.Join(said, "; ")
	case drawnInstant:
		if i.Value != "" {
			if at, err := time.ParseInLocation(localTime, i.Value, b.clockAt(i.Name)); err == nil {
				return b.w.day(avrr.DateOf(at)) + ", " + clockOf(at)
			}
		}
	default:
		return i.Value
	}
	return strings.Join(said, ", ")
}

// untouchedField reports whether a field says only what the form filled in by itself.
func (b *booking) untouchedField(i *input) bool {
	at := strings.LastIndex(i.Name, ".")
	return at > 0 && b.untouched(i.Name[:at])
}

// leg puts a segment into words, each time by the clock of its place.
func (w *words) leg(s avrr.Segment) legLine {
	departs, arrives := s.DepartsAt, s.ArrivesAt
	if port, known := avrr.Airport(s.From); known {
		departs = departs.In(port.Location())
	}
	if port, known := avrr.Airport(s.To); known {
		arrives = arrives.In(port.Location())
	}
	return legLine{Means: w.word("means", s.Means()), Flight: s.Flight(), OperatedBy: s.OperatedBy, From: w.stop(s.From, s.FromPlace), To: w.stop(s.To, s.ToPlace),
		Departs: w.day(avrr.DateOf(departs)), DepartsAt: clockOf(departs), Arrives: w.day(avrr.DateOf(arrives)), ArrivesAt: clockOf(arrives)}
}
