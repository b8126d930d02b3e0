package papers

import (
	"fmt"
	"time"

	"homeward/avrr"
)

// PurchaseOrder asks a supplier to deliver what a plan gives in kind. It tells the supplier who gets it and who pays, never why.
type PurchaseOrder struct {
	Reference string // of the case
	Supplier  Office
	Buyer     Office // who orders, and whom the invoice goes to
	For       string // the name of who receives it, or the reference where no name is told
	DeliverTo string // already worded; may be empty
	DeliverBy time.Time
	Lines     []OrderLine // one at least, all in one currency
	Signatory string      // with title; may be empty
}

// An OrderLine is one thing that is ordered.
type OrderLine struct {
	What   string // already worded, and harmless to whoever reads it
	Amount avrr.Money
}

func (o PurchaseOrder) title(l Language) string { return orderWords[l].Title }

func (o PurchaseOrder) check() error {
	if len(o.Lines) == 0 || o.Supplier.Name == "" || o.Buyer.Name == "" || o.For == "" {
		return fmt.Errorf("%w: an order says what, of whom, for whom and who pays", ErrContent)
	}
	_, err := o.total()
	return err
}

func (o PurchaseOrder) total() (avrr.Money, error) {
	amounts := make([]avrr.Money, len(o.Lines))
	for i, line := range o.Lines {
		amounts[i] = line.Amount
	}
	return added(amounts)
}

func (o PurchaseOrder) compose(s *sheet) {
	w := orderWords[s.language]
	s.grid(2, [][]part{
		append(s.office("supplier", w.Supplier, o.Supplier), part{"reference", labelled(w.Reference, o.Reference), quiet}),
		s.office("buyer", w.Buyer, o.Buyer),
		{{"for", w.For, label}, {"for", o.For, strongBody}, {"deliver_to", o.DeliverTo, small}},
		s.fact(fact{"deliver_by", w.DeliverBy, s.words.weekday(o.DeliverBy)}),
	})

	s.section(w.Ordered)
	rows := make([][][]part, len(o.Lines))
	for i, line := range o.Lines {
		field := fmt.Sprintf("line[%d]", i)
		rows[i] = [][]part{{{field, fmt.Sprint(i + 1), sectionStyle}}, {{field + ".what", line.What, body}}, {{field + ".amount", line.Amount.String(), strongBody}}}
	}
	s.table([]column{{"", 8}, {w.What, 117}, {w.Price, 45}}, rows)
	s.keepLast()
	total, _ := o.total() // checked before anything is composed
	s.sum(w.Total, total.String())

	s.section(w.Terms)
	for i, term := range w.TermsAre {
		s.numbered(i, part{"term", term, small})
	}
	s.section(w.Accepted)
	s.signatures(
		signature{field: "supplier", role: w.TheSupplier, statement: w.SupplierAccepts, mark: w.SignAndStamp},
		signature{field: "signatory", role: w.TheOffice, statement: w.OfficeOrders, mark: w.SignAndStamp, name: o.Signatory})
}
