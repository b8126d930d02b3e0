package lives_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/lives"
	"homeward/programmes"
)

var (
	shown = flag.Int("shown", 3, "how many broken lives are told in full")
	tell  = flag.Bool("tell", false, "print the script of every life")
)

// staff is who works in the office of these lives.
var staff = []avrr.Actor{
	{ID: "officer", Role: avrr.ReturnOfficer}, {ID: "officer2", Role: avrr.ReturnOfficer}, {ID: "officer3", Role: avrr.ReturnOfficer}, {ID: "desk", Role: avrr.TravelDesk},
	{ID: "field", Role: avrr.ReintegrationOfficer}, {ID: "field2", Role: avrr.ReintegrationOfficer},
	{ID: "manager", Role: avrr.ProgrammeManager}, {ID: "manager2", Role: avrr.ProgrammeManager}, {ID: "protection", Role: avrr.ProtectionOfficer},
}

func world(t testing.TB) lives.World {
	t.Helper()
	library, err := programmes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return lives.World{Programmes: library.All(), Staff: staff, Begins: time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC)}
}

// enough is from how many lives on everything the catalogue knows must have happened in one of them.
const enough = 5000

// Whatever becomes of a family, its cases stay whole after every step; and over all lives everything the catalogue knows happens.
func TestFiveThousandLivesOfFamiliesKeepEveryPromise(t *testing.T) {
	first, count, err := lives.Asked(enough)
	if err != nil {
		t.Fatal(err)
	}
	w, began := world(t), time.Now()
	var done sync.WaitGroup
	var driven atomic.Int64
	all := newTally()
	for range runtime.GOMAXPROCS(0) {
		done.Go(func() {
			for n := driven.Add(1); n <= int64(count); n = driven.Add(1) {
				seed := first + uint64(n) - 1
				seen := newTally()
				script, err := drive(lives.New(seed, w), seen)
				if all.add(seen); err != nil && all.breaks() <= *shown {
					t.Errorf("seed %d: %v\n%s", seed, err, script)
				} else if *tell {
					t.Logf("seed %d\n%s", seed, script)
				}
			}
		})
	}
	done.Wait()
	t.Logf("seeds %d to %d: %s", first, first+uint64(count)-1, all)
	fmt.Printf("figure simulator_lives_per_second_avrr %.0f lives/s\n", float64(count)/time.Since(began).Seconds())
	if all.broken > *shown {
		t.Errorf("%d lives broke, and the first %d are told", all.broken, *shown)
	}
	if count >= enough {
		all.complete(t)
	}
}

func TestTheSameSeedIsTheSameLife(t *testing.T) {
	w := world(t)
	for seed := range uint64(20) {
		once, err := drive(lives.New(seed, w), newTally())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		again, err := drive(lives.New(seed, w), newTally())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if once != again {
			t.Fatalf("seed %d is two lives:\n%s\n%s", seed, once, again)
		}
	}
}

// drive leads a life to its end and answers its script, with what broke.
func drive(l *lives.Life, seen *tally) (script string, err error) {
	o := &lives.Office{Programme: l.Programme(), Now: l.Begins(), CarrierAnswers: l.CarrierAnswers(), BankAnswers: l.BankAnswers(), Appended: seen.event, Assess: func(p *avrr.Programme, facts avrr.Facts) (avrr.EligibilityDecision, error) {
		return programmes.Assess(p, facts, nil)
	}}
	var told strings.Builder
	defer func() {
		if r := recover(); r != nil {
			script, err = told.String(), fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	for n := 0; ; n++ {
		s, more := l.Next(o.Standing())
		if !more {
			break
		}
		fmt.Fprintln(&told, s)
		refusal, err := o.Take(s)
		if refusal != nil {
			seen.refused++
			fmt.Fprintf(&told, "  refused: %s\n", refusal.Message)
			err = leftNoTrace(o, s, n)
		}
		if err == nil {
			err = o.Sound()
		}
		if err != nil {
			return told.String(), err
		}
	}
	seen.ends(o)
	return told.String(), o.Retold()
}

// leftNoTrace tries what was refused once more, as somebody else's, and holds the case to being as it was; one time in four, for it
// takes as long as all the rest.
func leftNoTrace(o *lives.Office, s lives.Step, n int) error {
	if n%4 > 0 || s.Again {
		return nil
	}
	before, err := json.Marshal(o.Standing().Cases)
	if err != nil {
		return err
	}
	s.ID = "again" + s.ID
	if refusal, err := o.Take(s); refusal == nil {
		return errors.Join(err, fmt.Errorf("%s was refused, and then it was not", s.Action))
	}
	after, err := json.Marshal(o.Standing().Cases)
	if err == nil && !bytes.Equal(before, after) {
		return fmt.Errorf("the refused %s left a trace", s.Action)
	}
	return err
}

// A tally counts what lives come by.
type tally struct {
	mutex                             sync.Mutex
	lives, events, refused, doubts    int
	broken                            int
	actions, stages, fates, programme map[string]int
}

func newTally() *tally {
	return &tally{actions: map[string]int{}, stages: map[string]int{}, fates: map[string]int{}, programme: map[string]int{}}
}

func (t *tally) event(c *avrr.Case, e avrr.Event) error {
	t.events++
	t.actions[e.Action]++
	t.stages[string(c.Stage)]++
	if e.Doubt != "" {
		t.doubts++
	}
	return lives.Boarding(c, e)
}

func (t *tally) ends(o *lives.Office) {
	t.lives++
	t.programme[o.Programme.Code]++
	for _, f := range o.Files() {
		t.stages[string(f.Case.Stage)]++
		for _, m := range f.Case.Members {
			t.fates[string(m.Fate)]++
		}
	}
}

// breaks counts a life that broke.
func (t *tally) breaks() int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.broken++
	return t.broken
}

func (t *tally) add(o *tally) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.lives, t.events, t.refused, t.doubts = t.lives+o.lives, t.events+o.events, t.refused+o.refused, t.doubts+o.doubts
	for of, more := range map[*map[string]int]map[string]int{&t.actions: o.actions, &t.stages: o.stages, &t.fates: o.fates, &t.programme: o.programme} {
		for name, n := range more {
			(*of)[name] += n
		}
	}
}

func (t *tally) String() string {
	return fmt.Sprintf("%d lives, %d events, %d refusals, %d doubts\nstages %s\nfates %s\nactions %s\nprogrammes %s", t.lives, t.events, t.refused, t.doubts,
		listed(t.stages), listed(t.fates), listed(t.actions), listed(t.programme))
}

func listed(of map[string]int) string {
	var each []string
	for _, name := range slices.Sorted(maps.Keys(of)) {
		each = append(each, fmt.Sprintf("%s %d", name, of[name]))
	}
	return strings.Join(each, ", ")
}

// complete holds the lives to what they are for: every stage and every fate is reached, and every action of the catalogue is recorded.
func (t *tally) complete(tb testing.TB) {
	for _, s := range avrr.StageOrder {
		if t.stages[string(s)] == 0 {
			tb.Errorf("no life reaches %s", s)
		}
	}
	for _, a := range avrr.Catalogue {
		if t.actions[a.Name] == 0 && a.On != avrr.OnMovement {
			tb.Errorf("%s is recorded in no life", a.Name)
		}
	}
}
