package intake

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
)

// Rules are what a file is held against: the programmes of the house, and the time.
type Rules struct {
	Current func(code string) (*avrr.Programme, bool)
	Assess  func(*avrr.Programme, avrr.Facts) (avrr.EligibilityDecision, error)
	Now     time.Time
	Actors  map[Part]avrr.Actor // who plays each part

	namesakes namesakes // of the file
}

// A Deed is one request the file makes: an action with its body, by whom, and the key it is known by.
type Deed struct {
	Side   int // the case it is made on: 0 is the one that is opened, others are split from it in this order
	Action string
	By     Part
	Body   json.RawMessage
	Key    string
	On     avrr.Date // the day it is told of
	Line   int
	Column string
}

// A Planned case is what would be opened and recorded. Cases is how it would stand, with those split from it, and with the clocks
// of the past not run.
type Planned struct {
	Key   string // the office's own number
	Lines []int
	Deeds []Deed // the opening first
	Cases []*avrr.Case
}

// A trial plays a dossier through the rules, on a case of its own.
type trial struct {
	d      *dossier
	rules  Rules
	p      *avrr.Programme
	sides  []*side
	deeds  []Deed
	moved  map[*entry]int // to which side whoever travels later has moved
	voyage int

	*side // the one a step is being told of
}

// A side is one case of the dossier, and the journey it is on.
type side struct {
	c *avrr.Case
	m *avrr.Movement
}

// A telling is one step as a body takes shape.
type telling struct {
	*trial
	step step
	row  *entry
	body map[string]any
	// action is recorded instead of the step's own, where what the rows tell needs another; "" is the step's own.
	action string
	// problem is the first thing in the row that the step's shape can make nothing of, or nil.
	problem *Problem
}

// wrong notes what a cell says, or lacks, that the step cannot be told with.
func (t *telling) wrong(column, format string, args ...any) {
	if t.problem == nil {
		t.problem = &Problem{Line: t.row.line, Column: column, Case: t.d.key, Text: fmt.Sprintf(format, args...)}
	}
}

// plan judges every step of a dossier in the order of their days, on a fresh case under the programme's current version.
func (r Rules) plan(d *dossier) (*Planned, []Problem) {
	first := d.rows[0]
	p, ok := r.Current(first.text("programme"))
	if !ok {
		return nil, []Problem{{Line: first.line, Column: "programme", Case: d.key, Text: "There is no programme of this code; homeward programme list prints them."}}
	}
	t := &trial{d: d, rules: r, p: p, moved: map[*entry]int{}, side: &side{c: avrr.NewCase("trial", "HW-000-0000", p)}}
	t.sides = []*side{t.side}
	if problem := t.open(); problem != nil {
		return nil, []Problem{*problem}
	}
	for _, told := range d.told() {
		if problem := t.take(told); problem != nil {
			return nil, []Problem{*problem}
		}
	}
	planned := &Planned{Key: d.key, Deeds: t.deeds}
	for _, side := range t.sides {
		planned.Cases = append(planned.Cases, side.c)
	}
	for _, e := range d.rows {
		planned.Lines = append(planned.Lines, e.line)
	}
	return planned, nil
}

// A toldStep is a step on a row.
type toldStep struct {
	step  step
	row   *entry
	on    avrr.Date // the day it is recorded in the order of
	place int       // of the step among all
}

// told answers what a dossier tells in the order it is recorded: by day, on one day in the order a case meets it.
func (d *dossier) told() []toldStep {
	var all []toldStep
	for place, s := range steps {
		for _, e := range d.rows {
			on := e.day(s.on.name)
			if on.IsZero() || !s.standsOn(d, e) {
				continue
			}
			if late := e.day("arrival_told_on"); s.action == "confirm-arrival" && late.After(on) {
				on = late
			}
			all = append(all, toldStep{s, e, on, place})
		}
	}
	slices.SortStableFunc(all, func(a, b toldStep) int { return cmp.Or(a.on.Compare(b.on), cmp.Compare(a.place, b.place)) })
	return all
}

