package avrr

import "time"

// States of an instalment.
const (
	Planned  = "planned"
	Released = "released"
	Paid     = "paid"
	Void     = "void"
)

// An Instalment is one payment of the plan, with what it waits for.
type Instalment struct {
	ID        string    `json:"id"`
	Measure   int       `json:"measure"` // index into the plan's measures
	Money     Money     `json:"money"`
	Condition string    `json:"condition,omitempty"`
	Evidence  []string  `json:"evidence,omitempty"` // the kinds of file its release asks for
	NotBefore NotBefore `json:"not_before,omitzero"`
	Milestone int       `json:"milestone,omitempty"` // of its measure, counted from 1
	State     string    `json:"state"`
	Shown     []string  `json:"shown,omitempty"` // the files its release rests on
	ChangedAt time.Time `json:"changed_at"`
	PayIn     *Money    `json:"pay_in,omitempty"`  // what it was released to be paid in, when that is not the programme's currency
	Release   *Signed   `json:"release,omitempty"` // the release that stands
	Payment   *Signed   `json:"payment,omitempty"` // the payment that stands
}

// ReleaseInstalment allows one instalment to be paid.
type ReleaseInstalment struct {
	Instalment string   `json:"instalment" schema:"ref=instalment"`
	Evidence   []string `json:"evidence,omitempty" schema:"ref=file,min=0,max=20" doc:"The files that show that the condition is met."`
	PayIn      string   `json:"pay_in,omitempty" schema:"pattern=^[A-Z]{3}$" doc:"ISO 4217; the currency it is to be paid in, when that is not the programme's. The amount is then fixed at the rate."`
	AtRate
	When
}

func (in ReleaseInstalment) check(j *Judging) error {
	i := j.Case.Plan.instalment(in.Instalment)
	if i.State != Planned {
		return j.taken(i)
	}
	line, _ := j.Programme.line(j.Case.Plan.lineOf(i))
	if from, early := j.notYet(line); early {
		return broken("window-not-open", "/instalment", "The line %s is given from %s on.", line.ID, DateOf(from.In(j.Case.place())))
	}
	if j.windowOver(line) {
		return broken("window-over", "/instalment", "The time in which the line %s is given is over.", line.ID)
	}
	return in.fixes(j, i)
}

func (in ReleaseInstalment) apply(c *Case, p *Programme, e *Event) {
	i := c.Plan.instalment(in.Instalment)
	i.State, i.Shown, i.ChangedAt, i.Release, i.PayIn = Released, in.Evidence, e.when(c), e.signed(), in.fixed(p, i)
}

// hasInstalments reports whether there is anything to pay.
func hasInstalments(j *Judging) bool { return j.Case.Plan != nil && len(j.Case.Plan.Instalments) > 0 }

// somethingToRelease asks for an instalment that is still planned.
func somethingToRelease(j *Judging) []Blocked {
	if _, named := j.Input.(ReleaseInstalment); named && j.Case.Plan != nil {
		return nil // the one that is named says more: who released it
	}
	if j.Case.Plan != nil {
		for _, i := range j.Case.Plan.Instalments {
			if i.State == Planned {
				return nil
			}
		}
	}
	return []Blocked{{Rule: "nothing-to-release", Text: "Every instalment has been released.", Thing: "instalment", Duty: ReintegrationDuty}}
}
