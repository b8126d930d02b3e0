package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"homeward/avrr"
)

// said is what stands in an input, as people read it; empty for nothing.
func (a *asking) said(i *input) string {
	switch i.Kind {
	case drawnRadios, drawnSelect, drawnTicks:
		var chosen []string
		for _, c := range i.Choices {
			if c.Chosen {
				chosen = append(chosen, c.Title)
			}
		}
		return strings.Join(chosen, ", ")
	case drawnTick:
		if i.Value != "yes" {
			return ""
		}
		return a.w.word("choice", "yes")
	case drawnDate:
		if d, err := avrr.ParseDate(i.Value); err == nil {
			return a.w.date(d)
		}
	case drawnBirth:
		return a.saidBirth(i.Name)
	case drawnList:
		var rows []string
		for _, e := range i.Entries {
			var said []string
			for _, within := range slices.Concat(e.Within, e.Rare) {
				if v := a.said(within); v != "" {
					said = append(said, v)
				}
			}
			rows = append(rows, strings.Join(said, ", "))
		}
		return strings.Join(rows, "; ")
	}
	return i.Value
}

// An answer is one field of a form that can no longer be sent, with what stood in it.
type answer struct{ Label, Said string }

// entered is what stood in fields, for whoever has to tell it elsewhere.
func (a *asking) entered(fields []avrr.Field, within string) (answers []answer) {
	for _, f := range fields {
		name := within + f.Name
		if f.Kind == avrr.GroupField && !asksBirth(f) {
			answers = append(answers, a.entered(f.Of, name+".")...)
			continue
		}
		i := a.input(f, name)
		said := a.said(i)
		if ref := refOf(f); ref != "" { // what it names may no longer be offered
			var things []string
			for _, id := range a.entries[name] {
				things = append(things, a.named(avrr.Field{Ref: ref}, id))
			}
			said = strings.Join(things, ", ")
		}
		if said != "" {
			answers = append(answers, answer{i.Label, said})
		}
	}
	return answers
}

// refOf is what a field, or each entry of its list, refers to.
func refOf(f avrr.Field) string {
	if f.Entry != nil {
		return f.Entry.Ref
	}
	return f.Ref
}

// saidBirth is a birth as people say it, with no more of it than was entered.
func (a *asking) saidBirth(name string) string {
	var b struct {
		Birth *avrr.Birth `json:"birth"`
	}
	raw, err := json.Marshal(map[string]any{"birth": a.birth(name)})
	if err != nil || json.Unmarshal(raw, &b) != nil || b.Birth == nil {
		return ""
	}
	return a.w.birth(b.Birth)
}

func (w *words) birth(b *avrr.Birth) string {
	switch {
	case !b.Date.IsZero():
		return w.date(b.Date)
	case b.About != 0:
		return w.t("birth.said_about", b.About)
	}
	return strconv.Itoa(b.Year)
}
