package avrr_test

import (
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// shop is a line with amounts: nothing for Albanians, less for children, more for who applies soon, and a cap for each family.
func shop() avrr.PackageLine {
	l := line("shop", 1000, 1000, 1000, 2500)
	l.Amounts = []avrr.Amount{
		{When: avrr.Condition{Nationality: []string{"AL"}}},
		{When: avrr.Condition{LegalStatus: []string{"rejected"}, Weeks: avrr.Bounds{Under: 3}}, PerPerson: 1500},
		{When: avrr.Condition{Age: avrr.Bounds{Under: 18}}, PerPerson: 500},
	}
	return l
}

func TestEachShareSaysWhyItIsWhatItIs(t *testing.T) {
	p := &avrr.Programme{Currency: "EUR", Package: []avrr.PackageLine{shop(), {ID: "journey", Form: "in_kind"}, line("cash", 200, 200, 200, 0)}}
	c := family("c1", 40, 38, 17, 5)
	for n, name := range []string{"Ana", "Ben", "Cem", "Dea"} {
		c.Members[n].GivenNames, c.Members[n].Nationality = name, "GE"
	}
	c.Members[1].Nationality = "AL"
	c.LegalStatus, c.ReturnDecision = "rejected", c.AppliedOn.AddDays(-21)
	for n, want := range []string{
		"15.00\u00a0EUR: was refused asylum, applied within 3 weeks of the return decision.",
		"Nothing: nationality AL.",
		"15.00\u00a0EUR: was refused asylum, applied within 3 weeks of the return decision. Of 25.00\u00a0EUR for the family 15.00\u00a0EUR is taken by Ana; 10.00\u00a0EUR is left.",
		"15.00\u00a0EUR: was refused asylum, applied within 3 weeks of the return decision. Of 25.00\u00a0EUR for the family 25.00\u00a0EUR is taken by Ana, Cem; nothing is left.",
	} {
		if got := p.Entitlement(c)[0].Shares[n].Because.EN; got != want {
			t.Errorf("%s: %q", c.Members[n].GivenNames, got)
		}
	}
	c.LegalStatus = ""
	third := p.Entitlement(c)[0].Shares[2]
	if third.Because.EN != "5.00\u00a0EUR: 17 years old on the day of application. It could be another amount; not known yet: legal status." {
		t.Errorf("a status nobody knows: %q", third.Because.EN)
	}
	if third.Row != 3 || !slices.Equal(third.RestsOn, []string{"age", "legal_status"}) {
		t.Errorf("row %d, resting on %v", third.Row, third.RestsOn)
	}
	for n, want := range map[int]string{1: "Given at what it costs.", 2: "2.00\u00a0EUR for each person."} {
		if got := p.Entitlement(c)[n].Shares[0].Because; got.EN != want || got.SQ == "" {
			t.Errorf("%q", got)
		}
	}
}

// Whoever reads about a capped line may not be one who is told who is in a linked case.
func TestALinkedCaseIsNamedByItsReferenceOnly(t *testing.T) {
	p := &avrr.Programme{Currency: "EUR", Package: []avrr.PackageLine{line("cash", 1000, 1000, 1000, 1500)}}
	first, second := family("c1", 40), family("c2", 39)
	first.Reference, first.Members[0].GivenNames, second.Members[0].Further = "HW-7", "Ana", true
	got := p.Entitlement(second, first)[0].Shares[1]
	if got.Amount != 500 || got.Because.EN != "10.00\u00a0EUR for each person. Of 15.00\u00a0EUR for the family 10.00\u00a0EUR is taken by case HW-7; 5.00\u00a0EUR is left." {
		t.Errorf("%+v", got)
	}
	if strings.Contains(got.Because.EN+got.Because.SQ, "Ana") {
		t.Error("it names a person of another case")
	}
}

// A week or month after the decision ends with the last hour of its last day (Regulation (EEC, Euratom) No 1182/71, art. 3).
func TestTheTimeSinceTheDecisionEndsWithItsLastDay(t *testing.T) {
	for _, c := range []struct {
		decided, applied string
		within           avrr.Condition
		holds            bool
	}{
		{"2026-01-15", "2026-01-15", avrr.Condition{Weeks: avrr.Bounds{Under: 1}}, true},
		{"2026-01-15", "2026-01-22", avrr.Condition{Weeks: avrr.Bounds{Under: 1}}, true},
		{"2026-01-15", "2026-01-23", avrr.Condition{Weeks: avrr.Bounds{Under: 1}}, false},
		{"2026-01-15", "2026-01-23", avrr.Condition{Weeks: avrr.Bounds{From: 1}}, true},
		{"2026-01-15", "2026-02-15", avrr.Condition{Months: avrr.Bounds{Under: 1}}, true},
		{"2026-01-15", "2026-02-16", avrr.Condition{Months: avrr.Bounds{Under: 1}}, false},
		{"2026-01-31", "2026-02-28", avrr.Condition{Months: avrr.Bounds{Under: 1}}, true},
		{"2026-01-31", "2026-03-01", avrr.Condition{Months: avrr.Bounds{Under: 1}}, false},
		{"2025-12-20", "2026-01-20", avrr.Condition{Months: avrr.Bounds{Under: 1}}, true},
		{"2026-03-01", "2026-02-01", avrr.Condition{Months: avrr.Bounds{Under: 1}}, true},
		{"", "2026-02-01", avrr.Condition{Months: avrr.Bounds{Under: 1}}, false},
		{"", "2026-02-01", avrr.Condition{Weeks: avrr.Bounds{From: 1}}, false},
	} {
		l := line("a", 1, 1, 1, 0)
		l.Amounts = []avrr.Amount{{When: c.within, PerPerson: 9}}
		home := family("c1", 30)
		if home.AppliedOn = avrr.MustDate(c.applied); c.decided != "" {
			home.ReturnDecision = avrr.MustDate(c.decided)
		}
		if got := (&avrr.Programme{Package: []avrr.PackageLine{l}}).Entitlement(home)[0].Total == 9; got != c.holds {
			t.Errorf("decided %s, applied %s, %+v: %t", c.decided, c.applied, c.within, got)
		}
	}
}

// No family, however it is split over cases, is given more than its cap, and nobody less than nothing.
func TestNoFamilyIsGivenMoreThanItsCap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := shop()
		l.PerFamily = rapid.Int64Range(0, 6000).Draw(t, "cap")
		l.Amounts[2].PerFamily = rapid.Int64Range(0, 6000).Draw(t, "cap of children")
		var cases []*avrr.Case
		for n, ages := range rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(-1, 70), 1, 5), 1, 4).Draw(t, "cases") {
			c := family(string(rune('a'+n)), ages...)
			c.LegalStatus = rapid.SampledFrom([]string{"", "rejected"}).Draw(t, "status")
			for _, m := range c.Members {
				m.Nationality = rapid.SampledFrom([]string{"", "AL", "GE"}).Draw(t, "nationality")
			}
			cases = append(cases, c)
		}
		g := (&avrr.Programme{Package: []avrr.PackageLine{l}}).Entitlement(cases...)[0]
		sum := int64(0)
		for _, s := range g.Shares {
			if sum += s.Amount; s.Amount < 0 || s.Because.EN == "" {
				t.Fatalf("%+v", s)
			}
		}
		if most := max(l.PerFamily, l.Amounts[2].PerFamily); sum != g.Total || l.PerFamily > 0 && g.Total > most {
			t.Fatalf("%d given of %d", g.Total, most)
		}
	})
}

