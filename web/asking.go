package web

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"homeward/avrr"
	"homeward/casework"
)

// An askingBody is the page on which one action is performed: its form, or why it cannot be done yet.
type askingBody struct {
	Reference string
	Name      string // whom the case is about
	Flags     []flag
	Title     string
	Help      string
	Address   string
	Key       string // makes the request once, however often the form is sent
	Seen      int    // the version of the case the form was made from
	Fields    []*input
	Problems  []problem
	Why       []line // what stands in the way
	Stops     []string
}

// A problem is one thing that is wrong with what was entered, and where.
type problem struct {
	At   string // the id of the field; empty for the form as a whole
	Said line
}

// An asking is one form being made or read.
type asking struct {
	*reading
	action   casework.ActionView
	entries  url.Values
	problems map[string]line // by the name of the field
	more     string          // the list another entry is asked for
}

// maxForm bounds what a form may hold, in bytes: the longest fields there are, a few times over.
const maxForm = 1 << 20

// ask shows the form of an action. What the address says is filled in already.
func (f *face) ask(v *visit) (screen, error) {
	a, err := f.asking(v)
	if err != nil {
		return screen{}, err
	}
	a.entries = v.c.Request.URL.Query()
	a.entries.Del("lang")
	if refused := a.entries.Get("entries"); refused != "" {
		a.takeUp(refused)
	}
	return a.screen(http.StatusOK), nil
}

// takeUp fills in what was entered before, in a request that was refused after it had been accepted.
func (a *asking) takeUp(task string) {
	for _, t := range a.view.Tasks {
		if t.ID == task && len(t.Entries) > 0 {
			a.entries = flat(t.Entries)
		}
	}
}

// perform takes the form of an action, and shows it again with what is wrong when it cannot stand.
func (f *face) perform(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, maxForm)
	if err := v.c.Request.ParseForm(); err != nil {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is longer than any form here, or was cut off on its way.")
	}
	a, err := f.asking(v)
	if err != nil {
		return screen{}, err
	}
	a.entries = v.c.Request.PostForm
	if a.more = a.entries.Get("more"); a.more != "" {
		return a.screen(http.StatusOK), nil
	}
	key := a.entries.Get("key")
	if !formKey.MatchString(key) {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	body := a.body()
	if len(a.problems) > 0 {
		return a.screen(http.StatusUnprocessableEntity), nil
	}
	req := casework.Request{Action: a.action.Action, Body: body, Key: key}
	if seen, err := strconv.Atoi(a.entries.Get("seen")); err == nil && a.action.Kind == avrr.Decision {
		req.Seen = &seen
	}
	answer, err := f.Desk.Perform(v.ctx(), v.who, a.view.Reference, req)
	if err != nil {
		return a.refused(err)
	}
	done := url.Values{"done": {a.action.Action}}
	if answer.Waiting {
		done.Set("waiting", answer.Submission)
	}
	return v.goTo("/cases/" + a.view.Reference + "?" + done.Encode())
}

// asking finds the case and the action an address names.
func (f *face) asking(v *visit) (*asking, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return nil, err
	}
	view, err := f.Desk.Case(v.ctx(), v.who, reference)
	if err != nil {
		return nil, err
	}
	name := v.c.Param("action")
	for _, o := range view.AvailableActions {
		if o.Action == name {
			return &asking{reading: f.reading(v, view), action: o, problems: map[string]line{}}, nil
		}
	}
	if a, known := avrr.Find(name); known && a.Roles != nil && !a.MayBy(v.who.Role) {
		return nil, avrr.Errorf(avrr.CodeRole, "%s is not done by the role %s.", a.Title.EN, v.who.Role.Title().EN)
	}
	return nil, avrr.Errorf(avrr.CodeNotFound, "This cannot be done where the case stands now.")
}

// refused shows the form again with the rule that forbids it, and everything that was entered.
func (a *asking) refused(err error) (screen, error) {
	var said *avrr.Error
	if !errors.As(err, &said) || said.Code == avrr.CodeInternal || said.Code == avrr.CodeNotFound {
		return screen{}, err
	}
	sentence := line{withNames(said.Message, a.names), a.in != avrr.English}
	if sentence.English && len(said.Blocks) > 0 { // the rule's own sentence says more than the words kept for it
		sentence = a.blocked(said.Blocks[0])
	}
	a.problems[nameOf(said.Field)] = sentence
	return a.screen(http.StatusUnprocessableEntity), nil
}

func (a *asking) screen(status int) screen {
	entry, _ := avrr.Find(a.action.Action)
	b := &askingBody{Reference: a.view.Reference, Name: a.view.Principal, Flags: a.w.flags(a.shownFlags()), Title: a.w.text(a.action.Title), Help: a.w.text(entry.Help),
		Address: "/cases/" + a.view.Reference + "/do/" + a.action.Action, Key: rand.Text(), Seen: a.view.Version}
	for _, why := range a.action.BlockedBy {
		b.Why = append(b.Why, a.blocked(why))
	}
	b.Fields = a.inputs(entry.Fields(a.action.InputSchema), "")
	b.Problems = a.summary(b.Fields)
	if a.action.Action == "withdraw" {
		b.Stops = a.stops()
	}
	title := b.Title + " · " + a.view.Reference
	if len(b.Problems) > 0 {
		title = a.w.t("form.problem.title") + ": " + title
	}
	return screen{Name: "ask", Said: title, Status: status, Body: b}
}

// summary lists what is wrong in the order of the form; what belongs to no field that is shown stands first.
func (a *asking) summary(fields []*input) []problem {
	var inForm []problem
	shown := map[string]bool{}
	each(fields, func(i *input) {
		if i.Problem.Words != "" {
			shown[i.Name] = true
			inForm = append(inForm, problem{i.ID, i.Problem})
		}
	})
	var whole []problem
	for name, said := range a.problems {
		if !shown[name] {
			whole = append(whole, problem{"", said})
		}
	}
	slices.SortFunc(whole, func(x, y problem) int { return len(x.Said.Words) - len(y.Said.Words) })
	return append(whole, inForm...)
}

// stops names what a withdrawal unwinds, so that nobody is surprised by it.
func (a *asking) stops() []string {
	var stops []string
	if b := a.view.Booking; b != nil && (b.Status == avrr.Held || b.Status == avrr.Ticketed) {
		stops = append(stops, a.w.t("stops.booking"))
	}
	if slices.ContainsFunc(a.view.Notices, func(n *avrr.Notice) bool { return n.Status == avrr.NoticeCurrent }) {
		stops = append(stops, a.w.t("stops.notices"))
	}
	if a.view.Plan != nil {
		stops = append(stops, a.w.t("stops.plan"))
	}
	return append(stops, a.w.t("stops.papers"))
}

// body is what was entered, as the action takes it; what is wrong with it goes to the problems.
func (a *asking) body() json.RawMessage {
	entry, _ := avrr.Find(a.action.Action)
	body, err := json.Marshal(a.group(entry.Fields(a.action.InputSchema), ""))
	if err != nil {
		a.problems[""] = line{a.w.t("form.unreadable"), false}
		return nil
	}
	return body
}
