package papers

type assistanceWording struct {
	Titles                    map[Point]string
	Opening                   string
	To, Place                 string
	Reference, ReplyBy        string
	Acknowledgement, ReturnTo string // ReturnTo is a format
	ReplyTo                   string
	Answers                   []string
	ForTheOffice, WeHaveRead  string
	WhoMeets, WhoMeetsHow     string
	Phone                     string
}

var assistanceWords = map[Language]assistanceWording{
	English: {
		Titles: map[Point]string{
			InTransit: "Request for assistance in transit",
			AtArrival: "Request for assistance on arrival",
		},
		Opening:         "Please help the travellers listed here at the place below, and send back the slip at the end.",
		To:              "To",
		Place:           "Where help is needed",
		Reference:       "Our reference",
		ReplyBy:         "Please answer by",
		Acknowledgement: "Acknowledgement",
		ReturnTo:        "Please fill in, sign and return to %s.",
		ReplyTo:         "Return to",
		Answers: []string{
			"We will do everything that is asked.",
			"We will do part of it. What we cannot do is written on the back.",
			"We cannot help. Please ask another office.",
		},
		ForTheOffice: "For the office",
		WeHaveRead:   "We have read this request.",
		WhoMeets:     "Who meets the travellers",
		WhoMeetsHow:  "The name and the telephone they can be reached on that day.",
		Phone:        "Telephone",
	},
	Albanian: {
		Titles: map[Point]string{
			InTransit: "Kërkesë për ndihmë në tranzit",
			AtArrival: "Kërkesë për ndihmë në mbërritje",
		},
		Opening:         "Ju lutemi t'i ndihmoni udhëtarët e shënuar këtu në vendin e mëposhtëm dhe të ktheni konfirmimin në fund.",
		To:              "Për",
		Place:           "Vendi ku nevojitet ndihma",
		Reference:       "Referenca jonë",
		ReplyBy:         "Përgjigjuni deri më",
		Acknowledgement: "Konfirmim i marrjes",
		ReturnTo:        "Ju lutemi ta plotësoni, ta nënshkruani dhe t'ia ktheni: %s.",
		ReplyTo:         "Kthehet te",
		Answers: []string{
			"Do të bëjmë gjithçka që kërkohet.",
			"Do të bëjmë një pjesë. Ajo që nuk mundemi është shënuar në anën tjetër.",
			"Nuk mund të ndihmojmë. Ju lutemi t'i drejtoheni një zyre tjetër.",
		},
		ForTheOffice: "Për zyrën",
		WeHaveRead:   "E kemi lexuar këtë kërkesë.",
		WhoMeets:     "Kush i pret udhëtarët",
		WhoMeetsHow:  "Emri dhe telefoni ku mund të gjendet atë ditë.",
		Phone:        "Telefoni",
	},
}
