package papers

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestManifestOfManyRepeatsItsTitlesAndListsEverybody(t *testing.T) {
	for _, travellers := range []int{1, 40, 120} {
		for _, l := range []Language{English, Albanian} {
			p := render(t, manifest(travellers), meta(l))
			mustStayInside(t, p)
			text := letters(t, p)
			for i := range travellers {
				if i%7 == 3 {
					mustSay(t, text, fmt.Sprintf("RC-26-%05d", i))
					mustNotSay(t, text, fmt.Sprintf("Hoxha-%03d", i+1), fmt.Sprintf("257-24001%05d", i))
				} else {
					mustSay(t, text, fmt.Sprintf("Hoxha-%03d", i+1), fmt.Sprintf("257-24001%05d", i))
				}
			}
			title := strings.ReplaceAll(manifestWords[l].Escort, " ", "")
			if got := strings.Count(text, title); got < p.Pages-1 {
				t.Errorf("%s, %d travellers: the titles stand on %d of %d pages", l, travellers, got, p.Pages)
			}
		}
	}
}

func TestManifestCountsWhatWasSeenAtTheDoor(t *testing.T) {
	before := layout(t, render(t, manifest(20), meta(English)))
	mustSay(t, before, "not yet", "42 20 2 – – –", tickBox)
	after := layout(t, render(t, countedAtTheDoor(manifest(20)), meta(English)))
	mustSay(t, after, "10 June 2026, 05:40", "42 19 2 19 1 1")
	mustNotSay(t, after, tickBox, "not yet")
}

func TestTravellerByReferenceIsNeverNamed(t *testing.T) {
	m := manifest(2)
	m.Rows[0].Passenger, m.Rows[1].Passenger = nameless(), nameless()
	n := notification()
	n.Passengers = []Passenger{nameless()}
	i := itinerary()
	i.Travellers = []Passenger{nameless()}
	a := assistance()
	a.Passengers = []Passenger{nameless()}
	for _, c := range []Content{m, n, i, a} {
		text := layout(t, render(t, c, meta(English)))
		mustSay(t, text, "RC-26-00402", "22C")
		mustNotSay(t, text, "Unspoken", "1990", "2400117899")
	}
	m.Rows[0].Passenger.Reference = ""
	if _, err := Render(m, meta(English)); !errors.Is(err, ErrContent) {
		t.Errorf("got %v, want a row that says nothing refused", err)
	}
}
