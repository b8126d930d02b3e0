package avrr

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// longestJourney is what a journey home may take, nights on the way included. A longer one is a slip of the pen far more often than
// a plan.
const longestJourney = 72 * time.Hour

// itinerary answers the segments as they are kept, each time by the clock of its place, and refuses those that do not make one
// journey a person can travel.
func (j *Judging) itinerary(segments []Segment) ([]Segment, error) {
	var kept []Segment
	for i, s := range segments {
		s, err := s.inPlace(i)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			if err := follows(kept[i-1], s, i); err != nil {
				return nil, err
			}
		}
		kept = append(kept, s)
	}
	if !j.Programme.Demo { // where a year takes minutes, so does a connection
		if err := connects(kept); err != nil {
			return nil, err
		}
	}
	if took := lastArrival(kept).Sub(kept[0].DepartsAt); took > longestJourney {
		return nil, broken("journey-too-long", "/segments", "The journey takes %d hours. Nothing longer than %d hours is booked as one journey; look at the dates again.",
			int(took.Hours()), int(longestJourney.Hours()))
	}
	return kept, nil
}

// inPlace answers the segment with its times by the clocks of its places, and refuses one that is wrong in itself.
func (s Segment) inPlace(i int) (Segment, error) {
	at := fmt.Sprintf("/segments/%d", i)
	if err := s.complete(i+1, at); err != nil {
		return s, err
	}
	if s.Start() == s.End() && s.Means() != Lodging {
		return s, broken("segment-nowhere", at+"/to", "Segment %d ends where it begins, at %s.", i+1, s.End())
	}
	var err error
	if s.DepartsAt, err = timeAt(s.From, s.DepartsAt); err != nil {
		return s, unplaced(err, at+"/from", at+"/departs_at", i+1, "departs from "+s.From, s.From)
	}
	if s.ArrivesAt, err = timeAt(s.To, s.ArrivesAt); err != nil {
		return s, unplaced(err, at+"/to", at+"/arrives_at", i+1, "arrives at "+s.To, s.To)
	}
	if !s.ArrivesAt.After(s.DepartsAt) {
		return s, broken("segment-backwards", at+"/arrives_at", "Segment %d arrives at %s before it departs from %s, whatever the clocks show there.", i+1, s.End(), s.Start())
	}
	return s, nil
}

// complete refuses a segment that does not say what its kind has to.
func (s Segment) complete(n int, at string) error {
	incomplete := func(field, text string) error {
		return broken("segment-incomplete", at+"/"+field, text, n)
	}
	switch {
	case s.Flies() && s.Carrier == "":
		return incomplete("carrier", "Segment %d is a flight and names no carrier.")
	case s.Flies() && s.Number == "":
		return incomplete("number", "Segment %d is a flight and has no number.")
	case s.Flies() && s.From == "":
		return incomplete("from", "Segment %d is a flight and names no airport it departs from.")
	case s.Flies() && s.To == "":
		return incomplete("to", "Segment %d is a flight and names no airport it arrives at.")
	case s.Start() == "":
		return incomplete("from_place", "Segment %d does not say where it begins.")
	case s.End() == "":
		return incomplete("to_place", "Segment %d does not say where it ends.")
	}
	return nil
}

// errUnknownAirport is a code the table does not have.
var errUnknownAirport = errors.New("unknown airport")

// timeAt answers a time by the clock of an airport; where a leg begins or ends elsewhere, the time says itself what the clock shows.
func timeAt(code string, t time.Time) (time.Time, error) {
	if code == "" {
		return t, nil
	}
	a, ok := Airport(code)
	if !ok {
		return t, errUnknownAirport
	}
	return InPlace(t, a)
}

func unplaced(err error, place, clock string, n int, does, code string) error {
	if errors.Is(err, errUnknownAirport) {
		return broken("airport-unknown", place, "Segment %d %s, and no airport has that code.%s", n, does, didYouMean(code))
	}
	return broken("clock-elsewhere", clock, "Segment %d %s at a time that its clock does not show: %s.", n, does, err)
}

func didYouMean(code string) string {
	near := NearestAirports(code)
	if len(near) == 0 {
		return ""
	}
	var names []string
	for _, a := range near {
		names = append(names, fmt.Sprintf("%s (%s)", a.Code, a.City.EN))
	}
	return " Did you mean " + strings.Join(names, ", ") + "?"
}

// follows refuses a segment that does not go on where and when the one before it ended.
func follows(before, s Segment, i int) error {
	at := fmt.Sprintf("/segments/%d", i)
	switch {
	case s.DepartsAt.Before(before.ArrivesAt):
		return broken("segments-overlap", at+"/departs_at", "Segment %d departs before segment %d has arrived.", i+1, i)
	case s.apartFrom(before) && sameCity(before.To, s.From):
		a, _ := Airport(s.From)
		return broken("segments-apart", at+"/from", "Segment %d departs from %s, but segment %d ended at %s. Both are airports of %s: add the leg between them, by bus, train or car.", i+1, s.From, i, before.To, a.City.EN)
	case s.apartFrom(before):
		return broken("segments-apart", at+"/from", "Segment %d departs from %s, but segment %d ended at %s.", i+1, s.Start(), i, before.End())
	}
	return nil
}

// apartFrom reports whether a segment begins where the one before it did not end. Codes are held against codes and names against names;
// whether a name and a code are the same place only a person can tell, and a bed may be anywhere near.
func (s Segment) apartFrom(before Segment) bool {
	end := before.To
	if before.Means() == Lodging && end == "" && before.ToPlace == "" {
		end = before.From
	}
	switch {
	case end != "" && s.From != "":
		return end != s.From
	case end != "" || s.From != "" || before.Means() == Lodging || s.Means() == Lodging:
		return false
	}
	return !strings.EqualFold(strings.TrimSpace(before.End()), strings.TrimSpace(s.Start()))
}

func sameCity(one, other string) bool {
	a, known := Airport(one)
	b, too := Airport(other)
	return known && too && a.Country == b.Country && a.City == b.City
}
