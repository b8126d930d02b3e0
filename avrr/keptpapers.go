package avrr

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// told is what people were last told on paper about the time after arrival.
type told struct {
	said     map[string]string // what the current papers say that an event may change, by their numbers
	approved time.Time         // when the plan was
	closed   bool
	payments int
}

func (c *Case) told() told {
	t := told{said: map[string]string{}, approved: c.approvedAt(), closed: c.Closure != nil, payments: len(c.Payments)}
	for _, p := range c.Papers {
		if stands := printedAs(p.Kind).stands; stands != nil && p.Status == PaperCurrent {
			t.said[p.Number] = stands(c, p)
		}
	}
	return t
}

// tellOnPaper prints what an event gives people to carry: a plan that was approved, a receipt for what they were paid in cash, the
// letter that their case is closed. What they carry already is kept true.
func (c *Case) tellOnPaper(before told, e *Event) {
	c.keepTrue(before.said, e)
	if at := c.approvedAt(); !at.Equal(before.approved) && owed(at, e) {
		c.giveOut(PaperPlan, e)
		if c.Plan.Amends != "" {
			c.giveOut(PaperAmendment, e)
		}
	}
	for _, p := range c.Payments[before.payments:] {
		if p.SignedFor() && owed(dayBreak(p.PaidOn, c.place()), e) {
			c.enter(IssuedPaper{Kind: PaperReceipt, About: p.ID, Language: c.spoken()}, e)
		}
	}
	if c.Closure != nil && !before.closed && c.sayGoodbye() && owed(c.Closure.At, e) {
		c.issue(PaperClosure, "", c.spoken(), e)
	}
}

// giveOut prints a paper of the whole case, unless the event printed it already.
func (c *Case) giveOut(kind string, e *Event) {
	if !slices.ContainsFunc(c.Papers, func(p *IssuedPaper) bool { return p.current(kind, "") && p.Seq == e.Seq }) {
		c.issue(kind, "", c.spoken(), e)
	}
}

// approvedAt answers when the plan in force was approved, the zero time while there is none.
func (c *Case) approvedAt() time.Time {
	if !c.planInForce() {
		return time.Time{}
	}
	return c.Plan.DecidedAt
}

// keepTrue prints those papers again of which an event changed what they say, and calls back those that no longer count: whoever
// carries one must be able to rely on it.
func (c *Case) keepTrue(said map[string]string, e *Event) {
	for _, p := range slices.Clone(c.Papers) {
		before, kept := said[p.Number]
		if !kept || p.Status != PaperCurrent {
			continue
		}
		switch now := printedAs(p.Kind).stands(c, p); {
		case now == "":
			p.Status = PaperWithdrawn
		case now != before:
			c.enter(IssuedPaper{Kind: p.Kind, Member: p.Member, About: p.About, Language: p.Language, ValidUntil: p.ValidUntil}, e)
		}
	}
}

// receiptPaper is what a receipt says of the money somebody has: of a payment that was taken back whole there is nothing to sign for.
func (c *Case) receiptPaper(p *IssuedPaper) string {
	paid := c.payment(p.About)
	if paid == nil || paid.reversed() == paid.Money.Amount {
		return ""
	}
	return Money{paid.Money.Amount - paid.reversed(), paid.Money.Currency}.String()
}

// planPaper is what a plan says while it is in force.
func (c *Case) planPaper(*IssuedPaper) string {
	if !c.planInForce() {
		return ""
	}
	return fmt.Sprintf("%+v %s %q", c.Plan.Measures, c.Plan.DecidedAt, c.namesOf(c.having(remaining...)))
}

// amendmentPaper is what an amendment says: the plan in force, beside the one before it.
func (c *Case) amendmentPaper(p *IssuedPaper) string {
	if c.planInForce() && c.Plan.Amends != "" {
		return c.planPaper(p)
	}
	return ""
}

// PlanBefore answers the plan that the one in force took the place of, or nil.
func (c *Case) PlanBefore() *Plan {
	for _, p := range slices.Backward(c.PlanVersions) {
		if p.Decision == "approve" {
			return p
		}
	}
	return nil
}

// planInForce reports whether there is an approved plan of which something is left, or all was given.
func (c *Case) planInForce() bool {
	p := c.Plan
	if p == nil || p.Decision != "approve" {
		return false
	}
	void := slices.ContainsFunc(p.Instalments, func(i *Instalment) bool { return i.State == Void })
	return !void || !p.settled()
}

// orderPaper is what an order says while what it orders is to be delivered, or was.
func (c *Case) orderPaper(p *IssuedPaper) string {
	i := c.ordered(p.About)
	if i == nil {
		return ""
	}
	m := c.Plan.Measures[i.Measure]
	return fmt.Sprintf("%s %q %q %q", i.Money, m.Description, m.Seller(), c.receives())
}

// orderEnds answers the last instant an order counts: with the time in which the line it is under is given.
func (c *Case) orderEnds(p *Programme, instalment string) time.Time {
	line, _ := p.line(c.Plan.lineOf(c.Plan.instalment(instalment)))
	if line.Window == nil || c.ArrivedAt.IsZero() {
		return time.Time{}
	}
	return p.after(*line.Window, c.ArrivedAt, c.place()).In(c.place()).Add(-time.Second)
}

