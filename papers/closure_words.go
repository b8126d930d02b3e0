package papers

type closureWording struct {
	Title                          string
	Reference, Programme, ClosedOn string
	Opening, Given, Next           string
	Rights                         string
	RightsAre                      []string
	Questions                      string
	ForTheOffice, SignAndStamp     string
}

var closureWords = map[Language]closureWording{
	English: {
		Title:     "Your case is closed",
		Reference: "Our reference",
		Programme: "Programme",
		ClosedOn:  "Closed on",
		Opening:   "We have closed your case. Thank you for the time you gave us.",
		Given:     "What you were given",
		Next:      "What happens next",
		Rights:    "What you can still do",
		RightsAre: []string{
			"You may write to us or call us when something in this letter is not right. We look at it again.",
			"You may ask what we keep about you, have mistakes corrected, and ask until when we keep it.",
			"You may complain about how you were treated. It costs you nothing, and no other help depends on it.",
		},
		Questions:    "Questions",
		ForTheOffice: "For the office",
		SignAndStamp: "Signature and office stamp",
	},
	Albanian: {
		Title:     "Rasti juaj u mbyll",
		Reference: "Referenca jonë",
		Programme: "Programi",
		ClosedOn:  "Mbyllur më",
		Opening:   "E kemi mbyllur rastin tuaj. Ju faleminderit për kohën që na kushtuat.",
		Given:     "Çfarë ju është dhënë",
		Next:      "Çfarë ndodh më tej",
		Rights:    "Çfarë mund të bëni ende",
		RightsAre: []string{
			"Mund të na shkruani ose të na telefononi kur diçka në këtë letër nuk është e saktë. E shqyrtojmë përsëri.",
			"Mund të pyesni çfarë ruajmë për ju, të kërkoni ndreqjen e gabimeve dhe të pyesni deri kur e ruajmë.",
			"Mund të ankoheni për mënyrën si jeni trajtuar. Nuk ju kushton asgjë dhe asnjë ndihmë tjetër nuk varet nga kjo.",
		},
		Questions:    "Pyetje",
		ForTheOffice: "Për zyrën",
		SignAndStamp: "Nënshkrimi dhe vula e zyrës",
	},
}
