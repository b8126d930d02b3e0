package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// An askingBody is the page on which one action is performed: its form, or why it cannot be done yet.
type askingBody struct {
	Back, BackTo string
	Name         string // whom it is about
	Flags        []flag
	Title        string
	Help         string
	Address      string
	Key          string // makes the request once, however often the form is sent
	Seen         int    // the version the form was made from
	Draft        draftBar
	Fields       []*input
	Rare         []*input            // asked of few
	RareOpen     bool                // something stands in them, or is wrong with it
	Rule         string              // how the person may be reached safely
	Lists        map[string][]string // names that may be typed, by the id of their list
	Problems     []problem
	Doubt        *doubt
	Sure         []string     // the doubts that were answered, this one with them
	Why          []line       // what stands in the way
	Entered      []answer     // what somebody had entered before that
	Forward      *approvalRow // what is decided on
	Stops        []string
	Met          url.Values // what goes along until it is chosen whose value stands
	After        string     // the page of the case it leads back to, when not the first
}

// A problem is one thing that is wrong with what was entered, and where.
type problem struct {
	At   string // the id of the field; empty for the form as a whole
	Said line
}

// An asking is one form being made or read. Its reading is of the case it is about; of a movement, and of a case that is to be opened,
// that case is empty.
type asking struct {
	*reading
	action     casework.ActionView
	page       page
	perform    func(context.Context, access.Person, casework.Request) (casework.Answer, error)
	programmes []*avrr.Programme         // to choose from, where one is to be chosen
	booked     booked                    // of the journey the form is about
	journeys   []casework.MovementListed // to choose from, where one is to be joined
	files      []casework.FileView       // of the case, where the form names files
	staff      map[string]access.Name    // by account, where the form names somebody who works here
	entries    url.Values
	draft      draftBar
	problems   map[string]line     // by the name of the field
	more       string              // the list another entry is asked for
	clashes    map[string]*clashed // what somebody else has written, by the name of the field
	met        url.Values          // what goes along with the form until it is chosen
	doubt      *doubt              // what is said back before it is recorded
	stale      string              // the version the form stays of until then
	forward    *approvalRow        // what is decided on
	over       line                // why the action is none of the case's any more
	lists      map[string][]string
}

// A page is where a form stands, what it comes from and leads back to, and where below a new case's address it goes on.
type page struct{ address, back, backTo, about, after, opened string }

// maxForm bounds what a form may hold, in bytes: the longest fields there are, a few times over.
const maxForm = 1 << 20

// asks shows the form of an action. What was entered before is in it again; else what the address says is filled in already.
func (f *face) asks(find func(*visit) (*asking, error)) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		a, err := find(v)
		if err != nil {
			return screen{}, err
		}
		if a.draft, a.entries, err = f.drafted(v, a.place); err != nil {
			return screen{}, err
		}
		if a.entries != nil {
			a.leadBack()
			return a.screen(http.StatusOK), nil
		}
		if a.over.Words != "" {
			return a.screen(http.StatusConflict), nil
		}
		a.entries = v.c.Request.URL.Query()
		a.entries.Del("lang")
		if err := a.begin(); err != nil {
			return screen{}, err
		}
		if refused := a.entries.Get("entries"); refused != "" {
			a.takeUp(refused)
		}
		return a.screen(http.StatusOK), nil
	}
}

// takeUp fills in what was entered before, in a request that was refused after it had been accepted.
func (a *asking) takeUp(task string) {
	for _, t := range a.view.Tasks {
		if t.ID == task && len(t.Entries) > 0 {
			a.entries = a.flat(t.Entries)
		}
	}
}

// takes takes the form of an action, and shows it again with what is wrong when it cannot stand.
func (f *face) takes(find func(*visit) (*asking, error)) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		a, err := find(v)
		if err != nil {
			return screen{}, err
		}
		a.entries, a.draft = v.c.Request.PostForm, draftBar{Page: v.formAt().Page}
		a.leadBack()
		if a.more = a.entries.Get("more"); a.more != "" {
			return a.screen(http.StatusOK), nil
		}
		if out := a.entries.Get(lessField); out != "" {
			a.entries = takeOut(a.entries, out)
			return a.screen(http.StatusOK), nil
		}
		return a.submit()
	}
}

