package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"

	"homeward/avrr"
	"homeward/casework"
)

// A moneyBody is the reintegration plan, what stands beside it and what was paid: in short on the case's page, whole on its own.
type moneyBody struct {
	Head               caseHead // of the page of its own
	Href               string
	State, Kind, Shape string
	Reason             string
	Sums               []sumLine
	Measures           []measureLine
	Amended            []measureLine // the plan as it is to be, while that waits for its decision
	AmendedBecause     string
	Package            []standingLine
	Payments           []paymentLine
	Costs              []costLine
	Referrals          []referralLine
	Can                []actionLine
	NotYet             []actionLine
	Done, Taken        string
}

// A sumLine is an amount and what it is; those that are too much are marked.
type sumLine struct {
	Amount, Title string
	Wrong         bool
}

type measureLine struct {
	Title, Description, Amount, Supplier string
	Where                                string // its dimension and level
	Milestones                           []string
	Quotes                               []quoteLine
	Reason                               string // why there are fewer quotes
	Referrals                            []referralLine
	Instalments                          []instalmentLine
}

type quoteLine struct {
	Supplier, Amount, Why string
	Chosen                bool
	Files                 []choiceLink
}

type instalmentLine struct {
	Title, Amount, State, Kind, Shape string
	Waits                             []string // what its release waits for
	Delivered                         []string
	Came                              *flag  // how far what it gives has come
	Owed                              string // what is missing of it
	Bank                              *flag  // where it stands with the bank
	Files                             []choiceLink
	Do                                []actionLine
}

type paymentLine struct {
	ID, On, Amount, Method, Receipt, Of string
	Paper                               string   // where its receipt is looked at
	Print                               string   // where one is printed that nobody has yet
	Beside                              []string // its rate, what came back of it, and what was too much
}

type costLine struct{ Title, For, On, Amount, Funding string }

type referralLine struct {
	Service, Provider, For, On, Serves string
	States                             []flag
}

var (
	planShapes       = map[string]string{"proposed": "◆", "approve": "✓", "refuse": "■", "send_back": "▲"}
	instalmentShapes = map[string]string{avrr.Planned: "◇", avrr.Released: "◆", avrr.Paid: "✓", avrr.Void: "■"}
)

// moneyActions are the actions of the plan and the money, in the order people meet them.
var moneyActions = []string{"propose-plan", "decide-plan", "set-payee", "release-instalment", "record-payment", "record-delivery", "report-supplier", "reverse-payment",
	"record-cost", "refer", "answer-referral", "withdraw-consent"}

// moneyPage shows the plan and the money of a case whole.
func (f *face) moneyPage(v *visit) (screen, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	p, err := f.Desk.Page(v.ctx(), v.who, reference, casework.PageOfMoney)
	if err != nil {
		return screen{}, err
	}
	view := p.Case
	r := f.reading(v, view)
	b := r.money()
	if b == nil {
		b = &moneyBody{}
	}
	for n := range b.Payments {
		r.leadToReceipt(&b.Payments[n], view.Payments[n], p.Documents)
	}
	b.Head = r.head(casework.PageOfMoney)
	r.amendment(b)
	if b.Package, err = r.standing(v.ctx(), v.who, f.Desk); err != nil {
		return screen{}, err
	}
	for _, c := range view.Costs {
		b.Costs = append(b.Costs, costLine{Title: upperFirst(r.w.word("choice", c.Kind)), For: r.names[c.Member], On: r.w.day(c.IncurredOn), Amount: c.Money.String(), Funding: c.Funding})
	}
	for _, x := range view.Referrals {
		b.Referrals = append(b.Referrals, r.referral(x))
	}
	b.Can, b.NotYet = r.actions(moneyActions)
	b.Done, b.Taken = r.justDone()
	return screen{Name: "money", Said: b.Head.Title + " · " + view.Reference, Body: b}, nil
}

