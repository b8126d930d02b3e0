package avrr

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Judge decides, at the head of a case's log, what becomes of a submission: the event to append, or an *Error that says why
// not. It changes nothing.
func Judge(j Judging, s Submission) (Event, error) {
	a, ok := Find(s.Action)
	if !ok {
		return Event{}, Errorf(CodeNotFound, "There is no action named %q.", printable(s.Action))
	}
	if err := j.may(a); err != nil {
		return Event{}, err
	}
	return j.judge(a, s)
}

// may refuses by what the catalogue alone can tell: role and stage.
func (j *Judging) may(a *Action) error {
	if !a.MayBy(j.Actor.Role) && j.Actor.Role != System {
		return Errorf(CodeRole, "%s is not done by the role %s.", a.Title.EN, j.Actor.Role.Title().EN)
	}
	switch opening := a.Name == "open"; {
	case opening && j.Case.Seq > 0:
		return Errorf(CodeStage, "The case is open already.")
	case !opening && j.Case.Seq == 0:
		return Errorf(CodeNotFound, "There is no such case yet.")
	case a.Kind == Fact:
		return nil
	}
	if j.Case.Stage == Closed && !a.expectedIn(Closed) {
		return Errorf(CodeStage, "The case is closed. Reopen it first.")
	}
	if !a.expectedIn(j.Case.Stage) {
		return Errorf(CodeStage, "%s is not possible in the stage %s.", a.Title.EN, j.Case.Stage.Title().EN)
	}
	return nil
}

// stale refuses a decision on a version that is not the case's any more.
func (j *Judging) stale(a *Action, s Submission) error {
	if s.Seen != nil && a.Kind == Decision && !a.Always && *s.Seen != j.Case.Version {
		return Errorf(CodeStale, "The case has changed since version %d. Look at it again before you go on.", *s.Seen)
	}
	return nil
}

// judge holds the input against the rules and makes the event.
func (j *Judging) judge(a *Action, s Submission) (Event, error) {
	body, err := s.joined()
	if err != nil {
		return Event{}, err
	}
	if err := j.stale(a, s); err != nil {
		return Event{}, err
	}
	if j.Input, err = a.Decode(body); err != nil {
		return Event{}, err
	}
	if s.Seen == nil && a.Edits {
		return Event{}, Errorf(CodeUnseen, "Say with If-Match which version of the case you correct; it is at version %d.", j.Case.Version)
	}
	if err := j.checkReferences(); err != nil {
		return Event{}, err
	}
	if err := checkCodes(j.Input); err != nil {
		return Event{}, err
	}
	if err := j.checkWhen(a); err != nil {
		return Event{}, err
	}
	if blocks := j.blocked(a); len(blocks) > 0 {
		return Event{}, &Error{Code: CodeRule, Message: blocks[0].Text, Blocks: blocks}
	}
	if body, err = j.settle(body); err != nil {
		return Event{}, err
	}
	if c, ok := j.Input.(checker); ok {
		if err := c.check(j); err != nil {
			return Event{}, err
		}
	}
	return j.event(a, s, body)
}

// settle puts the input into the form it is kept in, and answers the body that says so. What is folded later needs to know no more
// than the body: tables of airports and clocks may have changed by then.
func (j *Judging) settle(body json.RawMessage) (json.RawMessage, error) {
	in, ok := j.Input.(settler)
	if !ok {
		return body, nil
	}
	settled, err := in.settle(j)
	if err != nil {
		return nil, err
	}
	j.Input = settled
	if body, err = json.Marshal(settled); err != nil {
		return nil, Errorf(CodeInvalid, "The input holds a value that cannot be kept.")
	}
	return body, nil
}

// InTheWay answers why an action would be refused before anybody has filled in its form, by role, stage and rules; nil when it would not.
func (j *Judging) InTheWay(a *Action) error {
	if err := j.may(a); err != nil {
		return err
	}
	if blocks := j.blocked(a); len(blocks) > 0 {
		return &Error{Code: CodeRule, Message: blocks[0].Text, Blocks: blocks}
	}
	return nil
}

// Blocked answers the rules that stand in the way of an action before anybody has filled in its form.
func (j *Judging) Blocked(a *Action) []Blocked { return j.blocked(a) }

func (j *Judging) blocked(a *Action) []Blocked {
	var blocks []Blocked
	if j.Case.OnHold && a.Kind == Decision && !a.Always && !a.WhileHeld && a.Roles != nil {
		blocks = append(blocks, Blocked{Rule: "on-hold", Text: "The case is on hold. Resume it first.", Duty: ReturnDuty})
	}
	for _, rule := range a.Allowed {
		blocks = append(blocks, rule(j)...)
	}
	return blocks
}

func (j *Judging) event(a *Action, s Submission, body json.RawMessage) (Event, error) {
	open, protected, err := a.Split(body)
	if err != nil {
		return Event{}, err
	}
	e := Event{Cause: s.ID, Action: a.Name, Actor: j.Actor, Case: s.Case, RecordedAt: j.Now, Input: open, Protected: protected}
	e.happened(j.Input)
	if c, ok := j.Input.(concluder); ok {
		derived, err := c.conclude(j)
		if err != nil {
			return Event{}, err
		}
		if derived != nil {
			e.Derived, err = json.Marshal(derived)
		}
		if err != nil {
			return Event{}, fmt.Errorf("conclude %s: %w", a.Name, err)
		}
	}
	if a.Kind == Fact {
		e.Doubt = j.doubt(a)
	}
	if _, err := json.Marshal(e); err != nil { // what cannot be written must never be accepted
		return Event{}, Errorf(CodeInvalid, "The input holds a value that cannot be kept.")
	}
	return e, nil
}

