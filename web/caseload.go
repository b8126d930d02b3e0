package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// casesOnPage is how many cases a page of the list shows: two screens on a desk, a few thumbs on a phone.
const casesOnPage = 25

// front leads everybody to where their day begins.
func (f *face) front(v *visit) (screen, error) {
	switch {
	case access.May(v.who.Actor, access.SeeWork, nil) == nil:
		return v.goTo("/work")
	case access.May(v.who.Actor, access.SeeCaseload, nil) == nil:
		return v.goTo("/cases")
	}
	return v.goTo("/help")
}

type caseloadBody struct {
	Stages    []stageLink
	Rows      []caseRow
	Query     string
	Stage     string
	Country   string
	Sort      string
	Overdue   bool
	Open      bool
	Needs     bool // a person
	Mine      bool
	HasMine   bool // they can hold cases of their own
	Countries []choice
	Sorts     []choice
	Chips     []chip // what chooses the list now, each with the link that stops it
	Total     int
	Found     int    // by what chooses the list
	Next      string // the link to the next page
	First     string // the link back to the first page
	Opened    int    // of the sample caseload
	Wanted    int
	MayOpen   bool
}

type stageLink struct {
	Title string
	Cases int
	Href  string
	Here  bool
}

type caseRow struct {
	casework.Listed
	Href    string
	Named   bool // Principal is a name and not the reference
	Others  int  // members beside the principal
	Opening bool
	Due     *due
	Clock   string
	Flags   []flag
	Why     string // it was found
}

type choice struct{ Value, Title string }

type chip struct{ Title, Href string }

// A flag is a status as a word with a shape; the colour only repeats them.
type flag struct{ Kind, Shape, Title string }

var shapes = map[string]string{"on_hold": "■", "withdrawn": "■", "needs_person": "▲", "opening": "●", "restricted": "◆"}

func (w *words) flags(kinds []string) []flag {
	var flags []flag
	for _, k := range kinds {
		flags = append(flags, flag{k, cmp.Or(shapes[k], "●"), w.word("flag", k)})
	}
	return flags
}

func (f *face) caseload(v *visit) (screen, error) {
	asked := v.c.Request.URL.Query()
	asked.Del("lang")
	s := casework.Search{Stage: asked.Get("stage"), Country: strings.ToUpper(asked.Get("country")), Query: strings.TrimSpace(asked.Get("q")),
		Overdue: asked.Get("overdue") != "", Open: asked.Get("open") != "", Needs: asked.Get("needs") != "", Mine: asked.Get("mine") != "",
		Sort: asked.Get("sort"), Cursor: asked.Get("cursor"), Limit: casesOnPage}
	if s.Sort == "due" {
		s.Sort = ""
	}
	counts, err := f.Desk.StageCounts(v.ctx(), v.who)
	if err != nil {
		return screen{}, err
	}
	list, next, err := f.Desk.Caseload(v.ctx(), v.who, s)
	if err != nil {
		return screen{}, err
	}
	if len(list) == 1 && list[0].FoundBy == "reference" && s == (casework.Search{Query: s.Query, Limit: s.Limit}) {
		return v.goTo("/cases/" + list[0].Reference) // nobody types a reference to read a list of one
	}
	countries, err := f.countries(v)
	if err != nil {
		return screen{}, err
	}
	found, err := f.Desk.CaseCount(v.ctx(), v.who, s)
	if err != nil {
		return screen{}, err
	}
	b := caseloadBody{MayOpen: access.May(v.who.Actor, "open", nil) == nil, Found: found, Query: s.Query, Stage: s.Stage, Country: s.Country, Sort: cmp.Or(s.Sort, "due"), Overdue: s.Overdue, Open: s.Open, Needs: s.Needs, Mine: s.Mine,
		HasMine: v.mayHold(), Countries: countries, Chips: v.chips(asked)}
	for _, by := range []string{"due", "opened", "stage", "reference"} {
		b.Sorts = append(b.Sorts, choice{by, v.here.t("sort." + by)})
	}
	for _, n := range counts {
		b.Total += n.Cases
		b.Stages = append(b.Stages, stageLink{v.here.text(n.Stage.Title()), n.Cases, "/cases?stage=" + string(n.Stage), s.Stage == string(n.Stage)})
	}
	if next != "" {
		b.Next = "/cases?" + with(asked, "cursor", next)
	}
	if s.Cursor != "" {
		b.First = "/cases?" + with(asked, "cursor", "")
	}
	for _, l := range list {
		b.Rows = append(b.Rows, v.row(l, f.Desk.Clock()))
	}
	if f.Demo != nil && f.Demo.Progress != nil {
		b.Opened, b.Wanted = f.Demo.Progress()
	}
	return screen{Name: "cases", Title: "cases.title", Body: b}, nil
}

