package papers

import (
	"slices"
	"time"

	"homeward/avrr"
)

func euro(amount int64) avrr.Money { return avrr.Money{Amount: amount, Currency: "EUR"} }

func exchangedReceipt() CashReceipt {
	r := receipt()
	r.Lines = []ReceiptLine{{What: "First instalment: tools", Amount: avrr.Money{Amount: 11_808_000, Currency: "ALL"}}}
	r.Receipt = "T-2026-0417"
	r.Exchanged = &Exchanged{Worth: euro(120000), Rate: "1 ALL = 0.010163 EUR", Source: "Bank of Albania", On: date(2026, 6, 9, 0, 0, tirana)}
	return r
}

func plan() ReintegrationPlan {
	return ReintegrationPlan{Reference: "RC-26-00318", Programme: "Going Home 2026", For: []string{"Arbëresha Drita Hoxha-Çeliku", "Luan Hoxha", "Era Hoxha"},
		Place: "Albania, Gjirokastër", ApprovedOn: date(2026, 7, 2, 0, 0, tirana), Counsellor: "Genc Leka",
		Measures: []PlannedMeasure{
			{Key: "m1", What: "Own business", Sort: "Economic, for the person", Description: "A workshop for alterations and curtains in the ground floor of the house", Supplier: "Singer Tirana", Amount: euro(220000)},
			{Key: "m2", What: "School and education", Sort: "Social, for the family", Description: "School things and the bus to school for Luan and Era", Amount: euro(60000)},
		},
		Instalments: []PlannedInstalment{
			{Key: "i1", What: "Own business", Amount: euro(150000), From: date(2026, 7, 10, 0, 0, tirana), Needs: "The rental contract; a quote"},
			{Key: "i2", What: "Own business", Amount: euro(70000), From: date(2026, 12, 10, 0, 0, tirana), Needs: "Receipts for the first instalment"},
			{Key: "i3", What: "School and education", Amount: euro(60000)},
		},
		Milestones: []Milestone{
			{Key: "s1", What: "Own business", Title: "The workshop is registered with the tax office", DueOn: date(2026, 8, 15, 0, 0, tirana)},
			{Key: "s2", What: "School and education", Title: "Luan and Era are enrolled"},
		}}
}

// amendedPlan has a measure, an instalment and a step that are new, others that changed, and others left out.
func amendedPlan() ReintegrationPlan {
	before, now := plan(), plan()
	now.ApprovedOn = date(2026, 9, 21, 0, 0, tirana)
	now.Measures = slices.Clone(now.Measures)
	now.Measures[0].Amount, now.Measures[0].Supplier = euro(190000), "Pfaff Gjirokastër"
	now.Measures[1] = PlannedMeasure{Key: "m3", What: "Housing", Sort: "Social, for the family", Description: "A stove and two windows before the winter", Amount: euro(90000)}
	now.Instalments = []PlannedInstalment{now.Instalments[0], {Key: "i2", What: "Own business", Amount: euro(40000), From: date(2026, 12, 10, 0, 0, tirana), Needs: "Receipts for the first instalment"},
		{Key: "i4", What: "Housing", Amount: euro(90000), Needs: "A quote"}}
	now.Instalments[0].From, now.Instalments[0].PaidOn = time.Time{}, date(2026, 7, 14, 0, 0, tirana)
	now.Milestones = []Milestone{{Key: "s1", What: "Own business", Title: "The workshop is registered with the tax office", DueOn: date(2026, 10, 15, 0, 0, tirana)},
		{Key: "s3", What: "Housing", Title: "The windows are in", DueOn: date(2026, 11, 1, 0, 0, tirana)}}
	now.Amends = &Amendment{Before: before, Reason: "The school gives the books this year, and the house has no heating."}
	return now
}

func order() PurchaseOrder {
	return PurchaseOrder{Reference: "RC-26-00318", Supplier: Office{Name: "Pfaff Gjirokastër", Place: "Rruga Studenti 4, Gjirokastër", Phone: "+355 84 555 0130"},
		Buyer: Office{Name: "Tirana Centre", Place: "Rruga e Kavajës 59, Tirana", Phone: "+355 4 555 0103", Email: "orders@centre.example"},
		For:   "Arbëresha Drita Hoxha-Çeliku", DeliverTo: "Rruga Gjin Zenebisi 12, Gjirokastër", DeliverBy: date(2026, 7, 31, 0, 0, tirana),
		Lines: []OrderLine{
			{What: "Sewing machine for heavy cloth, with table and lamp", Amount: euro(115000)},
			{What: "Overlock machine, four threads", Amount: euro(35000)},
		}, Signatory: "Mirela Dosti, programme manager"}
}

func deliveryNote() DeliveryNote {
	return DeliveryNote{Reference: "RC-26-00318", Order: "RC-26-00318-O1-1", Supplier: order().Supplier, For: order().For, Place: order().DeliverTo,
		Ordered: []string{order().Lines[0].What, order().Lines[1].What}}
}

func deliveredNote() DeliveryNote {
	d := deliveryNote()
	d.Delivery = &Delivered{On: date(2026, 7, 28, 0, 0, tirana), What: "Sewing machine PF-2210 no. 88121 with table; overlock machine no. 5512", Short: "The lamp", AcceptedBy: "Arbëresha Hoxha"}
	return d
}