func (t *trial) open() *Problem {
	first := t.d.rows[0]
	body, key := fill(caseColumns, first), first.toldOf(caseColumns)
	var members []map[string]any
	for _, e := range t.d.rows {
		if !e.day("joined_on").IsZero() {
			continue
		}
		members = append(members, member(e))
		key = append(key, e.toldOf(slices.Concat(personColumns, documentColumns))...)
	}
	body["members"] = members
	return t.perform(Deed{Action: "open", By: Officer, Key: t.d.requestKey("open", key...), On: first.day("applied_on"), Line: first.line}, body, first)
}

// member is a person of a case, with the document they have.
func member(e *entry) map[string]any {
	m := fill(personColumns, e)
	if document := fill(documentColumns, e); len(document) > 0 {
		m["documents"] = []map[string]any{document}
	}
	return m
}

// fill makes the body of some columns.
func fill(columns []column, e *entry) map[string]any {
	body := map[string]any{}
	for _, c := range columns {
		if c.to == "" {
			continue
		}
		value, told := e.values[c.name]
		switch {
		case told:
			set(body, lastOf(c), value)
		case c.or != "":
			set(body, lastOf(c), c.or)
		}
	}
	return body
}

// lastOf is where a column goes in the body of its own action: a person's and a document's field lie in an object of their own.
func lastOf(c column) string {
	for _, inner := range []string{"members/documents/", "members/"} {
		if to, ok := strings.CutPrefix(c.to, inner); ok {
			return to
		}
	}
	return c.to
}

func set(body map[string]any, path string, value any) {
	outer, inner, deeper := strings.Cut(path, "/")
	if !deeper {
		body[outer] = value
		return
	}
	within, ok := body[outer].(map[string]any)
	if !ok {
		within = map[string]any{}
		body[outer] = within
	}
	set(within, inner, value)
}

// take records a step on the case its row is in by then.
func (t *trial) take(told toldStep) *Problem {
	t.side = t.sides[t.moved[told.row]]
	s := told.step
	at := &telling{trial: t, step: s, row: told.row, body: fill(append([]column{s.on}, s.fields...), told.row)}
	key := told.row.toldOf(s.columns())
	if s.each && !s.gathers {
		at.body["member"] = t.d.id(told.row)
		key = append(key, t.d.id(told.row))
	} else if told.row != t.d.rows[0] {
		key = append(key, t.d.id(told.row))
	}
	if s.shape != nil {
		s.shape(at)
	}
	if at.problem != nil {
		return at.problem
	}
	for name, value := range at.body {
		if m, ok := value.(moment); ok {
			at.body[name] = at.instant(m, "12:00")
		}
	}
	action := s.action
	if at.action != "" {
		action = at.action
	}
	deed := Deed{Side: t.moved[told.row], Action: action, By: t.by(s.by, action), On: told.on, Line: told.row.line, Column: s.on.name}
	for _, who := range at.holders() {
		if who != "" {
			at.body["given_by"] = who
		}
		deed.Key = t.d.requestKey(s.action, slices.Concat(key, []string{who})...)
		if problem := t.perform(deed, at.body, told.row); problem != nil {
			return problem
		}
	}
	return nil
}

// by answers who does what a part does: on a restricted case, which no second officer decides on, the manager approves.
func (t *trial) by(part Part, action string) Part {
	if part == Approver && access.May(t.rules.Actors[part], action, t.c) != nil {
		return Manager
	}
	return part
}

// holders answers in whose names a step is recorded one by one: for a child's consent everybody who has to give it, else "" for
// nobody's in particular.
func (t *telling) holders() []string {
	if t.step.action == "give-consent" {
		kind, _ := t.body["kind"].(string)
		if holders := t.c.Lacking(t.c.Member(t.d.id(t.row)), kind, t.row.day(t.step.on.name)); len(holders) > 1 {
			return holders
		}
	}
	return []string{""}
}

