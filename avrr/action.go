package avrr

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"
)

// Kind tells decisions from facts.
type Kind string

const (
	// A Decision is refused when a rule forbids it.
	Decision Kind = "decision"
	// A Fact is what happened in the world: refused only when malformed, a duplicate or impossible in itself. One that
	// contradicts the case is recorded all the same, and a person is told.
	Fact Kind = "fact"
)

// A Subject is whose log an action is recorded in.
type Subject string

// The two kinds of log.
const (
	OfCase     Subject = "case"
	OfMovement Subject = "movement"
)

// A Route is where people perform an action.
type Route string

// The routes. On a case's an action of a movement is about that case's own members, on the movement's about everybody it names.
const (
	OnCase     Route = "case"
	OnMovement Route = "movement"
	OnEither   Route = "either"
)

// An Action is one entry of the catalogue: everything the product knows about one thing people do to a case.
type Action struct {
	Name  string
	Title Text
	Help  Text
	Kind  Kind
	Of    Subject // OfCase when empty
	On    Route   // OnCase when empty
	// Stages are where a decision is allowed and where a fact is expected; nil is every stage but closed.
	Stages []Stage
	// Roles may perform it; nil is the engine itself, and no person.
	Roles []Role
	Input Input
	// Allowed are the rules that need no input: what available_actions shows as blocked_by is exactly these.
	Allowed []Rule
	// Doubt names what a fact contradicts, "" when nothing; asked before the fact is applied.
	Doubt func(*Judging) string
	// Checks is whose duty it is to look into such a contradiction; the return duty's when empty.
	Checks Duty
	// Always marks an action that no hold, no waiting submission and no stage before departure may stop: withdrawal.
	Always bool
	// WhileHeld marks a decision that a hold does not stop.
	WhileHeld bool
	// Edits marks an action that overwrites what others may just have written: it must say which version it is of.
	Edits bool
	// Approves marks a decision on what somebody else has put forward: it waits among the approvals.
	Approves bool
	// Offered tells whether there is anything to perform it on; nil is always.
	Offered func(*Judging) bool
	// Aboard tells whether there is anybody on a movement to perform it on; nil is always.
	Aboard func(*Movement) bool
}

// Input is the body of an action. apply folds it into the case once it stands in the log; it must depend on nothing else.
type Input interface {
	apply(c *Case, p *Programme, e *Event)
}

// inputs may also settle into the form they are kept in, check themselves against the case, conclude something that is recorded with them, and tell when they happened.
type (
	settler interface {
		settle(j *Judging) (Input, error) // the same type, or why the input cannot stand
	}
	checker   interface{ check(j *Judging) error }
	concluder interface {
		conclude(j *Judging) (any, error) // nil when there is nothing to conclude
	}
	dated  interface{ happenedOn() Date }
	timed  interface{ happenedAt() time.Time }
	voyage interface {
		applyMovement(m *Movement, e *Event)
	}
)

// A Rule answers what stands in the way; nothing when it is satisfied.
type Rule func(*Judging) []Blocked

// Judging is everything a rule may look at. Input is nil while somebody only asks what is possible.
type Judging struct {
	Case      *Case
	Movement  *Movement // for actions of a movement
	Programme *Programme
	Actor     Actor
	Now       time.Time
	Input     Input
	// CarrierAnswers says that a machine answers for the carriers of flights: the engine asks it, not the travel desk.
	CarrierAnswers bool
	// BankAnswers says that a bank answers the engine, which orders payments of it; otherwise the desk pays.
	BankAnswers bool
	// Assess evaluates the programme's criteria on facts.
	Assess func(Facts) (EligibilityDecision, error)
	// History answers the log of the case, which a voiding looks through.
	History func() ([]Event, error)
	// Family answers the linked cases as they stand, for caps that count across them; nil where there are none.
	Family func() ([]*Case, error)
	// Budgets answers the budgets the case draws on, none where its programme has no bounds; nil where nobody can look. Whoever records
	// has them locked then.
	Budgets func() ([]Budget, error)
	// FileOf answers in which file a bank has a payment order; nil where nobody can look.
	FileOf FileOf
	// Into is the case that members who travel later move to, were they to move now.
	Into Link
	// Earlier answers how many other cases a member is probably in, linked ones not counted; nil where nobody can look.
	Earlier func(*Member) (likely int, err error)
	// Named answers what colleagues call an account's holder, "" when it cannot be told; nil where nobody can look.
	Named func(account string) string
	// Staff answers who has a user name, false when nobody does. An error says that it cannot be told now.
	Staff func(username string) (who Actor, ok bool, err error)
}

// Today answers the day it is where the case is.
func (j *Judging) Today() Date { return DateOf(j.Now.In(j.Case.place())) }

// A Submission is what somebody asked for: an action with its body, made durable before anybody judges it.
type Submission struct {
	ID        string
	Action    string
	Actor     Actor
	Case      string // the case it was made on
	Body      json.RawMessage
	Protected json.RawMessage // fields that are sealed apart, see Split
	Received  time.Time
	Seen      *int // the version of the case the person saw, when they say so
}

