package papers

type serviceWording struct {
	Title    string
	Services map[Service]string
}

var serviceWords = map[Language]serviceWording{
	English: {
		Title: "Services requested from the carrier",
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
	},
	Albanian: {
		Title: "Shërbimet që u kërkohen linjave",
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
	},
}
