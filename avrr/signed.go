package avrr

import "time"

// A Signed says by which event of the log something was done, by whom and when it was recorded.
type Signed struct {
	Seq int       `json:"seq"`
	By  string    `json:"by"` // account, or SystemActor
	At  time.Time `json:"at"`
}

func (e *Event) signed() *Signed { return &Signed{Seq: e.Seq, By: e.Actor.ID, At: e.RecordedAt} }

// Kinds of Step.
const (
	StepRelease = "release"
	StepPayment = "payment"
)

// A Step is a release or a payment of an instalment that stands: there is never more than one of either.
type Step struct {
	Instalment string
	Kind       string
	Seq        int // the event that did it
}

// Steps answers the releases and payments of the plan that stand.
func (c *Case) Steps() []Step {
	if c.Plan == nil {
		return nil
	}
	var steps []Step
	for _, i := range c.Plan.Instalments {
		if i.Release != nil && (i.State == Released || i.State == Paid) {
			steps = append(steps, Step{i.ID, StepRelease, i.Release.Seq})
		}
		if i.Payment != nil && i.State == Paid {
			steps = append(steps, Step{i.ID, StepPayment, i.Payment.Seq})
		}
	}
	return steps
}

// taken says who released or paid an instalment before, and when.
func (j *Judging) taken(i *Instalment) *Error {
	switch {
	case i.State == Paid && i.Payment != nil:
		return j.doneBefore(i, "instalment-paid", "paid", i.Payment)
	case i.State == Released && i.Release != nil:
		return j.doneBefore(i, "instalment-not-planned", "released", i.Release)
	}
	return broken("instalment-not-planned", "/instalment", "%s is already %s.", j.Case.Plan.Called(i).EN, i.State)
}

func (j *Judging) doneBefore(i *Instalment, rule, what string, by *Signed) *Error {
	return broken(rule, "/instalment", "%s was already %s by %s on %s.", j.Case.Plan.Called(i).EN, what, j.called(by.By), by.At.In(j.Case.place()).Format("2 January 2006 at 15:04:05 MST"))
}

// called is what colleagues call somebody by; who cannot be named is somebody else.
func (j *Judging) called(account string) string {
	if account == SystemActor {
		return "Homeward itself"
	}
	if j.Named != nil {
		if name := j.Named(account); name != "" {
			return name
		}
	}
	return "somebody else"
}
