package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/casework"
)

// How many instalments are paid, unless HOMEWARD_INSTALMENTS says otherwise, in how many cases at least, and how many in one at most.
const (
	fewInstalments = 300
	fewestCases    = 15
	mostInOneCase  = 60
)

// oneLost is in how many payments the bank makes one and answers that it took too long.
const oneLost = 20

// A worker is killed after so many payments, on average, at a moment nobody chooses; of few payments several times all the same.
const (
	oneKill     = 100
	fewestKills = 5
	killWithin  = time.Second
)

// bankAskedFor is how long a worker asks the bank before a person is to.
const bankAskedFor = time.Minute

// inHand is how many cases are paid at once: while the calls of a killed worker are missed, the others go on.
const inHand = 24

// stalled is how long nothing at all may happen before the test gives up. How long one instalment takes is nobody's promise.
const stalled = 10 * time.Minute

// tellsEvery is how often it says how far it has come.
const tellsEvery = 30 * time.Second

// instalmentEach is what each of them comes to, in minor units.
const instalmentEach = 100

// A reconciliation pays many instalments by a bank that loses every twentieth answer, beside a
// worker whose process is killed at random moments.
type reconciliation struct {
	*house
	bank   *simulator
	luck   *rand.Rand
	cases  []walk
	kills  atomic.Int64
	wanted int64
	asked  int // outcomes that nobody could find out and a person settled

	began          time.Time
	released, paid atomic.Int64
}

// Every instalment is paid once, whatever is lost or killed: the bank's ledger is the witness.
func TestTheBankAndTheCasesAgreeOnEveryInstalment(t *testing.T) {
	wanted := fewInstalments
	if told := os.Getenv("HOMEWARD_INSTALMENTS"); told != "" {
		var err error
		wanted, err = strconv.Atoi(told)
		require.NoError(t, err)
	}
	h := newHouse(t, t.TempDir(), "sqlite:"+t.TempDir()+"/homeward.db")
	r := &reconciliation{house: h, bank: h.withBank(), luck: rand.New(rand.NewPCG(1, uint64(wanted))), wanted: int64(wanted), began: time.Now()}
	h.stopWorker() // others work, in processes of their own
	r.open(wanted)
	opened := time.Now()
	worker := r.hire()
	r.bank.meetsEvery(oneLost, "pay", "lose", wanted)
	ctx, enough := context.WithCancel(context.Background())
	defer enough()
	go r.watch(ctx)
	r.whileKilled(worker, r.payAll)
	h.startWorker()
	r.settle()
	fmt.Printf("figure chaos_instalments %d count\nfigure chaos_answers_lost %d count\nfigure chaos_kills %d count\nfigure chaos_asked_by_people %d count\n", wanted, wanted/oneLost, r.kills.Load(), r.asked)
	fmt.Printf("figure chaos_opening_s %.0f s\nfigure chaos_paying_s %.0f s\n", opened.Sub(r.began).Seconds(), time.Since(opened).Seconds())
	r.agree(wanted)
}

// open brings as many cases to an approved plan as there are instalments for. Their workflows begin later: each with its first release.
func (r *reconciliation) open(wanted int) {
	inOneCase := min(mostInOneCase, max(1, wanted/fewestCases))
	for left := wanted; left > 0; left -= inOneCase {
		r.cases = append(r.cases, walk{house: r.house})
	}
	temporal := r.client
	r.client = nil
	defer func() { r.client = temporal }()
	r.each(func(i int) {
		w := r.begin("standard")
		w.toApproval()
		w.toHold()
		w.toTicket()
		w.toArrival()
		var measures []body
		for left := min(inOneCase, wanted-i*inOneCase); left > 0; left -= 12 {
			parts := make([]body, min(12, left))
			for n := range parts {
				parts[n] = body{"amount": instalmentEach}
			}
			measures = append(measures, body{"dimension": "economic", "level": "individual", "kind": "business", "description": "Stock.", "amount": instalmentEach * len(parts), "currency": planCurrency, "instalments": parts})
		}
		w.do("field", w.ref, "propose-plan", body{"measures": measures})
		w.do("manager", w.ref, "decide-plan", body{"decision": "approve"})
		w.do("field", w.ref, "set-payee", body{"for": "member", "member": "m1", "name": "Arta Hoxha", "account": body{"iban": theIBAN}})
		r.cases[i] = w
	}, 8)
}

