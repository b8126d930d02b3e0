package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Whoever goes back after sending, or has the form open in two tabs, sends it under another key.
func TestTheSameSentTwiceIsSaidBackBeforeItIsRecordedAgain(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/log-contact"
	entered := url.Values{"member": {"m1"}, "at": {day(-1) + "T10:00"}, "direction": {"out"}, "channel": {"phone"}, "outcome": {"no_answer"}}
	first, second := b.fills(path, entered), b.fills(path, entered)
	for range 2 { // one form counts once, however often it is sent
		if p := b.post(path, first); p.status != http.StatusSeeOther {
			t.Fatalf("the first is answered %d: %s", p.status, said(p.html))
		}
	}
	p := b.post(path, second)
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "You have sent exactly this before") || !strings.Contains(p.html, `name="sure" value="twice"`) {
		t.Fatalf("from another tab it is answered %d: %s", p.status, said(p.html))
	}
	holds(t, path, p)
	view, err := o.desk.Case(t.Context(), o.people["officer"], reference)
	o.must(err)
	if len(view.Waiting) != 1 {
		t.Fatalf("%d wait to be recorded", len(view.Waiting))
	}
	other := url.Values{"channel": {"email"}}
	for name, values := range entered {
		if name != "channel" {
			other[name] = values
		}
	}
	if p := b.post(path, b.fills(path, other)); p.status != http.StatusSeeOther {
		t.Errorf("something else is answered %d: %s", p.status, said(p.html))
	}
	entered.Set("sure", "twice")
	if p := b.post(path, b.fills(path, entered)); p.status != http.StatusSeeOther {
		t.Errorf("meant, it is answered %d: %s", p.status, said(p.html))
	}
}

func TestAFormOfACaseThatWasClosedMeanwhileShowsWhatWasEntered(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/do/give-consent"
	form := b.fills(path, url.Values{"member": {"m1"}, "kind": {"return"}, "signed_on": {day(0)}, "language": {"English"}, "witness": {"Sister Clare of the parish"}})
	o.do("officer2", reference, "close", body{"reason": "duplicate", "note": "She has another case."})
	p := b.post(path, form)
	if p.status != http.StatusConflict || !strings.Contains(p.html, "The case is closed. Reopen it first.") {
		t.Fatalf("it is answered %d: %s", p.status, said(p.html))
	}
	holds(t, path, p)
	for _, at := range []string{p.html, b.get(path).html} { // at once, and as the draft it has become
		for _, want := range []string{"What you had entered", "Arta Hoxha", "Sister Clare of the parish", `href="` + path + `?anew=1"`} {
			if !strings.Contains(at, want) {
				t.Errorf("the page does not show %q: %s", want, said(at))
			}
		}
	}
	b.shows("/work", "Begun and not sent", path)
	if p := o.as("officer2").get(path); p.status != http.StatusConflict || strings.Contains(p.html, "What you had entered") || !strings.Contains(p.html, "Reopen it first.") {
		t.Errorf("who had entered nothing is answered %d: %s", p.status, said(p.html))
	}
	if p := b.get("/cases/" + reference + "/do/confirm-nothing"); p.status != http.StatusNotFound {
		t.Errorf("what is no action at all is answered %d", p.status)
	}
}

func TestADecisionOnAnEarlierStateSaysWhatWasDoneSinceInOnesLanguage(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer2"), "/cases/"+reference+"/do/hold"
	form := b.fills(path, url.Values{"reason": {"Prisni mjekun."}})
	o.do("officer", reference, "record-counselling", body{"held_on": day(-1), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	for language, want := range map[string]string{"en": "Since you opened this form, this was done: Counselling took place (Maya Whitcombe).", "sq": "u bë kjo: U zhvillua këshillimi (Maya Whitcombe)."} {
		p := b.post(path+"?lang="+language, form)
		if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, want) {
			t.Errorf("in %s it is answered %d: %s", language, p.status, said(p.html))
		}
	}
}
