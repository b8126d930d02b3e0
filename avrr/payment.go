package avrr

// A Payment is money that was handed over: an instalment of the plan, or a line of the package paid directly. Its worth falls into
// what was approved for it, what the rates moved since it was released, and what was handed over above both.
type Payment struct {
	ID         string `json:"id"`
	Instalment string `json:"instalment,omitempty"`
	Order      string `json:"order,omitempty"` // of the bank that paid it, its end-to-end id
	Line       string `json:"line,omitempty"`  // of the package; of an instalment, the line its measure named
	Money      Money  `json:"money"`           // as it was paid
	AtRate
	Worth     int64      `json:"worth"`              // minor units of the programme's currency
	Approved  int64      `json:"approved,omitempty"` // what it could come to by what was approved; of a line, what it did
	Exchange  int64      `json:"exchange,omitempty"` // of Worth, what the rates moved: above zero it is lost, below it is gained
	Overpaid  int64      `json:"overpaid,omitempty"` // of Worth, above what was to be paid
	PaidOn    Date       `json:"paid_on"`
	Place     string     `json:"place,omitempty"`
	PaidTo    string     `json:"paid_to,omitempty"`
	Method    string     `json:"method"`
	Receipt   string     `json:"receipt"`
	Reversals []Reversal `json:"reversals,omitempty"`
}

// reversedLost is the kind of a reversal of money that is gone: stolen, or paid to somebody who cannot be found.
const reversedLost = "lost"

// A Reversal is money of a payment that came back, or never reached anybody. Its amount is in the payment's own currency.
type Reversal struct {
	Kind   string `json:"kind"` // handed_back, refunded, lost
	Amount int64  `json:"amount"`
	Reason string `json:"reason"`
	On     Date   `json:"on"`
}

// reversed is how much of the payment was taken back, in its own currency.
func (p Payment) reversed() int64 {
	sum := int64(0)
	for _, r := range p.Reversals {
		sum += r.Amount
	}
	return sum
}

// Kept is what the payment still comes to, in minor units of the programme's currency.
func (p Payment) Kept() int64 {
	if p.Money.Amount == 0 {
		return 0
	}
	return part(p.Worth, p.Money.Amount-p.reversed(), p.Money.Amount)
}

// Spent is what the payment cost whoever funds it, in minor units of the programme's currency: what was lost on the way never came back.
func (p Payment) Spent() int64 {
	if p.Money.Amount == 0 {
		return 0
	}
	back := int64(0)
	for _, r := range p.Reversals {
		if r.Kind != reversedLost {
			back += r.Amount
		}
	}
	return part(p.Worth, p.Money.Amount-back, p.Money.Amount)
}

// KeptAbove is what is still overpaid: what comes back takes that off first.
func (p Payment) KeptAbove() int64 { return max(0, p.Overpaid-(p.Worth-p.Kept())) }

// KeptExchange is what the rates moved of what was kept.
func (p Payment) KeptExchange() int64 {
	within := p.Worth - p.Overpaid
	if within <= 0 {
		return 0
	}
	if p.Exchange < 0 {
		return -part(-p.Exchange, p.Kept()-p.KeptAbove(), within)
	}
	return part(p.Exchange, p.Kept()-p.KeptAbove(), within)
}

// charged is what the payment takes of what was approved: neither what the rates moved nor what was too much.
func (p Payment) charged() int64 { return p.Kept() - p.KeptAbove() - p.KeptExchange() }

// SignedFor reports whether somebody of the case was handed money and signs for it; a supplier gives a receipt of their own.
func (p Payment) SignedFor() bool { return p.Method == "cash" && p.Place != "supplier" }

// payment answers the payment of that id, or nil.
func (c *Case) payment(id string) *Payment {
	for i := range c.Payments {
		if c.Payments[i].ID == id {
			return &c.Payments[i]
		}
	}
	return nil
}
