package avrr

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// VoidEvent takes back a fact that was recorded wrongly. The log keeps its line; folding passes over it, so that its clocks are
// disarmed; the papers it issued are withdrawn and its notices go out as cancelled. Decisions are decided again and payments
// reversed, never voided.
type VoidEvent struct {
	Seq    int    `json:"seq" schema:"min=1" doc:"The event's number in the history of the case."`
	Reason string `json:"reason" schema:"max=2000"`
}

// ErrRefold is folding an event that takes back an earlier one: the case stands as before, and Refold makes it anew.
var ErrRefold = errors.New("the log is to be folded again")

// irrevocable are facts that are corrected otherwise than by voiding: the opening by correct-details, money by reversal.
var irrevocable = []string{"open", "record-payment", "reverse-payment", "record-cost", "record-bank-answer", "void-event"}

func (in VoidEvent) check(j *Judging) error {
	if j.History == nil {
		return Errorf(CodeInternal, "The history of the case cannot be read here.")
	}
	log, err := j.History()
	if err != nil {
		return err
	}
	if in.Seq > len(log) {
		return broken("no-such-event", "/seq", "The history of this case has %d events.", len(log))
	}
	if err := j.mayVoid(&log[in.Seq-1]); err != nil {
		return err
	}
	return j.nothingRestsOn(in.Seq, log)
}

func (j *Judging) mayVoid(e *Event) error {
	a, _ := Find(e.Action)
	switch {
	case a.Roles == nil || a.Kind != Fact || slices.Contains(irrevocable, a.Name):
		return broken("not-voidable", "/seq", "%s cannot be voided: decisions are decided again, payments reversed, and details corrected.", a.Title.EN)
	case j.Case.Voided[e.Seq] != 0:
		return broken("voided-already", "/seq", "Event %d has been voided already.", e.Seq)
	case e.Actor.ID == j.Actor.ID:
		return broken("another-person", "/seq", "You recorded this yourself: %s. Another person must void it.", a.Title.EN)
	case a.Protects() && j.Actor.Role != ProtectionOfficer:
		return broken("protected", "/seq", "A protection officer voids this.")
	}
	return nil
}

// nothingRestsOn refuses to void what a later event needs: a visit logged after the arrival that planned it.
func (j *Judging) nothingRestsOn(seq int, log []Event) error {
	without := NewCase(j.Case.ID, j.Case.Reference, j.Programme)
	without.Voided = voidedIn(log)
	without.Voided[seq] = len(log) + 1
	for i := range log {
		e := log[i]
		if _, voided := without.Voided[e.Seq]; e.Seq > seq && !voided {
			if missing := without.missing(&e); missing != "" {
				a, _ := Find(e.Action)
				return broken("rests-on-it", "/seq", "Event %d (%s) rests on this one: %s. Void that one first.", e.Seq, a.Title.EN, missing)
			}
		}
		if err := without.Fold(j.Programme, &e); err != nil {
			return err
		}
	}
	return nil
}

// resting inputs rest on more than they name: what the rules concluded when they were recorded.
type resting interface {
	restsOn(e *Event) (kind string, ids []string)
}

// missing names what an event refers to and the case does not have.
func (c *Case) missing(e *Event) string {
	a, ok := Find(e.Action)
	if !ok || a.Roles == nil {
		return ""
	}
	in, err := decodeStored(a, e.Input)
	if err != nil {
		return err.Error()
	}
	for _, r := range referencesOf(in) {
		if !slices.Contains(c.references(r.kind), r.id) && r.kind != "task" {
			return fmt.Sprintf("it names %s %s", r.kind, r.id)
		}
	}
	if r, ok := in.(resting); ok {
		kind, ids := r.restsOn(e)
		for _, id := range ids {
			if !slices.Contains(c.references(kind), id) {
				return fmt.Sprintf("it rests on %s %s", kind, id)
			}
		}
	}
	if arrival, ok := in.(ConfirmArrival); ok && e.Doubt == "" {
		for _, id := range arrival.Members {
			if c.Member(id).LeftAt.IsZero() {
				return "it tells of an arrival that would have no departure"
			}
		}
	}
	if a.Name == "decide-appeal" && !c.Appeal.open() {
		return "it decides the appeal"
	}
	books := a.Name == "hold-seats" || a.Name == "join-movement"
	switch {
	case a.Of == OfMovement && !books && a.Name != "validate-manifest" && c.Booking == nil:
		return "it needs the booking"
	case books && len(notBooked(&Judging{Case: c})) > 0:
		return "it took seats when the ones before were gone"
	}
	return ""
}

