package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/examples"
	"homeward/intake"
	"homeward/programmes"
)

func TestTheCaseloadIsTheOneThisProgramWrites(t *testing.T) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), examples.VARRP) {
		t.Error("examples/varrp-uk-albania.csv differs; run: go run ./examples/caseload >examples/varrp-uk-albania.csv")
	}
}

// planOn plays the caseload through the rules on a day, moved as the demonstration moves it.
func planOn(t *testing.T, today avrr.Date) *intake.Caseload {
	t.Helper()
	library, err := programmes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	load, err := intake.Read(examples.VARRP, intake.Options{AsOf: asOf, Today: today}).Plan(intake.Rules{Current: library.Current, Now: today.In(time.UTC).Add(8 * time.Hour), Actors: intake.StandIns(),
		Assess: func(p *avrr.Programme, f avrr.Facts) (avrr.EligibilityDecision, error) {
			return programmes.Assess(p, f, nil)
		}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range load.Problems {
		t.Error(p)
	}
	return load
}

func TestTheCaseloadCanBeLoadedOnAnyDay(t *testing.T) {
	for days := range 7 {
		planOn(t, asOf.AddDays(days))
	}
	planOn(t, asOf.AddDays(1000))
}

// TestTheCaseloadShowsWhatReturnsAreLike counts what the caseload is there to show.
func TestTheCaseloadShowsWhatReturnsAreLike(t *testing.T) {
	load := planOn(t, asOf)
	if len(load.Cases) < 280 || load.Persons() != persons {
		t.Errorf("%d cases with %d persons", len(load.Cases), load.Persons())
	}
	seen, sequences := map[string]int{}, map[string]bool{}
	for _, p := range load.Cases {
		var actions []string
		kinds := map[string]bool{}
		for _, d := range p.Deeds {
			actions = append(actions, d.Action)
			kinds[d.Action] = true
			kinds["told late"] = kinds["told late"] || d.Action == "confirm-arrival" && arrivedBefore(p.Cases[0], d.On)
		}
		sequences[strings.Join(actions, " ")] = true
		for kind, has := range kinds {
			if has {
				seen[kind]++
			}
		}
		for _, c := range p.Cases {
			count(seen, c)
		}
	}
	if len(sequences) < 40 {
		t.Errorf("%d sequences of actions", len(sequences))
	}
	for kind, least := range map[string]int{
		"eligibility": 8, "preparation": 8, "travel": 8, "arrival": 8, "reintegration": 8, "follow_up": 8, "closed": 8,
		"withdrawn": 5, "refused": 5, "on hold": 5, "no_show": 5, "split-case": 5, "told late": 5,
		"died": 2, "child alone": 2, "child received": 2, "record-appeal": 2, "restricted": 3,
	} {
		if seen[kind] < least {
			t.Errorf("%d of %s, %d are wanted", seen[kind], kind, least)
		}
	}
	t.Logf("%d cases, %d sequences: %v", len(load.Cases), len(sequences), seen)
}

func arrivedBefore(c *avrr.Case, told avrr.Date) bool {
	return !c.ArrivedAt.IsZero() && avrr.DateOf(c.ArrivedAt).Before(told)
}

func count(seen map[string]int, c *avrr.Case) {
	seen[string(c.Stage)]++
	is := func(kind string, there bool) {
		if there {
			seen[kind]++
		}
	}
	having := func(fate avrr.Fate) bool {
		return slices.ContainsFunc(c.Members, func(m *avrr.Member) bool { return m.Fate == fate })
	}
	age, sure := c.Members[0].Birth.AgeOn(c.AppliedOn)
	is("withdrawn", having(avrr.Withdrew))
	is("refused", having(avrr.Refused))
	is("no_show", having(avrr.NoShow))
	is("died", having(avrr.Died))
	is("on hold", c.OnHold)
	is("restricted", c.Restricted)
	is("child alone", sure && age < 18)
	first := c.Members[0]
	alarmed := slices.ContainsFunc(c.Raised, func(task *avrr.Task) bool { return strings.HasPrefix(task.ID, "doubt-") })
	is("child received", !first.CameAlone.IsZero() && len(first.Handovers) == 2 && !alarmed)
}
