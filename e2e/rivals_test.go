package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/store"
	"homeward/worker"
)

const (
	// roundsEnv says over how many instalments two processes race on each database.
	roundsEnv = "HOMEWARD_ROUNDS"
	// usualRounds is how many there are when nobody asks for another number.
	usualRounds = 500
	// lanes is how many cases are raced over at once, and perCase how many instalments each has.
	lanes, perCase = 5, 50
)

// A move is one action that a rival is told to perform, and what became of it.
type move struct {
	Key, Who, Reference, Action string
	Body                        json.RawMessage
	Refused, Broken             string `json:",omitempty"` // why, in words; Broken is no refusal
	Rule                        string `json:",omitempty"`
}

// rival is the whole life of another office's process, with a desk and a worker of its own: it ends when nobody tells it anything any more.
func rival(told string) error {
	var p premises
	if err := json.Unmarshal([]byte(told), &p); err != nil {
		return err
	}
	h, err := join(p)
	if err != nil {
		return err
	}
	w := worker.New(h.client, h.acts)
	if err := w.Start(); err != nil {
		return err
	}
	defer w.Stop()
	h.staff = map[string]access.Person{}
	for _, name := range []string{"field2", "manager2"} {
		a, err := h.store.Read(context.Background()).AccountByUsername(name)
		if err != nil {
			return err
		}
		h.staff[name] = personOf(a)
	}
	fmt.Println(begun)
	return h.obey(os.Stdin, os.Stdout)
}

// obey performs each move as it is told, all at once, and answers it under its key.
func (h *house) obey(told io.Reader, answers io.Writer) error {
	var writing sync.Mutex
	var moving sync.WaitGroup
	lines := bufio.NewScanner(told)
	for lines.Scan() {
		var m move
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			return err
		}
		moving.Go(func() {
			m = h.moves(m)
			writing.Lock()
			defer writing.Unlock()
			if err := json.NewEncoder(answers).Encode(m); err != nil {
				slog.Error("nobody hears the rival", "cause", err)
			}
		})
	}
	moving.Wait()
	return lines.Err()
}

// moves performs an action until its outcome is known: who has to wait is told later.
func (h *house) moves(m move) move {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	answer, err := h.desk.Perform(ctx, h.staff[m.Who], m.Reference, casework.Request{Action: m.Action, Body: m.Body, Key: m.Key})
	for tick := time.NewTicker(20 * time.Millisecond); err == nil && answer.Waiting; {
		select {
		case <-tick.C:
			answer, err = h.desk.Submission(ctx, h.staff[m.Who], answer.Submission)
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	var refused *avrr.Error
	switch {
	case err == nil:
	case errors.As(err, &refused):
		m.Refused = refused.Message
		if len(refused.Blocks) > 0 {
			m.Rule = refused.Blocks[0].Rule
		}
	default:
		m.Broken = err.Error()
	}
	return m
}

// An opponent is another process and how to have it move.
type opponent struct {
	t       testing.TB
	tell    *json.Encoder
	telling sync.Mutex
	answers sync.Map // of the key to a channel of moves
}

func (h *house) opponent() *opponent {
	h.t.Helper()
	rival := h.beginProcess("HOMEWARD_RIVAL", h.premises())
	o := &opponent{t: h.t, tell: json.NewEncoder(rival.told)}
	var hearing sync.WaitGroup
	hearing.Go(func() {
		for d := json.NewDecoder(rival.says); ; {
			var m move
			if err := d.Decode(&m); err != nil {
				return
			}
			if waiting, ok := o.answers.Load(m.Key); ok {
				waiting.(chan move) <- m
			}
		}
	})
	h.t.Cleanup(func() {
		require.NoError(h.t, rival.told.Close())
		hearing.Wait()
		require.NoError(h.t, rival.Wait())
	})
	return o
}

// moves has the other process perform an action.
func (o *opponent) moves(m move) move {
	answer := make(chan move, 1)
	o.answers.Store(m.Key, answer)
	o.telling.Lock()
	err := o.tell.Encode(m)
	o.telling.Unlock()
	if err != nil {
		m.Broken = err.Error()
		return m
	}
	select {
	case m = <-answer:
	case <-time.After(patience):
		m.Broken = "the rival does not answer"
	}
	return m
}

// Two processes, each with a desk and a worker of its own, release and pay the same instalment at the same moment under different
// keys, over and over.
func TestTwoProcessesReleaseAndPayAnInstalmentOnce(t *testing.T) {
	rounds := usualRounds
	if said := os.Getenv(roundsEnv); said != "" {
		var err error
		rounds, err = strconv.Atoi(said)
		require.NoError(t, err, roundsEnv)
	}
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		h.hires("field2", avrr.ReintegrationOfficer)
		h.hires("manager2", avrr.ProgrammeManager)
		began, race := time.Now(), &race{house: h, opponent: h.opponent()}
		var racing sync.WaitGroup
		lane := make(chan struct{}, lanes)
		for left := rounds; left > 0; left -= perCase {
			racing.Go(func() {
				lane <- struct{}{}
				defer func() { <-lane }()
				race.over(min(left, perCase))
			})
		}
		racing.Wait()
		t.Logf("%d rounds in %s: the rival came first in %d of %d", rounds, time.Since(began).Round(time.Second), race.lost.Load(), 2*rounds)
		require.EqualValues(t, 2*rounds, race.won.Load()+race.lost.Load())
		fmt.Printf("figure rounds_of_two_processes_%s %d rounds\nfigure instalments_released_or_paid_twice_%s %d instalments\n", h.databaseName(), rounds, h.databaseName(), race.twice.Load())
		require.Zero(t, race.twice.Load())
	})
}

