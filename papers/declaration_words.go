package papers

// A statement is one thing the person declares.
type statement struct {
	Lead, Text      string
	NamesRecipients bool // Text has a %s where the recipients of personal data are named
}

type declarationWording struct {
	Title                         string
	Programme, CaseReference      string
	Destination                   string
	Dependants, Relation          string
	IDeclare                      string
	Statements                    []statement
	NoRecipients                  string
	LanguageTitle, ReadIn         string
	InterpreterName               string
	Signatures                    string
	ThePerson, PersonSigns        string
	SignatureOrThumb              string
	Officer, OfficerSigns         string
	Interpreter, InterpreterSigns string
	Witness, WitnessSigns         string
	Guardian, GuardianSigns       string
}

var declarationWords = map[Language]declarationWording{
	English: {
		Title:         "Voluntary return declaration",
		Programme:     "Programme",
		CaseReference: "Case reference",
		Destination:   "Place of return",
		Dependants:    "Travelling with the person",
		Relation:      "Relation",
		IDeclare:      "I declare",
		Statements: []statement{
			{Lead: "I know my options.", Text: "I have been told, in a language I understand, which ways are open to me, including staying here where the law allows it. I have been told what returning may mean for a claim for asylum, for my permits, and for entering this country again."},
			{Lead: "I decide freely.", Text: "I have decided to return to the place named above myself. Nobody has forced, threatened or pressed me, and nobody has promised me anything that is not written down."},
			{Lead: "I may withdraw.", Text: "I may change my mind at any time before departure. I do not have to give a reason, and I will not be put at a disadvantage because of it."},
			{Lead: "I know the help and its limits.", Text: "It has been explained to me what help the programme gives, what it does not give, and on which conditions. I know whom to ask when something is not clear."},
			{Lead: "My personal data.", Text: "I agree that my personal data are used to prepare and carry out my return and the help that follows it. They may be passed on, as far as needed for this, to: %s. I may see my data, ask for them to be corrected, and take this agreement back.", NamesRecipients: true},
			{Lead: "My health stays separate.", Text: "Information about my health is not part of this agreement. It is used or passed on only if I agree to it on a separate paper."},
			{Lead: "I tell the truth.", Text: "What I have said for this declaration is true as far as I know."},
			{Lead: "I keep my rights.", Text: "By signing I give up none of my rights. This declaration frees nobody from a responsibility they have under the law."},
		},
		NoRecipients:     "nobody, unless I am asked again",
		LanguageTitle:    "Language",
		ReadIn:           "Read or translated in",
		InterpreterName:  "Interpreter",
		Signatures:       "Signatures",
		ThePerson:        "The person returning",
		PersonSigns:      "I have understood this declaration and have a copy.",
		SignatureOrThumb: "Signature or thumbprint",
		Officer:          "The officer",
		OfficerSigns:     "I have explained the declaration and answered the questions asked.",
		Interpreter:      "The interpreter, if one took part",
		InterpreterSigns: "I have translated everything that was said, faithfully and in full.",
		Witness:          "The witness, if the person does not write",
		WitnessSigns:     "The declaration was read aloud. The person understood it and gave a thumbprint before me.",
		Guardian:         "The guardian of a child",
		GuardianSigns:    "The child has been heard. I agree to the return.",
	},
	Albanian: {
		Title:         "Deklaratë e kthimit vullnetar",
		Programme:     "Programi",
		CaseReference: "Numri i dosjes",
		Destination:   "Vendi i kthimit",
		Dependants:    "Udhëtojnë bashkë me personin",
		Relation:      "Lidhja familjare",
		IDeclare:      "Deklaroj se",
		Statements: []statement{
			{Lead: "I di mundësitë e mia.", Text: "Më është shpjeguar, në një gjuhë që e kuptoj, cilat rrugë kam, përfshirë qëndrimin këtu kur ligji e lejon. Më është shpjeguar çfarë mund të sjellë kthimi për një kërkesë për azil, për lejet e mia dhe për hyrjen sërish në këtë vend."},
			{Lead: "Vendos lirisht.", Text: "Kam vendosur vetë të kthehem në vendin e shënuar më sipër. Askush nuk më ka detyruar apo kërcënuar, askush nuk ka ushtruar trysni mbi mua dhe askush nuk më ka premtuar diçka që nuk është shkruar."},
			{Lead: "Mund të heq dorë.", Text: "Mund të ndryshoj mendim në çdo kohë para nisjes. Nuk kam detyrim të jap arsye dhe kjo nuk do të më sjellë asnjë pasojë të keqe."},
			{Lead: "E njoh ndihmën dhe kufijtë e saj.", Text: "Më është shpjeguar çfarë ndihme jep programi, çfarë nuk jep dhe me cilat kushte. E di kujt t'i drejtohem kur diçka nuk është e qartë."},
			{Lead: "Të dhënat e mia personale.", Text: "Pranoj që të dhënat e mia personale të përdoren për të përgatitur e për të kryer kthimin tim dhe ndihmën që vijon. Ato mund t'u jepen, vetëm aq sa duhet për këtë, marrësve të mëposhtëm: %s. Mund t'i shoh të dhënat e mia, të kërkoj ndreqjen e tyre dhe ta tërheq këtë pëlqim.", NamesRecipients: true},
			{Lead: "Shëndeti im mbetet veçmas.", Text: "Të dhënat për shëndetin tim nuk përfshihen në këtë pëlqim. Ato përdoren ose u jepen të tjerëve vetëm nëse e pranoj këtë në një dokument të veçantë."},
			{Lead: "Them të vërtetën.", Text: "Ajo që kam thënë për këtë deklaratë është e vërtetë, me sa di unë."},
			{Lead: "I ruaj të drejtat e mia.", Text: "Me nënshkrimin tim nuk heq dorë nga asnjë e drejtë. Kjo deklaratë nuk e çliron askënd nga përgjegjësia që ka sipas ligjit."},
		},
		NoRecipients:     "askujt, pa më pyetur përsëri",
		LanguageTitle:    "Gjuha",
		ReadIn:           "Lexuar ose përkthyer në",
		InterpreterName:  "Përkthyesi",
		Signatures:       "Nënshkrimet",
		ThePerson:        "Personi që kthehet",
		PersonSigns:      "E kam kuptuar këtë deklaratë dhe kam marrë një kopje të saj.",
		SignatureOrThumb: "Nënshkrimi ose gjurma e gishtit",
		Officer:          "Nëpunësi",
		OfficerSigns:     "E kam shpjeguar deklaratën dhe u jam përgjigjur pyetjeve.",
		Interpreter:      "Përkthyesi, nëse mori pjesë",
		InterpreterSigns: "Kam përkthyer me besnikëri dhe plotësisht gjithçka që u tha.",
		Witness:          "Dëshmitari, nëse personi nuk shkruan",
		WitnessSigns:     "Deklarata u lexua me zë. Personi e kuptoi dhe vuri gjurmën e gishtit para meje.",
		Guardian:         "Kujdestari i fëmijës",
		GuardianSigns:    "Fëmija është dëgjuar. Jam dakord me kthimin.",
	},
}
