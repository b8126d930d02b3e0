package papers

type letterWording struct {
	Title                                 string
	To, Request                           string
	Traveller, Together                   string
	Journey                               string
	Flight, From, Arrival, Booking        string
	ServicesTitle                         string
	Services                              map[Service]string
	ContactsTitle                         string
	Points                                map[Point]string
	ForTheOffice, Reference, SignAndStamp string
}

var letterWords = map[Language]letterWording{
	English: {
		Title:         "Travel letter",
		To:            "To the staff of airlines, airports and borders",
		Request:       "The traveller named below is making this journey with the support of our office. Please give the help any traveller would get who may not know the airport or the language: show the way to the next gate or desk, help them make the connection in time, and let the office named below know if the journey changes. Thank you.",
		Traveller:     "Traveller",
		Together:      "Travelling together with",
		Journey:       "Journey",
		Flight:        "Flight",
		From:          "Departure, local time",
		Arrival:       "Arrival, local time",
		Booking:       "Booking and ticket",
		ServicesTitle: "Services requested from the carrier",
		Services: map[Service]string{
			"WCHR": "A wheelchair as far as the aircraft",
			"WCHS": "A wheelchair, and help on stairs",
			"WCHC": "A wheelchair as far as the seat",
			"BLND": "Guidance by a member of staff",
			"DEAF": "Announcements in writing",
			"UMNR": "Care by the airline from handover to handover",
			"EXST": "An extra seat",
			"MAAS": "Meet and assist",
			"LANG": "Help with the language",
			"INFT": "A place for an infant on the lap",
			"CHLD": "A seat and a meal for a child",
		},
		ContactsTitle: "Contacts",
		Points: map[Point]string{
			AtDeparture: "At departure",
			InTransit:   "In transit",
			AtArrival:   "On arrival",
		},
		ForTheOffice: "For the office",
		Reference:    "Our reference:",
		SignAndStamp: "Signature and office stamp",
	},
	Albanian: {
		Title:         "Letër udhëtimi",
		To:            "Për personelin e linjave ajrore, të aeroporteve dhe të kufirit",
		Request:       "Udhëtari i shënuar më poshtë e bën këtë udhëtim me mbështetjen e zyrës sonë. Ju lutemi t'i jepni ndihmën që do t'i jepnit çdo udhëtari që mund të mos e njohë aeroportin ose gjuhën: tregojini rrugën për te porta ose sporteli i radhës, ndihmojeni ta kapë lidhjen me kohë dhe njoftojeni zyrën e shënuar më poshtë nëse udhëtimi ndryshon. Ju faleminderit.",
		Traveller:     "Udhëtari",
		Together:      "Udhëton bashkë me",
		Journey:       "Udhëtimi",
		Flight:        "Fluturimi",
		From:          "Nisja, ora e vendit",
		Arrival:       "Mbërritja, ora e vendit",
		Booking:       "Rezervimi dhe bileta",
		ServicesTitle: "Shërbimet që u kërkohen linjave",
		Services: map[Service]string{
			"WCHR": "Karrige me rrota deri te avioni",
			"WCHS": "Karrige me rrota dhe ndihmë në shkallë",
			"WCHC": "Karrige me rrota deri te sedilja",
			"BLND": "Shoqërim nga personeli",
			"DEAF": "Njoftime me shkrim",
			"UMNR": "Kujdes nga linja ajrore, nga dorëzimi në dorëzim",
			"EXST": "Një sedilje shtesë",
			"MAAS": "Pritje dhe shoqërim",
			"LANG": "Ndihmë me gjuhën",
			"INFT": "Vend për një foshnjë në prehër",
			"CHLD": "Sedilje dhe ushqim për fëmijë",
		},
		ContactsTitle: "Kontaktet",
		Points: map[Point]string{
			AtDeparture: "Në nisje",
			InTransit:   "Në tranzit",
			AtArrival:   "Në mbërritje",
		},
		ForTheOffice: "Për zyrën",
		Reference:    "Referenca jonë:",
		SignAndStamp: "Nënshkrimi dhe vula e zyrës",
	},
}
