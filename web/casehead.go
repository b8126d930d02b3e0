package web

import (
	"slices"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A caseHead is what every page of a case begins with: who it is about, how they are reached safely, the way to withdraw, and the
// other pages.
type caseHead struct {
	Reference string
	Title     string // of a page other than the first
	Name      string
	Script    string // the name as its owner writes it
	Named     bool   // the name is shown
	Bare      bool   // nothing can be shown of the case yet
	Way       string // from where to where
	People    int
	Programme avrr.Text
	Flags     []flag
	Steps     []step
	At        int    // number of the stage, from 1
	Stage     string // its name
	Ended     string // why and when, of a closed case
	Safe      *safeLine
	Withdraw  string // where it is done, empty when there is nothing to withdraw from
	Tabs      []tab
}

// A safeLine says how somebody is reached without harm; it stands beside the name, where one looks before calling.
type safeLine struct {
	Channel, Value string
	Rules          []string
}

// A tab is one page of a case, or a part of its first.
type tab struct {
	Title, Href string
	N           int // how many things are there, where that says something
	Here        bool
}

// head begins the page of a case called here.
func (r *reading) head(here string) caseHead {
	v := r.view
	h := caseHead{Reference: v.Reference, Name: v.Principal, Named: v.NamesShown, Bare: len(v.Members) == 0, Way: r.way(), People: len(v.Members), Programme: v.Programme.Title,
		Flags: r.w.flags(r.shownFlags()), Safe: r.safe(), Tabs: r.tabs(here)}
	h.Steps, h.At = r.steps()
	h.Stage = r.w.text(v.Stage.Title())
	if v.Closure != nil {
		h.Ended = r.w.word("closure", v.Closure.Reason) + ", " + r.w.day(avrr.DateOf(v.Closure.At.In(r.place)))
	}
	if here != "case" {
		h.Title = r.w.t("part." + here)
	}
	if len(v.Members) > 0 && v.Members[0].Person != nil {
		h.Script = v.Members[0].Person.OriginalScript
	}
	for _, a := range v.AvailableActions {
		if a.Action == "withdraw" && len(a.BlockedBy) == 0 {
			h.Withdraw = "/cases/" + v.Reference + "/do/withdraw"
		}
	}
	return h
}

func (r *reading) safe() *safeLine {
	c := r.view.Contact
	if c == nil || c.Value == "" {
		return nil
	}
	s := &safeLine{Channel: r.w.word("channel", c.Channel), Value: c.Value}
	if c.Hours != "" {
		s.Rules = append(s.Rules, c.Hours)
	}
	if !c.MayLeaveMessage {
		s.Rules = append(s.Rules, r.w.t("care.no_message"))
	}
	if !c.MayNameUs {
		s.Rules = append(s.Rules, r.w.t("safe.no_name"))
	}
	return s
}

// tabs are the pages of a case in the order work goes through them. People, eligibility and the journey stand on the first one.
func (r *reading) tabs(here string) []tab {
	base := "/cases/" + r.view.Reference
	tabs := []tab{{Title: r.w.t("part.case"), Href: base}}
	add := func(part, href string, n int) {
		tabs = append(tabs, tab{Title: r.w.t("part." + part), Href: base + href, N: n, Here: part == here})
	}
	tabs[0].Here = here == "case"
	if len(r.view.Members) == 0 {
		return tabs
	}
	add("people", "#people", len(r.view.Members))
	add("eligibility", "#eligibility", 0)
	add("travel", "#travel", 0)
	if r.view.Totals != nil || len(r.view.Package) > 0 {
		add("money", "/money", 0)
	}
	if len(r.view.Visits) > 0 {
		add("visits", "/visits", len(r.view.Visits))
	}
	add("files", "/files", 0)
	add("notes", "/notes", 0)
	add("history", "/history", 0)
	if r.seesSurveys() {
		add("surveys", "/surveys", 0)
	}
	return tabs
}

// longestName is how much of a name a sentence holds, in letters; the list of the people shows names whole.
const longestName = 48

// inShort cuts a name that would fill a sentence.
func inShort(name string) string {
	letters := []rune(name)
	if len(letters) <= longestName {
		return name
	}
	return strings.TrimSpace(string(letters[:longestName-1])) + "…"
}

// doers names the roles that may perform an action, as people say them.
func (w *words) doers(a *avrr.Action, except avrr.Role) string {
	var titles []string
	for _, role := range a.Roles {
		if role != avrr.System && role != except {
			titles = append(titles, strings.ToLower(w.text(role.Title())))
		}
	}
	return strings.Join(titles, ", ")
}

// byOthers are the actions the tasks of the case ask for and this person may not do, each with who may.
func (r *reading) byOthers() (lines []actionLine) {
	seen := map[string]bool{}
	for _, t := range r.view.Tasks {
		a, known := avrr.Find(t.Action)
		mine := slices.ContainsFunc(r.view.AvailableActions, func(o casework.ActionView) bool { return o.Action == t.Action })
		if !known || mine || seen[t.Action] || a.MayBy(r.who.Role) || access.May(r.who.Actor, access.SeeWork, nil) != nil {
			continue
		}
		seen[t.Action] = true
		if who := r.w.doers(a, ""); who != "" {
			lines = append(lines, actionLine{Title: r.w.text(a.Title), Why: []line{{Words: r.w.t("can.by_others", who)}}})
		}
	}
	return lines
}

type step struct {
	Title string
	State string // done, now or ahead
}

// shownFlags are the flags this person may know of: to whom names are not shown, the page does not say why.
func (r *reading) shownFlags() []string {
	if r.view.NamesShown {
		return r.view.Flags
	}
	return slices.DeleteFunc(slices.Clone(r.view.Flags), func(f string) bool { return f == "restricted" })
}

func (r *reading) way() string {
	to := ""
	if d := r.view.Destination; d != nil {
		to = r.w.country(d.Country)
	}
	switch from := r.view.HostCountry; {
	case from == "" && to == "":
		return ""
	case to == "":
		return r.w.t("way.from", r.w.country(from))
	case from == "":
		return r.w.t("way.to", to)
	default:
		return r.w.t("way.both", r.w.country(from), to)
	}
}

func (r *reading) steps() (steps []step, at int) {
	at = slices.Index(avrr.StageOrder, r.view.Stage)
	for n, s := range avrr.StageOrder {
		state := "ahead"
		switch {
		case n == at:
			state = "now"
		case n < at && r.view.Stage != avrr.Closed, n < at && r.completed():
			state = "done"
		case n < at:
			state = "unknown"
		}
		steps = append(steps, step{r.w.text(s.Title()), state})
	}
	return steps, at + 1
}

// completed reports whether a closed case has gone all the way; one that ended early has not done every stage.
func (r *reading) completed() bool {
	return r.view.Closure != nil && r.view.Closure.Reason == "completed"
}
