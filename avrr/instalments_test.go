package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// staged is an approved plan of two instalments: the first on a contract and a receipt, the second sixty days after the arrival and
// once the shop is open.
func staged(t rapid.TB, p *avrr.Programme, now string) *file {
	f := travelled(t, p, now)
	f.does(field, "propose-plan", `{"measures":[{"dimension":"economic","level":"individual","kind":"business","description":"A bakery","amount":200000,"currency":"EUR",
		"milestones":[{"title":"The shop is open","due_on":"2026-05-01"}],
		"instalments":[{"amount":150000,"condition":"The lease is signed","evidence":["contract","receipt"]},
			{"amount":50000,"not_before":{"after_arrival_days":60},"milestone":1}]}]}`)
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	for n, kind := range []string{"contract", "receipt", "signed_declaration", "photo"} {
		f.does(field, "record-file", fileOf(n+1, kind, "m1"))
	}
	return f
}

// letGo is the body that releases an instalment on files of the case.
func letGo(instalment string, rest string, files ...int) string {
	ids := []string{}
	for _, n := range files {
		ids = append(ids, fmt.Sprintf("%q", fileID(n)))
	}
	return fmt.Sprintf(`{"instalment":%q,"evidence":[%s]%s}`, instalment, strings.Join(ids, ","), rest)
}

func TestAnInstalmentIsReleasedOnceWhatItWaitsForIsShown(t *testing.T) {
	for _, c := range []struct{ rule, field, body string }{
		{"evidence-missing", "/evidence", letGo("i1", "", 1)},
		{"evidence-missing", "/evidence", letGo("i1", "")},
		{"evidence-of-another-kind", "/evidence/2", letGo("i1", "", 1, 2, 4)},
		{"evidence-of-another-kind", "/evidence/0", letGo("i1", "", 3, 1, 2)},
		{"instalment-order", "/instalment", letGo("i2", "")},
	} {
		f := staged(t, homebound, monday)
		if e := f.refused(manager, "release-instalment", c.body); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s at %q (%s), not %s at %q", rules(e), e.Field, e.Message, c.rule, c.field)
		}
	}
	f := staged(t, homebound, monday)
	f.does(manager, "release-instalment", letGo("i1", "", 1, 2))
	if i := f.c.Plan.Instalments[0]; i.State != avrr.Released || !slices.Equal(i.Shown, []string{fileID(1), fileID(2)}) {
		t.Fatalf("%+v", i)
	}
}

func TestALaterInstalmentWaitsForItsDayAndItsMilestone(t *testing.T) {
	f := staged(t, homebound, monday)
	f.does(manager, "release-instalment", letGo("i1", "", 1, 2))
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
	if e := f.refused(manager, "release-instalment", letGo("i2", "")); rules(e) != "instalment-early" || e.Message != "Small business, instalment 2 of 2 may be released from 2026-05-09 on." {
		t.Fatal(e)
	}
	f.on("2026-05-08")
	if e := f.refused(manager, "release-instalment", letGo("i2", `,"reached_on":"2026-05-02"`)); rules(e) != "instalment-early" {
		t.Fatal(e)
	}
	f.on("2026-05-09")
	if e := f.refused(manager, "release-instalment", letGo("i2", "")); rules(e) != "milestone-open" || e.Field != "/reached_on" {
		t.Fatal(e)
	}
	if e := f.refused(manager, "release-instalment", letGo("i2", `,"reached_on":"2026-05-10"`)); rules(e) != "in-the-future" {
		t.Fatal(e)
	}
	if e := f.refused(manager, "release-instalment", letGo("i2", `,"reached_on":"2026-05-02"`, 2)); rules(e) != "evidence-used" {
		t.Fatal(e)
	}
	f.does(manager, "release-instalment", letGo("i2", `,"reached_on":"2026-05-02"`, 4))
	if i := f.c.Plan.Instalments[1]; i.State != avrr.Released || i.ReachedOn != avrr.MustDate("2026-05-02") {
		t.Fatalf("%+v", i)
	}
}

func TestAnInstalmentFitsItsMeasure(t *testing.T) {
	for _, c := range []struct{ rule, field, instalment string }{
		{"no-such-milestone", "/measures/0/instalments/0/milestone", `{"amount":50000,"milestone":1}`},
		{"one-beginning", "/measures/0/instalments/0/not_before", `{"amount":50000,"not_before":{"on":"2026-05-01","after_arrival_days":3}}`},
		{"instalments-differ", "/measures/0/instalments", `{"amount":49999}`},
	} {
		f := travelled(t, homebound, monday)
		if e := f.refused(field, "propose-plan", buying(50000, `,"instalments":[`+c.instalment+`]`)); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s at %q (%s), not %s at %q", rules(e), e.Field, e.Message, c.rule, c.field)
		}
	}
	for _, instalment := range []string{`{"amount":0}`, `{"amount":-1}`, `{"amount":10.5}`, `{"amount":9223372036854775807}`, `50000`, `{"amount":50000,"evidence":["hearsay"]}`} {
		f := travelled(t, homebound, monday)
		if e := f.refused(field, "propose-plan", buying(50000, `,"instalments":[`+instalment+`]`)); e.Code != avrr.CodeInvalid {
			t.Errorf("%s: %v", instalment, e)
		}
	}
}
