package web

import (
	"regexp"
	"slices"
	"strings"

	"homeward/avrr"
)

// The questions of an instrument stand in the form that records its answers, as soon as the form knows which instrument it is.

const answersField = "answers"

// questioned answers the instrument that the form names beside its answers, and nil while it names none.
func (a *asking) questioned(answers string) *avrr.Instrument {
	code := a.entries.Get(answers[:strings.LastIndex(answers, ".")+1] + "instrument")
	at := slices.IndexFunc(a.view.Instruments, func(i *avrr.Instrument) bool { return i.Code == code })
	if at < 0 {
		return nil
	}
	return a.view.Instruments[at]
}

// questions draws every item, or the button that asks for them.
func (a *asking) questions(i *input) {
	i.Kind = drawnGroup
	asked := a.questioned(i.Name)
	if i.MayAdd = asked == nil; i.MayAdd {
		return
	}
	i.Label, i.Hint = a.w.text(asked.Title), line{Words: a.w.text(asked.Purpose)}
	for _, item := range asked.Items {
		i.Within = append(i.Within, a.question(asked, item, i.Name+"."+item.ID))
	}
}

func (a *asking) question(asked *avrr.Instrument, item avrr.Item, name string) *input {
	q := &input{ID: "f-" + strings.ReplaceAll(name, ".", "-"), Name: name, Label: a.w.text(item.Text), Hint: line{Words: a.askedOf(asked, item)},
		Problem: a.problems[name], Value: a.entries.Get(name), Kind: drawnText}
	if len(item.Choices) == 0 {
		return q
	}
	chosen := strings.Split(strings.Join(a.entries[name], ","), ",")
	q.Kind = drawnRadios
	if item.Several {
		q.Kind = drawnTicks
	}
	for _, c := range item.Choices {
		q.Choices = append(q.Choices, option{c.ID, a.w.text(c.Text), slices.Contains(chosen, c.ID)})
	}
	for _, beside := range []string{avrr.DontKnow, avrr.NoAnswer} {
		if !item.Several {
			q.Choices = append(q.Choices, option{beside, a.w.word("answer", beside), slices.Contains(chosen, beside)})
		}
	}
	if item.Applies != nil && !item.Several { // a tap on the wrong answer can be taken back
		q.Choices = append(q.Choices, option{"", a.w.word("answer", avrr.NotApplicable), a.entries.Has(name) && q.Value == ""})
	}
	return q
}

// itemNamed is how the rules name a question of an instrument: by its number in the published list and its id.
var itemNamed = regexp.MustCompile(`\b[Ii]tem (?:\d+ \(([a-z0-9-]+)\)|([a-z0-9-]+))`)

// withQuestions puts the questions as they were asked for the numbers and ids in a sentence about answers.
func (a *asking) withQuestions(sentence, at string) string {
	answers, _, found := strings.Cut(at, answersField+".")
	asked := a.questioned(answers + answersField)
	if !found || asked == nil {
		return sentence
	}
	return itemNamed.ReplaceAllStringFunc(sentence, func(named string) string {
		m := itemNamed.FindStringSubmatch(named)
		if item, known := asked.Item(m[1] + m[2]); known {
			return "“" + a.w.text(item.Text) + "”"
		}
		return named
	})
}

// askedOf says of whom an item is asked, where it is not everybody.
func (r *reading) askedOf(asked *avrr.Instrument, item avrr.Item) string {
	if item.Applies == nil {
		return ""
	}
	of, _ := asked.Item(item.Applies.Item)
	return r.w.t("survey.only_if", r.w.text(of.Text), strings.Join(r.chosenWords(of, item.Applies.Is), ", "))
}

// chosenWords says choices of an item, and what is none of them as it is written.
func (r *reading) chosenWords(item avrr.Item, ids []string) []string {
	words := make([]string, len(ids))
	for n, id := range ids {
		id = strings.TrimSpace(id)
		at := slices.IndexFunc(item.Choices, func(c avrr.Choice) bool { return c.ID == id })
		switch {
		case at >= 0:
			words[n] = r.w.text(item.Choices[at].Text)
		case id == avrr.DontKnow, id == avrr.NoAnswer, id == avrr.NotApplicable:
			words[n] = r.w.word("answer", id)
		default:
			words[n] = id
		}
	}
	return words
}

// answered reads what was entered; nil when nothing was.
func (a *asking) answered(name string) any {
	asked := a.questioned(name)
	if asked == nil {
		return nil
	}
	answers := map[string]any{}
	for _, item := range asked.Items {
		said := strings.TrimSpace(strings.ReplaceAll(strings.Join(a.entries[name+"."+item.ID], ","), "\r\n", "\n"))
		if said != "" {
			answers[item.ID] = said
		}
	}
	if len(answers) == 0 {
		return nil
	}
	return answers
}
