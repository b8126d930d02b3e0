package avrr

import (
	"fmt"
	"slices"
	"strings"
)

// QuoteFile is the kind of file that is a supplier's quote.
const QuoteFile = "quote"

// A Procurement says when a measure compares what several suppliers ask for. With no number of quotes it never needs to.
type Procurement struct {
	QuotesAbove int64 // minor units of the programme's currency
	Quotes      int
}

// chosen answers the quote the measure buys at, false when there is none.
func (m Measure) chosen() (Quote, bool) {
	if i := slices.IndexFunc(m.Quotes, func(q Quote) bool { return q.Chosen }); i >= 0 {
		return m.Quotes[i], true
	}
	return Quote{}, false
}

// Seller is who gets the money: who is named or, where nobody is, who made the chosen quote.
func (m Measure) Seller() string {
	if q, ok := m.chosen(); ok && m.Supplier == "" {
		return q.Supplier
	}
	return m.Supplier
}

// boughtElsewhere reports whether somebody is another supplier than the one whose quote was chosen: then nobody compared what they ask for.
func (m Measure) boughtElsewhere(supplier string) bool {
	chosen, compared := m.chosen()
	return compared && sellerKey(supplier) != "" && sellerKey(supplier) != sellerKey(chosen.Supplier)
}

// bought is what the measures come to at each seller: an order divided into several measures is still one order.
func bought(measures []Measure) map[string]int64 {
	sums := map[string]int64{}
	for _, m := range measures {
		if name := sellerKey(m.Seller()); name != "" {
			sums[name] += m.Amount
		}
	}
	return sums
}

// sellerKey is a supplier's name without what people write differently.
func sellerKey(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// checkQuotes holds the quotes of a measure against each other and against the programme; order is what the plan buys at its seller.
func (m Measure) checkQuotes(j *Judging, at string, order int64) error {
	asked := j.Programme.Procurement
	if asked.Quotes > 0 && max(order, m.Amount) > asked.QuotesAbove && len(m.Quotes) < asked.Quotes && m.QuotesReason == "" {
		return broken("quotes-missing", at+"/quotes", "What costs more than %s compares %d quotes. There are %d: add the others, or give the reason why there are fewer.",
			Money{asked.QuotesAbove, j.Programme.Currency}, asked.Quotes, len(m.Quotes))
	}
	if len(m.Quotes) == 0 {
		return nil
	}
	for n, q := range m.Quotes {
		if err := m.checkQuote(j, n, fmt.Sprintf("%s/quotes/%d", at, n), q); err != nil {
			return err
		}
	}
	return m.checkChoice(at)
}

func (m Measure) checkQuote(j *Judging, n int, at string, q Quote) error {
	switch {
	case q.Currency != j.Programme.Currency:
		return broken("other-currency", at+"/currency", "The programme pays in %s; give the quote in %s, so that it can be compared.", j.Programme.Currency, j.Programme.Currency)
	case slices.ContainsFunc(m.Quotes[:n], func(o Quote) bool { return sameName(o.Supplier, q.Supplier) }):
		return broken("quote-twice", at+"/supplier", "This supplier has a quote above already; quotes are compared between different suppliers.")
	case q.File == "":
		return nil
	case slices.ContainsFunc(m.Quotes[:n], func(o Quote) bool { return o.File == q.File }):
		return broken("quote-twice", at+"/file", "This file is the quote of another supplier already.")
	}
	if kind := j.Case.File(q.File).Kind; kind != QuoteFile {
		return broken("not-a-quote", at+"/file", "This file is kept as %s, not as a quote.", kindWords(kind))
	}
	return nil
}

// checkChoice asks for one chosen quote that is the measure's own price, and for the reason where another was lower.
func (m Measure) checkChoice(at string) error {
	chosen, ok := m.chosen()
	several := slices.IndexFunc(m.Quotes, func(q Quote) bool { return q.Chosen && q != chosen })
	switch {
	case !ok || several >= 0:
		return broken("one-quote-chosen", at+"/quotes", "Say which quote is chosen: exactly one.")
	case chosen.Amount != m.Amount:
		return broken("quote-differs", at+"/amount", "The chosen quote is %s; the measure must come to the same.", Money{chosen.Amount, chosen.Currency})
	case !sameName(m.Seller(), chosen.Supplier):
		return broken("quote-differs", at+"/supplier", "The measure names another supplier than the chosen quote.")
	}
	cheapest := slices.MinFunc(m.Quotes, func(a, b Quote) int { return int(a.Amount - b.Amount) })
	if cheapest.Amount < chosen.Amount && chosen.WhyNotCheapest == "" {
		return broken("not-the-cheapest", at+"/quotes", "Another supplier asks for %s. Give the reason why the chosen one is better.", Money{cheapest.Amount, cheapest.Currency})
	}
	return nil
}

// kindWords writes a code as people say it.
func kindWords(code string) string { return strings.ReplaceAll(code, "_", " ") }
