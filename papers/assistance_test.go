package papers

import (
	"errors"
	"strings"
	"testing"
)

func TestSlipStaysInOnePieceAndSaysWhatItAnswers(t *testing.T) {
	for requests := 1; requests < 14; requests += 4 { // wherever the slip falls on its page
		a := assistance()
		for range requests {
			a.Requests = append(a.Requests, Request{Kind: Meet, Detail: strings.Repeat("At the door. ", 20)})
		}
		p := render(t, a, meta(English))
		mustStayInside(t, p)
		pages := strings.Split(tool(t, "pdftotext", "-layout", file(t, p), "-"), "\f")
		slip := pages[p.Pages-1]
		for _, want := range []string{"Acknowledgement", "return to Travel desk Vienna", "RC-26-00318", "HW-2026-004217", "Friday 5 June 2026",
			"We will do everything", "We cannot help", "Who meets the travellers", "Telephone"} {
			if !strings.Contains(slip, want) {
				t.Errorf("with %d requests the page of the slip does not say %q", requests, want)
			}
		}
	}
}

func TestHelpIsAskedForOnTheWayNotAtDeparture(t *testing.T) {
	a := assistance()
	a.At = AtDeparture
	if _, err := Render(a, meta(English)); !errors.Is(err, ErrContent) {
		t.Errorf("got %v, want it refused", err)
	}
	a = assistance()
	a.At = AtArrival
	mustSay(t, layout(t, render(t, a, meta(Albanian))), "Kërkesë për ndihmë në mbërritje", "Konfirmim i marrjes")
}