// perform judges a deed and folds it.
func (t *trial) perform(deed Deed, body map[string]any, row *entry) *Problem {
	raw, err := json.Marshal(body)
	if err != nil {
		return &Problem{Line: deed.Line, Column: deed.Column, Case: t.d.key, Text: "This cannot be written down."}
	}
	deed.Body = raw
	doubt, err := t.judge(deed)
	if err != nil {
		problem := t.blame(deed, err)
		return &problem
	}
	if doubt != "" {
		return &Problem{Line: deed.Line, Column: deed.Column, Case: t.d.key, Text: doubt}
	}
	t.deeds = append(t.deeds, deed)
	return nil
}

func (t *trial) judge(deed Deed) (doubt string, err error) {
	action, ok := avrr.Find(deed.Action)
	if !ok {
		return "", fmt.Errorf("there is no action %s", deed.Action)
	}
	actor, on := t.rules.Actors[deed.By], t.c
	if deed.Action == "open" {
		on = nil
	}
	if err := access.May(actor, deed.Action, on); err != nil {
		return "", err
	}
	j := avrr.Judging{Case: t.c, Movement: t.m, Programme: t.p, Actor: actor, Now: t.rules.Now, Into: avrr.Link{Case: fmt.Sprintf("trial-%d", len(t.sides)), Reference: "HW-000-0000"},
		Earlier: func(m *avrr.Member) (int, error) { return t.rules.namesakes.of(m, t.d.key), nil },
		Assess:  func(f avrr.Facts) (avrr.EligibilityDecision, error) { return t.rules.Assess(t.p, f) }}
	s := avrr.Submission{ID: fmt.Sprintf("s%d", t.c.Seq+1), Action: deed.Action, Actor: actor, Case: t.c.ID, Body: deed.Body, Received: t.rules.Now}
	if action.Of == avrr.OfMovement {
		return t.judgeVoyage(j, s)
	}
	e, err := avrr.Judge(j, s)
	if err != nil {
		return "", err
	}
	if deed.Action == "split-case" {
		if err := t.split(deed, e); err != nil {
			return "", err
		}
	}
	return e.Doubt, t.c.Append(t.p, &e)
}

// split begins the case of those who travel later, as it will be begun for them.
func (t *trial) split(deed Deed, e avrr.Event) error {
	begin, into, err := t.c.BeginLinked(e)
	if err != nil {
		return err
	}
	c := avrr.NewCase(into.Case, into.Reference, t.p)
	if err := c.Append(t.p, &begin); err != nil {
		return err
	}
	for _, row := range t.d.rows {
		if slices.Contains(into.Members, t.d.id(row)) {
			t.moved[row] = len(t.sides)
		}
	}
	t.sides = append(t.sides, &side{c: c})
	return nil
}

func (t *trial) judgeVoyage(j avrr.Judging, s avrr.Submission) (string, error) {
	if s.Action == "hold-seats" || t.m == nil {
		t.voyage++
		t.m = avrr.NewMovement(fmt.Sprintf("v%d", t.voyage))
	}
	j.Movement = t.m
	own, theirs, err := avrr.JudgeMovement(t.m, []avrr.Judging{j}, s, j.Now, s.Actor)
	if err != nil {
		return "", err
	}
	theirs[0].Cause = s.ID
	return theirs[0].Doubt, errors.Join(t.m.Append(&own), t.c.Append(t.p, &theirs[0]))
}

// blame finds the cell a refusal is about.
func (t *trial) blame(deed Deed, err error) Problem {
	problem := Problem{Line: deed.Line, Column: deed.Column, Case: t.d.key, Text: err.Error()}
	var refused *avrr.Error
	if !errors.As(err, &refused) {
		return problem
	}
	problem.Text = refused.Message
	if deed.Action == "open" {
		problem.Line, problem.Column = t.openingCell(refused.Field)
	} else if c, ok := cellOf(deed.Action, deed.Column, refused.Field); ok {
		problem.Column = c
	}
	return problem
}
