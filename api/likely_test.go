package api_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"homeward/store"
)

// person makes an application of one member.
func (o *office) person(family, given string, birth map[string]any, passport string) map[string]any {
	member := map[string]any{"family_name": family, "given_names": given, "birth": birth, "nationality": "AL"}
	if passport != "" {
		member["documents"] = []any{map[string]any{"kind": "passport", "number": passport, "issuer": "AL", "expires_on": o.day(400)}}
	}
	return with(o.application(), "members", []any{member})
}

// likely answers what somebody is shown of other cases, as "reference why".
func (o *office) likely(username, reference string) string {
	o.t.Helper()
	var all []string
	for _, d := range o.see(username, reference)["likely_duplicates"].([]any) {
		d := d.(map[string]any)
		if text(d["href"]) != "/api/v1/cases/"+text(d["reference"]) || d["member"] != "m1" {
			o.t.Errorf("shown is %v", d)
		}
		all = append(all, text(d["reference"])+" "+text(d["why"]))
	}
	return strings.Join(all, ", ")
}

func TestACaseOfTheSamePersonIsShown(t *testing.T) {
	o := newOffice(t)
	on := func(day string) map[string]any { return map[string]any{"date": day} }
	first := o.opened("officer", o.person("Çela", "Arta Maria", on("1990-04-02"), "BA7000001"))
	for _, c := range []struct {
		name string
		body map[string]any
		why  string
	}{
		{"the same passport, whatever the name", o.person("Smith", "Jane", on("1960-01-01"), "BA7000001"), "document"},
		{"the same name in other letters, another day of the year", o.person("CELA", "arta maria", on("1990-09-30"), "BA7000002"), "name_and_birth"},
		{"a part of the name", o.person("Çela", "Arta", on("1990-04-02"), ""), "name_and_birth"},
		{"only the year is known", o.person("Çela", "Arta", map[string]any{"year": 1990}, ""), "name_and_birth"},
		{"born about then", o.person("Çela", "Arta", map[string]any{"about": 1992}, ""), "name_and_birth"},
		{"born about another time", o.person("Çela", "Arta", map[string]any{"about": 1995}, ""), ""},
		{"another name besides", o.person("Çela", "Arta Drita", on("1990-04-02"), ""), ""},
		{"another year", o.person("Çela", "Arta Maria", on("1991-04-02"), ""), ""},
		{"nobody knows when she was born", o.person("Çela", "Arta Maria", nil, ""), ""},
	} {
		member := c.body["members"].([]any)[0].(map[string]any)
		if member["birth"] == nil || len(member["birth"].(map[string]any)) == 0 {
			delete(member, "birth")
		}
		got := o.likely("officer2", o.opened("officer2", c.body))
		if c.why == "" && strings.Contains(got, first) || c.why != "" && !strings.Contains(got, first+" "+c.why) {
			t.Errorf("%s: shown are %q", c.name, got)
		}
	}
	if got := o.likely("officer", first); strings.Count(got, " document") != 1 {
		t.Errorf("the first case shows the later ones: %q", got)
	}
}

func TestARestrictedCaseIsNoDuplicateForWhomItIsHiddenFrom(t *testing.T) {
	o := newOffice(t)
	hidden := o.opened("officer", o.application())
	o.restricted("protection", hidden)
	body := o.application()
	reference := o.opened("officer2", body)
	for username, want := range map[string]string{"officer2": "", "desk": "", "auditor": "", "protection": hidden + " document", "manager": hidden + " document", "officer": hidden + " document"} {
		if got := o.likely(username, reference); got != want {
			t.Errorf("%s is shown %q, not %q", username, got, want)
		}
	}
	if got := o.likely("desk", hidden); got != "" {
		t.Errorf("of a restricted case nothing is shown: %q", got)
	}
	if got := o.likely("protection", hidden); got != reference+" document" {
		t.Errorf("protection sees the other case from it: %q", got)
	}
}

