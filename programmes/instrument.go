package programmes

import (
	"regexp"
	"slices"

	"homeward/avrr"
)

const maxItems = 100 // as many as one set of answers may hold

var choiceForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

const choiceWords = "a code of small letters, digits and underscores"

// instrument reads a whole questionnaire; this is the table of contents of its file format.
func (r *reader) instrument(f field) *avrr.Instrument {
	m := r.mapping(f, "instrument", "version", "title", "purpose", "label", "source", "asked_by", "after_arrival", "dimensions", "scales",
		"items", "contradictions", "thresholds", "suggests_new_plan", "uncertain")
	i := &avrr.Instrument{
		Code:           r.matching(m.need("instrument"), codeForm, codeWords),
		Version:        r.matching(m.need("version"), versionForm, "a version of letters, digits, dots and hyphens"),
		Title:          r.text(m.need("title")),
		Purpose:        r.text(m.need("purpose")),
		Source:         r.line(m.need("source")),
		Duties:         r.askedBy(m.need("asked_by")),
		Home:           r.boolean(m.may("after_arrival")),
		Dimensions:     r.dimensions(m.may("dimensions")),
		Contradictions: []avrr.Contradiction{},
		Profiles:       []avrr.Profile{},
		Uncertain:      []avrr.Text{},
	}
	i.Items = r.items(m.need("items"), i, r.scales(m.may("scales")))
	if i.Scored() {
		i.Label = r.line(m.need("label"))
		i.Weights = avrr.EqualWeights(i.Items)
		r.everyDimensionAsked(m.may("dimensions"), i)
	} else {
		r.onlyScored(m, "label", "thresholds", "suggests_new_plan")
	}
	for _, entry := range r.list(m.may("contradictions")) {
		i.Contradictions = append(i.Contradictions, r.contradiction(entry, i))
	}
	i.Profiles = r.profiles(m.may("thresholds"))
	i.Replan = r.pattern(m.may("suggests_new_plan"), i)
	for _, entry := range r.list(m.may("uncertain")) {
		i.Uncertain = append(i.Uncertain, r.text(entry))
	}
	return i
}

func (r *reader) askedBy(f field) (duties []avrr.Duty) {
	for _, entry := range r.someOf(f) {
		duty := avrr.Duty(r.oneOf(entry, string(avrr.ReturnDuty), string(avrr.ReintegrationDuty)))
		if duty != "" && slices.Contains(duties, duty) {
			r.note(entry, "%q is listed twice", duty)
		}
		duties = append(duties, duty)
	}
	return duties
}

func (r *reader) dimensions(f field) []avrr.Dimension {
	dimensions, taken := []avrr.Dimension{}, map[string]bool{}
	for _, entry := range r.list(f) {
		m := r.mapping(entry, "id", "title")
		dimensions = append(dimensions, avrr.Dimension{ID: r.id(m.need("id"), taken), Title: r.text(m.need("title"))})
	}
	return dimensions
}

func (r *reader) everyDimensionAsked(f field, i *avrr.Instrument) {
	for n, entry := range r.list(f) {
		id := i.Dimensions[n].ID
		if !slices.ContainsFunc(i.Items, func(item avrr.Item) bool { return item.Dimension == id }) {
			r.note(entry, "no item is of the dimension %q", id)
		}
	}
}

// onlyScored notes what belongs to scores where none are made.
func (r *reader) onlyScored(m mapping, keys ...string) {
	for _, key := range keys {
		if f := m.may(key); f.given() {
			r.note(f, "%q is of scores, and an instrument without dimensions has none", key)
		}
	}
}

// A scaleOf is the choices of a scale, in order, and whether the author said what each is worth.
type scaleOf struct {
	choices []avrr.Choice
	valued  bool
}

func (r *reader) scales(f field) map[string]scaleOf {
	scales := map[string]scaleOf{}
	m := r.openMapping(f)
	for _, key := range m.keys() {
		scales[key.node.Value] = r.scale(m.may(key.node.Value))
	}
	return scales
}

func (r *reader) scale(f field) (s scaleOf) {
	taken := map[string]bool{}
	for n, entry := range r.someOf(f) {
		m := r.mapping(entry, "id", "text", "value", "alone")
		c := avrr.Choice{ID: r.matching(m.need("id"), choiceForm, choiceWords), Text: r.text(m.need("text")), Alone: r.boolean(m.may("alone"))}
		switch id := m.may("id"); {
		case slices.Contains([]string{avrr.DontKnow, avrr.NoAnswer, avrr.NotApplicable}, c.ID):
			r.note(id, "%q can be answered to every item, or to every one with a condition; leave it out", c.ID)
		case taken[c.ID]:
			r.note(id, "the id %q is taken by an entry above", c.ID)
		}
		taken[c.ID] = true
		value := m.may("value")
		c.Value = r.share(value)
		if n > 0 && value.given() != s.valued {
			r.note(entry, "either every choice of a scale has a value, or none")
		}
		s.valued = value.given()
		s.choices = append(s.choices, c)
	}
	if f.given() && len(s.choices) == 1 {
		r.note(f, "a scale has at least two choices")
	}
	return s
}

