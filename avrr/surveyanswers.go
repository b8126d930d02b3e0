package avrr

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Answers are what somebody said, by item: a choice, several with commas between them, words of their own, or one of the answers
// beside the choices.
type Answers map[string]string

// chosen answers the choices an item was answered with, and none where there was no answer.
func (a Answers) chosen(i Item) (choices []Choice) {
	for _, id := range i.named(a[i.ID]) {
		if c, ok := i.choice(id); ok {
			choices = append(choices, c)
		}
	}
	return choices
}

// named takes an answer apart.
func (i Item) named(answer string) []string {
	if !i.Several {
		return []string{answer}
	}
	ids := strings.Split(answer, ",")
	for n := range ids {
		ids[n] = strings.TrimSpace(ids[n])
	}
	return ids
}

// meet reports whether the answers meet a condition; open, whether they leave that open.
func (i *Instrument) meet(a Answers, k Answered) (met, open bool) {
	item, _ := i.Item(k.Item)
	if !i.Asks(a, item) {
		return false, false
	}
	choices := a.chosen(item)
	return slices.ContainsFunc(choices, func(c Choice) bool { return slices.Contains(k.Is, c.ID) }), len(choices) == 0
}

// Asks reports whether an item applies to who answered. One whose condition the answers leave open does, unless they say otherwise.
func (i *Instrument) Asks(a Answers, item Item) bool {
	if a[item.ID] == NotApplicable {
		return false
	}
	if item.Applies == nil {
		return true
	}
	met, open := i.meet(a, *item.Applies)
	return met || open
}

// check refuses answers that are of no item or of no choice, and those that contradict each other. Its sentences name items and
// rules, never what was answered.
func (i *Instrument) check(a Answers, at string) error {
	for _, id := range slices.Sorted(maps.Keys(a)) {
		item, ok := i.Item(id)
		if !ok {
			return broken("no-such-item", at+"/"+printable(id), "%s, version %s, has no item %q.", i.Title.EN, i.Version, printable(id))
		}
		if err := item.check(a[id], at); err != nil {
			return err
		}
	}
	for _, item := range i.Items {
		if err := i.checkCondition(a, item, at); err != nil {
			return err
		}
	}
	for _, k := range i.Contradictions {
		if first, _ := i.meet(a, k.If); !first {
			continue
		}
		if second, _ := i.meet(a, k.Not); second {
			return broken("contradictory-answers", at+"/"+k.Not.Item, "%s", k.Text.EN)
		}
	}
	return nil
}

func (i Item) check(answer, at string) error {
	if len(i.Choices) == 0 || answer == DontKnow || answer == NoAnswer || answer == NotApplicable && i.Applies != nil {
		return nil
	}
	ids := i.named(answer)
	for n, id := range ids {
		c, ok := i.choice(id)
		switch {
		case !ok:
			return broken("not-of-the-scale", at+"/"+i.ID, "%s is answered by %s.", capital(i.called()), i.offered())
		case c.Alone && len(ids) > 1:
			return broken("contradictory-answers", at+"/"+i.ID, "%s names %s beside another choice; it can only stand alone.", capital(i.called()), id)
		case slices.Contains(ids[:n], id):
			return broken("answered-twice", at+"/"+i.ID, "%s names %s twice.", capital(i.called()), id)
		}
	}
	return nil
}

// checkCondition refuses an answer to what is not asked of this person, and a "not applicable" to what is.
func (i *Instrument) checkCondition(a Answers, item Item, at string) error {
	answer, answered := a[item.ID]
	if item.Applies == nil || !answered {
		return nil
	}
	of, _ := i.Item(item.Applies.Item)
	met, open := i.meet(a, *item.Applies)
	switch {
	case answer != NotApplicable && !met && !open:
		return broken("contradictory-answers", at+"/"+item.ID, "%s is answered, but it is asked only of who answers %s with %s.",
			capital(item.called()), of.called(), either(item.Applies.Is))
	case answer == NotApplicable && met:
		return broken("contradictory-answers", at+"/"+item.ID, "%s is marked as not applicable, but it applies to who answers %s with %s.",
			capital(item.called()), of.called(), either(item.Applies.Is))
	}
	return nil
}

// called is how sentences name the item.
func (i Item) called() string {
	if i.Number == 0 {
		return "item " + i.ID
	}
	return fmt.Sprintf("item %d (%s)", i.Number, i.ID)
}

// offered lists every answer the item can have.
func (i Item) offered() string {
	var ids []string
	for _, c := range i.Choices {
		ids = append(ids, c.ID)
	}
	ids = append(ids, DontKnow, NoAnswer)
	if i.Applies != nil {
		ids = append(ids, NotApplicable)
	}
	if i.Several {
		return "one or more of " + strings.Join(ids, ", ")
	}
	return either(ids)
}

// either lists words with an "or" before the last.
func either(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
