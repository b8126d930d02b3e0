package papers

type visitWording struct {
	Title, Report                       string
	First, NoneAgreed                   string
	Hours, Speak, SharedWith            string
	Message, NoMessage, Name, NoName    string
	Visit, Reference, DueOn             string
	Visitor, Place, Member              string
	TheVisit, On, How                   string
	Modes                               map[VisitMode]string
	Rule, RuleChecked                   string
	Present, Findings, Photos, AgreedBy string
	Outcome                             string
	Outcomes                            map[VisitOutcome]string
	NextSteps, NextHow, What, Who, By   string
	Signatures                          string
	WhoVisits, VisitorSays              string
	WhoIsVisited, VisitedSays           string
	SignatureOrThumb                    string
}

var visitWords = map[Language]visitWording{
	English: {
		Title:       "Visit form",
		Report:      "Visit report",
		First:       "Before you call or go there",
		NoneAgreed:  "No way of contact was agreed. Ask the office before you call or go there.",
		Hours:       "When:",
		Speak:       "Speak:",
		SharedWith:  "Others who see or hear what comes there:",
		Message:     "You may leave a message.",
		NoMessage:   "Leave no message, with anybody.",
		Name:        "You may say which office you are from.",
		NoName:      "Do not say which office you are from, not even when asked. Say that you will call again.",
		Visit:       "Visit",
		Reference:   "Case reference",
		DueOn:       "Due on",
		Visitor:     "Visitor",
		Place:       "Place",
		Member:      "To be visited",
		TheVisit:    "The visit",
		On:          "Visited on",
		How:         "How",
		Modes:       map[VisitMode]string{AtHome: "at home", AtOffice: "at the office", ByPhone: "by telephone", ByVideo: "by video"},
		Rule:        "Contact",
		RuleChecked: "We went through the rule at the top with each other, and it holds.",
		Present:     "Who was there, and how they are related",
		Findings:    "How things stand: work and income, home and neighbourhood, how they feel",
		Photos:      "Photos: how many, and who agreed to them",
		AgreedBy:    "agreed by",
		Outcome:     "After the visit",
		Outcomes: map[VisitOutcome]string{
			OnTrack: "on track", NeedsSupport: "needs more support", Moved: "has moved within the country", LeftAgain: "has left the country again",
			WishesNone: "does not wish to be visited", NotFound: "was not found", Detained: "is detained", HasDied: "has died",
		},
		NextSteps:        "Next steps",
		NextHow:          "What, who, by when",
		What:             "What",
		Who:              "Who",
		By:               "By",
		Signatures:       "Signatures",
		WhoVisits:        "Who visits",
		VisitorSays:      "What I wrote is what I saw and was told.",
		WhoIsVisited:     "Who is visited",
		VisitedSays:      "The visit took place. I may ask for what was written about it. Signing is my own choice.",
		SignatureOrThumb: "Signature or thumbprint",
	},
	Albanian: {
		Title:       "Formular vizite",
		Report:      "Raport vizite",
		First:       "Para se të telefononi ose të shkoni",
		NoneAgreed:  "Nuk është rënë dakord për asnjë mënyrë kontakti. Pyesni zyrën para se të telefononi ose të shkoni.",
		Hours:       "Kur:",
		Speak:       "Flisni:",
		SharedWith:  "Të tjerë që e shohin ose e dëgjojnë atë që vjen aty:",
		Message:     "Mund të lini mesazh.",
		NoMessage:   "Mos i lini mesazh askujt.",
		Name:        "Mund të thoni nga cila zyrë jeni.",
		NoName:      "Mos thoni nga cila zyrë jeni, as kur ju pyesin. Thoni se do të telefononi përsëri.",
		Visit:       "Vizita",
		Reference:   "Referenca e rastit",
		DueOn:       "Afati",
		Visitor:     "Vizitori",
		Place:       "Vendi",
		Member:      "Personi që vizitohet",
		TheVisit:    "Vizita",
		On:          "Data e vizitës",
		How:         "Mënyra",
		Modes:       map[VisitMode]string{AtHome: "në shtëpi", AtOffice: "në zyrë", ByPhone: "me telefon", ByVideo: "me video"},
		Rule:        "Kontakti",
		RuleChecked: "E pamë bashkë rregullin në krye dhe vazhdon të vlejë.",
		Present:     "Kush ishte aty dhe çfarë lidhjeje kanë",
		Findings:    "Si janë punët: puna dhe të ardhurat, banesa dhe lagjja, si ndihen",
		Photos:      "Fotografitë: sa, dhe kush dha pëlqimin",
		AgreedBy:    "me pëlqimin e",
		Outcome:     "Pas vizitës",
		Outcomes: map[VisitOutcome]string{
			OnTrack: "ecën mirë", NeedsSupport: "ka nevojë për më shumë mbështetje", Moved: "ka ndërruar vendbanim brenda vendit", LeftAgain: "është larguar përsëri nga vendi",
			WishesNone: "nuk dëshiron të vizitohet", NotFound: "nuk u gjet", Detained: "është i ndaluar", HasDied: "ka vdekur",
		},
		NextSteps:        "Hapat e ardhshëm",
		NextHow:          "Çfarë, kush, deri kur",
		What:             "Çfarë",
		Who:              "Kush",
		By:               "Deri më",
		Signatures:       "Nënshkrimet",
		WhoVisits:        "Personi që viziton",
		VisitorSays:      "Ajo që shkrova është ajo që pashë dhe që më thanë.",
		WhoIsVisited:     "Personi që vizitohet",
		VisitedSays:      "Vizita u bë. Mund të kërkoj çfarë u shkrua për të. Nënshkrimi është zgjedhja ime.",
		SignatureOrThumb: "Nënshkrimi ose gjurma e gishtit",
	},
}
