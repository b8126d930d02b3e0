package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"homeward/store"
)

// work answers the groups of somebody's work by name, and what each has to do as "title of reference".
func (o *office) work(username, query string) (counts map[string]int, tasks map[string][]string) {
	o.t.Helper()
	r := o.ask(username, "GET", "/api/v1/work"+query, nil)
	if r.status != http.StatusOK {
		o.t.Fatalf("the work of %s%s: %d %s", username, query, r.status, r.text)
	}
	counts, tasks = map[string]int{}, map[string][]string{}
	for _, g := range r.body["groups"].([]any) {
		group := g.(map[string]any)
		name := text(group["group"])
		counts[name] = int(group["count"].(float64))
		for _, line := range group["tasks"].([]any) {
			task := line.(map[string]any)
			tasks[name] = append(tasks[name], text(task["title"].(map[string]any)["en"])+" of "+text(task["reference"]))
		}
	}
	return counts, tasks
}

func (o *office) addTask(username, reference, title, duty string, day int) {
	o.t.Helper()
	o.do(username, reference, "add-task", map[string]any{"title": title, "duty": duty, "due_on": o.day(day)})
}

func TestWorkIsSharedOutByTheDayItIsDue(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", with(o.application(), "programme", "standard"))
	o.addTask("officer", reference, "Yesterday's", "return", 0)
	o.later(60 * time.Hour)
	clear(o.tokens) // sign-ins have ended since
	for title, day := range map[string]int{"Today's": 0, "Wednesday's": 5, "Next month's": 30} {
		o.addTask("officer", reference, title, "return", day)
	}
	for group, title := range map[string]string{"overdue": "Yesterday's", "today": "Today's", "week": "Wednesday's", "later": "Next month's"} {
		counts, tasks := o.work("officer", "?group="+group)
		if want := title + " of " + reference; !strings.Contains(strings.Join(tasks[group], "\n"), want) || len(tasks[group]) != counts[group] || len(tasks) != 1 {
			t.Errorf("%s: want %q, got %d: %q", group, want, counts[group], tasks)
		}
	}
	counts, tasks := o.work("officer", "")
	if counts["needs_person"] != 4 || len(tasks["later"]) != 5 || counts["later"] <= 5 || counts["new"] != 3 {
		t.Errorf("the groups look across the days, and show the first of each: %v %q", counts, tasks)
	}
	if other, _ := o.work("officer2", ""); other["overdue"]+other["today"]+other["later"]+other["waiting"] != 0 {
		t.Errorf("another officer has none of it: %v", other)
	}
}

func TestWhatNobodyHoldsIsTheWorkOfItsOffice(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", with(o.application(), "receiving_office", "Tirana office"))
	o.addTask("officer", reference, "Ring the mother", "reintegration", 1)
	o.addTask("officer", reference, "Ask for a wheelchair", "travel", 1)
	for who, want := range map[string]int{"desk": 1, "field": 1, "manager": 0, "officer2": 0} {
		if counts, tasks := o.work(who, "?group=needs_person"); counts["needs_person"] != want {
			t.Errorf("%s has %q", who, tasks)
		}
	}
	counts, tasks := o.work("officer", "?group=waiting")
	if counts["waiting"] != 3 || !strings.Contains(fmt.Sprint(tasks), "Ring the mother of "+reference) {
		t.Errorf("its own officer waits for both, and for the office to take reintegration over: %q", tasks)
	}
	o.do("officer", reference, "assign", map[string]any{"duty": "travel", "person": "desk"})
	if counts, _ := o.work("desk", ""); counts["new"] != 1 || counts["needs_person"] != 1 {
		t.Errorf("now the desk holds it: %v", counts)
	}
	if r := o.ask("desk", "GET", "/api/v1/cases?mine=true&needs_person=true", nil); !strings.Contains(r.text, reference) {
		t.Errorf("and the case is the desk's own: %s", r.text)
	}
	if r := o.ask("field", "GET", "/api/v1/cases?mine=true", nil); strings.Contains(r.text, reference) {
		t.Errorf("but not the field's: %s", r.text)
	}
}

func TestWhatWaitsToBeRecordedStandsInItsAuthorsWork(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	note := o.ask("officer", "POST", caseURL(reference)+"/actions/add-note", map[string]any{"text": "Called."})
	r := o.ask("officer", "GET", "/api/v1/work?group=sent", nil)
	if !strings.Contains(r.text, text(note.body["status_url"])) || !strings.Contains(r.text, "Arta Hoxha") {
		t.Errorf("with the way to ask for it: %s", r.text)
	}
	o.catchUp("officer", note)
	if counts, _ := o.work("officer", ""); counts["sent"] != 0 || counts["waiting"] != 1 { // the receiving office has not answered yet
		t.Errorf("and is gone when it is recorded: %v", counts)
	}
}

