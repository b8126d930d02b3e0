package activities_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/oklog/ulid/v2"

	"homeward/activities"
	"homeward/avrr"
	"homeward/lives"
	"homeward/store"
	"homeward/store/pgtest"
	"homeward/workflows"
)

// planned opens a case of somebody who is back already, and has a plan proposed for them. It answers the case.
func (t *telling) planned(amount int64) (id string, err error) {
	id = ulid.Make().String()
	steps := []lives.Step{
		{Action: "open", Who: t.who(avrr.ReturnOfficer), Body: json.RawMessage(`{"programme":"standard","entry":"already_returned","applied_on":"2025-01-03","language":"sq","host_country":"GB",
			"destination":{"country":"AL"},"members":[{"given_names":"Ana","nationality":"AL"}]}`)},
		{Action: "propose-plan", Who: t.who(avrr.ReintegrationOfficer), Body: fmt.Appendf(nil, `{"measures":[{"dimension":"economic","level":"individual","kind":"tools","description":"Tools","amount":%d,"currency":"EUR"}]}`, amount)},
	}
	for _, s := range steps {
		s.ID, s.Case, s.At = ulid.Make().String(), id, t.now
		made, err := t.accepts(s)
		if err != nil {
			return "", err
		}
		if answer, err := t.acts.Record(t.ctx, workflows.ToRecord{Subject: made.Subject.String(), Submission: made.ID}); err != nil || answer.Refused != "" {
			return "", fmt.Errorf("%s: %s, %w", s.Action, answer.Refused, err)
		}
	}
	return id, nil
}

// approving is a submission that approves the plan of a case.
func (t *telling) approving(id string) (store.Submission, error) {
	return t.accepts(lives.Step{ID: ulid.Make().String(), Case: id, At: t.now, Action: "decide-plan", Who: t.who(avrr.ProgrammeManager), Body: json.RawMessage(`{"decision":"approve"}`)})
}

func (t *telling) who(role avrr.Role) avrr.Actor {
	for _, a := range t.world.Staff {
		if a.Role == role {
			return a
		}
	}
	panic("nobody is " + string(role))
}

// Two processes approve two plans at the same moment, and the programme has enough for one of them.
func TestTwoAtOnceCannotOverCommitAProgramme(t *testing.T) {
	const rounds, plan = 12, 60000
	for name, database := range map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "homeward.db"), "postgres": pgtest.Database(t)} {
		t.Run(name, func(t *testing.T) {
			o := newOfficeOn(t, database)
			second, err := store.Open(t.Context(), store.Config{URL: database, Sealer: store.SealerOf(o.vault), Logger: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := second.Close(); err != nil {
					t.Error(err)
				}
			})
			processes := []*activities.Activities{o.acts, {Store: second, Vault: o.vault, Library: o.library, Clock: o.acts.Clock, Logger: o.acts.Logger}}
			p, ok := o.library.Current("standard")
			if !ok {
				t.Fatal("there is no standard programme")
			}
			told := &telling{office: o, ctx: t.Context(), programme: p, chance: rand.New(rand.NewPCG(1, 2)), tally: map[string]int{}}
			both := 0
			for range rounds {
				both += told.approvesTwo(t, processes, plan)
			}
			fmt.Printf("figure budget_%s_both_approved %d rounds\n", name, both)
		})
	}
}

// approvesTwo has two plans approved at once under a budget with 100 000 left, and answers 1 when both were.
func (t *telling) approvesTwo(tt *testing.T, processes []*activities.Activities, plan int64) int {
	tt.Helper()
	var made []store.Submission
	for range processes {
		id, err := t.planned(plan)
		if err != nil {
			tt.Fatal(err)
		}
		s, err := t.approving(id)
		if err != nil {
			tt.Fatal(err)
		}
		made = append(made, s)
	}
	spent := int64(0)
	err := t.store.InTx(t.ctx, func(tx *store.Tx) error {
		all, err := tx.Budgets()
		if err != nil {
			return err
		}
		for _, b := range all {
			spent = b.Promised
		}
		_, err = tx.SetBudget("standard", "", "EUR", spent+100000)
		return err
	})
	if err != nil {
		tt.Fatal(err)
	}
	refused := make([]string, len(processes))
	var wait sync.WaitGroup
	for n, acts := range processes {
		wait.Go(func() {
			answer, err := acts.Record(t.ctx, workflows.ToRecord{Subject: made[n].Subject.String(), Submission: made[n].ID})
			if err != nil {
				tt.Error(err)
			}
			refused[n] = answer.Refused
		})
	}
	wait.Wait()
	all, err := t.store.Read(t.ctx).Budgets()
	if err != nil {
		tt.Fatal(err)
	}
	if all[0].Promised != spent+plan {
		tt.Errorf("%d of %d is promised", all[0].Promised, all[0].Amount)
	}
	approved := 0
	for n, code := range refused {
		if code == "" {
			approved++
			continue
		}
		s, err := t.store.Read(t.ctx).Submission(made[n].ID)
		if err != nil {
			tt.Fatal(err)
		}
		if want := "Of the programme's budget 400.00\u00a0EUR is left; this plan needs 600.00\u00a0EUR."; !strings.Contains(string(s.Problem), want) {
			tt.Errorf("refused with %s", s.Problem)
		}
	}
	if approved != 1 {
		tt.Errorf("%d of two were approved", approved)
	}
	return max(0, approved-1)
}