// lookAround carries out the orders to look for other cases, as the relay does.
func (o *office) lookAround() {
	o.t.Helper()
	due, err := o.store.Read(o.t.Context()).DueOutbox(o.now().Add(time.Hour), 100)
	must(o.t, err)
	for _, order := range due {
		if order.Kind == store.OutboxAlike {
			must(o.t, o.worker.LookForAlike(o.t.Context(), order))
			if err := o.worker.LookForAlike(o.t.Context(), order); !errors.Is(err, store.ErrStale) {
				o.t.Errorf("an order is carried out twice: %v", err)
			}
		}
	}
}

// asked answers the tasks of a case that somebody is shown and whose title has the marks, as "duty title".
func (o *office) asked(username, reference, marks string) string {
	o.t.Helper()
	var all []string
	for _, task := range o.see(username, reference)["tasks"].([]any) {
		if task := task.(map[string]any); strings.Contains(text(task["title"].(map[string]any)["en"]), marks) {
			all = append(all, text(task["duty"])+" "+text(task["title"].(map[string]any)["en"]))
		}
	}
	return strings.Join(all, "; ")
}

func TestADocumentThatAnotherOpenCaseHoldsIsAskedAboutAndNeverRefused(t *testing.T) {
	o := newOffice(t)
	first := o.opened("officer", o.application())
	o.lookAround()
	if got := o.asked("officer", first, "document"); got != "" {
		t.Errorf("nobody else holds it, and the officer is asked: %s", got)
	}
	second := o.opened("officer2", o.application())
	o.lookAround()
	o.lookAround()
	const question = "return A document of m1 is in another open case too: is it the same person?"
	if got := o.asked("officer2", second, "another open case"); got != question {
		t.Errorf("the officer is asked %q", got)
	}
	o.do("officer", first, "close", map[string]any{"reason": "other", "note": "Opened twice."})
	third := o.opened("officer", o.person("Leka", "Zef", map[string]any{"year": 1970}, "BA7777777"))
	o.lookAround()
	o.do("officer", third, "record-travel-document", map[string]any{"member": "m1", "status": "issued", "kind": "id_card", "number": "BA1234567",
		"issuer": "AL", "issued_on": o.day(-10), "expires_on": o.day(900)})
	o.lookAround()
	if got := o.asked("officer", third, "another open case"); got != question {
		t.Errorf("a document that came later is looked for, too: %q", got)
	}
}

func TestProtectionIsAskedAboutASecondCaseWhereNobodyElseLearnsOfIt(t *testing.T) {
	o := newOffice(t)
	hidden := o.opened("officer", o.application())
	o.restricted("protection", hidden)
	before := o.opened("officer2", o.person("Leka", "Zef", map[string]any{"year": 1970}, "BA7777777"))
	reference := o.opened("officer2", o.application())
	o.lookAround()
	const question = "protection Somebody of this case is probably in another case, too: look at the likely duplicates"
	if got := o.asked("protection", hidden, "probably"); got != question {
		t.Errorf("protection is asked %q", got)
	}
	for _, username := range []string{"desk", "field", "officer2", "auditor"} {
		if shown := o.ask(username, "GET", caseURL(hidden), nil).text; strings.Contains(shown, reference) || strings.Contains(shown, "probably") {
			t.Errorf("%s reads of the other case on the restricted one", username)
		}
	}
	// Of two new cases, the one that has a restricted counterpart looks to its officer like the one that has none.
	plain := func(reference string) string {
		v := o.see("officer2", reference)
		shown, err := json.Marshal([]any{v["flags"], v["tasks"], v["version"], v["likely_duplicates"], len(o.ask("officer2", "GET", caseURL(reference)+"/timeline", nil).body["timeline"].([]any))})
		must(t, err)
		return string(shown)
	}
	if got, want := plain(reference), plain(before); got != want {
		t.Errorf("the case shows\n%s\nand one of nobody else\n%s", got, want)
	}
}

