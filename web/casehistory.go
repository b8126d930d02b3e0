package web

import (
	"cmp"
	"crypto/rand"
	"net/url"
	"slices"
	"strconv"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// A historyBody is the whole history of a case, a page at a time and of one kind where one is chosen, or who looked at the case.
type historyBody struct {
	Head         caseHead
	Kinds        []tab
	Lines        []historyLine
	Who          bool // the page tells who looked
	Looks        []lookLine
	Newer, Older string
}

type lookLine struct{ By, Role, What, Times, Via, At, ISO string }

// historyKinds choose lines of a history, in the order the page offers them.
var historyKinds = []struct {
	name string
	of   func(casework.TimelineEntry) bool
}{
	{"all", func(casework.TimelineEntry) bool { return true }},
	{"decisions", func(e casework.TimelineEntry) bool {
		return kindOf(e.Action) == avrr.Decision && !ofMoney(e) && !ofNotes(e) && !ofPapers(e)
	}},
	{"facts", func(e casework.TimelineEntry) bool {
		return kindOf(e.Action) == avrr.Fact && e.Role != avrr.System && !ofMoney(e) && !ofNotes(e) && !ofPapers(e)
	}},
	{"money", ofMoney},
	{"papers", ofPapers},
	{"notes", ofNotes},
	{"clock", func(e casework.TimelineEntry) bool { return e.Role == avrr.System }},
}

// looksKind is the kind that is not in the log: who looked.
const looksKind = "looks"

func kindOf(action string) avrr.Kind {
	a, known := avrr.Find(action)
	if !known {
		return ""
	}
	return a.Kind
}

func oneOf(actions ...string) func(casework.TimelineEntry) bool {
	return func(e casework.TimelineEntry) bool { return slices.Contains(actions, e.Action) }
}

var (
	ofNotes  = oneOf("add-note", "add-task", "complete-task")
	ofPapers = oneOf("issue-document", "record-file", "apply-travel-document", "record-travel-document")
	ofMoney  = oneOf("propose-plan", "decide-plan", "release-instalment", "set-payee", "record-bank-answer", "record-payment", "record-delivery", "report-supplier", "reverse-payment", "record-cost")
)

func (f *face) historyPage(v *visit) (screen, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	p, err := f.Desk.Page(v.ctx(), v.who, reference, casework.PageOfHistory)
	if err != nil {
		return screen{}, err
	}
	r := f.reading(v, p.Case)
	b := &historyBody{Head: r.head(casework.PageOfHistory)}
	kind, base := v.c.Query("kind"), "/cases/"+reference+"/history"
	entries := r.seen(p.Timeline)
	chosen := historyKinds[0].of
	for _, k := range historyKinds {
		n := 0
		for _, e := range entries {
			if k.of(e) {
				n++
			}
		}
		if k.name == kind {
			chosen = k.of
		}
		if n > 0 {
			b.Kinds = append(b.Kinds, tab{Title: r.w.t("history." + k.name), Href: base + "?kind=" + k.name, N: n, Here: k.name == kind || kind == "" && k.name == "all"})
		}
	}
	if p.MayLooks {
		b.Kinds = append(b.Kinds, tab{Title: r.w.t("history.looks"), Href: base + "?kind=" + looksKind, Here: kind == looksKind})
	}
	if b.Who = kind == looksKind; b.Who {
		return f.looksPage(r, b)
	}
	entries = slices.DeleteFunc(entries, func(e casework.TimelineEntry) bool { return !chosen(e) })
	entries, b.Newer, b.Older = paged(v.c.Request.URL, entries)
	if b.Lines, err = r.tell(entries); err != nil {
		return screen{}, err
	}
	return screen{Name: "casehistory", Said: b.Head.Title + " · " + reference, Body: b}, nil
}

// looksPage tells who looked at the case.
func (f *face) looksPage(r *reading, b *historyBody) (screen, error) {
	reference := r.view.Reference
	before, err := strconv.ParseInt(r.c.DefaultQuery("before", "0"), 10, 64)
	if err != nil || before < 0 {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The address of this page is not complete.")
	}
	looks, next, err := f.Desk.Looks(r.ctx(), r.who, reference, before)
	if err != nil {
		return screen{}, err
	}
	for _, l := range looks {
		b.Looks = append(b.Looks, r.look(l))
	}
	base := "/cases/" + reference + "/history?kind=" + looksKind
	if before > 0 {
		b.Newer = base
	}
	if next > 0 {
		b.Older = base + "&before=" + strconv.FormatInt(next, 10)
	}
	return screen{Name: "casehistory", Said: b.Head.Title + " · " + reference, Body: b}, nil
}

func (r *reading) look(l casework.Look) lookLine {
	line := lookLine{By: l.By, Role: r.w.text(l.Role.Title()), What: r.w.word("looked", l.What), Via: r.w.word("via", cmp.Or(l.Via, "host")), At: r.w.moment(l.At, r.place), ISO: l.At.UTC().Format(time.RFC3339)}
	if l.Times > 1 {
		line.Times = r.w.count("looks.times", l.Times)
	}
	return line
}

// paged answers the part of a list that an address asks for, and the addresses of those before and after it.
func paged[T any](at *url.URL, all []T) (part []T, before, after string) {
	n, err := strconv.Atoi(at.Query().Get("page"))
	if err != nil || n < 1 || (n-1)*linesOnPage >= len(all) {
		n = 1
	}
	to := func(page int) string {
		q := at.Query()
		q.Del("page")
		q.Del("lang")
		if page > 1 {
			q.Set("page", strconv.Itoa(page))
		}
		return at.Path + "?" + q.Encode()
	}
	if n > 1 {
		before = to(n - 1)
	}
	end := min(n*linesOnPage, len(all))
	if end < len(all) {
		after = to(n + 1)
	}
	return all[(n-1)*linesOnPage : end], before, after
}

// A notesBody is what people wrote down about a case, with the form to write more.
type notesBody struct {
	Head         caseHead
	Reference    string
	Done, Taken  string
	Count        int
	Lines        []historyLine
	Newer, Older string
	Key          string // makes the form's request once; empty for who may write none
	Draft        draftBar
	Text         string // of the draft
}

func (f *face) notesPage(v *visit) (screen, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	p, err := f.Desk.Page(v.ctx(), v.who, reference, casework.PageOfNotes)
	if err != nil {
		return screen{}, err
	}
	r := f.reading(v, p.Case)
	b := &notesBody{Head: r.head(casework.PageOfNotes), Reference: reference}
	b.Done, b.Taken = v.justDone()
	notes := slices.DeleteFunc(r.seen(p.Timeline), func(e casework.TimelineEntry) bool { return e.Action != "add-note" })
	b.Count = len(notes)
	notes, b.Newer, b.Older = paged(v.c.Request.URL, notes)
	if b.Lines, err = r.tell(notes); err != nil {
		return screen{}, err
	}
	for _, a := range p.Case.AvailableActions {
		if a.Action == "add-note" && len(a.BlockedBy) == 0 {
			b.Key = rand.Text()
			if err := b.takeUp(f, r); err != nil {
				return screen{}, err
			}
		}
	}
	return screen{Name: "casenotes", Said: b.Head.Title + " · " + reference, Body: b}, nil
}

// takeUp fills in what was begun of a note, on this page or on that of the form alone.
func (b *notesBody) takeUp(f *face, r *reading) error {
	page := "/cases/" + b.Reference + "/do/add-note"
	draft, found, err := f.Desk.Draft(r.ctx(), r.who, page)
	b.Draft = draftBar{Page: page}
	if err != nil || !found {
		return err
	}
	entries := url.Values(draft.Entries)
	b.Draft = draftBar{page, r.w.moment(draft.SavedAt, r.place), anew(page)}
	b.Text = entries.Get("text")
	if key := entries.Get("key"); formKey.MatchString(key) {
		b.Key = key
	}
	return nil
}
