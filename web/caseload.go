package web

import (
	"cmp"
	"crypto/rand"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

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
	Views     []viewLink
	Rows      []caseRow
	Asked     map[string]string // what chooses the list, by its name in the address
	Mistyped  line              // what is wrong with a reference that was looked for
	HasMine   bool              // they can hold cases of their own
	Countries []choice
	Officers  []choice
	Offices   []choice
	Days      []string // what chooses by days
	Sorts     []choice
	Sizes     []choice
	More      bool   // one of the choices that are folded away is in force
	Chips     []chip // what chooses the list now, each with the link that stops it
	Total     int
	Found     int       // by what chooses the list
	From, To  int       // of those found, the ones on this page
	Next      string    // the link to the next page
	First     string    // the link back to the first page
	Keep      string    // what a view would keep of this choice, "" for nothing
	Kept      *viewLink // the view of their own that is looked at
	Workbook  string    // the link to the same list as a file, where they may have one
	Text      string    // the same as text
	Acts      []manyAct // what can be done to many of them at once
	Key       string    // makes the list a file once, however often that is asked for
	List      string    // what chooses this page, for those acts
	Most      int       // how many cases such an act takes
	Opened    int       // of the sample caseload
	Wanted    int
	MayOpen   bool
	MayImport bool
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

var shapes = map[string]string{"child": "◆", "on_hold": "■", "withdrawn": "■", "needs_person": "▲", "opening": "●", "restricted": "◆"}

func (w *words) flags(kinds []string) []flag {
	var flags []flag
	for _, k := range kinds {
		flags = append(flags, flag{k, cmp.Or(shapes[k], "●"), w.word("flag", k)})
	}
	return flags
}

// isTheOne reports whether what was typed is a reference and nothing else: the end of one may sound like somebody's name.
func isTheOne(list []casework.Listed) bool {
	return len(list) > 0 && list[0].FoundBy == "reference" && !slices.ContainsFunc(list[1:], func(l casework.Listed) bool { return l.FoundBy != "sound" && l.FoundBy != "initial" })
}

func (f *face) caseload(v *visit) (screen, error) {
	asked := v.c.Request.URL.Query()
	asked.Del("lang")
	s, err := search(asked)
	if err != nil {
		return screen{}, err
	}
	list, next, err := f.Desk.Caseload(v.ctx(), v.who, s)
	if err != nil {
		return screen{}, err
	}
	if isTheOne(list) && s == (casework.Search{Query: s.Query, Limit: s.Limit}) {
		return v.goTo("/cases/" + list[0].Reference) // nobody types a reference to read a list of one
	}
	b := caseloadBody{MayOpen: access.May(v.who.Actor, "open", nil) == nil, HasMine: v.may(access.HoldCases), Asked: map[string]string{"sort": asked.Get("sort"), "rows": strconv.Itoa(s.Limit)},
		Keep: viewOf(asked)}
	if v.seesExports() {
		b.Workbook, b.Text = "/cases.xlsx?"+chosen(asked).Encode(), "/cases.csv?"+chosen(asked).Encode()
	}
	for _, key := range choosers {
		b.Asked[key] = strings.TrimSpace(asked.Get(key))
	}
	if err := f.around(v, asked, s, &b); err != nil {
		return screen{}, err
	}
	b.From, _ = strconv.Atoi(asked.Get("at"))
	b.From = min(max(b.From, 1), max(b.Found, 1))
	b.To = b.From + len(list) - 1
	if next != "" {
		asked.Set("at", strconv.Itoa(b.To+1))
		b.Next = "/cases?" + with(asked, "cursor", next)
	}
	if s.Cursor != "" {
		asked.Del("at")
		b.First = "/cases?" + with(asked, "cursor", "")
	}
	b.MayImport = f.seesImport(v)
	b.Acts, b.List, b.Most, b.Key = v.manyActs(), v.c.Request.URL.RawQuery, casework.MostChosen, rand.Text()
	for _, l := range list {
		b.Rows = append(b.Rows, v.row(l, f.Desk.Clock()))
	}
	b.Mistyped = v.here.ruled(avrr.Mistyped(s.Query), nil)
	if f.Demo != nil && f.Demo.Progress != nil {
		b.Opened, b.Wanted = f.Demo.Progress()
	}
	return screen{Name: "cases", Title: "cases.title", Prints: b.printed(v), Body: b}, nil
}

// printed says what of the caseload stands on the page, as it was chosen.
func (b *caseloadBody) printed(v *visit) string {
	chosen := []string{v.here.count("cases.found", b.Found)}
	if len(b.Rows) < b.Found && len(b.Rows) > 0 {
		chosen = append(chosen, v.here.t("cases.shown", b.From, b.To))
	}
	for _, s := range b.Stages {
		if s.Here {
			chosen = append(chosen, s.Title)
		}
	}
	for _, c := range b.Chips {
		if !slices.Contains(chosen, c.Title) {
			chosen = append(chosen, c.Title)
		}
	}
	return strings.Join(chosen, " · ")
}

// around fills in what stands around the list: how many cases there are, what can be chosen, and what is.
func (f *face) around(v *visit, asked url.Values, s casework.Search, b *caseloadBody) error {
	counts, err := f.Desk.StageCounts(v.ctx(), v.who)
	if err != nil {
		return err
	}
	for _, n := range counts {
		b.Total += n.Cases
		b.Stages = append(b.Stages, stageLink{v.here.text(n.Stage.Title()), n.Cases, "/cases?stage=" + string(n.Stage), s.Stage == string(n.Stage)})
	}
	b.Found = b.Total
	if all := (casework.Search{Sort: s.Sort, Cursor: s.Cursor, Limit: s.Limit}); s != all {
		if b.Found, err = f.Desk.CaseCount(v.ctx(), v.who, s); err != nil {
			return err
		}
	}
	if b.Countries, err = f.countries(v); err != nil {
		return err
	}
	if b.Views, err = f.views(v, asked); err != nil {
		return err
	}
	for i, view := range b.Views {
		if view.Here && view.Own {
			b.Kept = &b.Views[i]
		}
		if view.Here {
			b.Keep = ""
		}
	}
	names, err := f.Gate.Names(v.ctx())
	if err != nil {
		return err
	}
	b.Officers, b.Offices = v.officers(names)
	b.Chips = v.chips(asked, names)
	b.Days = days
	for _, key := range slices.Concat([]string{"country", "office", "officer"}, days) {
		b.More = b.More || asked.Get(key) != ""
	}
	for _, by := range []string{"due", "opened", "stage", "reference"} {
		b.Sorts = append(b.Sorts, choice{by, v.here.t("sort." + by)})
	}
	for _, n := range rowsOnPage {
		b.Sizes = append(b.Sizes, choice{strconv.Itoa(n), strconv.Itoa(n)})
	}
	return nil
}

// casesFile hands out the list that an address chooses, as a file of a form.
func (f *face) casesFile(form string) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		s, err := search(v.c.Request.URL.Query())
		if err != nil {
			return screen{}, err
		}
		export, err := f.Desk.ExportCases(v.ctx(), v.who, s, form, v.in)
		if err != nil {
			return screen{}, err
		}
		return f.handOut(v, export)
	}
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
