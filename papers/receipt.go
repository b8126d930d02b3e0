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
	Rate      string        // where it was paid in another currency than granted, already worded with its source; may be empty
	Place     string
	PaidOn    time.Time // only the day is read
	PaidBy    string
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
	return r.Payee.check()
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
	s.facts(
		fact{"place", s.words.Place, r.Place},
		fact{"paid_on", s.words.Date, s.words.day(r.PaidOn)},
		fact{"rate", w.Rate, cmp.Or(r.Rate, w.NoRate)})

	s.section(w.Payee)
	s.person("payee", r.Payee)

	s.section(w.Signatures)
	s.signatures(
		signature{field: "payee", role: w.Receives, statement: w.ReceivesHow, mark: w.SignatureOrThumb, thumb: true,
			name: joined(r.Payee.GivenNames, r.Payee.FamilyName)},
		signature{field: "paid_by", role: w.Pays, statement: w.PaysHow, mark: s.words.Signature, name: r.PaidBy})
}
