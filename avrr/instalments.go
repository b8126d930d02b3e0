package avrr

import "time"

// A Part is one instalment as the plan sets it down: how much, on what condition and shown by what, and from when.
type Part struct {
	Amount    int64     `json:"amount" schema:"money,max=100000000" doc:"Minor units of the programme's currency."`
	Condition string    `json:"condition,omitempty" schema:"max=500" doc:"What must be so before it is paid, in words."`
	Evidence  []string  `json:"evidence,omitempty" schema:"min=0,enum=receipt|invoice|photo|delivery_note|attendance|contract|other" doc:"The kinds of file that show it."`
	NotBefore NotBefore `json:"not_before,omitzero" doc:"From when it may be paid; as soon as it is released when left out."`
	Milestone int       `json:"milestone,omitempty" schema:"min=1,max=12" doc:"The measure's milestone that must be reached first, counted from 1."`
}

// NotBefore says from when an instalment may be released: a number of days after the arrival, or a day.
type NotBefore struct {
	AfterArrivalDays int  `json:"after_arrival_days,omitempty" schema:"min=1,max=1000"`
	On               Date `json:"on,omitzero"`
}

// check holds an instalment against the measure it is of.
func (p Part) check(m Measure, at string) error {
	switch {
	case p.Milestone > len(m.Milestones):
		return broken("no-such-milestone", at+"/milestone", "The measure has no milestone %d.", p.Milestone)
	case p.NotBefore.AfterArrivalDays > 0 && !p.NotBefore.On.IsZero():
		return broken("one-beginning", at+"/not_before", "Name a day or a number of days after the arrival, not both.")
	}
	return nil
}

// from answers the first day on which an instalment may be released; zero for as soon as anybody likes.
func (n NotBefore) from(c *Case) Date {
	if n.AfterArrivalDays == 0 {
		return n.On
	}
	return DateOf(c.ArrivedAt.In(c.place())).AddDays(n.AfterArrivalDays)
}

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
	Shown     []string  `json:"shown,omitempty"`     // the files its release rests on
	ReachedOn Date      `json:"reached_on,omitzero"` // when that milestone was
	ChangedAt time.Time `json:"changed_at"`
	PayIn     *Money    `json:"pay_in,omitempty"`  // what it was released to be paid in, when that is not the programme's currency
	Release   *Signed   `json:"release,omitempty"` // the release that stands
	Payment   *Signed   `json:"payment,omitempty"` // the payment that stands

	Delivered *DeliveredSoFar `json:"delivered,omitempty"` // nil while nothing of it came
}

// Kinds of reference to an instalment by what may be done with it: its release, or what only a released one has, as an order or a
// supplier who fails.
const (
	refToRelease = "instalment to release"
	refReleased  = "released instalment"
)

// ReleaseInstalment allows one instalment to be paid.
type ReleaseInstalment struct {
	Instalment string   `json:"instalment" schema:"ref=instalment to release"`
	Evidence   []string `json:"evidence,omitempty" schema:"ref=file,min=0,max=20" doc:"The files that show that the condition is met."`
	ReachedOn  Date     `json:"reached_on,omitzero" doc:"The day the milestone was reached, where the instalment waits for one."`
	PayIn      string   `json:"pay_in,omitempty" schema:"like=EUR,pattern=^[A-Z]{3}$" doc:"ISO 4217; the currency it is to be paid in, when that is not the programme's. The amount is then fixed at the rate."`
	Pay        string   `json:"pay,omitempty" schema:"enum=by_desk|by_bank" doc:"Over the counter or in a batch file, or by a bank that answers; by the desk when left out."`
	Payee      string   `json:"payee,omitempty" schema:"ref=payee" doc:"Whose account it is paid to; required by bank and for a batch file."`
	AtRate
	When
}

func (in ReleaseInstalment) check(j *Judging) error {
	i, today := j.Case.Plan.instalment(in.Instalment), DateOf(j.at().In(j.Case.place()))
	called := j.Case.Plan.Called(i).EN
	line, _ := j.Programme.line(j.Case.Plan.lineOf(i))
	opens, shut := j.notYet(line)
	switch earlier, from := j.Case.Plan.earlier(i), i.NotBefore.from(j.Case); {
	case i.State != Planned:
		return j.taken(i)
	case shut:
		return broken("window-not-open", "/instalment", "The line %s is given from %s on.", line.ID, DateOf(opens.In(j.Case.place())))
	case j.windowOver(line):
		return broken("window-over", "/instalment", "The time in which the line %s is given is over.", line.ID)
	case earlier != nil:
		return broken("instalment-order", "/instalment", "%s comes before this one and has not been released.", j.Case.Plan.Called(earlier).EN)
	case today.Before(from):
		return broken("instalment-early", "/instalment", "%s may be released from %s on.", called, from)
	case i.Milestone > 0 && in.ReachedOn.IsZero():
		return broken("milestone-open", "/reached_on", "%s waits for milestone %d of its measure. Say on which day it was reached.", called, i.Milestone)
	case in.ReachedOn.After(today):
		return broken("in-the-future", "/reached_on", "A milestone reached on %s cannot release anything on %s.", in.ReachedOn, today)
	}
	if err := in.checkEvidence(j, i); err != nil {
		return err
	}
	if err := in.payable(j.Case, i); err != nil {
		return err
	}
	if err := in.secondPair(j); err != nil {
		return err
	}
	if err := in.notAtTheBank(j); err != nil {
		return err
	}
	return in.fixes(j, i)
}

// earlier answers an instalment of the same measure that comes first and waits to be released, or nil.
func (p *Plan) earlier(than *Instalment) *Instalment {
	for _, i := range p.Instalments {
		if i == than {
			return nil
		}
		if i.Measure == than.Measure && i.State == Planned {
			return i
		}
	}
	return nil
}

func (in ReleaseInstalment) apply(c *Case, p *Programme, e *Event) {
	i := c.Plan.instalment(in.Instalment)
	i.State, i.Shown, i.ReachedOn, i.ChangedAt = Released, in.Evidence, in.ReachedOn, e.when(c)
	i.Release, i.PayIn = e.signed(), in.fixed(p, i)
	c.order(i, in, e)
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
