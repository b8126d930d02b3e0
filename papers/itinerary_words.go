package papers

type itineraryWording struct {
	Title              string
	Reference, Baggage string
	Ride               string
	Change, MoveOn     string // formats
	LocalTimes         string
}

var itineraryWords = map[Language]itineraryWording{
	English: {
		Title:      "Itinerary",
		Reference:  "Our reference",
		Baggage:    "Baggage",
		Ride:       "Flight or ride",
		Change:     "Change in %s: %s",
		MoveOn:     "On from %s to %s: %s",
		LocalTimes: "All times are those of the clocks at the place. +1 means the day after departure.",
	},
	Albanian: {
		Title:      "Plani i udhëtimit",
		Reference:  "Referenca jonë",
		Baggage:    "Bagazhi",
		Ride:       "Fluturimi ose mjeti",
		Change:     "Ndërrim në %s: %s",
		MoveOn:     "Vazhdimi nga %s në %s: %s",
		LocalTimes: "Të gjitha orët janë sipas orës së vendit. +1 do të thotë një ditë pas nisjes.",
	},
}
