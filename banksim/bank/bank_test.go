package bank

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// begin answers a way to speak to a bank on a ledger's file.
func begin(t *testing.T, file string) func(method, path, body string) (int, string) {
	t.Helper()
	b, err := Open(file)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	return func(method, path, body string) (int, string) {
		w := httptest.NewRecorder()
		b.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body)))
		return w.Code, strings.TrimSpace(w.Body.String())
	}
}

const toAda = `{"key":"k","amount":50000,"currency":"EUR","name":"Ada Hoxha","account":{"iban":"AL47212110090000000235698741"}}`

// The ledger is a witness: it keeps what was paid across an end of the process, and an order that is given twice stands in it twice.
func TestTheLedgerTellsOfAnOrderThatWasGivenTwice(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bank.jsonl")
	for range 2 {
		say := begin(t, file)
		status, said := say("POST", "/payments", toAda)
		require.Equal(t, http.StatusOK, status, said)
	}
	say := begin(t, file)
	_, book := say("GET", "/ledger", "")
	require.Equal(t, 2, strings.Count(book, `"key":"k"`))
	require.Contains(t, book, `"simulated":true`)
	require.Contains(t, book, "8741")
	require.NotContains(t, book, "0000000235698741", "the ledger keeps no account number")
	_, said := say("GET", "/calls?key=k", "")
	require.Contains(t, said, `"outcome":"paid","reference":"SIM-00000001","amount":50000,"currency":"EUR"`)
	status, _ := say("GET", "/calls?key=another", "")
	require.Equal(t, http.StatusNotFound, status)
}

func TestItMisbehavesAsItIsTold(t *testing.T) {
	say := begin(t, filepath.Join(t.TempDir(), "bank.jsonl"))
	pay := func(key string) (int, string) {
		return say("POST", "/payments", strings.Replace(toAda, `"k"`, `"`+key+`"`, 1))
	}
	set := func(fault string) {
		status, said := say("PUT", "/faults", fault)
		require.Equal(t, http.StatusNoContent, status, said)
	}
	set(`{"call":"pay","do":"refuse","times":1}`)
	_, said := pay("no")
	require.JSONEq(t, `{"outcome":"refused"}`, said)
	_, said = say("GET", "/calls?key=no", "")
	require.JSONEq(t, `{"outcome":"refused"}`, said)

	set(`{"call":"pay","do":"lose","times":100,"every":3}`)
	var answered []int
	for _, key := range []string{"a", "b", "c", "d"} {
		status, _ := pay(key)
		answered = append(answered, status)
	}
	require.Equal(t, []int{200, 200, 504, 200}, answered)
	_, book := say("GET", "/ledger", "")
	require.Equal(t, 4, strings.Count(book, `"reference"`), "what was lost was paid")
	status, _ := say("POST", "/payments", `{"key":"x","amount":1,"currency":"EUR","name":"Nobody"}`)
	require.Equal(t, http.StatusBadRequest, status, "there is no account")
}

// Whoever was told that it took too long asks, and learns what was done; the next process knows it, too.
func TestWhatWasDoneAndTimedOutIsToldToWhoeverAsks(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bank.jsonl")
	say := begin(t, file)
	status, said := say("PUT", "/faults", `{"call":"pay","do":"lose","times":1}`)
	require.Equal(t, http.StatusNoContent, status, said)
	status, said = say("POST", "/payments", toAda)
	require.Equal(t, http.StatusGatewayTimeout, status)
	require.Equal(t, "It took too long.", said, "nothing of what was done is told")
	for range 2 {
		status, said = say("GET", "/calls?key=k", "")
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, said, `"outcome":"paid","reference":"SIM-00000001","amount":50000`)
		say = begin(t, file)
	}
	_, book := say("GET", "/ledger", "")
	require.Equal(t, 1, strings.Count(book, `"key":"k"`), "who asks pays nothing")
}

// It pays after its caller has given up, or never: both look the same from outside.
func TestACallerThatGivesUpKnowsNothing(t *testing.T) {
	for does, paid := range map[string]int{"late": 1, "stall": 0} {
		b, err := Open(filepath.Join(t.TempDir(), "bank.jsonl"))
		require.NoError(t, err)
		asked := make(chan struct{})
		served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			order, err := io.ReadAll(r.Body)
			if err == nil && r.Method == http.MethodPost {
				close(asked)
			}
			r.Body = io.NopCloser(bytes.NewReader(order))
			b.ServeHTTP(w, r)
		}))
		send := func(ctx context.Context, method, path, body string) error {
			r, err := http.NewRequestWithContext(ctx, method, served.URL+path, strings.NewReader(body))
			require.NoError(t, err)
			answer, err := http.DefaultClient.Do(r)
			if err == nil {
				require.NoError(t, answer.Body.Close())
			}
			return err
		}
		require.NoError(t, send(t.Context(), "PUT", "/faults", `{"call":"pay","do":"`+does+`","times":1}`))
		hurried, giveUp := context.WithCancel(t.Context())
		go func() {
			<-asked
			giveUp()
		}()
		require.ErrorIs(t, send(hurried, "POST", "/payments", toAda), context.Canceled)
		served.Close() // once every call has ended
		require.Len(t, b.ledger.Lines, paid, does)
		require.NoError(t, b.Close())
	}
}

