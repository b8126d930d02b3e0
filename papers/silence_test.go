package papers

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

// byStrangers are the papers strangers read: staff of airlines and airports, offices on the way, other passengers, suppliers,
// neighbours who come by while a visit is made.
func byStrangers() map[string]Content {
	all := samples()
	maps.DeleteFunc(all, func(name string, _ Content) bool {
		return slices.Contains([]string{"declaration", "approval", "refusal", "application", "receipt", "receipt-exchanged"}, name)
	})
	return all
}

func TestNoPaperThatStrangersReadTellsWhy(t *testing.T) {
	for name, c := range byStrangers() {
		for _, l := range []Language{English, Albanian} {
			m := meta(l)
			m.Office = "Travel Office Vienna" // what an office calls itself is its own choice
			said := strings.ToLower(layout(t, render(t, withoutOffices(c), m)))
			for _, word := range []string{"traffick", "victim", "medical", "illness", "patient", "protection", "asylum", "return of", "returnee", "deport",
				"trafikim", "viktim", "mjekës", "sëmund", "mbrojtj", "azil", "rikthim", "dëbim"} {
				if strings.Contains(said, word) {
					t.Errorf("%s, %s: the paper says %q", name, l, word)
				}
			}
		}
	}
}

// withoutOffices leaves the names that others chose out.
func withoutOffices(c Content) Content {
	return reworded(c, func(string) string { return "Zyra" })
}

func TestNoPaperAtAllSpeaksOfIllnessOrTrafficking(t *testing.T) {
	everySample(t, func(t *testing.T, c Content, m Meta) {
		if _, ok := c.(VoluntaryReturnDeclaration); ok {
			return // it tells the person that their health stays separate
		}
		said := strings.ToLower(layout(t, render(t, withoutOffices(c), m)))
		mustNotSay(t, said, "traffick", "victim", "medical", "illness", "patient", "health", "deport",
			"trafikim", "viktim", "mjekës", "sëmund", "shëndet", "dëbim")
	})
}

func TestCodesThatMarkAPersonAreOnNoPaper(t *testing.T) {
	marked := func(code Service) []Content {
		l, i, n, a, h, m := letter(), itinerary(), notification(), assistance(), handover(), manifest(1)
		p := mother()
		p.Services = []Service{code}
		l.Services, h.Services = p.Services, p.Services
		i.Travellers, n.Passengers, a.Passengers, m.Rows[0].Passenger = []Passenger{p}, []Passenger{p}, []Passenger{p}, p
		before := notification()
		before.Passengers = n.Passengers
		later := notification()
		later.Before = &before
		return []Content{l, i, n, a, h, m, later}
	}
	for _, code := range []Service{"MEDA", "STCR", "OXYG", "DPNA", "DEPU", "DEPA", "anything", ""} {
		for _, c := range marked(code) {
			if _, err := Render(c, meta(English)); !errors.Is(err, ErrContent) {
				t.Errorf("%q on %T: got %v, want it refused", code, c, err)
			}
		}
	}
}
