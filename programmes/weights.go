package programmes

import (
	"slices"

	"homeward/avrr"
)

// A WeightSet is the weights of one instrument in one version, from a file of their own. They take the place of those the
// instrument comes with.
type WeightSet struct {
	Instrument string
	Version    string
	Weights    avrr.Weights
}

// On answers the instrument with these weights, and as it is where they are of another one. No weights change nothing.
func (w *WeightSet) On(i *avrr.Instrument) *avrr.Instrument {
	if w == nil || w.Instrument != i.Code || w.Version != i.Version {
		return i
	}
	weighed := *i
	weighed.Weights = w.Weights
	return &weighed
}

// in puts the weights in force for what a programme asks.
func (w *WeightSet) in(p *avrr.Programme) {
	for n, i := range p.Instruments {
		p.Instruments[n] = w.On(i)
	}
}

// ParseWeights reads weights from their YAML text: for every item of a dimension of a shipped instrument how much it counts there
// and in the composite. It answers them, or nil and every mistake.
func ParseWeights(name string, source []byte) (*WeightSet, []Mistake) {
	r := &reader{file: name, source: source, holds: "set of weights"}
	root := r.open()
	if root == nil {
		return nil, r.mistakes
	}
	set := r.weights(field{node: root})
	if len(r.mistakes) > 0 {
		return nil, inOrder(r.mistakes)
	}
	return set, nil
}

func (r *reader) weights(f field) *WeightSet {
	m := r.mapping(f, "weights", "version", "source", "instrument", "items")
	set := &WeightSet{Weights: avrr.Weights{Name: r.line(m.need("weights")), Version: r.matching(m.need("version"), versionForm, "a version of letters, digits, dots and hyphens"),
		Source: r.line(m.need("source")), Items: map[string]avrr.ItemWeight{}}}
	i := r.shippedInstrument(m.need("instrument"))
	items := r.openMapping(m.need("items"))
	if i == nil {
		return set
	}
	set.Instrument, set.Version = i.Code, i.Version
	if !i.Scored() {
		r.note(m.may("instrument"), "no score is made of %s, so it has no weights", i.Code)
		return set
	}
	var scored []string
	for _, item := range i.Items {
		if item.Dimension != "" {
			scored = append(scored, item.ID)
			items.need(item.ID)
		}
	}
	for _, key := range items.keys() {
		id := key.node.Value
		if !slices.Contains(scored, id) {
			r.note(key, "%s has no scored item %q%s", i.Code, id, didYouMean(id, scored))
			continue
		}
		w := r.mapping(items.may(id), "dimension", "composite")
		set.Weights.Items[id] = avrr.ItemWeight{Dimension: r.weight(w.need("dimension")), Composite: r.weight(w.need("composite"))}
	}
	r.somethingCounts(items.self, i, set.Weights)
	return set
}

// weight reads a number that is not negative. Only proportions matter, so that published tables can be copied as they are.
func (r *reader) weight(f field) float64 {
	const most = 1e6
	n, ok := r.number(f, "a number from 0 on")
	if ok && !(n >= 0 && n <= most) {
		r.note(f, "a weight is a number from 0 to %g, not %q", most, f.node.Value)
		return 0
	}
	return n
}

// somethingCounts notes a score that nothing would count in.
func (r *reader) somethingCounts(f field, i *avrr.Instrument, w avrr.Weights) {
	if len(r.mistakes) > 0 {
		return
	}
	composite := 0.0
	for _, d := range i.Dimensions {
		sum := 0.0
		for _, item := range i.Items {
			if item.Dimension == d.ID {
				sum += w.Items[item.ID].Dimension
				composite += w.Items[item.ID].Composite
			}
		}
		if sum == 0 {
			r.note(f, "no item counts in the dimension %s", d.ID)
		}
	}
	if composite == 0 {
		r.note(f, "no item counts in the composite")
	}
}