// share reads a number from 0 to 1.
func (r *reader) share(f field) float64 {
	const what = "a number from 0 to 1"
	n, ok := r.number(f, what)
	if ok && !(n >= 0 && n <= 1) { // not NaN either
		r.note(f, "this must be %s, not %q", what, f.node.Value)
		return 0
	}
	return n
}

func (r *reader) items(f field, i *avrr.Instrument, scales map[string]scaleOf) (items []avrr.Item) {
	entries := r.someOf(f)
	if len(entries) > maxItems {
		r.note(f, "there are %d items; an instrument has at most %d", len(entries), maxItems)
	}
	taken, numbers := map[string]bool{}, map[int]bool{}
	for _, entry := range entries {
		m := r.mapping(entry, "id", "number", "dimension", "text", "scale", "good_end", "several", "applies_if", "uncertain")
		item := avrr.Item{ID: r.id(m.need("id"), taken), Text: r.text(m.need("text")), Several: r.boolean(m.may("several"))}
		if f := m.may("number"); f.given() {
			item.Number = int(r.whole(f, 1, maxItems))
			if numbers[item.Number] {
				r.note(f, "the number %d is taken by an item above", item.Number)
			}
			numbers[item.Number] = true
		}
		if f := m.may("dimension"); f.given() {
			item.Dimension = r.among(f, i.Dimensions)
		}
		item.Choices = r.choices(m, item, scales)
		if f := m.may("applies_if"); f.given() {
			condition := r.answered(f, items)
			item.Applies = &condition
		}
		if f := m.may("uncertain"); f.given() {
			why := r.text(f)
			item.Uncertain = &why
		}
		items = append(items, item)
	}
	return items
}

func (r *reader) among(f field, dimensions []avrr.Dimension) string {
	var ids []string
	for _, d := range dimensions {
		ids = append(ids, d.ID)
	}
	if len(ids) == 0 {
		r.note(f, "the instrument has no dimensions")
		return ""
	}
	return r.oneOf(f, ids...)
}

// choices answers what an item can be answered with, each worth what its scale says or, on a scale of even steps, what its
// distance from the good end makes it.
func (r *reader) choices(m mapping, item avrr.Item, scales map[string]scaleOf) []avrr.Choice {
	named, end := m.may("scale"), m.may("good_end")
	if !named.given() {
		switch {
		case item.Dimension != "":
			r.note(m.self, "an item of a dimension needs a scale")
		case item.Several, end.given():
			r.note(m.self, "several and good_end are of an item with a scale")
		}
		return nil
	}
	name := r.line(named)
	scale, known := scales[name]
	if !known {
		if name != "" {
			r.note(named, "there is no scale %q%s", name, didYouMean(name, keysOf(scales)))
		}
		return nil
	}
	choices := slices.Clone(scale.choices)
	switch {
	case scale.valued && end.given():
		r.note(end, "the choices of the scale %q have values, so it has no good end to name", name)
	case !scale.valued && item.Dimension != "":
		r.step(m.need("good_end"), choices)
	}
	return choices
}

func keysOf(scales map[string]scaleOf) (names []string) {
	for name := range scales {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// step gives the choices values in even steps from the good end, which is 1, to the other, which is 0.
func (r *reader) step(f field, choices []avrr.Choice) {
	good, last := r.line(f), len(choices)-1
	if good == "" || last < 1 {
		return
	}
	if good != choices[0].ID && good != choices[last].ID {
		r.note(f, "%q is not an end of the scale; it ends with %s and %s", good, choices[0].ID, choices[last].ID)
		return
	}
	for n := range choices {
		steps := last - n
		if good == choices[last].ID {
			steps = n
		}
		choices[n].Value = float64(steps) / float64(last)
	}
}

// answered reads which answer to which item above.
func (r *reader) answered(f field, items []avrr.Item) avrr.Answered {
	m := r.mapping(f, "item", "is")
	k := avrr.Answered{Item: r.line(m.need("item"))}
	at := slices.IndexFunc(items, func(i avrr.Item) bool { return i.ID == k.Item })
	if at < 0 {
		if k.Item != "" {
			r.note(m.may("item"), "there is no item %q above", k.Item)
		}
		return k
	}
	var ids []string
	for _, c := range items[at].Choices {
		ids = append(ids, c.ID)
	}
	if len(ids) == 0 {
		r.note(m.may("item"), "the item %q is answered in words, which no condition can rest on", k.Item)
		return k
	}
	for _, entry := range r.someOf(m.need("is")) {
		k.Is = append(k.Is, r.oneOf(entry, ids...))
	}
	return k
}

func (r *reader) contradiction(f field, i *avrr.Instrument) avrr.Contradiction {
	m := r.mapping(f, "if", "not", "text")
	k := avrr.Contradiction{If: r.answered(m.need("if"), i.Items), Not: r.answered(m.need("not"), i.Items), Text: r.text(m.need("text"))}
	if k.If.Item != "" && k.If.Item == k.Not.Item {
		r.note(m.may("not"), "an item cannot contradict itself; name two")
	}
	return k
}