// leadBack has a form that stands on a page of the case lead back to that page.
func (a *asking) leadBack() {
	if part := a.entries.Get("after"); a.view.Reference != "" && part == casework.PageOfNotes {
		a.page.after = part
		a.page.back += "/" + part
	}
}

func (a *asking) submit() (screen, error) {
	if a.over.Words != "" {
		return a.screen(http.StatusConflict), nil
	}
	key := a.entries.Get("key")
	if !formKey.MatchString(key) {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	a.settleClashes()
	body := a.body()
	if len(a.problems) > 0 {
		return a.screen(http.StatusUnprocessableEntity), nil
	}
	if a.doubt = a.doubts(body); a.doubt != nil {
		return a.screen(http.StatusUnprocessableEntity), nil
	}
	req := casework.Request{Action: a.action.Action, Body: body, Key: key, Apart: true, Anew: !a.sureOf(twice)}
	if seen, err := strconv.Atoi(a.entries.Get("seen")); err == nil && a.action.Kind == avrr.Decision && a.action.Action != "open" {
		req.Seen = &seen
	}
	answer, err := a.perform(a.ctx(), a.who, req)
	if met := (*casework.ClashError)(nil); errors.As(err, &met) {
		return a.clash(met), nil
	}
	if before := (*casework.RepeatedError)(nil); errors.As(err, &before) {
		a.doubt = &doubt{twice, a.w.t("sure.twice", a.w.moment(before.At, a.place))}
		return a.screen(http.StatusUnprocessableEntity), nil
	}
	if err != nil {
		return a.refused(err)
	}
	done := url.Values{"done": {a.action.Action}}
	if answer.Waiting {
		done.Set("waiting", answer.Submission)
	}
	to := a.page.back + leadsTo[a.action.Action]
	if answer.Opened && answer.Reference != "" {
		to = "/cases/" + answer.Reference + a.page.opened
	}
	joint := "?"
	if strings.Contains(to, "?") {
		joint = "&"
	}
	return a.goTo(to + joint + done.Encode())
}

// onCase finds the case and the action an address names.
func (f *face) onCase(v *visit) (*asking, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return nil, err
	}
	view, err := f.Desk.Case(v.ctx(), v.who, reference)
	if err != nil {
		return nil, err
	}
	a, err := v.asking(f.reading(v, view), view.AvailableActions, "/cases/"+view.Reference)
	if err != nil {
		return nil, err
	}
	a.page.backTo, a.page.about = v.here.t("case.tab", view.Reference), view.Principal
	if b := view.Booking; b != nil {
		a.booked = bookedOn(b.Segments, b.Escorts)
	}
	a.perform = func(ctx context.Context, who access.Person, req casework.Request) (casework.Answer, error) {
		return f.Desk.Perform(ctx, who, view.Reference, req)
	}
	if err := f.decides(a); err != nil {
		return nil, err
	}
	return a, f.namesThings(a)
}

// onMovement finds the movement and the action an address names.
func (f *face) onMovement(v *visit) (*asking, error) {
	m, err := f.Desk.Movement(v.ctx(), v.who, v.c.Param("movement"))
	if err != nil {
		return nil, err
	}
	r := f.reading(v, &casework.CaseView{Version: m.Version, NamesShown: true})
	if len(m.Segments) > 0 {
		if port, known := avrr.Airport(m.Segments[0].From); known {
			r.place = port.Location()
		}
	}
	for _, p := range m.Passengers {
		r.names[p.Passenger] = cmp.Or(p.Name, p.Case)
	}
	a, err := v.asking(r, m.AvailableActions, "/movements/"+m.ID)
	if err != nil {
		return nil, err
	}
	a.page.backTo = cmp.Or(m.Name, v.here.way(m.Segments))
	a.booked.segments = m.Segments
	for _, e := range m.Escorts {
		if e.State == avrr.EscortAssigned {
			a.booked.escorts = append(a.booked.escorts, e.Escort)
		}
	}
	a.perform = func(ctx context.Context, who access.Person, req casework.Request) (casework.Answer, error) {
		return f.Desk.PerformTogether(ctx, who, m.ID, req)
	}
	return a, nil
}

