package avrr_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

type opening func(rapid.TB, *avrr.Programme, string) *file

const monday = "2026-02-02T10:00:00Z"

// One file for each turn of the road.
var turns = []struct {
	name  string
	stage avrr.Stage
	at    opening
}{
	{"opened", avrr.Eligibility, opened},
	{"assessed", avrr.Eligibility, assessed},
	{"approved", avrr.Preparation, approvedFile},
	{"seats held", avrr.Preparation, held},
	{"ticketed", avrr.Travel, ticketed},
	{"departed", avrr.Travel, departed},
	{"arrived", avrr.Arrival, travelled},
	{"plan approved", avrr.Reintegration, planned},
	{"followed up", avrr.FollowUp, followed},
	{"closed", avrr.Closed, closed},
}

func followed(t rapid.TB, p *avrr.Programme, now string) *file {
	f := travelled(t, p, now)
	f.does(officer, "decline-reintegration", `{"on":"2026-03-10"}`)
	return f
}

func closed(t rapid.TB, p *avrr.Programme, now string) *file {
	f := followed(t, p, now)
	f.does(officer, "close", `{"reason":"other","note":"Moved on."}`)
	return f
}

func TestADecisionBelongsToItsStagesAndAnActionToItsRoles(t *testing.T) {
	for _, turn := range turns {
		f := turn.at(t, homebound, monday)
		if f.c.Stage != turn.stage {
			t.Fatalf("%s: the case is in %s", turn.name, f.c.Stage)
		}
		for _, a := range avrr.Catalogue {
			for _, who := range append(slices.Clone(staff), avrr.Actor{ID: "admin", Role: avrr.Administrator}) {
				err := f.try(who, a.Name, `[]`) // no body at all: what is refused here is refused before anybody reads it
				var e *avrr.Error
				if !errors.As(err, &e) {
					t.Fatalf("%s: %s by %s: %v", turn.name, a.Name, who.ID, err)
				}
				want := avrr.CodeInvalid
				switch {
				case a.On == avrr.OnMovement:
					want = avrr.CodeNotFound // nobody does it on a case
				case !a.MayBy(who.Role):
					want = avrr.CodeRole
				case a.Name == "open":
					want = avrr.CodeStage
				case a.Kind == avrr.Decision && !allowedIn(a, turn.stage):
					want = avrr.CodeStage
				}
				if a.Of == avrr.OfMovement && want == avrr.CodeInvalid && e.Code == avrr.CodeRule && a.Kind == avrr.Decision {
					continue // seats are on no movement, or on another one
				}
				if e.Code != want {
					t.Errorf("%s: %s by %s: %s (%s), not %s", turn.name, a.Name, who.ID, e.Code, e.Message, want)
				}
			}
		}
	}
}

func allowedIn(a *avrr.Action, s avrr.Stage) bool {
	if a.Stages == nil {
		return s != avrr.Closed
	}
	return slices.Contains(a.Stages, s)
}

func TestNothingIsDoneToACaseNobodyHasOpened(t *testing.T) {
	f := newFile(t, homebound, monday)
	if e := f.refused(officer, "add-note", `{"text":"Hello"}`); e.Code != avrr.CodeNotFound {
		t.Fatal(e)
	}
	f.does(officer, "open", openAda)
	if e := f.refused(officer, "open", openAda); e.Code != avrr.CodeStage || len(f.c.Members) != 1 {
		t.Fatal(e)
	}
}

// A step is one thing somebody does on the way to the refusal a table is about.
type step struct {
	who    avrr.Actor
	action string
	body   string
}

