package activities

import (
	"bytes"
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/papers"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
)

var (
	tirana  = avrr.Zone("AL")
	decided = time.Date(2026, 2, 2, 10, 0, 0, 0, time.UTC)
)

// aCase has everything a paper can tell of: Arta is approved and booked, with her daughter; Besim is refused.
func aCase(t *testing.T) (*avrr.Case, *avrr.Programme) {
	t.Helper()
	library, err := programmes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	p, shipped := library.Current("varrp-uk-albania")
	if !shipped {
		t.Fatal("VARRP is not shipped")
	}
	member := func(id, given, born string, decision string) *avrr.Member {
		date, err := avrr.ParseDate(born)
		if err != nil {
			t.Fatal(err)
		}
		m := &avrr.Member{ID: id, Fate: avrr.Going, Ticket: "257-24103100" + id[1:], Ruling: &avrr.Ruling{Decision: decision, Reason: "A place was granted elsewhere.", At: decided}}
		m.FamilyName, m.GivenNames, m.Nationality, m.Sex, m.Birth = "Hoxha", given, "AL", "F", &avrr.Birth{Date: date}
		return m
	}
	refused := member("m3", "Besim", "1980-04-02", "refuse")
	refused.Fate, refused.Ticket = avrr.Refused, ""
	c := &avrr.Case{ID: "c", Reference: "HW-7K3-M9PX", Programme: p.Code, ProgrammeVersion: p.Version, Language: "sq", HostCountry: "GB", HostOffice: "London office",
		ReceivingOffice: "Tirana office", Destination: avrr.Destination{Country: "AL", Place: "Kukës"},
		Members: []*avrr.Member{member("m1", "Arta", "1990-04-02", "approve"), member("m2", "Era", "2018-07-03", "approve"), refused}}
	c.Booking = &avrr.Booking{Status: avrr.Ticketed, Members: []string{"m1", "m2"}, Locator: "HXAB12", Segments: []avrr.Segment{{Carrier: "BA", Number: "2604", From: "LGW", To: "TIA",
		DepartsAt: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), ArrivesAt: time.Date(2026, 3, 10, 16, 0, 0, 0, tirana)}}}
	c.Payments = []avrr.Payment{{ID: "p1", Line: p.Package[0].ID, Money: avrr.Money{Amount: 50000, Currency: "GBP"}, Worth: 50000, Approved: 50000, Method: "cash", Place: "departure", PaidOn: avrr.DateOf(decided),
		Reversals: []avrr.Reversal{{Amount: 10000}}}}
	c.Plan = &avrr.Plan{Decision: "approve", DecidedAt: decided.AddDate(0, 2, 0), Measures: []avrr.Measure{
		{Dimension: "economic", Level: "individual", Kind: "tools", Description: "A sewing machine with table", Supplier: "Singer Tirana", Amount: 90000, Currency: "GBP",
			Milestones: []avrr.Milestone{{Title: "The workshop is open", DueOn: avrr.DateOf(decided.AddDate(0, 6, 0))}}},
		{Dimension: "psychosocial", Level: "individual", Kind: "health", Description: "Insulin", Supplier: "Farmacia Tirana", Amount: 20000, Currency: "GBP"}},
		Instalments: []*avrr.Instalment{{ID: "i1", Money: avrr.Money{Amount: 60000, Currency: "GBP"}, State: avrr.Released, Evidence: []string{"invoice"}},
			{ID: "i2", Money: avrr.Money{Amount: 30000, Currency: "GBP"}, State: avrr.Planned, Condition: "Customers have come", NotBefore: avrr.NotBefore{AfterArrivalDays: 90}},
			{ID: "i3", Measure: 1, Money: avrr.Money{Amount: 20000, Currency: "GBP"}, State: avrr.Released}}}
	c.Plan.Amends = "She opens the workshop earlier."
	earlier := avrr.Plan{Decision: "approve", DecidedAt: decided.AddDate(0, 1, 0), Instalments: []*avrr.Instalment{{ID: "i1", Money: avrr.Money{Amount: 70000, Currency: "GBP"}, State: avrr.Planned}},
		Measures: []avrr.Measure{c.Plan.Measures[0], {Dimension: "economic", Level: "individual", Kind: "tools", Description: "A van", Amount: 100000, Currency: "GBP"}}}
	c.PlanVersions = []*avrr.Plan{&earlier}
	c.Visits = []*avrr.Visit{{ID: "month-3", Title: avrr.T("Visit after three months", "Vizita pas tre muajsh"), Due: time.Date(2026, 6, 10, 22, 0, 0, 0, time.UTC)}}
	c.Contact = &avrr.Contact{Channel: "phone", Value: "+355 69 555 0144", Hours: "after 17:00", SharedWith: "her cousin"}
	c.Costs = []avrr.Cost{{Kind: "ticket", Money: avrr.Money{Amount: 21000, Currency: "GBP"}}, {Kind: "ticket", Money: avrr.Money{Amount: 4000, Currency: "GBP"}}}
	c.Closure = &avrr.Closure{Reason: "completed", At: decided.AddDate(1, 3, 0)}
	c.Members[1].Receiver = &avrr.Receiver{Name: "Drita Kola", Relation: "aunt", Phone: "+355 4 555 0103", Document: avrr.IdentityDocument{Kind: "id_card", Number: "ID4471", Issuer: "AL"}}
	c.Representatives = []*avrr.Representative{{ID: "r1", Member: "m2", Kind: "parent", Holder: "m1"}}
	met := avrr.CriterionResult{ID: "nationality", Text: avrr.T("She is a national of Albania.", "Është shtetase shqiptare."), Source: "Programme rules, 2.1", Result: avrr.Pass}
	missed := avrr.CriterionResult{ID: "status", Text: avrr.T("She has no other right to stay.", "Nuk ka të drejtë tjetër qëndrimi."), Source: "Programme rules, 2.4", Result: avrr.Fail}
	c.Assessment = &avrr.Assessment{Each: []avrr.MemberDecision{{Member: "m1", Decision: avrr.EligibilityDecision{Criteria: []avrr.CriterionResult{met}}},
		{Member: "m3", Decision: avrr.EligibilityDecision{Criteria: []avrr.CriterionResult{met, missed}}}}}
	return c, p
}

