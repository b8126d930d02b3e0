package avrr

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// inputs of a movement's own route may also check themselves against the movement, and say which cases they are about beside those
// they name.
type (
	movementChecker interface {
		checkMovement(m *Movement, at time.Time) error
	}
	gathering interface{ concerns(p Passenger) bool }
	// what is about the movement alone asks no case and tells none
	ofMovementAlone interface {
		concludeTogether(m *Movement, aboard []Judging) any
	}
)

// judgeTogether judges what was submitted on the movement itself. Each case it is about gets its own part of the input and decides
// for itself; when one may not go on, all that stands in the way of any is told, with whom it is about.
func (m *Movement) judgeTogether(a *Action, aboard []Judging, s Submission, now time.Time, actor Actor) (Event, []Event, error) {
	own, in, err := m.openTogether(a, aboard, s, now, actor)
	if err != nil {
		return Event{}, nil, err
	}
	if alone, ok := in.(ofMovementAlone); ok {
		if own.Derived, err = json.Marshal(alone.concludeTogether(m, aboard)); err != nil {
			return Event{}, nil, fmt.Errorf("conclude %s: %w", a.Name, err)
		}
		return own, nil, nil
	}
	var theirs []Event
	var refused *Error
	for _, j := range aboard {
		if !m.concerned(j.Case, in) {
			continue
		}
		j.Movement = m
		e, err := j.part(a, s)
		if refused, err = refused.and(j.Case.Reference, err); err != nil {
			return Event{}, nil, err
		}
		own.Cases, theirs = append(own.Cases, j.Case.ID), append(theirs, e)
	}
	switch {
	case refused != nil:
		return Event{}, nil, refused
	case len(theirs) == 0 && !(m.Status == Unjoined || a.Name == "plan-movement"):
		return Event{}, nil, broken("nobody-aboard", "", "Nobody travels on this movement.")
	}
	return own, theirs, nil
}

// openTogether judges what no case has to be asked for: the role, the version, the names and the movement's own rules.
func (m *Movement) openTogether(a *Action, aboard []Judging, s Submission, now time.Time, actor Actor) (Event, Input, error) {
	switch {
	case !a.OnMovements():
		return Event{}, nil, Errorf(CodeNotFound, "%s is done on a case.", a.Title.EN)
	case !a.MayBy(actor.Role):
		return Event{}, nil, Errorf(CodeRole, "%s is not done by the role %s.", a.Title.EN, actor.Role.Title().EN)
	case m.Seq == 0 != (a.Name == "plan-movement"):
		return Event{}, nil, Errorf(CodeNotFound, "There is no such movement.")
	case s.Seen != nil && a.Kind == Decision && *s.Seen != m.Version:
		return Event{}, nil, Errorf(CodeStale, "The movement has changed since version %d. Look at it again before you go on.", *s.Seen)
	}
	in, err := a.Decode(s.Body)
	if err != nil {
		return Event{}, nil, err
	}
	if err := known(in, aboard); err != nil {
		return Event{}, nil, err
	}
	alone := Judging{Case: &Case{}, Programme: programmeOf(aboard), Movement: m, Actor: actor, Now: now, Input: in}
	if err := alone.checkWhen(a); err != nil {
		return Event{}, nil, err
	}
	body, err := alone.settle(s.Body)
	if err != nil {
		return Event{}, nil, err
	}
	if c, ok := alone.Input.(movementChecker); ok {
		if err := c.checkMovement(m, alone.at()); err != nil {
			return Event{}, nil, err
		}
	}
	own := Event{Cause: s.ID, Action: a.Name, Actor: actor, RecordedAt: now}
	own.happened(in)
	own.Input, err = named(aboard).renamed(a, body)
	return own, in, err
}

// programmeOf is the programme by which an itinerary is judged for everybody: that of the first case or, where there is none yet, one
// without rules of its own.
func programmeOf(aboard []Judging) *Programme {
	if len(aboard) == 0 {
		return &Programme{}
	}
	return aboard[0].Programme
}

// known refuses an input that names nobody of the cases that are at hand.
func known(in Input, aboard []Judging) error {
	for _, r := range referencesOf(in) {
		reference, member, _ := strings.Cut(r.id, "/")
		at := slices.IndexFunc(aboard, func(j Judging) bool { return j.Case.Reference == reference })
		switch {
		case r.kind != refMember && r.kind != refCase:
		case at < 0:
			return &Error{Code: CodeInvalid, Field: "/" + r.field, Message: fmt.Sprintf("%s: %q names no case on this movement; passengers are named REFERENCE/member.", r.field, printable(r.id))}
		case r.kind == refMember && !slices.Contains(aboard[at].Case.references(refMember), member):
			return &Error{Code: CodeInvalid, Field: "/" + r.field,
				Message: fmt.Sprintf("%s: %s has no member %q; it has %s.", r.field, reference, printable(member), listed(aboard[at].Case.references(refMember)))}
		}
	}
	return nil
}

