package avrr

import "slices"

// IssueDocument prints a paper and enters it in the register; it supersedes the one before. Without a member it is of all who
// travel together, where there is such a paper.
type IssueDocument struct {
	Kind       string   `json:"kind" schema:"enum=declaration|decision_letter|refusal_letter|etd_application|travel_letter|itinerary|advance_booking|assistance_request|handover|cash_receipt|reintegration_plan|plan_amendment|purchase_order|delivery_note|visit_form|closure_letter|final_report"`
	Member     string   `json:"member,omitempty" schema:"ref=member" doc:"Whom the paper is for; of those who travel together when left out."`
	Payment    string   `json:"payment,omitempty" schema:"ref=payment" doc:"What a receipt is for."`
	Instalment string   `json:"instalment,omitempty" schema:"ref=released instalment" doc:"What an order or a delivery note is of."`
	Visit      string   `json:"visit,omitempty" schema:"ref=visit" doc:"Which visit a form is for."`
	Language   Language `json:"language" schema:"enum=en|sq"`
	When
}

func (in IssueDocument) check(j *Judging) error { return printedAs(in.Kind).ready(j, in) }

func (in IssueDocument) apply(c *Case, p *Programme, e *Event) {
	k := printedAs(in.Kind)
	if k.about != nil {
		paper := IssuedPaper{Kind: in.Kind, About: k.about(in), Language: in.Language}
		if k.until != nil {
			paper.ValidUntil = k.until(c, p, paper.About)
		}
		c.enter(paper, e)
		return
	}
	c.issue(in.Kind, in.Member, in.Language, e)
}

// ready asks for everything a paper needs before it may be printed.
func ready(needs ...func(*Judging, IssueDocument) error) func(*Judging, IssueDocument) error {
	return func(j *Judging, in IssueDocument) error {
		for _, need := range needs {
			if err := need(j, in); err != nil {
				return err
			}
		}
		return nil
	}
}

func ofOne(_ *Judging, in IssueDocument) error {
	if in.Member == "" {
		return broken("paper-of-one", "/member", "Say whom the paper is for: this one is of one person.")
	}
	return nil
}

// going asks that whoever the paper names has not left yet and still wishes to.
func going(j *Judging, in IssueDocument) error {
	for _, m := range j.Case.named(in) {
		if !slices.Contains(j.Case.travellers(), m) {
			return broken("not-going", "/member", "%s is not going (%s).", m.ID, m.Fate.Title().EN)
		}
	}
	return nil
}

// ours asks that the case is still there for whoever the paper names: what they were told of it was called back when they went.
func ours(j *Judging, in IssueDocument) error {
	if m := j.Case.Member(in.Member); m.gone() {
		return broken("not-going", "/member", "%s has left this case (%s).", m.ID, m.Fate.Title().EN)
	}
	return nil
}

// named answers whom a paper that is asked for would name.
func (c *Case) named(in IssueDocument) (all []*Member) {
	if in.Member != "" {
		return []*Member{c.Member(in.Member)}
	}
	for _, id := range c.aboard() {
		all = append(all, c.Member(id))
	}
	return all
}

func afterInterview(j *Judging, _ IssueDocument) error {
	if j.Case.Counselled.IsZero() {
		return broken("not-counselled", "/kind", "The declaration is printed after a counselling interview.")
	}
	return nil
}

// withSeat asks for a journey, held or ticketed: consulates ask to see one before they issue a document.
func withSeat(j *Judging, in IssueDocument) error {
	if aboard := j.Case.aboard(); len(aboard) == 0 || in.Member != "" && !slices.Contains(aboard, in.Member) {
		return broken("no-seat", "/kind", "There is no seat yet that this paper could tell of.")
	}
	return nil
}

func withTicket(j *Judging, in IssueDocument) error {
	b := j.Case.Booking
	if b == nil || b.Status != Ticketed || in.Member != "" && !slices.Contains(b.Members, in.Member) {
		return broken("no-ticket", "/kind", "This paper needs a confirmed booking.")
	}
	return nil
}