func press(t *testing.T) *Activities {
	t.Helper()
	keys, err := vault.NewInMemory([32]byte{7})
	if err != nil {
		t.Fatal(err)
	}
	return &Activities{Vault: keys, PublicURL: "https://homeward.example"}
}

func text(t *testing.T, pdf []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestEveryPaperSaysWhatTheCaseSays(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	together := []string{"m1", "m2"}
	registered := map[string]papers.Office{"London office": {Name: "London office", Phone: "+44 20 7946 0123", Email: "london@homeward.example"},
		"Tirana office": {Name: "Tirana office", Phone: "+355 4 555 0100"}}
	says := map[string]struct {
		issued avrr.IssuedPaper
		en, sq []string
	}{
		avrr.PaperDeclaration: {avrr.IssuedPaper{Member: "m1"}, []string{"Hoxha", "Arta", "Albania, Kukës", "Tirana office"}, []string{"Shqipëri, Kukës"}},
		avrr.PaperDecision:    {avrr.IssuedPaper{Member: "m2"}, []string{"Arta Hoxha", "Era Hoxha", "2 February 2026"}, []string{"Era Hoxha", "2 shkurt 2026"}},
		avrr.PaperRefusal: {avrr.IssuedPaper{Member: "m3"}, []string{"Besim Hoxha", "She has no other right to stay.", "Programme rules, 2.4", "A place was granted elsewhere.", "Appeal against this decision", "16 February 2026"},
			[]string{"Nuk ka të drejtë tjetër qëndrimi.", "Ankim kundër këtij vendimi", "16 shkurt 2026"}},
		avrr.PaperApplication:    {avrr.IssuedPaper{Member: "m1"}, []string{"Consular service of Albania", "Emergency travel document for", "BA 2604"}, []string{"Shërbimi konsullor: Shqipëri"}},
		avrr.PaperTravelLetter:   {avrr.IssuedPaper{Member: "m1"}, []string{"Arta", "BA 2604", "HXAB12", "257-241031001", "Tirana office", "+355 4 555 0100", "+44 20 7946 0123"}, []string{"Tirana"}},
		avrr.PaperItinerary:      {avrr.IssuedPaper{Members: together}, []string{"Arta", "Era", "BA 2604", "257-241031001", "257-241031002"}, []string{"Era"}},
		avrr.PaperAdvanceBooking: {avrr.IssuedPaper{Members: together}, []string{"Arta", "Era", "Tirana office", "BA 2604"}, []string{"Era"}},
		avrr.PaperAssistance:     {avrr.IssuedPaper{Members: together}, []string{"Tirana office", "London office", "Albania, Kukës", "Sunday 8 March 2026", "london@homeward.example"}, []string{"Shqipëri, Kukës"}},
		avrr.PaperHandover:       {avrr.IssuedPaper{Member: "m2"}, []string{"Era", "Arta Hoxha", "Drita Kola", "ID4471", "British Airways", "BA 2604"}, []string{"Letërnjoftim"}},
		avrr.PaperReceipt:        {avrr.IssuedPaper{About: "p1"}, []string{"400.00 GBP", "at departure", "London office"}, []string{"në nisje"}},
		avrr.PaperPlan: {avrr.IssuedPaper{}, []string{"Arta Hoxha, Era Hoxha", "2 April 2026", "Tools", "A sewing machine with table", "Supplier: Singer Tirana", "1 100.00 GBP", "an invoice",
			"Customers have come", "90 days after the arrival", "The workshop is open", "Personal support", "As agreed with the office"}, []string{"Vegla pune", "Mbështetje personale", "90 ditë pas mbërritjes"}},
		avrr.PaperAmendment: {avrr.IssuedPaper{}, []string{"Reintegration plan: amendment", "approved on 2 March 2026", "Reason: She opens the workshop earlier.", "was: 700.00 GBP", "A van", "left out"},
			[]string{"Plani i riintegrimit: ndryshim", "ishte: 700.00 GBP", "hequr"}},
		avrr.PaperOrder:    {avrr.IssuedPaper{About: "i1"}, []string{"Singer Tirana", "Tirana office", "Arta Hoxha", "A sewing machine with table (part 1 of 2)", "600.00 GBP"}, []string{"pjesa 1 nga 2"}},
		avrr.PaperDelivery: {avrr.IssuedPaper{About: "i1"}, []string{"Singer Tirana", "Arta Hoxha", "A sewing machine with table (part 1 of 2)", "What was missing"}, []string{"Çfarë mungonte"}},
		avrr.PaperVisit: {avrr.IssuedPaper{About: "month-3"}, []string{"Visit after three months", "10 June 2026", "Telephone: +355", "after 17:00", "her cousin", "Leave no message", "Speak: Albanian"},
			[]string{"Vizita pas tre muajsh", "Flisni: shqip"}},
		avrr.PaperClosure: {avrr.IssuedPaper{}, []string{"Arta Hoxha", "2 May 2027", "All that was agreed with you", "400.00 GBP", "Tirana office"}, []string{"Gjithçka për të cilën"}},
		avrr.PaperReport:  {avrr.IssuedPaper{}, []string{"completed", "2 April 2026", "Total 1 600.00 GBP 500.00 GBP 100.00 GBP", "250.00 GBP", "Tickets", "not made"}, []string{"Bileta", "përfunduar"}},
	}
	for kind := range avrr.PaperTitles {
		if kind == avrr.PaperManifest {
			continue // of a movement
		}
		wants, told := says[kind]
		if !told {
			t.Errorf("nothing is said of the %s", kind)
		}
		for language, want := range map[avrr.Language][]string{avrr.English: wants.en, avrr.Albanian: wants.sq} {
			issued := wants.issued
			issued.Kind, issued.Language, issued.Version, issued.Number, issued.Seq, issued.IssuedAt = kind, language, 1, "HW-7K3-M9PX-X-1", 1, decided
			issued.ValidUntil = decided.AddDate(0, 2, 0)
			w := wording{in: language, offices: registered}
			once, err := a.render(t.Context(), w, c, p, issued)
			if err != nil {
				t.Errorf("%s: %v", kind, err)
				continue
			}
			read := text(t, once.File)
			for _, w := range append(want, c.Reference) {
				if !strings.Contains(read, w) {
					t.Errorf("the %s in %s does not say %q:\n%s", kind, language, w, read)
				}
			}
			if once.Substitutions != 0 {
				t.Errorf("%s in %s: %d letters cannot be drawn", kind, language, once.Substitutions)
			}
			again, err := a.render(t.Context(), w, c, p, issued)
			if err != nil || !bytes.Equal(once.File, again.File) || once.Code != again.Code {
				t.Errorf("%s in %s: the same state gives other bytes the second time (%v)", kind, language, err)
			}
		}
	}
}

// Neither the person's own plan nor what a supplier is sent tells of their health, whatever somebody wrote into the plan.
func TestPapersOfAPlanTellNothingOfHealth(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	c.Deliveries = []avrr.Delivery{{Instalment: "i3", Delivered: "Insulin, ten pens", Short: "Two pens of insulin", AcceptedBy: "m1", On: avrr.DateOf(decided)}}
	for kind, about := range map[string]string{avrr.PaperPlan: "", avrr.PaperOrder: "i3", avrr.PaperDelivery: "i3", avrr.PaperClosure: "", avrr.PaperReport: ""} {
		for _, language := range []avrr.Language{avrr.English, avrr.Albanian} {
			d, err := a.render(t.Context(), wording{in: language}, c, p, avrr.IssuedPaper{Kind: kind, About: about, Language: language, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided})
			if err != nil {
				t.Fatal(err)
			}
			read := strings.ToLower(text(t, d.File))
			for _, word := range []string{"insulin", "health", "shëndet", "counsel", "psycho", "psiko"} {
				if strings.Contains(read, word) {
					t.Errorf("the %s in %s says %q:\n%s", kind, language, word, read)
				}
			}
			if about != "" && (strings.Contains(read, "hoxha") || !strings.Contains(read, "hw-7k3-m9px")) {
				t.Errorf("the supplier learns from the %s whom it is for:\n%s", kind, read)
			}
		}
	}
}

func TestSuppliersAndNeighboursLearnNoNameOfARestrictedCase(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	c.Restricted = true
	c.Deliveries = []avrr.Delivery{{Instalment: "i1", Delivered: "The machine", AcceptedBy: "m1", On: avrr.DateOf(decided)}}
	for kind, about := range map[string]string{avrr.PaperOrder: "i1", avrr.PaperDelivery: "i1", avrr.PaperVisit: "month-3", avrr.PaperReport: ""} {
		d, err := a.render(t.Context(), wording{in: avrr.English}, c, p, avrr.IssuedPaper{Kind: kind, About: about, Language: avrr.English, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided})
		if err != nil {
			t.Fatal(err)
		}
		if read := text(t, d.File); strings.Contains(strings.ToLower(read), "hoxha") || strings.Contains(read, "Arta") || !strings.Contains(read, c.Reference) {
			t.Errorf("the %s says\n%s", kind, read)
		}
	}
}

func TestAVisitFormIsFilledInOnceTheVisitWasMade(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	v := c.Visits[0]
	v.VisitedOn, v.Mode, v.Outcome, v.Findings, v.SafeContact, v.Members = avrr.DateOf(decided), "home", "needs_support", "The roof leaks.", true, []string{"m1"}
	v.Present = []avrr.Present{{Name: "Liri Kola", Relation: "mother-in-law"}}
	v.NextSteps = []avrr.NextStep{{What: "Ask a roofer", Duty: avrr.ReintegrationDuty, DueOn: avrr.DateOf(decided.AddDate(0, 0, 7))}}
	say := func() string {
		d, err := a.render(t.Context(), wording{in: avrr.English, visitor: "Genc Leka"}, c, p, avrr.IssuedPaper{Kind: avrr.PaperVisit, About: v.ID, Language: avrr.English, Version: 2, Number: "N-1", Seq: 1, IssuedAt: decided})
		if err != nil {
			t.Fatal(err)
		}
		return text(t, d.File)
	}
	for _, want := range []string{"Visit report", "\u2612 at home", "\u2612 needs more support", "The roof leaks.", "Arta Hoxha; Liri Kola, mother-in-law", "Ask a roofer", "Reintegration officer", "9 February 2026", "Genc Leka"} {
		if read := say(); !strings.Contains(read, want) {
			t.Errorf("it does not say %q:\n%s", want, read)
		}
	}
	c.Restricted = true
	if read := say(); strings.Contains(read, "Hoxha") || strings.Contains(read, "Kola") || strings.Contains(read, "roof") {
		t.Errorf("of a restricted case it says\n%s", read)
	}
}

func TestAVisitFormLeadsToTheTownAndToTheDoor(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	c.Destination.Place, c.Destination.District, c.Destination.Directions = "Krumë", "Has", "Behind the school"
	d, err := a.render(t.Context(), wording{in: avrr.English}, c, p, avrr.IssuedPaper{Kind: avrr.PaperVisit, About: c.Visits[0].ID, Language: avrr.English, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided})
	if err != nil {
		t.Fatal(err)
	}
	read := strings.Join(strings.Fields(text(t, d.File)), " ")
	for _, want := range []string{"Krumë", "Has", "Behind the", "school"} {
		if !strings.Contains(read, want) {
			t.Errorf("it does not say %q:\n%s", want, read)
		}
	}
}

func TestMoneyThatWasLostDidNotComeBack(t *testing.T) {
	c, p := aCase(t)
	c.Plan, c.Payments = nil, []avrr.Payment{{ID: "p1", Line: p.Package[0].ID, Money: avrr.Money{Amount: 50000, Currency: "GBP"}, Worth: 50000, Approved: 50000,
		Reversals: []avrr.Reversal{{Kind: "lost", Amount: 30000}, {Kind: "refunded", Amount: 5000}}}}
	if got := (wording{in: avrr.English}).given(c, p); len(got) != 1 || got[0].Paid.Amount != 50000 || got[0].Back.Amount != 5000 {
		t.Errorf("%+v", got)
	}
}

func TestAFinalReportTellsOfTheMoneyAsItStoodAtTheClosing(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	c.Closure.Budget = &avrr.FinalBudget{Currency: "GBP", Lines: []avrr.FinalLine{{Line: p.Package[0].ID, Approved: 50000, Paid: 50000, Back: 10000}, {Approved: 110000, Paid: 60000}},
		Total: avrr.FinalLine{Approved: 160000, Paid: 110000, Back: 10000}, Lost: 300, Costs: map[string]int64{"ticket": 25000}}
	d, err := a.render(t.Context(), wording{in: avrr.English}, c, p, avrr.IssuedPaper{Kind: avrr.PaperReport, Language: avrr.English, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Reintegration plan 1 100.00 GBP 600.00 GBP 0.00 GBP", "Total 1 600.00 GBP 1 100.00 GBP 100.00 GBP", "Lost -3.00 GBP", "Tickets 250.00 GBP"} {
		if read := strings.ReplaceAll(text(t, d.File), "\u00a0", " "); !strings.Contains(read, want) {
			t.Errorf("it does not say %q:\n%s", want, read)
		}
	}
}

// answeredBest is the good end of every question an instrument scores, but for those of the dimensions left out.
func answeredBest(i *avrr.Instrument, without ...string) avrr.Answers {
	a := avrr.Answers{}
	for _, item := range i.Items {
		if item.Dimension == "" || slices.Contains(without, item.Dimension) || len(item.Choices) == 0 {
			continue
		}
		a[item.ID] = slices.MaxFunc(item.Choices, func(x, y avrr.Choice) int { return cmp.Compare(x.Value, y.Value) }).ID
	}
	return a
}

func TestAFinalReportSetsTheEndlineBesideTheBaseline(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	rss := p.Instrument("rss")
	held := func(on string, of avrr.Answers) *avrr.Survey {
		return &avrr.Survey{ID: on, Member: "m1", Instrument: "rss", Version: rss.Version, HeldOn: avrr.MustDate(on), Answers: of}
	}
	say := func(language avrr.Language) string {
		d, err := a.render(t.Context(), wording{in: language}, c, p, avrr.IssuedPaper{Kind: avrr.PaperReport, Language: language, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(text(t, d.File)), " ")
	}
	const below = "less than 80 % of what applies, by weight, was answered, and no score is made"
	c.Surveys = []*avrr.Survey{held("2026-06-01", answeredBest(rss, "social")), held("2027-03-01", answeredBest(rss)),
		{ID: "form", Member: "m1", Instrument: "reintegration-satisfaction", Version: "1", HeldOn: avrr.MustDate("2027-03-01")}}
	for language, wants := range map[avrr.Language][]string{
		avrr.English: {"Person 1, baseline 1.00 incomplete 1.00 incomplete", "Person 1, endline 1.00 1.00 1.00 1.00", "Person 1, change +0.00 – +0.00 –", "RSS-compatible, default weights v0", below,
			"Person 1: Low need (How closely a case is followed)", "Person 1: Sufficient (Sufficient level of reintegration)", p.Instrument("reintegration-satisfaction").Title.EN},
		avrr.Albanian: {"Personi 1, në fillim 1.00 jo i plotë 1.00 jo i plotë", "Personi 1, ndryshimi", "Personi 1: Nevojë e ulët"},
	} {
		for _, want := range wants {
			if read := say(language); !strings.Contains(read, want) {
				t.Errorf("in %s it does not say %q:\n%s", language, want, read)
			}
		}
	}
	c.Surveys = c.Surveys[:1]
	if read := say(avrr.English); strings.Contains(read, "endline") || strings.Contains(read, "Sufficient") || !strings.Contains(read, "incomplete") {
		t.Errorf("of one survey below the floor it says\n%s", read)
	}
	c.Restricted = true
	if read := say(avrr.English); strings.Contains(read, "Person 1") {
		t.Errorf("of a restricted case it says\n%s", read)
	}
}

func TestADeliveryNoteSaysWhatCame(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	machine := avrr.Delivery{Instalment: "i1", Delivered: "The machine", Short: "The table", AcceptedBy: "m1", On: avrr.DateOf(decided)}
	table := avrr.Delivery{Instalment: "i1", Delivered: "The table", AcceptedByName: "Drita Kola", On: avrr.DateOf(decided.AddDate(0, 0, 3))}
	c.Papers = []*avrr.IssuedPaper{{Kind: avrr.PaperOrder, About: "i1", Status: avrr.PaperCurrent, Number: "HW-7K3-M9PX-O1-1"}}
	for _, note := range []struct {
		came []avrr.Delivery
		says []string
	}{
		{[]avrr.Delivery{machine}, []string{"2 February 2026", "\u2612 not complete", "What was missing or broken The table", "Arta Hoxha"}},
		{[]avrr.Delivery{table, machine}, []string{"The machine; The table", "5 February 2026", "HW-7K3-M9PX-O1-1", "\u2612 complete and in order", "Drita Kola"}},
	} {
		c.Deliveries = note.came
		d, err := a.render(t.Context(), wording{in: avrr.English}, c, p, avrr.IssuedPaper{Kind: avrr.PaperDelivery, About: "i1", Language: avrr.English, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided})
		if err != nil {
			t.Fatal(err)
		}
		read := strings.Join(strings.Fields(text(t, d.File)), " ")
		for _, want := range note.says {
			if !strings.Contains(read, want) {
				t.Errorf("it does not say %q:\n%s", want, read)
			}
		}
	}
}

func TestAnApplicationShowsTheZoneAsFarAsItIsKnown(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	read := func() string {
		d, err := a.render(t.Context(), wording{in: avrr.English}, c, p, avrr.IssuedPaper{Kind: avrr.PaperApplication, Member: "m1", Language: avrr.English, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided})
		if err != nil {
			t.Fatal(err)
		}
		return text(t, d.File)
	}
	for _, line := range []string{"PUALBHOXHA<<ARTA<<<<<<<<<<<<<<<<<<<<", "<<<<<<<<<0ALB9004023F<<<<<<0<<<<<<<2"} {
		if said := read(); !strings.Contains(said, line) {
			t.Errorf("the application does not show %s:\n%s", line, said)
		}
	}
	c.Member("m1").Nationality = "XX"
	if said := read(); strings.Contains(said, "PU") && strings.Contains(said, "<<<") {
		t.Errorf("a zone is shown of a nationality nobody knows:\n%s", said)
	}
}

// What an office was told before is marked where it differs; a notification that is printed again as it was claims no change.
func TestANotificationMarksWhatChangedSinceTheOneItReplaces(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	issued := avrr.IssuedPaper{Kind: avrr.PaperAdvanceBooking, Members: []string{"m1", "m2"}, Language: avrr.English, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided}
	w := wording{in: avrr.English}
	var err error
	if w.before, err = w.content(c, p, issued); err != nil {
		t.Fatal(err)
	}
	issued.Version, issued.Number = 2, "N-2"
	for flight, amended := range map[string]bool{"2604": false, "2606": true} {
		c.Booking.Segments[0].Number = flight
		d, err := a.render(t.Context(), w, c, p, issued)
		if err != nil {
			t.Fatal(err)
		}
		read := text(t, d.File)
		if strings.Contains(read, "AMENDED") != amended || strings.Contains(read, "was: BA 2604") != amended {
			t.Errorf("on BA %s the notification says\n%s", flight, read)
		}
	}
}

// Who asks on the day before a departure wants an answer at once, and no answer two days ago.
func TestAnAnswerIsAskedForByADayThatIsYetToCome(t *testing.T) {
	departs := decided.AddDate(0, 0, 3).In(tirana)
	if by := answerBy(departs, decided); !by.Equal(departs.Add(-answerAhead)) {
		t.Errorf("in time, the answer is asked for by %s", by)
	}
	late := departs.Add(-time.Hour)
	if by := answerBy(departs, late); !by.Equal(late) {
		t.Errorf("an hour before the departure, the answer is asked for by %s", by)
	}
}

func TestAnotherOfficeLearnsNoNameOfARestrictedCase(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	c.Restricted = true
	for _, kind := range []string{avrr.PaperAdvanceBooking, avrr.PaperAssistance} {
		d, err := a.render(t.Context(), wording{in: avrr.English}, c, p, avrr.IssuedPaper{Kind: kind, Members: []string{"m1", "m2"}, Language: avrr.English, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided})
		if err != nil {
			t.Fatal(err)
		}
		if read := text(t, d.File); strings.Contains(strings.ToLower(read), "hoxha") || strings.Contains(read, "Arta") || !strings.Contains(read, c.Reference) {
			t.Errorf("the %s says\n%s", kind, read)
		}
	}
}

func TestPapersOfAJourneyNameTheEscortsOfWhomTheyName(t *testing.T) {
	a := press(t)
	c, p := aCase(t)
	back := []avrr.Segment{{Carrier: "BA", Number: "2605", From: "TIA", To: "LGW", DepartsAt: time.Date(2026, 3, 11, 9, 0, 0, 0, tirana), ArrivesAt: time.Date(2026, 3, 11, 11, 0, 0, 0, time.UTC)}}
	c.Booking.Escorts = []avrr.AssignedEscort{
		{Escort: avrr.Escort{Kind: "operational", Name: "Ana Berisha", Phone: "+355 4 555 0177", Members: []string{"m1"}, WayBack: back}, State: avrr.EscortAssigned},
		{Escort: avrr.Escort{Kind: "family", Name: "Luan Kola", Members: []string{"m1"}, WayBack: back}, State: avrr.EscortAssigned},
		{Escort: avrr.Escort{Kind: "operational", Name: "Ilir Deda", Members: []string{"m1"}, WayBack: back}, State: avrr.EscortReleased},
		{Escort: avrr.Escort{Kind: "operational", Name: "Teuta Gashi", Members: []string{"m2"}, WayBack: back}, State: avrr.EscortAssigned}}
	for _, restricted := range []bool{false, true} {
		c.Restricted = restricted
		for _, kind := range []string{avrr.PaperItinerary, avrr.PaperAdvanceBooking, avrr.PaperAssistance} {
			d, err := a.render(t.Context(), wording{in: avrr.English}, c, p, avrr.IssuedPaper{Kind: kind, Members: []string{"m1"}, Language: avrr.English, Version: 1, Number: "N-1", Seq: 1, IssuedAt: decided})
			if err != nil {
				t.Fatal(err)
			}
			read := text(t, d.File)
			if !strings.Contains(read, "Ana Berisha") || strings.Contains(read, "Ilir Deda") || strings.Contains(read, "Teuta Gashi") {
				t.Errorf("the %s names other escorts:\n%s", kind, read)
			}
			relative := kind == avrr.PaperItinerary || !restricted
			if strings.Contains(read, "Luan Kola") != relative {
				t.Errorf("the %s names a relative, restricted %v:\n%s", kind, restricted, read)
			}
		}
	}
}

// A code follows from the paper and the installation: nobody else can reckon it, and another paper has another one.
func TestACodeIsOfOnePaperAndOneInstallation(t *testing.T) {
	elsewhere, err := vault.NewInMemory([32]byte{8})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, a := range []*Activities{press(t), {Vault: elsewhere}} {
		for _, number := range []string{"N-1", "N-2"} {
			seen[a.code(store.CaseSubject("c"), number)] = true
		}
	}
	for code := range seen {
		if len(code) != codeLength || strings.Trim(code, codeLetters) != "" {
			t.Errorf("%q is no code", code)
		}
	}
	if len(seen) != 4 {
		t.Errorf("four papers have %d codes", len(seen))
	}
}

// aGroup is a validated charter with the case aboard: Arta came with her escort, Era did not.
func aGroup(c *avrr.Case) *avrr.Movement {
	m := &avrr.Movement{ID: "01K000000000000000000GROUP", Kind: avrr.Charter, Name: "Tirana, first", Seats: 40, Status: avrr.Under, Segments: c.Booking.Segments, Locator: "HXAB12",
		DepartedAt: c.Booking.Segments[0].DepartsAt, ValidatedAt: c.Booking.Segments[0].DepartsAt,
		Passengers: []avrr.Passenger{{Case: c.ID, Member: "m1", Ticket: "257-241031001", Outcome: "boarded", Services: []avrr.ServiceCode{"WCHR", "MEDA"}}, {Case: c.ID, Member: "m2", Outcome: "no_show"},
			{Case: c.ID, Member: "m3", Outcome: "released"}}}
	m.Escorts = []avrr.TravellingEscort{{Escort: avrr.Escort{Kind: "family", Name: "Luan Hoxha", Members: []string{avrr.Key(c.ID, "m1")}}, State: avrr.EscortAssigned}}
	return m
}

func TestAManifestTellsWhoCameWithWhom(t *testing.T) {
	a := press(t)
	c, _ := aCase(t)
	m := aGroup(c)
	say := func(named ...string) string {
		d, err := a.printed(t.Context(), store.MovementSubject(m.ID), "", wording{in: avrr.English}.manifest(m, map[string]*avrr.Case{c.ID: c}, named),
			avrr.IssuedPaper{Kind: avrr.PaperManifest, Language: avrr.English, Version: 1, Number: "M-1", Seq: 1, IssuedAt: decided})
		if err != nil {
			t.Fatal(err)
		}
		return text(t, d.File)
	}
	read := say(c.ID)
	for _, w := range []string{"Tirana, first", "Hoxha, Arta", "Hoxha, Era", "257-241031001", "WCHR", "Luan Hoxha", "BA 2604", "HXAB12", c.Reference} {
		if !strings.Contains(read, w) {
			t.Errorf("it does not say %q:\n%s", w, read)
		}
	}
	if strings.Contains(read, "Besim") || strings.Contains(read, "MEDA") {
		t.Errorf("it says too much:\n%s", read)
	}
	unnamed := say()
	c.Restricted = true
	for _, read := range []string{unnamed, say(c.ID)} {
		if strings.Contains(strings.ToLower(read), "hoxha") || strings.Contains(read, "257-241031001") || !strings.Contains(read, c.Reference) {
			t.Errorf("of a restricted case it says\n%s", read)
		}
	}
}
