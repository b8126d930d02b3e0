package avrr

import "slices"

// An Instrument is one version of a questionnaire, as data: an assessment, the Reintegration Sustainability Survey, or a form that
// asks how content somebody was. Code and Version name it for ever; answers stay with the version they were given to.
type Instrument struct {
	Code    string `json:"code"`
	Version string `json:"version"`
	Title   Text   `json:"title"`
	Purpose Text   `json:"purpose"`
	// Label is what every export calls the results, with the weights after it; empty for an instrument that is not scored.
	Label  string `json:"label,omitempty"`
	Source string `json:"source"` // where the questions and their scoring come from
	// Duties are whose it is to ask.
	Duties []Duty `json:"duties"`
	// Home is whether it asks about life after the arrival, so that answers from before it contradict the case.
	Home           bool            `json:"after_arrival"`
	Dimensions     []Dimension     `json:"dimensions"` // empty: no score is made of the answers
	Items          []Item          `json:"items"`
	Contradictions []Contradiction `json:"contradictions"`
	Profiles       []Profile       `json:"threshold_profiles"`
	Replan         *Pattern        `json:"suggests_new_plan,omitempty"`
	Weights        Weights         `json:"weights,omitzero"`
	Uncertain      []Text          `json:"uncertain"` // what its sources leave open, beside what the items say of themselves
}

// A Dimension is one side of life that is scored for itself.
type Dimension struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
}

// An Item is one question.
type Item struct {
	ID        string    `json:"id"`
	Number    int       `json:"number,omitempty"`    // in the published list; 0 for what is asked beside it
	Dimension string    `json:"dimension,omitempty"` // empty: asked, and not scored
	Text      Text      `json:"text"`
	Choices   []Choice  `json:"choices,omitempty"` // empty: the answer is in words
	Several   bool      `json:"several,omitempty"` // more than one choice may be named, with commas between them
	Applies   *Answered `json:"applies_if,omitempty"`
	Uncertain *Text     `json:"uncertain,omitempty"` // what is not settled about it, and why
}

// A Choice is one answer an item can have. Value is what it is worth where the item is scored, 1 at the good end and 0 at the other.
type Choice struct {
	ID    string  `json:"id"`
	Text  Text    `json:"text"`
	Value float64 `json:"value"`
	Alone bool    `json:"alone,omitempty"` // it cannot be named beside another
}

// A Answered holds when an item is answered by one of the choices.
type Answered struct {
	Item string   `json:"item"`
	Is   []string `json:"is"`
}

// A Contradiction is two answers that cannot both be right; Text says why, in a sentence.
type Contradiction struct {
	If   Answered `json:"if"`
	Not  Answered `json:"not"`
	Text Text     `json:"text"`
}

// A Profile is a named set of thresholds, so that a number never goes without saying what it is measured by.
type Profile struct {
	ID        string `json:"id"`
	Title     Text   `json:"title"`
	Source    string `json:"source"`
	Composite bool   `json:"composite_only"` // it was published for the composite score alone
	Bands     []Band `json:"bands"`          // from the lowest on; the first has no lower end
}

// A Band is a range of scores: from From on, or above Above, up to where the next one begins.
type Band struct {
	ID    string   `json:"id"`
	Title Text     `json:"title"`
	From  *float64 `json:"from,omitempty"`
	Above *float64 `json:"above,omitempty"`
}

// A Pattern is a low score in one dimension beside a high one in another, which suggests that the plan be looked at again.
type Pattern struct {
	Low   string  `json:"low"`
	Below float64 `json:"below"`
	High  string  `json:"high"`
	Above float64 `json:"above"`
}

// Weights say how much each item counts. Their name stands beside every score that was made with them.
type Weights struct {
	Name    string                `json:"name"`
	Version string                `json:"version"`
	Source  string                `json:"source"`
	Items   map[string]ItemWeight `json:"items"`
}

// An ItemWeight is how much an item counts in the score of its dimension, and in the composite. Only their proportions matter.
type ItemWeight struct {
	Dimension float64 `json:"dimension"`
	Composite float64 `json:"composite"`
}

// Answers an item may have beside its choices. The first two are no answer, and the score is made without them.
const (
	DontKnow      = "dont_know"
	NoAnswer      = "no_answer"
	NotApplicable = "not_applicable" // only of an item with a condition
)

// EqualWeights are the weights until a published set is loaded: items count alike within a dimension, and dimensions alike in
// the composite (domain research §3.3).
func EqualWeights(items []Item) Weights {
	size := map[string]float64{}
	for _, item := range items {
		if item.Dimension != "" {
			size[item.Dimension]++
		}
	}
	w := Weights{Name: "default weights", Version: "v0", Source: "Homeward: equal within a dimension, and each dimension alike in the composite", Items: map[string]ItemWeight{}}
	for _, item := range items {
		if n := size[item.Dimension]; item.Dimension != "" {
			w.Items[item.ID] = ItemWeight{Dimension: 1 / n, Composite: 1 / (n * float64(len(size)))}
		}
	}
	return w
}

// Result answers what exports call the scores: "RSS-compatible, default weights v0". It is empty where none are made.
func (i *Instrument) Result() string {
	if !i.Scored() {
		return ""
	}
	return i.Label + ", " + i.Weights.Name + " " + i.Weights.Version
}

// Scored reports whether scores are made of the answers.
func (i *Instrument) Scored() bool { return len(i.Dimensions) > 0 }

// Item answers the item of that id, and false where there is none.
func (i *Instrument) Item(id string) (Item, bool) {
	at := slices.IndexFunc(i.Items, func(item Item) bool { return item.ID == id })
	if at < 0 {
		return Item{}, false
	}
	return i.Items[at], true
}

// choice answers the choice of that id, and false where the item has none.
func (i Item) choice(id string) (Choice, bool) {
	at := slices.IndexFunc(i.Choices, func(c Choice) bool { return c.ID == id })
	if at < 0 {
		return Choice{}, false
	}
	return i.Choices[at], true
}

// Instrument answers the instrument of that code in the version the programme names, or nil.
func (p *Programme) Instrument(code string) *Instrument {
	at := slices.IndexFunc(p.Instruments, func(i *Instrument) bool { return i.Code == code })
	if at < 0 {
		return nil
	}
	return p.Instruments[at]
}
