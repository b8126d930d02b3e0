package e2e

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/casework"
	"homeward/store"
)

// toBatch is a case whose first instalment waits to be paid by a file.
func (h *house) toBatch() walk {
	h.t.Helper()
	w := h.begin("standard")
	w.toPay()
	w.do("manager", w.ref, "release-instalment", body{"instalment": "i1", "payee": "p1"})
	return w
}

// asks makes a request that must be answered so, and reads the answer.
func asks[T any](c *counter, who, method, path string, in any, want int) (answer T) {
	c.t.Helper()
	status, raw := c.ask(who, method, path, in)
	require.Equal(c.t, want, status, "%s %s: %s", method, path, raw)
	require.NoError(c.t, json.Unmarshal(raw, &answer))
	return answer
}

// file answers the rows of a batch's file under their column names.
func (c *counter) file(batch string) []map[string]string {
	c.t.Helper()
	status, raw := c.ask("manager", http.MethodGet, "/batches/"+batch+".csv", body{})
	require.Equal(c.t, http.StatusOK, status, string(raw))
	all, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	require.NoError(c.t, err)
	var rows []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, title := range all[0] {
			row[title] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

const answerColumns = "end_to_end_id,outcome,amount,currency,paid_on,bank_reference,reason\n"

func (c *counter) answers(batch, file string) casework.BankAnswered {
	c.t.Helper()
	status, raw := c.send("manager", http.MethodPost, "/batches/"+batch+"/answers", "text/csv", []byte(file))
	require.Equal(c.t, http.StatusOK, status, string(raw))
	var answered casework.BankAnswered
	require.NoError(c.t, json.Unmarshal(raw, &answered))
	for n, l := range answered.Lines {
		if l.Outcome != avrr.LineWaiting {
			continue
		}
		require.Eventually(c.t, func() bool { return c.toDo() == 0 }, patience, 20*time.Millisecond, "line %d is not recorded", l.Line) // a slow machine may only accept
		answered.Lines[n].Outcome = avrr.LineRecorded
	}
	return answered
}

// outcomes counts what became of the lines.
func outcomes(a casework.BankAnswered) map[string]int {
	counted := map[string]int{}
	for _, l := range a.Lines {
		counted[l.Outcome]++
	}
	return counted
}

// Ten instalments go to the bank in one file. It pays eight, refuses one and says nothing of one: each is paid once, however often its
// answers are read, and what it refused is released and batched again.
func TestABatchIsPaidOnceHoweverOftenTheBankIsRead(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		c := h.counter()
		cases := map[string]walk{}
		for range 10 {
			w := h.toBatch()
			cases[w.ref] = w
		}
		waits := asks[casework.BatchList](c, "manager", http.MethodGet, "/batches", body{}, http.StatusOK)
		require.Equal(t, []casework.BatchWaitingView{{Programme: "standard", Payments: 10, Total: avrr.Money{Amount: 500000, Currency: planCurrency}}}, waits.Waiting)
		made := asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches", body{"programme": "standard", "currency": planCurrency}, http.StatusCreated)
		require.Equal(t, []any{"B-00001", 10, "open", int64(500000)}, []any{made.Batch, made.Payments, made.State, made.Total.Amount})
		status, raw := c.ask("manager", http.MethodGet, "/batches/B-00001.csv", body{})
		require.Equal(t, http.StatusConflict, status, string(raw))
		asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches/B-00001/send", body{}, http.StatusOK)

		rows := c.file(made.Batch)
		require.Len(t, rows, 10)
		file, refused, missing := answerColumns, "", ""
		for n, row := range rows {
			require.Contains(t, cases, row["reference"])
			require.Equal(t, []string{"500.00", planCurrency, "iban", "Arta Hoxha", strings.ReplaceAll(theIBAN, " ", "")}, []string{row["amount"], row["currency"], row["account_type"], row["payee"], row["account"]})
			switch id := row["end_to_end_id"]; n {
			case 8:
				refused = row["reference"]
				file += id + ",refused,,,,,Account closed\n"
			case 9:
				missing = row["reference"]
			default:
				file += fmt.Sprintf("%s,paid,500.00,EUR,%s,BANK-%d,\n", id, day(0), n)
			}
		}
		answered := c.answers(made.Batch, file)
		require.Equal(t, map[string]int{avrr.LineRecorded: 9}, outcomes(answered), "%+v", answered)
		require.Len(t, answered.Missing, 1)
		again := c.answers(made.Batch, file)
		require.Equal(t, map[string]int{avrr.LineKnown: 9}, outcomes(again), "%+v", again)

		for ref, w := range cases {
			w.carriedOut()
			at := w.folded(ref)
			money, err := h.store.Read(context.Background()).Money(at.ID)
			require.NoError(t, err)
			state, paid := avrr.Paid, 1
			switch ref {
			case refused:
				state, paid = avrr.Planned, 0
			case missing:
				state, paid = avrr.Released, 0
			}
			require.Equal(t, state, at.Plan.Instalments[0].State)
			require.Len(t, at.Payments, paid)
			require.Equal(t, []int64{150000, int64(50000 * paid), 0, 0}, []int64{money.Approved, money.Paid, money.Overpaid, money.Exchange})
			w.stands()
		}
		_, err := h.try("manager", missing, "release-instalment", body{"instalment": "i1", "payee": "p1"})
		require.ErrorContains(t, err, "already released")
		h.do("manager", refused, "release-instalment", body{"instalment": "i1", "payee": "p1"})
		second := asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches", body{"programme": "standard", "currency": planCurrency}, http.StatusCreated)
		require.Equal(t, []any{"B-00002", 1, refused}, []any{second.Batch, second.Payments, second.Orders[0].Reference})
		require.NotEqual(t, made.Orders[8].Order, second.Orders[0].Order, "a new release has a new end-to-end id")
	})
}

