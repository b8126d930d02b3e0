package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"homeward/avrr"
	"homeward/casework"
)

// A taskLine is one thing a case waits for, and where it is done.
type taskLine struct {
	Title  string
	About  string // whom of several members it is about
	Href   string // the form of its action, filled in as far as the task says; empty where this person cannot do it now
	Detail line
	By     string
	You    bool
	Due    *due
	action string
}

// tasks are what the case waits for, the most urgent first.
func (r *reading) tasks() []taskLine {
	var lines []taskLine
	for _, t := range r.view.Tasks {
		if r.view.NamesShown || t.Duty != avrr.ProtectionDuty { // what waits for protection says why names are not shown
			lines = append(lines, r.task(t))
		}
	}
	slices.SortStableFunc(lines, func(a, b taskLine) int { return cmp.Compare(urgency(a), urgency(b)) })
	return lines
}

// urgency orders tasks: what is late or due first, by the day; what has no day keeps its order after them.
func urgency(t taskLine) string {
	if t.Due != nil {
		return t.Due.ISO
	}
	return "~"
}

func (r *reading) task(t casework.TaskView) taskLine {
	l := taskLine{Title: upperFirst(r.withNames(r.w.text(t.Title))), Href: r.doing(t), By: t.Person, You: t.Person != "" && t.Person == r.who.DisplayName, action: t.Action}
	if about := r.names[memberOf(t)]; len(r.names) > 1 && !strings.Contains(l.Title, about) {
		l.About = about
	}
	if t.Detail != "" {
		l.Detail = r.w.ruled(t.Detail, r.names)
	}
	if t.Says != nil {
		l.Detail = line{Words: r.w.text(*t.Says)}
	}
	if l.By == "" {
		l.By = r.w.word("duty", string(t.Duty))
		l.You = t.Duty != "" && t.Duty == avrr.DutyOf(r.who.Role)
	}
	if t.Due != nil {
		d := r.w.due(*t.Due, r.now, r.place)
		l.Due = &d
	}
	return l
}

// memberOf answers what the id of a task names behind its colon: mostly the member it is about.
func memberOf(t casework.TaskView) string {
	_, named, _ := strings.Cut(t.ID, ":")
	return named
}

// consentAsked is the kind of consent that the tasks for one ask for.
var consentAsked = map[string]string{"consent": avrr.ReturnConsent, "data-consent": avrr.DataConsent}

// doing answers the form in which a task is done, with what the task says filled in; empty when this person cannot do it now.
func (r *reading) doing(t casework.TaskView) string {
	at := "/cases/" + r.view.Reference
	if t.Action == "record-file" { // no action takes a file by itself
		if memberOf(t) == "" {
			return ""
		}
		return at + "/files?" + url.Values{"kind": {avrr.SignedDeclaration}, "member": {memberOf(t)}}.Encode() + "#h-add"
	}
	offered := slices.IndexFunc(r.view.AvailableActions, func(a casework.ActionView) bool { return a.Action == t.Action && len(a.BlockedBy) == 0 })
	entry, known := avrr.Find(t.Action)
	if offered < 0 || !known {
		return ""
	}
	said := url.Values{}
	for _, f := range entry.Fields(r.view.AvailableActions[offered].InputSchema) {
		for _, named := range []string{t.ID, memberOf(t)} {
			if f.Kind == avrr.TextField && !f.Optional && f.Ref != "" && slices.Contains(f.Choices, named) {
				said.Set(f.Name, named)
			}
		}
	}
	if kind, asked := consentAsked[strings.TrimSuffix(t.ID, ":"+memberOf(t))]; asked && t.Action == "give-consent" {
		said.Set("kind", kind)
	}
	at += "/do/" + t.Action
	if len(said) == 0 {
		return at
	}
	return at + "?" + said.Encode()
}

// scans leads to the form for files from each task of this person that waits for a scan.
func (r *reading) scans() (lines []actionLine) {
	for _, t := range r.tasks() {
		if t.action == "record-file" && t.You && t.Href != "" && len(lines) < buttonsShown {
			lines = append(lines, actionLine{Title: t.named(), Href: t.Href})
		}
	}
	return lines
}

// named is what to do, and about whom.
func (t taskLine) named() string {
	if t.About == "" {
		return t.Title
	}
	return t.Title + ": " + t.About
}

// wanted are the actions the tasks of the case ask for, each with the form of the most urgent of them.
func (r *reading) wanted() map[string]string {
	wanted := map[string]string{}
	for _, t := range r.tasks() {
		if _, known := wanted[t.action]; !known {
			wanted[t.action] = t.Href
		}
	}
	return wanted
}
