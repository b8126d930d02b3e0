package papers

type advanceBookingWording struct {
	Title                                    string
	Banners                                  map[Notice]string
	Openings                                 map[Notice]string
	To, AnswerBy                             string
	Reference, Destination, Baggage, Funding string
}

var advanceBookingWords = map[Language]advanceBookingWording{
	English: {
		Title: "Advance booking notification",
		Banners: map[Notice]string{
			AmendedNotice:   "AMENDED: it replaces the version before",
			CancelledNotice: "CANCELLED: this journey does not take place",
		},
		Openings: map[Notice]string{
			NewNotice:       "Please expect the travellers listed here, and confirm that you have read this.",
			AmendedNotice:   "The booking has changed. What differs from the version before is marked in the margin and in words. Please confirm that you have read it.",
			CancelledNotice: "Please stop what you have arranged for the travellers listed here, and confirm that you have read this.",
		},
		To:          "To",
		AnswerBy:    "Please confirm by",
		Reference:   "Our reference",
		Destination: "Final destination",
		Baggage:     "Baggage",
		Funding:     "Funding code",
	},
	Albanian: {
		Title: "Njoftim paraprak i rezervimit",
		Banners: map[Notice]string{
			AmendedNotice:   "NDRYSHUAR: zëvendëson versionin e mëparshëm",
			CancelledNotice: "ANULUAR: ky udhëtim nuk kryhet",
		},
		Openings: map[Notice]string{
			NewNotice:       "Ju lutemi të prisni udhëtarët e shënuar këtu dhe të konfirmoni se e keni lexuar këtë njoftim.",
			AmendedNotice:   "Rezervimi ka ndryshuar. Ndryshimet nga versioni i mëparshëm janë shënuar në anë të faqes dhe me fjalë. Ju lutemi të konfirmoni se e keni lexuar.",
			CancelledNotice: "Ju lutemi të ndërprisni përgatitjet për udhëtarët e shënuar këtu dhe të konfirmoni se e keni lexuar këtë njoftim.",
		},
		To:          "Për",
		AnswerBy:    "Konfirmoni deri më",
		Reference:   "Referenca jonë",
		Destination: "Destinacioni përfundimtar",
		Baggage:     "Bagazhi",
		Funding:     "Kodi i financimit",
	},
}
