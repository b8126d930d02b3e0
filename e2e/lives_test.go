package e2e

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/casework"
	invented "homeward/lives"
	"homeward/programmes"
	"homeward/store"
)

// How many lives are led on a real Temporal, and how far each goes.
const (
	ledLives = 20
	ledSteps = 16
)

// Families live on while workers are stopped in the middle of an answer or killed beside a Record, and Temporal loses all it knew.
func TestLivesGoOnWhateverBecomesOfWorkersAndTemporal(t *testing.T) {
	first, _, err := invented.Asked(ledLives)
	require.NoError(t, err)
	dir := t.TempDir()
	h := newHouse(t, dir, "sqlite:"+filepath.Join(dir, "homeward.db"))
	var led []*ledLife
	for n := range ledLives {
		l := h.led(first + uint64(n))
		l.leads()
		led = append(led, l)
		if n == ledLives/2 {
			h.losesTemporal(nil)
		}
	}
	require.Eventually(t, func() bool { return h.toDo() == 0 }, patience, 50*time.Millisecond)
	for _, l := range led {
		l.whole()
	}
	t.Logf("seeds %d to %d", first, first+ledLives-1)
}

// A ledLife is one family's life led through the desk.
type ledLife struct {
	*house
	life     *invented.Life
	chance   *rand.Rand
	doomed   int // the step at which a worker is killed beside its Record; -1 for none
	opened   string
	script   strings.Builder
	accepted []string
}

func (h *house) led(seed uint64) *ledLife {
	h.t.Helper()
	library, err := programmes.Embedded()
	require.NoError(h.t, err)
	demo, _ := library.Current("demo")
	w := invented.World{Programmes: []*avrr.Programme{demo}, Begins: time.Now(), Now: true}
	for _, name := range []string{"officer", "officer2", "desk", "field", "manager", "protection"} {
		w.Staff = append(w.Staff, h.staff[name].Actor)
	}
	l := &ledLife{house: h, life: invented.New(seed, w), chance: rand.New(rand.NewPCG(seed, 3)), doomed: -1}
	if seed%10 == 0 {
		l.doomed = 3 + l.chance.IntN(ledSteps/3)
	}
	fmt.Fprintf(&l.script, "seed %d\n", seed)
	return l
}

// leads takes the life's steps, one after the other, and now and then takes the worker away meanwhile.
func (l *ledLife) leads() {
	l.t.Helper()
	for n := range ledSteps {
		s, more := l.life.Next(l.standing())
		if !more {
			return
		}
		fmt.Fprintln(&l.script, s)
		switch {
		case n == l.doomed:
			l.killedBeside(s)
		case n > 0 && l.chance.IntN(16) == 0:
			l.withoutWorker(s)
		default:
			l.takes(s)
		}
	}
}

// takes performs a step at the desk and waits until it is recorded or refused.
func (l *ledLife) takes(s invented.Step) {
	l.t.Helper()
	answer, err := l.performs(s)
	l.tells(answer, err)
	if err == nil {
		l.settles(l.nameOf(s.Who), answer)
	}
}

func (l *ledLife) performs(s invented.Step) (casework.Answer, error) {
	who := l.staff[l.nameOf(s.Who)]
	request := casework.Request{Action: s.Action, Body: s.Body, Key: s.ID, Seen: s.Seen}
	if s.Action == "open" {
		return l.desk.Open(context.Background(), who, request)
	}
	row, err := l.store.Read(context.Background()).Case(s.Case)
	if err != nil {
		return casework.Answer{}, err
	}
	return l.desk.Perform(context.Background(), who, row.Reference, request)
}

// tells holds what a step answered to being a refusal or an acknowledgement, and keeps the latter.
func (l *ledLife) tells(answer casework.Answer, err error) {
	l.t.Helper()
	if err != nil {
		var refusal *avrr.Error
		require.ErrorAs(l.t, err, &refusal, "%s", &l.script)
		return
	}
	if answer.Opened {
		row, err := l.store.Read(context.Background()).CaseByReference(answer.Reference)
		require.NoError(l.t, err)
		l.opened = row.ID
	}
	if !slices.Contains(l.accepted, answer.Submission) {
		l.accepted = append(l.accepted, answer.Submission)
	}
}

