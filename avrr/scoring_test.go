package avrr_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"homeward/avrr"
	"homeward/programmes"

	"pgregory.net/rapid"
)

// rss is the sustainability survey as it is shipped.
func rss(t rapid.TB) *avrr.Instrument {
	t.Helper()
	return instrument(t, "rss")
}

func instrument(t rapid.TB, code string) *avrr.Instrument {
	t.Helper()
	all, err := programmes.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(all, func(i *avrr.Instrument) bool { return i.Code == code })
	if at < 0 {
		t.Fatalf("no instrument %s", code)
	}
	return all[at]
}

// settling is somebody half-way: 5 of 10 points in money, 7.75 of 10 in daily life, 4 of 10 in mind.
var settling = avrr.Answers{
	"economy-satisfaction": "satisfied", "food-cut": "sometimes", "could-borrow": "yes", "borrows": "rarely", "debt": "spending_larger", // ¾ ½ 1 ¾ ½
	"job-training-access": "fair", "works": "no", "owns-assets": "tools,land", "looking-for-work": "yes", "why-looking": "unemployed", // ½ 0 1 0 0
	"housing-access": "good", "housing-standard": "good", "education-access": "good", "school-age-children": "no", "justice-access": "good", // ¾ ¾ ¾ ¾
	"identity-document": "yes", "documentation-access": "good", "drinking-water": "good", "health-access": "good", "health-quality": "good", "public-services": "good",
	"social-activities": "often", "support-network": "poor", "belonging": "agree", "physical-safety": "mostly", "family-tension": "rarely", // ¾ ¼ ¾ ¾ ¾
	"discrimination": "sometimes", "distress": "often", "psychological-support": "yes", "able-to-stay": "no", "why-leaving": "no_work", // ½ ¼ 0 0 0
}

// but answers the same with some answers changed; an empty one is taken out.
func but(a avrr.Answers, changes avrr.Answers) avrr.Answers {
	a = maps.Clone(a)
	for item, answer := range changes {
		if a[item] = answer; answer == "" {
			delete(a, item)
		}
	}
	return a
}

// best and worst answer every item by its good or its bad end, as far as it applies.
func ends(i *avrr.Instrument) (best, worst avrr.Answers) {
	best, worst = avrr.Answers{}, avrr.Answers{}
	for _, item := range i.Items {
		if len(item.Choices) == 0 {
			continue
		}
		byValue := slices.Clone(item.Choices)
		slices.SortStableFunc(byValue, func(a, b avrr.Choice) int { return int(math.Copysign(1, a.Value-b.Value)) })
		best[item.ID], worst[item.ID] = byValue[len(byValue)-1].ID, byValue[0].ID
	}
	for _, a := range []avrr.Answers{best, worst} {
		for _, item := range i.Items {
			if !i.Asks(a, item) {
				delete(a, item.ID)
			}
		}
	}
	return best, worst
}

// said writes scores as "economic 0.5 of 1, social – of 0.7, composite …".
func said(s *avrr.Scores) string {
	text := ""
	for _, d := range s.Dimensions {
		text += d.Dimension + " " + saidOne(d.Score) + ", "
	}
	return text + "composite " + saidOne(s.Composite)
}

func saidOne(s avrr.Score) string {
	if s.Value == nil {
		return fmt.Sprintf("– of %v", s.Completeness)
	}
	return fmt.Sprintf("%v of %v", *s.Value, s.Completeness)
}