// actions answers those of some actions that can be done here, and those that cannot yet.
func (r *reading) actions(names []string) (can, notYet []actionLine) {
	for _, name := range names {
		for _, a := range r.view.AvailableActions {
			if a.Action != name || pointless(a.BlockedBy) {
				continue
			}
			l := actionLine{Title: r.w.text(a.Title), Href: "/cases/" + r.view.Reference + "/do/" + name}
			for _, why := range a.BlockedBy {
				l.Why = append(l.Why, r.blocked(why))
			}
			if len(l.Why) > 0 {
				notYet = append(notYet, l)
			} else {
				can = append(can, l)
			}
		}
	}
	return can, notYet
}

func (r *reading) amount(minor int64) string {
	return avrr.Money{Amount: minor, Currency: r.view.Programme.Currency}.String()
}

func (r *reading) money() *moneyBody {
	p := r.view.Plan
	if p == nil && len(r.view.Payments) == 0 {
		return nil
	}
	b := &moneyBody{Href: "/cases/" + r.view.Reference + "/money"}
	if t := r.view.Totals; t != nil {
		b.Sums = r.sums(*t)
	}
	for _, m := range r.view.Payments {
		b.Payments = append(b.Payments, r.payment(m))
	}
	if p == nil {
		return b
	}
	b.Kind, b.Reason = p.Decision, p.Reason
	if b.Kind == "" {
		b.Kind = "proposed"
	}
	b.State, b.Shape = r.w.word("plan", b.Kind), planShapes[b.Kind]
	for n, m := range p.Measures {
		b.Measures = append(b.Measures, r.measure(n, m))
	}
	return b
}

// sums are the totals of the case, those that are nothing left out.
func (r *reading) sums(t avrr.Totals) []sumLine {
	var sums []sumLine
	for _, s := range []struct {
		amount int64
		title  string
		always bool
		wrong  bool
	}{
		{t.Promised, "money.promised", true, false}, {t.Committed, "money.committed", false, false}, {t.Paid, "money.paid", true, false},
		{t.Promised - t.Paid - t.Gone, "money.left", true, false}, {t.Gone, "money.gone", false, true}, {t.Overpaid, "money.over", false, true}, {t.Lost, "money.lost", false, false}, {t.Gained, "money.gained", false, false},
		{t.Costs, "money.costs", false, false},
	} {
		if s.amount != 0 || s.always {
			sums = append(sums, sumLine{r.amount(s.amount), r.w.t(s.title), s.wrong})
		}
	}
	return sums
}

func (r *reading) measure(n int, m avrr.Measure) measureLine { return r.measureOf(r.view.Plan, n, m) }

func (r *reading) measureOf(p *avrr.Plan, n int, m avrr.Measure) measureLine {
	l := measureLine{Title: r.w.text(p.MeasureCalled(n)), Description: m.Description, Amount: avrr.Money{Amount: m.Amount, Currency: m.Currency}.String(), Supplier: m.Seller(),
		Where: upperFirst(r.w.word("choice", m.Dimension)) + " · " + r.w.word("choice", m.Level), Reason: m.QuotesReason}
	for _, s := range m.Milestones {
		l.Milestones = append(l.Milestones, commaed(s.Title, r.w.day(s.DueOn)))
	}
	for _, q := range m.Quotes {
		l.Quotes = append(l.Quotes, quoteLine{q.Supplier, avrr.Money{Amount: q.Amount, Currency: q.Currency}.String(), q.WhyNotCheapest, q.Chosen, r.evidence(q.File)})
	}
	for _, x := range r.view.Referrals {
		if p == r.view.Plan && x.Measure == n+1 {
			l.Referrals = append(l.Referrals, r.referral(x))
		}
	}
	for _, i := range p.Instalments {
		if i.Measure == n {
			l.Instalments = append(l.Instalments, r.instalment(p, i, m))
		}
	}
	return l
}

var referralShapes = map[string]string{"waits": "◆", "accepted": "✓", "declined": "■"}