// newCase is the form of a case that is to be opened, newJourney that of a movement no case is on yet.
func (f *face) newCase(v *visit) (*asking, error) {
	a, err := f.beginning(v, "open", "/cases/new/long", "/cases", "nav.cases", f.Desk.Open)
	if err != nil {
		return nil, err
	}
	a.programmes, err = f.Desk.Programmes(v.ctx())
	return a, err
}

func (f *face) newJourney(v *visit) (*asking, error) {
	a, err := f.beginning(v, "plan-movement", "/movements/new", "/travel", "nav.travel", f.Desk.Plan)
	if err != nil {
		return nil, err
	}
	a.place, err = f.Desk.OfficeClock(v.ctx(), v.who) // no case says whose clock the time limits are told by
	return a, err
}

func (f *face) beginning(v *visit, action, address, back, backTo string, perform func(context.Context, access.Person, casework.Request) (casework.Answer, error)) (*asking, error) {
	if err := access.May(v.who.Actor, action, nil); err != nil {
		return nil, err
	}
	entry, _ := avrr.Find(action)
	return &asking{reading: f.reading(v, &casework.CaseView{NamesShown: true}), problems: map[string]line{}, lists: map[string][]string{}, perform: perform,
		action: casework.ActionView{Action: action, Title: entry.Title, Kind: entry.Kind, InputSchema: entry.Schema(nil)},
		page:   page{address: address, back: back, backTo: v.here.t(backTo)}}, nil
}

// asking answers the form of the action an address names, among those this person may perform here.
func (v *visit) asking(r *reading, offers []casework.ActionView, at string) (*asking, error) {
	name := v.c.Param("action")
	for _, o := range offers {
		if o.Action == name {
			return &asking{reading: r, action: o, problems: map[string]line{}, lists: map[string][]string{}, page: page{address: at + "/do/" + name, back: at}}, nil
		}
	}
	entry, known := avrr.Find(name)
	if known && entry.Roles != nil && !entry.MayBy(v.who.Role) {
		return nil, avrr.Errorf(avrr.CodeRole, "%s is done by another role: %s.", entry.Title.EN, avrr.RolesNamed(entry.Roles))
	}
	if ofCase := r.view.Reference != ""; !known || ofCase && !entry.OnCases() || !ofCase && !entry.OnMovements() {
		return nil, avrr.Errorf(avrr.CodeNotFound, "There is no page at this address.")
	}
	why := "This cannot be done as things stand now."
	if r.view.Stage == avrr.Closed {
		why = "The case is closed. Reopen it first."
	}
	return &asking{reading: r, action: casework.ActionView{Action: name, Title: entry.Title, Kind: entry.Kind, InputSchema: entry.Schema(nil)},
		over: r.w.ruled(why, nil), problems: map[string]line{}, lists: map[string][]string{}, page: page{address: at + "/do/" + name, back: at}}, nil
}

// refused shows the form again with the rule that forbids it, and everything that was entered.
func (a *asking) refused(err error) (screen, error) {
	var said *avrr.Error
	if !errors.As(err, &said) || said.Code == avrr.CodeInternal || said.Code == avrr.CodeNotFound {
		return screen{}, err
	}
	sentence := a.w.ruled(a.withThings(said), a.names)
	if stale := (*casework.StaleError)(nil); errors.As(err, &stale) && len(stale.Since) > 0 {
		sentence = line{Words: a.w.t("form.stale", a.done(stale.Since))}
	}
	if sentence.English && len(said.Blocks) > 0 { // the rule's own sentence says more than the words kept for it
		sentence = a.blocked(said.Blocks[0])
	}
	if within, of := strings.CutPrefix(sentence.Words, strings.TrimPrefix(said.Field, "/")+" "); of && said.Field != "" { // the rules name a field by its path
		sentence.Words = a.label(said.Field[strings.LastIndex(strings.TrimRight(said.Field, "/0123456789"), "/")+1:]) + " " + within
	}
	a.problems[nameOf(said.Field)] = sentence
	return a.screen(http.StatusUnprocessableEntity), nil
}