// withoutWorker takes a step while the worker is stopped and another one started.
func (l *ledLife) withoutWorker(s invented.Step) {
	l.t.Helper()
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		l.stopWorker()
	}()
	answer, err := l.performs(s)
	<-stopped
	l.startWorker()
	l.tells(answer, err)
	if err == nil {
		l.settles(l.nameOf(s.Who), answer)
	}
}

// killedBeside takes a step that a worker records, and dies before Temporal can learn of it. A step that is refused at the desk
// reaches no worker; any other action of the case then brings the worker's end.
func (l *ledLife) killedBeside(s invented.Step) {
	l.t.Helper()
	l.stopWorker()
	note := invented.Step{ID: s.ID + "-note", Who: l.staff["officer"].Actor, Case: l.opened, Action: "add-note", Body: []byte(`{"text":"Meanwhile."}`)}
	killed := l.doomedWorker(doom{Action: note.Action, Before: l.chance.IntN(2) == 0})
	answer, err := l.performs(note)
	require.NoError(l.t, err)
	l.deliverTo(killed, l.submission(answer.Submission))
	l.startWorker()
	l.tells(answer, nil)
	l.settles("officer", answer)
	l.takes(s)
}

func (l *ledLife) nameOf(who avrr.Actor) string {
	for name, p := range l.staff {
		if p.ID == who.ID {
			return name
		}
	}
	return ""
}

func (l *ledLife) standing() invented.Standing {
	l.t.Helper()
	s := invented.Standing{Now: time.Now(), Log: func(id string) []avrr.Event { return l.history(store.CaseSubject(id)) }}
	if l.opened == "" {
		return s
	}
	ids := []string{l.opened}
	for n := 0; n < len(ids); n++ {
		row, err := l.store.Read(context.Background()).Case(ids[n])
		require.NoError(l.t, err)
		c, err := l.store.Read(context.Background()).Folded(row, l.life.Programme())
		require.NoError(l.t, err)
		s.Cases = append(s.Cases, c)
		for _, link := range c.Links {
			if !slices.Contains(ids, link.Case) {
				ids = append(ids, link.Case)
			}
		}
	}
	return s
}

func (l *ledLife) history(of store.Subject) []avrr.Event {
	l.t.Helper()
	log, err := l.store.Read(context.Background()).History(of)
	require.NoError(l.t, err)
	return log
}

// whole holds the family's logs and what follows from them to every promise.
func (l *ledLife) whole() {
	l.t.Helper()
	stands := map[string]int{}
	count := func(log []avrr.Event) {
		for _, e := range log {
			if e.Movement == "" {
				stands[e.Cause]++
			}
		}
	}
	counted := map[string]bool{}
	for _, c := range l.standing().Cases {
		log := l.history(store.CaseSubject(c.ID))
		require.NoError(l.t, errors.Join(invented.Unbroken(log), invented.Sound(c, l.life.Programme()), invented.Retold(c, l.life.Programme(), log)), "%s", &l.script)
		count(log)
		for _, e := range log {
			if e.Movement != "" && !counted[e.Movement] {
				counted[e.Movement] = true
				count(l.history(store.MovementSubject(e.Movement)))
			}
		}
	}
	for _, id := range l.accepted {
		s, err := l.store.Read(context.Background()).Submission(id)
		require.NoError(l.t, err)
		require.NotEqual(l.t, store.SubmissionWaiting, s.Status, "%s", &l.script)
		require.Equal(l.t, s.Status == store.SubmissionRecorded, stands[id] == 1, "%s is %s, and stands %d times in the logs\n%s", s.Action, s.Status, stands[id], &l.script)
	}
}
