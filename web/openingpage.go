package web

import (
	"slices"
	"strconv"
	"strings"

	"homeward/avrr"
)

// What a page of the opening shows.

// show makes the page that is reached.
func (o *opening) show(status int) screen {
	s := openingSteps[o.at]
	b := &openingBody{At: o.at + 1, Of: len(openingSteps), Step: s.name, Title: o.w.word("open.title", s.name), Lead: o.w.word("open.lead", s.name), Key: o.formKeyOf(), Seen: o.entries.Get(seenField),
		Checks: o.checks, Draft: o.draft, Lists: o.lists}
	for n, of := range openingSteps {
		state := "ahead"
		switch {
		case n < o.at:
			state = "done"
		case n == o.at:
			state = "now"
		}
		b.Segments = append(b.Segments, segment{o.w.word("open.title", of.name), state})
	}
	b.Fields, b.Rare = o.drawn(s.asks), o.drawn(s.rare)
	switch o.at {
	case familyStep:
		b.Relatives = o.relatives()
	case checkStep:
		b.Answers = o.answers()
	}
	all := slices.Concat(b.Fields, b.Rare)
	for _, r := range b.Relatives {
		all = append(all, r.Within...)
	}
	b.Problems, b.Doubt, b.Sure = o.summary(all), o.doubt, o.answeredDoubts()
	b.RareOpen = usedRare(b.Rare)
	b.Carried = o.carried(all)
	o.compare(b)
	title := o.w.t("open.step", b.At, b.Of, b.Title)
	if len(b.Problems) > 0 || b.Doubt != nil {
		title = o.w.t("form.problem.title") + ": " + title
	}
	return screen{Name: "newcase", Said: title, Status: status, Body: b}
}

// drawn draws fields by their names in the long form.
func (o *opening) drawn(names []string) []*input {
	var inputs []*input
	for _, name := range names {
		inputs = append(inputs, o.one(name))
	}
	return inputs
}

// one draws one field. Two are asked for by these pages alone: whether somebody has but one name, and when the screening is to be.
func (o *opening) one(name string) *input {
	switch {
	case strings.HasSuffix(name, ".one_name"):
		return &input{ID: idOfField(name), Name: name, Kind: drawnTick, Label: o.w.t("open.one_name"), Value: o.entries.Get(name)}
	case name == "screening":
		i := &input{ID: idOfField(name), Name: name, Kind: drawnRadios, Label: o.w.t("open.screening"), Value: o.entries.Get(name)}
		for _, v := range []string{"now", "later"} {
			i.Choices = append(i.Choices, option{v, o.w.word("open.screening", v), v == i.Value})
		}
		return i
	}
	entry, _ := avrr.Find("open")
	f, of := avrr.Field{Of: entry.Fields(o.action.InputSchema), Kind: avrr.GroupField}, false
	for part := range strings.SplitSeq(name, ".") {
		if f.Kind == avrr.ListField {
			f = *f.Entry
			continue
		}
		outer := f
		for _, within := range outer.Of {
			if within.Name == part {
				f = within
			}
		}
		of = of || outer.Optional
	}
	f.Optional = f.Optional || of // what belongs to something that may be left out may be left out with it
	i := o.input(f, name)
	if said, ok := o.w.catalogue["open.label."+name]; ok {
		i.Label = said
	}
	if said, ok := o.w.catalogue["open.hint."+name]; ok {
		i.Hint = line{Words: said}
	}
	if strings.HasSuffix(name, ".family_name") {
		i.Optional = false // or the tick below it
	}
	return i
}

// relatives draws the further members.
func (o *opening) relatives() []relative {
	var all []relative
	for n := 1; n < o.rows("members"); n++ {
		name := "members." + strconv.Itoa(n)
		r := relative{Name: name, Title: o.w.t("open.relative", n)}
		for _, field := range relativeAsks {
			in := o.one(name + "." + field)
			in.Choices = slices.DeleteFunc(in.Choices, func(c option) bool { return field == "relation" && c.Value == "principal" }) // who that is was asked first
			r.Within = append(r.Within, in)
		}
		all = append(all, r)
	}
	return all
}

// carried is everything that was entered on other pages.
func (o *opening) carried(here []*input) []carried {
	shown := map[string]bool{}
	each(here, func(i *input) { shown[i.Name] = true })
	var all []carried
	for name, values := range o.entries {
		if shown[name] || slices.Contains(controls, name) || name == seenField {
			continue
		}
		for _, v := range values {
			all = append(all, carried{name, v})
		}
	}
	slices.SortStableFunc(all, func(a, b carried) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// compare tells of other cases that may be of the same people, as far as this officer may see them.
func (o *opening) compare(b *openingBody) {
	if !o.toCompare {
		return
	}
	names := o.people()
	for _, c := range o.alike {
		said := o.w.word("open.alike", c.Why)
		if n, err := strconv.Atoi(strings.TrimPrefix(c.Member, "m")); err == nil && n <= len(names) {
			said = names[n-1].Name() + ": " + said
		}
		if c.Closed {
			said += ", " + o.w.t("open.alike.closed")
		}
		b.Alike = append(b.Alike, alikeLine{c.Reference, c.Href, said})
	}
}

// answers is everything that was entered, page by page, and how much was left open.
func (o *opening) answers() []checkedGroup {
	var groups []checkedGroup
	for n, s := range openingSteps[:checkStep] {
		g := checkedGroup{Step: s.name, Title: o.w.word("open.title", s.name)}
		for _, i := range o.drawn(slices.Concat(s.asks, s.rare)) {
			if said := o.said(i); said != "" {
				g.Rows = append(g.Rows, checkedRow{i.ID, i.Label, said})
			}
		}
		if n == familyStep {
			for _, r := range o.relatives() {
				var said []string
				for _, i := range r.Within {
					if v := o.said(i); v != "" {
						said = append(said, v)
					}
				}
				g.Rows = append(g.Rows, checkedRow{"r-" + r.Name, r.Title, strings.Join(said, ", ")})
			}
		}
		if len(g.Rows) == 0 {
			g.Rows = []checkedRow{{"main", g.Title, o.w.t("open.nothing")}}
		}
		groups = append(groups, g)
	}
	return groups
}
