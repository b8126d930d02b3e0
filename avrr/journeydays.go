package avrr

import (
	"fmt"
	"slices"
	"time"
)

// The journeyDays are the days on which what a journey needs must hold. Over the date line the local day of arrival can lie before
// that of the departure; nothing ends on the way by that.
type journeyDays struct {
	from  Date // the local day of departure in the host country
	left  Date // the last day it can be there when the host country is left
	until Date // the local day of arrival, or of departure when that is the later one
}

// journeyDays reckons the days of an itinerary where they are: of the departure in the host country, of the arrival in the country
// of return. Where two reckonings differ, each end is the one that asks for more: no paper is thought to last a day longer than it does.
func (c *Case) journeyDays(segments []Segment) journeyDays {
	var j journeyDays
	first, last := segments[0], segments[len(segments)-1]
	j.from, j.left = localDays(first.DepartsAt, first.From, c.HostCountry)
	_, j.until = localDays(last.ArrivesAt, last.To, c.Destination.Country)
	if j.until.Before(j.left) {
		j.until = j.left
	}
	return j
}

// localDays answers the days an instant can fall on at an airport. Where there is none, or none we know of, they are the day by the
// offset it was given with and, since that may be UTC's, the day by the country's own zone.
func localDays(at time.Time, airport, country string) (first, last Date) {
	if port, ok := Airport(airport); ok {
		day := DateOf(at.In(port.Location()))
		return day, day
	}
	given, there := DateOf(at), DateOf(at.In(Zone(country)))
	if there.Before(given) {
		return there, given
	}
	return given, there
}

// breaks answers what is known and does not hold on every day of a journey; what is missing is another rule's.
func (h Horizon) breaks(j journeyDays) []Blocked {
	var blocks []Blocked
	for _, n := range h.needs {
		if !n.known() || n.meets(j) {
			continue
		}
		day := n.until(j)
		b := Blocked{Rule: "horizon-breaks", Member: n.member, Thing: n.thing, Duty: n.duty}
		if len(n.holds) > 0 {
			run := n.holds[0]
			for _, r := range n.holds {
				if !r.From.After(j.from) {
					run = r // the last that has begun by then
				}
			}
			if run.From.After(j.from) {
				day = j.from
			}
			if !run.Until.IsZero() {
				b.Until = &run.Until
			}
		}
		b.Text = fmt.Sprintf("The %s does not hold on %s.", n.name(), day)
		blocks = append(blocks, b)
	}
	return blocks
}

// missing answers what nothing is known of, in the order it is needed, each once.
func (h Horizon) missing() []need {
	var missing []need
	for _, n := range h.needs {
		if !n.known() && !slices.ContainsFunc(missing, func(m need) bool { return m.name() == n.name() }) {
			missing = append(missing, n)
		}
	}
	return missing
}

// everythingKnown asks that nothing the journey needs is missing; whether it holds on the day depends on the itinerary. Consents,
// approvals and guardians are named by rules of their own.
func everythingKnown(j *Judging) []Blocked {
	var blocks []Blocked
	for _, n := range j.Case.Horizon(j.Programme).missing() {
		if n.kind != ConsentInterval && n.kind != ApprovalInterval && n.thing != thingAppointment {
			blocks = append(blocks, Blocked{Rule: "horizon-unknown", Text: fmt.Sprintf("The %s is missing.", n.name()), Member: n.member, Thing: n.thing, Duty: n.duty})
		}
	}
	return blocks
}

// holdsUntilArrival asks that everything known lasts until the local day of arrival.
func holdsUntilArrival(j *Judging) []Blocked {
	if j.Case.Booking == nil || !j.Case.Booking.live() {
		return nil
	}
	return j.Case.Horizon(j.Programme).breaks(j.Case.journeyDays(j.Case.Booking.Segments))
}

// holdsOnTheWay refuses an itinerary on whose days a known paper does not hold.
func (j *Judging) holdsOnTheWay(segments []Segment) error {
	if blocks := j.Case.Horizon(j.Programme).breaks(j.Case.journeyDays(segments)); len(blocks) > 0 {
		return &Error{Code: CodeRule, Field: "/segments", Message: blocks[0].Text, Blocks: blocks}
	}
	return nil
}
