package activities_test

import (
	"context"
	cryptorand "crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/access"
	"homeward/activities"
	"homeward/avrr"
	"homeward/lives"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
	"homeward/workflows"
)

// usual is how many lives are recorded when nobody asks for another number.
const usual = 150

// Whatever breaks while a life is recorded, the database holds what was acknowledged, once, and its tables tell what the logs tell.
func TestRecordedLivesStayWholeWhateverBreaksMeanwhile(t *testing.T) {
	first, count, err := lives.Asked(usual)
	if err != nil {
		t.Fatal(err)
	}
	o := newOffice(t)
	began, tally := time.Now(), map[string]int{}
	for seed := first; seed < first+uint64(count); seed++ {
		if script, err := o.records(lives.New(seed, o.world), seed, tally); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, script)
		}
	}
	t.Logf("seeds %d to %d: %v", first, first+uint64(count)-1, tally)
	fmt.Printf("figure simulator_lives_per_second_recorded %.1f lives/s\n", float64(count)/time.Since(began).Seconds())
	for _, fault := range []string{"answer lost", "delivered twice at once", "killed meanwhile", "another order", "recorded", "refused"} {
		if tally[fault] == 0 && count >= usual {
			t.Errorf("in no life: %s", fault)
		}
	}
}

// An office is a database and what records in it, with a clock of the test's own and a hand on what breaks.
type office struct {
	store   *store.Store
	vault   *vault.Vault
	acts    *activities.Activities
	library *programmes.Library
	world   lives.World

	now    time.Time
	breaks func() // called whenever the store looks at its clock
}

func newOffice(t *testing.T) *office {
	t.Helper()
	return newOfficeOn(t, "sqlite:"+filepath.Join(t.TempDir(), "homeward.db"))
}

func newOfficeOn(t *testing.T, database string) *office {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	o := &office{now: time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC), breaks: func() {}}
	log := slog.New(slog.DiscardHandler)
	var err error
	must := func(doing string) {
		if err != nil {
			t.Fatalf("%s: %v", doing, err)
		}
	}
	o.vault, err = vault.Open(ctx, vault.Config{KeyFile: filepath.Join(dir, "key"), Create: true, Store: "sqlite:" + filepath.Join(dir, "keys.db")})
	must("vault")
	o.store, err = store.Open(ctx, store.Config{URL: database, Sealer: store.SealerOf(o.vault), Logger: log, Clock: func() time.Time {
		o.breaks()
		return o.now
	}})
	must("store")
	t.Cleanup(func() {
		if err := errors.Join(o.store.Close(), o.vault.Close()); err != nil {
			t.Error(err)
		}
	})
	err = o.store.Migrate(ctx)
	must("migrate")
	err = access.New(access.Config{Store: o.store}).SeedDemo(ctx)
	must("accounts")
	o.library, err = programmes.Embedded()
	must("programmes")
	o.acts = &activities.Activities{Store: o.store, Vault: o.vault, Library: o.library, Clock: func() time.Time { return o.now }, Logger: log}
	accounts, err := o.store.Read(ctx).Accounts("", 100)
	must("staff")
	for _, a := range accounts {
		o.world.Staff = append(o.world.Staff, avrr.Actor{ID: a.ID, Role: avrr.Role(a.Role), Office: a.Office})
	}
	slices.SortFunc(o.world.Staff, func(a, b avrr.Actor) int { return strings.Compare(string(a.Role), string(b.Role)) })
	o.world.Programmes, o.world.Begins = o.library.All(), o.now
	return o
}

// A telling is one life as it is recorded.
type telling struct {
	*office
	ctx       context.Context
	programme *avrr.Programme
	chance    *rand.Rand
	cases     []string
	waiting   []store.Submission // accepted, and held back until another one has gone before
	accepted  []string
	tally     map[string]int
	imported  bool // what is told comes from a file
}

// records leads a life to its end in the database, and answers its script with what broke.
func (o *office) records(l *lives.Life, seed uint64, tally map[string]int) (script string, err error) {
	t := &telling{office: o, ctx: context.Background(), programme: l.Programme(), chance: rand.New(rand.NewPCG(seed, 2)), tally: tally}
	o.now = l.Begins()
	var told strings.Builder
	for {
		standing, err := t.standing()
		if err != nil {
			return told.String(), err
		}
		s, more := l.Next(standing)
		if !more {
			break
		}
		fmt.Fprintln(&told, s)
		if err := t.takes(s); err != nil {
			return told.String(), err
		}
	}
	if err := t.deliversAll(); err != nil {
		return told.String(), err
	}
	return told.String(), t.whole()
}

