package web

import (
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// tasksOnPage is how many tasks a page of one group shows.
const tasksOnPage = 25

// A workBody is what somebody has to do: every group as a number, and below them the first of each, or one group whole.
type workBody struct {
	Groups []workGroup
	Desk   []stageLink // lists that are the work of the whole role
	One    bool        // the page shows one group
	Free   bool        // nothing is late and nothing is due today
	Empty  bool        // there is nothing at all
	Next   string      // the link to the next page
	First  string      // the link back to the first page
	Begun  []draftRow
	Jobs   []jobLine // under way, or ended and not looked at
	Kept   bool      // they have just kept a draft and left
}

type workGroup struct {
	Group string
	Title string
	Count int
	Href  string
	Here  bool
	Rows  []workRow
	More  bool // not all of them are shown
}

type workRow struct {
	Href      string
	Title     string
	About     string
	Name      string
	Named     bool // Name is a name and not the reference
	Reference string
	Stage     avrr.Stage
	Due       *due
	By        string
	You       bool
	Sent      string // since when it waits to be recorded
}

func (f *face) work(v *visit) (screen, error) {
	asked := v.c.Request.URL.Query()
	asked.Del("lang")
	s := casework.WorkSearch{Group: asked.Get("group"), Cursor: asked.Get("cursor"), Limit: tasksOnPage}
	view, err := f.Desk.Work(v.ctx(), v.who, s)
	if err != nil {
		return screen{}, err
	}
	b := workBody{One: s.Group != "", Empty: true, Free: true, Kept: asked.Get("kept") != ""}
	if !b.One {
		if b.Begun, err = f.begun(v); err != nil {
			return screen{}, err
		}
		if b.Jobs, err = f.newsOfJobs(v); err != nil {
			return screen{}, err
		}
	}
	shown := map[string]bool{}
	for _, g := range view.Groups {
		b.Empty = b.Empty && g.Count == 0
		b.Free = b.Free && (g.Count == 0 || g.Group != casework.WorkOverdue && g.Group != casework.WorkToday)
		b.Groups = append(b.Groups, v.group(g, s.Group, f.Desk.Clock(), shown))
	}
	if b.Desk, err = f.deskLists(v); err != nil {
		return screen{}, err
	}
	if view.NextCursor != nil {
		b.Next = "/work?" + with(asked, "cursor", *view.NextCursor)
	}
	if s.Cursor != "" {
		b.First = "/work?" + with(asked, "cursor", "")
	}
	return screen{Name: "work", Title: "work.title", Body: b}, nil
}

// deskHrefs are where the lists of a role stand.
var deskHrefs = map[string]string{
	casework.DeskExpiring: "/travel/list?show=expiring", casework.DeskToBook: "/travel/to-book", casework.DeskUntold: "/travel/list?show=untold",
	casework.DeskVisits: "/visits", casework.DeskLateVisits: "/visits?late=1", casework.DeskNobodys: "/visits?whose=nobody", casework.DeskApprovals: "/approvals",
}

func (f *face) deskLists(v *visit) ([]stageLink, error) {
	counts, err := f.Desk.DeskCounts(v.ctx(), v.who)
	if err != nil {
		return nil, err
	}
	var lists []stageLink
	for _, c := range counts {
		lists = append(lists, stageLink{v.here.word("desk", c.List), c.Count, deskHrefs[c.List], false})
	}
	return lists, nil
}

// group puts a group into words. What stands higher on the page is not repeated further down.
func (v *visit) group(g casework.WorkGroup, here string, now time.Time, shown map[string]bool) workGroup {
	group := workGroup{Group: g.Group, Title: v.here.text(g.Title), Count: g.Count, Href: "/work?group=" + g.Group, Here: g.Group == here, More: g.Count > len(g.Tasks)}
	for _, item := range g.Tasks {
		row := v.task(item, now)
		if key := row.Href + row.Title + item.Task; item.Task == "" || !shown[key] {
			shown[key] = true
			group.Rows = append(group.Rows, row)
		}
	}
	return group
}

func (v *visit) task(item casework.WorkItem, now time.Time) workRow {
	place := avrr.Zone(item.Country)
	row := workRow{Href: "/cases/" + item.Reference, Title: upperFirst(v.here.text(item.Title)), About: item.About, Name: item.Principal, Named: item.Principal != item.Reference,
		Reference: item.Reference, Stage: item.Stage, By: item.Person, You: item.Person == v.who.DisplayName}
	if row.By == "" && item.Duty != avrr.DutyOf(v.who.Role) {
		row.By = v.here.word("duty", string(item.Duty))
	}
	if item.Due != nil {
		d := v.here.due(*item.Due, now, place)
		row.Due = &d
	}
	if item.StatusURL != "" {
		row.Sent = v.here.moment(item.Since, place)
	}
	return row
}
