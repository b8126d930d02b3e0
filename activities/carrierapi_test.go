package activities

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
)

// carrierThat answers every call the same way, and counts them.
func carrierThat(t *testing.T, answers http.HandlerFunc) (*CarrierAPI, *[]string) {
	t.Helper()
	var calls []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		said, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		calls = append(calls, r.Method+" "+r.URL.RequestURI()+" "+string(said))
		answers(w, r)
	}))
	t.Cleanup(server.Close)
	c, err := NewCarrierAPI(server.URL + "/v1")
	require.NoError(t, err)
	return c, &calls
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // whoever asked may have gone
	}
}

// Only a clear word is an outcome; everything else leaves open what the carrier did.
func TestOnlyAClearWordOfACarrierIsAnOutcome(t *testing.T) {
	for _, c := range []struct {
		name    string
		answers http.HandlerFunc
		outcome string
	}{
		{"done", says(200, `{"outcome":"done","record_locator":"HXAB12"}`), avrr.CarrierDid},
		{"refused", says(200, `{"outcome":"refused"}`), avrr.CallRefused},
		{"done, under no locator", says(200, `{"outcome":"done"}`), ""},
		{"another word", says(200, `{"outcome":"donerefused"}`), ""},
		{"no word", says(200, `{}`), ""},
		{"no JSON", says(200, `<html>`), ""},
		{"an error of its own", says(500, `{"outcome":"done","record_locator":"HXAB12"}`), ""},
		{"a time-out", says(504, ``), ""},
		{"somewhere else", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			carrier, calls := carrierThat(t, c.answers)
			answer, err := carrier.Hold(context.Background(), SeatRequest{Key: "v1#1/c1", Passengers: []Seat{{ID: "m1", FamilyName: "Hoxha"}}})
			require.Len(t, *calls, 1, "it is called once")
			if c.outcome == "" {
				require.Error(t, err)
				require.NotErrorIs(t, err, ErrNotAsked)
				require.NotContains(t, err.Error(), "Hoxha")
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.outcome, answer.Outcome)
		})
	}
}

// A carrier that cannot be reached was not asked; one that broke off may have been.
func TestACarrierThatWasNotReachedWasNotAsked(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	carrier, err := NewCarrierAPI(gone.URL)
	require.NoError(t, err)
	gone.Close()
	_, err = carrier.Hold(context.Background(), SeatRequest{Key: "k"})
	require.ErrorIs(t, err, ErrNotAsked)

	carrier, calls := carrierThat(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	_, err = carrier.Hold(context.Background(), SeatRequest{Key: "k"})
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrNotAsked)
	require.Len(t, *calls, 1, "nor is it called again by itself")
}

// What became of a call is asked by its key, which may hold signs that mean something in an address.
func TestACarrierIsAskedByTheKey(t *testing.T) {
	carrier, calls := carrierThat(t, says(404, ""))
	_, err := carrier.Ask(context.Background(), "v1#1/c1")
	require.ErrorIs(t, err, ErrNotKnown)
	require.Equal(t, "GET /v1/calls?key=v1%231%2Fc1 ", (*calls)[0])
}

// A carrier is told no more of a traveller than it needs: to give a seat back, not even the name.
func TestASeatThatIsGivenBackHasNoName(t *testing.T) {
	raw, err := json.Marshal(SeatRequest{Key: "k", Hold: "h", Passengers: []Seat{{ID: "m1"}}})
	require.NoError(t, err)
	require.JSONEq(t, `{"key":"k","hold":"h","passengers":[{"id":"m1"}]}`, string(raw))
}

func TestAnAddressThatIsNoneIsRefused(t *testing.T) {
	for _, address := range []string{"", "carrier.example.org", "ftp://carrier.example.org", "http://", "://"} {
		_, err := NewCarrierAPI(address)
		require.Error(t, err, address)
		require.False(t, strings.Contains(err.Error(), "\n"))
	}
}