// named names cases by their ids, as the movement's log does.
func named(aboard []Judging) naming {
	ids := map[string]string{}
	for _, j := range aboard {
		ids[j.Case.Reference] = j.Case.ID
	}
	return func(kind, id string) (string, bool) {
		reference, member, _ := strings.Cut(id, "/")
		if kind == refCase {
			return ids[reference], true
		}
		return Key(ids[reference], member), true
	}
}

// concerned reports whether an input is about a case: one it names, and one that has its seats here with a passenger the input is about
// by its nature. Who withdrew, and who was booked elsewhere since, never holds up the others.
func (m *Movement) concerned(c *Case, in Input) bool {
	for _, r := range referencesOf(in) {
		if reference, _, _ := strings.Cut(r.id, "/"); reference == c.Reference && (r.kind == refMember || r.kind == refCase) {
			return true
		}
	}
	g, ok := in.(gathering)
	return ok && c.seatedOn(m.ID) && slices.ContainsFunc(m.Passengers, func(p Passenger) bool { return p.Case == c.ID && g.concerns(p) })
}

// part judges a case's own part of what was submitted on the movement. The version somebody saw was the movement's.
func (j *Judging) part(a *Action, s Submission) (Event, error) {
	own := naming(func(kind, id string) (string, bool) {
		reference, member, _ := strings.Cut(id, "/")
		if kind == refCase {
			return j.Case.ID, reference == j.Case.Reference
		}
		return member, reference == j.Case.Reference
	})
	var err error
	if s.Body, err = own.renamed(a, s.Body); err != nil {
		return Event{}, err
	}
	s.Seen = nil
	return j.aboard(a, s)
}

// and adds why one case may not go on to why others may not. An error that is no refusal is answered as it is.
func (e *Error) and(reference string, err error) (*Error, error) {
	var why *Error
	if !errors.As(err, &why) {
		return e, err
	}
	of := *why
	of.Message = reference + ": " + why.Message
	of.Blocks = nil
	for _, b := range why.Blocks {
		b.Text = reference + ": " + b.Text
		if b.Member == "" {
			b.Member = reference
		} else {
			b.Member = Key(reference, b.Member)
		}
		of.Blocks = append(of.Blocks, b)
	}
	if e == nil {
		return &of, nil
	}
	e.Blocks = append(e.Blocks, of.Blocks...)
	return e, nil
}

// SchemaAboard answers the closed schema of the action's body on a movement; with cases, passengers are narrowed to theirs.
func (a *Action) SchemaAboard(m *Movement, cases []*Case) Schema {
	return schemaOf(reflect.TypeOf(a.Input), func(kind string) []string {
		names := []string{}
		for _, c := range cases {
			if kind == refCase {
				names = append(names, c.Reference)
				continue
			}
			for _, p := range m.Passengers {
				if p.Case == c.ID && p.Outcome != outcomeReleased {
					names = append(names, Key(c.Reference, p.Member))
				}
			}
		}
		return names
	})
}

// Concerns reports whether a body of the movement's own route is about a case.
func (m *Movement) Concerns(action string, body json.RawMessage, c *Case) bool {
	a, ok := Find(action)
	if !ok {
		return false
	}
	in, err := decodeStored(a, body)
	return err == nil && m.concerned(c, in)
}

// Blocked answers what stands in the way of an action of the movement, before anybody has filled in its form, for each case that
// has somebody aboard to perform it on; members are named REFERENCE/member.
func (m *Movement) Blocked(a *Action, aboard []Judging) []Blocked {
	var refused *Error
	for _, j := range aboard {
		alone := *m
		alone.Passengers = slices.DeleteFunc(slices.Clone(m.Passengers), func(p Passenger) bool { return p.Case != j.Case.ID })
		if !j.Case.seatedOn(m.ID) || a.Aboard != nil && !a.Aboard(&alone) || !anybodySeated(&alone) {
			continue
		}
		j.Movement = m
		if blocks := j.blocked(a); len(blocks) > 0 {
			refused, _ = refused.and(j.Case.Reference, &Error{Code: CodeRule, Blocks: blocks})
		}
	}
	if refused == nil {
		return nil
	}
	return refused.Blocks
}