func TestAnOrderThatLacksSomethingIsNotPaid(t *testing.T) {
	say := begin(t, filepath.Join(t.TempDir(), "bank.jsonl"))
	for name, change := range map[string][2]string{
		"no key":                 {`"key":"k"`, `"key":""`},
		"nothing to pay":         {`50000`, `0`},
		"less than nothing":      {`50000`, `-50000`},
		"a part of a cent":       {`50000`, `50000.5`},
		"an amount in words":     {`50000`, `"50000"`},
		"no currency":            {`"EUR"`, `""`},
		"nobody":                 {`"Ada Hoxha"`, `""`},
		"no account":             {`"iban":"AL47212110090000000235698741"`, ``},
		"an account of no kind":  {`"iban"`, `"card"`},
		"something that is cut":  {`}}`, ``},
		"something else at all":  {toAda, `pay Ada 500 euros`},
		"nothing that was asked": {toAda, ``},
	} {
		status, said := say("POST", "/payments", strings.Replace(toAda, change[0], change[1], 1))
		require.Equal(t, http.StatusBadRequest, status, name)
		require.Equal(t, "An order has a key, an amount, a currency, a name and an account.", said, name)
	}
	for _, fault := range []string{`{"call":"hold","do":"lose","times":1}`, `{"call":"pay","do":"explode","times":1}`, `lose one`} {
		status, said := say("PUT", "/faults", fault)
		require.Equal(t, http.StatusBadRequest, status, fault)
		require.Equal(t, "A fault names a call and what it meets with.", said)
	}
	_, book := say("GET", "/ledger", "")
	require.JSONEq(t, `{"simulated":true,"lines":null}`, book)
	status, _ := say("GET", "/calls?key=k", "")
	require.Equal(t, http.StatusNotFound, status)
	status, _ = say("DELETE", "/payments", "")
	require.Equal(t, http.StatusMethodNotAllowed, status)
}

// A call that is asked about while asking fails tells nothing, and breaks nothing.
func TestAskingMayFailAsWell(t *testing.T) {
	say := begin(t, filepath.Join(t.TempDir(), "bank.jsonl"))
	status, _ := say("POST", "/payments", toAda)
	require.Equal(t, http.StatusOK, status)
	status, _ = say("PUT", "/faults", `{"call":"ask","do":"fail","times":1}`)
	require.Equal(t, http.StatusNoContent, status)
	status, _ = say("GET", "/calls?key=k", "")
	require.Equal(t, http.StatusInternalServerError, status)
	status, said := say("GET", "/calls?key=k", "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, said, `"outcome":"paid"`)
}

// Each kind of account is kept by its last signs only.
func TestTheLedgerHidesWhateverKindOfAccount(t *testing.T) {
	say := begin(t, filepath.Join(t.TempDir(), "bank.jsonl"))
	for kind, number := range map[string]string{"iban": "AL47212110090000000235698741", "account_number": "0023569874", "mobile_money_number": "+355691234567", "account_number ": "12"} {
		status, said := say("POST", "/payments", `{"key":"`+kind+`","amount":1,"currency":"ALL","name":"Ada","account":{"`+strings.TrimSpace(kind)+`":"`+number+`"}}`)
		require.Equal(t, http.StatusOK, status, said)
		if len(number) > 4 {
			_, book := say("GET", "/ledger", "")
			require.NotContains(t, book, number, kind)
			require.Contains(t, book, strings.Repeat("•", len(number)-4)+number[len(number)-4:], kind)
		}
	}
}

// A ledger that somebody has written into is refused, never overwritten.
func TestALedgerThatCannotBeReadOpensNoBank(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bank.jsonl")
	require.NoError(t, os.WriteFile(file, []byte("{\"key\":\"k\"}\nsomething else\n"), 0o600))
	_, err := Open(file)
	require.ErrorContains(t, err, "ledger")
	kept, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "{\"key\":\"k\"}\nsomething else\n", string(kept))
}

func TestItSaysThatItIsNoBank(t *testing.T) {
	say := begin(t, filepath.Join(t.TempDir(), "bank.jsonl"))
	_, said := say("GET", "/", "")
	require.Equal(t, "This simulates a bank's payment system. It pays nobody anything. Its ledger is at /ledger.", said)
}
