package avrr

import "time"

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
