package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"
)

// horizonOf writes a traveller's intervals one a line, as they are read.
func horizonOf(f *file, member string) string {
	var lines []string
	for _, t := range f.c.Horizon(f.p).Travellers {
		if t.Member != member {
			continue
		}
		for _, i := range t.Intervals {
			known := ""
			if !i.Known {
				known = " missing"
			}
			if i.Used {
				known += " used"
			}
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s/%s/%s %s..%s %s%s", i.Kind, i.Thing, i.Detail, i.From, i.Until, i.Place, known)))
		}
	}
	return strings.Join(lines, "\n")
}

// runs writes ranges of days as they are read.
func runs(ranges []avrr.DateRange) string {
	var said []string
	for _, r := range ranges {
		said = append(said, r.From.String()+".."+r.Until.String())
	}
	return strings.Join(said, " ")
}

func saysSame(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Fatalf("%s:\n%s\n\nnot:\n%s", what, got, want)
	}
}

func TestTheHorizonTellsOfEachThingByItself(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "correct-details", `{"reason":"From the decision.","return_decision_on":"2026-01-20","leave_by":"2026-05-31"}`)
	f.does(officer, "set-representative", `{"member":"m3","kind":"parent","holder":"m1","from":"2026-01-01","until":"2026-08-31"}`)
	f.does(officer, "record-travel-document", `{"member":"m3","status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2021-03-01","expires_on":"2026-03-01"}`)
	f.does(officer, "record-travel-document", `{"member":"m3","status":"issued","kind":"laissez_passer","number":"LP1234567","issuer":"AL","issued_on":"2026-02-02","expires_on":"2026-04-30"}`)
	f.does(officer, "record-authority-reply", `{"member":"m3","reply":"no_objection","replied_on":"2026-02-02","valid_until":"2026-06-30"}`)
	f.does(officer, "record-medical-clearance", `{"member":"m3","result":"fit","examined_on":"2026-02-02","valid_until":"2026-02-16"}`)
	saysSame(t, "the horizon of a girl", horizonOf(f, "m3"), `approval/approval/ 2026-02-02.. GB
consent/consent to return/m1 2026-02-02.. GB
consent/data consent/m1 2026-02-02.. GB
consent/consent to return/m2 2026-02-02.. GB
consent/data consent/m2 2026-02-02.. GB
document/travel document/passport 2021-03-01..2026-03-01 GB
document/travel document/laissez_passer 2026-02-02..2026-04-30 GB
clearance/medical clearance/ 2026-02-02..2026-02-16 GB
authority/authority's answer/ 2026-02-02..2026-06-30 GB
legal_clock/departure period/ 2026-01-20..2026-05-31 GB
legal_clock/guardian's appointment/m1 2026-01-01..2026-08-31 GB
legal_clock/age of own consent/ ..2029-09-04 GB`)
	h := f.c.Horizon(f.p)
	for _, traveller := range h.Travellers {
		if traveller.Member == "m3" {
			saysSame(t, "she can travel", runs(traveller.Holds), "2026-02-02..2026-02-16")
		}
	}
	if h.Complete || len(h.Holds) != 0 {
		t.Fatalf("the others have no papers, and all may travel on %s", runs(h.Holds))
	}
	saysSame(t, "what ends first", asJSON(t, h.BreaksFirst), `{"member":"m3","thing":"medical clearance","until":"2026-02-16"}`)
	saysSame(t, "what renewing it opens", asJSON(t, h.Renewing),
		`{"member":"m3","thing":"medical clearance","opens_until":"2026-04-30","then_breaks":{"member":"m3","thing":"travel document","until":"2026-04-30"}}`)
}

