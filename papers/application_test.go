package papers

import (
	"errors"
	"strings"
	"testing"
)

func TestApplicationSaysOnEveryPageThatItIsNoTravelDocument(t *testing.T) {
	a := application()
	for range 40 {
		a.Evidence = append(a.Evidence, Evidence{What: "Witness statement", Form: Original})
	}
	for l, says := range map[Language]string{English: "APPLICATION: this is not a travel document", Albanian: "KËRKESË: ky nuk është dokument udhëtimi"} {
		p := render(t, a, meta(l))
		mustStayInside(t, p)
		if got := strings.Count(layout(t, p), says); got != p.Pages || p.Pages < 3 {
			t.Errorf("%s: it is said on %d of %d pages", l, got, p.Pages)
		}
	}
}

func TestApplicationTakesWholeMachineReadableZonesOnly(t *testing.T) {
	for name, lines := range map[string][]string{
		"one line":     {strings.Repeat("<", 44)},
		"short":        {strings.Repeat("<", 44), strings.Repeat("<", 43)},
		"mixed":        {strings.Repeat("<", 36), strings.Repeat("<", 44)},
		"small letter": {strings.Repeat("a", 36), strings.Repeat("<", 36)},
		"four lines":   {"", "", "", ""},
	} {
		a := application()
		a.Zone = lines
		if _, err := Render(a, meta(English)); !errors.Is(err, ErrContent) {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
}
