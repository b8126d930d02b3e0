package programmes_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
	"homeward/programmes"
)

// ready is what every person of these tables has in common: counselled, consenting, free, without means and for the first time.
func ready(changes avrr.Facts) avrr.Facts {
	return with(avrr.Facts{
		"entry": "before_departure", "applied_on": "2026-03-02", "relation": "principal", "child": false, "age": int64(34), "members": int64(1), "counselled": true, "return_consent": true,
		"data_consent": true, "has_means": false, "assisted_before": false, "in_detention": false, "authority_objects": false,
	}, changes)
}

// In each table the first person is eligible; every other one differs from them as said.
type applicants struct {
	programme string
	first     avrr.Facts
	others    []applicant
}

type applicant struct {
	name    string
	changes avrr.Facts
	outcome string
	open    string
}

func (a applicants) decide(t *testing.T) {
	t.Helper()
	p := current(t, a.programme)
	for _, c := range append([]applicant{{"the first", nil, avrr.Eligible, ""}}, a.others...) {
		t.Run(c.name, func(t *testing.T) {
			d := assess(t, p, with(a.first, c.changes))
			if d.Outcome != c.outcome || results(d) != c.open {
				t.Errorf("got %s: %s\nwant %s: %s", d.Outcome, results(d), c.outcome, c.open)
			}
		})
	}
}

// unrecorded are the facts no action records yet.
var unrecorded = avrr.Facts{"has_means": nil, "assisted_before": nil, "in_detention": nil}

func TestVARRPTakesAlbaniansHomeFromTheUnitedKingdom(t *testing.T) {
	applicants{
		programme: "varrp-uk-albania",
		first:     ready(avrr.Facts{"nationality": "AL", "host_country": "GB", "destination": "AL", "legal_status": "rejected"}),
		others: []applicant{
			{"a man whose asylum claim is open: counselled, never excluded", avrr.Facts{"legal_status": "asylum_seeker"}, avrr.Eligible, ""},
			{"a mother with three children who overstayed", avrr.Facts{"legal_status": "irregular", "members": int64(4)}, avrr.Eligible, ""},
			{"what can be known today", with(unrecorded, avrr.Facts{"authority_objects": nil}), avrr.Undecided,
				"not-detained ask in_detention; no-objection ask authority_objects; first-time ask assisted_before"},
			{"a citizen of Kosovo", avrr.Facts{"nationality": "XK"}, avrr.NotEligible, "albanian fail"},
			{"an Albanian in Germany", avrr.Facts{"host_country": "DE"}, avrr.NotEligible, "corridor fail"},
			{"somebody who has gone already", avrr.Facts{"entry": "already_returned"}, avrr.NotEligible, "before-departure fail"},
			{"a permit, of which kind is not known", avrr.Facts{"legal_status": "permit_holder"}, avrr.Undecided, "leave ask"},
			{"a student", avrr.Facts{"legal_status": "student_worker"}, avrr.Undecided, "leave ask"},
			{"a prisoner", avrr.Facts{"in_detention": true}, avrr.NotEligible, "not-detained fail"},
			{"a deportation order", avrr.Facts{"authority_objects": true}, avrr.NotEligible, "no-objection fail"},
			{"somebody who was helped in 2019", avrr.Facts{"assisted_before": true}, avrr.Undecided, "first-time ask"},
			{"a boy of sixteen, alone", avrr.Facts{"age": int64(16), "child": true}, avrr.Undecided, "adult ask"},
			{"no counselling", avrr.Facts{"counselled": false}, avrr.NotEligible, "counselled fail"},
			{"no consent", avrr.Facts{"return_consent": false}, avrr.NotEligible, "return-consent fail"},
		},
	}.decide(t)
}

func TestAlbaniaSendsStrandedPeopleHome(t *testing.T) {
	applicants{
		programme: "al-third-country",
		first:     ready(avrr.Facts{"nationality": "MA", "host_country": "AL", "destination": "MA", "legal_status": "stranded"}),
		others: []applicant{
			{"a Pakistani without status", avrr.Facts{"nationality": "PK", "destination": "PK", "legal_status": "irregular"}, avrr.Eligible, ""},
			{"an open asylum claim", avrr.Facts{"legal_status": "asylum_seeker"}, avrr.Eligible, ""},
			{"what can be known today", with(unrecorded, avrr.Facts{"authority_objects": nil}), avrr.Undecided,
				"means ask has_means; free ask in_detention; no-objection ask authority_objects; first-time ask assisted_before"},
			{"an Albanian", avrr.Facts{"nationality": "AL"}, avrr.NotEligible, "foreigner fail; own-country ask"},
			{"a Syrian to Türkiye", avrr.Facts{"nationality": "SY", "destination": "TR"}, avrr.Undecided, "own-country ask"},
			{"a person without a nationality", avrr.Facts{"nationality": nil}, avrr.Undecided, "foreigner ask nationality; own-country ask nationality; third-country ask nationality"},
			{"a Romanian", avrr.Facts{"nationality": "RO", "destination": "RO"}, avrr.Undecided, "third-country ask"},
			{"from the closed centre", avrr.Facts{"in_detention": true}, avrr.Undecided, "free ask"},
			{"somebody who can pay", avrr.Facts{"has_means": true}, avrr.NotEligible, "means fail"},
			{"the police object", avrr.Facts{"authority_objects": true}, avrr.NotEligible, "no-objection fail"},
			{"a worker with a permit", avrr.Facts{"legal_status": "student_worker"}, avrr.Undecided, "status ask"},
			{"helped before", avrr.Facts{"assisted_before": true}, avrr.Undecided, "first-time ask"},
			{"out of Greece", avrr.Facts{"host_country": "GR"}, avrr.NotEligible, "corridor fail"},
		},
	}.decide(t)
}

