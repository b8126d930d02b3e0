package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// firstOfGroup is how many tasks of each group are shown where all groups are: as many as are read at a glance.
const firstOfGroup = 5

// stillNew is how long a task counts as new to whoever it came to: over a day off, and not over a weekend's worth of them.
const stillNew = 48 * time.Hour

// The groups of a person's work. Overdue, today, week and later share it out by day; the others look across those.
const (
	WorkOverdue     = "overdue"
	WorkToday       = "today"
	WorkWeek        = "week"
	WorkNeedsPerson = "needs_person"
	WorkNew         = "new"
	WorkWaiting     = "waiting"
	WorkSent        = "sent" // what they have done and what is not recorded yet
	WorkLater       = "later"
)

var workTitles = map[string]avrr.Text{
	WorkOverdue:     avrr.T("Overdue", "Me vonesë"),
	WorkToday:       avrr.T("Due today", "Për sot"),
	WorkWeek:        avrr.T("Next seven days", "Shtatë ditët e ardhshme"),
	WorkNeedsPerson: avrr.T("Needs a person", "Kërkon dikë"),
	WorkNew:         avrr.T("New in the last two days", "Të reja në dy ditët e fundit"),
	WorkWaiting:     avrr.T("Waiting on others", "Në pritje të të tjerëve"),
	WorkSent:        avrr.T("Waiting to be recorded", "Në pritje të regjistrimit"),
	WorkLater:       avrr.T("Later, or without a day", "Më vonë, ose pa afat"),
}

// WorkGroups are the groups in the order they are looked at.
var WorkGroups = []string{WorkOverdue, WorkToday, WorkWeek, WorkNeedsPerson, WorkNew, WorkWaiting, WorkSent, WorkLater}

// A WorkView is what somebody has to do.
type WorkView struct {
	Groups     []WorkGroup `json:"groups"`
	NextCursor *string     `json:"next_cursor"` // of the one group that was asked for
}

// A WorkGroup is one part of it: how much, and the first of it.
type WorkGroup struct {
	Group string     `json:"group"`
	Title avrr.Text  `json:"title"`
	Count int        `json:"count"`
	Tasks []WorkItem `json:"tasks"`
	Href  string     `json:"href"`
}

// A WorkItem is a task of some case, or what somebody submitted and what waits to be recorded.
type WorkItem struct {
	Reference string     `json:"reference"`
	Principal string     `json:"principal"` // the reference where the name is not shown
	Stage     avrr.Stage `json:"stage"`
	Country   string     `json:"country,omitempty" doc:"Where the days of the task are counted, ISO 3166-1 alpha-2."`
	Task      string     `json:"task,omitempty"`
	Title     avrr.Text  `json:"title"`
	About     string     `json:"about,omitempty"` // the member it is about, where it is about one
	Duty      avrr.Duty  `json:"duty,omitempty"`
	Person    string     `json:"person,omitempty"` // who holds it; its office when empty
	Action    string     `json:"action,omitempty"`
	Due       *time.Time `json:"due,omitempty"`
	Overdue   bool       `json:"overdue"`
	Since     time.Time  `json:"since"`
	StatusURL string     `json:"status_url,omitempty"` // of what waits to be recorded
	Href      string     `json:"href"`
}

// A WorkSearch chooses one group of the work and a page of it; the others are then counted and not listed. Without a group the
// first of each are listed.
type WorkSearch struct {
	Group  string
	Cursor string
	Limit  int
}