// referral tells whom somebody was handed on to, what the provider answered, and whether the consent to it still stands.
func (r *reading) referral(x casework.ReferralView) referralLine {
	l := referralLine{Service: upperFirst(r.w.word("choice", x.Service)), Provider: x.Provider, For: r.names[x.Member], On: r.w.day(x.ReferredOn)}
	if p := r.view.Plan; p != nil && x.Measure > 0 && x.Measure <= len(p.Measures) {
		m := p.Measures[x.Measure-1]
		l.Serves = cmp.Or(m.Description, r.w.text(p.MeasureCalled(x.Measure-1)))
	}
	kind := cmp.Or(x.Answer, "waits")
	answer := flag{"r-" + kind, referralShapes[kind], r.w.word("referral", kind)}
	if x.Answer != "" {
		answer.Title += ", " + r.w.day(x.AnsweredOn)
	}
	if x.Answer != "" || x.ConsentEnded.IsZero() {
		l.States = append(l.States, answer)
	}
	if !x.ConsentEnded.IsZero() {
		l.States = append(l.States, flag{"r-withdrawn", "■", r.w.t("referral.withdrawn", r.w.day(x.ConsentEnded))})
	}
	return l
}

func (r *reading) instalment(p *avrr.Plan, i *avrr.Instalment, m avrr.Measure) instalmentLine {
	n, of := p.Part(i)
	l := instalmentLine{Title: r.w.partOf(n, of), Amount: i.Money.String(), State: r.w.word("instalment", i.State), Kind: i.State, Shape: instalmentShapes[i.State]}
	l.Bank, l.Files = r.bank(i.ID), r.evidence(i.Shown...)
	r.delivered(&l, i)
	for _, action := range instalmentActions(i, m) {
		can, _ := r.actions([]string{action})
		for _, a := range can {
			a.Href += "?instalment=" + i.ID
			l.Do = append(l.Do, a)
		}
	}
	if i.State != avrr.Planned {
		return l
	}
	if i.Condition != "" {
		l.Waits = append(l.Waits, i.Condition)
	}
	if i.Milestone > 0 && i.Milestone <= len(m.Milestones) {
		reached := m.Milestones[i.Milestone-1]
		l.Waits = append(l.Waits, cmp.Or(reached.Title, r.w.day(reached.DueOn)))
	}
	for _, kind := range i.Evidence {
		l.Waits = append(l.Waits, upperFirst(r.w.word("choice", kind)))
	}
	switch at := i.NotBefore; {
	case !at.On.IsZero():
		l.Waits = append(l.Waits, r.w.t("money.not_before", r.w.day(at.On)))
	case at.AfterArrivalDays > 0:
		l.Waits = append(l.Waits, r.w.count("money.after_arrival", at.AfterArrivalDays))
	}
	return l
}

// instalmentActions are what is done next with an instalment.
func instalmentActions(i *avrr.Instalment, m avrr.Measure) []string {
	switch came := i.Delivered; {
	case i.State == avrr.Planned:
		return []string{"release-instalment"}
	case i.State == avrr.Released && (came == nil || came.State != avrr.FullyDelivered):
		return []string{"record-payment", "record-delivery"}
	case i.State == avrr.Released:
		return []string{"record-payment"}
	case i.State == avrr.Paid && came != nil && came.State == avrr.PartlyDelivered:
		return []string{"record-delivery", "report-supplier"}
	case i.State == avrr.Paid && came == nil && m.Seller() != "":
		return []string{"record-delivery"}
	}
	return nil
}

var deliveryShapes = map[string]string{avrr.PartlyDelivered: "▲", avrr.FullyDelivered: "✓", avrr.NoLongerDelivered: "■"}

// delivered tells what came of an instalment, who accepted it, and what is still missing.
func (r *reading) delivered(l *instalmentLine, i *avrr.Instalment) {
	for _, d := range r.view.Deliveries {
		if d.Instalment == i.ID {
			l.Delivered = append(l.Delivered, r.deliverySaid(d))
		}
	}
	if i.Delivered == nil {
		return
	}
	short := i.Delivered.Short
	l.Came = &flag{"came-" + i.Delivered.State, deliveryShapes[i.Delivered.State], r.w.word("delivery", i.Delivered.State)}
	switch {
	case short == "": // not told to whom names are not shown
	case i.Delivered.State == avrr.PartlyDelivered:
		l.Owed = r.w.t("money.owed", short)
	case i.Delivered.State == avrr.NoLongerDelivered:
		l.Owed = r.w.t("money.never_came", short)
	}
}

