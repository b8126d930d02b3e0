package programmes_test

import (
	"strings"
	"testing"

	"homeward/avrr"
	"homeward/programmes"
)

func instrument(t testing.TB, code string) *avrr.Instrument {
	t.Helper()
	all, err := programmes.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		if i.Code == code {
			return i
		}
	}
	t.Fatalf("no instrument %s", code)
	return nil
}

func TestEveryShippedProgrammeAsksEveryShippedInstrument(t *testing.T) {
	all, err := programmes.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 7 {
		t.Errorf("%d instruments are shipped", len(all))
	}
	for _, p := range shipped(t).All() {
		for _, i := range all {
			if p.Instrument(i.Code) != i {
				t.Errorf("%s does not ask %s", p.Code, i.Code)
			}
		}
	}
}

// The survey asks items 1 to 31 of the list, in order, each in the dimension and towards the good end that it has there. What the
// list is unsure of is marked.
func TestTheSustainabilitySurveyIsThatOfTheList(t *testing.T) {
	good := []string{"very_satisfied", "never", "yes", "never", "no_debt", "very_good", "yes", "any", "no", "other", // economic
		"very_good", "very_good", "very_good", "all", "very_good", "yes", "very_good", "very_good", "very_good", "very_good", "very_good", // social
		"very_often", "very_good", "strongly_agree", "always", "never", "never", "never", "no", "yes", "wish"} // psychosocial
	dimension := func(number int) string {
		switch {
		case number <= 10:
			return "economic"
		case number <= 21:
			return "social"
		}
		return "psychosocial"
	}
	number, unsure := 0, ""
	for _, item := range instrument(t, "rss").Items {
		if item.Number == 0 {
			if item.Dimension != "" {
				t.Errorf("%s is scored and stands on no list", item.ID)
			}
			continue
		}
		if number++; item.Number != number || item.Dimension != dimension(number) {
			t.Errorf("item %d is %s, %s", item.Number, item.ID, item.Dimension)
		}
		if item.Uncertain != nil {
			unsure += item.ID + " "
		}
		for _, c := range item.Choices {
			if best := good[number-1]; c.ID == best && c.Value != 1 || best == "any" && (c.Value == 1) != (c.ID != "none") {
				t.Errorf("%s: %s is worth %v", item.ID, c.ID, c.Value)
			}
		}
		if n := len(item.Choices); n == 5 && number != 10 {
			if values := []float64{item.Choices[0].Value, item.Choices[1].Value, item.Choices[2].Value, item.Choices[3].Value, item.Choices[4].Value}; !evenly(values) {
				t.Errorf("%s: the steps are worth %v", item.ID, values)
			}
		}
	}
	if number != 31 || unsure != "debt looking-for-work why-looking psychological-support why-leaving " || len(instrument(t, "rss").Uncertain) != 4 {
		t.Errorf("%d items; unsure of %s; and %d notes", number, unsure, len(instrument(t, "rss").Uncertain))
	}
}

func evenly(values []float64) bool {
	step := values[1] - values[0]
	for n := range values[1:] {
		if values[n+1]-values[n] != step {
			return false
		}
	}
	return step == 0.25 || step == -0.25
}

// What people are asked stands in both languages, and is not one of them twice.
func TestEveryQuestionIsAskedInBothLanguages(t *testing.T) {
	all, err := programmes.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		for _, item := range i.Items {
			if item.Text.EN == item.Text.SQ {
				t.Errorf("%s asks %s in one language", i.Code, item.ID)
			}
		}
	}
}

