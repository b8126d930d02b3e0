package papers

import (
	"errors"
	"strings"
	"testing"
)

func TestAmendedNotificationMarksWhatDiffersInWords(t *testing.T) {
	text := layout(t, render(t, notification(), meta(English)))
	mustSay(t, text, "AMENDED", "was: 23 kg each", "Transit House", "left out", "Have an interpreter at hand", "was: Arrivals, exit B", "50.00 EUR")
	if got := strings.Count(text, " new "); got < 5 {
		t.Errorf("%d rows are marked new, want two legs, a traveller, an escort and a request", got)
	}
	if got := strings.Count(text, "changed"); got != 3 {
		t.Errorf("changed is said %d times, want once in the opening, for the leg and for the request", got)
	}
	mustSay(t, layout(t, render(t, notification(), meta(Albanian))), "NDRYSHUAR", "ishte: 23 kg each", "hequr", "ndryshuar", "e re")
}

func TestNewNotificationMarksNothing(t *testing.T) {
	n := *notification().Before
	text := layout(t, render(t, n, meta(English)))
	mustNotSay(t, text, "AMENDED", "CANCELLED", "was:", "left out", "changed")
}

func TestNotificationThatChangesNothingMarksNothing(t *testing.T) {
	n := *notification().Before
	same := n
	n.Notice, n.Before = AmendedNotice, &same
	mustNotSay(t, layout(t, render(t, n, meta(English))), "was:", "left out", " changed ")
}

func TestCancelledNotificationSaysSoOnEveryPage(t *testing.T) {
	n := notification()
	n.Notice, n.Before = CancelledNotice, nil
	for range 30 {
		n.Passengers = append(n.Passengers, son())
	}
	p := render(t, n, meta(English))
	if got := strings.Count(layout(t, p), "CANCELLED: this journey does not take place"); got != p.Pages || p.Pages < 2 {
		t.Errorf("the cancellation stands on %d of %d pages", got, p.Pages)
	}
	mustSay(t, layout(t, p), "Please stop what you have arranged")
}

func TestNotificationOfAnUnknownKindIsRefused(t *testing.T) {
	for _, kind := range []Notice{"", "withdrawn"} {
		n := notification()
		n.Notice = kind
		if _, err := Render(n, meta(English)); !errors.Is(err, ErrContent) {
			t.Errorf("%q: got %v, want it refused", kind, err)
		}
	}
}

func TestCashIsAskedForWithItsAmountOnly(t *testing.T) {
	n := notification()
	n.Requests = []Request{{Kind: PayCash}}
	if _, err := Render(n, meta(English)); !errors.Is(err, ErrContent) {
		t.Errorf("got %v, want cash without an amount refused", err)
	}
}

func TestTravellerListedByReferenceSinceTheVersionBeforeIsNotNamedByAMark(t *testing.T) {
	n := notification()
	before := *n.Before
	before.Passengers = []Passenger{mother(), son()}
	before.Escorts = []Escort{escort()}
	n.Before = &before
	hidden := mother()
	hidden.ReferenceOnly = true
	n.Passengers = []Passenger{hidden} // and the son of the same case is left out
	n.Escorts[0].Accompanies = []string{"RC-26-00318"}
	text := layout(t, render(t, n, meta(English)))
	mustSay(t, text, "RC-26-00318", "left out")
	mustNotSay(t, text, "Hoxha", "Luan", "Arbëresha", "about 1985", "BA447112", "257-2400117845")
}
