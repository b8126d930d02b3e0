package avrr

import "fmt"

// A Measure is one thing the plan does, in one dimension of reintegration and on one level.
type Measure struct {
	Line         string      `json:"line,omitempty" schema:"like=in-kind,pattern=^[a-z][a-z0-9-]{0,39}$" doc:"The line of the package it is given under."`
	Dimension    string      `json:"dimension" schema:"enum=economic|social|psychosocial"`
	Level        string      `json:"level" schema:"enum=individual|community|structural" doc:"Whom it reaches: the person and the family, the community they return to, or what serves everybody there."`
	Kind         string      `json:"kind" schema:"enum=business|job_placement|training|tools|housing|education|health|counselling|legal|other"`
	Description  string      `json:"description" schema:"max=2000"`
	Amount       int64       `json:"amount" schema:"money,max=100000000" doc:"Minor units of the programme's currency."`
	Currency     string      `json:"currency" schema:"like=EUR,pattern=^[A-Z]{3}$" doc:"ISO 4217; the programme's currency."`
	Supplier     string      `json:"supplier,omitempty" schema:"max=200"`
	Milestones   []Milestone `json:"milestones,omitempty" schema:"min=0,max=12" doc:"What is to be reached, and by when."`
	Quotes       []Quote     `json:"quotes,omitempty" schema:"min=0,max=10" doc:"What suppliers asked for the same thing; above the programme's threshold they are compared."`
	QuotesReason string      `json:"quotes_reason,omitempty" schema:"max=2000" doc:"Why there are fewer quotes than the programme asks for."`
	Instalments  []Part      `json:"instalments,omitempty" schema:"min=0,max=12" doc:"Their amounts add up to the measure's; one instalment when left out."`
}

// A Milestone is something a measure is to reach.
type Milestone struct {
	Title string `json:"title" schema:"max=200"`
	DueOn Date   `json:"due_on"`
}

// A Quote is what one supplier asked for what a measure buys.
type Quote struct {
	Supplier       string `json:"supplier" schema:"max=200"`
	Amount         int64  `json:"amount" schema:"money,max=100000000" doc:"Minor units."`
	Currency       string `json:"currency" schema:"like=EUR,pattern=^[A-Z]{3}$" doc:"ISO 4217; the programme's currency, for quotes to be compared."`
	File           string `json:"file,omitempty" schema:"ref=file" doc:"The quote itself."`
	Chosen         bool   `json:"chosen,omitempty" doc:"Whether the measure buys here."`
	WhyNotCheapest string `json:"why_not_cheapest,omitempty" schema:"max=2000" doc:"Of the chosen one, where another asked for less."`
}

// check holds a measure against itself and against the line of the package it names.
func (m Measure) check(j *Judging, at string) error {
	if m.Currency != j.Programme.Currency {
		return broken("other-currency", at+"/currency", "The programme pays in %s, not in %s.", j.Programme.Currency, m.Currency)
	}
	sum := int64(0)
	for n, part := range m.Instalments {
		if err := part.check(m, fmt.Sprintf("%s/instalments/%d", at, n)); err != nil {
			return err
		}
		sum += part.Amount
	}
	if len(m.Instalments) > 0 && sum != m.Amount {
		return broken("instalments-differ", at+"/instalments", "The instalments add up to %s, the measure to %s.", Money{sum, m.Currency}, Money{m.Amount, m.Currency})
	}
	if m.Line == "" {
		return nil
	}
	switch line, known := j.Programme.line(m.Line); {
	case !known:
		return noSuchLine(at+"/line", m.Line)
	case !line.Plan:
		return broken("line-not-of-plan", at+"/line", "The line %s is not given by a plan; it is paid directly.", m.Line)
	case len(m.Instalments) > line.Parts:
		return broken("too-many-parts", at+"/instalments", "The line %s is given in at most %d parts.", m.Line, line.Parts)
	case j.windowOver(line):
		return broken("window-over", at+"/line", "The time in which the line %s is given is over.", m.Line)
	}
	return nil
}

// parts are the measure's instalments; one of the whole amount where the plan divides nothing.
func (m Measure) parts() []Part {
	if len(m.Instalments) == 0 {
		return []Part{{Amount: m.Amount}}
	}
	return m.Instalments
}