// expected asks that the reception is confirmed of those who must be met.
func expected(j *Judging, in IssueDocument) error {
	for _, m := range j.Case.named(in) {
		if j.Case.awaitsReception(m) {
			return &Error{Code: CodeRule, Field: "/member", Message: receptionMissing(m).Text, Blocks: []Blocked{receptionMissing(m)}}
		}
	}
	return nil
}

func inTheirName(j *Judging, in IssueDocument) error {
	for _, m := range j.Case.named(in) {
		if m.misnamed() {
			blocks := ticketsInTheRightName(j)
			return &Error{Code: CodeRule, Field: "/member", Message: blocks[0].Text, Blocks: blocks}
		}
	}
	return nil
}

// decided asks that the person was told yes, or no: the letter says which.
func decided(decision string) func(*Judging, IssueDocument) error {
	return func(j *Judging, in IssueDocument) error {
		if r := j.Case.Member(in.Member).Ruling; r == nil || r.Decision != decision {
			return broken("not-decided-so", "/kind", "That is not what was decided about %s.", in.Member)
		}
		return nil
	}
}

// withoutDocument asks that the person has nothing to travel on, and that it is known which state to ask.
func withoutDocument(j *Judging, in IssueDocument) error {
	m := j.Case.Member(in.Member)
	switch d := m.TravelsOn(); {
	case d != nil && (d.ExpiresOn.IsZero() || !d.ExpiresOn.Before(j.Today())):
		return broken("has-a-document", "/member", "%s has a travel document.", m.ID)
	case m.Nationality == "":
		return broken("nationality-missing", "/member", "Enter the nationality of %s: it says which state is asked.", m.ID)
	}
	return nil
}

// toAnOffice asks for both offices: one to tell, and one it can answer.
func toAnOffice(j *Judging, _ IssueDocument) error {
	if !j.Case.betweenOffices() {
		return broken("office-missing", "/kind", "Enter the host office and the receiving office: this paper goes from one to the other.")
	}
	return nil
}

func (c *Case) betweenOffices() bool { return c.HostOffice != "" && c.ReceivingOffice != "" }

// ofCashPaid asks for a payment in cash that was not taken back: on other payments nobody signs by hand.
func ofCashPaid(j *Judging, in IssueDocument) error {
	switch p := j.Case.payment(in.Payment); {
	case p == nil:
		return broken("paper-of-a-payment", "/payment", "Say which payment the receipt is for.")
	case p.Method != "cash":
		return broken("not-cash", "/payment", "This payment was not made in cash.")
	case p.Place == "supplier":
		return broken("paid-to-a-supplier", "/payment", "This was paid to a supplier, who gives a receipt of their own.")
	case p.reversed() == p.Money.Amount:
		return broken("payment-reversed", "/payment", "This payment was taken back.")
	}
	return nil
}

// fromHandToHand asks for a child who travels alone, whose guardian and receiver are known.
func fromHandToHand(j *Judging, in IssueDocument) error {
	c, m := j.Case, j.Case.Member(in.Member)
	day := DateOf(c.Booking.Segments[0].DepartsAt)
	switch {
	case !c.Alone(m, day):
		return broken("not-alone", "/member", "%s is no child who travels alone.", m.ID)
	case c.GuardianOf(m, day) == "":
		return broken("guardian-missing", "/member", "Enter who has parental authority over %s on the day of departure.", m.ID)
	case m.Receiver == nil:
		return broken("receiver-missing", "/member", "Name who takes charge of %s on arrival.", m.ID)
	}
	return nil
}

// GuardianOf answers the name of whoever hands a child over on a day, "" when nobody with parental authority is known by name.
func (c *Case) GuardianOf(m *Member, day Date) string {
	for _, r := range c.Representatives {
		if r.Member != m.ID || !r.on(day) {
			continue
		}
		if holder := c.Member(r.Holder); holder != nil {
			return holder.Name()
		}
		if r.Person != nil {
			return r.Person.Name()
		}
	}
	return ""
}