// done says what others have done meanwhile, and who did.
func (a *asking) done(since []casework.Done) string {
	var said []string
	for _, s := range since {
		said = append(said, a.w.t("did."+s.Action.Name)+" ("+s.By+")")
	}
	return strings.Join(said, "; ")
}

// withThings is the sentence of a refusal, with the titles of visits and of the package's lines, and the questions of a survey, for their ids.
func (a *asking) withThings(said *avrr.Error) string {
	sentence := a.withQuestions(said.Message, nameOf(said.Field))
	for _, v := range a.view.Visits {
		sentence = strings.ReplaceAll(sentence, "Visit "+v.ID+" ", "Visit “"+a.w.text(v.Title)+"” ")
	}
	for _, g := range a.view.Package {
		for _, after := range []string{" ", ","} {
			sentence = strings.ReplaceAll(sentence, " line "+g.Line+after, " line “"+a.w.text(g.Title)+"”"+after)
		}
	}
	return sentence
}

func (a *asking) screen(status int) screen {
	entry, _ := avrr.Find(a.action.Action)
	b := &askingBody{Back: a.page.back, BackTo: a.page.backTo, Name: a.page.about, Flags: a.w.flags(a.shownFlags()), Title: a.w.text(a.action.Title),
		Help: a.w.text(entry.Help), Address: a.page.address, Draft: a.draft, Lists: a.lists, After: a.page.after, Forward: a.forward}
	b.Key, b.Seen = a.once()
	for _, why := range a.action.BlockedBy {
		b.Why = append(b.Why, a.blocked(why))
	}
	if a.over.Words != "" {
		b.Why = append(b.Why, a.over)
	}
	shown, rare := a.laidOut(entry.Fields(a.action.InputSchema))
	if len(b.Why) > 0 && a.entries.Has("key") { // it was a form once
		b.Entered, b.Draft.Anew = a.entered(slices.Concat(shown, rare), ""), anew(a.draft.Page)
	}
	b.Fields, b.Rare = a.inputs(shown, ""), a.inputs(rare, "")
	b.RareOpen, b.Rule, b.Met, b.Doubt, b.Sure = usedRare(b.Rare) || a.doubt != nil, a.rule(), a.met, a.doubt, a.answeredDoubts()
	b.Problems = a.summary(slices.Concat(b.Fields, b.Rare))
	if a.action.Action == "withdraw" {
		b.Stops = a.stops()
	}
	title := b.Title + " · " + b.BackTo
	if len(b.Problems) > 0 || a.doubt != nil {
		title = a.w.t("form.problem.title") + ": " + title
	}
	area := ""
	if strings.HasPrefix(a.page.address, "/movements/") {
		area = "travel"
	}
	return screen{Name: "ask", Area: area, Said: title, Status: status, Body: b}
}

// once answers the key that makes the request once, and the version the form was made from. A draft keeps its own: it may have been sent,
// and its author has not seen what came since.
func (a *asking) once() (key string, seen int) {
	key, seen = rand.Text(), a.view.Version
	if n, err := strconv.Atoi(a.stale); err == nil {
		return key, n
	}
	if a.draft.From == "" {
		return key, seen
	}
	if formKey.MatchString(a.entries.Get("key")) {
		key = a.entries.Get("key")
	}
	if n, err := strconv.Atoi(a.entries.Get("seen")); err == nil {
		seen = n
	}
	return key, seen
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
		a.problems[""] = line{Words: a.w.t("form.unreadable")}
		return nil
	}
	return body
}
