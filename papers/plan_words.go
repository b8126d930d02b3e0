package papers

type planWording struct {
	Title, Amendment                   string
	Reference, Programme, ApprovedOn   string
	For, Place                         string
	TakesThePlace, Because, TotalWas   string // formats, but Because
	Measures, Measure, Amount, Total   string
	Supplier                           string
	From, Paid, After                  string // formats
	Instalments, When, Needs           string
	Milestones, Step, DueOn            string
	Rules                              string
	RulesAre                           []string
	Signatures                         string
	ThePerson, PersonAgrees, TheOffice string
	OfficeAgrees, SignatureOrThumb     string
}

var planWords = map[Language]planWording{
	English: {
		Title:         "Reintegration plan",
		Amendment:     "Reintegration plan: amendment",
		Reference:     "Case reference",
		Programme:     "Programme",
		ApprovedOn:    "Approved on",
		For:           "For",
		Place:         "Place",
		TakesThePlace: "This plan takes the place of the one approved on %s. What differs is marked, with what stood there before.",
		Because:       "Reason:",
		TotalWas:      "The plan came to %s before.",
		Measures:      "What we do",
		Measure:       "Measure",
		Amount:        "Amount",
		Total:         "The whole plan",
		Supplier:      "Supplier:",
		From:          "from %s",
		Paid:          "paid on %s",
		After:         "%d days after the arrival",
		Instalments:   "What is given, and when",
		When:          "When",
		Needs:         "What we need to see first",
		Milestones:    "Steps",
		Step:          "Step",
		DueOn:         "By",
		Rules:         "How the plan works",
		RulesAre: []string{
			"You may ask us at any time to change this plan. We then agree it with you again, and you are given the new plan in writing.",
			"Each amount is given once, when what stands beside it has been shown. What is given in kind is paid to the supplier; you pay nothing yourself.",
			"You may decline any part of this help. You lose none of the rest by it.",
		},
		Signatures:       "Signatures",
		ThePerson:        "Who the plan is for",
		PersonAgrees:     "The plan was explained to me in a language I understand, and I agree to it.",
		TheOffice:        "For the office",
		OfficeAgrees:     "I have explained the plan and answered the questions about it.",
		SignatureOrThumb: "Signature or thumbprint",
	},
	Albanian: {
		Title:         "Plani i riintegrimit",
		Amendment:     "Plani i riintegrimit: ndryshim",
		Reference:     "Referenca e rastit",
		Programme:     "Programi",
		ApprovedOn:    "Miratuar më",
		For:           "Për",
		Place:         "Vendi",
		TakesThePlace: "Ky plan zëvendëson planin e miratuar më %s. Çka ka ndryshuar është shënuar, bashkë me atë që ishte më parë.",
		Because:       "Arsyeja:",
		TotalWas:      "Më parë plani arrinte %s.",
		Measures:      "Çfarë bëjmë",
		Measure:       "Masa",
		Amount:        "Shuma",
		Total:         "I gjithë plani",
		Supplier:      "Furnizuesi:",
		From:          "nga %s",
		Paid:          "paguar më %s",
		After:         "%d ditë pas mbërritjes",
		Instalments:   "Çfarë jepet dhe kur",
		When:          "Kur",
		Needs:         "Çfarë duhet të shohim më parë",
		Milestones:    "Hapat",
		Step:          "Hapi",
		DueOn:         "Deri më",
		Rules:         "Si funksionon plani",
		RulesAre: []string{
			"Mund të na kërkoni në çdo kohë ta ndryshojmë këtë plan. Atëherë e rishikojmë bashkë me ju dhe ju japim planin e ri me shkrim.",
			"Çdo shumë jepet një herë, kur është treguar ajo që shënohet pranë saj. Ndihma në natyrë i paguhet furnizuesit; ju vetë nuk paguani asgjë.",
			"Mund të mos e pranoni ndonjë pjesë të kësaj ndihme. Për këtë nuk humbisni asgjë nga pjesa tjetër.",
		},
		Signatures:       "Nënshkrimet",
		ThePerson:        "Personi për të cilin është plani",
		PersonAgrees:     "Plani m'u shpjegua në një gjuhë që e kuptoj dhe jam dakord me të.",
		TheOffice:        "Për zyrën",
		OfficeAgrees:     "E kam shpjeguar planin dhe u jam përgjigjur pyetjeve për të.",
		SignatureOrThumb: "Nënshkrimi ose gjurma e gishtit",
	},
}
