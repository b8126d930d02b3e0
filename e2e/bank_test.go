package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/activities"
	"homeward/avrr"
	"homeward/casework"
)

// theIBAN is an account nobody has; its check digits fit.
const theIBAN = "AL47 2121 1009 0000 0002 3569 8741"

// withBank has the house order its payments of a simulated bank.
func (h *house) withBank() *simulator {
	h.t.Helper()
	s := h.simulate("banksim")
	var err error
	h.acts.Bank, err = activities.NewBankAPI(s.url)
	require.NoError(h.t, err)
	return s
}

// entries answers how often the bank paid for each order, by key.
func (s *simulator) entries() map[string]int {
	s.t.Helper()
	paid := map[string]int{}
	for _, l := range ledger[struct{ Key string }](s) {
		paid[l.Key]++
	}
	return paid
}

// toPay is how far a case has come when its instalments may be released to the bank.
func (w walk) toPay() {
	w.t.Helper()
	w.toApproval()
	w.toHold()
	w.toTicket()
	w.toArrival()
	w.toGrant()
	w.do("field", w.ref, "set-payee", body{"for": "member", "member": "m1", "name": "Arta Hoxha", "account": body{"iban": theIBAN}})
}

// byBank releases an instalment to the bank.
func byBank(instalment string) body {
	return body{"instalment": instalment, "pay": avrr.ByBank, "payee": "p1"}
}

func (w walk) releasing(instalment string) casework.Request {
	w.t.Helper()
	return w.request("release-instalment", byBank(instalment))
}

func (w walk) release(instalment string) {
	w.t.Helper()
	w.do("manager", w.ref, "release-instalment", byBank(instalment))
}

// bankAnswered waits until the log knows the outcome of everything the bank was asked, and answers the case.
func (w walk) bankAnswered() *avrr.Case {
	w.t.Helper()
	var c *avrr.Case
	require.Eventually(w.t, func() bool {
		c = w.folded(w.ref)
		return len(c.Asks()) == 0
	}, patience, 50*time.Millisecond, "the bank is asked for ever")
	return c
}

// Whatever the bank does with an order, it pays once at most, and the log says what is known of it.
func TestAnInstalmentIsPaidOnceWhateverTheBankDoes(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		bank := h.withBank()
		for _, c := range []struct {
			does    string
			entries int
			state   string
			task    string
		}{
			{"", 1, avrr.Paid, ""},
			{"lose", 1, avrr.Paid, ""},
			{"late", 1, avrr.Paid, ""},
			{"refuse", 0, avrr.Planned, "The bank did not pay"},
			{"fail", 0, avrr.Released, "Ask the bank whether it paid"},
			{"stall", 0, avrr.Released, "Ask the bank whether it paid"},
		} {
			w := h.begin("standard")
			w.toPay()
			if c.does != "" {
				bank.meets("pay", c.does, 1)
			}
			w.release("i1")
			at := w.bankAnswered()
			w.carriedOut()
			order := at.BankOrders[0]
			require.Equal(t, c.entries, bank.entries()[order.Key], c.does)
			require.Equal(t, c.state, at.Plan.Instalments[0].State, c.does)
			require.Len(t, at.Payments, c.entries, c.does)
			if c.entries == 1 {
				require.Equal(t, []any{int64(50000), int64(50000), int64(0), "bank_transfer", "Arta Hoxha"}, []any{at.Payments[0].Money.Amount, at.Payments[0].Worth, at.Payments[0].Overpaid, at.Payments[0].Method, at.Payments[0].PaidTo})
				require.Regexp(t, "^SIM-", at.Payments[0].Receipt)
			}
			require.Equal(t, c.task != "", c.task != "" && w.hasTask(c.task), c.does)
			w.stands()
		}
	})
}