// each does something for every case, some of them at a time.
func (r *reconciliation) each(do func(i int), atOnce int) {
	var all sync.WaitGroup
	next := make(chan int, len(r.cases))
	for i := range r.cases {
		next <- i
	}
	close(next)
	for range atOnce {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	all.Wait()
}

// payAll releases every instalment to the bank, those of a case one after the other, and waits for what becomes of them.
func (r *reconciliation) payAll() {
	r.each(func(i int) {
		w := r.cases[i]
		for _, instalment := range w.folded(w.ref).Plan.Instalments {
			r.release(w, instalment.ID)
		}
		r.answered(w)
	}, inHand)
}

// release releases an instalment to the bank. Who is told that it cannot be taken now asks again, under the same key; while no worker
// is there it is accepted, and recorded by the next.
func (r *reconciliation) release(w walk, instalment string) {
	asked, manager := w.releasing(instalment), r.staff["manager"]
	var a casework.Answer
	r.until(func() bool {
		var err error
		if a.Waiting {
			a, err = r.desk.Submission(context.Background(), manager, a.Submission)
		} else {
			a, err = r.desk.Perform(context.Background(), manager, w.ref, asked)
		}
		var refusal *avrr.Error
		require.False(r.t, errors.As(err, &refusal), "a release is refused: %v", err)
		return err == nil && !a.Waiting
	}, "a release is not recorded")
	r.released.Add(1)
}

// answered waits until the outcome of every order of a case is known.
func (r *reconciliation) answered(w walk) {
	r.until(func() bool { return w.row().Calls == 0 }, "the bank is asked for ever")
}

// until waits, for as long as anything happens anywhere.
func (r *reconciliation) until(done func() bool, otherwise string) {
	look := time.NewTicker(250 * time.Millisecond)
	defer look.Stop()
	stood, since := int64(0), time.Now()
	for !done() {
		<-look.C
		if moved := r.released.Load() + r.paid.Load(); moved != stood {
			stood, since = moved, time.Now()
		}
		require.Less(r.t, time.Since(since), stalled, otherwise)
	}
}

// watch counts what the bank enters in its ledger, and tells now and then how far it all has come.
func (r *reconciliation) watch(ctx context.Context) {
	ledger, err := os.Open(r.bank.ledger)
	require.NoError(r.t, err)
	defer func() { require.NoError(r.t, ledger.Close()) }()
	look, tell := time.NewTicker(50*time.Millisecond), time.NewTicker(tellsEvery)
	defer look.Stop()
	defer tell.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tell.C:
			fmt.Printf("progress %s: %d released, %d paid, %d workers killed\n", time.Since(r.began).Round(time.Second), r.released.Load(), r.paid.Load(), r.kills.Load())
		case <-look.C:
			lines, err := io.ReadAll(ledger)
			require.NoError(r.t, err)
			r.paid.Add(int64(bytes.Count(lines, []byte("\n"))))
		}
	}
}

// hire has somebody work in a process of their own.
func (r *reconciliation) hire() *process {
	r.t.Helper()
	return r.beginProcess("HOMEWARD_WORKER", hire{r.premises(), r.bank.url, bankAskedFor})
}

// whileKilled does something while the worker is killed again and again, and another one is hired each time. Who comes last is killed
// once it is done.
func (r *reconciliation) whileKilled(working *process, do func()) {
	r.t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	for r.doomed(done) {
		working.kill()
		r.kills.Add(1)
		working = r.hire()
	}
	working.kill()
}

// doomed waits for the moment at which a worker is killed, and answers false when all is done before.
func (r *reconciliation) doomed(done <-chan struct{}) bool {
	at := r.paid.Load() + r.luck.Int64N(2*min(oneKill, r.wanted/fewestKills))
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for r.paid.Load() < at {
		select {
		case <-done:
			return false
		case <-look.C:
		}
	}
	select {
	case <-done:
		return false
	case <-time.After(time.Duration(r.luck.Int64N(int64(killWithin)))):
		return true
	}
}

// settle has a person find out at the bank what nobody knows, and pays again what was not paid.
func (r *reconciliation) settle() {
	paid := r.bank.entries()
	for _, w := range r.cases {
		for _, o := range w.folded(w.ref).BankOrders {
			if o.Outcome != avrr.CallUnknown {
				continue
			}
			r.asked++
			if paid[o.Key] > 0 {
				w.do("field", w.ref, "record-bank-answer", body{"order": o.Key, "outcome": "paid", "value_date": day(0)})
				continue
			}
			w.do("field", w.ref, "record-bank-answer", body{"order": o.Key, "outcome": "refused"})
			r.release(w, o.Instalment)
		}
		r.answered(w)
	}
}

// agree holds the cases against the ledger, order by order and in sum.
func (r *reconciliation) agree(wanted int) {
	doubles, lost, difference := 0, 0, int64(0)
	entries := r.bank.entries()
	for _, l := range ledger[struct{ Amount int64 }](r.bank) {
		difference += l.Amount
	}
	for _, n := range entries {
		doubles += n - 1
	}
	paid := map[string]bool{}
	for _, w := range r.cases {
		c := w.folded(w.ref)
		for _, p := range c.Payments {
			difference -= p.Kept()
		}
		for _, o := range c.BankOrders {
			if o.Outcome == avrr.BankPaid {
				paid[o.Key] = true
			}
		}
		for _, i := range c.Plan.Instalments {
			if i.State != avrr.Paid {
				lost++
			}
		}
		w.stands()
	}
	for key := range entries {
		if !paid[key] {
			lost++
		}
	}
	fmt.Printf("figure chaos_doubles %d count\nfigure chaos_lost %d count\nfigure chaos_difference %d cents\n", doubles, lost, difference)
	require.Equal(r.t, []any{0, 0, int64(0)}, []any{doubles, lost, difference}, "doubles, lost, difference to the bank's ledger")
	require.Len(r.t, entries, wanted)
	require.Len(r.t, paid, wanted)
}
