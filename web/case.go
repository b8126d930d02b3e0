package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// A caseBody is the page of a case: five answers first (who, where, what next, what blocks, what to take care of), then
// everything else.
type caseBody struct {
	*casework.CaseView
	Head       caseHead
	Done       string // what was just done here, and recorded
	Taken      string // what was just done here, and waits to be recorded
	Spoken     string // the language they are counselled in
	Opening    bool   // accepted, and not recorded yet
	Bare       bool   // nothing can be shown of it yet
	Next       *taskLine
	Do         []actionLine // what the tasks ask of this person: the first few, as buttons
	Blocks     folded[line]
	Care       folded[flag]
	Tasks      folded[taskLine]
	Waiting    []waitingLine
	People     folded[personLine]
	Officers   []officerLine
	Decisions  []*decisionBody
	Horizon    *horizonBody
	Booking    *bookingBody
	Money      *moneyBody
	Visits     []visitLine
	Documents  []documentLine
	MorePapers int // that are not shown
	Files      *filesBody
	History    []historyLine
	Earlier    int          // lines of the history that are not shown
	Wanted     []actionLine // what else the tasks ask of this person
	Can        []actionLine // what can be done besides
	NotYet     []actionLine
	Sections   []string // what the page goes on with, in the order of the stage
}

// A folded list shows its first lines and keeps the rest folded, so that the worst case is as quick to read as any.
type folded[T any] struct {
	First, Rest []T
}

func fold[T any](all []T, shown int) folded[T] {
	if len(all) <= shown+1 { // a fold over one line saves nothing
		return folded[T]{First: all}
	}
	return folded[T]{all[:shown], all[shown:]}
}

// Len counts what is shown and what is folded.
func (f folded[T]) Len() int { return len(f.First) + len(f.Rest) }

// How much of each list a case's page shows at first.
const (
	buttonsShown = 3
	blocksShown  = 3
	careShown    = 4
	tasksShown   = 6
	peopleShown  = 3
)

// A line is a sentence; English marks one that exists in English only.
type line struct {
	Words   string
	English bool
	Who     string // who can mend it
}

type waitingLine struct{ Title, By, Since string }

type officerLine struct{ Duty, Name string }

type actionLine struct {
	Title string
	Href  string
	Why   []line
}

// A reading is one look at a case: what is needed to put it into words.
type reading struct {
	*visit
	w     *words
	view  *casework.CaseView
	now   time.Time
	place *time.Location
	names map[string]string // by member
}

func (f *face) casePage(v *visit) (screen, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	if reference != v.c.Param("reference") { // a case has one address, however people write its reference
		return v.goTo("/cases/" + reference)
	}
	p, err := f.Desk.Page(v.ctx(), v.who, reference, casework.PageOfCase)
	if err != nil {
		return screen{}, err
	}
	r := f.reading(v, p.Case)
	b := r.overview()
	b.Decisions = r.decisions(p.Decisions)
	r.addHorizon(p.Horizon, b)
	r.addDocuments(p.Documents, b)
	r.addFiles(p.Files, b)
	if err := r.addHistory(p.Timeline, b); err != nil {
		return screen{}, err
	}
	b.Blocks = fold(r.blocks(b), blocksShown)
	b.Sections = r.sections(b)
	return screen{Name: "case", Said: v.here.t("case.tab", reference), Body: b}, nil
}

func (f *face) reading(v *visit, view *casework.CaseView) *reading {
	destination := ""
	if view.Destination != nil {
		destination = view.Destination.Country
	}
	r := &reading{visit: v, w: v.here.words, view: view, now: f.Desk.Clock(), place: placeOf(view.Stage, view.HostCountry, destination), names: map[string]string{}}
	for n, m := range view.Members {
		r.names[m.ID] = r.w.t("person.number", n+1)
		if m.Person != nil {
			r.names[m.ID] = inShort(m.Person.Name())
		}
	}
	for _, s := range view.Representatives {
		if s.Name != "" {
			r.names[s.ID] = s.Name
		}
	}
	return r
}

