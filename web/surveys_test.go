package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// settled answers every scored item but one, so that the scores are shown.
func settled(money, mind string) body {
	return body{
		"economy-satisfaction": money, "food-cut": "rarely", "could-borrow": "yes", "borrows": "rarely", "debt": "no_debt", "job-training-access": "fair", "works": "yes",
		"owns-assets": "land,tools", "looking-for-work": "no",
		"housing-access": "good", "housing-standard": "good", "education-access": "good", "school-age-children": "no", "justice-access": "fair", "identity-document": "yes",
		"documentation-access": "good", "drinking-water": "very_good", "health-access": "fair", "health-quality": "fair", "public-services": "dont_know",
		"social-activities": "often", "support-network": "good", "belonging": "agree", "physical-safety": "mostly", "family-tension": "rarely", "discrimination": "never",
		"distress": mind, "psychological-support": "no", "able-to-stay": "yes",
	}
}

func TestASurveysScoresAreShownAsBarsAndInATable(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	path := "/cases/" + reference + "/surveys"
	o.as("field").shows(path, "Nobody has been asked yet.", "Reintegration Sustainability Survey", `/do/record-survey?instrument=rss"`)
	o.do("field", reference, "record-survey", body{"member": "m1", "instrument": "rss", "held_on": day(-1), "mode": "phone", "answers": settled("dissatisfied", "often")})
	o.do("field", reference, "record-survey", body{"member": "m1", "instrument": "rss", "held_on": day(0), "mode": "home", "language": "sq", "answers": settled("satisfied", "rarely")})
	o.do("officer", reference, "record-survey", body{"member": "m1", "instrument": "needs", "held_on": day(0), "mode": "office", "answers": body{"housing": "some_help", "own-words": `A <b>room</b> "here"`}})

	// Economic: (¾ + ¾ + 1 + ¾ + 1 + ½ + 1 + 1 + 1) / 9 = 0.8611 after, (¼ + …) / 9 = 0.8056 before.
	p := o.as("field").shows(path, "How it changed", "&#43;0.06", "0.81", "0.86", "How the scores were made: RSS-compatible, default weights v0.", "9 of 10",
		`<rect class="score" x="0" y="5" width="861"`, "Low need", "Sufficient", "Tools or machines", "▲ 3 of them are not settled in their sources", "is our reading",
		"A &lt;b&gt;room&lt;/b&gt;", "They never cut, refuse or delay")
	if n := strings.Count(p.html, "<article"); n != 3 {
		t.Errorf("%d surveys are shown", n)
	}
	o.as("field").shows(path+"?lang=sq", "Si ndryshoi", "Vegla ose makineri", "Ekonomike")
	o.as("field").shows("/cases/"+reference, `href="`+path+`"`)
	if p := o.as("officer").shows(path); strings.Contains(p.html, "instrument=rss") || !strings.Contains(p.html, "instrument=needs") {
		t.Error("a return officer is offered what reintegration staff ask, or not what is theirs")
	}
	if p := o.as("admin").get(path); p.status != http.StatusForbidden {
		t.Errorf("an administrator gets %d", p.status)
	}
}

var question = regexp.MustCompile(`name="answers\.([a-z-]+)"`)

func TestTheFormOfASurveyAsksItsQuestions(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	b, path := o.as("field"), "/cases/"+reference+"/do/record-survey"
	if p := b.shows(path, "Show the questions"); question.MatchString(p.html) {
		t.Error("questions are shown before anybody said which survey")
	}
	if p := b.post(path, b.fills(path, url.Values{"instrument": {"risk"}, "more": {"answers"}})); !strings.Contains(p.html, "What may make the new start fail") {
		t.Errorf("asked for the questions, the form shows %.300s", p.html)
	}
	asked := map[string]bool{}
	for _, m := range question.FindAllStringSubmatch(b.shows(path+"?instrument=rss", "Asked only if", "Does not wish to answer").html, -1) {
		asked[m[1]] = true
	}
	if len(asked) != 32 { // thirty-one of the survey, and whether there are children
		t.Errorf("%d questions are asked", len(asked))
	}
	b.shows(path + "?instrument=rss&lang=sq")
	b.shows("/cases/"+reference+"/do/log-visit?survey.instrument=reintegration-satisfaction&lang=en", "Do you know where to complain?")

	entered := url.Values{"member": {"m1"}, "instrument": {"rss"}, "held_on": {day(0)}, "mode": {"home"},
		"answers.owns-assets": {"land", "tools"}, "answers.looking-for-work": {"no"}, "answers.why-looking": {"other"}}
	p := b.post(path, b.fills(path+"?instrument=rss", entered))
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, `href="#f-answers-why-looking"`) || !strings.Contains(p.html, `name="answers.owns-assets" value="tools" checked`) {
		t.Fatalf("a contradiction: %d %.2000s", p.status, p.html)
	}
	holds(t, path, p)
	if said := html.UnescapeString(p.html); strings.Contains(said, "tem 10 (") || !strings.Contains(said, "” is answered, but it is asked only of who answers “") {
		t.Errorf("the contradiction is told in numbers: %.300s", said[strings.Index(said, "problems"):])
	}
	entered.Set("answers.why-looking", "") // taken back with the choice for what does not apply
	if p := b.post(path, b.fills(path+"?instrument=rss", entered)); p.status != http.StatusSeeOther {
		t.Fatalf("got %d: %.2000s", p.status, p.html)
	}
}
