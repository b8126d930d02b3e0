package avrr_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// childWithTicket is ready to leave on 10 March.
func childWithTicket(t rapid.TB) *file {
	f := readyChild(t, flight(asked))
	f.does(desk, "confirm-booking", ticket)
	f.does(field, "confirm-reception", `{"members":["m1"],"confirmed_on":"2026-02-02","by":"The uncle"}`)
	f.now = moment("2026-03-10T11:00:00Z")
	return f
}

// Links of a chain without a gap.
var (
	toCarrier  = handed("2026-03-10T10:30:00Z", "guardian", "Teuta Leka", "carrier", "R. Miles")
	toReceiver = handed("2026-03-10T14:45:00Z", "carrier", "R. Miles", "receiver", "Agron Hoxha")
)

func (f *file) leaves() {
	f.t.Helper()
	f.now = moment("2026-03-10T12:20:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
}

func (f *file) lands(told string) {
	f.t.Helper()
	f.now = moment(told)
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:20:00Z","members":["m1"]}`)
}

// doubts are what was recorded although it contradicts the case.
func (f *file) doubts() (all []string) {
	for _, e := range f.log {
		if e.Doubt != "" {
			all = append(all, e.Doubt)
		}
	}
	return all
}

func TestAChainOfSignaturesFromTheGuardianToTheReceiver(t *testing.T) {
	f := childWithTicket(t)
	f.does(officer, "record-handover", toCarrier)
	f.leaves()
	f.lands("2026-03-10T14:25:00Z")
	if k, _ := f.c.NextDue(f.p); k.Name != "handover:m1" || !k.Due.Equal(moment("2026-03-10T15:20:00Z")) {
		t.Errorf("next due is %+v", k)
	}
	f.now = moment("2026-03-10T15:00:00Z")
	f.does(field, "record-handover", toReceiver)
	f.passes(moment("2026-03-10T18:00:00Z"))
	if len(f.doubts()) > 0 || f.taskIDs("overdue:handover") != "" {
		t.Errorf("doubts %q, tasks %s", f.doubts(), f.taskIDs("overdue:"))
	}
}

func TestAnHourAfterArrivalWithoutAReceiverAnAlarmIsRaised(t *testing.T) {
	f := childWithTicket(t)
	f.does(officer, "record-handover", toCarrier)
	f.leaves()
	f.lands("2026-03-10T14:25:00Z")
	f.passes(moment("2026-03-10T15:19:00Z"))
	if f.taskIDs("overdue:handover") != "" {
		t.Fatal("the alarm is early")
	}
	f.passes(moment("2026-03-10T15:21:00Z"))
	if f.taskIDs("overdue:handover") != "overdue:handover:m1" {
		t.Fatal("nobody is told")
	}
	f.does(field, "record-handover", toReceiver)
	if f.taskIDs("overdue:handover") != "" {
		t.Error("the alarm does not end with the handover")
	}
}

// Everything else that is told late is asked a day later. A child who may be waiting is asked about at once.
func TestAnArrivalToldLateIsAskedAboutAtOnce(t *testing.T) {
	f := childWithTicket(t)
	f.does(officer, "record-handover", toCarrier)
	f.leaves()
	f.lands("2026-03-11T09:00:00Z")
	f.passes(moment("2026-03-11T09:00:00Z"))
	if f.taskIDs("overdue:handover") != "overdue:handover:m1" {
		t.Error("nobody is told")
	}
}

func TestEveryGapInTheChainIsRecordedAndTold(t *testing.T) {
	for _, c := range []struct{ link, says string }{
		{handed("2026-03-10T10:30:00Z", "escort", "Ana Berisha", "carrier", "R. Miles"), "The first handover of m1 does not begin with the guardian."},
		{strings.Replace(toCarrier, `"signed_from":true`, `"signed_from":false`, 1), "m1 was handed over without the signature of the guardian who gave them."},
		{strings.Replace(toCarrier, `"signed_to":true`, `"signed_to":false`, 1), "m1 was handed over without the signature of the carrier who took them."},
		{handed("2026-03-10T10:30:00Z", "guardian", "Teuta Leka", "receiver", "Somebody Else"), "m1 was handed over to a receiver who is not the one that is named."},
		{strings.Replace(handed("2026-03-10T10:30:00Z", "guardian", "Teuta Leka", "receiver", "agron  HOXHA"), `"identity_checked":true`, `"identity_checked":false`, 1), "The identity of the receiver of m1 was not checked."},
	} {
		f := childWithTicket(t)
		f.does(officer, "record-handover", c.link)
		if d := f.doubts(); len(d) != 1 || d[0] != c.says {
			t.Errorf("the alarm says %q, not %q", d, c.says)
		}
		if len(f.c.Member("m1").Handovers) != 1 {
			t.Error("it is not recorded")
		}
	}
	f := childWithTicket(t)
	f.does(officer, "record-handover", toCarrier)
	f.now = moment("2026-03-10T15:00:00Z")
	f.does(field, "record-handover", handed("2026-03-10T14:45:00Z", "escort", "Ana Berisha", "receiver", "Agron Hoxha"))
	if d := f.doubts(); len(d) != 1 || d[0] != "m1 was handed over by somebody who did not have them: the last handover was to the carrier." {
		t.Errorf("the alarm says %q", d)
	}
}

// A link that is told after the next one takes its place in the chain.
func TestALinkToldLateClosesTheChain(t *testing.T) {
	f := childWithTicket(t)
	f.now = moment("2026-03-10T15:00:00Z")
	f.does(officer, "record-handover", toCarrier)
	f.does(field, "record-handover", handed("2026-03-10T14:45:00Z", "escort", "Ana Berisha", "receiver", "Agron Hoxha"))
	f.does(desk, "record-handover", handed("2026-03-10T11:30:00Z", "carrier", "R. Miles", "escort", "Ana Berisha"))
	if d := f.doubts(); len(d) != 1 { // the gap that was there when the second was told
		t.Errorf("the alarms say %q", d)
	}
	var chain []string
	for _, h := range f.c.Member("m1").Handovers {
		chain = append(chain, h.From.Role+" "+h.To.Role)
	}
	if got := strings.Join(chain, ", "); got != "guardian carrier, carrier escort, escort receiver" {
		t.Errorf("the chain is %s", got)
	}
}

func TestAChildAloneNobodySignedForRaisesAnAlarmOnBoarding(t *testing.T) {
	f := childWithTicket(t)
	f.leaves()
	if d := f.doubts(); len(d) != 1 || d[0] != "m1 boarded as a child alone, and no handover to an escort or the carrier is recorded." {
		t.Errorf("the alarm says %q", d)
	}
}

func TestAHandoverIsOfAChildAndRecordedOnce(t *testing.T) {
	f := childWithTicket(t)
	f.does(officer, "record-handover", toCarrier)
	if e := f.refused(desk, "record-handover", toCarrier); rules(e) != "handover-recorded" {
		t.Errorf("refused with %s", rules(e))
	}
	g := ticketed(t, homebound, monday)
	for action, body := range map[string]string{"record-handover": handed("2026-02-01T10:30:00Z", "guardian", "A", "carrier", "B"), "name-receiver": received} {
		if e := g.refused(officer, action, body); rules(e) != "not-a-child" {
			t.Errorf("%s is refused with %s", action, rules(e))
		}
	}
	if e := g.refused(protection, "record-best-interests", best); rules(e) != "not-a-child" {
		t.Errorf("refused with %s", rules(e))
	}
}

// The wrong child was handed over on paper: what was voided is no link of the chain.
func TestAVoidedHandoverIsNoLink(t *testing.T) {
	f := childWithTicket(t)
	f.does(officer, "record-handover", toCarrier)
	f.does(officer2, "void-event", `{"seq":`+asJSON(t, len(f.log))+`,"reason":"Another child."}`)
	if n := len(f.c.Member("m1").Handovers); n != 0 {
		t.Fatalf("%d links", n)
	}
	f.leaves()
	if d := f.doubts(); len(d) != 1 || !strings.Contains(d[0], "no handover") {
		t.Errorf("the alarm says %q", d)
	}
}
