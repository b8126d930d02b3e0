package programmes_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
	"homeward/programmes"

	"pgregory.net/rapid"
)

// arta may return from England to Albania in every programme shipped.
func arta() avrr.Facts {
	return avrr.Facts{
		"nationality": "AL", "host_country": "GB", "destination": "AL", "entry": "before_departure", "legal_status": "rejected",
		"relation": "principal", "child": false, "age": int64(34), "applied_on": "2026-03-02", "counselled": true, "return_consent": true, "data_consent": true, "members": int64(3),
	}
}

func with(facts avrr.Facts, changes avrr.Facts) avrr.Facts {
	changed := maps.Clone(facts)
	maps.Copy(changed, changes)
	return changed
}

func assess(t testing.TB, p *avrr.Programme, facts avrr.Facts, others ...*avrr.Programme) avrr.EligibilityDecision {
	t.Helper()
	decision, err := programmes.Assess(p, facts, others)
	if err != nil {
		t.Fatal(err)
	}
	return decision
}

func current(t testing.TB, code string) *avrr.Programme {
	t.Helper()
	p, ok := shipped(t).Current(code)
	if !ok {
		t.Fatalf("no programme %s", code)
	}
	return p
}

func harbour(t testing.TB, version string) *avrr.Programme {
	t.Helper()
	p, ok := load(t, os.DirFS("testdata/versions")).Programme("harbour", version)
	if !ok {
		t.Fatalf("no harbour %s", version)
	}
	return p
}

// results answers the criteria that did not pass, as "id result missing,missing".
func results(d avrr.EligibilityDecision) string {
	var open []string
	for _, c := range d.Criteria {
		if c.Result != avrr.Pass {
			open = append(open, strings.TrimSpace(c.ID+" "+c.Result+" "+strings.Join(c.Missing, ",")))
		}
	}
	return strings.Join(open, "; ")
}

func TestTheStandardProgrammeDecides(t *testing.T) {
	without := func(names ...string) avrr.Facts {
		facts := arta()
		for _, name := range names {
			delete(facts, name)
		}
		return facts
	}
	for _, c := range []struct {
		name    string
		facts   avrr.Facts
		outcome string
		open    string
	}{
		{"everything known and met", arta(), avrr.Eligible, ""},
		{"a child", with(arta(), avrr.Facts{"age": int64(17), "child": true}), avrr.NotEligible, "adult fail"},
		{"a child who goes with its family", with(arta(), avrr.Facts{"relation": "child", "child": true, "age": int64(9)}), avrr.Eligible, ""},
		{"the wrong way home", with(arta(), avrr.Facts{"host_country": "DE"}), avrr.NotEligible, "corridor fail"},
		{"where from is not known", without("host_country"), avrr.Undecided, "corridor ask host_country"},
		{"the wrong destination settles it, wherever from", with(without("host_country"), avrr.Facts{"destination": "XK", "nationality": "XK"}), avrr.NotEligible, "corridor fail"},
		{"nothing known", avrr.Facts{}, avrr.Undecided, "corridor ask host_country,destination; adult ask relation,child,age; own-country ask nationality,destination; " +
			"status ask entry,legal_status; counselled ask counselled; return-consent ask entry,return_consent; data-consent ask data_consent; open ask applied_on; family ask members"},
		{"already home: consent to return is not asked for", with(without("return_consent", "legal_status"), avrr.Facts{"entry": "already_returned"}), avrr.Eligible, ""},
		{"before departure: it is", without("return_consent"), avrr.Undecided, "return-consent ask return_consent"},
		{"entry unknown, consent given: entry does not matter", without("entry"), avrr.Eligible, ""},
		{"failing goes before asking", with(without("age"), avrr.Facts{"child": true, "counselled": false}), avrr.NotEligible, "adult ask age; counselled fail"},
		{"the day the programme opens", with(arta(), avrr.Facts{"applied_on": "2024-01-01"}), avrr.Eligible, ""},
		{"the day before", with(arta(), avrr.Facts{"applied_on": "2023-12-31"}), avrr.NotEligible, "open fail"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := assess(t, current(t, "standard"), c.facts)
			if d.Outcome != c.outcome || results(d) != c.open {
				t.Errorf("got %s: %s\nwant %s: %s", d.Outcome, results(d), c.outcome, c.open)
			}
		})
	}
}

