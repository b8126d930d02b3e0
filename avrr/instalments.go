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
}

// ReleaseInstalment allows one instalment to be paid.
type ReleaseInstalment struct {
	Instalment string   `json:"instalment" schema:"ref=instalment"`
	Evidence   []string `json:"evidence,omitempty" schema:"ref=file,min=0,max=20" doc:"The files that show that the condition is met."`
	When
}

func (in ReleaseInstalment) check(j *Judging) error {
	i := j.Case.Plan.instalment(in.Instalment)
	if i.State != Planned {
		return broken("instalment-not-planned", "/instalment", "Instalment %s is already %s.", i.ID, i.State)
	}
	line, _ := j.Programme.line(j.Case.Plan.lineOf(i))
	if from, early := j.notYet(line); early {
		return broken("window-not-open", "/instalment", "The line %s is given from %s on.", line.ID, DateOf(from.In(j.Case.place())))
	}
	if j.windowOver(line) {
		return broken("window-over", "/instalment", "The time in which the line %s is given is over.", line.ID)
	}
	return nil
}

func (in ReleaseInstalment) apply(c *Case, _ *Programme, e *Event) {
	i := c.Plan.instalment(in.Instalment)
	i.State, i.Shown, i.ChangedAt = Released, in.Evidence, e.when(c)
}

// hasInstalments reports whether there is anything to pay.
func hasInstalments(j *Judging) bool { return j.Case.Plan != nil && len(j.Case.Plan.Instalments) > 0 }

// somethingToRelease asks for an instalment that is still planned.
func somethingToRelease(j *Judging) []Blocked {
	if j.Case.Plan != nil {
		for _, i := range j.Case.Plan.Instalments {
			if i.State == Planned {
				return nil
			}
		}
	}
	return []Blocked{{Rule: "nothing-to-release", Text: "Every instalment has been released.", Thing: "instalment", Duty: ReintegrationDuty}}
}
