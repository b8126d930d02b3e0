package papers

type requestWording struct {
	Title, Service, Detail string
	Kinds                  map[RequestKind]string
}

var requestWords = map[Language]requestWording{
	English: {
		Title:   "What we ask of your office",
		Service: "Service",
		Detail:  "Details",
		Kinds: map[RequestKind]string{
			Meet:            "Meet the travellers",
			HelpInTransit:   "Help them to the next departure",
			OnwardTransport: "Arrange the journey onward",
			StayOvernight:   "Arrange a place to stay overnight",
			PayCash:         "Pay out cash",
			Interpreter:     "Have an interpreter at hand",
		},
	},
	Albanian: {
		Title:   "Çfarë i kërkojmë zyrës suaj",
		Service: "Shërbimi",
		Detail:  "Hollësi",
		Kinds: map[RequestKind]string{
			Meet:            "Të presë udhëtarët",
			HelpInTransit:   "T'i ndihmojë deri te nisja tjetër",
			OnwardTransport: "Të organizojë udhëtimin e mëtejshëm",
			StayOvernight:   "Të sigurojë një vend për të kaluar natën",
			PayCash:         "Të paguajë para në dorë",
			Interpreter:     "Të sigurojë një përkthyes",
		},
	},
}