// Work answers what this person has to do: the tasks they hold, those of their duty that nobody holds in their office, and
// what they wait for. The reading stands in the audit before anything is shown.
func (d *Desk) Work(ctx context.Context, who access.Person, s WorkSearch) (*WorkView, error) {
	if err := access.May(who.Actor, access.SeeWork, nil); err != nil {
		return nil, err
	}
	if s.Group != "" && !slices.Contains(WorkGroups, s.Group) {
		return nil, avrr.Errorf(avrr.CodeInvalid, "There is no group of work %q.", s.Group)
	}
	if s.Group == "" && s.Cursor != "" {
		return nil, avrr.Errorf(avrr.CodeInvalid, "A cursor goes with the group it was answered for.")
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	day := &workday{read: d.Store.Read(ctx), who: who, names: names, now: d.now(), of: workOf(who, names)}
	day.tonight, day.inAWeek = day.endOfDay(0), day.endOfDay(7)
	view, err := day.view(s)
	if errors.Is(err, store.ErrCursor) {
		return nil, avrr.Errorf(avrr.CodeInvalid, "The cursor does not belong to this list; begin again without it.")
	}
	if err != nil {
		return nil, err
	}
	return view, d.audit(ctx, who, "list", store.Case{}, fmt.Sprintf("%d tasks of work", day.shown))
}

// workOf answers whose work is this person's. What nobody holds is theirs in their own office, and where no office is named
// or nobody of their role has it: so that nothing is nobody's.
func workOf(who access.Person, names map[string]access.Name) store.Work {
	of := store.Work{Person: who.ID, Duty: string(avrr.DutyOf(who.Role))}
	for _, n := range names {
		if who.Office != "" && n.Office != "" && n.Role == who.Role && !n.Disabled && n.Office != who.Office && !slices.Contains(of.Elsewhere, n.Office) {
			of.Elsewhere = append(of.Elsewhere, n.Office)
		}
	}
	slices.Sort(of.Elsewhere)
	return of
}

// A workday is one look at somebody's work.
type workday struct {
	read  *store.Reader
	who   access.Person
	names map[string]access.Name
	now   time.Time
	of    store.Work
	sent  []store.Submission // what they submitted and what waits
	shown int

	tonight, inAWeek *store.Moment // the ends of today and of the seventh day from it
}

func (w *workday) view(s WorkSearch) (*WorkView, error) {
	counts, err := w.counts()
	if err != nil {
		return nil, err
	}
	view := &WorkView{Groups: []WorkGroup{}}
	var found []found
	for _, group := range WorkGroups {
		f, err := w.find(group, counts[group], s)
		if err != nil {
			return nil, err
		}
		found = append(found, f)
	}
	cases, err := w.casesOf(found)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		g := WorkGroup{Group: f.group, Title: workTitles[f.group], Count: counts[f.group], Tasks: []WorkItem{}, Href: root + "/work?group=" + f.group}
		if g.Tasks, err = w.items(f, cases); err != nil {
			return nil, err
		}
		w.shown += len(g.Tasks)
		if f.next != "" && f.group == s.Group {
			view.NextCursor = &f.next
		}
		view.Groups = append(view.Groups, g)
	}
	return view, nil
}

// counts answers how much there is of each group.
func (w *workday) counts() (map[string]int, error) {
	n, err := w.read.CountWork(w.of, w.now, w.tonight, w.inAWeek, w.now.Add(-stillNew))
	if err != nil {
		return nil, err
	}
	waiting, err := w.read.WaitCount(w.others("", 0))
	if err != nil {
		return nil, err
	}
	if w.sent, err = w.read.WaitingOf(w.who.ID); err != nil {
		return nil, err
	}
	return map[string]int{WorkOverdue: n.Late, WorkToday: n.Today, WorkWeek: n.Week, WorkLater: n.Later, WorkNew: n.New, WorkNeedsPerson: n.Raised,
		WorkWaiting: waiting, WorkSent: len(w.sent)}, nil
}

// endOfDay is when today ends, or a day after it, where a case is.
func (w *workday) endOfDay(after int) *store.Moment {
	return store.MomentOf(func(country string) time.Time {
		place := avrr.Zone(country)
		return avrr.EndOf(avrr.DateOf(w.now.In(place)).AddDays(after), place)
	})
}

// others chooses what others have to do on this person's cases. That protection does is nobody else's to know.
func (w *workday) others(cursor string, limit int) store.WaitFilter {
	return store.WaitFilter{Of: w.of, Except: []string{string(avrr.ProtectionDuty)}, Cursor: cursor, Limit: limit}
}

