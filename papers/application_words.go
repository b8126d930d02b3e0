package papers

type applicationWording struct {
	Title, Banner, Opening       string // Opening is a format
	Photo                        string
	Authority, Reference         string
	Applicant                    string
	FormerNames, Father, Mother  string
	Marks                        string
	AddressHere, AddressThere    string
	LastDocument                 string
	Arrival                      string
	Evidence, What, Detail, Form string
	Forms                        map[EvidenceForm]string
	Enclosed                     string
	Signatures                   string
	ApplicantSigns               string
	SignatureOrThumb             string
	Officer, OfficerSigns        string
	Guardian, GuardianSigns      string
}

var applicationWords = map[Language]applicationWording{
	English: {
		Title:            "Application for a travel document",
		Banner:           "APPLICATION: this is not a travel document",
		Opening:          "We ask you to issue to the applicant: %s.",
		Photo:            "Photograph",
		Authority:        "To",
		Reference:        "Our reference",
		Applicant:        "Applicant",
		FormerNames:      "Former names",
		Father:           "Father",
		Mother:           "Mother",
		Marks:            "Distinguishing marks",
		AddressHere:      "Present address",
		AddressThere:     "Address in the country of return",
		LastDocument:     "Last document held",
		Arrival:          "Planned journey",
		Evidence:         "Evidence of identity and nationality",
		What:             "Evidence",
		Detail:           "Number, issuer, date",
		Form:             "Handed in as",
		Forms:            map[EvidenceForm]string{Original: "original", CopyOf: "copy", Translation: "translation"},
		Enclosed:         "Enclosed:",
		Signatures:       "Signatures",
		ApplicantSigns:   "What I have stated is true. I ask for this document of my own will.",
		SignatureOrThumb: "Signature or thumbprint",
		Officer:          "For the office",
		OfficerSigns:     "The statements were compared with the evidence listed.",
		Guardian:         "The child's guardian",
		GuardianSigns:    "I apply on behalf of the child.",
	},
	Albanian: {
		Title:            "Kërkesë për dokument udhëtimi",
		Banner:           "KËRKESË: ky nuk është dokument udhëtimi",
		Opening:          "Ju lutemi t'i lëshoni kërkuesit: %s.",
		Photo:            "Fotografia",
		Authority:        "Për",
		Reference:        "Referenca jonë",
		Applicant:        "Kërkuesi",
		FormerNames:      "Mbiemri ose emri i mëparshëm",
		Father:           "Emri i babait",
		Mother:           "Emri i nënës",
		Marks:            "Shenja dalluese",
		AddressHere:      "Adresa e tanishme",
		AddressThere:     "Adresa në vendin e kthimit",
		LastDocument:     "Dokumenti i fundit",
		Arrival:          "Udhëtimi i planifikuar",
		Evidence:         "Dëshmitë e identitetit dhe të shtetësisë",
		What:             "Dëshmia",
		Detail:           "Numri, lëshuesi, data",
		Form:             "Dorëzuar si",
		Forms:            map[EvidenceForm]string{Original: "origjinal", CopyOf: "kopje", Translation: "përkthim"},
		Enclosed:         "Bashkëlidhur:",
		Signatures:       "Nënshkrimet",
		ApplicantSigns:   "Ajo që kam deklaruar është e vërtetë. E kërkoj këtë dokument me vullnetin tim.",
		SignatureOrThumb: "Nënshkrimi ose gjurma e gishtit",
		Officer:          "Për zyrën",
		OfficerSigns:     "Deklaratat u krahasuan me dëshmitë e shënuara.",
		Guardian:         "Kujdestari i fëmijës",
		GuardianSigns:    "Bëj kërkesën në emër të fëmijës.",
	},
}