func (r *reading) overview() *caseBody {
	v := r.view
	b := &caseBody{CaseView: v, Head: r.head("case"), Opening: slices.ContainsFunc(v.Waiting, isOpening), Bare: len(v.Members) == 0}
	b.Done, b.Taken = r.justDone()
	b.People = fold(r.people(), peopleShown)
	b.Booking, b.Money, b.Visits = r.booking(), r.money(), r.visits()
	b.Care = fold(r.care(), careShown)
	b.Spoken = r.w.tongues.name(v.Language)
	for _, duty := range []avrr.Duty{avrr.ReturnDuty, avrr.TravelDuty, avrr.ReintegrationDuty, avrr.ProtectionDuty, avrr.ManagementDuty} {
		if name := v.Officers[string(duty)]; name != "" {
			b.Officers = append(b.Officers, officerLine{r.w.word("duty", string(duty)), name})
		}
	}
	for _, s := range v.Waiting {
		b.Waiting = append(b.Waiting, waitingLine{r.w.text(s.Title), s.By, r.w.moment(s.Since, r.place)})
	}
	tasks := r.tasks()
	b.Tasks = fold(tasks, tasksShown)
	switch {
	case len(tasks) > 0:
		b.Next = &tasks[0]
	case v.NextDue != nil:
		at := r.w.due(v.NextDue.At, r.now, r.place)
		b.Next = &taskLine{Title: upperFirst(r.w.text(v.NextDue.Title)), Due: &at}
	}
	r.addActions(b)
	return b
}

// addActions sorts what the catalogue offers: what the tasks ask for first, then what else can be done, then what cannot be done yet,
// with why and who could.
func (r *reading) addActions(b *caseBody) {
	wanted := r.wanted()
	for _, a := range r.view.AvailableActions {
		form, asked := wanted[a.Action]
		l := actionLine{Title: r.w.text(a.Title), Href: cmp.Or(form, "/cases/"+r.view.Reference+"/do/"+a.Action)}
		for _, why := range a.BlockedBy {
			l.Why = append(l.Why, r.mended(why, a.Action))
		}
		switch {
		case pointless(a.BlockedBy):
		case len(l.Why) > 0:
			b.NotYet = append(b.NotYet, l)
		case asked && len(b.Do) < buttonsShown:
			b.Do = append(b.Do, l)
		case asked:
			b.Wanted = append(b.Wanted, l)
		default:
			b.Can = append(b.Can, l)
		}
	}
	b.Do = append(r.scans(), b.Do...)
	b.NotYet = append(b.NotYet, r.byOthers()...)
}

// mended says what stands in the way of an action, and who can mend it.
func (r *reading) mended(why avrr.Blocked, action string) line {
	l := r.blocked(why)
	switch {
	case why.Rule == "another-person":
		if a, known := avrr.Find(action); known {
			l.Who = r.w.doers(a, "")
		}
	case why.Duty != "" && (r.view.NamesShown || why.Duty != avrr.ProtectionDuty):
		l.Who = lowerFirst(r.w.word("duty", string(why.Duty)))
	}
	return l
}

// justDone says what the form that led here has recorded, or names the action that was accepted and waits.
func (v *visit) justDone() (done, taken string) {
	a, known := avrr.Find(v.c.Query("done"))
	switch {
	case !known:
		return "", ""
	case v.c.Query("waiting") != "":
		return "", v.here.text(a.Title)
	default:
		return v.here.word("did", a.Name), ""
	}
}

// sections orders the page by what matters in the case's stage; what has nothing to tell yet is left out.
func (r *reading) sections(b *caseBody) []string {
	if b.Bare {
		return nil
	}
	order := []string{"tasks", "people", "eligibility", "horizon", "travel", "documents", "files", "money", "visits", "history"}
	switch r.view.Stage {
	case avrr.Travel:
		order = []string{"tasks", "travel", "horizon", "people", "documents", "files", "eligibility", "money", "visits", "history"}
	case avrr.Arrival, avrr.Reintegration, avrr.FollowUp:
		order = []string{"tasks", "visits", "money", "people", "documents", "files", "travel", "eligibility", "history"}
	case avrr.Closed:
		order = []string{"tasks", "history", "people", "visits", "money", "travel", "documents", "files", "eligibility"}
	}
	empty := map[string]bool{"tasks": r.view.Stage == avrr.Closed && b.Tasks.Len() == 0, "horizon": b.Horizon == nil, "money": b.Money == nil, "visits": len(b.Visits) == 0,
		"travel": b.Booking == nil && r.view.Stage == avrr.Eligibility}
	return slices.DeleteFunc(order, func(s string) bool { return empty[s] })
}

