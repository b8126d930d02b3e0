package intake

import (
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/casework"
	"homeward/programmes"
)

// rulesAt are the rules of the house as shipped, on a day.
func rulesAt(t testing.TB, day string) Rules {
	t.Helper()
	library, err := programmes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return Rules{Current: library.Current, Now: avrr.MustDate(day).In(time.UTC).Add(10 * time.Hour), Actors: StandIns(),
		Assess: func(p *avrr.Programme, f avrr.Facts) (avrr.EligibilityDecision, error) {
			return programmes.Assess(p, f, nil)
		}}
}

// like is the template's example with some cells told otherwise.
func like(cells ...string) map[string]string {
	r := map[string]string{}
	for name, c := range columns {
		if c.shown != "" {
			r[name] = c.shown
		}
	}
	for i := 0; i < len(cells); i += 2 {
		r[cells[i]] = cells[i+1]
	}
	return r
}

// until is the example as far as a step, that included.
func until(step string, cells ...string) map[string]string {
	r, past := like(), false
	for _, s := range steps {
		for _, c := range s.columns() {
			if past {
				delete(r, c.name)
			}
		}
		past = past || s.on.name == step
	}
	for i := 0; i < len(cells); i += 2 {
		r[cells[i]] = cells[i+1]
	}
	return r
}

// another is a second person of the example's case, told nothing but who they are and what is told of each person.
func another(from map[string]string, cells ...string) map[string]string {
	r := map[string]string{"case": from["case"]}
	for _, c := range slices.Concat(personColumns, documentColumns) {
		r[c.name] = from[c.name]
	}
	for _, s := range steps {
		for _, c := range s.columns() {
			if s.isOnEachRow(c) {
				r[c.name] = from[c.name]
			}
		}
	}
	for i := 0; i < len(cells); i += 2 {
		r[cells[i]] = cells[i+1]
	}
	return r
}

func sheet(t testing.TB, rows ...map[string]string) string {
	t.Helper()
	return separated(t, ',', rows...)
}