func visitForm() VisitForm {
	return VisitForm{Reference: "RC-26-00318", Visit: "Visit after three months", DueOn: date(2026, 9, 10, 0, 0, tirana), Visitor: "Genc Leka", Place: "Gjirokastër, Rruga Gjin Zenebisi 12",
		Contact: &SafeContact{Channel: "Telephone", Value: "+355 69 555 0144", Hours: "weekdays after 17:00", Language: "Albanian", SharedWith: "her brother-in-law"},
		Members: []Visited{{Name: "Arbëresha Drita Hoxha-Çeliku", Birth: "about 1985"}, {Name: "Luan Hoxha", Birth: "12 March 2015"}, {Name: "Era Hoxha", Birth: "3 July 2018"}}}
}

func visitReport() VisitForm {
	v := visitForm()
	v.Contact.MayLeaveMessage, v.Contact.MayNameUs = true, true
	v.Made = &VisitMade{On: date(2026, 9, 8, 0, 0, tirana), Mode: AtHome, RuleChecked: true, Outcome: NeedsSupport,
		Present:  []Visitee{{Name: "Arbëresha Hoxha", Relation: "herself"}, {Name: "Liri Çeliku", Relation: "mother-in-law"}},
		Findings: "The workshop has eleven regular customers. The house is not warm enough for the winter; Luan goes to school, Era starts next week.",
		Photos:   2, PhotosAgreed: "Arbëresha Hoxha",
		NextSteps: []NextStep{{What: "Bring the plan up to date: windows and stove", Who: "Tirana Centre", DueOn: date(2026, 9, 22, 0, 0, tirana)}, {What: "Ask for the registration with the tax office"}}}
	return v
}

func closure() ClosureLetter {
	return ClosureLetter{Reference: "RC-26-00318", Programme: "Going Home 2026", To: "Arbëresha Drita Hoxha-Çeliku", Address: []string{"Rruga Gjin Zenebisi 12", "Gjirokastër"},
		ClosedOn: date(2027, 6, 14, 0, 0, tirana), Reason: "All that was agreed has been given, and the last visit has been made.",
		Given: []Grant{{What: "Own business", Amount: euro(190000)}, {What: "Flight for the whole family"}, {What: "Housing", Amount: euro(90000)}},
		Next:  []string{"We call you once more in about half a year, if you agree."},
		Ask:   Office{Name: "Tirana Centre", Place: "Rruga e Kavajës 59, Tirana", Phone: "+355 4 555 0103", Email: "desk@centre.example"}, Signatory: "Mirela Dosti, programme manager"}
}

func finalReport() FinalReport {
	return FinalReport{Reference: "RC-26-00318", Programme: "Going Home 2026", Funding: "AT-2026-14", Country: "Albania", People: 3,
		ClosedOn: date(2027, 6, 14, 0, 0, tirana), Reason: "completed", Author: "Genc Leka",
		Dates: []Dated{{"Applied", date(2026, 5, 2, 0, 0, vienna)}, {"Approved", date(2026, 5, 12, 0, 0, vienna)}, {"Left", date(2026, 6, 10, 0, 0, vienna)}, {"Arrived", date(2026, 6, 11, 0, 0, tirana)},
			{"Plan approved", date(2026, 7, 2, 0, 0, tirana)}},
		Budget: []Budget{
			{What: "Help to start again", Approved: euro(280000), Paid: euro(290000), Back: euro(12000)},
			{What: "Pocket money for the journey", Approved: euro(5000), Paid: euro(5000), Back: euro(0)},
		},
		Total: Budget{Approved: euro(285000), Paid: euro(295000), Back: euro(12000)}, Gone: euro(3000), Overpaid: euro(500),
		Exchange: []Spent{{What: "First instalment", Amount: euro(-260)}, {What: "Second instalment", Amount: euro(41)}},
		Costs:    []Spent{{What: "Ticket", Amount: euro(64300)}, {What: "Visits", Amount: avrr.Money{Amount: 840000, Currency: "ALL"}}},
		Visits: []ReportedVisit{{What: "Visit after three months", DueOn: date(2026, 9, 10, 0, 0, tirana), On: date(2026, 9, 8, 0, 0, tirana), Outcome: "needs more support"},
			{What: "Last visit", DueOn: date(2027, 6, 10, 0, 0, tirana)}},
		Scores: []Score{{What: "Person 1, baseline", On: date(2026, 9, 8, 0, 0, tirana), Economic: "0.31", Social: "0.72", Personal: "0.55", Overall: "0.51"},
			{What: "Person 1, endline", On: date(2027, 6, 2, 0, 0, tirana), Economic: "0.58", Social: "0.75", Overall: "0.64"},
			{What: "Person 1, change", Economic: "+0.27", Social: "+0.03", Personal: "–", Overall: "+0.13"}},
		Weights: "RSS-compatible, default weights v0", Floor: 80, Standings: []Standing{{"Person 1", "Sufficient level of reintegration", "Sufficient"}},
		Forms: []Dated{{"How content were you with the return?", date(2026, 9, 8, 0, 0, tirana)}}}
}