func TestBetweenTwoPassportsThereAreDaysOnWhichNobodyTravels(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.does(officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2016-03-01","expires_on":"2026-03-01"}`)
	f.on("2026-02-20")
	f.does(officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"id_card","number":"ID1234567","issuer":"AL","issued_on":"2026-02-20","expires_on":"2026-02-25"}`)
	h := f.c.Horizon(f.p)
	saysSame(t, "one reaches over the other", runs(h.Holds), "2026-02-02..2026-03-01")
	f.c.Member("m1").Papers[1].IssuedOn, f.c.Member("m1").Papers[1].ExpiresOn = avrr.MustDate("2026-04-01"), avrr.MustDate("2026-04-30")
	h = f.c.Horizon(f.p)
	saysSame(t, "a month lies between them", runs(h.Holds), "2026-02-02..2026-03-01 2026-04-01..2026-04-30")
	saysSame(t, "the first to end", asJSON(t, h.BreaksFirst), `{"member":"m1","thing":"travel document","until":"2026-03-01"}`)
	if h.Renewing.ThenBreaks != nil || !h.Renewing.OpensUntil.IsZero() {
		t.Fatalf("nothing else ends, and %+v", h.Renewing)
	}
	if e := f.refused(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z")); rules(e) != "horizon-breaks" || e.Blocks[0].Until.String() != "2026-03-01" {
		t.Fatalf("%+v", e.Blocks)
	}
	april := avrr.Submission{ID: "april", Action: "hold-seats", Actor: desk, Case: f.c.ID, Body: []byte(seats("2026-04-10T12:00:00+01:00", "2026-04-10T15:50:00+02:00", "2026-03-01T12:00:00Z"))}
	if _, _, err := avrr.JudgeMovement(avrr.NewMovement("v1"), []avrr.Judging{f.judging(desk)}, april, f.now, desk); err != nil {
		t.Fatal(err)
	}
}

func TestAnApplicationIsNoPaper(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.does(officer, "apply-travel-document", `{"member":"m1","kind":"emergency_travel_document","consulate":"London","applied_on":"2026-02-02"}`)
	if h := f.c.Horizon(f.p); h.Complete || len(h.Holds) > 0 || !strings.Contains(horizonOf(f, "m1"), "document/travel document/ .. GB missing") {
		t.Fatalf("%+v", h)
	}
}

// Days are counted where they apply: those of the departure where it leaves, those of the arrival where it lands.
func TestAPaperHoldsOnTheLocalDaysOfDepartureAndArrival(t *testing.T) {
	flight := func(from, to, departs, arrives string) string {
		return fmt.Sprintf(`{"passengers":["m1"],"hold_until":"2026-02-20T12:00:00Z","segments":[{"carrier":"BA","number":"1","from":%q,"to":%q,"departs_at":%q,"arrives_at":%q}]}`, from, to, departs, arrives)
	}
	night := flight("LGW", "TIA", "2026-03-28T23:10:00Z", "2026-03-29T03:10:00+02:00") // while the clocks go forward
	for _, c := range []struct {
		name, host, home string
		hold             string
		ends             string // the last day of the paper
		says             string
	}{
		{"west over the date line, the day before", "NZ", "US", flight("AKL", "HNL", "2026-03-10T00:30:00+13:00", "2026-03-09T10:00:00-10:00"), "2026-03-09", "2026-03-10"},
		{"west over the date line, on the day", "NZ", "US", flight("AKL", "HNL", "2026-03-10T00:30:00+13:00", "2026-03-09T10:00:00-10:00"), "2026-03-10", ""},
		{"east over the date line, told in UTC", "US", "NZ", flight("HNL", "AKL", "2026-03-10T09:55:00Z", "2026-03-10T18:30:00Z"), "2026-03-10", "2026-03-11"},
		{"east over the date line, on the day", "US", "NZ", flight("HNL", "AKL", "2026-03-10T09:55:00Z", "2026-03-10T18:30:00Z"), "2026-03-11", ""},
		{"the night the clocks go forward", "GB", "AL", night, "2026-03-28", "2026-03-29"},
		{"the night the clocks go forward, on the day", "GB", "AL", night, "2026-03-29", ""},
	} {
		f := approvedFile(t, homebound, monday)
		f.does(officer, "correct-details", fmt.Sprintf(`{"reason":"Elsewhere.","host_country":%q,"destination":{"country":%q}}`, c.host, c.home))
		f.does(officer, "record-travel-document", issued("2026-02-01", c.ends))
		if c.says == "" {
			f.does(desk, "hold-seats", c.hold)
			f.does(desk, "confirm-booking", ticket)
			continue
		}
		e := f.refused(desk, "hold-seats", c.hold)
		if rules(e) != "horizon-breaks" || e.Message != "The travel document of m1 does not hold on "+c.says+"." || e.Blocks[0].Until.String() != c.ends {
			t.Errorf("%s: %s, %+v", c.name, e.Message, e.Blocks)
		}
	}
}

func TestThePeriodToLeaveEndsWhereItIsLeft(t *testing.T) {
	late := seats("2026-03-29T23:30:00Z", "2026-03-30T04:30:00+02:00", "2026-03-15T12:00:00Z") // half past midnight in London, where summer time has begun
	for last, refused := range map[string]bool{"2026-03-29": true, "2026-03-30": false} {
		f := withPassport(t, homebound, monday)
		f.does(desk, "cancel-booking", `{"reason":"Another flight."}`)
		f.does(officer, "correct-details", fmt.Sprintf(`{"reason":"From the decision.","leave_by":%q}`, last))
		if !refused {
			f.does(desk, "hold-seats", late)
			continue
		}
		if e := f.refused(desk, "hold-seats", late); rules(e) != "horizon-breaks" || e.Blocks[0].Thing != "departure period" || e.Blocks[0].Until.String() != last {
			t.Errorf("%s: %+v", e, e.Blocks)
		}
	}
	// The flight leaves on the last day and lands on the next: the country was left in time.
	f := withPassport(t, homebound, monday)
	f.does(desk, "cancel-booking", `{"reason":"Another flight."}`)
	f.does(officer, "correct-details", `{"reason":"From the decision.","leave_by":"2026-03-20"}`)
	f.does(desk, "hold-seats", seats("2026-03-20T22:30:00Z", "2026-03-21T02:30:00+01:00", "2026-03-15T12:00:00Z"))
}

func TestAPeriodNobodyToldIsReckonedFromTheDecision(t *testing.T) {
	p := *homebound
	p.Clocks = map[string]avrr.Span{avrr.ClockReview: days(90), avrr.ClockDeparture: days(30)}
	f := approvedFile(t, &p, monday)
	f.does(officer, "correct-details", `{"reason":"From the decision.","return_decision_on":"2026-02-01"}`)
	if said := horizonOf(f, "m1"); !strings.Contains(said, "legal_clock/departure period/ 2026-02-01..2026-03-03 GB") {
		t.Fatal(said)
	}
	p.Clocks[avrr.ClockDeparture] = elapsed(1)
	if said := horizonOf(f, "m1"); strings.Contains(said, "departure period") {
		t.Fatalf("a month of minutes is no day: %s", said)
	}
}

// broughtBack is a file of somebody who flew on an emergency travel document, was refused entry and brought back.
func broughtBack(t *testing.T) *file {
	f := held(t, homebound, monday)
	f.does(officer, "record-travel-document", issued("2026-02-01", "2026-08-01"))
	f.does(desk, "confirm-booking", ticket)
	f.now = moment("2026-03-10T18:00:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T17:00:00Z","passengers":{"m1":"refused_entry"}}`)
	return f
}

