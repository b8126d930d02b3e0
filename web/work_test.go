package web_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"homeward/casework"
)

func TestTheDayBeginsWithOnesOwnWork(t *testing.T) {
	o := newOffice(t)
	for who, home := range map[string]string{"officer": "/work", "desk": "/work", "manager": "/work", "auditor": "/cases", "admin": "/help"} {
		if p := o.as(who).get("/"); p.header.Get("Location") != home {
			t.Errorf("%s is led to %q", who, p.header.Get("Location"))
		}
	}
	if p := o.as("auditor").get("/work"); p.status != http.StatusForbidden {
		t.Errorf("an auditor, who has none, is answered %d", p.status)
	}
	o.as("officer").shows("/work", "Nothing is waiting for you", "Time for a coffee")
	o.as("officer").shows("/work?lang=sq", "Asgjë nuk ju pret", "kafe")
}

func TestWorkIsToldByGroupsAndMadeLateByWordShapeAndColour(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.do("officer", reference, "add-task", body{"title": "Ring the consulate", "duty": "return", "due_on": day(-2)})
	o.do("officer", reference, "add-task", body{"title": "Ask for a wheelchair", "duty": "travel", "due_on": day(4)})
	b := o.as("officer")
	p := b.shows("/work", "Arta Hoxha", reference, "Ring the consulate", "Eligibility", "Waiting on others", "Ask for a wheelchair",
		`<span class="shape" aria-hidden="true">▲</span><b>2 days overdue</b>`, `href="/work?group=overdue"`)
	if n := strings.Count(p.html, "Ring the consulate"); n != 1 {
		t.Errorf("a task that is late, new and needs a person stands there %d times", n)
	}
	if p := b.shows("/work?group=waiting", "Ask for a wheelchair", "Travel"); strings.Contains(p.html, "Ring the consulate") {
		t.Error("one group shows another's task")
	}
	o.submit("officer", reference, "add-note", body{"text": "Called."})
	b.shows("/work?group=sent&lang=sq", "Pranuar, në pritje që nga", "Arta Hoxha")
	o.as("desk").shows("/work", "Ask for a wheelchair", "nobody has taken it yet", "Time for a coffee")
	if p := b.get("/work?group=someday"); p.status != http.StatusBadRequest {
		t.Errorf("an unknown group is answered %d", p.status)
	}
}

func TestTheWorkOnARestrictedCaseShowsTheDeskNoName(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.do("officer", reference, "add-task", body{"title": "Ask about her brother", "duty": "travel"})
	o.do("protection", reference, "record-screening", body{"member": "m1", "screened_on": day(0), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	p := o.as("desk").shows("/work", reference, "A task of this case", "Name not shown")
	for _, personal := range []string{"Hoxha", "Arta", "brother", "estricted", "rotection"} {
		if strings.Contains(p.html, personal) {
			t.Errorf("the desk is shown %q", personal)
		}
	}
	o.as("protection").shows("/work", "Arta Hoxha", "Protection to look at this case")
	o.as("officer").shows("/cases?mine=1&needs=1", "Arta Hoxha")
}

func TestALongGroupOfWorkGoesOnOnTheNextPage(t *testing.T) {
	o := newOffice(t)
	for range 6 {
		o.opened("Kola", "Anila") // five tasks each
	}
	b := o.as("officer")
	first := b.shows("/work?group=new", `rel="next"`)
	next := strings.Split(strings.Split(first.html, `rel="next"`)[0], `href="`)
	second := b.shows(strings.ReplaceAll(strings.TrimSuffix(next[len(next)-1], `" `), "&amp;", "&"), "Back to the beginning")
	if a, z := strings.Count(first.html, `scope="row"`), strings.Count(second.html, `scope="row"`); a != 25 || z != 5 {
		t.Errorf("the pages show %d and %d tasks", a, z)
	}
}

// rowsOf counts the rows of a list, page after page.
func (b *browser) rowsOf(path string) (rows int) {
	b.Helper()
	for path != "" {
		p := b.shows(path)
		rows += strings.Count(p.html, `scope="row"`) + strings.Count(p.html, `<li><span><a href="`)
		path = ""
		if before, _, more := strings.Cut(p.html, `" rel="next"`); more {
			path = html.UnescapeString(before[strings.LastIndex(before, `href="`)+len(`href="`):])
		}
	}
	return rows
}

func TestEveryNumberOfOnesWorkOpensAsManyRows(t *testing.T) {
	o := newOffice(t)
	for n := range 4 {
		reference := o.opened("Hoxha", fmt.Sprint("Arta ", strings.Repeat("I", n+1)))
		o.do("officer", reference, "add-task", body{"title": "Ring the consulate", "duty": "return", "due_on": day(-2)})
		o.do("officer", reference, "add-task", body{"title": "Ask for a wheelchair", "duty": "travel", "due_on": day(4)})
		o.do("officer", reference, "add-task", body{"title": "Ask for a shop", "duty": "reintegration", "due_on": day(0)})
	}
	home := o.opened("Kola", "Anila")
	o.approved(home)
	o.home(home)
	o.approved(o.opened("Gjini", "Besa"))
	o.submit("officer", o.opened("Toska", "Era"), "add-note", body{"text": "Called."})
	number := regexp.MustCompile(`<a (?:class="chip" )?href="(/(?:work\?group=|visits|travel/to-book)[^"]*)"[^>]*>(?:<b>)?(?:<span[^>]*>▲</span> )?(?:(\d+)</b>)?([^<]+)(?:<b>(\d+)</b>)?</a>`)
	for _, who := range []string{"officer", "desk", "field", "manager", "protection"} {
		b := o.as(who)
		links := number.FindAllStringSubmatch(b.shows("/work").html, -1)
		if len(links) < len(casework.WorkGroups) {
			t.Errorf("%s sees %d numbers", who, len(links))
		}
		for _, l := range links {
			if l[2]+l[4] == "" {
				continue // the menu counts nothing
			}
			if n := b.rowsOf(html.UnescapeString(l[1])); fmt.Sprint(n) != l[2]+l[4] {
				t.Errorf("%s: %s says %s and opens %d rows", who, l[1], l[2]+l[4], n)
			}
		}
	}
}
