package papers

type manifestWording struct {
	Title                                           string
	Reference, Name, Validated, NotYet              string
	Seats, Planned, Standby, Boarded, Absent, Added string
	Seat, Bus, Escort                               string
	Yes, No                                         string
	Counted, CountedHow                             string
	Carrier, CarrierHow                             string
}

var manifestWords = map[Language]manifestWording{
	English: {
		Title:      "Manifest",
		Reference:  "Movement",
		Name:       "Group",
		Validated:  "Counted at the door",
		NotYet:     "not yet",
		Seats:      "Seats",
		Planned:    "Planned",
		Standby:    "Standby",
		Boarded:    "Boarded",
		Absent:     "Absent",
		Added:      "Added",
		Seat:       "Seat",
		Bus:        "Bus",
		Escort:     "Escort",
		Yes:        "yes",
		No:         "no",
		Counted:    "Who counted at the door",
		CountedHow: "The last column says who boarded.",
		Carrier:    "For the carrier",
		CarrierHow: "The number of those on board agrees.",
	},
	Albanian: {
		Title:      "Lista e udhëtarëve",
		Reference:  "Udhëtimi",
		Name:       "Grupi",
		Validated:  "Numëruar te dera",
		NotYet:     "ende jo",
		Seats:      "Sedilje",
		Planned:    "Planifikuar",
		Standby:    "Në pritje",
		Boarded:    "Hipur",
		Absent:     "Mungojnë",
		Added:      "Shtuar",
		Seat:       "Sedilja",
		Bus:        "Autobusi",
		Escort:     "Shoqëruesi",
		Yes:        "po",
		No:         "jo",
		Counted:    "Kush numëroi te dera",
		CountedHow: "Kolona e fundit tregon kush hipi.",
		Carrier:    "Për transportuesin",
		CarrierHow: "Numri i personave në bord përputhet.",
	},
}
