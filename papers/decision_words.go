package papers

type decisionWording struct {
	Approved, Refused               string
	Reference, Programme, DecidedOn string
	OpeningApproved, OpeningRefused string
	Granted, Help, Value, InKind    string
	Conditions, ValidUntil          string // ValidUntil is a format
	Reasons, Source, RuleSet        string // RuleSet is a format
	Remedy, RemedyTo                string
	RemedyUntil, NoLimit            string
	Next                            string
	MayWithdraw, MayApplyAgain      string
	Questions                       string
	ForTheOffice, SignAndStamp      string
}

var decisionWords = map[Language]decisionWording{
	English: {
		Approved:        "Decision on your application",
		Refused:         "Decision on your application: not approved",
		Reference:       "Our reference",
		Programme:       "Programme",
		DecidedOn:       "Decided on",
		OpeningApproved: "We have approved the application for:",
		OpeningRefused:  "We have not approved the application for:",
		Granted:         "What you are given",
		Help:            "Help",
		Value:           "Amount",
		InKind:          "in kind",
		Conditions:      "What it depends on",
		ValidUntil:      "This decision holds until %s.",
		Reasons:         "Reasons",
		Source:          "Source:",
		RuleSet:         "Decided by the rules: %s.",
		Remedy:          "What you can do against this decision",
		RemedyTo:        "Send it to",
		RemedyUntil:     "It must arrive by",
		NoLimit:         "no time limit",
		Next:            "What happens next",
		MayWithdraw:     "You may change your mind at any time before departure. You do not have to give a reason, and you will not be put at a disadvantage because of it.",
		MayApplyAgain:   "You may apply again when something that this decision rests on has changed. To use what you can do against it costs you none of your other rights.",
		Questions:       "Questions",
		ForTheOffice:    "For the office",
		SignAndStamp:    "Signature and office stamp",
	},
	Albanian: {
		Approved:        "Vendim për kërkesën tuaj",
		Refused:         "Vendim për kërkesën tuaj: nuk u miratua",
		Reference:       "Referenca jonë",
		Programme:       "Programi",
		DecidedOn:       "Data e vendimit",
		OpeningApproved: "E kemi miratuar kërkesën për:",
		OpeningRefused:  "Nuk e kemi miratuar kërkesën për:",
		Granted:         "Çfarë ju jepet",
		Help:            "Ndihma",
		Value:           "Shuma",
		InKind:          "në natyrë",
		Conditions:      "Nga çfarë varet",
		ValidUntil:      "Ky vendim është në fuqi deri më %s.",
		Reasons:         "Arsyet",
		Source:          "Burimi:",
		RuleSet:         "Vendosur sipas rregullave: %s.",
		Remedy:          "Çfarë mund të bëni kundër këtij vendimi",
		RemedyTo:        "Dërgojeni te",
		RemedyUntil:     "Duhet të mbërrijë deri më",
		NoLimit:         "pa afat",
		Next:            "Çfarë ndodh më tej",
		MayWithdraw:     "Mund të ndryshoni mendje në çdo kohë para nisjes. Nuk jeni i detyruar të jepni arsye dhe kjo nuk do t'ju sjellë asnjë pasojë të pafavorshme.",
		MayApplyAgain:   "Mund të bëni një kërkesë të re kur të ketë ndryshuar diçka mbi të cilën mbështetet ky vendim. Përdorimi i mjeteve kundër vendimit nuk ju heq asnjë të drejtë tjetër.",
		Questions:       "Pyetje",
		ForTheOffice:    "Për zyrën",
		SignAndStamp:    "Nënshkrimi dhe vula e zyrës",
	},
}