func TestREAGGARPTakesPeopleHomeFromGermany(t *testing.T) {
	applicants{
		programme: "reag-garp",
		first:     ready(avrr.Facts{"nationality": "IQ", "host_country": "DE", "destination": "IQ", "legal_status": "tolerated"}),
		others: []applicant{
			{"an Albanian family, refused", avrr.Facts{"nationality": "AL", "destination": "AL", "legal_status": "rejected", "members": int64(5)}, avrr.Eligible, ""},
			{"a refugee who wishes to go back: the permit is looked at", avrr.Facts{"legal_status": "permit_holder"}, avrr.Undecided, "status ask"},
			{"before the asylum decision", avrr.Facts{"legal_status": "asylum_seeker"}, avrr.Eligible, ""},
			{"what can be known today", unrecorded, avrr.Undecided, "means ask has_means; not-imprisoned ask in_detention; first-time ask assisted_before"},
			{"a Bulgarian", avrr.Facts{"nationality": "BG", "destination": "BG"}, avrr.Undecided, "third-country ask; not-into-the-union ask"},
			{"an Iraqi to Sweden", avrr.Facts{"destination": "SE"}, avrr.Undecided, "not-into-the-union ask; own-country ask"},
			{"an Iraqi to Canada", avrr.Facts{"destination": "CA"}, avrr.Undecided, "own-country ask"},
			{"somebody who can pay", avrr.Facts{"has_means": true}, avrr.NotEligible, "means fail"},
			{"from prison", avrr.Facts{"in_detention": true}, avrr.NotEligible, "not-imprisoned fail"},
			{"back already", avrr.Facts{"entry": "already_returned"}, avrr.NotEligible, "before-departure fail"},
			{"helped before", avrr.Facts{"assisted_before": true}, avrr.Undecided, "first-time ask"},
			{"a student", avrr.Facts{"legal_status": "student_worker"}, avrr.Undecided, "status ask"},
			{"out of Austria", avrr.Facts{"host_country": "AT"}, avrr.NotEligible, "corridor fail"},
			{"no consent to the data", avrr.Facts{"data_consent": false}, avrr.NotEligible, "data-consent fail"},
		},
	}.decide(t)
}

func TestEURPHelpsOnArrivalFromEveryStateThatTakesPart(t *testing.T) {
	applicants{
		programme: "eurp",
		first:     ready(avrr.Facts{"nationality": "NG", "host_country": "DE", "destination": "NG", "legal_status": "rejected"}),
		others: []applicant{
			{"out of Norway", avrr.Facts{"host_country": "NO"}, avrr.Eligible, ""},
			{"a family of seven", avrr.Facts{"members": int64(7)}, avrr.Eligible, ""},
			{"a household of thirteen", avrr.Facts{"members": int64(13)}, avrr.Undecided, "family ask"},
			{"what can be known today", unrecorded, avrr.Undecided, "means ask has_means; first-time ask assisted_before"},
			{"an Albanian: a country with rules of its own", avrr.Facts{"nationality": "AL", "destination": "AL"}, avrr.Undecided, "listed ask"},
			{"a Brazilian: a country not on the list", avrr.Facts{"nationality": "BR", "destination": "BR"}, avrr.Undecided, "listed ask"},
			{"a Pole", avrr.Facts{"nationality": "PL", "destination": "PL"}, avrr.Undecided, "third-country ask; listed ask"},
			{"back already: the state is asked, consent to return is not", avrr.Facts{"entry": "already_returned", "return_consent": nil}, avrr.Undecided, "before-departure ask"},
			{"a girl of fifteen, alone", avrr.Facts{"age": int64(15), "child": true}, avrr.Undecided, "adult ask"},
			{"her little brother, with his mother", avrr.Facts{"relation": "child", "child": true, "age": int64(8)}, avrr.Eligible, ""},
			{"a son of nineteen in his mother's case", avrr.Facts{"relation": "child", "age": int64(19)}, avrr.NotEligible, "adult-children fail"},
			{"a child of whom nobody knows the age", avrr.Facts{"relation": "child", "child": nil, "age": nil}, avrr.Undecided, "adult-children ask child"},
			{"a residence permit", avrr.Facts{"legal_status": "permit_holder"}, avrr.Undecided, "status ask"},
			{"means of their own", avrr.Facts{"has_means": true}, avrr.Undecided, "means ask"},
			{"out of the United Kingdom", avrr.Facts{"host_country": "GB"}, avrr.NotEligible, "corridor fail"},
			{"the consent sheet is not signed", avrr.Facts{"data_consent": false}, avrr.NotEligible, "data-consent fail"},
		},
	}.decide(t)
}

