package papers

type handoverWording struct {
	Title, Opening          string
	Reference, Speaks       string
	Child, Keepers          string
	Roles                   map[KeeperRole]string
	RuleTitle               string
	Rules                   []string
	Chain, Planned          string
	IdentitySeen            string
	HandsOver, HandsOverHow string
	TakesOver, TakesOverHow string
	DateAndTime             string
}

var handoverWords = map[Language]handoverWording{
	English: {
		Title:     "Child travelling alone: handover",
		Opening:   "This paper stays with the child. Whoever takes charge of the child signs it.",
		Reference: "Our reference",
		Speaks:    "The child speaks",
		Child:     "Child",
		Keepers:   "Who has charge of the child before and after the journey",
		Roles: map[KeeperRole]string{
			GuardianRole:  "Guardian at departure",
			EscortRole:    "Escort",
			CarrierRole:   "Carrier",
			AuthorityRole: "Authority",
			ReceiverRole:  "Who receives the child",
		},
		RuleTitle: "When not to hand over",
		Rules: []string{
			"Hand the child only to the one named in the next step, after seeing their identity paper, and only when both have signed.",
			"Do not hand over when that person is not there, when anybody else comes in their place, when the identity paper is missing or differs, or when the child does not want to go with them.",
			"Then stay with the child and call the contacts on this paper. The child is never left alone, and never handed to somebody who only offers to help.",
		},
		Chain:        "From hand to hand",
		Planned:      "Planned:",
		IdentitySeen: "The identity paper of the one who takes over was seen. Its kind and number:",
		HandsOver:    "Hands the child over",
		HandsOverHow: "I have handed the child to the person named beside this.",
		TakesOver:    "Takes charge of the child",
		TakesOverHow: "I have taken charge of the child and of this paper.",
		DateAndTime:  "Date and time",
	},
	Albanian: {
		Title:     "Fëmijë që udhëton vetëm: dorëzimi",
		Opening:   "Ky dokument qëndron me fëmijën. E nënshkruan kushdo që merr përgjegjësinë për të.",
		Reference: "Referenca jonë",
		Speaks:    "Fëmija flet",
		Child:     "Fëmija",
		Keepers:   "Kush përgjigjet për fëmijën para dhe pas udhëtimit",
		Roles: map[KeeperRole]string{
			GuardianRole:  "Kujdestari në nisje",
			EscortRole:    "Shoqëruesi",
			CarrierRole:   "Transportuesi",
			AuthorityRole: "Autoriteti",
			ReceiverRole:  "Personi që e merr fëmijën",
		},
		RuleTitle: "Kur nuk bëhet dorëzimi",
		Rules: []string{
			"Fëmija i dorëzohet vetëm personit të shënuar në hapin tjetër, pasi të jetë parë dokumenti i tij i identitetit dhe vetëm pasi të kenë nënshkruar të dy.",
			"Mos e dorëzoni fëmijën kur ky person nuk është aty, kur vjen dikush tjetër në vend të tij, kur dokumenti i identitetit mungon ose nuk përputhet, ose kur fëmija nuk dëshiron të shkojë me të.",
			"Atëherë qëndroni me fëmijën dhe telefononi kontaktet e këtij dokumenti. Fëmija nuk lihet kurrë vetëm dhe nuk i dorëzohet kurrë dikujt që vetëm ofron ndihmë.",
		},
		Chain:        "Nga dora në dorë",
		Planned:      "Planifikuar:",
		IdentitySeen: "U pa dokumenti i identitetit të personit që merr fëmijën. Lloji dhe numri:",
		HandsOver:    "Dorëzon fëmijën",
		HandsOverHow: "Ia dorëzova fëmijën personit të shënuar përkrah.",
		TakesOver:    "Merr përgjegjësinë për fëmijën",
		TakesOverHow: "Kam marrë përgjegjësinë për fëmijën dhe këtë dokument.",
		DateAndTime:  "Data dhe ora",
	},
}
