package avrr

// fixes holds the rate of the release against the instalment it fixes in another currency.
func (in ReleaseInstalment) fixes(j *Judging, i *Instalment) error {
	on := in.HappenedOn
	if on.IsZero() {
		on = j.Today()
	}
	if in.PayIn == "" || in.PayIn == j.Programme.Currency {
		return in.covers(j.Programme, i.Money, on)
	}
	if _, ok := CurrencyOf(in.PayIn); !ok {
		return noSuchCurrency("/pay_in", in.PayIn)
	}
	pay, ok := in.buys(j.Programme, i.Money.Amount, in.PayIn)
	if in.Rate != "" && !ok {
		return broken("rate-impossible", "/rate", "At this rate the instalment would come to nothing, or to more than any amount.")
	}
	return in.covers(j.Programme, Money{pay.Amount, in.PayIn}, on)
}

// fixed is what the instalment comes to in the currency it is released in, nil for the programme's own.
func (in ReleaseInstalment) fixed(p *Programme, i *Instalment) *Money {
	if in.PayIn == "" || in.PayIn == p.Currency {
		return nil
	}
	pay, ok := in.buys(p, i.Money.Amount, in.PayIn)
	if !ok {
		return nil
	}
	return &pay
}
