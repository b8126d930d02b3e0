package avrr

import (
	"fmt"
	"slices"
	"strings"
)

// Refold answers the case with an event that takes back an earlier one, made anew from its log, which ends before that event, and
// notes in the event which papers follow from it.
func (c *Case) Refold(p *Programme, log []Event, e *Event) (*Case, error) {
	again := NewCase(c.ID, c.Reference, p)
	if err := again.FoldAll(p, append(slices.Clip(log), *e)); err != nil {
		return nil, err
	}
	for _, paper := range again.Papers {
		if !c.gaveOut(paper.Number) {
			paper.IssuedAt = e.RecordedAt
			e.Papers = append(e.Papers, *paper)
		}
	}
	return again, nil
}

func (c *Case) gaveOut(number string) bool {
	return slices.ContainsFunc(c.Papers, func(p *IssuedPaper) bool { return p.Number == number })
}

// papersIn answers every paper whose number a log gives out.
func papersIn(log []Event) (given []IssuedPaper) {
	for _, e := range log {
		given = append(given, e.Papers...)
	}
	return given
}

// givenAt answers the papers whose numbers the log gives to one of its events.
func (c *Case) givenAt(e *Event) (given []IssuedPaper) {
	for _, paper := range slices.Concat(e.Papers, c.given) {
		if paper.Seq == e.Seq {
			given = append(given, paper)
		}
	}
	return given
}

// numbered gives a new paper the number that stands in the log for it, else the next one: a number that has left the house never
// comes to mean another paper.
func (c *Case) numbered(paper IssuedPaper, e *Event) *IssuedPaper {
	for _, given := range c.givenAt(e) {
		if given.Kind == paper.Kind && given.Member == paper.Member && given.About == paper.About && given.Language == paper.Language && !c.gaveOut(given.Number) {
			paper.Version, paper.Number, paper.IssuedAt = given.Version, given.Number, given.IssuedAt
			return &paper
		}
	}
	last := 0
	for _, other := range c.Papers {
		if other.Kind == paper.Kind && other.Member == paper.Member && other.About == paper.About {
			last = max(last, other.Version)
		}
	}
	for _, other := range c.given {
		if other.Kind == paper.Kind && other.Member == paper.Member && other.About == paper.About {
			last = max(last, other.Version)
		}
	}
	paper.Version = last + 1
	paper.Number = fmt.Sprintf("%s-%s%s-%d", c.Reference, printedAs(paper.Kind).mark, paper.ordinal(), paper.Version)
	return &paper
}

// ordinal answers which member or which thing of its kind a paper is of: "2" of "m2", nothing of nobody. Programmes name their
// visits as they like, so a visit is its whole name.
func (p *IssuedPaper) ordinal() string {
	if p.Kind == PaperVisit {
		return strings.ToUpper(p.About)
	}
	return strings.TrimLeftFunc(p.Member+p.About, func(r rune) bool { return r < '0' || r > '9' })
}

// noteNumbers writes into a new event which papers it issued.
func (c *Case) noteNumbers(e *Event) {
	for _, paper := range c.Papers {
		if paper.Seq == e.Seq {
			e.Papers = append(e.Papers, *paper)
		}
	}
}

// callBackUnissued keeps as withdrawn what an event had issued and, now that an earlier one is taken back, issues no more.
func (c *Case) callBackUnissued(e *Event) {
	for _, paper := range c.givenAt(e) {
		if !c.gaveOut(paper.Number) {
			paper.Status = PaperWithdrawn
			c.Papers = append(c.Papers, &paper)
		}
	}
}