var (
	wheelchair = step{officer, "record-medical-clearance", `{"member":"m1","result":"unfit","examined_on":"2026-02-02","valid_until":"2026-02-16"}`}
	objection  = step{officer, "record-authority-reply", `{"member":"m1","reply":"objection","replied_on":"2026-02-02"}`}
	concern    = step{officer, "record-screening", `{"member":"m1","screened_on":"2026-02-02","trafficking":{"act":["recruitment"],"means":["fraud"],"purpose":["servitude"]}}`}
	wait       = step{officer, "hold", `{"reason":"In hospital"}`}
	passport   = step{officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`}
	march      = step{desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z")}
	ticketing  = step{desk, "confirm-booking", ticket}
	proposal   = step{field, "propose-plan", onePlan}
)

// Each rule is shown before anybody fills in the form, in the words and with the name of the refusal itself.
func TestWhatStandsInTheWayIsSaidBeforehandInTheSameWords(t *testing.T) {
	for _, c := range []struct {
		rule  string
		at    opening
		given []step
		then  step
	}{
		{"counselling-missing", opened, nil, step{officer, "assess-eligibility", `{"recommendation":"approve"}`}},
		{"assessment-missing", opened, nil, step{officer2, "decide-eligibility", `{"decision":"approve"}`}},
		{"another-person", assessed, nil, step{officer, "decide-eligibility", `{"decision":"approve"}`}},
		{"another-person", assessed, nil, step{avrr.Actor{ID: "officer", Role: avrr.ProgrammeManager}, "decide-eligibility", `{"decision":"approve"}`}},
		{"consent-missing", approvedFile, []step{{desk, "withdraw", `{"channel":"phone"}`}, {manager, "reopen", `{"stage":"preparation","reason":"Asked again"}`}}, march},
		{"already-booked", held, nil, march},
		{"no-booking", approvedFile, []step{march, {desk, "cancel-booking", `{"reason":"Strike"}`}}, step{desk, "cancel-booking", `{"reason":"Strike"}`}},
		{"no-movement", approvedFile, nil, step{desk, "confirm-departure", `{"departed_at":"2026-02-02T09:00:00Z","boarded":["m1"]}`}},
		{"horizon-unknown", held, nil, ticketing},
		{"horizon-unknown", held, []step{passport, wheelchair}, ticketing},
		{"horizon-unknown", held, []step{passport, objection}, ticketing},
		{"horizon-breaks", held, []step{{officer, "record-travel-document", issued("2026-02-01", "2026-03-09")}}, ticketing},
		{"not-cleared", held, []step{passport, concern}, ticketing},
		{"not-cleared", held, []step{passport, concern, {protection, "record-risk-assessment", `{"member":"m1","on":"2026-02-02","safe":"no"}`}}, ticketing},
		{"on-hold", held, []step{passport, wait}, ticketing},
		{"on-hold", held, []step{wait}, wait},
		{"not-on-hold", held, nil, step{officer, "resume", `{}`}},
		{"plan-missing", travelled, nil, step{manager, "decide-plan", `{"decision":"approve"}`}},
		{"another-person", travelled, []step{proposal}, step{avrr.Actor{ID: "field", Role: avrr.ProgrammeManager}, "decide-plan", `{"decision":"approve"}`}},
		{"plan-not-approved", travelled, []step{proposal}, step{manager, "release-instalment", `{"instalment":"i1"}`}},
		{"help-declined", followed, nil, proposal},
		{"movement-live", ticketed, nil, step{officer, "close", `{"reason":"other","note":"Enough."}`}},
		{"movement-live", departed, nil, step{officer, "close", `{"reason":"other","note":"Enough."}`}},
	} {
		f := c.at(t, homebound, monday)
		for _, s := range c.given {
			f.does(s.who, s.action, s.body)
			f.givesSeatsBack()
		}
		e := f.refused(c.then.who, c.then.action, c.then.body)
		if len(e.Blocks) == 0 || e.Blocks[0].Rule != c.rule {
			t.Errorf("%s is refused by %q (%s), not by %q", c.then.action, rules(e), e.Message, c.rule)
			continue
		}
		a, _ := avrr.Find(c.then.action)
		j := f.judging(c.then.who)
		if said := asJSON(t, j.Blocked(a)); said != asJSON(t, e.Blocks) {
			t.Errorf("%s: blocked_by %s, the refusal %s", c.rule, said, asJSON(t, e.Blocks))
		}
	}
}

// The rules a filled-in form can break, each by its name.
func TestARuleOfTheInputIsNamed(t *testing.T) {
	flight := func(from, to, departs, arrives string) string {
		return fmt.Sprintf(`{"carrier":"BA","number":"1","from":%q,"to":%q,"departs_at":%q,"arrives_at":%q}`, from, to, departs, arrives)
	}
	itinerary := func(segments string) step {
		return step{desk, "hold-seats", `{"passengers":["m1"],"hold_until":"2026-03-01T12:00:00Z","segments":[` + segments + `]}`}
	}
	measure := func(amount, currency, instalments string) step {
		return step{field, "propose-plan", fmt.Sprintf(`{"measures":[{"dimension":"economic","level":"individual","kind":"tools","description":"Tools","amount":%s,"currency":%q,"instalments":%s}]}`, amount, currency, instalments)}
	}
	open := func(members string) step {
		return step{officer, "open", `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","members":[` + members + `]}`}
	}
	counselling := func(day string) step {
		return step{officer, "record-counselling", fmt.Sprintf(`{"held_on":%q,"language":"sq","mode":"phone","outcome":"undecided"}`, day)}
	}
	for _, c := range []struct {
		rule, field string
		at          opening
		then        step
	}{
		{"in-the-future", "", opened, counselling("2026-02-04")},
		{"long-past", "", opened, counselling("0206-02-02")},
		{"in-the-future", "", opened, step{officer, "log-contact", `{"at":"2026-02-02T10:06:00Z","direction":"in","channel":"phone","outcome":"reached"}`}},
		{"long-past", "", ticketed, step{desk, "confirm-departure", `{"departed_at":"1826-03-10T12:00:00Z","boarded":["m1"]}`}},
		{"applied-long-ago", "/applied_on", newFile, step{officer, "open", `{"programme":"homebound","applied_on":"2016-02-01","language":"sq","members":[{"given_names":"Ada"}]}`}},
		{"nobody-travels", "/members", newFile, open(`{"given_names":"Ada","travels":false}`)},
		{"no-phone", "/contact/value", newFile, step{officer, "open", strings.Replace(openAda, `"members"`, `"contact":{"channel":"whatsapp","value":"12ab"},"members"`, 1)}},
		{"no-phone", "/contact/value", opened, step{officer, "correct-details", `{"reason":"New.","contact":{"channel":"sms","value":"+355 69 123 4567 890 12"}}`}},
		{"birth-unclear", "/members/0/birth", newFile, open(`{"given_names":"Ada","birth":{"year":1990,"about":1990}}`)},
		{"birth-unclear", "/members/0/birth", newFile, open(`{"given_names":"Ada","birth":{}}`)},
		{"birth-after-application", "/members/1/birth", newFile, open(`{"given_names":"Ada"},{"given_names":"Ben","birth":{"date":"2026-02-03"}}`)},
		{"birth-long-ago", "/members/0/birth", newFile, open(`{"given_names":"Ada","birth":{"date":"1900-12-31"}}`)},
		{"document-shared", "/members/1/documents/0/number", newFile, open(`{"given_names":"Ada","documents":[{"kind":"passport","number":"BA1","issuer":"AL","expires_on":"2027-01-01"}]},` +
			`{"given_names":"Ben","documents":[{"kind":"passport","number":"BA1","issuer":"AL","expires_on":"2027-01-01"}]}`)},
		{"document-backwards", "/members/0/documents/0/expires_on", newFile, open(`{"given_names":"Ada","documents":[{"kind":"passport","number":"BA1","issuer":"AL","issued_on":"2026-01-01","expires_on":"2026-01-01"}]}`)},
		{"criteria-not-met", "/decision", refusedByCriteria, step{officer2, "decide-eligibility", `{"decision":"approve","reason":"All the same"}`}},
		{"reason-missing", "/reason", assessed, step{officer2, "decide-eligibility", `{"decision":"refuse"}`}},
		{"answer-backwards", "/valid_until", approvedFile, step{officer, "record-authority-reply", `{"member":"m1","reply":"no_objection","replied_on":"2026-02-02","valid_until":"2026-02-01"}`}},
		{"document-incomplete", "", approvedFile, step{officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport"}`}},
		{"clearance-backwards", "/valid_until", approvedFile, step{officer, "record-medical-clearance", `{"member":"m1","result":"fit","examined_on":"2026-02-02","valid_until":"2026-02-01"}`}},
		{"segment-nowhere", "/segments/0/to", approvedFile, itinerary(flight("LGW", "LGW", "2026-03-10T12:00:00Z", "2026-03-10T13:00:00Z"))},
		{"segment-backwards", "/segments/0/arrives_at", approvedFile, itinerary(flight("LGW", "TIA", "2026-03-10T12:00:00Z", "2026-03-10T12:30:00+01:00"))},
		{"segment-incomplete", "/segments/0/carrier", approvedFile, itinerary(`{"from":"LGW","to":"TIA","departs_at":"2026-03-10T12:00:00Z","arrives_at":"2026-03-10T15:00:00Z"}`)},
		{"segment-incomplete", "/segments/0/number", approvedFile, itinerary(`{"carrier":"BA","from":"LGW","to":"TIA","departs_at":"2026-03-10T12:00:00Z","arrives_at":"2026-03-10T15:00:00Z"}`)},
		{"segment-incomplete", "/segments/0/from", approvedFile, itinerary(`{"carrier":"BA","number":"1","from_place":"London","to":"TIA","departs_at":"2026-03-10T12:00:00Z","arrives_at":"2026-03-10T15:00:00Z"}`)},
		{"segment-incomplete", "/segments/0/to_place", approvedFile, itinerary(`{"mode":"bus","from":"LGW","departs_at":"2026-03-10T12:00:00Z","arrives_at":"2026-03-10T15:00:00Z"}`)},
		{"segments-overlap", "/segments/1/departs_at", approvedFile, itinerary(flight("LGW", "VIE", "2026-03-10T12:00:00Z", "2026-03-10T14:00:00Z") + "," + flight("VIE", "TIA", "2026-03-10T13:59:00Z", "2026-03-10T16:00:00Z"))},
		{"segments-apart", "/segments/1/from", approvedFile, itinerary(flight("LGW", "VIE", "2026-03-10T12:00:00Z", "2026-03-10T14:00:00Z") + "," + flight("MUC", "TIA", "2026-03-10T15:00:00Z", "2026-03-10T16:00:00Z"))},
		{"departed-already", "/segments/0/departs_at", approvedFile, itinerary(flight("LGW", "TIA", "2026-02-02T09:00:00Z", "2026-02-02T13:00:00Z"))},
		{"hold-over", "/hold_until", approvedFile, step{desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-02-02T09:00:00Z")}},
		{"hold-beyond-departure", "/hold_until", approvedFile, step{desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-10T12:00:01Z")}},
		{"ticket-without-seat", "/tickets", oneLeftWhileHeld, step{desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{"m1":"1","m2":"2"}}`}},
		{"seat-without-ticket", "/tickets", withPassport, step{desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{}}`}},
		{"not-counselled", "/kind", opened, step{officer, "issue-document", `{"kind":"declaration","member":"m1","language":"en"}`}},
		{"no-ticket", "/kind", held, step{officer, "issue-document", `{"kind":"travel_letter","member":"m1","language":"en"}`}},
		{"consent-missing", "/member", opened, step{officer, "reconfirm-consent", `{"member":"m1","at":"booking","channel":"phone","on":"2026-02-02"}`}},
		{"departure-recorded", "/boarded", departed, step{desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`}},
		{"nobody-awaited", "/boarded", departed, step{desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":[]}`}},
		{"arrival-recorded", "/members", travelled, step{field, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00+01:00","members":["m1"]}`}},
		{"other-currency", "/measures/0/currency", travelled, measure("100", "ALL", `[{"amount":100}]`)},
		{"instalments-differ", "/measures/0/instalments", travelled, measure("100", "EUR", `[{"amount":50},{"amount":49}]`)},
		{"above-ceiling", "/measures", travelled, measure("300001", "EUR", "[]")},
		{"reason-missing", "/reason", proposed, step{manager, "decide-plan", `{"decision":"send_back"}`}},
		{"instalment-not-planned", "/instalment", released, step{manager, "release-instalment", `{"instalment":"i1"}`}},
		{"instalment-paid", "/instalment", paidOnce, step{field, "record-payment", paid("i1", 150000, "2026-03-10")}},
		{"visit-recorded", "/visit", visitedOnce, step{field, "log-visit", visited("month-1", "2026-03-10")}},
		{"visit-recorded", "/visit", visitedOnce, step{field, "reschedule-visit", `{"visit":"month-1","due_on":"2026-05-01","reason":"Away"}`}},
		{"visit-in-the-past", "/due_on", travelled, step{field, "reschedule-visit", `{"visit":"month-1","due_on":"2026-03-09","reason":"Away"}`}},
		{"note-missing", "/note", travelled, step{field, "close", `{"reason":"lost_contact"}`}},
		{"nobody-arrived", "/reason", opened, step{officer, "close", `{"reason":"completed"}`}},
		{"instalment-open", "/reason", planned, step{field, "close", `{"reason":"completed"}`}},
		{"reopen-after-arrival", "/stage", closed, step{manager, "reopen", `{"stage":"preparation","reason":"Again"}`}},
		{"reopen-before-arrival", "/stage", withdrawn, step{manager, "reopen", `{"stage":"follow_up","reason":"Again"}`}},
		{"reopen-unapproved", "/stage", withdrawn, step{manager, "reopen", `{"stage":"preparation","reason":"Again"}`}},
		{"not-going", "/member", withOneWithdrawn, step{officer, "issue-document", `{"kind":"declaration","member":"m2","language":"en"}`}},
	} {
		f := c.at(t, homebound, monday)
		e := f.refused(c.then.who, c.then.action, c.then.body)
		if e.Code != avrr.CodeRule || rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s %s: %s at %q (%s), not %s at %q", c.then.action, c.then.body, rules(e), e.Field, e.Message, c.rule, c.field)
		}
	}
}

func refusedByCriteria(t rapid.TB, p *avrr.Programme, now string) *file {
	f := assessed(t, p, now)
	f.outcome = avrr.NotEligible
	f.does(officer, "assess-eligibility", `{"recommendation":"refuse"}`)
	return f
}

func withPassport(t rapid.TB, p *avrr.Programme, now string) *file {
	f := held(t, p, now)
	f.does(passport.who, passport.action, passport.body)
	return f
}

func proposed(t rapid.TB, p *avrr.Programme, now string) *file {
	f := travelled(t, p, now)
	f.does(field, "propose-plan", onePlan)
	return f
}

func released(t rapid.TB, p *avrr.Programme, now string) *file {
	f := planned(t, p, now)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	return f
}

func paidOnce(t rapid.TB, p *avrr.Programme, now string) *file {
	f := released(t, p, now)
	f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
	return f
}

func visitedOnce(t rapid.TB, p *avrr.Programme, now string) *file {
	f := travelled(t, p, now)
	f.does(field, "log-visit", visited("month-1", "2026-03-10"))
	return f
}

func withdrawn(t rapid.TB, p *avrr.Programme, now string) *file {
	f := opened(t, p, now)
	f.does(desk, "withdraw", `{"channel":"phone"}`)
	return f
}

// withOneWithdrawn is a couple on the same seats of whom the second has changed their mind.
func withOneWithdrawn(t rapid.TB, p *avrr.Programme, now string) *file {
	f := couple(t, p, now)
	f.does(desk, "withdraw", `{"member":"m2","channel":"phone"}`)
	return f
}

// couple is two people with everything but tickets.
func couple(t rapid.TB, p *avrr.Programme, now string) *file {
	return coupleWith(t, p, now, func(*file) {})
}

// coupleWith is a couple in an office that is set up in some way.
func coupleWith(t rapid.TB, p *avrr.Programme, now string, how func(*file)) *file {
	f := newFile(t, p, now)
	how(f)
	f.does(officer, "open", `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB","destination":{"country":"AL"},"members":[{"given_names":"Ada"},{"given_names":"Ben"}]}`)
	f.does(officer, "record-counselling", `{"held_on":"2026-02-02","language":"sq","mode":"in_person","outcome":"wishes_to_return"}`)
	for _, m := range []string{"m1", "m2"} {
		f.does(officer, "record-screening", fmt.Sprintf(`{"member":%q,"screened_on":"2026-02-02"}`, m))
		for _, kind := range []string{"return", "data"} {
			f.does(officer, "give-consent", fmt.Sprintf(`{"member":%q,"kind":%q,"signed_on":"2026-02-02","language":"sq"}`, m, kind))
		}
		f.does(officer, "record-travel-document", fmt.Sprintf(`{"member":%q,"status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`, m))
	}
	f.does(officer, "assess-eligibility", `{"recommendation":"approve"}`)
	f.does(officer2, "decide-eligibility", `{"decision":"approve"}`)
	for _, m := range []string{"m1", "m2"} {
		f.does(officer, "record-authority-reply", fmt.Sprintf(`{"member":%q,"reply":"no_objection","replied_on":"2026-02-02"}`, m))
	}
	f.received()
	f.does(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", "m1", "m2"))
	return f
}