// The data of one case is erased before its payment is sent, and that of another while the bank has it in a file: the others are paid and
// answered, and what the bank says of that one is kept where it can be.
func TestAnErasedCaseHoldsUpNoBatch(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		c := h.counter()
		early, erased, kept := h.toBatch(), h.toBatch(), h.toBatch()
		made := asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches", body{"programme": "standard", "currency": planCurrency}, http.StatusCreated)
		orders := map[string]string{}
		for _, o := range made.Orders {
			orders[o.Reference] = o.Order
		}
		for _, d := range []walk{early, erased} {
			d.carriedOut()
		}
		require.NoError(t, h.vault.Destroy(t.Context(), "case/"+early.row().ID))
		sent := asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches/"+made.Batch+"/send", body{}, http.StatusOK)
		require.Equal(t, []any{2, 1, 2, int64(100000)}, []any{sent.Payments, sent.LeftOut, sent.Unanswered, sent.Total.Amount})
		id := erased.row().ID
		require.NoError(t, h.vault.Destroy(t.Context(), "case/"+id))

		rows := c.file(made.Batch)
		require.Len(t, rows, 1)
		require.Equal(t, kept.ref, rows[0]["reference"])
		states := map[string]string{}
		for _, o := range asks[casework.WholeBatch](c, "manager", http.MethodGet, "/batches/"+made.Batch, body{}, http.StatusOK).Orders {
			states[o.Reference] = o.State
		}
		require.Equal(t, map[string]string{erased.ref: avrr.OrderUnreadable, kept.ref: avrr.OrderSent}, states)

		says := func(ref string) string { return fmt.Sprintf("%s,paid,500.00,EUR,%s,BANK-1,\n", orders[ref], day(0)) }
		answered := c.answers(made.Batch, answerColumns+says(kept.ref))
		require.Equal(t, map[string]int{avrr.LineRecorded: 1}, outcomes(answered))
		require.Equal(t, []string{orders[erased.ref]}, answered.Missing)
		answered = c.answers(made.Batch, answerColumns+says(erased.ref)+says(kept.ref))
		require.Equal(t, []string{avrr.LineUnreadable, avrr.LineKnown}, []string{answered.Lines[0].Outcome, answered.Lines[1].Outcome})
		require.Empty(t, answered.Missing)
		trail, err := h.store.Read(t.Context()).AuditTrail(store.AuditFilter{CaseID: id, Limit: 5})
		require.NoError(t, err)
		require.Equal(t, []string{"bank-answer-unrecorded", orders[erased.ref] + ": paid " + avrr.Money{Amount: 50000, Currency: planCurrency}.String()}, []string{trail[0].Verb, trail[0].Detail})
		require.Zero(t, asks[casework.WholeBatch](c, "manager", http.MethodGet, "/batches/"+made.Batch, body{}, http.StatusOK).Unanswered)
		kept.carriedOut()
		kept.stands()
	})
}