// A change to a good instrument and the one mistake it makes.
func TestEachMistakeOfAnInstrumentIsExplained(t *testing.T) {
	good := string(read(t, "data/instruments/rss-1.yaml"))
	for _, c := range []struct{ name, old, new, says string }{
		{"an unknown scale", "scale: quality", "scale: qualty", `scale: there is no scale "qualty"; did you mean "quality"?`},
		{"no scale", "    scale: satisfaction\n    good_end: very_satisfied\n", "", "items[0]: an item of a dimension needs a scale"},
		{"no good end", "    good_end: very_satisfied\n", "", `items[0].good_end: "good_end" is missing`},
		{"a good end in the middle", "good_end: very_satisfied", "good_end: neither", `"neither" is not an end of the scale; it ends with very_satisfied and very_dissatisfied`},
		{"a good end of a scale with values", "    scale: work\n", "    scale: work\n    good_end: \"yes\"\n", `the choices of the scale "work" have values, so it has no good end to name`},
		{"a value beyond 1", "value: 1}", "value: 2}", "this must be a number from 0 to 1, not \"2\""},
		{"a value here and none there", `text: {en: In training, sq: Në trajnim}, value: 1}`, `text: {en: In training, sq: Në trajnim}}`, "either every choice of a scale has a value, or none"},
		{"a choice that is always there", "id: no_debt", "id: dont_know", `"dont_know" can be answered to every item`},
		{"a choice twice", "id: in_training", `id: "yes"`, `the id "yes" is taken by an entry above`},
		{"an item twice", "id: food-cut", "id: economy-satisfaction", `the id "economy-satisfaction" is taken by an entry above`},
		{"a number twice", "number: 2\n", "number: 1\n", "the number 1 is taken by an item above"},
		{"an unknown dimension", "dimension: economic", "dimension: econmic", `"econmic" is not one of economic, social, psychosocial; did you mean "economic"?`},
		{"a condition on what comes later", "applies_if: {item: looking-for-work", "applies_if: {item: able-to-stay", `there is no item "able-to-stay" above`},
		{"a condition on no choice", `applies_if: {item: looking-for-work, is: ["yes"]}`, `applies_if: {item: looking-for-work, is: [maybe]}`, `"maybe" is not one of yes, no`},
		{"a contradiction in itself", "not: {item: why-looking, is: [unemployed]}", `not: {item: works, is: ["no"]}`, "an item cannot contradict itself; name two"},
		{"bands out of order", "above: 0.66, title", "above: 0.2, title", "the band begins no higher than the one above it"},
		{"a first band that begins", "{id: high-need, title", "{id: high-need, from: 0.1, title", "the first band begins at 0"},
		{"a band that begins twice", "from: 0.33, title", "from: 0.33, above: 0.33, title", "give one of the two"},
		{"low and high at once", "high: social", "high: economic", "one dimension cannot be low and high at once"},
		{"asked by the travel desk", "asked_by: [reintegration]", "asked_by: [travel]", `"travel" is not one of return, reintegration`},
		{"no label", "label: RSS-compatible\n", "", `"label" is missing`},
		{"two instruments", "dimensions:", "---\ndimensions:", "a file holds one instrument; this is a second one"},
	} {
		t.Run(c.name, func(t *testing.T) {
			source := strings.Replace(good, c.old, c.new, 1)
			if source == good {
				t.Fatalf("the file holds no %q", c.old)
			}
			i, mistakes := programmes.ParseInstrument("rss-1.yaml", []byte(source))
			if i != nil || !strings.Contains(lines(mistakes), c.says) {
				t.Errorf("got\n%swant %s", lines(mistakes), c.says)
			}
		})
	}
}

const ownQuestions = `
  - instrument: harbour-mood
    version: "1"
    title: {en: Mood, sq: Gjendja}
    purpose: {en: How it is., sq: Si është.}
    source: The harbour office
    asked_by: [return]
    scales:
      mood:
        - {id: good, text: {en: Good, sq: Mirë}}
        - {id: bad, text: {en: Bad, sq: Keq}}
    items:
      - id: mood
        text: {en: How are you, sq: Si jeni}
        scale: mood
`

// A programme names what is shipped and writes out what is its own, so that the version a case is pinned to holds every question.
func TestAProgrammeBringsItsOwnInstruments(t *testing.T) {
	good := string(read(t, "testdata/versions/harbour-1.yaml"))
	p, mistakes := programmes.Parse("h.yaml", []byte(good+"\ninstruments:\n  - rss@1"+ownQuestions))
	if len(mistakes) > 0 {
		t.Fatal(lines(mistakes))
	}
	if i := p.Instrument("harbour-mood"); i == nil || i.Scored() || len(i.Items[0].Choices) != 2 || p.Instrument("rss").Version != "1" || p.Instrument("needs") != nil {
		t.Errorf("%+v", p.Instruments)
	}
	for list, says := range map[string]string{
		"[rss@2]":        `instruments[0]: there is no instrument "rss@2"; there are family@1, needs@1,`,
		"[rss@1, rss@1]": `instruments[1]: "rss" is asked in another version above`,
		"[7]":            "instruments[0]: this must be text",
	} {
		if _, mistakes := programmes.Parse("h.yaml", []byte(good+"\ninstruments: "+list+"\n")); !strings.Contains(lines(mistakes), says) {
			t.Errorf("%s: got %swant %s", list, lines(mistakes), says)
		}
	}
}