// assessed records a counselling at which the person says that nobody helped them before, assesses, and answers what became of that
// and how many earlier cases the decision speaks of.
func (o *office) assessed(username, reference string, told any) (result string, missing, earlier any) {
	o.t.Helper()
	o.do(username, reference, "record-counselling", with(map[string]any{"held_on": o.day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return",
		"has_means": false, "in_detention": false}, "assisted_before", told))
	o.do(username, reference, "give-consent", map[string]any{"member": "m1", "kind": "data", "signed_on": o.day(-2), "language": "en"})
	o.do(username, reference, "assess-eligibility", map[string]any{"recommendation": "approve"})
	decision := o.ask(username, "GET", caseURL(reference)+"/decision", nil).body
	for _, c := range decision["criteria"].([]any) {
		if c := c.(map[string]any); c["id"] == "first-time" {
			return text(c["result"]), c["missing"], decision["earlier_cases"]
		}
	}
	o.t.Fatalf("there is no criterion on earlier assistance: %v", decision)
	return "", nil, nil
}

// A family that comes back again and again is one question, not one for each time; once it is answered, the next is asked anew.
func TestAnOpenQuestionAboutDuplicatesIsNotAskedAgain(t *testing.T) {
	o := newOffice(t)
	first := o.opened("officer", o.application())
	tasks := func() (ids []string) {
		for _, task := range o.see("officer", first)["tasks"].([]any) {
			task := task.(map[string]any)
			if strings.Contains(text(task["title"].(map[string]any)["en"]), "probably in another case") {
				ids = append(ids, text(task["id"]))
			}
		}
		return ids
	}
	for range 3 {
		o.opened("officer2", o.application())
		o.lookAround()
	}
	asked := tasks()
	if len(asked) != 1 {
		t.Fatalf("three cases alike are %d questions", len(asked))
	}
	o.do("officer", first, "complete-task", map[string]any{"task": asked[0]})
	o.opened("officer2", o.application())
	o.lookAround()
	if again := tasks(); len(again) != 1 || again[0] == asked[0] {
		t.Errorf("after the answer, a fourth case asks %v", again)
	}
}

func TestEarlierAssistanceIsLookedUpAndAsksAPerson(t *testing.T) {
	o := newOffice(t)
	application := func(passport string) map[string]any {
		return with(o.person("Hoxha", "Arta", map[string]any{"date": "1990-04-02"}, passport), "programme", "varrp-uk-albania")
	}
	first := o.opened("officer", application("BA1234567"))
	if result, _, earlier := o.assessed("officer", first, false); result != "pass" || earlier != nil {
		t.Errorf("nobody helped her, and no other case is hers: %s, %v", result, earlier)
	}
	second := o.opened("officer2", application("BA1234567"))
	if result, missing, earlier := o.assessed("officer2", second, false); result != "ask" || missing == nil || earlier != 1.0 {
		t.Errorf("another case is likely hers: %s, %v, %v", result, missing, earlier)
	}
	if result, missing, earlier := o.assessed("officer2", second, true); result != "ask" || missing != nil || earlier != 1.0 {
		t.Errorf("she was helped: %s, %v, %v", result, missing, earlier)
	}
	other := o.opened("officer2", with(o.person("Leka", "Zef", map[string]any{"year": 1970}, "BA7777777"), "programme", "varrp-uk-albania"))
	if result, missing, earlier := o.assessed("officer2", other, nil); result != "ask" || missing == nil || earlier != nil {
		t.Errorf("nobody asked: %s, %v, %v", result, missing, earlier)
	}
	// What the decision says must not tell that the other case is restricted.
	o.restricted("protection", first)
	if result, _, earlier := o.assessed("officer2", second, false); result != "pass" || earlier != nil {
		t.Errorf("a restricted case is counted: %s, %v", result, earlier)
	}
	for _, reference := range []string{first, second, other} {
		if n, err := o.desk.ReplayDecisions(t.Context(), reference); err != nil || n == 0 {
			t.Errorf("%d decisions replayed: %v", n, err)
		}
	}
}