// Health, vulnerability and trafficking are never facts of eligibility, and no paper or screen may hint at them.
func TestNoCriterionSpeaksOfWhatMayNeverBeAFact(t *testing.T) {
	never := regexp.MustCompile(`(?i)traffick|trafik|victim|viktim|slavery|exploit|shfryt[eë]z|vulnerab|cenue|health|sh[eë]ndet|medic|mjek|s[eë]mund|\bill(ness)?\b|disab|pregnan|shtatz`)
	for _, p := range shipped(t).All() {
		for _, c := range p.Criteria {
			for _, said := range []string{c.ID, c.When, c.Text.EN, c.Text.SQ, c.Source} {
				if found := never.FindString(said); found != "" {
					t.Errorf("%s: criterion %s says %q", p.Code, c.ID, found)
				}
			}
		}
	}
	for _, spec := range avrr.FactSpecs {
		if found := never.FindString(spec.Name + " " + spec.Text.EN + " " + spec.Text.SQ + " " + strings.Join(spec.Values, " ")); found != "" {
			t.Errorf("the fact %s says %q", spec.Name, found)
		}
	}
}

func TestEarlierAssistanceIsLookedAtAndNeverRefuses(t *testing.T) {
	for _, p := range shipped(t).All() {
		for _, c := range p.Criteria {
			if strings.Contains(c.When, "assisted_before") && !c.Asks {
				t.Errorf("%s: criterion %s refuses", p.Code, c.ID)
			}
		}
		if p.Code == "demo" || p.Code == "standard" {
			continue
		}
		d := assess(t, p, avrr.Facts{"assisted_before": true})
		at := slices.IndexFunc(d.Criteria, func(c avrr.CriterionResult) bool { return c.ID == "first-time" })
		if at < 0 || d.Criteria[at].Result != avrr.Ask || d.Criteria[at].Missing != nil {
			t.Errorf("%s: %+v", p.Code, d.Criteria)
		}
	}
}

func TestAnOpenAsylumClaimIsNoObstacleAndIsSpokenOf(t *testing.T) {
	for _, code := range []string{"varrp-uk-albania", "al-third-country", "reag-garp", "eurp"} {
		p := current(t, code)
		for _, c := range p.Criteria {
			if c.ID == "counselled" && (!strings.Contains(c.Text.EN, "asylum claim") || !strings.Contains(c.Text.SQ, "kërkesë azili")) {
				t.Errorf("%s: counselling does not speak of the claim", code)
			}
		}
		if !slices.ContainsFunc(p.Criteria, func(c avrr.Criterion) bool { return c.ID == "counselled" }) {
			t.Errorf("%s has no criterion on counselling", code)
		}
		judged := false
		for _, c := range assess(t, p, avrr.Facts{"legal_status": "asylum_seeker"}).Criteria {
			if c.Result == avrr.Fail || c.Result == avrr.Ask && c.Missing == nil {
				t.Errorf("%s: criterion %s is %s for somebody who seeks asylum", code, c.ID, c.Result)
			}
			judged = judged || c.Result == avrr.Pass && (c.ID == "status" || c.ID == "leave")
		}
		if !judged {
			t.Errorf("%s: the status of somebody who seeks asylum does not pass", code)
		}
	}
}

