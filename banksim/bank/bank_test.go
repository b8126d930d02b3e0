package bank

import (
	"net/http"
	"net/http/httptest"
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
