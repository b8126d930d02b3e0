package programmes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
	"homeward/programmes"
)

// A household of a table: nationality and age of each, as in "IQ40 IQ38 IQ5", and what their case says.
type household struct {
	who                       string
	applied, decided, leaveBy string
	status, kind, entry       string
}

func (a household) home(t *testing.T) *avrr.Case {
	t.Helper()
	day := func(s string) avrr.Date {
		if s == "" {
			return avrr.Date{}
		}
		return avrr.MustDate(s)
	}
	applied := a.applied
	if applied == "" {
		applied = "2026-03-02"
	}
	c := &avrr.Case{ID: "c", Reference: "HW-1", AppliedOn: day(applied), ReturnDecision: day(a.decided), LeaveBy: day(a.leaveBy), LegalStatus: a.status,
		ReturnType: a.kind, Entry: "before_departure"}
	if a.kind == avrr.ForcedReturn {
		c.Entry = "already_returned"
	}
	for n, one := range strings.Fields(a.who) {
		age := 0
		if _, err := fmt.Sscanf(one[2:], "%d", &age); err != nil {
			t.Fatalf("%q is not a nationality and an age: %v", one, err)
		}
		c.Members = append(c.Members, &avrr.Member{ID: fmt.Sprintf("m%d", n+1), Fate: avrr.Going,
			Person: avrr.Person{GivenNames: one, Nationality: one[:2], Birth: &avrr.Birth{Date: c.AppliedOn.AddYears(-age)}}})
	}
	return c
}

func testedProgramme(t *testing.T, code string) *avrr.Programme {
	t.Helper()
	if slices.ContainsFunc(shipped(t).All(), func(p *avrr.Programme) bool { return p.Code == code }) {
		return current(t, code)
	}
	p, mistakes := programmes.Parse(code+".yaml", read(t, "testdata/packages/"+code+".yaml"))
	if len(mistakes) > 0 {
		t.Fatal(lines(mistakes))
	}
	return p
}

