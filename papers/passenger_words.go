package papers

type passengerWording struct {
	Travellers, Traveller         string
	Ticket, Seat, ReferenceOnly   string
	Escorts, Accompanies, WayBack string
}

var passengerWords = map[Language]passengerWording{
	English: {
		Travellers:    "Travellers",
		Traveller:     "Traveller",
		Ticket:        "Ticket and services",
		Seat:          "seat",
		ReferenceOnly: "listed by reference",
		Escorts:       "Escorts",
		Accompanies:   "Travels with",
		WayBack:       "Way back",
	},
	Albanian: {
		Travellers:    "Udhëtarët",
		Traveller:     "Udhëtari",
		Ticket:        "Bileta dhe shërbimet",
		Seat:          "sedilja",
		ReferenceOnly: "i shënuar me referencë",
		Escorts:       "Shoqëruesit",
		Accompanies:   "Udhëton me",
		WayBack:       "Udhëtimi i kthimit të shoqëruesit",
	},
}
