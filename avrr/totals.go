package avrr

// Totals are a case's running totals, in minor units of the programme's currency.
type Totals struct {
	Promised  int64 `json:"promised"`           // the approved plan, what was paid and what is gone
	Committed int64 `json:"committed"`          // released and not paid yet, and what a bank may still pay although it was called off
	Paid      int64 `json:"paid"`               // what was paid, reversals taken off
	Approved  int64 `json:"approved"`           // what could be paid by what was approved: never less than Paid without the three below
	Gone      int64 `json:"gone,omitempty"`     // paid out and lost on the way: nobody has it, and the budget does not have it back
	Overpaid  int64 `json:"overpaid,omitempty"` // of Paid, above what was approved
	Lost      int64 `json:"lost,omitempty"`     // of Paid, to rates that moved after the release
	Gained    int64 `json:"gained,omitempty"`   // by such rates, what was approved and did not have to be paid
	Costs     int64 `json:"costs,omitempty"`    // what the office spent beside
}

// Totals answers where the case's money stands.
func (c *Case) Totals() Totals {
	var t Totals
	for _, p := range c.Payments {
		t.Paid += p.Kept()
		t.Gone += p.Spent() - p.Kept()
		t.Overpaid += p.KeptAbove()
		if p.Kept() > 0 {
			t.Approved += p.Approved
		}
	}
	for _, e := range c.Exchange() {
		if e.Kind == exchangeLoss {
			t.Lost += e.Amount
		} else {
			t.Gained += e.Amount
		}
	}
	for _, cost := range c.Costs {
		t.Costs += cost.Worth
	}
	t.Promised = t.Paid + t.Gone
	if c.Plan != nil && c.Plan.Decision == "approve" {
		t.Promised += c.planned("")
		t.Approved += c.planned("")
		for _, i := range c.Plan.Instalments {
			if i.State == Released {
				t.Committed += i.Money.Amount
			}
		}
	}
	for _, o := range c.BankOrders {
		if o.By == ByBank && o.open() && c.ended(o) { // the bank may pay it yet
			t.Promised, t.Committed = t.Promised+o.Worth, t.Committed+o.Worth
		}
	}
	return t
}

// Kinds of exchange difference.
const (
	exchangeGain = "gain"
	exchangeLoss = "loss"
)

// An ExchangeLine is what the rates moved between the release of an instalment and its payment: a line of its own, which no cap
// counts and which is never overpaid.
type ExchangeLine struct {
	Payment string `json:"payment"`
	Amount  int64  `json:"amount"` // minor units of the programme's currency
	Kind    string `json:"kind"`   // gain, loss
}

// Exchange answers what the rates moved, payment by payment.
func (c *Case) Exchange() []ExchangeLine {
	var lines []ExchangeLine
	for _, p := range c.Payments {
		switch moved := p.KeptExchange(); {
		case moved > 0:
			lines = append(lines, ExchangeLine{p.ID, moved, exchangeLoss})
		case moved < 0:
			lines = append(lines, ExchangeLine{p.ID, -moved, exchangeGain})
		}
	}
	return lines
}
