package avrr

import "math"

// CompleteEnough is the part of what applies, by weight, that must have been answered before a score is shown.
const CompleteEnough = 0.80

// A Score is a number between 0 and 1, the good end being 1. Value is nil where too little was answered to tell. Completeness is
// the part of what applies that was answered, by weight; the counts are of items.
type Score struct {
	Value        *float64 `json:"score"`
	Completeness float64  `json:"completeness"`
	Answered     int      `json:"answered"`
	Applicable   int      `json:"applicable"`
}

// A DimensionScore is the score of one dimension.
type DimensionScore struct {
	Dimension string `json:"dimension"`
	Score
}

// Scores are what an instrument makes of answers. The composite is not the mean of the dimensions: its weights are its own. Result
// says what the numbers are, the name of the weights among it.
type Scores struct {
	Result     string           `json:"result"`
	Dimensions []DimensionScore `json:"dimensions"`
	Composite  Score            `json:"composite"`
}

// Score makes the scores of answers, and nil for an instrument that is not scored (domain research §3.3):
//
//	dimension    Σ w·v / Σ w over what was answered in it
//	composite    Σ W·v / Σ W over what was answered at all
//	completeness Σ w of what was answered / Σ w of what applies
//
// What does not apply is in neither sum; what was not answered is only in the last one. Nothing in Homeward refuses, delays or
// reduces anything because of a score.
func (i *Instrument) Score(a Answers) *Scores {
	if !i.Scored() {
		return nil
	}
	s := &Scores{Result: i.Result()}
	var whole tally
	for _, d := range i.Dimensions {
		var one tally
		for _, item := range i.Items {
			if item.Dimension != d.ID || !i.Asks(a, item) {
				continue
			}
			choices, w := a.chosen(item), i.Weights.Items[item.ID]
			one.add(choices, w.Dimension)
			whole.add(choices, w.Composite)
		}
		s.Dimensions = append(s.Dimensions, DimensionScore{d.ID, one.score()})
	}
	s.Composite = whole.score()
	return s
}

// Dimension answers the score of one dimension.
func (s *Scores) Dimension(id string) Score {
	for _, d := range s.Dimensions {
		if d.Dimension == id {
			return d.Score
		}
	}
	return Score{}
}

// A tally adds up what was answered of the items that apply.
type tally struct {
	worth, weighed, applied float64
	answered, applicable    int
}

// add counts an item that applies. Of several choices the best one counts: to own anything is to own something.
func (t *tally) add(choices []Choice, weight float64) {
	t.applied += weight
	t.applicable++
	if len(choices) == 0 {
		return
	}
	best := 0.0
	for _, c := range choices {
		best = max(best, c.Value)
	}
	t.worth += weight * best
	t.weighed += weight
	t.answered++
}

func (t tally) score() Score {
	s := Score{Answered: t.answered, Applicable: t.applicable}
	if t.applied > 0 {
		s.Completeness = fourPlaces(t.weighed / t.applied)
	}
	if t.weighed > 0 && s.Completeness >= CompleteEnough {
		value := fourPlaces(t.worth / t.weighed)
		s.Value = &value
	}
	return s
}

// fourPlaces rounds what people read, and what thresholds are held against: a score shown as 0.5 is not less than 0.5.
func fourPlaces(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// Band answers where a score stands in the profile, and nil where there is no score.
func (p Profile) Band(s Score) *Band {
	if s.Value == nil {
		return nil
	}
	var found *Band
	for n, b := range p.Bands {
		if b.Above != nil && *s.Value <= *b.Above || b.From != nil && *s.Value < *b.From {
			break
		}
		found = &p.Bands[n]
	}
	return found
}

// shows reports whether scores have the pattern.
func (k *Pattern) shows(s *Scores) bool {
	if k == nil || s == nil {
		return false
	}
	low, high := s.Dimension(k.Low).Value, s.Dimension(k.High).Value
	return low != nil && high != nil && *low < k.Below && *high > k.Above
}

// A Comparison sets the first survey of a member beside the last one of the same instrument. A difference is nil where one of the
// two has no score.
type Comparison struct {
	Member     string         `json:"member"`
	Instrument string         `json:"instrument"`
	Result     string         `json:"result"`
	Baseline   string         `json:"baseline"` // ids of the surveys
	Endline    string         `json:"endline"`
	Days       int            `json:"days"` // between the two
	Dimensions []DimensionGap `json:"dimensions"`
	Composite  *float64       `json:"composite"`
}

// A DimensionGap is by how much the score of a dimension has grown.
type DimensionGap struct {
	Dimension  string   `json:"dimension"`
	Difference *float64 `json:"difference"`
}

// Compare sets two surveys beside each other, and answers nil for an instrument that is not scored.
func (i *Instrument) Compare(first, last *Survey) *Comparison {
	before, after := i.Score(first.Answers), i.Score(last.Answers)
	if before == nil {
		return nil
	}
	k := &Comparison{Member: last.Member, Instrument: i.Code, Result: after.Result, Baseline: first.ID, Endline: last.ID,
		Days: first.HeldOn.DaysUntil(last.HeldOn), Composite: grown(before.Composite, after.Composite)}
	for n, d := range after.Dimensions {
		k.Dimensions = append(k.Dimensions, DimensionGap{d.Dimension, grown(before.Dimensions[n].Score, d.Score)})
	}
	return k
}

func grown(before, after Score) *float64 {
	if before.Value == nil || after.Value == nil {
		return nil
	}
	by := fourPlaces(*after.Value - *before.Value)
	return &by
}