func (r *reading) deliverySaid(d avrr.Delivery) string {
	said := commaed(d.Delivered, r.w.day(d.On))
	if by := cmp.Or(d.AcceptedByName, r.names[d.AcceptedBy]); by != "" {
		said += ", " + r.w.t("money.accepted", by)
	}
	if d.Short != "" {
		said += ". " + r.w.t("money.short", d.Short)
	}
	return said
}

// partOf says which instalment of a measure one is.
func (w *words) partOf(n, of int) string {
	if of == 1 {
		return w.t("money.instalment.only")
	}
	return upperFirst(fmt.Sprintf(w.text(avrr.PartCalled), n, of))
}

// instalmentCalled says which instalment of which measure an id is of.
func (r *reading) instalmentCalled(id string) string {
	return r.w.text(avrr.InstalmentCalled(id, r.view.Plan, r.view.PlanVersions))
}

func (r *reading) payment(m avrr.Payment) paymentLine {
	l := paymentLine{ID: m.ID, On: r.w.day(m.PaidOn), Amount: m.Money.String(), Method: r.w.word("method", m.Method), Receipt: m.Receipt}
	if m.Instalment == "" {
		l.Of = r.w.t("money.line", r.lineTitle(m.Line))
	} else {
		l.Of = r.instalmentCalled(m.Instalment)
	}
	if m.Overpaid > 0 {
		l.Beside = append(l.Beside, r.w.t("money.overpaid", r.amount(m.Overpaid)))
	}
	l.Beside = append(l.Beside, r.exchanged(m)...)
	for _, back := range m.Reversals {
		l.Beside = append(l.Beside, r.w.t("money.reversed."+back.Kind, avrr.Money{Amount: back.Amount, Currency: m.Money.Currency}.String()))
	}
	return l
}

// leadToReceipt leads from a payment to its receipt, or to the form that prints one for who signs for the money.
func (r *reading) leadToReceipt(l *paymentLine, m avrr.Payment, papers []casework.DocumentView) {
	at := slices.IndexFunc(papers, func(d casework.DocumentView) bool {
		return d.Kind == avrr.PaperReceipt && d.About == m.ID && (d.Status == avrr.PaperCurrent || d.Status == "ordered")
	})
	switch {
	case at >= 0 && papers[at].ID != "":
		l.Paper = "/cases/" + r.view.Reference + "/look/" + papers[at].ID
	case at < 0 && m.SignedFor() && m.Kept() > 0:
		if can, _ := r.actions([]string{"issue-document"}); len(can) > 0 {
			l.Print = can[0].Href + "?" + url.Values{"kind": {avrr.PaperReceipt}, "payment": {m.ID}}.Encode()
		}
	}
}

// exchanged tells of a payment in another currency what it was worth, and what the rates moved since its release.
func (r *reading) exchanged(p avrr.Payment) []string {
	if p.Rate == "" {
		return nil
	}
	told := []string{r.w.t("money.rate", r.amount(p.Worth), p.Rate, p.RateSource, r.w.day(p.RateOn))}
	switch moved := p.KeptExchange(); {
	case moved > 0:
		told = append(told, r.w.t("money.exchange.loss", r.amount(moved)))
	case moved < 0:
		told = append(told, r.w.t("money.exchange.gain", r.amount(-moved)))
	}
	return told
}

// lineTitle says a line of the package, by its id where the package does not know it.
func (r *reading) lineTitle(id string) string {
	at := slices.IndexFunc(r.view.Package, func(g casework.GrantView) bool { return g.Line == id })
	if at < 0 {
		return id
	}
	return r.w.text(r.view.Package[at].Title)
}
