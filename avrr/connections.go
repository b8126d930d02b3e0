package avrr

import (
	"fmt"
	"time"
)

// The shortest time between two flights. These are assumptions on the safe side of what airports publish, for people with luggage
// who have never changed planes; a carrier's own minimum for two of its flights may be shorter or longer, and is the carrier's word.
const (
	connectionDomestic      = 45 * time.Minute
	connectionInternational = 60 * time.Minute
	connectionAcrossCity    = 180 * time.Minute // from one airport of a city to another
)

// connectionAt are the airports where that is more, or less, than enough.
var connectionAt = map[string]time.Duration{
	"CDG": 90 * time.Minute, "FRA": 45 * time.Minute, "IST": 75 * time.Minute, "LHR": 75 * time.Minute, "MUC": 40 * time.Minute, "VIE": 30 * time.Minute, "ZRH": 40 * time.Minute,
}

// connects refuses a change of planes for which there is no time, whatever lies between the two flights.
func connects(segments []Segment) error {
	last := -1
	for i, s := range segments {
		if !s.Flies() {
			continue
		}
		if last >= 0 {
			before := segments[last]
			least := shortestConnection(before, s)
			if there := s.DepartsAt.Sub(before.ArrivesAt); there < least {
				return broken("connection-too-short", fmt.Sprintf("/segments/%d/departs_at", i), "Between segment %d and segment %d there are %d minutes. %s takes at least %d.",
					last+1, i+1, int(there.Minutes()), changing(before, s), int(least.Minutes()))
			}
		}
		last = i
	}
	return nil
}

func changing(before, s Segment) string {
	if before.To != s.From {
		return "Going from " + before.To + " to " + s.From
	}
	return "Changing planes at " + s.From
}

func shortestConnection(before, s Segment) time.Duration {
	if before.To != s.From {
		return connectionAcrossCity
	}
	if least, known := connectionAt[s.From]; known {
		return least
	}
	from, _ := Airport(before.From)
	by, _ := Airport(s.From)
	to, _ := Airport(s.To)
	if from.Country == by.Country && by.Country == to.Country {
		return connectionDomestic
	}
	return connectionInternational
}
