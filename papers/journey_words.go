package papers

type journeyWording struct {
	Journey                 string
	Ride, From, To, Booking string
	Modes                   map[Mode]string
	OperatedBy, Duration    string // formats
	Contacts                string
	Points                  map[Point]string
}

var journeyWords = map[Language]journeyWording{
	English: {
		Journey:    "Journey",
		Ride:       "Flight",
		From:       "Departure, local time",
		To:         "Arrival, local time",
		Booking:    "Booking and ticket",
		Modes:      map[Mode]string{ByAir: "Flight", ByBus: "Bus", ByTrain: "Train", ByFerry: "Ferry", ByCar: "Car", Lodging: "Overnight stay"},
		OperatedBy: "operated by %s",
		Duration:   "%d h %02d min",
		Contacts:   "Contacts",
		Points: map[Point]string{
			AtDeparture: "At departure",
			InTransit:   "In transit",
			AtArrival:   "On arrival",
		},
	},
	Albanian: {
		Journey:    "Udhëtimi",
		Ride:       "Fluturimi",
		From:       "Nisja, ora e vendit",
		To:         "Mbërritja, ora e vendit",
		Booking:    "Rezervimi dhe bileta",
		Modes:      map[Mode]string{ByAir: "Fluturim", ByBus: "Autobus", ByTrain: "Tren", ByFerry: "Traget", ByCar: "Automjet", Lodging: "Qëndrim gjatë natës"},
		OperatedBy: "kryhet nga %s",
		Duration:   "%d orë %02d min",
		Contacts:   "Kontaktet",
		Points: map[Point]string{
			AtDeparture: "Në nisje",
			InTransit:   "Në tranzit",
			AtArrival:   "Në mbërritje",
		},
	},
}
