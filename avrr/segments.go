package avrr

import "time"

// How a segment is travelled. A segment that does not say is a flight.
const (
	ByAir   = "flight"
	ByBus   = "bus"
	ByTrain = "train"
	ByFerry = "ferry"
	ByCar   = "car"
	Lodging = "lodging" // a night on the way: it ends where it begins
)

// A Segment is one leg between two places. Times carry the offset of their place.
type Segment struct {
	Mode       string    `json:"mode,omitempty" schema:"enum=flight|bus|train|ferry|car|lodging" doc:"A flight when not given."`
	Carrier    string    `json:"carrier,omitempty" schema:"like=OS,pattern=^[A-Z0-9]{2}$" doc:"IATA code of the carrier; required of a flight."`
	Number     string    `json:"number,omitempty" schema:"like=456,pattern=^[0-9]{1,4}[A-Z]?$" doc:"Required of a flight."`
	OperatedBy string    `json:"operated_by,omitempty" schema:"like=OS,pattern=^[A-Z0-9]{2}$" doc:"IATA code of the airline that flies it, where that is another (codeshare)."`
	From       string    `json:"from,omitempty" schema:"like=TIA,pattern=^[A-Z]{3}$" doc:"IATA code of the airport; required of a flight."`
	FromPlace  string    `json:"from_place,omitempty" schema:"max=100" doc:"Where a leg begins that begins at no airport."`
	To         string    `json:"to,omitempty" schema:"like=TIA,pattern=^[A-Z]{3}$" doc:"IATA code of the airport; required of a flight."`
	ToPlace    string    `json:"to_place,omitempty" schema:"max=100" doc:"Where a leg ends that ends at no airport."`
	DepartsAt  time.Time `json:"departs_at"`
	ArrivesAt  time.Time `json:"arrives_at"`
}

// Means answers how the segment is travelled.
func (s Segment) Means() string {
	if s.Mode == "" {
		return ByAir
	}
	return s.Mode
}

// Flies reports whether the segment is a flight.
func (s Segment) Flies() bool { return s.Means() == ByAir }

// Flight answers carrier and number, such as "OS 852"; empty for a leg that has none.
func (s Segment) Flight() string {
	if s.Carrier == "" || s.Number == "" {
		return s.Carrier
	}
	return s.Carrier + " " + s.Number
}

// Start answers where the segment begins: the airport's code or, where there is none, the name of the place.
func (s Segment) Start() string { return placeOr(s.From, s.FromPlace) }

// End answers where the segment ends: the airport's code or, where there is none, the name of the place. A lodging that does not say
// ends where it begins.
func (s Segment) End() string {
	if s.Means() == Lodging && s.To == "" && s.ToPlace == "" {
		return s.Start()
	}
	return placeOr(s.To, s.ToPlace)
}

func placeOr(code, name string) string {
	if code != "" {
		return code
	}
	return name
}

func lastArrival(segments []Segment) time.Time {
	if len(segments) == 0 {
		return time.Time{}
	}
	return segments[len(segments)-1].ArrivesAt
}