func TestAPaperForASingleJourneyEndsWithIt(t *testing.T) {
	f := broughtBack(t)
	if said := horizonOf(f, "m1"); f.c.Member("m1").Fate != avrr.Returned || !strings.Contains(said, "travel document/emergency_travel_document 2026-02-01..2026-03-10 GB missing used") {
		t.Fatal(said)
	}
	again := seats("2026-04-10T12:00:00+01:00", "2026-04-10T15:50:00+02:00", "2026-04-01T12:00:00Z")
	f.does(desk, "hold-seats", again) // as for any paper that is missing
	if e := f.refused(desk, "confirm-booking", ticket); rules(e) != "horizon-unknown" {
		t.Fatalf("%+v", e.Blocks)
	}
	f.does(officer, "record-travel-document", strings.Replace(issued("2026-02-01", "2026-08-01"), `"issuer"`, `"original_held_by":"office","issuer"`, 1))
	if e := f.refused(desk, "confirm-booking", ticket); rules(e) != "horizon-unknown" {
		t.Fatalf("more is told of the same paper, and it counts again: %+v", e.Blocks)
	}
	f.does(officer, "record-travel-document", strings.Replace(issued("2026-03-10", "2026-08-01"), "ETD123", "ETD124", 1))
	f.does(desk, "confirm-booking", ticket)
}

