package web

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"homeward/avrr"
	"homeward/casework"
)

// An edit that was begun before somebody else changed the case goes through where both touched different fields. Where they touched the
// same one the form comes back, and at that field stand both values to choose from: nothing is overwritten before its author has seen
// it. Whether two edits meet is judged where versions are; here it is drawn.

// What a form that came back says of the fields that two have written.
const (
	clashField = "clash"  // names such a field; repeated
	knownField = "known"  // the version they were shown as of
	keepOf     = "keep."  // with the name of the field: whose value stands
	nowOf      = "now."   // with the name of the field: what somebody else has put there
	keepTheirs = "theirs" // beside "yours"
)

// A clashed field shows what two people have put in one field, in words.
type clashed struct{ Name, Yours, Now, Kept string }

// clash puts what an edit met into the form.
func (a *asking) clash(met *casework.ClashError) screen {
	theirs := *a
	theirs.entries, theirs.problems = maps.Clone(a.entries), map[string]line{}
	a.clashes, a.met = map[string]*clashed{}, url.Values{knownField: {strconv.Itoa(a.view.Version)}}
	a.stale = a.entries.Get("seen")
	for _, c := range met.Fields {
		name := nameOf(c.Field)
		remove(theirs.entries, name)
		for key, values := range a.enteredAs(name, c.Now) {
			theirs.entries[key] = values
			a.met[nowOf+key] = values
		}
		a.met.Add(clashField, name)
		a.clashes[name] = &clashed{Name: name, Kept: a.entries.Get(keepOf + name)}
		a.problem(name, "form.clash", c.By, a.label(lastPart(name)), a.w.moment(c.At, a.place))
		if c.Untold {
			a.clashes[name].Now = a.w.t("form.clash.untold")
		}
	}
	said := func(of *asking) map[string]string {
		words := map[string]string{}
		entry, _ := avrr.Find(a.action.Action)
		each(of.inputs(entry.Fields(a.action.InputSchema), ""), func(i *input) { words[i.Name] = of.said(i) })
		return words
	}
	mine, others := said(a), said(&theirs)
	for name, c := range a.clashes {
		nothing := a.w.t("form.clash.nothing")
		c.Yours, c.Now = cmp.Or(mine[name], nothing), cmp.Or(c.Now, others[name], nothing)
	}
	return a.screen(http.StatusConflict)
}

// settleClashes puts the values that were chosen into the form. When each field has one, the form is of the version they were shown as of;
// until then the same is asked again.
func (a *asking) settleClashes() {
	open := false
	for _, name := range a.entries[clashField] {
		switch a.entries.Get(keepOf + name) {
		case keepTheirs:
			remove(a.entries, name)
			for key, values := range a.entries {
				if of, is := strings.CutPrefix(key, nowOf); is && (of == name || strings.HasPrefix(of, name+".")) {
					a.entries[of] = values
				}
			}
		case "":
			open = true
		}
	}
	if known := a.entries.Get(knownField); known != "" && !open {
		a.entries.Set("seen", known)
	}
}

// remove takes a field out of a form, with all its parts.
func remove(entries url.Values, name string) {
	maps.DeleteFunc(entries, func(key string, _ []string) bool { return key == name || strings.HasPrefix(key, name+".") })
}

// enteredAs is a value as a form holds it under a name.
func (a *asking) enteredAs(name string, value json.RawMessage) url.Values {
	entries := url.Values{}
	for key, values := range a.flat(json.RawMessage(`{"of":` + string(value) + `}`)) {
		entries[name+strings.TrimPrefix(key, "of")] = values
	}
	return entries
}

func lastPart(name string) string { return name[strings.LastIndex(name, ".")+1:] }
