package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
)

func TestEverybodyGetsTheLetterOfWhatWasDecidedAboutThem(t *testing.T) {
	f := assessedFamily(t)
	f.does(officer2, "decide-eligibility", `{"decision":"approve","members":["m1","m3","m4"]}`)
	f.does(officer2, "decide-eligibility", `{"decision":"refuse","reason":"She has a permit.","members":["m2"]}`)
	want := []string{"HW-7K3-M9PX-G1-1 current", "HW-7K3-M9PX-G3-1 current", "HW-7K3-M9PX-G4-1 current", "HW-7K3-M9PX-R2-1 current"}
	if got := register(f, avrr.PaperDecision, avrr.PaperRefusal); !slices.Equal(got, want) {
		t.Fatalf("the letters are %v", got)
	}
	if e := f.refused(officer, "issue-document", `{"kind":"decision_letter","member":"m2","language":"en"}`); rules(e) != "not-decided-so" {
		t.Fatal(e)
	}
	f.does(officer, "issue-document", `{"kind":"refusal_letter","member":"m2","language":"en"}`)
	timed := *f.p
	timed.Clocks = map[string]avrr.Span{avrr.ClockAppealWindow: days(14)}
	until, limited := f.c.AppealUntil(&timed, f.c.Member("m2"))
	if !limited || !strings.HasPrefix(until.String(), "2026-02-16 23:59:59") {
		t.Errorf("she may appeal until %s, limited: %t", until, limited)
	}
	if _, limited := f.c.AppealUntil(&timed, f.c.Member("m1")); limited {
		t.Error("who was approved has a time to appeal in")
	}

	f.does(officer, "record-appeal", `{"lodged_on":"2026-02-02","body":"Appeals board","grounds":"Her permit ended.","members":["m2"]}`)
	f.does(manager, "decide-appeal", `{"decision":"allow","reason":"The permit had ended."}`)
	letters := register(f, avrr.PaperDecision, avrr.PaperRefusal)
	if got := letters[len(letters)-3:]; !slices.Equal(got, []string{"HW-7K3-M9PX-R2-1 withdrawn", "HW-7K3-M9PX-R2-2 withdrawn", "HW-7K3-M9PX-G2-1 current"}) {
		t.Errorf("after the appeal the letters are %v", letters)
	}
}

// What is entered long after it was decided was told on paper then.
func TestNoLetterGoesOutOfADecisionOfLongAgo(t *testing.T) {
	f := assessedFamily(t)
	f.now = f.now.AddDate(0, 2, 0)
	f.does(officer2, "decide-eligibility", `{"decision":"approve","happened_on":"2026-02-02"}`)
	if got := register(f, avrr.PaperDecision); len(got) != 0 {
		t.Errorf("letters go out: %v", got)
	}
	f.does(officer, "issue-document", `{"kind":"decision_letter","member":"m1","language":"en"}`)
}

func TestAReceiptIsOfOnePayment(t *testing.T) {
	f := ticketed(t, homebound, monday)
	if e := f.refused(officer, "issue-document", `{"kind":"cash_receipt","language":"en"}`); rules(e) != "paper-of-a-payment" {
		t.Fatal(e)
	}
	for n, place := range []string{"departure", "supplier"} {
		f.does(field, "record-payment", fmt.Sprintf(`{"line":%q,"amount":1000,"currency":"EUR","paid_on":"2026-02-02","place":%q,"method":"cash","receipt":"R-%d"}`, f.p.Package[0].ID, place, n))
	}
	f.does(officer, "issue-document", `{"kind":"cash_receipt","payment":"p1","language":"en"}`)
	if e := f.refused(officer, "issue-document", `{"kind":"cash_receipt","payment":"p2","language":"en"}`); rules(e) != "paid-to-a-supplier" {
		t.Fatal(e)
	}
}

func TestAnApplicationForADocumentIsForWhoHasNone(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "issue-document", `{"kind":"etd_application","member":"m1","language":"en"}`)
	f.does(officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport","number":"BA0000001","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`)
	if e := f.refused(officer, "issue-document", `{"kind":"etd_application","member":"m1","language":"en"}`); rules(e) != "has-a-document" {
		t.Fatal(e)
	}
}

// What somebody who is gone was told was called back, and nobody is told it again: who moved to a linked case is written to from there.
func TestNobodyWhoIsGoneIsWrittenTo(t *testing.T) {
	for name, goes := range map[string]func(*file){
		"withdrawn": func(f *file) { f.does(officer, "withdraw", `{"channel":"phone","member":"m2"}`) },
		"taken out": func(f *file) {
			f.does(officer, "change-members", `{"remove":["m2"],"on":"2026-02-02","reason":"She goes another way."}`)
		},
		"in a linked": func(f *file) { f.does(officer, "split-case", `{"members":["m2"],"reason":"She travels later."}`) },
		"dead": func(f *file) {
			f.does(officer, "report-event", `{"member":"m2","event":"death","on":"2026-02-02","source":"Hospital"}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := approvedFamily(t)
			goes(f)
			if e := f.refused(officer, "issue-document", `{"kind":"decision_letter","member":"m2","language":"en"}`); rules(e) != "not-going" {
				t.Error(e)
			}
			f.does(officer, "issue-document", `{"kind":"decision_letter","member":"m1","language":"en"}`)
		})
	}
}