// doubt says what a fact contradicts.
func (j *Judging) doubt(a *Action) string {
	if a.Doubt != nil {
		if text := a.Doubt(j); text != "" {
			return text
		}
	}
	if !a.expectedIn(j.Case.Stage) {
		return fmt.Sprintf("%s was recorded while the case was in the stage %s.", a.Title.EN, j.Case.Stage.Title().EN)
	}
	return ""
}

// latest is how far a clock elsewhere may be ahead of ours.
const latest = 5 * time.Minute

// earliest is the first year anything of a case can have happened in; an earlier one is a slip of the pen.
const earliest = 1900

// checkWhen refuses what has not happened yet, and what nobody alive was there for.
func (j *Judging) checkWhen(a *Action) error {
	if d, ok := j.Input.(dated); ok && !d.happenedOn().IsZero() && d.happenedOn().Year < earliest {
		return broken("long-past", "", "%s cannot be right: it lies before %d.", d.happenedOn(), earliest)
	}
	if d, ok := j.Input.(dated); ok && a.Kind == Decision && !d.happenedOn().IsZero() && d.happenedOn().Before(j.Case.AppliedOn) {
		return broken("before-the-case", "", "%s cannot be right: the application was made on %s.", d.happenedOn(), j.Case.AppliedOn)
	}
	if t, ok := j.Input.(timed); ok && t.happenedAt().Year() < earliest {
		return broken("long-past", "", "%s cannot be right: it lies before %d.", t.happenedAt().Format(time.RFC3339), earliest)
	}
	if d, ok := j.Input.(dated); ok && d.happenedOn().After(DateOf(j.Now.UTC().Add(14*time.Hour))) {
		// A day may already have begun elsewhere: the first zone is fourteen hours ahead of UTC.
		return broken("in-the-future", "", "%s lies in the future; what has not happened yet cannot be recorded.", d.happenedOn())
	}
	if t, ok := j.Input.(timed); ok && t.happenedAt().After(j.Now.Add(latest)) {
		return broken("in-the-future", "", "%s lies in the future; what has not happened yet cannot be recorded.", t.happenedAt().Format(time.RFC3339))
	}
	return nil
}

// Append gives an event its place at the head of the case's log and folds it.
func (c *Case) Append(p *Programme, e *Event) error {
	e.Seq = c.Seq + 1
	e.Version = c.Version
	if e.Actor.Role != System {
		e.Version++
	}
	if err := c.Fold(p, e); err != nil {
		return err
	}
	c.noteNumbers(e)
	return nil
}

// ErrGap is folding an event that does not follow the last one.
var ErrGap = errors.New("the log has a gap")

// Fold applies the next event of the log to the case. It answers ErrRefold for one that takes back an earlier event, and leaves
// the case as it was: Refold then makes it anew.
func (c *Case) Fold(p *Programme, e *Event) error {
	if e.Seq != c.Seq+1 {
		return fmt.Errorf("case %s: event %d after %d: %w", c.ID, e.Seq, c.Seq, ErrGap)
	}
	a, ok := Find(e.Action)
	if !ok {
		return fmt.Errorf("case %s: event %d has the unknown action %q", c.ID, e.Seq, e.Action)
	}
	in, err := decodeStored(a, e.Input)
	if err != nil {
		return fmt.Errorf("case %s: event %d: %w", c.ID, e.Seq, err)
	}
	if void, voids := in.(VoidEvent); voids && c.Voided[void.Seq] != e.Seq {
		return ErrRefold
	}
	c.Seq, c.Version, c.AsOf = e.Seq, e.Version, e.RecordedAt
	voided := c.Voided[e.Seq] > 0
	open, stood := c.Closure == nil, c.having(remaining...)
	if voided {
		err = c.passOver(in, p, e)
	} else {
		c.perform(in, p, e)
	}
	if err != nil {
		return err
	}
	c.callBackUnissued(e)
	c.freeEscorts(e.RecordedAt)
	if e.Actor.Role != System {
		c.LastTouched = e.RecordedAt
	}
	if e.Actor.Role != System && !voided {
		c.LastBy[e.Action] = e.Actor.ID
	}
	if e.Doubt != "" && !voided {
		c.raise(fmt.Sprintf("doubt-%d", e.Seq), T("Check a contradiction", "Kontrolloni një kundërthënie"), e.Doubt, a.Checks, e.RecordedAt)
	}
	c.Stage = c.stageNow(p)
	c.stays(e)
	if open && c.Closure != nil {
		c.Closure.ends(stood, e)
		if c.Closure.Budget == nil { // nobody closed it, it ended
			b := c.finalBudget(p)
			c.Closure.Budget = &b
		}
	}
	running := c.Clocks(p)
	c.arm(running, e.RecordedAt)
	c.endOverdue(running, e.RecordedAt)
	c.endAppointments(e.RecordedAt)
	c.endVisitReminders(e.RecordedAt)
	c.endPlanReminder(running, e.RecordedAt)
	c.endExceptions(e.RecordedAt)
	c.endBeforeDeparture(e.RecordedAt)
	return nil
}

// perform does what an event did, and tells other offices what it changed for them.
func (c *Case) perform(in Input, p *Programme, e *Event) {
	before, told, ordered := c.underWay(), c.told(), c.dueFromBanks()
	in.apply(c, p, e)
	c.callOff(ordered, e)
	c.keepTogether(e)
	c.tellOnPaper(told, e)
	c.tellWhatChanged(before, e)
}

// Conceivable reports whether an action can be taken at all in a stage. It is a first glance, never the judge.
func Conceivable(action string, s Stage) bool {
	a, ok := Find(action)
	return ok && (a.Kind == Fact || a.Roles == nil || a.Of == OfMovement || a.expectedIn(s))
}
