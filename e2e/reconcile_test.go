package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
)

// How many instalments are paid, unless HOMEWARD_INSTALMENTS says otherwise, in how many cases at least, and how many in one at most.
const (
	fewInstalments = 300
	fewestCases    = 15
	mostInOneCase  = 60
)

// oneLost is in how many payments the bank makes one and answers that it took too long.
const oneLost = 20

// How often a worker is killed: in how many instalments once, and how long one works at most before. The more there is to do,
// the longer, or workers would be killed as soon as they had begun.
const (
	oneKill    = 75
	worksLeast = 3 * time.Second
	worksMost  = 20 * time.Second
)

// instalmentEach is what each of them comes to, in minor units.
const instalmentEach = 100

// A reconciliation pays many instalments by a bank that loses every twentieth answer, beside a
// worker whose process is killed at random moments.
type reconciliation struct {
	*house
	bank  *simulator
	luck  *rand.Rand
	cases []walk
	kills int
	asked int // outcomes that nobody could find out and a person settled
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
	r := &reconciliation{house: h, bank: h.withBank(), luck: rand.New(rand.NewPCG(1, uint64(wanted)))}
	began := time.Now()
	h.stopWorker() // others work, in processes of their own
	r.open(wanted)
	opened := time.Now()
	worker := r.hire()
	r.bank.meetsEvery(oneLost, "pay", "lose", wanted)
	r.whileKilled(worker, wanted/oneKill, min(worksLeast*time.Duration(max(1, wanted/fewInstalments)), worksMost), r.payAll)
	h.startWorker()
	r.settle()
	fmt.Printf("figure bank_instalments %d count\nfigure bank_answers_lost %d count\nfigure bank_kills %d count\nfigure bank_asked_by_people %d count\n", wanted, wanted/oneLost, r.kills, r.asked)
	fmt.Printf("figure bank_opening_s %.0f s\nfigure bank_paying_s %.0f s\n", opened.Sub(began).Seconds(), time.Since(opened).Seconds())
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
	})
}

// each does something for every case, several at a time.
func (r *reconciliation) each(do func(i int)) {
	var all sync.WaitGroup
	next := make(chan int, len(r.cases))
	for i := range r.cases {
		next <- i
	}
	close(next)
	for range 8 {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	all.Wait()
}

// payAll releases every instalment to the bank and waits for what becomes of it.
func (r *reconciliation) payAll() {
	r.each(func(i int) {
		w := r.cases[i]
		for _, instalment := range w.folded(w.ref).Plan.Instalments {
			w.release(instalment.ID)
		}
	})
	r.eventually()
}

// hire has somebody work in a process of their own.
func (r *reconciliation) hire() *process {
	r.t.Helper()
	return r.beginProcess("HOMEWARD_WORKER", hire{r.premises(), r.bank.url, asksFor})
}

// whileKilled does something while the worker is killed at random moments, so many times, and another one is hired each time. Who comes
// last is killed once it is done.
func (r *reconciliation) whileKilled(working *process, times int, atMost time.Duration, do func()) {
	r.t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	for r.kills < times {
		select {
		case <-time.After(time.Duration(r.luck.Int64N(int64(atMost)))):
			working.kill()
			r.kills++
			working = r.hire()
		case <-done:
			times = 0
		}
	}
	<-done
	working.kill()
}

// eventually waits until the outcome of every order is known, however many there are.
func (r *reconciliation) eventually() {
	r.each(func(i int) {
		w := r.cases[i]
		require.Eventually(r.t, func() bool { return w.row().Calls == 0 }, 10*time.Minute, 100*time.Millisecond, "the bank is asked for ever")
	})
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
			w.release(o.Instalment)
		}
	}
	r.eventually()
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
	fmt.Printf("figure bank_doubles %d count\nfigure bank_lost %d count\nfigure bank_difference %d cents\n", doubles, lost, difference)
	require.Equal(r.t, []any{0, 0, int64(0)}, []any{doubles, lost, difference}, "doubles, lost, difference to the bank's ledger")
	require.Len(r.t, entries, wanted)
	require.Len(r.t, paid, wanted)
}
