package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/simulator"
)

// begin answers a carrier on a ledger's file, and a way to speak to it.
func begin(t *testing.T, file string) func(method, path, body string) (int, string) {
	t.Helper()
	carrier, book, err := open(file)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, book.Close()) })
	return func(method, path, body string) (int, string) {
		w := httptest.NewRecorder()
		carrier.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body)))
		return w.Code, strings.TrimSpace(w.Body.String())
	}
}

const ada = `"passengers":[{"id":"m1","given_names":"Ada","family_name":"Hoxha","service_requests":["WCHR"]}]`

func did(t *testing.T, file string) (seats []string) {
	t.Helper()
	l, err := simulator.OpenLedger[line](file)
	require.NoError(t, err)
	for _, n := range l.Lines {
		seats = append(seats, n.Did+" "+n.Key+" "+n.Locator)
	}
	require.NoError(t, l.Close())
	return seats
}

// The ledger is a witness: it keeps what was done across an end of the process, and a call that is made twice stands in it twice.
func TestTheLedgerTellsOfACallThatWasMadeTwice(t *testing.T) {
	file := filepath.Join(t.TempDir(), "carrier.jsonl")
	say := begin(t, file)
	for range 2 {
		status, _ := say("POST", "/holds", `{"key":"h",`+ada+`}`)
		require.Equal(t, http.StatusOK, status)
	}
	say = begin(t, file)
	_, said := say("POST", "/tickets", `{"key":"t","hold":"h",`+ada+`}`)
	require.JSONEq(t, `{"outcome":"done","record_locator":"SIM002","tickets":{"m1":"999-0000000003"}}`, said)
	_, said = say("POST", "/releases", `{"key":"r","hold":"h","passengers":[{"id":"m1"}]}`)
	require.JSONEq(t, `{"outcome":"done"}`, said)
	require.Equal(t, []string{"held h SIM001", "held h SIM002", "ticketed t SIM002", "released r SIM002"}, did(t, file))
	_, said = say("GET", "/calls?key=t", "")
	require.JSONEq(t, `{"outcome":"done","record_locator":"SIM002","tickets":{"m1":"999-0000000003"}}`, said)
}

func TestWhatWasNeverHeldIsNeitherTicketedNorReleased(t *testing.T) {
	file := filepath.Join(t.TempDir(), "carrier.jsonl")
	say := begin(t, file)
	for _, path := range []string{"/tickets", "/releases"} {
		_, said := say("POST", path, `{"key":"x`+path[1:]+`","hold":"h",`+ada+`}`)
		require.JSONEq(t, `{"outcome":"refused"}`, said)
	}
	_, said := say("GET", "/calls?key=xtickets", "")
	require.JSONEq(t, `{"outcome":"refused"}`, said)
	status, _ := say("GET", "/calls?key=h", "")
	require.Equal(t, http.StatusNotFound, status)
	require.Empty(t, did(t, file))
}

// It misbehaves as often as it is told to.
func TestAFaultMeetsTheNextCalls(t *testing.T) {
	file := filepath.Join(t.TempDir(), "carrier.jsonl")
	say := begin(t, file)
	set := func(do string) {
		status, said := say("PUT", "/faults", `{"call":"hold","do":"`+do+`","times":1}`)
		require.Equal(t, http.StatusNoContent, status, said)
	}
	hold := func(key string) int {
		status, _ := say("POST", "/holds", `{"key":"`+key+`",`+ada+`}`)
		return status
	}
	set("fail")
	require.Equal(t, http.StatusInternalServerError, hold("a"))
	require.Empty(t, did(t, file), "it did nothing")
	set("lose")
	require.Equal(t, http.StatusGatewayTimeout, hold("b"))
	require.Equal(t, []string{"held b SIM001"}, did(t, file), "it did it")
	require.Equal(t, http.StatusOK, hold("c"))
	status, _ := say("PUT", "/faults", `{"call":"hold","do":"explode","times":1}`)
	require.Equal(t, http.StatusBadRequest, status)
}