func TestAnOldVersionGoesOnAnsweringAsItDid(t *testing.T) {
	facts := with(arta(), avrr.Facts{"relation": nil, "child": nil, "host_country": "NL", "has_means": false, "assisted_before": true, "in_detention": false})
	for _, version := range []string{"1", "2"} {
		decision := assess(t, harbour(t, version), facts, current(t, "standard"))
		got, err := json.MarshalIndent(decision, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden := "testdata/versions/decision-" + version + ".json"
		if want := strings.TrimSpace(string(read(t, golden))); string(got) != want {
			t.Errorf("%s: got\n%s", golden, got)
		}
	}
}

func TestFactsComeInTheTypesJSONMakesOfThem(t *testing.T) {
	want := assess(t, current(t, "standard"), arta())
	stored, err := json.Marshal(with(arta(), avrr.Facts{"has_means": nil, "in_detention": nil}))
	if err != nil {
		t.Fatal(err)
	}
	var facts avrr.Facts
	if err := json.Unmarshal(stored, &facts); err != nil {
		t.Fatal(err)
	}
	if got := assess(t, current(t, "standard"), facts); asJSON(t, got) != asJSON(t, want) {
		t.Errorf("got %s\nwant %s", asJSON(t, got), asJSON(t, want))
	}
}

func TestAFactThatCannotBeIsRefusedWithoutRepeatingIt(t *testing.T) {
	for name, facts := range map[string]avrr.Facts{
		"no such fact":      {"height": int64(3)},
		"a word never used": {"legal_status": "secret"},
		"no such day":       {"applied_on": "2026-02-30"},
		"text for a number": {"age": "secret"},
		"half a year":       {"age": 17.5},
		"truth as a word":   {"counselled": "secret"},
		"something else":    {"age": []string{"secret"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := programmes.Assess(current(t, "standard"), facts, nil)
			var refused *avrr.Error
			if !errors.As(err, &refused) || refused.Code != avrr.CodeInvalid || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestACriterionThatCannotBeEvaluatedIsAnErrorThatNamesIt(t *testing.T) {
	for _, when := range []string{"100 / members > 1", "age >", "age + 1"} {
		p := &avrr.Programme{Code: "p", Version: "1", Corridors: []avrr.Corridor{{}}, Criteria: []avrr.Criterion{{ID: "odd", When: when}}}
		if _, err := programmes.Assess(p, avrr.Facts{"members": int64(0), "age": int64(1)}, nil); err == nil || !strings.Contains(err.Error(), "criterion odd") {
			t.Errorf("%s: got %v", when, err)
		}
	}
}

func TestTheNearestAlternativeIsAFactBeforeAProgramme(t *testing.T) {
	standard, harbour1, harbour2, demo := current(t, "standard"), harbour(t, "1"), harbour(t, "2"), current(t, "demo")
	open := &avrr.Programme{Code: "open", Version: "1", Corridors: []avrr.Corridor{{}}}
	winding := &avrr.Programme{Code: "p", Version: "1", Corridors: []avrr.Corridor{{}},
		Criteria: []avrr.Criterion{{ID: "winding", When: "counselled && in_detention || data_consent"}}}
	older := &avrr.Programme{Code: "p", Version: "1", Corridors: []avrr.Corridor{{}}, Criteria: []avrr.Criterion{{ID: "age", When: "age > 60 && assisted_before"}}}
	dutch := with(arta(), avrr.Facts{"host_country": "NL", "has_means": false})
	for _, c := range []struct {
		name   string
		p      *avrr.Programme
		facts  avrr.Facts
		others []*avrr.Programme
		want   string
	}{
		{"the one thing missing is counselling", standard, with(arta(), avrr.Facts{"counselled": false}), []*avrr.Programme{demo},
			"If “has been counselled” were “yes”, the outcome would be: eligible."},
		{"a fact goes before a programme that would do as well", standard, with(arta(), avrr.Facts{"counselled": false}), []*avrr.Programme{open},
			"If “has been counselled” were “yes”, the outcome would be: eligible."},
		{"a change that settles it goes before one that leaves it open", winding, avrr.Facts{"counselled": false, "data_consent": false}, nil,
			"If “consents to the processing of personal data” were “yes”, the outcome would be: eligible."},
		{"a programme that would refuse is no way out of an open question", older, avrr.Facts{"age": int64(70)}, []*avrr.Programme{
			{Code: "q", Version: "1", Corridors: []avrr.Corridor{{}}, Criteria: []avrr.Criterion{{ID: "young", When: "age < 30"}}}}, ""},
		{"an unknown consent", standard, with(arta(), avrr.Facts{"data_consent": nil}), nil,
			"If “consents to the processing of personal data” were “yes”, the outcome would be: eligible."},
		{"an eligible person hears which fact matters", standard, arta(), []*avrr.Programme{harbour1},
			"If “has been counselled” were “no”, the outcome would be: not eligible."},
		{"another way home, another programme", standard, dutch, []*avrr.Programme{harbour1},
			"In the programme harbour (version 1), the outcome would be: eligible."},
		{"the newest version of it counts, and more must be known", standard, dutch, []*avrr.Programme{harbour1, harbour2},
			"In the programme harbour (version 2), the outcome would be open: more has to be known."},
		{"a demonstration is no way out", standard, dutch, []*avrr.Programme{demo}, ""},
		{"no one change helps a child", standard, with(arta(), avrr.Facts{"age": int64(12), "child": true}), []*avrr.Programme{harbour1}, ""},
		{"nothing changeable matters to this one", &avrr.Programme{Code: "p", Version: "1", Corridors: []avrr.Corridor{{}},
			Criteria: []avrr.Criterion{{ID: "adult", When: "age >= 18"}}}, arta(), nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got avrr.Text
			if a := assess(t, c.p, c.facts, c.others...).NearestAlternative; a != nil {
				got = a.Text
			}
			if got.EN != c.want || (got.SQ == "") != (c.want == "") {
				t.Errorf("got %q / %q\nwant %q", got.EN, got.SQ, c.want)
			}
		})
	}
}

// someFacts draws facts of every kind, known and unknown, near the boundaries the programmes draw.
func someFacts(t *rapid.T) avrr.Facts {
	facts := avrr.Facts{}
	for _, spec := range avrr.FactSpecs {
		var values []any
		switch spec.Type {
		case "bool":
			values = []any{true, false}
		case "int":
			values = []any{int64(0), int64(12), int64(13), int64(17), int64(18), int64(70)}
		case "date":
			values = []any{"2023-12-31", "2024-01-01", "2026-01-01", "2026-12-31", "2027-01-01"}
		default:
			for _, v := range spec.Values {
				values = append(values, v)
			}
			if len(values) == 0 {
				values = []any{"AL", "GB", "NL", "GE"}
			}
		}
		if value := rapid.SampledFrom(append(values, nil)).Draw(t, spec.Name); value != nil {
			facts[spec.Name] = value
		}
	}
	return facts
}

func everyProgramme(t testing.TB) []*avrr.Programme {
	return append(shipped(t).All(), load(t, os.DirFS("testdata/versions")).All()...)
}

func TestAnAlternativeAppliedReallyTurnsTheOutcome(t *testing.T) {
	all := everyProgramme(t)
	rapid.Check(t, func(t *rapid.T) {
		p, facts := rapid.SampledFrom(all).Draw(t, "programme"), someFacts(t)
		decision, err := programmes.Assess(p, facts, all)
		if err != nil {
			t.Fatal(err)
		}
		a := decision.NearestAlternative
		if a == nil {
			for _, spec := range avrr.FactSpecs { // then no single change of such a fact makes the person eligible
				for _, value := range []any{true, false} {
					if !spec.Changeable || decision.Outcome == avrr.Eligible {
						continue
					}
					if changed, err := programmes.Assess(p, with(facts, avrr.Facts{spec.Name: value}), nil); err != nil || changed.Outcome != decision.Outcome {
						t.Fatalf("%s = %v makes it %s, but no alternative was named (%v)", spec.Name, value, changed.Outcome, err)
					}
				}
			}
			return
		}
		if a.Fact != "" {
			if facts[a.Fact] != a.From {
				t.Fatalf("%s is %v, not %v", a.Fact, facts[a.Fact], a.From)
			}
			facts = with(facts, avrr.Facts{a.Fact: a.To})
		} else {
			p = all[slices.IndexFunc(all, func(o *avrr.Programme) bool { return o.Code == a.Programme && o.Version == a.Version })]
		}
		applied, err := programmes.Assess(p, facts, nil)
		if err != nil {
			t.Fatal(err)
		}
		if applied.Outcome == decision.Outcome || applied.Outcome != a.Outcome {
			t.Fatalf("was %s, promised %s, became %s", decision.Outcome, a.Outcome, applied.Outcome)
		}
		if a.Text.EN == "" || a.Text.SQ == "" {
			t.Fatal("the alternative has no words")
		}
	})
}

// Knowing more never turns a verdict round: what failed fails, what passed passes, and only what asked for a fact may change. A
// criterion that asks names exactly facts that are absent, or none, when it is a person's to judge.
func TestLearningAFactOnlySettlesWhatWasOpen(t *testing.T) {
	all := everyProgramme(t)
	rapid.Check(t, func(t *rapid.T) {
		p, facts := rapid.SampledFrom(all).Draw(t, "programme"), someFacts(t)
		fewer := maps.Clone(facts)
		for _, name := range rapid.SliceOf(rapid.SampledFrom(avrr.FactSpecs)).Draw(t, "forgotten") {
			delete(fewer, name.Name)
		}
		before, err := programmes.Assess(p, fewer, nil)
		if err != nil {
			t.Fatal(err)
		}
		after, err := programmes.Assess(p, facts, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range before.Criteria {
			if len(c.Missing) == 0 && after.Criteria[i].Result != c.Result {
				t.Fatalf("%s was %s and became %s by learning more", c.ID, c.Result, after.Criteria[i].Result)
			}
			leftToAPerson := c.ID != programmes.CorridorCriterion && p.Criteria[i-1].Asks
			if asksForAFact := len(c.Missing) > 0; asksForAFact && c.Result != avrr.Ask || !asksForAFact && c.Result == avrr.Ask && !leftToAPerson {
				t.Fatalf("%s is %s with missing %v", c.ID, c.Result, c.Missing)
			}
			if leftToAPerson && c.Result == avrr.Fail {
				t.Fatalf("%s refuses, and was to ask", c.ID)
			}
			for _, name := range c.Missing {
				if _, given := fewer[name]; given {
					t.Fatalf("%s asks for %s, which is known", c.ID, name)
				}
			}
		}
	})
}

func asJSON(t testing.TB, d avrr.EligibilityDecision) string {
	t.Helper()
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheSameInputAnswersTheSameBytes(t *testing.T) {
	all := everyProgramme(t)
	first := asJSON(t, assess(t, all[1], avrr.Facts{"age": 20}, all...))
	for range 50 {
		slices.Reverse(all[2:])
		if again := asJSON(t, assess(t, all[1], avrr.Facts{"age": int64(20)}, all...)); again != first {
			t.Fatalf("got %s\nthen %s", first, again)
		}
	}
}

func BenchmarkAssess(b *testing.B) {
	all := everyProgramme(b)
	p := current(b, "standard")
	for name, facts := range map[string]avrr.Facts{"eligible": arta(), "nothing-known": {}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := programmes.Assess(p, facts, all); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	source := read(b, "data/standard.yaml")
	for b.Loop() {
		if _, mistakes := programmes.Parse("standard.yaml", source); len(mistakes) > 0 {
			b.Fatal(lines(mistakes))
		}
	}
}