// An Event is one line of a log. Input is the submission's body without its protected fields; Derived is what the rules
// concluded when it was recorded, so that folding never asks them again.
type Event struct {
	Seq        int             `json:"seq"`
	Version    int             `json:"version"`
	Cause      string          `json:"cause"`
	Action     string          `json:"action"`
	Actor      Actor           `json:"actor"`
	Case       string          `json:"case,omitempty"`
	Cases      []string        `json:"cases,omitempty"` // which ones an event of a movement is about that was made on the movement itself
	Movement   string          `json:"movement,omitempty"`
	HappenedOn Date            `json:"happened_on,omitzero"`
	HappenedAt time.Time       `json:"happened_at,omitzero"`
	RecordedAt time.Time       `json:"recorded_at"`
	Input      json.RawMessage `json:"input"`
	Protected  json.RawMessage `json:"-"`
	Derived    json.RawMessage `json:"derived,omitempty"`
	Doubt      string          `json:"doubt,omitempty"`
	// Papers are those this event gave numbers to, whatever is taken back later. Of an event that takes back another they are the
	// papers that other events issue because of it.
	Papers []IssuedPaper `json:"papers,omitempty"`
}

// Find answers the catalogue's entry of that name.
func Find(name string) (*Action, bool) {
	a, ok := byName[name]
	return a, ok
}

// Decode reads a body by the action's closed schema.
func (a *Action) Decode(body json.RawMessage) (Input, error) {
	value, err := decode(reflect.TypeOf(a.Input), body)
	if err != nil {
		return nil, err
	}
	return value.(Input), nil
}

// Schema answers the closed schema of the action's body; with a case, references are narrowed to what the case holds.
func (a *Action) Schema(c *Case) Schema {
	if c == nil {
		return schemaOf(reflect.TypeOf(a.Input), nil)
	}
	return schemaOf(reflect.TypeOf(a.Input), c.choices)
}

// MayBy reports whether a role may perform the action.
func (a *Action) MayBy(r Role) bool { return slices.Contains(a.Roles, r) }

// OnCases reports whether people perform the action on a case.
func (a *Action) OnCases() bool { return a.Roles != nil && a.On != OnMovement }

// OnMovements reports whether people perform the action on a movement.
func (a *Action) OnMovements() bool { return a.Roles != nil && a.On != OnCase }

// OnlyBy reports whether the action is one role's alone, so that its name tells who works on a case.
func (a *Action) OnlyBy(r Role) bool { return len(a.Roles) == 1 && a.Roles[0] == r }

// expectedIn reports whether the action belongs to a stage.
func (a *Action) expectedIn(s Stage) bool {
	if a.Stages == nil {
		return s != Closed
	}
	return slices.Contains(a.Stages, s)
}

// Split takes the protected fields out of a body, for sealing under their own key.
func (a *Action) Split(body json.RawMessage) (open, protected json.RawMessage, err error) {
	names := a.protected()
	if len(names) == 0 {
		return body, nil, nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, nil, Errorf(CodeInvalid, "The body must be a JSON object.")
	}
	apart := map[string]json.RawMessage{}
	for name, value := range all {
		if names[name] {
			apart[name] = value
			delete(all, name)
		}
	}
	if open, err = json.Marshal(all); err != nil {
		return nil, nil, fmt.Errorf("split %s: %w", a.Name, err)
	}
	if protected, err = json.Marshal(apart); err != nil {
		return nil, nil, fmt.Errorf("split %s: %w", a.Name, err)
	}
	return open, protected, nil
}

// Protects reports whether a part of the action's body is sealed apart.
func (a *Action) Protects() bool { return len(a.protected()) > 0 }

// protected names the fields that are sealed apart.
func (a *Action) protected() map[string]bool {
	names := map[string]bool{}
	fieldsOf(reflect.TypeOf(a.Input), func(name string, _ bool, f reflect.StructField) {
		if f.Tag.Get("compartment") != "" {
			names[name] = true
		}
	})
	return names
}

// joined puts a split body together again.
func (s Submission) joined() (json.RawMessage, error) {
	if len(s.Protected) == 0 {
		return s.Body, nil
	}
	all := map[string]json.RawMessage{}
	for _, part := range []json.RawMessage{s.Body, s.Protected} {
		if err := json.Unmarshal(part, &all); err != nil {
			return nil, fmt.Errorf("join %s: %w", s.Action, err)
		}
	}
	return json.Marshal(all)
}

// decodeStored reads a body that stands in the log. It was checked when it was recorded; the rules may have changed since,
// so only its shape is read.
func decodeStored(a *Action, body json.RawMessage) (Input, error) {
	value := reflect.New(reflect.TypeOf(a.Input))
	if err := json.Unmarshal(body, value.Interface()); err != nil {
		return nil, fmt.Errorf("read the recorded %s: %w", a.Name, err)
	}
	return value.Elem().Interface().(Input), nil
}
