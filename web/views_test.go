package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"homeward/store"
)

func TestEveryViewCountsTheRowsItOpens(t *testing.T) {
	o := newOffice(t)
	for _, name := range []string{"Anila", "Besa", "Drita"} {
		o.opened("Kola", name)
	}
	held := o.opened("Gjini", "Era")
	o.do("officer", held, "hold", body{"reason": "Waits for the consulate."})
	o.approved(o.opened("Hoxha", "Arta"))
	o.do("officer", o.opened("Toska", "Liri"), "add-task", body{"title": "Ring the consulate", "duty": "return", "due_on": day(-2)})
	b := o.as("officer")
	b.post("/cases/views", url.Values{"query": {"q=Kola&stage=preparation&cursor=x&sort=due"}, "name": {"Being prepared"}})
	b.post("/cases/views", url.Values{"query": {"opened_from=2020-01-01&open=1"}, "name": {"Since 2020"}})
	seen := 0
	for _, link := range regexp.MustCompile(`<a class="chip" href="(/cases\?[^"]*)"[^>]*><bdi>([^<]*)</bdi> <b>(\d+)</b>`).FindAllStringSubmatch(b.shows("/cases", "Being prepared", "Since 2020").html, -1) {
		p := b.shows(html.UnescapeString(link[1]))
		if n := strings.Count(p.html, `scope="row"`); strconv.Itoa(n) != link[3] {
			t.Errorf("%s says %s and opens %d cases", link[2], link[3], n)
		}
		if !strings.Contains(p.html, `aria-current="true"><bdi>`+link[2]) {
			t.Errorf("%s does not say that it is looked at", link[2])
		}
		seen++
	}
	if seen != 7 {
		t.Errorf("%d views stand above the list", seen)
	}
}

func TestAViewIsKeptForOnePersonUnderASealedName(t *testing.T) {
	o := newOffice(t)
	b := o.as("officer")
	saved := b.post("/cases/views", url.Values{"query": {"stage=travel&q=Hoxha"}, "name": {"Hoxha's people"}})
	if to := saved.header.Get("Location"); to != "/cases?stage=travel" {
		t.Errorf("keeping a view leads to %q", to)
	}
	b.post("/cases/views", url.Values{"query": {"stage=travel"}, "name": {"Soon away"}}) // twice is once, under the later name
	b.shows("/cases?stage=travel", "Soon away", "Rename")
	if p := o.as("officer2").shows("/cases"); strings.Contains(p.html, "Soon away") {
		t.Error("somebody else is shown it")
	}
	kept, err := o.store.Read(t.Context()).Views(o.people["officer"].ID)
	o.must(err)
	if len(kept) != 1 || kept[0].Name != "Soon away" || strings.Contains(kept[0].Query, "Hoxha") {
		t.Errorf("kept: %+v", kept)
	}
	b.post("/cases/views", url.Values{"query": {"stage=travel"}, "do": {"delete"}})
	if p := b.shows("/cases"); strings.Contains(p.html, "Soon away") {
		t.Error("a deleted view is still there")
	}
	for _, bad := range []url.Values{{"query": {"stage=nowhere"}, "name": {"x"}}, {"query": {""}, "name": {"x"}}, {"query": {"stage=travel"}, "name": {" "}}, {"query": {"opened_from=soon"}, "name": {"x"}}, {"query": {"officer=nobody"}, "name": {"x"}}} {
		if p := b.post("/cases/views", bad); p.status != http.StatusBadRequest {
			t.Errorf("%v is answered %d", bad, p.status)
		}
	}
	for n := range store.MostViews + 1 {
		p := b.post("/cases/views", url.Values{"query": {fmt.Sprintf("opened_from=2020-01-%02d", n+1)}, "name": {"View"}})
		if full := p.status == http.StatusBadRequest; full != (n == store.MostViews) {
			t.Errorf("view %d is answered %d", n+1, p.status)
		}
	}
}

func TestTheListIsGivenAsAFileAsItIsChosen(t *testing.T) {
	o := newOffice(t)
	anila, besa := o.opened("Kola", "Anila"), o.opened("Gjini", "Besa")
	o.approved(besa)
	b := o.as("manager")
	b.shows("/cases?stage=preparation", `href="/cases.csv?stage=preparation"`)
	if p := b.get("/cases.csv?stage=preparation"); p.status != http.StatusOK || !strings.Contains(p.html, besa) || strings.Contains(p.html, anila) {
		t.Errorf("the file: %d %s", p.status, p.html)
	}
	if p := o.as("officer").shows("/cases"); strings.Contains(p.html, "/cases.csv") {
		t.Error("an officer is offered a file they may not have")
	}
}