// mayHold reports whether this person can have cases of their own.
func (v *visit) mayHold() bool {
	switch avrr.DutyOf(v.who.Role) {
	case avrr.ReturnDuty, avrr.TravelDuty, avrr.ReintegrationDuty:
		return true
	}
	return false
}

func (v *visit) row(l casework.Listed, now time.Time) caseRow {
	row := caseRow{Listed: l, Href: "/cases/" + l.Reference, Named: l.Principal != l.Reference, Others: max(0, l.Members-1),
		Opening: slices.Contains(l.Flags, "opening"), Flags: v.here.flags(l.Flags)}
	if l.NextDue != nil {
		d := v.here.due(*l.NextDue, now, placeOf(l.Stage, l.HostCountry, l.Destination))
		row.Due = &d
	}
	if l.FoundBy != "" {
		row.Why = v.here.word("found", l.FoundBy)
	}
	if l.NextClock != nil {
		row.Clock = upperFirst(v.here.text(*l.NextClock))
	}
	return row
}

// placeOf answers where a case's days are counted: the host country until arrival, the country of return from then on.
func placeOf(s avrr.Stage, host, destination string) *time.Location {
	switch s {
	case avrr.Arrival, avrr.Reintegration, avrr.FollowUp:
		if destination != "" {
			return avrr.Zone(destination)
		}
	}
	return avrr.Zone(host)
}

// countries are the countries the programmes return to, for the filter.
func (f *face) countries(v *visit) ([]choice, error) {
	programmes, err := f.Desk.Programmes(v.ctx())
	if err != nil {
		return nil, err
	}
	var found []choice
	seen := map[string]bool{}
	for _, p := range programmes {
		for _, way := range p.Corridors {
			for _, code := range way.To {
				if !seen[code] {
					seen[code] = true
					found = append(found, choice{code, v.here.country(code)})
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b choice) int { return strings.Compare(a.Title, b.Title) })
	return found, nil
}

// chips are the choices in force, each with the link of the same list without it.
func (v *visit) chips(asked url.Values) []chip {
	var chips []chip
	for _, key := range []string{"q", "stage", "country", "overdue", "needs", "open", "mine"} {
		value := asked.Get(key)
		if value == "" {
			continue
		}
		title := v.here.t("chip." + key)
		switch key {
		case "q":
			title = v.here.t("chip.q", value)
		case "stage":
			title = v.here.text(avrr.Stage(value).Title())
		case "country":
			title = v.here.country(strings.ToUpper(value))
		}
		without := url.Values{}
		for k, values := range asked {
			if k != key && k != "cursor" {
				without[k] = values
			}
		}
		chips = append(chips, chip{title, "/cases?" + without.Encode()})
	}
	return chips
}

// with is a query with one value changed; an empty value leaves it out.
func with(asked url.Values, key, value string) string {
	changed := url.Values{}
	for k, values := range asked {
		if len(values) > 0 && values[0] != "" {
			changed[k] = values
		}
	}
	changed.Set(key, value)
	if value == "" {
		changed.Del(key)
	}
	return changed.Encode()
}

func lowerFirst(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

func upperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
