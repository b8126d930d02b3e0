package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"homeward/access"
)

var (
	// ofPeople is what people wrote or are called, or what is marked as English: no page translates it.
	ofPeople = regexp.MustCompile(`(?s)<bdi[^>]*>.*?</bdi>|<code[^>]*>.*?</code>|<blockquote[^>]*>.*?</blockquote>|<textarea[^>]*>.*?</textarea>|<(\w+)[^>]* lang="en"[^>]*>.*?</\w+>|<datalist.*?</datalist>|<title>.*?</title>`)
	element  = regexp.MustCompile(`(?s)<[^>]*>`)
	english  = regexp.MustCompile(`(?i)\b(the|and|is|of|has|have|are|was|were|been|this|that|with|not|for|from|which|must|cannot|because)\b`)
)

// englishIn answers the texts of an Albanian page that read as English.
func englishIn(html string, written []string) (found []string) {
	html = ofPeople.ReplaceAllString(html, "")
	for _, text := range element.Split(html, -1) {
		for _, own := range written {
			text = strings.ReplaceAll(text, own, "")
		}
		if text = strings.TrimSpace(text); english.MatchString(text) {
			found = append(found, text)
		}
	}
	return found
}

// Every kind of page, by every role, in Albanian: nothing on it is a sentence in English.
func TestNoPageInAlbanianHoldsAnEnglishSentence(t *testing.T) {
	o := newOffice(t)
	begun, home := o.opened("Hoxha", "Arta"), o.opened("Leka", "Agim")
	o.approved(home)
	o.home(home)
	o.print()
	o.do("field", home, "log-visit", body{"visit": "month-1", "visited_on": day(-1), "mode": "home", "outcome": "on_track", "findings": "Dyqani u hap."}) // before the arrival
	o.do("officer", begun, "hold", body{"reason": "Pret avokatin."})
	written := []string{"after six", "a cousin", "A small shop.", "Asked about a shop.", "London office", "Tirana office", "IOM Handbook", "UNHCR", "Homeward"}
	seen := map[string]bool{}
	for _, account := range access.DemoAccounts {
		b := o.as(account.Username)
		b.accept = "sq"
		paths := []string{"/work", "/cases", "/cases?q=zzzz", "/cases/new", "/movements/new", "/visits", "/results", "/verify", "/verify/ABCD", "/help", "/nowhere", "/cases/HW-222-2222", "/approvals", "/budgets", "/travel", "/travel/to-book"}
		for _, reference := range []string{begun, home} {
			for _, part := range []string{"", "/money", "/files", "/notes", "/history", "/history?kind=looks", "/visits", "/surveys"} {
				paths = append(paths, "/cases/"+reference+part)
			}
			view, err := o.desk.Case(t.Context(), o.people[account.Username], reference)
			if err != nil {
				continue
			}
			for _, a := range view.AvailableActions {
				paths = append(paths, "/cases/"+reference+"/do/"+a.Action)
			}
		}
		for _, path := range paths {
			for _, text := range englishIn(b.get(path).html, written) {
				if !seen[text] {
					seen[text] = true
					t.Errorf("%s, as %s: %q", path, account.Username, text)
				}
			}
		}
	}
}

func TestARefusalOnAnAlbanianPageIsInAlbanian(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b := o.as("officer")
	b.accept = "sq"
	path := "/cases/" + reference + "/do/log-contact"
	p := b.post(path, b.fills(path, url.Values{"at": {day(9) + "T10:00"}, "direction": {"out"}, "channel": {"phone"}, "outcome": {"reached"}}))
	if said := said(p.html); !strings.Contains(said, "është në të ardhmen") || strings.Contains(said, `lang="en"`) {
		t.Errorf("%d: %s", p.status, said)
	}
}