// What the bank refused is released again, under another key; what nobody could find out is settled by what the bank tells a person.
func TestWhatTheBankDidNotPayIsPaidInTheEnd(t *testing.T) {
	h := newHouse(t, t.TempDir(), "sqlite:"+t.TempDir()+"/homeward.db")
	bank := h.withBank()
	w := h.begin("standard")
	w.toPay()
	bank.meets("pay", "refuse", 1)
	w.release("i1")
	w.bankAnswered()
	w.release("i1")
	at := w.bankAnswered()
	require.Equal(t, avrr.Paid, at.Plan.Instalments[0].State)
	require.NotEqual(t, at.BankOrders[0].Key, at.BankOrders[1].Key)

	bank.meets("pay", "fail", 1)
	w.release("i2")
	at = w.bankAnswered()
	unknown := at.BankOrders[2]
	require.Equal(t, avrr.CallUnknown, unknown.Outcome)
	_, err := h.try("manager", w.ref, "release-instalment", byBank("i2"))
	require.ErrorContains(t, err, "already released", "it is not paid blindly again")
	w.do("field", w.ref, "record-bank-answer", body{"order": unknown.Key, "outcome": "refused"})
	w.release("i2")
	at = w.bankAnswered()
	require.Equal(t, avrr.Paid, at.Plan.Instalments[1].State)
	require.Equal(t, map[string]int{at.BankOrders[1].Key: 1, at.BankOrders[3].Key: 1}, bank.entries())
	paid := body{"order": unknown.Key, "outcome": "paid", "value_date": day(0)}
	w.do("field", w.ref, "record-bank-answer", paid)
	after := w.folded(w.ref).Payments[2]
	require.Equal(t, unknown.Key, after.Order)
	require.Equal(t, after.Worth, after.Overpaid, "what the bank paid after all is a fact, and too much")
	_, err = h.try("field", w.ref, "record-bank-answer", paid)
	require.ErrorContains(t, err, "already recorded")
}

// A worker that is killed beside its order leaves one payment at the bank, or none; the one who takes over asks, and orders nothing.
func TestAWorkerKilledBesideItsOrderNeverPaysTwice(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		bank := h.withBank()
		for _, before := range []bool{false, true} {
			name := fmt.Sprintf("before %t", before)
			w := h.begin("standard")
			w.toPay()
			h.dieBeside(doom{Bank: bank.url, Call: avrr.AskPayment, Before: before}, "manager", w, w.releasing("i1"))
			h.startWorker()
			at := w.bankAnswered()
			w.carriedOut()
			if before {
				require.Empty(t, bank.entries()[at.BankOrders[0].Key], name)
				require.True(t, w.hasTask("Ask the bank whether it paid"), name)
			} else {
				require.Equal(t, 1, bank.entries()[at.BankOrders[0].Key], name)
				require.Equal(t, avrr.Paid, at.Plan.Instalments[0].State, name)
			}
			w.stands()
		}
	})
}

// What was ordered before Temporal lost everything is asked about under the same keys, of a case that was closed meanwhile as well: the
// money that went out is a fact, and somebody is told.
func TestARebuildPaysNothingTwice(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		bank := h.withBank()
		paying, closing := h.begin("standard"), h.begin("standard")
		for _, w := range []walk{paying, closing} {
			w.toPay()
			w.carriedOut()
		}
		at := strings.TrimPrefix(bank.url, "http://")
		for _, w := range []walk{paying, closing} {
			h.dieBeside(doom{Bank: bank.url, Call: avrr.AskPayment}, "manager", w, w.releasing("i1"))
		}
		bank.stop() // nobody can be asked now
		h.startWorker()
		closing.do("field", closing.ref, "report-event", body{"member": "m1", "event": avrr.Death, "on": day(0), "source": "The family"})
		require.Equal(t, []any{true, 1}, []any{closing.row().Closed, closing.row().Calls})

		cases, _ := h.losesTemporal(func() { bank.start(at) })
		require.Equal(t, 2, cases, "one that is open, and one whose bank is still asked")
		for _, w := range []walk{paying, closing} {
			c := w.bankAnswered()
			require.Equal(t, 1, bank.entries()[c.BankOrders[0].Key])
			require.Len(t, c.Payments, 1)
		}
		closed := closing.folded(closing.ref)
		require.Equal(t, avrr.Closed, closed.Stage)
		require.True(t, closing.hasTask("Check a contradiction"))
		closing.ended(closing.caseWorkflow())
		closing.carriedOut()
		paying.stands()
		closing.stands()
	})
}

// An office without a bank that answers asks nobody anything; what was meant for the bank is left to the desk.
func TestADeskThatPaysCostsNoCall(t *testing.T) {
	h := newReplayHouse(t)
	w := h.begin("standard")
	w.toPay()
	w.release("i1")
	w.do("manager", w.ref, "release-instalment", body{"instalment": "i2", "payee": "p1"})
	w.carriedOut()
	c := w.folded(w.ref)
	require.Empty(t, c.Asks())
	require.True(t, w.hasTask("No bank answers here"))
	for _, r := range h.runs(w.caseWorkflow()) {
		for _, e := range r.events {
			require.Nil(t, e.GetActivityTaskScheduledEventAttributes(), "a call is made")
		}
	}
}