func separated(t testing.TB, separator rune, rows ...map[string]string) string {
	t.Helper()
	var header []string
	for _, name := range inOrder {
		if slices.ContainsFunc(rows, func(r map[string]string) bool { return r[name] != "" }) {
			header = append(header, name)
		}
	}
	lines := [][]string{header}
	for _, r := range rows {
		var line []string
		for _, name := range header {
			line = append(line, r[name])
		}
		lines = append(lines, line)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = separator
	if err := w.WriteAll(lines); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// plan reads and plans a file on the first of June 2026.
func plan1June(t testing.TB, raw string, o Options) *Caseload {
	t.Helper()
	load, err := Read([]byte(raw), o).Plan(rulesAt(t, "2026-06-01"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return load
}

// says checks every problem of a caseload, in order.
func (c *Caseload) says(t testing.TB, want ...string) {
	t.Helper()
	var got []string
	for _, p := range c.Problems {
		got = append(got, p.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("the problems are\n  %s\nnot\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// tells checks what would be recorded of the only case.
func (c *Caseload) tells(t testing.TB, want ...string) {
	t.Helper()
	c.says(t)
	if len(c.Cases) != 1 {
		t.Fatalf("there are %d cases", len(c.Cases))
	}
	var got []string
	for _, d := range c.Cases[0].Deeds {
		got = append(got, fmt.Sprintf("%s %s %s", d.On, d.By, d.Action))
	}
	if !slices.Equal(got, want) {
		t.Errorf("what is told is\n  %s\nnot\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestTheTemplateTellsTheSameAsAWorkbook(t *testing.T) {
	raw, err := Workbook()
	if err != nil {
		t.Fatal(err)
	}
	load := plan1June(t, string(raw), Options{Workbook: true})
	load.says(t)
	if got, want := fmt.Sprint(load.Cases[0].Deeds), fmt.Sprint(plan1June(t, Template(), Options{}).Cases[0].Deeds); got != want {
		t.Errorf("the workbook asks for\n%s\nthe text for\n%s", got, want)
	}
}

func TestTheTemplateTellsOneCase(t *testing.T) {
	load := plan1June(t, Template(), Options{})
	load.tells(t,
		"2026-02-02 officer open",
		"2026-02-09 officer record-counselling",
		"2026-02-09 officer record-screening",
		"2026-02-09 officer give-consent",
		"2026-02-09 officer give-consent",
		"2026-02-10 officer request-authority",
		"2026-02-17 officer record-authority-reply",
		"2026-02-18 officer assess-eligibility",
		"2026-02-20 approver decide-eligibility",
		"2026-02-23 field answer-assignment",
		"2026-02-24 desk hold-seats",
		"2026-02-26 desk confirm-booking",
		"2026-03-09 officer record-briefing",
		"2026-03-11 desk confirm-departure",
		"2026-03-11 field confirm-arrival",
		"2026-03-20 field propose-plan",
		"2026-03-24 manager decide-plan")
	if c := load.Cases[0].Cases[0]; c.Stage != avrr.Reintegration || c.ArrivedAt.Format(time.RFC3339) != "2026-03-11T17:05:00+01:00" {
		t.Errorf("the case stands in %s and arrived at %s", c.Stage, c.ArrivedAt)
	}
}

func TestStepsAreRecordedInTheOrderOfTheirDays(t *testing.T) {
	r := until("data_consent_on", "screened_on", "2026-02-12", "noted_on", "2026-02-10", "note", "Called back.")
	plan1June(t, sheet(t, r), Options{}).tells(t,
		"2026-02-02 officer open",
		"2026-02-09 officer record-counselling",
		"2026-02-09 officer give-consent",
		"2026-02-09 officer give-consent",
		"2026-02-10 officer add-note",
		"2026-02-12 officer record-screening")
}

func TestAnArrivalToldLateIsRecordedWhenItWasTold(t *testing.T) {
	r := until("arrived_at", "arrived_at", "2026-03-11", "arrival_told_on", "2026-03-16", "noted_on", "2026-03-13", "note", "No word yet.")
	load := plan1June(t, sheet(t, r), Options{})
	deeds := load.Cases[0].Deeds
	if last := deeds[len(deeds)-2:]; last[0].Action != "add-note" || last[1].Action != "confirm-arrival" {
		t.Errorf("the last are %s and %s", last[0].Action, last[1].Action)
	}
	if at := load.Cases[0].Cases[0].ArrivedAt; avrr.DateOf(at).String() != "2026-03-11" {
		t.Errorf("arrived at %s", at)
	}
}

func TestAFamilyTravelsTogether(t *testing.T) {
	mother := until("arrived_at", "sex", "F")
	son := another(mother, "given_names", "Ilir", "birth", "2015-05-05", "relation", "child", "sex", "M", "document_number", "BA7654321", "ticket", "2572410310002", "travels", "yes")
	load := plan1June(t, sheet(t, mother, son), Options{})
	load.says(t)
	for _, m := range load.Cases[0].Cases[0].Members {
		if m.Fate != avrr.Arrived {
			t.Errorf("%s is %s", m.ID, m.Fate)
		}
	}
	if load.Persons() != 2 || !slices.Equal(load.Cases[0].Lines, []int{2, 3}) {
		t.Errorf("%d persons on the lines %v", load.Persons(), load.Cases[0].Lines)
	}
}

func TestTheSameFileAsksForTheSameThings(t *testing.T) {
	keys := func(raw string, o Options) []string {
		var keys []string
		for _, d := range plan1June(t, raw, o).Cases[0].Deeds {
			keys = append(keys, d.Key)
		}
		return keys
	}
	whole, begun := keys(sheet(t, like()), Options{}), keys(sheet(t, until("decided_on")), Options{})
	if !slices.Equal(begun, whole[:len(begun)]) {
		t.Error("a file with later steps does not go on where the earlier one ended")
	}
	if otherwise := keys(separated(t, ';', dotted(like())), Options{}); !slices.Equal(otherwise, whole) {
		t.Error("the same file with its days written otherwise asks for other things")
	}
	if moved := keys(sheet(t, like()), Options{AsOf: avrr.MustDate("2026-04-01"), Today: avrr.MustDate("2026-05-20")}); !slices.Equal(moved, whole) {
		t.Error("the same file moved by weeks asks for other things")
	}
	if other := keys(sheet(t, like("host_office", "Leeds office")), Options{}); other[0] == whole[0] || other[1] == whole[1] {
		t.Error("the same number at another office is the same case")
	}
	slices.Sort(whole)
	if len(slices.Compact(whole)) != len(keys(sheet(t, like()), Options{})) {
		t.Error("two things are asked for under one key")
	}
}

// dotted writes every day as 14.03.2026.
func dotted(r map[string]string) map[string]string {
	r = maps.Clone(r)
	for name, cell := range r {
		if m := isoDay.FindStringSubmatch(cell); m != nil {
			r[name] = strings.TrimSpace(m[3] + "." + m[2] + "." + m[1] + " " + m[4])
		}
	}
	return r
}

func TestWhatIsToldOfTheCaseStandsOnItsFirstRow(t *testing.T) {
	first := until("data_consent_on")
	second := another(first, "given_names", "Ilir", "birth", "2015-05-05", "document_number", "BA7654321", "programme", "eurp", "counselled_on", first["counselled_on"])
	plan1June(t, sheet(t, first, second), Options{}).says(t, "line 3, programme: This is told of the whole case, on its first row (line 2), which says otherwise.")
}

func TestOneWrongLineLeavesOutItsCaseAndNoOther(t *testing.T) {
	good := until("data_consent_on", "case", "A", "birth", "1980", "document_number", "AA0000001")
	bad := until("data_consent_on", "case", "B", "birth", "1981-13-01", "document_number", "AA0000002")
	child := another(bad, "given_names", "Ilir", "birth", "2015-05-05", "document_number", "AA0000003")
	load := plan1June(t, sheet(t, good, bad, child), Options{})
	if !slices.Equal(load.LeftOut, []string{"B"}) || len(load.Cases) != 1 || load.Cases[0].Key != "A" {
		t.Errorf("left out are %v", load.LeftOut)
	}
	load.says(t, "line 3, birth: A birth is a day (1985-04-02), a year (1985) or about a year (about 1985).")
}

func TestWhoIsKnownIsLeftOutWithTheCaseTheyAreIn(t *testing.T) {
	f := Read([]byte(sheet(t, until("data_consent_on"))), Options{})
	load, err := f.Plan(rulesAt(t, "2026-06-01"), func(members []*avrr.Member, opening string) ([]casework.LikelyView, error) {
		if m := members[0]; m.Name() != "Arben Kodra" || m.Papers[0].Number != "BA1234567" || opening == "" {
			t.Errorf("asked for %+v", m)
		}
		return []casework.LikelyView{{Member: "m1", Reference: "HW-7K3-M9PX", Why: "document"}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(load.Cases) != 0 || len(load.Known) != 1 || load.Known[0].String() != "line 2: This person is probably in case HW-7K3-M9PX already: it holds a document of the same number." {
		t.Errorf("known are %v", load.Known)
	}
}