// Two people read the same answers at the same moment, and each sends them several times: each payment is recorded once, and nobody is told
// that it was refused.
func TestTwoWhoReadTheSameAnswersRecordThemOnce(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		t.Parallel()
		c := h.counter()
		h.hires("manager2", avrr.ProgrammeManager)
		for range 4 {
			w := h.toBatch()
			made := asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches", body{"programme": "standard", "currency": planCurrency}, http.StatusCreated)
			asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches/"+made.Batch+"/send", body{}, http.StatusOK)
			file := []byte(answerColumns + fmt.Sprintf("%s,paid,500.00,EUR,%s,BANK-1,\n", made.Orders[0].Order, day(0)))
			told := make([]*casework.BankAnswered, 8)
			var all sync.WaitGroup
			for n := range told {
				reader := []string{"manager", "manager2"}[n%2]
				all.Go(func() {
					var err error
					if told[n], err = h.desk.BankAnswers(context.Background(), h.staff[reader], made.Batch, file); err != nil {
						t.Errorf("%s: %v", reader, err)
					}
				})
			}
			all.Wait()
			for _, a := range told {
				require.NotNil(t, a)
				require.Contains(t, []string{avrr.LineRecorded, avrr.LineWaiting, avrr.LineKnown}, a.Lines[0].Outcome, "%+v", a)
			}
			w.carriedOut()
			require.Len(t, w.folded(w.ref).Payments, 1)
			w.stands()
		}
	})
}

// What the bank returns is taken off, and released anew, perhaps to another account. Cash for what the bank has in a file, and another
// order for it, are noticed.
func TestMoneyThatComesBackAndMoneyThatCrossesTheFile(t *testing.T) {
	h := newHouse(t, t.TempDir(), "sqlite:"+t.TempDir()+"/homeward.db")
	c := h.counter()
	back, crossed, late := h.toBatch(), h.toBatch(), h.toBatch()
	made := asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches", body{"programme": "standard", "currency": planCurrency}, http.StatusCreated)
	asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches/"+made.Batch+"/send", body{}, http.StatusOK)
	orders := map[string]string{}
	for _, o := range made.Orders {
		orders[o.Reference] = o.Order
	}
	says := func(ref, rest string) string {
		t.Helper()
		return c.answers(made.Batch, answerColumns+orders[ref]+","+rest+"\n").Lines[0].Outcome
	}
	require.Equal(t, avrr.LineFuture, says(back.ref, "paid,500.00,EUR,"+day(3)+",BANK-1,"))
	require.Equal(t, avrr.LineAmount, says(back.ref, "paid,500.01,EUR,"+day(0)+",BANK-1,"))
	require.Equal(t, avrr.LineCurrency, says(back.ref, "paid,500.00,ALL,"+day(0)+",BANK-1,"))
	require.Equal(t, avrr.LineRecorded, says(back.ref, "paid,500.00,EUR,"+day(0)+",BANK-1,"))
	require.Equal(t, avrr.LineOpposite, says(back.ref, "refused,,,,,"))
	require.Equal(t, avrr.LineRecorded, says(back.ref, "returned,500.00,EUR,"+day(0)+",BANK-2,No such account"))
	require.Equal(t, avrr.LineKnown, says(back.ref, "returned,500.00,EUR,"+day(0)+",BANK-2,No such account"))
	require.Equal(t, avrr.Planned, back.folded(back.ref).Plan.Instalments[0].State)
	back.do("manager", back.ref, "release-instalment", body{"instalment": "i1", "payee": "p1"})

	pay := body{"instalment": "i1", "amount": 50000, "currency": planCurrency, "paid_on": day(0), "place": "office", "method": "cash", "receipt": "C-1"}
	crossed.do("field", crossed.ref, "record-payment", pay)
	require.True(t, crossed.hasTask("Check a contradiction"), "nobody is told that the bank has it, too")
	require.Equal(t, avrr.LineByDesk, says(crossed.ref, "refused,,,,,"))
	require.Equal(t, avrr.LineContradicts, says(crossed.ref, "paid,500.00,EUR,"+day(0)+",BANK-3,"))
	at := crossed.folded(crossed.ref)
	require.Equal(t, []any{2, int64(50000)}, []any{len(at.Payments), at.Payments[1].Overpaid}, "money that went out is a fact")

	late.do("field", late.ref, "report-supplier", body{"instalment": "i1", "kind": "defaulted", "reason": "The shop has closed.", "on": day(0)})
	require.Equal(t, avrr.Released, late.folded(late.ref).Plan.Instalments[0].State, "the bank may be paying it")
	require.True(t, late.hasTask("Ask the bank not to pay"))
	require.Equal(t, avrr.LineRecorded, says(late.ref, "returned,500.00,EUR,"+day(0)+",BANK-4,Stopped"))
	require.Equal(t, avrr.Planned, late.folded(late.ref).Plan.Instalments[0].State)
	require.Empty(t, late.folded(late.ref).Payments)
	for _, w := range []walk{back, crossed, late} {
		w.carriedOut()
		w.stands()
	}
}

