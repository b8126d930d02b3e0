package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"homeward/avrr"
	"homeward/casework"
)

// A papersBody is every document of a case on one page: what its people hold, what Homeward printed, and what people added.
type papersBody struct {
	Head         caseHead
	Reference    string
	Added        string // what was just added
	Held         []heldLine
	Printed      []printedLine
	Count        int // files people added, even where they are not shown
	Files        []fileLine
	Newer, Older string
	Form         *fileForm // nil for who may add none
}

// A heldLine is one travel document of a member.
type heldLine struct {
	paperLine
	For string
}

// A printedLine is a paper with the versions before it.
type printedLine struct {
	documentLine
	Look    string // where it is looked at
	Again   string // where it is printed anew
	Ends    *due
	Earlier []documentLine
}

func (f *face) filesPage(v *visit) (screen, error) {
	return f.papersPage(v, func(b *fileForm) { b.Kind, b.Member = v.c.Query("kind"), v.c.Query("member") })
}

// papersPage shows the documents of a case, and the form for more with what was chosen before.
func (f *face) papersPage(v *visit, before func(*fileForm)) (screen, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	p, err := f.Desk.Page(v.ctx(), v.who, reference, casework.PageOfDocuments)
	if err != nil {
		return screen{}, err
	}
	r := f.reading(v, p.Case)
	b := &papersBody{Head: r.head(casework.PageOfDocuments), Reference: reference, Held: r.held(), Printed: r.printed(p.Documents), Count: p.Files.Count}
	files, newer, older := paged(v.c.Request.URL, p.Files.Files)
	b.Newer, b.Older = newer, older
	for _, file := range files {
		b.Files = append(b.Files, r.fileLine(file))
	}
	if n := number(v.c.Query("added"), mostAtOnce); n > 0 {
		b.Added = v.here.count("files.added", n)
	}
	s := screen{Name: "files", Said: b.Head.Title + " · " + reference, Body: b}
	if p.Files.MayAdd {
		b.Form = r.newFileForm()
		b.Form.Kind, b.Form.Member = v.c.Query("kind"), v.c.Query("member") // as a task that waits for a file names them
		before(b.Form)
		if b.Form.Problem.Words != "" {
			s.Status, s.Said = http.StatusUnprocessableEntity, v.here.t("form.problem.title")+": "+s.Said
		}
	}
	return s, nil
}

// number reads a count out of an address; 0 when it is none up to most.
func number(s string, most int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > most {
		return 0
	}
	return n
}

// held are the travel documents of everybody, what ends first before the rest.
func (r *reading) held() (lines []heldLine) {
	for _, m := range r.view.Members {
		for _, d := range m.Documents {
			l := heldLine{r.paper(d), r.names[m.ID]}
			if !d.ExpiresOn.IsZero() && d.Status == "issued" {
				ends := r.w.ends(d.ExpiresOn.AddDays(1).In(r.place), r.now, r.place)
				l.Ends = &ends
			}
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b heldLine) int { return strings.Compare(endOf(a.Ends), endOf(b.Ends)) })
	return lines
}

func endOf(d *due) string {
	if d == nil {
		return "~"
	}
	return d.ISO
}

// printed groups the papers by what they are and whom they are of: the newest on top of those before it.
func (r *reading) printed(documents []casework.DocumentView) (lines []printedLine) {
	mayIssue := slices.ContainsFunc(r.view.AvailableActions, func(a casework.ActionView) bool { return a.Action == "issue-document" && len(a.BlockedBy) == 0 })
	at := map[string]int{}
	for _, d := range documents {
		l, of := r.documentLine(d), d.Kind+" "+d.Member+" "+d.Language
		if n, known := at[of]; known && lines[n].Version != d.Version {
			lines[n].Earlier = append(lines[n].Earlier, l)
			continue
		}
		at[of] = len(lines)
		line := printedLine{documentLine: l}
		if d.ID != "" {
			line.Look = "/cases/" + r.view.Reference + "/look/" + d.ID
		}
		if mayIssue && d.Status != avrr.PaperWithdrawn {
			line.Again = "/cases/" + r.view.Reference + "/do/issue-document?" + url.Values{"kind": {d.Kind}, "member": {d.Member}, "language": {d.Language}}.Encode()
		}
		if !d.ValidUntil.IsZero() && d.Status == avrr.PaperCurrent {
			ends := r.w.ends(d.ValidUntil, r.now, r.place)
			line.Ends = &ends
		}
		lines = append(lines, line)
	}
	return lines
}

// A lookBody shows one document beside the way back: a picture as it is, a PDF in the browser's own viewer.
type lookBody struct {
	Head     caseHead
	Title    string
	About    []string
	Source   string
	Picture  bool
	Download string
}

// mayFrame lets a page show our own documents in a frame, which no other page may.
const mayFrame = "; frame-src 'self'"

func (f *face) look(v *visit) (screen, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	p, err := f.Desk.Page(v.ctx(), v.who, reference, casework.PageOfDocuments)
	if err != nil {
		return screen{}, err
	}
	r, id := f.reading(v, p.Case), v.c.Param("file")
	b := &lookBody{Head: r.head(casework.PageOfDocuments)}
	for _, file := range p.Files.Files {
		if file.ID == id {
			l := r.fileLine(file)
			b.Title, b.About, b.Picture, b.Source, b.Download = l.Title, present(l.For, l.Name, l.Size, l.By, l.At), strings.HasPrefix(file.ContentType, "image/"), l.Href+"?show=1", l.Href
		}
	}
	for _, d := range p.Documents {
		if d.ID == id && id != "" {
			l := r.documentLine(d)
			b.Title, b.About, b.Source, b.Download = l.Title, present(l.For, l.Number, l.Language, l.Issued, l.State), l.Href, l.Href
		}
	}
	if b.Source == "" {
		return screen{}, avrr.Errorf(avrr.CodeNotFound, "This case has no such document.")
	}
	b.Head.Title = b.Title
	h := v.c.Writer.Header()
	h.Set("Content-Security-Policy", h.Get("Content-Security-Policy")+mayFrame)
	return screen{Name: "look", Said: b.Title + " · " + reference, Body: b}, nil
}

// present leaves out what is empty.
func present(parts ...string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}
