package papers

import "time"

var (
	dhaka    = zone("Asia/Dhaka")
	istanbul = zone("Europe/Istanbul")
)

func mother() Passenger {
	return Passenger{Key: "RC-26-00318/m1", Reference: "RC-26-00318", Person: person(), Ticket: "257-2400117845", Seat: "14A", Services: []Service{"WCHR", "MAAS"}}
}

func son() Passenger {
	p := Person{FamilyName: "Hoxha", GivenNames: "Luan", Birth: "12 March 2015", Sex: Male, Nationality: "Albanian",
		Document: Document{Kind: "Passport", Number: "BA4471121", IssuedBy: "Republic of Albania", ValidUntil: time.Date(2027, 1, 9, 0, 0, 0, 0, time.UTC)}}
	return Passenger{Key: "RC-26-00318/m2", Reference: "RC-26-00318", Person: p, Ticket: "257-2400117846", Seat: "14B", Services: []Service{"CHLD"}}
}

// nameless is a traveller of whom papers show the reference alone.
func nameless() Passenger {
	return Passenger{Key: "RC-26-00402/m1", Reference: "RC-26-00402", ReferenceOnly: true,
		Person: Person{FamilyName: "Unspoken", GivenNames: "Name", Birth: "1 January 1990"}, Ticket: "257-2400117899", Seat: "22C"}
}

// overnight is a journey by bus, air and bus, with a night on the way, a codeshare and an arrival on the next day.
func overnight() []Leg {
	return []Leg{
		{Mode: ByBus, Carrier: "Rrjeti Coaches", Flight: "12", From: Airport{City: "Shkodër", Name: "Bus station"},
			To: Airport{Code: "TIA", City: "Tirana", Name: "Tirana International Airport"}, Locator: "B-7710",
			Departs: time.Date(2026, 6, 9, 7, 30, 0, 0, tirana), Arrives: time.Date(2026, 6, 9, 9, 40, 0, 0, tirana)},
		{Carrier: "Turkish Airlines", Flight: "TK 1078", From: Airport{Code: "TIA", City: "Tirana", Name: "Tirana International Airport"},
			To: Airport{Code: "IST", City: "Istanbul", Name: "Istanbul Airport"}, Locator: "X4TQ9Z",
			Departs: time.Date(2026, 6, 9, 12, 20, 0, 0, tirana), Arrives: time.Date(2026, 6, 9, 15, 5, 0, 0, istanbul)},
		{Mode: Lodging, Carrier: "Transit House Arnavutköy", From: Airport{City: "Istanbul"}, To: Airport{City: "Istanbul"},
			Departs: time.Date(2026, 6, 9, 17, 0, 0, 0, istanbul), Arrives: time.Date(2026, 6, 10, 14, 0, 0, 0, istanbul)},
		{Carrier: "Turkish Airlines", Flight: "TK 712", OperatedBy: "Biman Bangladesh Airlines", From: Airport{Code: "IST", City: "Istanbul", Name: "Istanbul Airport"},
			To: Airport{Code: "DAC", City: "Dhaka", Name: "Hazrat Shahjalal International Airport"}, Locator: "X4TQ9Z",
			Departs: time.Date(2026, 6, 10, 18, 55, 0, 0, istanbul), Arrives: time.Date(2026, 6, 11, 4, 45, 0, 0, dhaka)},
	}
}

func escort() Escort {
	return Escort{Name: "Arben Kola", Organisation: "Travel Support Tirana", Phone: "+355 4 555 0177", Accompanies: []string{"Hoxha, Luan"},
		WayBack: []Leg{{Flight: "TK 1077", From: Airport{Code: "IST", City: "Istanbul"}, To: Airport{Code: "TIA", City: "Tirana"},
			Departs: time.Date(2026, 6, 11, 9, 15, 0, 0, istanbul), Arrives: time.Date(2026, 6, 11, 10, 0, 0, 0, tirana)}}}
}

func date(year, month, day, hour, minute int, in *time.Location) time.Time {
	return time.Date(year, time.Month(month), day, hour, minute, 0, 0, in)
}

func contacts() []Contact { return letter().Contacts }

func itinerary() Itinerary {
	return Itinerary{Reference: "RC-26-00318", Travellers: []Passenger{mother(), son()}, Legs: overnight(), Baggage: "23 kg and one cabin bag each",
		Escorts: []Escort{escort()}, Contacts: contacts()}
}