func TestTheWorkOnARestrictedCaseTellsNothingOfIt(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	o.addTask("officer", reference, "Ask Arta about her brother", "travel", 3)
	trafficking := map[string]any{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}
	o.do("protection", reference, "record-screening", map[string]any{"member": "m1", "screened_on": o.day(-1), "trafficking": trafficking})
	r := o.ask("desk", "GET", "/api/v1/work", nil)
	for _, personal := range []string{"Hoxha", "Arta", "brother", "rotection", "risk", "restricted"} {
		if strings.Contains(r.text, personal) {
			t.Errorf("the desk's work says %q: %s", personal, r.text)
		}
	}
	if _, tasks := o.work("desk", ""); !strings.Contains(fmt.Sprint(tasks["week"]), "A task of this case of "+reference) {
		t.Errorf("the desk still knows that something is to be done: %q", tasks)
	}
	look := "Protection to look at this case of " + reference
	if _, tasks := o.work("protection", ""); !strings.Contains(fmt.Sprint(tasks), look) {
		t.Errorf("protection has its own task: %q", tasks)
	}
	for _, who := range []string{"officer", "officer2", "desk", "field", "manager"} {
		if _, tasks := o.work(who, ""); strings.Contains(fmt.Sprint(tasks), look) {
			t.Errorf("%s sees the task of protection: %q", who, tasks)
		}
	}
	if _, tasks := o.work("officer", ""); !strings.Contains(fmt.Sprint(tasks["waiting"]), "Ask Arta about her brother of "+reference) {
		t.Errorf("its own officer sees what the desk has to do: %q", tasks)
	}
}

func TestAGroupOfWorkIsPagedAndEachReadingIsOnRecordOnce(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	for n := range 5 {
		o.addTask("officer", reference, fmt.Sprintf("Task %d", n), "return", n%2+1)
	}
	seen, pages := map[string]bool{}, 0
	audit := o.audited("officer")
	for cursor := ""; ; pages++ {
		r := o.ask("officer", "GET", "/api/v1/work?group=needs_person&limit=2"+cursor, nil)
		for _, g := range r.body["groups"].([]any) {
			for _, line := range g.(map[string]any)["tasks"].([]any) {
				seen[text(line.(map[string]any)["task"])] = true
			}
		}
		if r.body["next_cursor"] == nil {
			break
		}
		cursor = "&cursor=" + text(r.body["next_cursor"])
	}
	if len(seen) != 5 || pages != 2 || o.audited("officer")-audit != 3 {
		t.Errorf("%d tasks on %d pages and %d readings", len(seen), pages+1, o.audited("officer")-audit)
	}
	for query, status := range map[string]int{"?group=someday": 422, "?cursor=x": 422, "?group=needs_person&cursor=x": 422, "?limit=0": 422, "?colour=red": 422} {
		if r := o.ask("officer", "GET", "/api/v1/work"+query, nil); r.status != status {
			t.Errorf("%s: %d %s", query, r.status, r.text)
		}
	}
	for who, status := range map[string]int{"manager": 200, "auditor": 403, "admin": 403, "": 401} {
		if r := o.ask(who, "GET", "/api/v1/work", nil); r.status != status {
			t.Errorf("%q: %d %s", who, r.status, r.text)
		}
	}
}

func TestTheListsOfACaseArePaged(t *testing.T) {
	o := newOffice(t)
	reference := o.approved()
	for _, language := range []string{"en", "sq"} {
		o.do("officer", reference, "issue-document", map[string]any{"kind": "declaration", "member": "m1", "language": language})
	}
	for kind, key := range map[string]string{"timeline": "seq", "tasks": "id", "documents": "number"} {
		all := o.ask("officer", "GET", caseURL(reference)+"/"+kind, nil)
		lines := all.body[kind].([]any)
		if all.body["next_cursor"] != nil || len(lines) < 2 {
			t.Fatalf("%s: one page has room for all of it: %s", kind, all.text)
		}
		cursor := ""
		for n, line := range lines {
			page := o.ask("officer", "GET", caseURL(reference)+"/"+kind+"?limit=1"+cursor, nil)
			here := page.body[kind].([]any)
			if last := n == len(lines)-1; len(here) != 1 || here[0].(map[string]any)[key] != line.(map[string]any)[key] || (page.body["next_cursor"] == nil) != last {
				t.Fatalf("%s, page %d: %s", kind, n+1, page.text)
			}
			cursor = "&cursor=" + text(page.body["next_cursor"])
		}
		for _, query := range []string{"?cursor=guess", "?limit=0", "?limit=101", "?colour=red"} {
			if r := o.ask("officer", "GET", caseURL(reference)+"/"+kind+query, nil); r.status != http.StatusUnprocessableEntity {
				t.Errorf("%s%s: %d %s", kind, query, r.status, r.text)
			}
		}
	}
}

// audited counts the readings of lists by somebody.
func (o *office) audited(username string) (lists int) {
	o.t.Helper()
	account, err := o.store.Read(o.t.Context()).AccountByUsername(username)
	must(o.t, err)
	rows, err := o.store.Read(o.t.Context()).AuditTrail(store.AuditFilter{Actor: account.ID})
	must(o.t, err)
	for _, row := range rows {
		if row.Verb == "list" {
			lists++
		}
	}
	return lists
}
