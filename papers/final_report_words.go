package papers

type reportWording struct {
	Title                                                     string
	Reference, Programme, Funding                             string
	Country, People, ClosedOn, Reason                         string
	Dates                                                     string
	Budget, Line, Approved, Paid, Back, Total, Gone, Overpaid string
	Exchange, Costs, What, Amount                             string
	Visits, Visit, DueOn, VisitedOn, Outcome, NotMade         string
	Scores, Score, Economic, Social, Personal, Overall        string
	Weights                                                   string
	Signatures, Writes, WritesHow                             string
	Approves, ApprovesHow                                     string
}

var reportWords = map[Language]reportWording{
	English: {
		Title:       "Final report",
		Reference:   "Case reference",
		Programme:   "Programme",
		Funding:     "Funding",
		Country:     "Country",
		People:      "People helped",
		ClosedOn:    "Closed on",
		Reason:      "Why it was closed",
		Dates:       "The case in dates",
		Budget:      "Final budget",
		Line:        "For",
		Approved:    "Approved",
		Paid:        "Paid",
		Back:        "Taken back",
		Total:       "Total",
		Gone:        "Lost on the way, and not come back:",
		Overpaid:    "Paid above what was approved:",
		Exchange:    "Gains and losses by exchange",
		Costs:       "What the office spent beside",
		What:        "What",
		Amount:      "Amount",
		Visits:      "Visits",
		Visit:       "Visit",
		DueOn:       "Due on",
		VisitedOn:   "Made on",
		Outcome:     "Outcome",
		NotMade:     "not made",
		Scores:      "How well it holds, from 0 to 1",
		Score:       "Asked",
		Economic:    "Economic",
		Social:      "Social",
		Personal:    "Personal",
		Overall:     "Together",
		Weights:     "Weighed by:",
		Signatures:  "Signatures",
		Writes:      "Written by",
		WritesHow:   "What stands here agrees with the case file.",
		Approves:    "Approved by",
		ApprovesHow: "I have compared the budget with the receipts.",
	},
	Albanian: {
		Title:       "Raport përfundimtar",
		Reference:   "Referenca e rastit",
		Programme:   "Programi",
		Funding:     "Financimi",
		Country:     "Vendi",
		People:      "Persona të ndihmuar",
		ClosedOn:    "Mbyllur më",
		Reason:      "Pse u mbyll",
		Dates:       "Rasti në data",
		Budget:      "Buxheti përfundimtar",
		Line:        "Për",
		Approved:    "Miratuar",
		Paid:        "Paguar",
		Back:        "Kthyer",
		Total:       "Gjithsej",
		Gone:        "Humbur rrugës dhe e pakthyer:",
		Overpaid:    "Paguar mbi shumën e miratuar:",
		Exchange:    "Fitime dhe humbje nga këmbimi",
		Costs:       "Shpenzime të tjera të zyrës",
		What:        "Çfarë",
		Amount:      "Shuma",
		Visits:      "Vizitat",
		Visit:       "Vizita",
		DueOn:       "Afati",
		VisitedOn:   "Bërë më",
		Outcome:     "Rezultati",
		NotMade:     "nuk u bë",
		Scores:      "Sa qëndrueshëm është, nga 0 në 1",
		Score:       "Pyetur",
		Economic:    "Ekonomik",
		Social:      "Shoqëror",
		Personal:    "Personal",
		Overall:     "Së bashku",
		Weights:     "Peshuar sipas:",
		Signatures:  "Nënshkrimet",
		Writes:      "Hartuar nga",
		WritesHow:   "Ajo që shënohet këtu përputhet me dosjen e rastit.",
		Approves:    "Miratuar nga",
		ApprovesHow: "E kam krahasuar buxhetin me dëftesat.",
	},
}
