package programmes_test

import (
	"os"
	"strings"
	"testing"

	"homeward/avrr"
	"homeward/programmes"

	"pgregory.net/rapid"
)

func read(t testing.TB, file string) []byte {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func lines(mistakes []programmes.Mistake) string {
	var b strings.Builder
	for _, m := range mistakes {
		b.WriteString(m.String() + "\n")
	}
	return b.String()
}

func TestOneRunFindsEveryMistakeOfABrokenFileWhereItStands(t *testing.T) {
	got := lines(programmes.Check("broken.yaml", read(t, "testdata/broken.yaml")))
	if want := string(read(t, "testdata/broken.golden")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestABrokenFileAnswersNoProgramme(t *testing.T) {
	if p, mistakes := programmes.Parse("broken.yaml", read(t, "testdata/broken.yaml")); p != nil || len(mistakes) == 0 {
		t.Errorf("got %v with %d mistakes", p, len(mistakes))
	}
}

// given is a package of one line, before the clocks.
func given(amounts string) string {
	return "package: [{id: a, title: {en: A, sq: B}, form: cash, payer: P, place: office, " + amounts + "}]\nclocks:"
}

// A change to a good programme and the one mistake it makes.
func TestEachMistakeIsExplained(t *testing.T) {
	good := string(read(t, "testdata/versions/harbour-1.yaml"))
	for _, c := range []struct{ name, old, new, says string }{
		{"not YAML", "criteria:", "criteria: [", "this is not YAML"},
		{"not a mapping", good, "hello", "h.yaml:1:1: this must be a mapping"},
		{"empty", good, "", "h.yaml: the file is empty"},
		{"only a comment", good, "# nothing\n", "h.yaml: the file is empty"},
		{"two programmes", "holidays:", "---\nholidays:", "h.yaml:22:1: a file holds one programme"},
		{"an alias", "currency: EUR", "currency: &c EUR\npapers: *c", "h.yaml:7:9: the alias *c is not read here: write out what it repeats from line 6"},
		{"an alias as a key", "currency: EUR", "currency: &currency EUR\n*currency : EUR", "h.yaml:7:1: the alias *currency is not read here"},
		{"a cycle", "clocks:", "clocks: &all\n  decision: *all", "h.yaml:21:13: the alias *all stands inside &all of line 20, which it repeats: that is a cycle and never ends"},
		{"a cycle by a long way", "  - from: [NL]", "  - &way\n    from: [NL, [[*way]]]", "h.yaml:10:18: the alias *way stands inside &way of line 9"},
		{"a value merged into itself", "criteria:", "more: &m {<<: *m}\ncriteria:", "the alias *m stands inside &m"},
		{"an alias of nothing", "currency: EUR", "currency: *nothing", "this is not YAML: unknown anchor 'nothing' referenced"},
		{"too long", good, strings.Repeat("#", 600<<10), "a programme has at most"},
		{"no corridor", "  - from: [NL]\n    to: [AL, GE]", "  []", "corridors: this must have at least one entry"},
		{"text for truth", `version: "1"`, "version: \"1\"\ndemo: maybe", `demo: this must be true or false, not "maybe"`},
		{"truth for a country", "[AL, GE]", "[AL, true]", "corridors[0].to[1]: this must be text"},
		{"negative ceiling", "180000", "-1", "plan_ceiling: -1 is not between"},
		{"an amount beyond all bounds", "180000", "99999999999999999999", "plan_ceiling: this must be a whole number"},
		{"hexadecimal", "180000", "0x10", "is not a whole number in decimal digits"},
		{"a former country", "[AL, GE]", "[YU]", `"YU" is not a country code`},
		{"small letters for a currency", "EUR", "eur", `"eur" is not a currency code`},
		{"a macro", "age >= 18", `"[1, 2].exists(n, n == age)"`, `criteria cannot call "exists"`},
		{"a function that is not there", "age >= 18", "now() > applied_on", `h.yaml:13:14: criteria[0].when: criteria cannot call "now"`},
		{"an expression too long", "age >= 18", "age >= 18 && " + strings.Repeat("(age > 1) && ", 100) + "true", "criteria[0].when"},
		{"an expression too deep", "age >= 18", strings.Repeat("(", 60) + "age" + strings.Repeat(")", 60) + " > 1", "criteria[0].when"},
		{"a pattern too wild", "age >= 18", `nationality.matches("(((a{9}){9}){9})")`, "criteria[0].when"},
		{"a folded expression", "age >= 18", ">\n      age >= 18\n      && agee < 90", `h.yaml:13:11: criteria[0].when: at line 1, character 14 of the expression: there is no fact "agee"`},
		{"a date written as text", "age >= 18", `applied_on >= "2026-01-01"`, `h.yaml:13:22: criteria[0].when: ">=" does not go with (timestamp, string); write a day as date("2026-01-31")`},
		{"one quote", "currency: EUR", "currency: EUR\nprocurement: {quotes_above: 100, quotes: 1}", "procurement.quotes: "},
		{"nobody approves", "currency: EUR", "currency: EUR\napproval: [{up_to: 100}]", "approval[0]: say who approves"},
		{"a desk that approves", "currency: EUR", "currency: EUR\napproval: [{role: travel_desk}]", "approval[0].role: "},
		{"limits that fall", "currency: EUR", "currency: EUR\napproval: [{up_to: 200, role: programme_manager}, {up_to: 100, two_persons: true}]", "approval[1].up_to: 100 is no more than the 200 above it"},
		{"any amount first", "currency: EUR", "currency: EUR\napproval: [{role: programme_manager}, {two_persons: true}]", "approval[0]: only the last entry holds for any amount"},
		{"one after two", "currency: EUR", "currency: EUR\napproval: [{up_to: 200, two_persons: true}, {role: programme_manager}]", "approval[1]: above an amount that two persons approve"},
		{"quotes above nothing said", "currency: EUR", "currency: EUR\nprocurement: {quotes: 3}", "procurement.quotes_above: \"quotes_above\" is missing"},
		{"a visit in minutes", "clocks:", "follow_up: [{id: one, title: {en: A, sq: B}, after: 2m, calendar: elapsed}]\nclocks:", "follow_up[0].calendar: elapsed time is for programmes marked demo"},
		{"a word for what a criterion does otherwise", "age >= 18", "age >= 18\n    otherwise: maybe", `criteria[0].otherwise: "maybe" is not one of fail, ask`},
		{"by age and by place in the family", "clocks:", "package: [{id: a, title: {en: A, sq: B}, form: cash, payer: P, place: office, per_person: 9, per_child: 4, per_next: 5}]\nclocks:",
			"package[0].per_next: a line differs by age or by place in the family"},
		{"a child that gets more than a family", "clocks:", "package: [{id: a, title: {en: A, sq: B}, form: cash, payer: P, place: office, per_person: 2, per_child: 9, per_family: 5}]\nclocks:",
			"package[0].per_family: a family gets at most 5, less than the 9 of one person"},
		{"a ceiling too low for a child", "clocks:", "package: [{id: a, title: {en: A, sq: B}, form: in_kind, payer: P, place: office, per_person: 2, per_child: 180001}]\nclocks:",
			"plan_ceiling: the plan may come to 180000, less than the 180001 the package gives in kind"},
		{"an amount for everybody", "clocks:", given(`amounts: [{when: {}, per_person: 5}]`), `package[0].amounts[0].when: an amount needs a condition; what everybody else is given is per_person of the line`},
		{"an amount without a condition", "clocks:", given(`amounts: [{per_person: 5}]`), `package[0].amounts[0].when: "when" is missing`},
		{"a condition nobody knows", "clocks:", given(`amounts: [{when: {citizenship: [AL]}, per_person: 5}]`), `package[0].amounts[0].when.citizenship: there is no key "citizenship" here`},
		{"a nearly right condition", "clocks:", given(`amounts: [{when: {age_unter: 18}, per_person: 5}]`), `there is no key "age_unter" here; did you mean "age_under"?`},
		{"a status that never is", "clocks:", given(`amounts: [{when: {legal_status: [refused]}, per_person: 5}]`), `package[0].amounts[0].when.legal_status[0]: "refused" is not one of asylum_seeker, rejected`},
		{"no nationality", "clocks:", given(`amounts: [{when: {nationality: []}, per_person: 5}]`), `package[0].amounts[0].when.nationality: this must have at least one entry`},
		{"ages the wrong way round", "clocks:", given(`amounts: [{when: {age_from: 18, age_under: 18}, per_person: 5}]`), `package[0].amounts[0].when.age_under: nothing lies from 18 on and under 18`},
		{"days the wrong way round", "clocks:", given(`amounts: [{when: {applied_from: 2026-02-02, applied_until: 2026-02-01}, per_person: 5}]`), `package[0].amounts[0].when.applied_until: nobody applied before 2026-02-02 and after it`},
		{"who has it and who has not", "clocks:", given(`amounts: [{when: {nationality: [AL], nationality_not: [GE]}, per_person: 5}]`), `nationality and nationality_not do not go together`},
		{"weeks and months", "clocks:", given(`amounts: [{when: {weeks_since_decision_under: 3, months_since_decision_under: 1}, per_person: 5}]`), `package[0].amounts[0].when.months_since_decision_under: the time since the decision is counted in weeks or in months, not in both`},
		{"before a forced return", "clocks:", given(`amounts: [{when: {return_type: forced, entry: before_departure}, per_person: 5}]`), `package[0].amounts[0].when.return_type: nobody is helped before a forced return`},
		{"an amount that another hides", "clocks:", given(`amounts: [{when: {age_under: 18}, per_person: 5}, {when: {age_under: 12}, per_person: 3}]`), `package[0].amounts[1]: nobody is ever given this amount: everybody it is for has one that stands above it`},
		{"an amount that several hide", "clocks:", given(`amounts: [{when: {nationality: [AL]}, per_person: 5}, {when: {nationality: [GE]}, per_person: 3}, {when: {nationality: [GE, AL], age_under: 9}, per_person: 4}]`), `package[0].amounts[2]: nobody is ever given this amount: everybody it is for has one`},
		{"a further member of a family of one", "clocks:", given(`amounts: [{when: {family_position: further, members_under: 2}, per_person: 5}]`), `package[0].amounts[0]: nobody is ever given this amount: its conditions are never met together`},
		{"an amount above the family's", "clocks:", given(`per_family: 4, amounts: [{when: {age_under: 18}, per_person: 5}]`), `package[0].amounts[0]: a family gets at most 4, less than the 5 of one person`},
		{"an amount above its own family's", "clocks:", given(`amounts: [{when: {age_under: 18}, per_person: 5, per_family: 4}]`), `package[0].amounts[0]: a family gets at most 4, less than the 5 of one person`},
		{"amounts and an amount for children", "clocks:", given(`per_person: 9, per_child: 4, amounts: [{when: {nationality: [AL]}, per_person: 5}]`), `package[0].amounts: a line has amounts, or per_child or per_next`},
		{"no amount at all", "clocks:", given(`parts: 1`), `package[0].per_person: "per_person" is missing`},
		{"a time that is over before it begins", "clocks:", given(`per_person: 9, not_before: {after: 91, calendar: days}, window: {after: 91, calendar: days}`), `package[0].not_before: the line would be over before it is given`},
		{"a visit by the name of those nobody planned", "clocks:", "follow_up: [{id: extra-1, title: {en: A, sq: B}, after: 9, calendar: days}]\nclocks:", "follow_up[0].id: the id \"extra-1\" is kept for visits that nobody planned"},
		{"no attempts", "clocks:", "lost_contact: {attempts: 0}\nclocks:", "lost_contact.attempts: "},
		{"more ways than attempts", "clocks:", "lost_contact: {attempts: 1, channels: 2}\nclocks:", "lost_contact.channels: 1 attempts cannot go through 2 channels"},
		{"one attempt over days", "clocks:", "lost_contact: {attempts: 1, over_days: 14}\nclocks:", "lost_contact.over_days: one attempt cannot be made over 14 days"},
		{"two visits on one day", "clocks:", "follow_up: [{id: a, title: {en: A, sq: B}, after: 9, calendar: days}, {id: b, title: {en: A, sq: B}, after: 9, calendar: days}]\nclocks:",
			"follow_up[1].after: the visit comes no later than"},
		{"a demonstration that takes days", "{after: 20, calendar: working_days, country: NL}\n", "{after: 25h, calendar: elapsed}\ndemo: true\n", `clocks.review.after: "25h" is not an elapsed time`},
		{"a clock of no length", "{after: 20,", "{after: 0,", "clocks.review.after: 0 is not between 1 and 3660"},
		{"no review", "review:", "closure:", `the clock "review" is missing`},
		{"a holiday twice", "2026-12-25, name: Eerste", "2026-01-01, name: Eerste", "holidays.NL.days[5].date: 2026-01-01 is listed twice"},
		{"a holiday that is no date", "2026-12-25", "Christmas", `this must be a date of the form YYYY-MM-DD, not "Christmas"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(good, c.old) {
				t.Fatalf("the programme does not hold %q", c.old)
			}
			if got := lines(programmes.Check("h.yaml", []byte(strings.Replace(good, c.old, c.new, 1)))); !strings.Contains(got, c.says) {
				t.Errorf("got\n%swant a mistake that says %q", got, c.says)
			}
		})
	}
}

// Ten lines that would be ten thousand million if anybody followed them.
func TestAFileThatGrowsWhenItIsReadIsRefusedAtOnce(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'j'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 9) + "*" + string(c-1) + "]\n"
	}
	source := string(read(t, "testdata/versions/harbour-1.yaml")) + bomb
	got := programmes.Check("h.yaml", []byte(source))
	if !strings.Contains(lines(got), "h.yaml:33:8: the alias *a is not read here: write out what it repeats from line 32") {
		t.Errorf("got\n%s", lines(got))
	}
	if aliases, keys := 90, 10; len(got) != aliases+keys {
		t.Errorf("%d mistakes", len(got))
	}
}

func TestAListOfHolidaysThatEndsTooSoonIsWarnedOf(t *testing.T) {
	harbour := string(read(t, "testdata/versions/harbour-1.yaml"))
	for _, c := range []struct{ name, source, today, says string }{
		{"the list holds this year and not the next", harbour, "2026-03-02",
			`h.yaml:21:56: clocks.review.country: the holidays of "NL" are not listed for 2027 (the list has 2026 only): deadlines of that year would come early; list them under holidays`},
		{"the list has ended", harbour, "2027-03-02", `the holidays of "NL" are not listed for 2027`},
		{"a year is missing in between", strings.Replace(harbour, "2026-12-25", "2028-12-25", 1), "2026-03-02", "not listed for 2027 (the list goes from 2026 to 2028)"},
		{"a shipped country, in time", strings.Replace(harbour, "country: NL", "country: GB", 1), "2027-12-31", ""},
		{"a shipped country, too late", strings.Replace(harbour, "country: NL", "country: GB", 1), "2028-01-01", `the holidays of "GB" are not listed for 2029 (the list goes from 2025 to 2028)`},
		{"a file with mistakes is checked first", strings.Replace(harbour, "EUR", "eur", 1), "2027-03-02", ""},
		{"nothing counts working days", strings.Replace(harbour, "calendar: working_days, country: NL", "calendar: days", 1), "2030-01-01", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := lines(programmes.Warnings("h.yaml", []byte(c.source), avrr.MustDate(c.today)))
			if c.says == "" && got != "" || !strings.Contains(got, c.says) || strings.Count(got, "\n") > 1 {
				t.Errorf("got %q, want %q", got, c.says)
			}
		})
	}
}

// A row that is for somebody no row above is for has no mistake, however little is left for it.
func TestAnAmountThatSomebodyIsGivenIsNoMistake(t *testing.T) {
	good := string(read(t, "testdata/versions/harbour-1.yaml"))
	for _, amounts := range []string{
		"amounts: [{when: {age_under: 12}, per_person: 3}, {when: {age_under: 18}, per_person: 5}]",
		"amounts: [{when: {nationality: [AL]}, per_person: 5}, {when: {nationality_not: [GE]}, per_person: 3}, {when: {nationality: [AL, GE]}, per_person: 4}]",
		"amounts: [{when: {age_under: 18}, per_person: 5}, {when: {age_from: 18}, per_person: 3}, {when: {entry: already_returned}, per_person: 4}]",
		"amounts: [{when: {applied_until: 2025-12-31}, per_person: 5}, {when: {applied_until: 2026-12-31}, per_person: 3}, {when: {applied_from: 2027-01-01}, per_person: 4}]",
		"amounts: [{when: {family_position: first}, per_person: 5}, {when: {family_position: further, members_from: 5}, per_person: 3}, {when: {family_position: further}, per_person: 4}]",
	} {
		if got := lines(programmes.Check("h.yaml", []byte(strings.Replace(good, "clocks:", given(amounts), 1)))); got != "" {
			t.Errorf("%s: %s", amounts, got)
		}
	}
}

func TestNorwayIsACountryAndNotARefusal(t *testing.T) {
	source := strings.Replace(string(read(t, "testdata/versions/harbour-1.yaml")), "from: [NL]", "from: [NO]", 1)
	p, mistakes := programmes.Parse("h.yaml", []byte(source))
	if len(mistakes) > 0 || p.Corridors[0].From[0] != "NO" {
		t.Errorf("got %v", mistakes)
	}
}

func TestNoFileWhateverItHoldsBreaksTheCheck(t *testing.T) {
	whole := strings.SplitAfter(string(read(t, "testdata/broken.yaml"))+string(read(t, "testdata/versions/harbour-2.yaml")), "\n")
	rapid.Check(t, func(t *rapid.T) {
		var source string
		for _, line := range rapid.SliceOfN(rapid.SampledFrom(whole), 0, 30).Draw(t, "lines") {
			source += line
		}
		at := rapid.IntRange(0, len(source)).Draw(t, "at")
		source = source[:at] + rapid.SampledFrom([]string{"", "{", "]", "? [a]\n", "*x", "&x ", "<<: ", "\t", "!!binary ", "\x00", "\xff", "- - -\n", "null"}).Draw(t, "slip") + source[at:]
		p, mistakes := programmes.Parse("f.yaml", []byte(source))
		if (p == nil) != (len(mistakes) > 0) {
			t.Fatalf("programme %v with mistakes %v", p, mistakes)
		}
	})
}

func TestAProgrammeIsReadAsItIsWritten(t *testing.T) {
	p, mistakes := programmes.Parse("demo.yaml", read(t, "data/demo.yaml"))
	if len(mistakes) > 0 {
		t.Fatal(lines(mistakes))
	}
	line := p.Package[1]
	if line.ID != "start-up" || line.Form != "in_kind" || line.Parts != 3 || line.PerPerson != 150000 || line.PerFamily != 400000 || line.Window.Elapsed.Minutes() != 10 {
		t.Errorf("start-up line %+v", line)
	}
	if p.Package[0].Parts != 1 || p.Package[0].Window != nil {
		t.Errorf("travel cash %+v", p.Package[0])
	}
	if !p.Demo || !p.Illustrative || p.Currency != "EUR" || p.PlanCeiling != 400000 || len(p.FollowUp) != 4 {
		t.Errorf("programme %+v", p)
	}
	if got := p.Clocks[avrr.ClockReview]; got.Calendar != avrr.Elapsed || got.Elapsed.Minutes() != 5 {
		t.Errorf("review clock %+v", got)
	}
	for _, clock := range avrr.KnownClocks {
		if _, named := p.Clocks[clock]; !named {
			t.Errorf("the demonstration does not show the clock %s", clock)
		}
	}
}