// Every number of this table was worked out by hand. Ten items of each dimension apply to who is settling: 14 does not.
func TestScoresAreThoseOfAHand(t *testing.T) {
	best, worst := ends(rss(t))
	for _, c := range []struct {
		name    string
		answers avrr.Answers
		want    string
	}{
		{"everything at its good end", best, "economic 1 of 1, social 1 of 1, psychosocial 1 of 1, composite 1 of 1"},
		{"everything at its bad end", worst, "economic 0 of 1, social 0 of 1, psychosocial 0 of 1, composite 0 of 1"},
		// (5/30 + 7.75/33 + 4/30) / (10/30 + 10/33 + 10/30) = 0.534848 / 0.969697; the mean of the three would be 0.5583.
		{"half-way", settling, "economic 0.5 of 1, social 0.775 of 1, psychosocial 0.4 of 1, composite 0.5516 of 1"},
		// (7.75 + 0.5) / 11 = 0.75; (5 + 8.25 + 4.4) / 33: eleven items count a thirty-third each. Composite: 5/30 + 8.25/33 + 4/30 = 0.55.
		{"with children, some at school", but(settling, avrr.Answers{"school-age-children": "yes", "children-at-school": "some"}),
			"economic 0.5 of 1, social 0.75 of 1, psychosocial 0.4 of 1, composite 0.55 of 1"},
		// Item 14 is left open: 7.75 / 10 still, of 10/11. Composite completeness 32/33 by weight: 1 − (1/33)/1.
		{"with children, and nothing said of school", but(settling, avrr.Answers{"school-age-children": "yes"}),
			"economic 0.5 of 1, social 0.775 of 0.9091, psychosocial 0.4 of 1, composite 0.5516 of 0.9697"},
		// Not looking: item 9 is 1, item 10 does not apply: (5 + 1) / 9. Composite: (6/30 + 7.75/33 + 4/30) / (9/30 + 10/33 + 10/30).
		{"not looking for work", but(settling, avrr.Answers{"looking-for-work": "no", "why-looking": ""}),
			"economic 0.6667 of 1, social 0.775 of 1, psychosocial 0.4 of 1, composite 0.6068 of 1"},
		// Items 1 (¾) and 2 (½) unanswered: 3.75 / 8, and 8 of 10 is just enough. Composite: (3.75/30 + 7.75/33 + 4/30) / (8/30 + 10/33 + 10/30).
		{"eight of ten answered", but(settling, avrr.Answers{"economy-satisfaction": avrr.DontKnow, "food-cut": avrr.NoAnswer}),
			"economic 0.4688 of 0.8, social 0.775 of 1, psychosocial 0.4 of 1, composite 0.5461 of 0.9313"},
		// Item 3 (1) as well: 7 of 10 are too few to show. Composite: (2.75/30 + 7.75/33 + 4/30) / (7/30 + 10/33 + 10/30).
		{"seven of ten", but(settling, avrr.Answers{"economy-satisfaction": avrr.DontKnow, "food-cut": avrr.NoAnswer, "could-borrow": ""}),
			"economic – of 0.7, social 0.775 of 1, psychosocial 0.4 of 1, composite 0.5287 of 0.8969"},
		{"nothing", avrr.Answers{}, "economic – of 0, social – of 0, psychosocial – of 0, composite – of 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := said(rss(t).Score(c.answers)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestNoScoreIsMadeWhereNoneIsPublished(t *testing.T) {
	for _, code := range []string{"needs", "skills", "family", "risk"} {
		if s := instrument(t, code).Score(avrr.Answers{}); s != nil || instrument(t, code).Result() != "" {
			t.Errorf("%s is scored: %+v", code, s)
		}
	}
}

func TestTheWeightsAreNamedBesideEveryScore(t *testing.T) {
	if got := rss(t).Score(settling).Result; got != "RSS-compatible, default weights v0" {
		t.Errorf("the result is called %q", got)
	}
}

// With weights of its own the composite is not the mean of the dimensions: money alone counts in this one.
func TestTheCompositeHasWeightsOfItsOwn(t *testing.T) {
	i := weighed(t, func(item avrr.Item, w avrr.ItemWeight) avrr.ItemWeight {
		if item.Dimension != "economic" {
			w.Composite = 0
		}
		if item.ID == "could-borrow" {
			w.Dimension = 9 * w.Dimension
		}
		return w
	})
	// Economic: (5 + 8·1) / 18 = 0.7222; the composite is the even mean of its ten items, 0.5.
	if got, want := said(i.Score(settling)), "economic 0.7222 of 1, social 0.775 of 1, psychosocial 0.4 of 1, composite 0.5 of 1"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func weighed(t rapid.TB, change func(avrr.Item, avrr.ItemWeight) avrr.ItemWeight) *avrr.Instrument {
	i := *rss(t)
	i.Weights.Items = maps.Clone(i.Weights.Items)
	for _, item := range i.Items {
		if w, ok := i.Weights.Items[item.ID]; ok {
			i.Weights.Items[item.ID] = change(item, w)
		}
	}
	return &i
}

func TestThresholdsBeginWhereTheyWerePublishedToBegin(t *testing.T) {
	profiles := map[string]avrr.Profile{}
	for _, p := range rss(t).Profiles {
		profiles[p.ID] = p
	}
	for _, c := range []struct {
		profile string
		score   float64
		want    string
	}{
		{"case-intensity", 0, "high-need"}, {"case-intensity", 0.3299, "high-need"}, {"case-intensity", 0.33, "medium-need"},
		{"case-intensity", 0.66, "medium-need"}, {"case-intensity", 0.6601, "low-need"}, {"case-intensity", 1, "low-need"},
		{"sufficient-reintegration", 0.4999, "not-sufficient"}, {"sufficient-reintegration", 0.5, "sufficient"},
	} {
		if band := profiles[c.profile].Band(avrr.Score{Value: &c.score}); band == nil || band.ID != c.want {
			t.Errorf("%v is %+v in %s, not %s", c.score, band, c.profile, c.want)
		}
	}
	if band := profiles["case-intensity"].Band(avrr.Score{}); band != nil {
		t.Errorf("no score stands in %s", band.ID)
	}
}

// anyWeights draws weights of all sizes, at least one of each dimension above 0.
func anyWeights(t *rapid.T) *avrr.Instrument {
	seen := map[string]bool{}
	return weighed(t, func(item avrr.Item, _ avrr.ItemWeight) avrr.ItemWeight {
		least := 0
		if !seen[item.Dimension] {
			least, seen[item.Dimension] = 1, true
		}
		draw := func(of string) float64 { return float64(rapid.IntRange(least, 50).Draw(t, of+item.ID)) }
		return avrr.ItemWeight{Dimension: draw("w of "), Composite: draw("W of ")}
	})
}

// anyAnswers draws answers that do not contradict each other.
func anyAnswers(t *rapid.T, i *avrr.Instrument) avrr.Answers {
	a := avrr.Answers{}
	for _, item := range i.Items {
		if !i.Asks(a, item) {
			continue
		}
		answers := []string{"", avrr.DontKnow, avrr.NoAnswer}
		for _, c := range item.Choices {
			answers = append(answers, c.ID, c.ID)
		}
		a = but(a, avrr.Answers{item.ID: rapid.SampledFrom(answers).Draw(t, item.ID)})
	}
	return a
}

func TestEveryScoreLiesBetweenTheEndsAndIsShownWhenEnoughIsKnown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := anyWeights(t)
		s := i.Score(anyAnswers(t, i))
		for _, one := range append([]avrr.DimensionScore{{Dimension: "composite", Score: s.Composite}}, s.Dimensions...) {
			if one.Value != nil && (*one.Value < 0 || *one.Value > 1) || one.Completeness < 0 || one.Completeness > 1 || one.Answered > one.Applicable {
				t.Fatalf("%s", said(s))
			}
			if (one.Value != nil) != (one.Completeness >= 0.80 && one.Answered > 0) {
				t.Fatalf("%s is shown or not against its completeness: %s", one.Dimension, said(s))
			}
		}
	})
}