func (t *telling) standing() (lives.Standing, error) {
	s := lives.Standing{Now: t.now, Log: func(id string) []avrr.Event {
		log, err := t.store.Read(t.ctx).History(store.CaseSubject(id))
		if err != nil {
			panic(err)
		}
		return log
	}}
	for n := 0; n < len(t.cases); n++ {
		c, err := t.folded(t.cases[n])
		if err != nil {
			return s, err
		}
		if c.Seq > 0 {
			s.Cases = append(s.Cases, c)
		}
		for _, link := range c.Links {
			if !slices.Contains(t.cases, link.Case) {
				t.cases = append(t.cases, link.Case)
			}
		}
	}
	return s, nil
}

func (t *telling) folded(id string) (*avrr.Case, error) {
	row, err := t.store.Read(t.ctx).Case(id)
	if err != nil {
		return nil, err
	}
	return t.store.Read(t.ctx).Folded(row, t.programme)
}

// takes lets the time pass, accepts what is submitted as the desk does, and has it recorded; now and then after what comes next.
func (t *telling) takes(s lives.Step) error {
	if err := t.passes(s.At); err != nil {
		return err
	}
	if s.Again {
		return t.delivers(s.ID)
	}
	made, err := t.accepts(s)
	if err != nil {
		return err
	}
	if s.Action != "open" && t.chance.IntN(12) == 0 {
		t.tally["another order"]++
		t.waiting = append(t.waiting, made)
		return nil
	}
	if err := t.delivers(made.ID); err != nil {
		return err
	}
	return t.deliversAll()
}

// deliversAll records what was held back, the last first, and whatever recording it asked a movement for.
func (t *telling) deliversAll() error {
	for _, s := range slices.Backward(t.waiting) {
		if err := t.delivers(s.ID); err != nil {
			return err
		}
	}
	t.waiting = nil
	for range 10 {
		left := 0
		for _, id := range t.cases {
			unsettled, err := t.store.Read(t.ctx).UnsettledOf(id)
			if err != nil {
				return err
			}
			for _, s := range unsettled {
				if left++; !slices.Contains(t.accepted, s.ID) {
					t.accepted = append(t.accepted, s.ID)
				}
				if err := t.delivers(s.ID); err != nil {
					return err
				}
			}
		}
		if left == 0 {
			return nil
		}
	}
	return errors.New("what is to be recorded has no end")
}

// accepts makes a submission durable, with the keys its subject needs.
func (t *telling) accepts(s lives.Step) (made store.Submission, err error) {
	a, _ := avrr.Find(s.Action)
	made = store.Submission{ID: s.ID, Subject: store.CaseSubject(s.Case), CaseID: s.Case, Action: s.Action, Actor: s.Who.ID, IdempotencyKey: s.ID, Fingerprint: []byte{},
		VersionSeen: s.Seen, ReceivedAt: t.now, Urgent: a.Always, Imported: t.imported}
	if s.Movement != "" {
		made.Subject = store.MovementSubject(s.Movement)
	}
	if made.Body, made.Protected, err = a.Split(s.Body); err != nil {
		return made, err
	}
	for owner, begins := range map[string]bool{workflows.CaseWorkflowID(s.Case): s.Action == "open", workflows.CaseWorkflowID(s.ID): s.Action == "split-case",
		workflows.MovementWorkflowID(s.Movement): s.Movement != ""} {
		for _, compartment := range []vault.Compartment{vault.Case, vault.Protection} {
			if !begins {
				continue
			}
			if err := t.vault.CreateKey(t.ctx, owner, compartment); err != nil {
				return made, err
			}
		}
	}
	t.accepted = append(t.accepted, s.ID)
	return made, t.store.InTx(t.ctx, func(tx *store.Tx) error {
		if s.Action == "open" {
			if err := t.begins(tx, s); err != nil {
				return err
			}
		}
		return tx.InsertSubmission(made)
	})
}

func (t *telling) begins(tx *store.Tx, s lives.Step) error {
	if !slices.Contains(t.cases, s.Case) {
		t.cases = append(t.cases, s.Case)
	}
	if err := tx.PinProgramme(t.programme.Code, t.programme.Version, string(t.library.Source(t.programme.Code, t.programme.Version))); err != nil {
		return err
	}
	reference, err := avrr.NewReference(cryptorand.Reader)
	if err != nil {
		return err
	}
	row, err := store.RowOf(avrr.NewCase(s.Case, reference, t.programme), t.programme)
	if err != nil {
		return err
	}
	row.OpenedOn, row.State = avrr.DateOf(t.now).String(), nil
	return tx.InsertCase(row)
}

