package avrr

// A Cost is what the office spent on a case beside what it gave.
type Cost struct {
	Kind   string `json:"kind"`
	Member string `json:"member,omitempty"`
	Money  Money  `json:"money"` // as it was spent
	AtRate
	Worth      int64  `json:"worth"` // minor units of the programme's currency
	Funding    string `json:"funding,omitempty"`
	IncurredOn Date   `json:"incurred_on"`
}

// RecordCost records what the office spent on a case: tickets, penalties, doctors. What a case costs only adds up.
type RecordCost struct {
	Kind     string `json:"kind" schema:"enum=ticket|rebooking|cancellation|document_fee|medical|escort|transport|accommodation|interpreter|visit|other"`
	Member   string `json:"member,omitempty" schema:"ref=member" doc:"For whom; for the whole case when left out."`
	Amount   int64  `json:"amount" schema:"money" doc:"Minor units."`
	Currency string `json:"currency" schema:"like=EUR,pattern=^[A-Z]{3}$" doc:"ISO 4217."`
	AtRate
	Funding    string `json:"funding,omitempty" schema:"max=80" doc:"Who bears it; as the case says when left out."`
	IncurredOn Date   `json:"incurred_on"`
}

func (in RecordCost) happenedOn() Date { return in.IncurredOn }

func (in RecordCost) money() Money { return Money{in.Amount, in.Currency} }

func (in RecordCost) check(j *Judging) error {
	return in.covers(j.Programme, in.money(), in.IncurredOn)
}

func (in RecordCost) apply(c *Case, p *Programme, _ *Event) {
	funding := in.Funding
	if funding == "" {
		funding = c.Funding
	}
	worth, _ := in.worth(p, in.money())
	c.Costs = append(c.Costs, Cost{Kind: in.Kind, Member: in.Member, Money: in.money(), AtRate: in.AtRate, Worth: worth, Funding: funding, IncurredOn: in.IncurredOn})
}

// spentAtAnotherRate names a rate that is far from the one the case knows of its currency.
func spentAtAnotherRate(j *Judging) string {
	in, ok := j.Input.(RecordCost)
	if !ok {
		return ""
	}
	return in.strays(j.Case, in.Currency)
}