func TestThePackagesGiveWhatIsPublished(t *testing.T) {
	for _, c := range []struct {
		programme, line                string
		person, child, next, family    int64
		form, place, currency, contain string
	}{
		{"varrp-uk-albania", "first-days", 50000, 50000, 50000, 200000, "cash", "departure", "GBP", "modelled"},
		{"varrp-uk-albania", "start-up", 250000, 250000, 250000, 1000000, "in_kind", "supplier", "GBP", "modelled"},
		{"al-third-country", "travel-cash", 10000, 5000, 10000, 0, "cash", "departure", "EUR", "modelled"},
		{"al-third-country", "start-up", 50000, 50000, 50000, 200000, "in_kind", "supplier", "EUR", "modelled"},
		{"reag-garp", "journey", 0, 0, 0, 0, "in_kind", "departure", "EUR", ""},
		{"reag-garp", "travel-cash", 20000, 20000, 20000, 0, "cash", "departure", "EUR", ""},
		{"reag-garp", "start-up", 100000, 100000, 100000, 400000, "cash", "departure", "EUR", ""},
		{"reag-garp", "medical", 200000, 200000, 200000, 0, "in_kind", "supplier", "EUR", ""},
		{"reag-garp", "second-payment", 100000, 100000, 100000, 200000, "cash", "office", "EUR", "modelled"},
		{"eurp", "on-arrival", 61500, 61500, 61500, 0, "cash", "arrival", "EUR", ""},
		{"eurp", "reintegration", 200000, 200000, 200000, 1300000, "in_kind", "supplier", "EUR", ""},
	} {
		p := current(t, c.programme)
		at := slices.IndexFunc(p.Package, func(l avrr.PackageLine) bool { return l.ID == c.line })
		if at < 0 {
			t.Errorf("%s has no line %s", c.programme, c.line)
			continue
		}
		l := p.Package[at]
		if l.PerPerson != c.person || l.PerChild != c.child || l.PerNext != c.next || l.PerFamily != c.family || l.Form != c.form || l.Place != c.place || p.Currency != c.currency {
			t.Errorf("%s %s is %+v in %s", c.programme, c.line, l, p.Currency)
		}
		if !strings.Contains(l.Title.EN, c.contain) {
			t.Errorf("%s %s does not say that it is %s: %s", c.programme, c.line, c.contain, l.Title.EN)
		}
	}
}

// The working-day window of EURP runs over Christmas: 14 working days from Friday, 18 December 2026
// are over as 12 January 2027 begins.
func TestTheWindowOnArrivalSkipsHolidays(t *testing.T) {
	p := current(t, "eurp")
	place := avrr.Zone("DE")
	window := p.Package[0].Window
	end, err := window.From(avrr.MustDate("2026-12-18").In(place), place, p.Holidays[window.Country])
	if err != nil || avrr.DateOf(end) != avrr.MustDate("2027-01-12") {
		t.Errorf("the window is over at %s, %v", end, err)
	}
}

func TestAProgrammeWhoseAmountsAreModelledSaysSo(t *testing.T) {
	for _, code := range []string{"varrp-uk-albania", "al-third-country", "reag-garp", "eurp"} {
		p := current(t, code)
		if !p.Illustrative || !strings.Contains(p.Summary.EN, "illustrative") || !strings.Contains(p.Summary.SQ, "ilustruese") {
			t.Errorf("%s: illustrative %t, %s / %s", code, p.Illustrative, p.Summary.EN, p.Summary.SQ)
		}
	}
}

// Of somebody of whom only the year of birth is known the age is not, and yet it is known that they are no child.
func TestWhoCanBeNoChildIsNotAskedForTheirAge(t *testing.T) {
	for _, p := range shipped(t).All() {
		for name, want := range map[string]struct {
			facts  avrr.Facts
			result string
		}{
			"born in 1985":              {avrr.Facts{"relation": "principal", "child": false}, avrr.Pass},
			"perhaps a child":           {avrr.Facts{"relation": "principal", "child": true}, avrr.Ask},
			"nobody knows when":         {avrr.Facts{"relation": "principal"}, avrr.Ask},
			"a child with their mother": {avrr.Facts{"relation": "child", "child": true}, avrr.Pass},
		} {
			adult := slices.IndexFunc(assess(t, p, want.facts).Criteria, func(c avrr.CriterionResult) bool { return c.ID == "adult" })
			if adult < 0 {
				t.Fatalf("%s has no criterion adult", p.Code)
			}
			if got := assess(t, p, want.facts).Criteria[adult].Result; got != want.result {
				t.Errorf("%s, %s: %s", p.Code, name, got)
			}
		}
	}
}

func TestACriterionThatIsLeftToAPersonIsExplainedAsOpen(t *testing.T) {
	p := &avrr.Programme{Code: "p", Version: "1", Corridors: []avrr.Corridor{{}}, Criteria: []avrr.Criterion{{ID: "adult", When: "age >= 18", Asks: true}}}
	for age, want := range map[any]string{int64(20): avrr.Eligible, int64(12): avrr.Undecided, nil: avrr.Undecided} {
		d, err := programmes.Assess(p, avrr.Facts{"age": age}, nil)
		if err != nil || d.Outcome != want || (len(d.Criteria[1].Missing) > 0) != (age == nil) {
			t.Errorf("age %v: %+v, %v", age, d, err)
		}
	}
}
