package activities_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"homeward/avrr"
	"homeward/lives"
	"homeward/store"
)

// whole answers what is wrong with what the database holds of a family.
func (t *telling) whole() error {
	var wrong []error
	movements, err := t.movements()
	if err != nil {
		return err
	}
	logs := map[string][]avrr.Event{}
	var cases []*avrr.Case
	for _, id := range t.cases {
		c, err := t.folded(id)
		if err != nil {
			return err
		}
		if c.Seq == 0 {
			continue
		}
		cases = append(cases, c)
		subject := store.CaseSubject(id)
		if logs[subject.String()], err = t.store.Read(t.ctx).History(subject); err != nil {
			return err
		}
		wrong = append(wrong, lives.Unbroken(logs[subject.String()]), lives.Sound(c, t.programme), lives.Retold(c, t.programme, logs[subject.String()]), t.readModel(c))
	}
	for _, m := range movements {
		subject := store.MovementSubject(m.ID)
		if logs[subject.String()], err = t.store.Read(t.ctx).History(subject); err != nil {
			return err
		}
		wrong = append(wrong, lives.Unbroken(logs[subject.String()]), lives.RetoldMovement(m, logs[subject.String()]), lives.Seated(m, cases), t.passengers(m))
	}
	return errors.Join(errors.Join(wrong...), t.onceEach(logs))
}

// onceEach answers which acknowledged submission stands in no log or in two, and which event nobody asked for.
func (t *telling) onceEach(logs map[string][]avrr.Event) error {
	stands := map[string]int{}
	for subject, log := range logs {
		for _, e := range log {
			if e.Movement != "" || e.Action == "clock" || e.Action == "lapse-hold" || e.Action == "begin-linked" {
				continue
			}
			stands[e.Cause]++
			if !slices.Contains(t.accepted, e.Cause) {
				return fmt.Errorf("%s: event %d (%s) comes from %s, which nobody submitted", subject, e.Seq, e.Action, e.Cause)
			}
		}
	}
	for _, id := range t.accepted {
		s, err := t.store.Read(t.ctx).Submission(id)
		if err != nil {
			return err
		}
		wanted := map[string]int{store.SubmissionRecorded: 1, store.SubmissionRefused: 0, store.SubmissionWaiting: -1}[s.Status]
		if stands[id] != wanted {
			return fmt.Errorf("%s (%s) is %s, and stands %d times in the logs", s.Action, id, s.Status, stands[id])
		}
	}
	return nil
}

// readModel answers how the rows of a case differ from what its log tells.
func (t *telling) readModel(c *avrr.Case) error {
	row, err := t.store.Read(t.ctx).Case(c.ID)
	if err != nil {
		return err
	}
	want, err := store.RowOf(c, t.programme)
	if err != nil {
		return err
	}
	if got, want := summary(row), summary(want); got != want {
		return fmt.Errorf("case %s: its row says %s, its log %s", c.ID, got, want)
	}
	rows, err := t.store.Read(t.ctx).TasksOf(c.ID)
	if err != nil {
		return err
	}
	wanted, err := store.TaskRowsOf(c, t.programme)
	if err != nil {
		return err
	}
	if got, want := open(rows), open(wanted); got != want {
		return fmt.Errorf("case %s: its tasks are %s, not %s", c.ID, got, want)
	}
	if err := t.money(c); err != nil {
		return err
	}
	return t.papers(c)
}

// money answers what the running totals and the guards of a case say that its log does not.
func (t *telling) money(c *avrr.Case) error {
	r := t.store.Read(t.ctx)
	if want, moved := store.MoneyOf(c, t.programme); moved {
		if got, err := r.Money(c.ID); err != nil || got != want {
			return fmt.Errorf("case %s: its money is %+v, its log comes to %+v (%v)", c.ID, got, want, err)
		}
	}
	got, err := r.Steps(c.ID)
	if err != nil {
		return err
	}
	order := func(a, b store.InstalmentStep) int {
		return cmp.Or(strings.Compare(a.Instalment, b.Instalment), strings.Compare(a.Kind, b.Kind))
	}
	want := slices.SortedFunc(slices.Values(store.StepsOf(c)), order)
	if slices.SortFunc(got, order); !slices.Equal(got, want) {
		return fmt.Errorf("case %s: of its instalments stand %v, in its log %v", c.ID, got, want)
	}
	return nil
}

func summary(r store.Case) string {
	due := ""
	if r.NextDue != nil {
		due = r.NextDue.UTC().Format("2006-01-02T15:04:05.000000")
	}
	return fmt.Sprint(r.Stage, r.Seq, r.Version, r.OnHold, r.Withdrawn, r.NeedsPerson, r.Closed, due, r.NextClock, r.Officer)
}

func open(rows []store.Task) string {
	var ids []string
	for _, row := range rows {
		if row.State == store.TaskOpen {
			ids = append(ids, row.ID)
		}
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// papers are ordered once each, whatever became of them later.
func (t *telling) papers(c *avrr.Case) error {
	orders, err := t.store.Read(t.ctx).Outbox(store.CaseSubject(c.ID))
	if err != nil {
		return err
	}
	ordered := 0
	for _, o := range orders {
		if o.Kind == store.OutboxPaper {
			ordered++
		}
	}
	current := 0
	for _, p := range c.Papers {
		if p.Status == avrr.PaperCurrent {
			current++
		}
	}
	if ordered < current || ordered > len(c.Papers) {
		return fmt.Errorf("case %s: %d papers, %d of them current, were ordered %d times", c.ID, len(c.Papers), current, ordered)
	}
	return nil
}

// passengers of a movement are the cases that travel on it.
func (t *telling) passengers(m *avrr.Movement) error {
	rows, err := t.store.Read(t.ctx).Passengers(m.ID)
	if err != nil {
		return err
	}
	var active []string
	for _, p := range rows {
		if p.Active {
			active = append(active, p.CaseID)
		}
	}
	slices.Sort(active)
	if !slices.Equal(active, m.Cases()) {
		return fmt.Errorf("movement %s carries %v, its rows say %v", m.ID, m.Cases(), active)
	}
	return nil
}
