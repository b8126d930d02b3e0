package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

var linkedNumber = regexp.MustCompile(`<a href="(/cases\?[^"]+)"[^>]*>(\d+)</a>`)

// adds checks that every number of a page is the link of a list with as many cases, and answers how many there were.
func (b *browser) adds(p page) int {
	b.Helper()
	links := linkedNumber.FindAllStringSubmatch(p.html, -1)
	for _, l := range links {
		list := b.get(html.UnescapeString(l[1]))
		if list.status != http.StatusOK {
			b.Errorf("%s is answered %d", l[1], list.status)
		} else if rows := strings.Count(list.html, `<a class="row"`); strconv.Itoa(rows) != l[2] {
			b.Errorf("%s says %s and shows %d", l[1], l[2], rows)
		}
	}
	return len(links)
}

func TestEveryNumberOfTheDashboardLeadsToAsManyCases(t *testing.T) {
	o := newOffice(t)
	home := o.opened("Hoxha", "Arta")
	o.approved(home)
	o.home(home)
	o.approved(o.opened("Gjini", "Besa"))
	for _, name := range []string{"Drita", "Era"} {
		o.opened("Kola", name)
	}
	withdrawn := o.opened("Leka", "Fatos")
	o.do("officer", withdrawn, "withdraw", body{"channel": "phone"})
	manager := o.as("manager")
	p := manager.shows("/dashboard", "How far cases came", "Ended: withdrawn", "Maya Whitcombe", "500.00\u00a0EUR", "1\u00a0500.00\u00a0EUR", "0–7 days")
	if n := manager.adds(p); n < 20 {
		t.Errorf("only %d numbers are links", n)
	}
	rows := regexp.MustCompile(`(?s)<h2 id="funnel">.*?</table>`).FindString(p.html)
	now := 0
	for _, m := range regexp.MustCompile(`stage=[a-z_]+">(\d+)</a>`).FindAllStringSubmatch(rows, -1) {
		n, _ := strconv.Atoi(m[1])
		now += n
	}
	if now != 5 || !strings.Contains(rows, ">5</a></td><td></td></tr></tbody>") {
		t.Errorf("the stages add up to %d of 5:\n%s", now, rows)
	}
	if n := manager.adds(manager.shows("/dashboard?programme=demo&lang=sq", "Sa larg arritën çështjet")); n < 20 {
		t.Errorf("of one programme only %d numbers are links", n)
	}
	long := time.Now().AddDate(-3, 0, 0).Format("2006-01")
	for path, want := range map[string]int{"/dashboard?programme=none": http.StatusBadRequest, "/dashboard?from=" + long + "&to=" + time.Now().Format("2006-01"): http.StatusBadRequest} {
		if got := manager.get(path).status; got != want {
			t.Errorf("%s is answered %d", path, got)
		}
	}
	if got := o.as("officer").get("/dashboard").status; got != http.StatusForbidden {
		t.Errorf("an officer is answered %d", got)
	}
}

func TestWhoDoesNotWorkOnCasesIsToldNoSmallNumbers(t *testing.T) {
	o := newOffice(t)
	for range 12 {
		o.opened("Kola", "Anila")
	}
	o.approved(o.opened("Gjini", "Besa"))
	p := o.as("auditor").shows("/dashboard?lang=en", "hidden")
	if links := linkedNumber.FindString(p.html); links != "" {
		t.Errorf("an auditor is given %s", links)
	}
	if rows := regexp.MustCompile(`(?s)<h2 id="funnel">.*?</table>`).FindString(p.html); strings.Contains(rows, "<td>12</td>") || !strings.Contains(rows, "<td>13</td>") {
		t.Errorf("the one case that went on can be reckoned back:\n%s", rows)
	}
}