// A found group is a page of it before it is put into words.
type found struct {
	group string
	sent  []store.Submission
	tasks []store.Task
	next  string
}

func (w *workday) find(group string, count int, s WorkSearch) (found, error) {
	f, limit := found{group: group}, s.Limit
	if s.Group == "" {
		limit = firstOfGroup
	}
	if count == 0 || s.Group != "" && s.Group != group {
		return f, nil
	}
	var err error
	switch group {
	case WorkSent: // read whole, and never longer than a page of a list may be
		f.sent = w.sent
		if s.Group == "" {
			f.sent = w.sent[:min(len(w.sent), limit)]
		}
		return f, nil
	case WorkWaiting:
		f.tasks, f.next, err = w.read.WaitList(w.others(s.Cursor, limit))
		return f, err
	}
	f.tasks, f.next, err = w.read.WorkList(w.chosen(group, s.Cursor, limit))
	return f, err
}

func (w *workday) chosen(group, cursor string, limit int) store.WorkFilter {
	f := store.WorkFilter{Of: w.of, Cursor: cursor, Limit: limit}
	late := store.Before(w.now)
	switch group {
	case WorkOverdue:
		f.Until = late
	case WorkToday:
		f.After, f.Until = late, w.tonight
	case WorkWeek:
		f.After, f.Until = w.tonight, w.inAWeek
	case WorkLater:
		f.After = w.inAWeek
	case WorkNew:
		since := w.now.Add(-stillNew)
		f.Since = &since
	case WorkNeedsPerson:
		f.Raised = true
	}
	return f
}

// casesOf reads what lists show of the cases that were found, each once.
func (w *workday) casesOf(groups []found) (map[string]store.Case, error) {
	var ids []string
	for _, f := range groups {
		for _, t := range f.tasks {
			ids = append(ids, t.CaseID)
		}
		for _, s := range f.sent {
			ids = append(ids, s.CaseID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	return w.read.Listed(slices.Compact(ids))
}

func (w *workday) items(f found, cases map[string]store.Case) ([]WorkItem, error) {
	items := []WorkItem{}
	for _, s := range f.sent {
		a, _ := avrr.Find(s.Action)
		item, _, err := w.item(cases[s.CaseID])
		if err != nil {
			return nil, err
		}
		item.Title, item.Action, item.Person, item.Since, item.StatusURL = a.Title, s.Action, w.who.DisplayName, s.ReceivedAt, StatusURL(s.ID)
		items = append(items, item)
	}
	for _, t := range f.tasks {
		item, names, err := w.item(cases[t.CaseID])
		if err != nil {
			return nil, err
		}
		item.Country, item.Title, item.Duty = t.Country, taskOfThisCase, avrr.Duty(t.Duty)
		if names != nil && t.Detail != nil {
			var said avrr.Task
			if err := json.Unmarshal(t.Detail, &said); err != nil {
				return nil, fmt.Errorf("case %s: read task: %w", t.CaseID, err)
			}
			item.Task, item.Title, item.Action, item.About = t.ID, said.Title.Naming(names), said.Action, about(t.ID, names)
		}
		item.Person, item.Due, item.Overdue, item.Since = display(w.names, t.Person), t.Due, t.Due != nil && t.Due.Before(w.now), t.HeldSince
		items = append(items, item)
	}
	return items, nil
}

// item is what every line says of its case, with the names of its members where they are shown and nil elsewhere.
func (w *workday) item(row store.Case) (WorkItem, map[string]string, error) {
	l, err := listed(row, w.who, w.names, w.now)
	if err != nil {
		return WorkItem{}, nil, err
	}
	return WorkItem{Reference: l.Reference, Principal: l.Principal, Stage: l.Stage, Country: l.HostCountry, Href: l.Href}, l.names, nil
}

// about answers whom of several members a task is about, by the end of its id.
func about(task string, names map[string]string) string {
	_, id, _ := strings.Cut(task, ":")
	if len(names) < 2 {
		return ""
	}
	return names[id]
}
