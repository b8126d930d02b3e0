package lives

import (
	"slices"
	"strings"

	"homeward/avrr"
)

// questions asks somebody what the programme asks, now and then.
func (t turn) questions() []proposal {
	if len(t.programme.Instruments) == 0 || !t.oneIn(12) {
		return nil
	}
	i := pick(t.Life, t.programme.Instruments)
	a, _ := avrr.Find("record-survey")
	ask := slices.DeleteFunc(slices.Clone(a.Roles), func(r avrr.Role) bool {
		duty := avrr.DutyOf(r)
		return duty != "" && !slices.Contains(i.Duties, duty)
	})
	if len(ask) == 0 {
		return nil
	}
	answered := body{"member": pick(t.Life, t.c.Members).ID, "instrument": i.Code, "version": nil, "held_on": t.today().String(), "answers": t.answers(i)}
	return []proposal{{ask, "record-survey", answered}}
}

// answers are what somebody says: to nearly every item that is asked of them one of its choices, now and then that they do not know. They may
// contradict each other, as people do.
func (l *Life) answers(i *avrr.Instrument) avrr.Answers {
	said := avrr.Answers{}
	for _, item := range i.Items {
		switch {
		case !i.Asks(said, item), l.oneIn(8) && len(said) > 0:
		case l.oneIn(15):
			said[item.ID] = pick(l, []string{avrr.DontKnow, avrr.NoAnswer})
		case len(item.Choices) == 0:
			said[item.ID] = "The shop goes well."
		default:
			said[item.ID] = l.chosen(item)
		}
	}
	return said
}

func (l *Life) chosen(item avrr.Item) string {
	first := pick(l, item.Choices)
	if !item.Several || first.Alone || l.oneIn(2) {
		return first.ID
	}
	both := []string{first.ID}
	if second := pick(l, item.Choices); !second.Alone && second.ID != first.ID {
		both = append(both, second.ID)
	}
	return strings.Join(both, ",")
}
