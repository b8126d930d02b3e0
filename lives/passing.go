package lives

import (
	"encoding/json"
	"errors"
	"time"

	"homeward/avrr"
)

// mostClocks is how many deadlines may pass in one wait before it is thought that they never come to rest.
const mostClocks = 5000

var errNoRest = errors.New("the clocks of this family never come to rest")

// passes lets the time pass until an instant. What falls due on the way runs out in its order, on cases and movements alike.
func (o *Office) passes(until time.Time) error {
	for range mostClocks {
		at, run := o.due()
		if run == nil || at.After(until) {
			if until.After(o.Now) {
				o.Now = until
			}
			return nil
		}
		if at.After(o.Now) {
			o.Now = at
		}
		if err := run(); err != nil {
			return err
		}
		if err := o.tidies(); err != nil {
			return err
		}
	}
	return errNoRest
}

// due answers what falls due next, and what then is to be done.
func (o *Office) due() (at time.Time, run func() error) {
	for _, f := range o.files {
		if k, runs := f.Case.NextDue(o.Programme); runs && (run == nil || k.Due.Before(at)) {
			at, run = k.Due, func() error { return o.runsOut(f) }
		}
	}
	for _, v := range o.voyages {
		if k, runs := v.Movement.NextDue(); runs && (run == nil || k.Due.Before(at)) {
			at, run = k.Due, func() error { return o.lapses(v, k) }
		}
	}
	for _, f := range o.files {
		if answered, answer := o.paying(f); answer != nil && (run == nil || answered.Before(at)) {
			at, run = answered, answer
		}
	}
	for _, v := range o.voyages {
		if answered, answer := o.answering(v); answer != nil && (run == nil || answered.Before(at)) {
			at, run = answered, answer
		}
	}
	return at, run
}

func (o *Office) runsOut(f *File) error {
	for _, k := range f.Case.Due(o.Programme, o.Now) {
		e, err := k.Event(o.Now)
		if err != nil {
			return err
		}
		if err := o.append(f, e); err != nil {
			return err
		}
	}
	return nil
}

func (o *Office) lapses(v *Voyage, k avrr.Clock) error {
	raw, err := json.Marshal(avrr.LapseHold{Clock: k.Name, Due: k.Due})
	if err != nil {
		return err
	}
	own := avrr.Event{Cause: k.Cause(), Action: "lapse-hold", Actor: avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}, RecordedAt: o.Now, Input: raw}
	concerned := o.concerned(v, "")
	theirs := make([]avrr.Event, len(concerned))
	for i := range theirs {
		theirs[i] = own
		theirs[i].Movement = v.Movement.ID
	}
	return o.appendOn(v, own, theirs, concerned)
}