func TestAPassportIsNotUsedUpNorThePaperBesideIt(t *testing.T) {
	f := held(t, homebound, monday)
	f.does(officer, "record-travel-document", issued("2026-02-01", "2026-08-01"))
	f.does(passport.who, passport.action, passport.body)
	f.does(desk, "confirm-booking", ticket)
	f.now = moment("2026-03-10T18:00:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":["m1"]}`)
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T17:00:00Z","passengers":{"m1":"refused_entry"}}`)
	if said := horizonOf(f, "m1"); strings.Contains(said, "used") || !f.c.Horizon(f.p).Complete {
		t.Fatal(said)
	}
}

func TestWhoIsStrandedGoesOnOnTheSamePaper(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.does(officer, "record-travel-document", issued("2026-02-01", "2026-08-01"))
	f.does(desk, "hold-seats", `{"passengers":["m1"],"hold_until":"2026-03-01T12:00:00Z",`+viaVienna+`}`)
	f.does(desk, "confirm-booking", ticket)
	f.now = moment("2026-03-10T22:00:00Z")
	f.does(desk, "report-leg", leg(1, "m1", "boarded"))
	f.does(desk, "report-leg", leg(2, "m1", "missed_connection"))
	f.does(desk, "cancel-booking", `{"reason":"No seats left on it."}`)
	f.does(desk, "hold-seats", `{"passengers":["m1"],"hold_until":"2026-03-11T06:00:00Z","segments":[{"carrier":"OS","number":"847","from":"VIE","to":"TIA","departs_at":"2026-03-11T10:00:00+01:00","arrives_at":"2026-03-11T11:40:00+01:00"}]}`)
	f.does(desk, "confirm-booking", ticket)
}

func TestWhoWasTakenOffAgainKeepsThePaper(t *testing.T) {
	f := held(t, homebound, monday)
	f.does(officer, "record-travel-document", issued("2026-02-01", "2026-08-01"))
	f.does(desk, "confirm-booking", ticket)
	f.now = moment("2026-03-10T18:00:00Z")
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:00:00Z","passengers":{"m1":"boarded"}}`)
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:10:00Z","passengers":{"m1":"offloaded"}}`)
	if said := horizonOf(f, "m1"); strings.Contains(said, "used") {
		t.Fatal(said)
	}
}

func TestAWordThatIsMissingIsAskedOfWhoeverOwesIt(t *testing.T) {
	f := counselledFamily(t)
	f.signed("m3", "m1", "2026-02-02")
	if said := horizonOf(f, "m3"); !strings.Contains(said, "consent/consent to return/m2 .. GB missing") || strings.Contains(said, "consent to return/m1 2026-02-02.. GB missing") {
		t.Fatal(said)
	}
	alone := newFile(t, homebound, monday)
	alone.does(officer, "open", `{"programme":"homebound","applied_on":"2026-02-02","language":"sq","host_country":"GB","destination":{"country":"AL"},"members":[{"given_names":"Ilir","birth":{"about":2012}}]}`)
	if h := alone.c.Horizon(alone.p); h.Complete || !strings.Contains(horizonOf(alone, "m1"), "consent/consent to return/ .. GB missing") {
		t.Fatalf("nobody is known who may sign, and: %s", horizonOf(alone, "m1"))
	}
	if said := horizonOf(alone, "m1"); !strings.Contains(said, "age of own consent/ ..2032-12-31 GB") {
		t.Fatalf("born about 2012, he may be a child until the end of 2032: %s", said)
	}
	if said := horizonOf(alone, "m1"); !strings.Contains(said, "legal_clock/guardian's appointment/ .. GB missing") {
		t.Fatalf("nobody was appointed for a child who travels alone: %s", said)
	}
	alone.does(officer, "set-representative", `{"member":"m1","kind":"guardian","person":{"given_names":"Vera"},"appointed_by":"London Borough of Barnet","from":"2026-01-01"}`)
	if said := horizonOf(alone, "m1"); !strings.Contains(said, "legal_clock/guardian's appointment/r1 2026-01-01.. GB") || strings.Contains(said, "appointment/ .. GB missing") {
		t.Fatal(said)
	}
}