func (h *house) databaseName() string {
	name, _, _ := strings.Cut(h.url, ":")
	return name
}

// A race is this process against another one.
type race struct {
	*house
	*opponent
	won, lost, twice atomic.Int64
}

// over races over the instalments of one case, and holds its log and the database against what was said.
func (r *race) over(instalments int) {
	w := r.begin("standard")
	w.home()
	const measures = 5
	var plan []body
	for left := instalments; left > 0; left -= perCase / measures {
		var parts []body
		for range min(left, perCase/measures) {
			parts = append(parts, body{"amount": 100})
		}
		plan = append(plan, body{"dimension": "economic", "level": "individual", "kind": "business", "description": "Tools.", "amount": 100 * len(parts), "currency": planCurrency, "instalments": parts})
	}
	w.do("field", w.ref, "propose-plan", body{"measures": plan})
	w.do("manager", w.ref, "decide-plan", body{"decision": "approve"})
	w.carriedOut()
	before := len(w.causes())
	for n := 1; n <= instalments; n++ {
		id := fmt.Sprintf("i%d", n)
		r.once(w, "manager", "release-instalment", "instalment-not-planned", "released", id, body{"instalment": id})
		r.once(w, "field", "record-payment", "instalment-paid", "paid", id, body{"instalment": id, "amount": 100, "currency": planCurrency, "paid_on": day(0), "place": "supplier", "method": "bank_transfer", "receipt": "R" + id})
	}
	w.carriedOut()
	require.Len(w.t, w.causes()[before:], 2*instalments, "each was released once and paid once, and nothing else was recorded")
	stood := map[string]int{}
	steps, err := w.store.Read(context.Background()).Steps(w.row().ID)
	require.NoError(w.t, err)
	for _, s := range steps {
		stood[s.Instalment+" "+s.Kind]++
	}
	require.Len(w.t, stood, 2*instalments)
	c := w.folded(w.ref)
	require.Len(w.t, c.Payments, instalments)
	money, err := w.store.Read(context.Background()).Money(c.ID)
	require.NoError(w.t, err)
	require.Equal(w.t, store.CaseMoney{CaseID: c.ID, Currency: planCurrency, Approved: int64(100 * instalments), Paid: int64(100 * instalments)}, money)
	w.stands()
}

// once has both processes perform the same action at once: one of them does it, and the other is told who did and when.
func (r *race) once(w walk, who, action, rule, did, instalment string, in body) {
	raw, err := json.Marshal(in)
	require.NoError(w.t, err)
	m := func(who string) move {
		return move{Key: fmt.Sprintf("%s-%s-%s-%s", r.house.t.Name(), w.ref, did+instalment, who), Who: who, Reference: w.ref, Action: action, Body: raw}
	}
	var ours, theirs move
	var moving sync.WaitGroup
	moving.Go(func() { theirs = r.opponent.moves(m(who + "2")) })
	moving.Go(func() { ours = r.house.moves(m(who)) })
	moving.Wait()
	require.Empty(w.t, ours.Broken+theirs.Broken)
	winner, loser, count := r.staff[who].DisplayName, theirs, &r.won
	if ours.Refused != "" {
		winner, loser, count = "Second "+who+"2", ours, &r.lost
	}
	if ours.Refused == "" && theirs.Refused == "" {
		r.twice.Add(1)
		return
	}
	count.Add(1)
	require.False(w.t, ours.Refused != "" && theirs.Refused != "", "nobody did it: %s; %s", ours.Refused, theirs.Refused)
	require.Equal(w.t, rule, loser.Rule, loser.Refused)
	require.Regexp(w.t, fmt.Sprintf(`^Small business.* was already %s by %s on \d{1,2} \w+ \d{4} at \d\d:\d\d:\d\d \w+\.$`, did, winner), loser.Refused)
}
