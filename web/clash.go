package web

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"homeward/avrr"
	"homeward/casework"
)

// An edit that was begun before somebody else changed the case goes through where both touched different fields. Where they touched the
// same one, the form comes back and says at that field who wrote what: nothing is overwritten before its author has seen it.

// clashes notes at each field what somebody has written there since the form was made, and reports whether there is any.
func (a *asking) clashes(req casework.Request) (bool, error) {
	history, err := a.history()
	if err != nil {
		return false, err
	}
	mine := comparable(flat(req.Body))
	for _, e := range history { // the newest first: it is what stands now
		said, isBody := e.Details.(json.RawMessage)
		if e.Version <= *req.Seen || e.Action != req.Action || e.VoidedBy != 0 || !isBody {
			continue
		}
		theirs := flat(said)
		for name, value := range comparable(theirs) {
			entered, both := mine[name]
			if !both || entered.value == value.value || a.problems[entered.name] != (line{}) {
				continue
			}
			a.problem(entered.name, "form.clash", e.By, a.label(lastPart(name)), a.w.moment(e.RecordedAt, a.place), value.value)
		}
	}
	return len(a.problems) > 0, nil
}

// An enteredValue is what a form holds under a name.
type enteredValue struct{ name, value string }

var entryOf = regexp.MustCompile(`^(\w+\.\d+)\.(.+)$`)

// comparable names what was entered by what it is about: entries of a list by the member they speak of and not by their place. Why
// something is changed is each author's own.
func comparable(entries url.Values) map[string]enteredValue {
	values := map[string]enteredValue{}
	for name, said := range entries {
		about := name
		if m := entryOf.FindStringSubmatch(name); m != nil {
			list, _, _ := strings.Cut(m[1], ".")
			about = list + "." + entries.Get(m[1]+".member") + "." + m[2]
		}
		if name != "reason" {
			values[about] = enteredValue{name, strings.Join(said, ", ")}
		}
	}
	return values
}

func lastPart(name string) string { return name[strings.LastIndex(name, ".")+1:] }

// performs asks for the action. An edit that is older than the case is asked for again as of now when nobody has touched its fields;
// clashed says that somebody has.
func (a *asking) performs(req casework.Request) (answer casework.Answer, clashed bool, err error) {
	answer, err = a.perform(a.ctx(), a.who, req)
	entry, _ := avrr.Find(req.Action)
	if avrr.ErrorCode(err) != avrr.CodeStale || !entry.Edits || a.history == nil || req.Seen == nil {
		return answer, false, err
	}
	if clashed, err = a.clashes(req); clashed || err != nil {
		return casework.Answer{}, clashed, err
	}
	now := a.view.Version
	req.Seen = &now
	answer, err = a.perform(a.ctx(), a.who, req)
	return answer, false, err
}
