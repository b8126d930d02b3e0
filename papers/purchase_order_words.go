package papers

type orderWording struct {
	Title                        string
	Supplier, Buyer              string
	Reference, For               string
	DeliverBy                    string
	Ordered, What, Price, Total  string
	Terms                        string
	TermsAre                     []string
	Accepted                     string
	TheSupplier, SupplierAccepts string
	TheOffice, OfficeOrders      string
	SignAndStamp                 string
}

var orderWords = map[Language]orderWording{
	English: {
		Title:     "Purchase order",
		Supplier:  "To the supplier",
		Buyer:     "Ordered by, and invoice to",
		Reference: "Our reference:",
		For:       "To be handed to",
		DeliverBy: "Deliver by",
		Ordered:   "What we order",
		What:      "Goods or service",
		Price:     "Price",
		Total:     "Total, taxes and delivery included",
		Terms:     "Terms",
		TermsAre: []string{
			"Deliver what stands here. What differs in kind, number or price needs our written consent first.",
			"Have the delivery note signed by who receives it, and send it to us with your invoice and the number of this order.",
			"We pay after delivery, to the account on your invoice. Ask nothing of who receives it, and pay nothing out to them in place of the goods.",
			"Tell us at once when you cannot deliver, or not in time. We may then order elsewhere.",
		},
		Accepted:        "Signatures",
		TheSupplier:     "The supplier",
		SupplierAccepts: "We accept the price and the terms above.",
		TheOffice:       "For the office",
		OfficeOrders:    "We order what stands above and pay for it.",
		SignAndStamp:    "Signature and stamp",
	},
	Albanian: {
		Title:     "Urdhër blerjeje",
		Supplier:  "Për furnizuesin",
		Buyer:     "Porositur nga; fatura i dërgohet",
		Reference: "Referenca jonë:",
		For:       "I dorëzohet",
		DeliverBy: "Dorëzoni deri më",
		Ordered:   "Çfarë porosisim",
		What:      "Malli ose shërbimi",
		Price:     "Çmimi",
		Total:     "Gjithsej, me taksa dhe dorëzim",
		Terms:     "Kushtet",
		TermsAre: []string{
			"Dorëzoni atë që shënohet këtu. Çdo ndryshim në lloj, sasi ose çmim kërkon më parë pëlqimin tonë me shkrim.",
			"Kërkoni që fletëdorëzimin ta nënshkruajë marrësi dhe na e dërgoni bashkë me faturën dhe numrin e këtij urdhri.",
			"Paguajmë pas dorëzimit, në llogarinë e shënuar në faturë. Mos i kërkoni asgjë marrësit dhe mos i jepni para në vend të mallit.",
			"Na njoftoni menjëherë kur nuk mund të dorëzoni, ose jo me kohë. Atëherë mund të porosisim gjetkë.",
		},
		Accepted:        "Nënshkrimet",
		TheSupplier:     "Furnizuesi",
		SupplierAccepts: "Pranojmë çmimin dhe kushtet e mësipërme.",
		TheOffice:       "Për zyrën",
		OfficeOrders:    "Porosisim atë që shënohet më sipër dhe e paguajmë.",
		SignAndStamp:    "Nënshkrimi dhe vula",
	},
}
