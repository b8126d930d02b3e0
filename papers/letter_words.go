package papers

type letterWording struct {
	Title                                 string
	To, Request                           string
	Traveller, Together                   string
	ForTheOffice, Reference, SignAndStamp string
}

var letterWords = map[Language]letterWording{
	English: {
		Title:        "Travel letter",
		To:           "To the staff of airlines, airports and borders",
		Request:      "The traveller named below is making this journey with the support of our office. Please give the help any traveller would get who may not know the airport or the language: show the way to the next gate or desk, help them make the connection in time, and let the office named below know if the journey changes. Thank you.",
		Traveller:    "Traveller",
		Together:     "Travelling together with",
		ForTheOffice: "For the office",
		Reference:    "Our reference:",
		SignAndStamp: "Signature and office stamp",
	},
	Albanian: {
		Title:        "Letër udhëtimi",
		To:           "Për personelin e linjave ajrore, të aeroporteve dhe të kufirit",
		Request:      "Udhëtari i shënuar më poshtë e bën këtë udhëtim me mbështetjen e zyrës sonë. Ju lutemi t'i jepni ndihmën që do t'i jepnit çdo udhëtari që mund të mos e njohë aeroportin ose gjuhën: tregojini rrugën për te porta ose sporteli i radhës, ndihmojeni ta kapë lidhjen me kohë dhe njoftojeni zyrën e shënuar më poshtë nëse udhëtimi ndryshon. Ju faleminderit.",
		Traveller:    "Udhëtari",
		Together:     "Udhëton bashkë me",
		ForTheOffice: "Për zyrën",
		Reference:    "Referenca jonë:",
		SignAndStamp: "Nënshkrimi dhe vula e zyrës",
	},
}
