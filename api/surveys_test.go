package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestASurveyIsAnsweredWithItsScoresTheNameOfItsWeightsAndWhatIsNotSettled(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	for text(o.see("officer", reference)["stage"]) != "reintegration" {
		if !slices.ContainsFunc(colleagues, func(who string) bool { return o.goOn(who, reference) }) {
			t.Fatal("nobody can go on")
		}
	}
	answers := map[string]any{"economy-satisfaction": "satisfied", "food-cut": "never", "could-borrow": "yes", "borrows": "rarely", "debt": "no_debt", "job-training-access": "fair",
		"works": "no", "owns-assets": "none", "looking-for-work": "no"} // ¾ 1 1 ¾ 1 ½ 0 0 1 of 9
	body := map[string]any{"member": "m1", "instrument": "rss", "held_on": o.day(0), "mode": "home", "answers": answers}
	r := o.catchUp("field", o.ask("field", "POST", caseURL(reference)+"/actions/record-survey", body))
	if r.status != http.StatusOK {
		t.Fatalf("got %d: %s", r.status, r.text)
	}
	r = o.ask("auditor", "GET", caseURL(reference)+"/surveys", nil)
	for _, want := range []string{`"result":"RSS-compatible, default weights v0"`, `{"dimension":"economic","score":0.6667,"completeness":1,"answered":9,"applicable":9}`,
		`{"dimension":"social","score":null,"completeness":0,"answered":0,"applicable":11}`, `"composite":{"score":null`, `"of":"economic","band":"low-need"`, `"version":"1"`,
		`"item":"debt","why":{"en":"Which end`, `"days_after_arrival":0`, `"use":{"en":"Scores show where help is missing. They never cut`, `"comparisons":[]`} {
		if r.status != http.StatusOK || !strings.Contains(r.text, want) {
			t.Errorf("%d without %s:\n%s", r.status, want, r.text)
		}
	}
	body["answers"] = map[string]any{"looking-for-work": "no", "why-looking": "other"}
	body["instrument"], body["held_on"] = "rss", o.day(-1)
	if r := o.ask("field", "POST", caseURL(reference)+"/actions/record-survey", body); r.status != http.StatusConflict && r.status != http.StatusUnprocessableEntity || !strings.Contains(r.text, "/answers/why-looking") {
		t.Errorf("a contradiction: %d %s", r.status, r.text)
	}
	if r := o.ask("admin", "GET", caseURL(reference)+"/surveys", nil); r.status != http.StatusForbidden {
		t.Errorf("an administrator gets %d", r.status)
	}
}

func TestTheInstrumentsAreAnsweredQuestionByQuestion(t *testing.T) {
	o := newOffice(t)
	r := o.ask("field", "GET", "/api/v1/instruments", nil)
	if r.status != http.StatusOK || len(r.body["instruments"].([]any)) != 7 {
		t.Fatalf("got %d: %.300s", r.status, r.text)
	}
	for _, want := range []string{`"code":"rss"`, `"suggests_new_plan":{"low":"economic","below":0.33,"high":"social","above":0.66}`, `"id":"case-intensity"`, `"name":"default weights"`,
		"The published survey has 32 elements.", `"next_cursor":null`} {
		if !strings.Contains(r.text, want) {
			t.Errorf("no %s", want)
		}
	}
}