// A better answer never lowers a score.
func TestScoresGrowTowardsTheGoodEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := anyWeights(t)
		a := anyAnswers(t, i)
		item := rapid.SampledFrom(slices.DeleteFunc(slices.Clone(i.Items), func(item avrr.Item) bool {
			return item.Dimension == "" || a[item.ID] == "" || item.ID == "looking-for-work" || item.ID == "able-to-stay" // whether another item applies hangs on these
		})).Draw(t, "item")
		lower, higher := rapid.SampledFrom(item.Choices).Draw(t, "one"), rapid.SampledFrom(item.Choices).Draw(t, "other")
		if lower.Value > higher.Value {
			lower, higher = higher, lower
		}
		before, after := i.Score(but(a, avrr.Answers{item.ID: lower.ID})), i.Score(but(a, avrr.Answers{item.ID: higher.ID}))
		for _, pair := range [][2]avrr.Score{{before.Composite, after.Composite}, {before.Dimension(item.Dimension), after.Dimension(item.Dimension)}} {
			if (pair[0].Value == nil) != (pair[1].Value == nil) || pair[0].Value != nil && *pair[0].Value > *pair[1].Value {
				t.Fatalf("%s → %s of %s lowers %s to %s", lower.ID, higher.ID, item.ID, saidOne(pair[0]), saidOne(pair[1]))
			}
		}
	})
}

// What does not apply is as if it had never been asked: the others count in the proportions they always had.
func TestWhatDoesNotApplyChangesNothingOfTheOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := anyWeights(t)
		a := but(anyAnswers(t, i), avrr.Answers{"school-age-children": "no", "children-at-school": rapid.SampledFrom([]string{"", avrr.NotApplicable}).Draw(t, "how")})
		without := *i
		without.Items = slices.DeleteFunc(slices.Clone(i.Items), func(item avrr.Item) bool { return item.ID == "children-at-school" })
		if got, want := said(i.Score(a)), said(without.Score(a)); got != want {
			t.Fatalf("with the item  %s\nwithout the item %s", got, want)
		}
	})
}
