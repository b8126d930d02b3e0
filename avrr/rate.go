package avrr

import (
	"fmt"
	"math/big"
)

// AtRate says at what rate an amount in another currency was turned into the programme's, who says so, and of which day.
type AtRate struct {
	Rate       string `json:"rate,omitempty" schema:"like=0.0102,pattern=^[0-9]{1,9}(\\.[0-9]{1,15})?$" doc:"What one unit of the currency is worth in the programme's; required when they differ."`
	RateSource string `json:"rate_source,omitempty" schema:"max=200" doc:"Who says so, such as a central bank or the bank's own slip; required with a rate."`
	RateOn     Date   `json:"rate_on,omitzero" doc:"The day the rate is of; required with a rate."`
}

// most of what is paid or spent at once, in minor units of the programme's currency; what comes to more is a slip of the pen.
const mostAtOnce = 100_000_000

// covers holds the rate against the amount it is for, which changed hands on a day.
func (r AtRate) covers(p *Programme, m Money, on Date) error {
	switch same := m.Currency == p.Currency; {
	case same && r != AtRate{}:
		return broken("rate-needless", "/rate", "The amount is in the programme's own currency and has no rate.")
	case same && m.Amount > mostAtOnce:
		return broken("amount-absurd", "/amount", "%s cannot be right: nothing of a case comes to more than %s at once.", m, Money{mostAtOnce, p.Currency})
	case same:
		return nil
	case r.Rate == "" || r.RateSource == "" || r.RateOn.IsZero():
		return broken("rate-missing", "/rate", "The programme reckons in %s; give the rate, where it comes from and of which day it is.", p.Currency)
	case r.RateOn.After(on):
		return broken("rate-later", "/rate_on", "The rate is of %s, after the %s on which it was used.", r.RateOn, on)
	}
	if worth, ok := r.worth(p, m); !ok || worth == 0 || worth > mostAtOnce {
		return broken("rate-impossible", "/rate", "At this rate %s would come to nothing, or to more than %s.", m, Money{mostAtOnce, p.Currency})
	}
	return nil
}

// worth is an amount in minor units of the programme's currency, false for one no amount may come to.
func (r AtRate) worth(p *Programme, m Money) (int64, bool) {
	if m.Currency == p.Currency {
		return m.Amount, true
	}
	rate, ok := new(big.Rat).SetString(r.Rate)
	if !ok {
		return 0, false
	}
	return rounded(rate.Mul(rate, big.NewRat(m.Amount, 1)).Mul(rate, big.NewRat(tens(MinorDigits(p.Currency)), tens(MinorDigits(m.Currency)))))
}

// Worth is an amount at the rate in minor units of a currency, false where the rate is none or no amount may come to it.
func (r AtRate) Worth(m Money, currency string) (Money, bool) {
	worth, ok := r.worth(&Programme{Currency: currency}, m)
	return Money{worth, currency}, ok
}

// buys is what an amount of the programme's currency comes to in another, false when that is nothing or more than any amount.
func (r AtRate) buys(p *Programme, amount int64, currency string) (Money, bool) {
	rate, ok := new(big.Rat).SetString(r.Rate)
	if !ok || rate.Sign() == 0 {
		return Money{}, false
	}
	bought, ok := rounded(new(big.Rat).Quo(big.NewRat(amount, 1), rate.Mul(rate, big.NewRat(tens(MinorDigits(p.Currency)), tens(MinorDigits(currency))))))
	return Money{bought, currency}, ok && bought > 0
}

// part answers the share of an amount that a part is of a whole.
func part(of, part, whole int64) int64 {
	share, _ := rounded(new(big.Rat).Mul(big.NewRat(of, 1), big.NewRat(part, whole)))
	return share
}

// rounded answers the nearest whole number, halves upwards, and false for one no amount may come to.
func rounded(r *big.Rat) (int64, bool) {
	r = new(big.Rat).Add(r, big.NewRat(1, 2))
	whole := new(big.Int).Div(r.Num(), r.Denom())
	return whole.Int64(), whole.IsInt64() && whole.Int64() <= maxMoney
}

// strayed is the part by which a rate may have moved, since an instalment's release or the nearest day another is known of, before
// somebody looks into it.
const strayed = 10

// strays says that a rate of a currency lies more than that part away from the one the case knows of the nearest day, "" when it does
// not. It may be the wrong way round, or a digit short.
func (r AtRate) strays(c *Case, currency string) string {
	near, known := c.rateNear(currency, r.RateOn)
	if !known {
		return ""
	}
	is, ok := new(big.Rat).SetString(r.Rate)
	was, also := new(big.Rat).SetString(near.Rate)
	if !ok || !also || was.Sign() == 0 {
		return ""
	}
	moved := new(big.Rat).Sub(is, was)
	if moved.Abs(moved).Cmp(was.Quo(was, big.NewRat(strayed, 1))) <= 0 {
		return ""
	}
	return fmt.Sprintf("The rate %s of %s is far from the %s of %s at which %s was reckoned before: check the rate.", r.Rate, r.RateOn, near.Rate, near.RateOn, currency)
}

// rateNear answers the rate of a currency that the case knows of the day nearest to another; of two as near, the one recorded last.
func (c *Case) rateNear(currency string, on Date) (near AtRate, known bool) {
	take := func(of string, r AtRate) {
		if of == currency && r.Rate != "" && (!known || daysBetween(r.RateOn, on) <= daysBetween(near.RateOn, on)) {
			near, known = r, true
		}
	}
	for _, o := range c.BankOrders {
		take(o.Money.Currency, o.AtRate)
	}
	for _, p := range c.Payments {
		take(p.Money.Currency, p.AtRate)
	}
	for _, cost := range c.Costs {
		take(cost.Money.Currency, cost.AtRate)
	}
	return near, known
}

// daysBetween is how many days lie between two, whichever comes first.
func daysBetween(a, b Date) int { return max(a.DaysUntil(b), b.DaysUntil(a)) }

// maxMoney bounds an amount, in minor units.
const maxMoney = 1_000_000_000_000

func tens(digits int) int64 {
	n := int64(1)
	for range digits {
		n *= 10
	}
	return n
}