// What European programmes give, as published: each row is a family, a line, and what each of them is given in whole units of the
// currency. Sources stand at the head of each programme.
func TestThePublishedAmountsAreReckoned(t *testing.T) {
	asylum, refused := "asylum_seeker", "rejected"
	for _, c := range []struct {
		programme, line string
		family          household
		shares          []int64
	}{
		// Germany: REAG/GARP 2.0.
		{"reag-garp", "travel-cash", household{who: "IQ34 IQ33 IQ17"}, []int64{200, 200, 100}},
		{"reag-garp", "travel-cash", household{who: "AL34 AL33 AL17"}, []int64{100, 100, 50}},
		{"reag-garp", "start-up", household{who: "IQ34 IQ17"}, []int64{1000, 500}},
		{"reag-garp", "start-up", household{who: "IQ40 IQ39 IQ20 IQ19 IQ12 IQ11"}, []int64{1000, 1000, 1000, 1000, 0, 0}},
		{"reag-garp", "start-up", household{who: "AL34 AL17"}, []int64{0, 0}},
		{"reag-garp", "start-up", household{who: "RS34 IQ33"}, []int64{0, 1000}},
		// Germany: StarthilfePlus of 2017, half of each stage at departure.
		{"starthilfeplus-2017", "first-half", household{who: "IQ34 IQ12 IQ11", status: asylum}, []int64{600, 600, 300}},
		{"starthilfeplus-2017", "second-half", household{who: "IQ34 IQ12 IQ11", status: asylum}, []int64{600, 600, 300}},
		{"starthilfeplus-2017", "first-half", household{who: "IQ34 IQ3", status: refused, decided: "2026-02-16", leaveBy: "2026-03-02"}, []int64{400, 200}},
		{"starthilfeplus-2017", "first-half", household{who: "IQ34", status: refused, decided: "2026-01-16", leaveBy: "2026-03-01"}, []int64{0}},
		{"starthilfeplus-2017", "first-half", household{who: "SY34", status: "permit_holder"}, []int64{400}},
		{"starthilfeplus-2017", "large-family", household{who: "IQ34 IQ33 IQ9 IQ8", status: asylum}, []int64{0, 0, 0, 0}},
		{"starthilfeplus-2017", "large-family", household{who: "IQ34 IQ33 IQ9 IQ8 IQ7", status: asylum}, []int64{500, 0, 0, 0, 0}},
		{"starthilfeplus-2017", "stage-d", household{who: "AL34", status: "tolerated", decided: "2024-03-01"}, []int64{500}},
		{"starthilfeplus-2017", "stage-d", household{who: "AL34", status: "tolerated", decided: "2024-03-02"}, []int64{0}},
		{"starthilfeplus-2017", "housing", household{who: "RS34 RS33 RS9", status: "tolerated", decided: "2020-03-02"}, []int64{1000, 1000, 0}},
		{"starthilfeplus-2017", "medical", household{who: "RS34 RS33 RS9", status: "tolerated", decided: "2020-03-02"}, []int64{1500, 1500, 0}},
		{"starthilfeplus-2017", "medical", household{who: "IQ34", status: "tolerated", decided: "2020-03-02"}, []int64{0}},
		// Austria: the later, the less; a month ends with its day.
		{"austria", "start-up", household{who: "NG30", decided: "2026-02-02"}, []int64{900}},
		{"austria", "start-up", household{who: "NG30", decided: "2026-02-01"}, []int64{500}},
		{"austria", "start-up", household{who: "NG30", decided: "2025-12-02"}, []int64{500}},
		{"austria", "start-up", household{who: "NG30 NG29", decided: "2025-12-01"}, []int64{250, 250}},
		{"austria", "start-up", household{who: "NG30"}, []int64{250}},
		{"austria", "campaign", household{who: "SY30 SY29 SY5 SY3"}, []int64{1000, 1000, 1000, 0}},
		{"austria", "campaign", household{who: "SY30", applied: "2026-07-01"}, []int64{0}},
		{"austria", "on-arrival", household{who: "NG30 NG29"}, []int64{615, 615}},
		{"austria", "reintegration", household{who: "NG30 NG29 NG5"}, []int64{2000, 1000, 1000}},
		{"austria", "restart-cash", household{who: "NG30 NG29 NG5"}, []int64{500, 0, 0}},
		// The Netherlands: by nationality and by the day of application.
		{"netherlands", "rean", household{who: "AL30"}, []int64{40}},
		{"netherlands", "rean", household{who: "IQ30 IQ5"}, []int64{200, 100}},
		{"netherlands", "rean", household{who: "IQ30", applied: "2025-08-31"}, []int64{100}},
		{"netherlands", "rean", household{who: "MN30"}, []int64{0}},
		{"netherlands", "avrr-cash", household{who: "IQ30 IQ5", applied: "2018-05-02"}, []int64{300, 300}},
		{"netherlands", "avrr-kind", household{who: "IQ30 IQ5", applied: "2018-05-02"}, []int64{1500, 2500}},
		{"netherlands", "avrr-kind", household{who: "IQ30 IQ5"}, []int64{0, 0}},
		{"netherlands", "eurp", household{who: "IQ30"}, []int64{2000}},
		{"netherlands", "on-arrival", household{who: "IQ30", kind: avrr.ForcedReturn}, []int64{205}},
		// Sweden: within two months of the decision, a cap for the family; the grant of 2026; more for Iraqis until June 2024.
		{"sweden", "re-establishment", household{who: "AF40 AF38 AF5", status: refused, decided: "2026-01-02"}, []int64{30000, 30000, 15000}},
		{"sweden", "re-establishment", household{who: "AF40 AF38 AF5 AF3", status: refused, decided: "2026-01-02"}, []int64{30000, 30000, 15000, 0}},
		{"sweden", "re-establishment", household{who: "AF40", status: refused, decided: "2026-01-01"}, []int64{0}},
		{"sweden", "repatriation-grant", household{who: "SO40 SO38 SO5", status: "permit_holder"}, []int64{350000, 250000, 0}},
		{"sweden", "repatriation-grant", household{who: "SO40", status: "permit_holder", applied: "2025-12-31"}, []int64{0}},
		{"sweden-eurp", "reintegration", household{who: "IQ40", applied: "2024-06-30"}, []int64{5000}},
		{"sweden-eurp", "reintegration", household{who: "IQ40", applied: "2024-07-01"}, []int64{3000}},
		{"sweden-eurp", "reintegration", household{who: "AF40", applied: "2024-06-30"}, []int64{3000}},
		// The European Union: EURP, voluntary and forced.
		{"eurp", "on-arrival", household{who: "NG34 NG33"}, []int64{615, 615}},
		{"eurp", "on-arrival", household{who: "NG34 NG33", kind: avrr.ForcedReturn}, []int64{205, 205}},
		{"eurp", "reintegration", household{who: "NG34 NG33 NG6"}, []int64{2000, 1000, 1000}},
		{"eurp", "reintegration", household{who: "NG34 NG33", kind: avrr.ForcedReturn}, []int64{1000, 1000}},
	} {
		p := testedProgramme(t, c.programme)
		grants := p.Entitlement(c.family.home(t))
		at := slices.IndexFunc(grants, func(g avrr.Grant) bool { return g.Line.ID == c.line })
		if at < 0 {
			t.Errorf("%s has no line %s", c.programme, c.line)
			continue
		}
		var shares []int64
		for _, s := range grants[at].Shares {
			shares = append(shares, s.Amount/100)
			if s.Because.EN == "" || s.Because.SQ == "" {
				t.Errorf("%s %s for %s is not explained", c.programme, c.line, s.Member)
			}
		}
		if !slices.Equal(shares, c.shares) {
			t.Errorf("%s gives %s %v by %s (%s), not %v", c.programme, c.family.who, shares, c.line, grants[at].Shares[0].Because.EN, c.shares)
		}
	}
}