// deliveryPaper is what a delivery note says: before, what is to come; afterwards, what came.
func (c *Case) deliveryPaper(p *IssuedPaper) string {
	order := c.orderPaper(p)
	if order == "" {
		return ""
	}
	return fmt.Sprintf("%s %+v", order, c.DeliveriesOf(p.About))
}

// ordered answers the instalment of an id that was released, or paid since; nil when it waits, or was given up.
func (c *Case) ordered(id string) *Instalment {
	if c.Plan == nil || c.Plan.Decision != "approve" {
		return nil
	}
	if i := c.Plan.instalment(id); i != nil && (i.State == Released || i.State == Paid) {
		return i
	}
	return nil
}

// DeliveriesOf answers what was delivered of an instalment, in the order it came.
func (c *Case) DeliveriesOf(instalment string) (all []Delivery) {
	for _, d := range c.Deliveries {
		if d.Instalment == instalment {
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b Delivery) int { return a.On.Compare(b.On) })
	return all
}

// receives is who is handed what a plan gives: on papers for others the name, or the reference where no name is told.
func (c *Case) receives() string {
	if p := c.Principal(); p != nil && !c.Restricted {
		return p.Name()
	}
	return c.Reference
}

// visitPaper is what a visit form says: how the person may be reached, the visit, and whom it is to.
func (c *Case) visitPaper(p *IssuedPaper) string {
	v := c.visit(p.About)
	if v == nil || v.NotMade != "" {
		return ""
	}
	reach := ""
	if c.Contact != nil {
		reach = fmt.Sprintf("%+v", *c.Contact)
	}
	return fmt.Sprintf("%+v %s %s %q %t", *v, c.Visitor(v), reach, c.namesOf(c.having(Arrived)), c.Restricted)
}

// AfterArrival answers the office that looks after a case once people are back: the receiving one where there is one.
func (c *Case) AfterArrival() string { return cmp.Or(c.ReceivingOffice, c.HostOffice) }

func (c *Case) namesOf(members []*Member) []string {
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Name()
	}
	return names
}

// closingPaper is what the papers of a closed case say of its end.
func (c *Case) closingPaper(*IssuedPaper) string {
	if c.Closure == nil {
		return ""
	}
	return fmt.Sprintf("%s %s", c.Closure.Reason, c.Closure.At)
}

// ofTheCase is what a paper is of that is of the whole case.
func ofTheCase(IssueDocument) string { return "" }

func ofPlanInForce(j *Judging, _ IssueDocument) error {
	if !j.Case.planInForce() {
		return broken("plan-not-in-force", "/kind", "There is no approved plan in force that this paper could tell of.")
	}
	return nil
}

func ofAmendment(j *Judging, _ IssueDocument) error {
	if j.Case.Plan.Amends == "" {
		return broken("plan-not-amended", "/kind", "The plan in force amends no earlier one.")
	}
	return nil
}

// ofReleased asks for an instalment that was released: nothing is ordered before.
func ofReleased(j *Judging, in IssueDocument) error {
	switch {
	case in.Instalment == "":
		return broken("paper-of-an-instalment", "/instalment", "Say which instalment the paper is of.")
	case j.Case.ordered(in.Instalment) == nil:
		return broken("instalment-not-released", "/instalment", "%s has not been released, or was given up.", capital(j.Case.instalmentCalled(in.Instalment).EN))
	}
	return nil
}

func fromSupplier(j *Judging, in IssueDocument) error {
	if i := j.Case.ordered(in.Instalment); j.Case.Plan.Measures[i.Measure].Seller() == "" {
		return broken("supplier-missing", "/instalment", "The plan names no supplier for this instalment.")
	}
	return nil
}

func ofVisit(j *Judging, in IssueDocument) error {
	switch {
	case in.Visit == "":
		return broken("paper-of-a-visit", "/visit", "Say which visit the form is for.")
	case j.Case.visit(in.Visit).NotMade != "":
		return broken("visit-not-made", "/visit", "This visit is not made any more.")
	}
	return nil
}

func ofClosed(j *Judging, _ IssueDocument) error {
	if j.Case.Closure == nil {
		return broken("not-closed", "/kind", "The case is not closed yet.")
	}
	return nil
}

// toSomebody asks that there is somebody left to write to.
func toSomebody(j *Judging, _ IssueDocument) error {
	if p := j.Case.Principal(); p == nil || p.Fate == Died {
		return broken("nobody-to-write-to", "/kind", "There is nobody left in this case to write to.")
	}
	return nil
}

// saysGoodbye are the reasons to close a case of which its people are told in a letter. To whoever was not found, is detained, had
// to leave or stays after all a letter may come at a wrong hour or into wrong hands: it is printed when somebody asks for it.
var saysGoodbye = []string{"completed", "re_migrated", "own_departure", "ineligible", "other"}

// sayGoodbye reports whether the people of a closed case are written to without being asked.
func (c *Case) sayGoodbye() bool {
	p := c.Principal()
	return p != nil && p.Fate != Died && slices.Contains(saysGoodbye, c.Closure.Reason)
}