// delivers has a submission recorded, whatever breaks, and settles it as the workflow's answer would.
func (t *telling) delivers(id string) error {
	s, err := t.store.Read(t.ctx).Submission(id)
	if err != nil {
		return err
	}
	what := workflows.ToRecord{Subject: s.Subject.String(), Submission: id}
	answer, err := t.recordsAmidFaults(what)
	if err != nil {
		return fmt.Errorf("record %s: %w", s.Action, err)
	}
	if answer.Refused != "" {
		t.tally["refused"]++
		return nil
	}
	t.tally["recorded"]++
	if s, err = t.store.Read(t.ctx).Submission(id); err != nil {
		return err
	}
	return t.store.InTx(t.ctx, func(tx *store.Tx) error { return tx.Settle(id, store.SubmissionRecorded, s.RecordedSeq, nil) })
}

// recordsAmidFaults records as the worker does, which may be killed while it writes, lose its answer, or be two at once.
func (t *telling) recordsAmidFaults(what workflows.ToRecord) (workflows.Recorded, error) {
	switch t.chance.IntN(15) {
	case 0:
		t.tally["answer lost"]++
		if _, err := t.acts.Record(t.ctx, what); err != nil {
			return workflows.Recorded{}, err
		}
	case 1:
		t.tally["delivered twice at once"]++
		other := make(chan error, 1)
		go func() {
			_, err := t.acts.Record(t.ctx, what)
			other <- err
		}()
		answer, err := t.acts.Record(t.ctx, what)
		return answer, errors.Join(err, <-other)
	case 2:
		if err := t.isKilledAt(1+t.chance.IntN(8), what); err != nil {
			return workflows.Recorded{}, err
		}
	}
	return t.acts.Record(t.ctx, what)
}

// isKilledAt has the worker die at the nth look at the clock, in the middle of what it writes.
func (t *telling) isKilledAt(n int, what workflows.ToRecord) error {
	before, err := t.heads()
	if err != nil {
		return err
	}
	ctx, kill := context.WithCancel(t.ctx)
	t.breaks = func() {
		if n--; n == 0 {
			kill()
		}
	}
	_, died := t.acts.Record(ctx, what)
	t.breaks = func() {}
	kill()
	if died == nil {
		return nil // it was done before its hour came
	}
	t.tally["killed meanwhile"]++
	after, err := t.heads()
	if err == nil && after != before {
		return fmt.Errorf("killed (%w), it left the logs at %s, not at %s", died, after, before)
	}
	return err
}

func (t *telling) heads() (string, error) {
	rows, err := t.store.Read(t.ctx).Cases(t.cases)
	var heads []string
	for _, row := range rows {
		heads = append(heads, fmt.Sprintf("%s#%d", row.ID, row.Seq))
	}
	return strings.Join(heads, " "), err
}

// mostClocks bounds the deadlines of one wait.
const mostClocks = 5000

// passes lets the time pass, with every deadline of the family's cases and movements in its order.
func (t *telling) passes(until time.Time) error {
	for range mostClocks {
		at, subject, err := t.due()
		if err != nil {
			return err
		}
		if subject == "" || at.After(until) {
			if until.After(t.now) {
				t.now = until
			}
			return nil
		}
		if at.After(t.now) {
			t.now = at
		}
		if _, err := t.recordsAmidFaults(workflows.ToRecord{Subject: subject, Clocks: true}); err != nil {
			return err
		}
	}
	return errors.New("the clocks of this family never come to rest")
}

// due answers which log's deadline comes first.
func (t *telling) due() (at time.Time, subject string, err error) {
	rows, err := t.store.Read(t.ctx).Cases(t.cases)
	if err != nil {
		return at, "", err
	}
	sooner := func(due *time.Time, s store.Subject) {
		if due != nil && (subject == "" || due.Before(at)) {
			at, subject = *due, s.String()
		}
	}
	for _, row := range rows {
		c, err := t.store.Read(t.ctx).Folded(row, t.programme)
		if err != nil {
			return at, "", err
		}
		if k, runs := c.NextDue(t.programme); runs {
			sooner(&k.Due, store.CaseSubject(row.ID))
		}
	}
	movements, err := t.movements()
	for _, m := range movements {
		if k, runs := m.NextDue(); runs {
			sooner(&k.Due, store.MovementSubject(m.ID))
		}
	}
	return at, subject, err
}

// movements answers what the family travels on, or travelled on.
func (t *telling) movements() (found []*avrr.Movement, err error) {
	ids := map[string]bool{}
	for _, id := range t.cases {
		log, err := t.store.Read(t.ctx).History(store.CaseSubject(id))
		if err != nil {
			return nil, err
		}
		for _, e := range log {
			if e.Movement == "" || ids[e.Movement] {
				continue
			}
			ids[e.Movement] = true
			row, err := t.store.Read(t.ctx).Movement(e.Movement)
			if err != nil {
				return nil, err
			}
			m, err := t.store.Read(t.ctx).FoldedMovement(row)
			if err != nil {
				return nil, err
			}
			found = append(found, m)
		}
	}
	return found, nil
}