// weightsFile is a file of weights for the survey: each counts as much as its number, its composite by the line.
func weightsFile(t testing.TB, line func(avrr.Item) string) []byte {
	t.Helper()
	var b strings.Builder
	b.WriteString("weights: harbour study\nversion: \"2026.1\"\nsource: Harbour study, table 4\ninstrument: rss@1\nitems:\n")
	for _, item := range instrument(t, "rss").Items {
		if item.Dimension != "" {
			b.WriteString("  " + item.ID + ": " + line(item) + "\n")
		}
	}
	return []byte(b.String())
}

func even(avrr.Item) string { return "{dimension: 1, composite: 0.5}" }

func TestPublishedWeightsTakeThePlaceOfTheDefaultOnesAndAreNamed(t *testing.T) {
	set, mistakes := programmes.ParseWeights("w.yaml", weightsFile(t, func(item avrr.Item) string {
		if item.ID == "works" {
			return "{dimension: 9, composite: 1}"
		}
		return even(item)
	}))
	if len(mistakes) > 0 {
		t.Fatal(lines(mistakes))
	}
	var pinned programmes.Pinned
	p, err := pinned.Programme("standard", "1", set, func() (string, error) { return string(shipped(t).Source("standard", "1")), nil })
	if err != nil {
		t.Fatal(err)
	}
	answers := avrr.Answers{"works": "no"}
	for _, item := range instrument(t, "rss").Items {
		if item.Dimension == "economic" && item.ID != "works" && item.ID != "why-looking" {
			answers[item.ID] = item.Choices[0].ID
		}
	}
	answers["looking-for-work"], answers["food-cut"], answers["borrows"] = "no", "never", "never"
	s := p.Instrument("rss").Score(answers)
	if got := s.Dimensions[0]; got.Value == nil || *got.Value != 0.4706 || s.Result != "RSS-compatible, harbour study 2026.1" { // eight ones of 8 + 9
		t.Errorf("%+v %q", got, s.Result)
	}
	if own := instrument(t, "rss").Result(); own != "RSS-compatible, default weights v0" {
		t.Errorf("the shipped instrument is now called %q", own)
	}
	if p.Instrument("return-satisfaction").Result() != "Return satisfaction, default weights v0" {
		t.Error("the weights of one instrument were put on another")
	}
}

func TestEachMistakeOfAFileOfWeightsIsExplained(t *testing.T) {
	good := string(weightsFile(t, even))
	for _, c := range []struct{ old, new, says string }{
		{"  works: {dimension: 1, composite: 0.5}\n", "", `items.works: "works" is missing`},
		{"  works:", "  wroks:", `rss has no scored item "wroks"; did you mean "works"?`},
		{"  works: {dimension: 1", "  works: {dimension: -1", `a weight is a number from 0 to 1e+06, not "-1"`},
		{"  works: {dimension: 1", "  works: {dimension: .nan", `this must be a number from 0 on, not ".nan"`},
		{"  works: {dimension: 1", "  works: {dimension: much", `this must be a number from 0 on, not "much"`},
		{"rss@1", "rss@9", `there is no instrument "rss@9"`},
		{"rss@1", "needs@1", "no score is made of needs, so it has no weights"},
		{"source: Harbour study, table 4\n", "", `"source" is missing`},
	} {
		source := strings.Replace(good, c.old, c.new, 1)
		if set, mistakes := programmes.ParseWeights("w.yaml", []byte(source)); set != nil || !strings.Contains(lines(mistakes), c.says) {
			t.Errorf("got\n%swant %s", lines(mistakes), c.says)
		}
	}
	nothing := weightsFile(t, func(item avrr.Item) string {
		return map[bool]string{true: "{dimension: 0, composite: 0}", false: even(item)}[item.Dimension == "social"]
	})
	if _, mistakes := programmes.ParseWeights("w.yaml", nothing); !strings.Contains(lines(mistakes), "no item counts in the dimension social") {
		t.Errorf("got %s", lines(mistakes))
	}
}

// What the sources leave open stays visible in the documentation as well.
func TestThePageOfSurveysNamesWhatIsNotSettled(t *testing.T) {
	all, err := programmes.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(read(t, "../docs/survey.md"))), " ")
	for _, i := range all {
		if !strings.Contains(text, "`"+i.Code+"`") {
			t.Errorf("the page does not name %s", i.Code)
		}
		for _, why := range i.Uncertain {
			if !strings.Contains(text, why.EN) {
				t.Errorf("the page does not say of %s: %s", i.Code, why.EN)
			}
		}
		for _, item := range i.Items {
			if item.Uncertain != nil && !strings.Contains(text, item.Uncertain.EN) {
				t.Errorf("the page does not say of %s: %s", item.ID, item.Uncertain.EN)
			}
		}
	}
}
