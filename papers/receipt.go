package papers

import (
	"cmp"
	"fmt"
	"math"
	"time"

	"homeward/avrr"
)

// CashReceipt is what a person signs for money paid into their hand.
type CashReceipt struct {
	Reference string
	Programme string
	Payee     Person
	Lines     []ReceiptLine // one at least, all in one currency
	Exchanged *Exchanged    // nil when it was paid in the currency granted
	Receipt   string        // the number the cash desk gave it; may be empty
	Place     string
	PaidOn    time.Time // only the day is read
	PaidBy    string
}

// Exchanged is what money paid in another currency than granted comes to in that one.
type Exchanged struct {
	Worth  avrr.Money
	Rate   string // already worded: "1 ALL = 0.0102 EUR"
	Source string
	On     time.Time // the day of the rate; zero when the source alone says it
}

// A ReceiptLine is what a part of the money is for.
type ReceiptLine struct {
	What   string // already worded, and harmless to whoever reads it
	Amount avrr.Money
}

func (r CashReceipt) title(l Language) string { return receiptWords[l].Title }

func (r CashReceipt) check() error {
	if len(r.Lines) == 0 {
		return fmt.Errorf("%w: a receipt without an amount", ErrContent)
	}
	sum := int64(0)
	for i, line := range r.Lines {
		switch {
		case line.Amount.Amount <= 0 || len(line.Amount.Currency) != 3:
			return fmt.Errorf("%w: line %d has no amount", ErrContent, i+1)
		case line.Amount.Currency != r.Lines[0].Amount.Currency:
			return fmt.Errorf("%w: line %d is in another currency", ErrContent, i+1)
		case line.Amount.Amount > math.MaxInt64-sum:
			return fmt.Errorf("%w: more than can be counted", ErrContent)
		}
		sum += line.Amount.Amount
	}
	if sum > mostInWords {
		return fmt.Errorf("%w: more than a receipt can say in words", ErrContent)
	}
	return cmp.Or(r.Exchanged.check(r.Lines[0].Amount.Currency), r.Payee.check())
}

func (x *Exchanged) check(paidIn string) error {
	if x != nil && (x.Worth.Amount <= 0 || len(x.Worth.Currency) != 3 || x.Worth.Currency == paidIn || x.Rate == "") {
		return fmt.Errorf("%w: what was paid in another currency has a rate and comes to something in the one granted", ErrContent)
	}
	return nil
}

func (r CashReceipt) total() avrr.Money {
	total := avrr.Money{Currency: r.Lines[0].Amount.Currency}
	for _, line := range r.Lines {
		total.Amount += line.Amount.Amount
	}
	return total
}

var amountStyle = style{size: 15, leading: 7.4, bold: true, ink: black}

func (r CashReceipt) compose(s *sheet) {
	w := receiptWords[s.language]
	s.facts(
		fact{"reference", w.Reference, r.Reference},
		fact{"programme", w.Programme, r.Programme})

	s.section(w.Amount)
	rows := make([][][]part, len(r.Lines))
	for i, line := range r.Lines {
		field := fmt.Sprintf("line[%d]", i)
		rows[i] = [][]part{{{field + ".what", line.What, body}}, {{field + ".amount", line.Amount.String(), body}}}
	}
	s.table([]column{{w.For, 120}, {w.Sum, 50}}, rows)
	s.cells(strip{above: 2.5, below: 0.5, tied: true}, s.cell(margin, s.measure(), part{"total", w.Total, label}, part{"total", r.total().String(), amountStyle}))
	s.cells(strip{below: 2, ruled: true}, s.cell(margin, s.measure(), part{"in_words", InWords(r.total(), s.language), strongBody}))
	r.paid(s, w)

	s.section(w.Payee)
	s.person("payee", r.Payee)

	s.section(w.Signatures)
	s.signatures(
		signature{field: "payee", role: w.Receives, statement: w.ReceivesHow, mark: w.SignatureOrThumb, thumb: true,
			name: joined(r.Payee.GivenNames, r.Payee.FamilyName)},
		signature{field: "paid_by", role: w.Pays, statement: w.PaysHow, mark: s.words.Signature, name: r.PaidBy})
}

// paid says where, when and under which number, and what money in another currency comes to in the one it was granted in.
func (r CashReceipt) paid(s *sheet, w receiptWording) {
	facts := []fact{
		{"place", s.words.Place, r.Place},
		{"paid_on", s.words.Date, s.words.day(r.PaidOn)},
		{"receipt", w.Number, r.Receipt},
	}
	x := r.Exchanged
	if x == nil {
		s.facts(append(facts, fact{"rate", w.Rate, w.NoRate})...)
		return
	}
	s.facts(facts...)
	source := inOneLine(x.Source, s.words.day(x.On))
	at := margin
	wide := func(width float64, parts ...part) cell { // who says it takes most room: a second line of it would part the signatures from the amount
		c := s.cell(at, width, parts...)
		at += width + gutter
		return c
	}
	s.cells(strip{above: 1.4, below: 1.2, ruled: true},
		wide(38, part{"worth", w.Worth, label}, part{"worth", x.Worth.String(), strongBody}),
		wide(44, s.fact(fact{"rate", w.Rate, x.Rate})...),
		wide(s.measure()-38-44-2*gutter, s.fact(fact{"rate.source", w.Source, source})...))
}
