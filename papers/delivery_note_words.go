package papers

type deliveryWording struct {
	Title                 string
	Supplier, For         string
	Reference, Order, On  string
	Ordered               string
	Delivered, Complete   string
	All, NotAll           string
	What, Short           string
	Signatures            string
	Receives, ReceivesHow string
	Delivers, DeliversHow string
	SignatureOrThumb      string
}

var deliveryWords = map[Language]deliveryWording{
	English: {
		Title:            "Delivery note",
		Supplier:         "Delivered by",
		For:              "Handed to",
		Reference:        "Our reference",
		Order:            "Order",
		On:               "Delivered on",
		Ordered:          "What was ordered",
		Delivered:        "What was delivered",
		Complete:         "The delivery was",
		All:              "complete and in order",
		NotAll:           "not complete, or something was broken",
		What:             "What was handed over, with numbers and serial numbers",
		Short:            "What was missing or broken",
		Signatures:       "Signatures",
		Receives:         "Who receives it",
		ReceivesHow:      "I have looked at what was handed over, and what stands above is true. I paid nothing for it.",
		Delivers:         "Who delivers it",
		DeliversHow:      "I have handed over what stands above.",
		SignatureOrThumb: "Signature or thumbprint",
	},
	Albanian: {
		Title:            "Fletëdorëzim",
		Supplier:         "Dorëzuar nga",
		For:              "Marrësi",
		Reference:        "Referenca jonë",
		Order:            "Urdhri i blerjes",
		On:               "Dorëzuar më",
		Ordered:          "Çfarë u porosit",
		Delivered:        "Çfarë u dorëzua",
		Complete:         "Dorëzimi ishte",
		All:              "i plotë dhe në rregull",
		NotAll:           "jo i plotë, ose diçka ishte e prishur",
		What:             "Çfarë u dorëzua, me sasi dhe numra serie",
		Short:            "Çfarë mungonte ose ishte e prishur",
		Signatures:       "Nënshkrimet",
		Receives:         "Personi që e merr",
		ReceivesHow:      "E pashë atë që m'u dorëzua dhe ajo që shënohet më sipër është e vërtetë. Nuk pagova asgjë për të.",
		Delivers:         "Personi që e dorëzon",
		DeliversHow:      "E kam dorëzuar atë që shënohet më sipër.",
		SignatureOrThumb: "Nënshkrimi ose gjurma e gishtit",
	},
}
