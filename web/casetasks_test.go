package web_test

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

func TestATaskOfAFamilySaysWhomItIsAboutAndOpensItsFormFilledIn(t *testing.T) {
	o := newOffice(t)
	family := application("Hoxha", "Arta")
	family["members"] = append(family["members"].([]body), body{"given_names": "Besa", "family_name": "Hoxha", "relation": "child", "birth": body{"date": day(-3000)}})
	reference := o.do("officer", "", "open", family).Reference
	b := o.as("officer")
	p := b.shows("/cases/"+reference, "Screen for vulnerability</a>: <bdi>Besa", "Obtain consent to return</a>: <bdi>Arta")
	for form, chosen := range map[string][]string{
		"/do/record-screening?member=m2":       {`value="m2" checked`},
		"/do/give-consent?kind=data&member=m1": {`value="m1" checked`, `value="data" checked`},
	} {
		if !strings.Contains(html.UnescapeString(p.html), `href="/cases/`+reference+form+`"`) {
			t.Errorf("no task leads to %s among %q", form, regexp.MustCompile(`class="row" href="[^"]*"`).FindAllString(p.html, -1))
		}
		b.shows("/cases/"+reference+form, chosen...)
	}
	if p := o.as("auditor").get("/cases/" + reference); strings.Contains(p.html, `class="row" href="/cases/`+reference+"/do/") {
		t.Error("a task leads to a form that is not this person's")
	}
}