func TestALineIsNotGivenBeforeItsTime(t *testing.T) {
	p := generous()
	month := days(30)
	p.Package[3].NotBefore = &month
	f := travelled(t, p, monday)
	f.does(field, "propose-plan", measured("second", 50000, "[]"))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	opens := avrr.DateOf(f.c.ArrivedAt).AddDays(31)
	if e := f.refused(manager, "release-instalment", `{"instalment":"i1"}`); rules(e) != "window-not-open" || e.Message != "The line second is given from "+opens.String()+" on." {
		t.Errorf("%s: %s", rules(e), e.Message)
	}
	f.now = opens.In(avrr.Zone("AL"))
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	g := travelled(t, p, monday)
	g.does(field, "record-payment", paidLine("second", 50000, "EUR"))
	if doubts(g) != "The line second was paid before its time had come." {
		t.Errorf("%q", doubts(g))
	}
}

func TestAForcedReturnIsNeverPrepared(t *testing.T) {
	f := newFile(t, homebound, monday)
	open := `{"programme":"homebound","return_type":"forced","applied_on":"2026-02-02","language":"sq","destination":{"country":"AL"},"members":[{"given_names":"Ana"}]`
	if e := f.refused(officer, "open", open+`}`); rules(e) != "forced-return" || e.Field != "/return_type" {
		t.Error(e)
	}
	f.does(officer, "open", open+`,"entry":"already_returned"}`)
	if f.c.ReturnType != avrr.ForcedReturn || f.c.Stage == avrr.Travel {
		t.Errorf("%s in %s", f.c.ReturnType, f.c.Stage)
	}
}