func (in VoidEvent) apply(c *Case, _ *Programme, e *Event) {
	if c.Voided == nil {
		c.Voided = map[int]int{}
	}
	c.Voided[in.Seq] = e.Seq
}

// voidedIn answers which events of a log a later one takes back, each with the seq of that one.
func voidedIn(log []Event) map[int]int {
	voided := map[int]int{}
	for _, e := range log {
		var in VoidEvent
		if e.Action == "void-event" && json.Unmarshal(e.Input, &in) == nil {
			voided[in.Seq] = e.Seq
		}
	}
	return voided
}

// FoldAll folds a log, or its beginning, from its first event, passing over what is voided in it.
func (c *Case) FoldAll(p *Programme, log []Event) error {
	if c.Voided = voidedIn(log); len(c.Voided) == 0 {
		c.Voided = nil
	}
	c.given = papersIn(log)
	for i := range log {
		if err := c.Fold(p, &log[i]); err != nil {
			return err
		}
	}
	c.given = nil
	return nil
}

// passOver folds an event that is voided later. Of what it did only the numbers it gave out stay given, and what had gone out
// into the world stays known as called back.
func (c *Case) passOver(in Input, p *Programme, e *Event) error {
	if c.missing(e) != "" {
		return nil // what it was about has been taken back as well
	}
	did, err := c.clone()
	if err != nil {
		return err
	}
	did.given = c.given
	did.perform(in, p, e)
	c.Issued = did.Issued
	for _, paper := range did.Papers {
		if paper.Seq == e.Seq {
			paper.Status = PaperWithdrawn
			c.Papers = append(c.Papers, paper)
		}
	}
	for _, n := range did.Notices[len(c.Notices):] {
		n.Status = NoticeCancelled
		c.Notices = append(c.Notices, n)
	}
	return nil
}

// VoidPassage takes back on a movement what was voided in a case; no person performs it.
type VoidPassage struct {
	Seq int `json:"seq"` // of the movement's event
}

func (in VoidPassage) apply(*Case, *Programme, *Event) {}

func (in VoidPassage) applyMovement(m *Movement, e *Event) {
	if m.Voided == nil {
		m.Voided = map[int][]string{}
	}
	if !in.known(m, e) {
		m.Voided[in.Seq] = append(m.Voided[in.Seq], e.Case)
	}
	m.callBackManifests()
}

// known reports whether the movement was folded knowing what this takes back: of an event about several cases, that of one.
func (in VoidPassage) known(m *Movement, e *Event) bool {
	return slices.Contains(m.Voided[in.Seq], e.Case)
}

// PassageOf answers which event of which movement brought an event of a case.
func PassageOf(e Event) (movement string, seq int, err error) {
	at := strings.LastIndexByte(e.Cause, '#')
	if e.Movement == "" || at < 0 {
		return "", 0, fmt.Errorf("event %d came from no movement", e.Seq)
	}
	seq, err = strconv.Atoi(e.Cause[at+1:])
	if err != nil {
		return "", 0, fmt.Errorf("event %d: %w", e.Seq, err)
	}
	return e.Movement, seq, nil
}

// FoldAll folds the movement's log from its first event, passing over what is voided in it.
func (m *Movement) FoldAll(log []Event) error {
	for _, e := range log {
		var in VoidPassage
		if e.Action == "void-passage" && json.Unmarshal(e.Input, &in) == nil {
			in.applyMovement(m, &e)
		}
	}
	for i := range log {
		if err := m.Fold(&log[i]); err != nil {
			return err
		}
	}
	return nil
}
