package papers

type receiptWording struct {
	Title                           string
	Reference, Programme            string
	Amount, For, Sum, Total         string
	Number                          string
	Worth, Rate, Source, NoRate     string
	Payee                           string
	Signatures                      string
	Receives, ReceivesHow           string
	Pays, PaysHow, SignatureOrThumb string
}

var receiptWords = map[Language]receiptWording{
	English: {
		Title:            "Cash receipt",
		Reference:        "Case reference",
		Programme:        "Programme",
		Amount:           "Amount paid",
		For:              "For",
		Sum:              "Amount",
		Total:            "Total, in figures and in words",
		Number:           "Receipt number",
		Worth:            "In the currency granted",
		Rate:             "Exchange rate",
		Source:           "Source and day of the rate",
		NoRate:           "none: paid in the currency granted",
		Payee:            "Paid to",
		Signatures:       "Signatures",
		Receives:         "Who receives the money",
		ReceivesHow:      "I have counted the money and received the amount above.",
		Pays:             "Who pays the money",
		PaysHow:          "I have seen the person's identity paper and paid the amount above into their hand.",
		SignatureOrThumb: "Signature or thumbprint",
	},
	Albanian: {
		Title:            "Mandat pagese në para të gatshme",
		Reference:        "Referenca e rastit",
		Programme:        "Programi",
		Amount:           "Shuma e paguar",
		For:              "Për",
		Sum:              "Shuma",
		Total:            "Gjithsej, me shifra dhe me fjalë",
		Number:           "Numri i mandatit",
		Worth:            "Në monedhën e miratuar",
		Rate:             "Kursi i këmbimit",
		Source:           "Burimi dhe data e kursit",
		NoRate:           "nuk ka: paguar në monedhën e miratuar",
		Payee:            "Personi që u pagua",
		Signatures:       "Nënshkrimet",
		Receives:         "Personi që merr paratë",
		ReceivesHow:      "I numërova paratë dhe e mora shumën e shënuar më sipër.",
		Pays:             "Personi që paguan",
		PaysHow:          "E pashë dokumentin e identitetit dhe ia dorëzova personit shumën e shënuar më sipër.",
		SignatureOrThumb: "Nënshkrimi ose gjurma e gishtit",
	},
}