// One mistake in a file, and nothing of it is done.
func TestAFileOfTheBankWithAMistakeLeavesNothingHalfDone(t *testing.T) {
	h := newHouse(t, t.TempDir(), "sqlite:"+t.TempDir()+"/homeward.db")
	c := h.counter()
	w := h.toBatch()
	made := asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches", body{"programme": "standard", "currency": planCurrency}, http.StatusCreated)
	path := "/batches/" + made.Batch + "/answers"
	good := made.Orders[0].Order + ",paid,500.00,EUR," + day(0) + ",BANK-1,\n"
	status, raw := c.send("manager", http.MethodPost, path, "text/csv", []byte(answerColumns+good))
	require.Equal(t, http.StatusConflict, status, string(raw))
	asks[casework.WholeBatch](c, "manager", http.MethodPost, "/batches/"+made.Batch+"/send", body{}, http.StatusOK)
	status, raw = c.send("manager", http.MethodPost, path, "text/csv", []byte(answerColumns+good+"X-1-i1,paid,5.001,EUR,"+day(0)+",B,\n"))
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, string(raw), "Line 3, column amount: an amount of EUR is written like 1250.00")
	for kind, want := range map[string]int{"application/json": http.StatusUnsupportedMediaType, "": http.StatusUnsupportedMediaType} {
		status, _ = c.send("manager", http.MethodPost, path, kind, []byte(answerColumns+good))
		require.Equal(t, want, status)
	}
	require.Empty(t, w.folded(w.ref).Payments)
	for _, who := range []string{"field", "officer"} {
		status, _ = c.send(who, http.MethodPost, path, "text/csv", []byte(answerColumns+good))
		require.Equal(t, http.StatusForbidden, status)
		for _, read := range []string{"/batches", "/batches/" + made.Batch, "/batches/" + made.Batch + ".csv"} {
			status, _ = c.ask(who, http.MethodGet, read, body{})
			require.Equal(t, http.StatusForbidden, status, read)
		}
	}
	require.Equal(t, map[string]int{avrr.LineRecorded: 1, avrr.LineUnknown: 1}, outcomes(c.answers(made.Batch, answerColumns+good+"X-1-i1,refused,,,,,\n")))
	other := h.toBatch()
	require.Equal(t, map[string]int{avrr.LineElsewhere: 1}, outcomes(c.answers(made.Batch, answerColumns+other.folded(other.ref).BankOrders[0].Key+",refused,,,,,\n")))
}