// pointless reports whether an action has nothing to do here, rather than something in its way.
func pointless(why []avrr.Blocked) bool { return len(why) > 0 && why[0].Rule == "not-on-hold" }

func isOpening(s casework.WaitingView) bool { return s.Action == "open" }

// withNames says a person's name where the rules say a member's id.
func (r *reading) withNames(s string) string { return avrr.WithNames(s, r.names) }

func (r *reading) blocked(b avrr.Blocked) line { return r.w.blocked(b, r.names) }

// blocked says what stands in the way: in the page's language where the rule has words there.
func (w *words) blocked(b avrr.Blocked, names map[string]string) line {
	said, ok := w.catalogue["rule."+b.Rule]
	if of, both := w.catalogue["rule."+b.Rule+".member"]; both && b.Member != "" {
		said = of
	}
	if of, both := w.catalogue["rule."+b.Rule+".thing"]; both && b.Thing != "" {
		said = of
	}
	if ok {
		until := ""
		if b.Until != nil {
			until = w.date(*b.Until)
		}
		return line{Words: strings.NewReplacer("{member}", names[b.Member], "{thing}", w.word("thing", b.Thing), "{until}", until).Replace(said)}
	}
	return w.ruled(b.Text, names)
}

// blocks collects what keeps the case from going on, once each.
func (r *reading) blocks(b *caseBody) (blocks []line) {
	seen := map[string]bool{}
	add := func(l line) {
		if l.Words != "" && !seen[l.Words] {
			seen[l.Words] = true
			blocks = append(blocks, l)
		}
	}
	if slices.Contains(r.view.Flags, "on_hold") {
		add(line{Words: r.w.t("block.hold")})
	}
	if len(b.Waiting) > 0 {
		add(line{Words: r.w.count("block.waiting", len(b.Waiting))})
	}
	wanted := r.wanted()
	for _, a := range r.view.AvailableActions {
		for _, why := range a.BlockedBy {
			if _, asked := wanted[a.Action]; asked && why.Rule != "another-person" {
				add(r.mended(why, a.Action))
			}
		}
	}
	if b.Horizon != nil {
		for _, l := range b.Horizon.Obstacles {
			add(l)
		}
	}
	return blocks
}

// care names what to be careful of before doing anything.
func (r *reading) care() []flag {
	var care []flag
	note := func(kind, shape, words string) { care = append(care, flag{kind, shape, words}) }
	for _, k := range r.shownFlags() {
		if k == "on_hold" { // it stands among what is in the way
			continue
		}
		note(k, cmp.Or(shapes[k], "●"), r.w.word("care", k))
	}
	if !r.view.NamesShown {
		note("unnamed", "◆", r.w.t("care.names"))
	}
	for _, m := range r.view.Members {
		if m.Person == nil || m.Fate == avrr.Staying {
			continue
		}
		today := avrr.DateOf(r.now.In(r.place))
		if age, _ := m.Person.Birth.AgeOn(today); m.Person.Birth != nil && age < 18 {
			note("child", "◆", r.w.count("care.child", age, inShort(m.Person.GivenNames)))
		}
		if m.Cleared == "fit_with_conditions" || m.Cleared == "unfit" {
			note("medical", "▲", r.w.t("care."+m.Cleared, inShort(m.Person.GivenNames)))
		}
	}
	if c := r.view.Contact; c != nil {
		if !c.MayLeaveMessage {
			note("contact", "▲", r.w.t("care.no_message"))
		}
		if c.SharedWith != "" {
			note("contact", "▲", r.w.t("care.shared", inShort(c.SharedWith)))
		}
	}
	return care
}
