package avrr_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
)

// requesting are seats with services asked for some of the passengers.
func requesting(services string) string {
	return strings.Replace(seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", "m1", "m2", "m3", "m4"), `{"passengers"`,
		`{"service_requests":`+services+`,"passengers"`, 1)
}

func TestEachTravellerIsAskedTheServicesTheyNeed(t *testing.T) {
	f := approvedFamily(t)
	f.does(officer, "record-medical-clearance", `{"member":"m2","result":"fit_with_conditions","examined_on":"2026-02-02","valid_until":"2026-04-02","service_requests":["OXYG","WCHR"]}`)
	f.does(desk, "hold-seats", requesting(`[{"member":"m2","code":"WCHR"},{"member":"m3","code":"CHLD"},{"member":"m2","code":"MAAS"}]`))
	for member, want := range map[string]string{"m1": "[]", "m2": "[WCHR OXYG MAAS]", "m3": "[CHLD]"} {
		if got := fmt.Sprint(f.c.Services(f.c.Member(member))); got != want {
			t.Errorf("the carrier is asked %s for %s, not %s", got, member, want)
		}
	}
	i := slices.IndexFunc(f.m.Passengers, func(p avrr.Passenger) bool { return p.Member == "m2" })
	if got := fmt.Sprint(f.m.Passengers[i].Services); got != "[WCHR MAAS]" {
		t.Errorf("the movement asks %s for m2", got)
	}
}

func TestServicesAreAskedOncePerTravellerAndForTravellersOnly(t *testing.T) {
	f := approvedFamily(t)
	if e := f.refused(desk, "hold-seats", requesting(`[{"member":"m1","code":"WCHR"},{"member":"m1","code":"WCHR"}]`)); rules(e) != "service-twice" || e.Field != "/service_requests/1" {
		t.Errorf("refused with %s at %s", rules(e), e.Field)
	}
	f.does(officer, "change-members", `{"add":[{"given_names":"Agim","relation":"other","travels":false}],"on":"2026-02-02","reason":"An uncle who stays."}`)
	if e := f.refused(desk, "hold-seats", requesting(`[{"member":"m5","code":"WCHR"}]`)); rules(e) != "service-without-seat" || e.Field != "/service_requests/0/member" {
		t.Errorf("refused with %s at %s", rules(e), e.Field)
	}
}

// deportee are the codes that mark deportees.
var deportee = []string{"DEPU", "DEPA"}

func TestNoFormOffersACodeThatMarksADeportee(t *testing.T) {
	for _, a := range avrr.Catalogue {
		schema := asJSON(t, a.Schema(nil))
		for _, code := range deportee {
			if strings.Contains(schema, code) {
				t.Errorf("the form of %s offers %s", a.Name, code)
			}
		}
	}
}

func TestACodeThatMarksADeporteeIsRefusedWhereverACodeIsEntered(t *testing.T) {
	f := approvedFamily(t)
	for _, code := range deportee {
		if e := f.refused(desk, "hold-seats", requesting(fmt.Sprintf(`[{"member":"m1","code":%q}]`, code))); e.Code != avrr.CodeInvalid {
			t.Errorf("%s with the seats: %v", code, e)
		}
		body := fmt.Sprintf(`{"movement":"01ARZ3NDEKTSV4RRFFQ69G5FAV","passengers":["m1"],"service_requests":[{"member":"m1","code":%q}]}`, code)
		if e := f.refused(desk, "join-movement", body); e.Code != avrr.CodeInvalid {
			t.Errorf("%s on joining: %v", code, e)
		}
		body = fmt.Sprintf(`{"member":"m1","result":"fit","examined_on":"2026-02-02","valid_until":"2026-04-02","service_requests":[%q]}`, code)
		if e := f.refused(officer, "record-medical-clearance", body); e.Code != avrr.CodeInvalid {
			t.Errorf("%s with the clearance: %v", code, e)
		}
	}
}

// Whatever somebody may have written into a database by hand: a log that marks a deportee is not read.
func TestALogThatMarksADeporteeIsNotRead(t *testing.T) {
	f := approvedFamily(t)
	f.does(desk, "hold-seats", requesting(`[{"member":"m1","code":"WCHR"}]`))
	for _, code := range deportee {
		log := throughJSON(t, f.log)
		log[len(log)-1].Input = json.RawMessage(strings.ReplaceAll(string(log[len(log)-1].Input), "WCHR", code))
		if err := avrr.NewCase(f.c.ID, f.c.Reference, f.p).FoldAll(f.p, log); err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("a log with %s was read: %v", code, err)
		}
		var c avrr.Case
		if err := json.Unmarshal([]byte(strings.ReplaceAll(asJSON(t, f.c), `"WCHR"`, `"`+code+`"`)), &c); err == nil {
			t.Errorf("a case with %s was read", code)
		}
		var m avrr.Movement
		if err := json.Unmarshal([]byte(strings.ReplaceAll(asJSON(t, f.m), `"WCHR"`, `"`+code+`"`)), &m); err == nil {
			t.Errorf("a movement with %s was read", code)
		}
	}
}

// A carrier's mail may hold the code. It is shown as a line nobody understood, and becomes no part of the journey.
func TestACodeThatMarksADeporteeInAPastedTextIsOnlyShown(t *testing.T) {
	for _, code := range deportee {
		line := "SSR " + code + " BA HK1 LGWTIA 2604Y10MAR"
		reading := avrr.ReadItinerary(avrr.PastedItinerary{Text: "1 BA2604 Y 10MAR LGWTIA HK1 1200 1550\n" + line, TravelYear: 2026})
		if strings.Contains(asJSON(t, reading.Segments), code) {
			t.Errorf("the journey holds %s: %s", code, asJSON(t, reading.Segments))
		}
		if len(reading.Segments) != 1 {
			t.Errorf("%d segments are read: %s", len(reading.Segments), asJSON(t, reading))
		}
	}
}
