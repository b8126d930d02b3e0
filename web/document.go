package web

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// shownAlone is what a document may do when a browser shows it: nothing but be seen, by itself or in a frame of our own page.
const shownAlone = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'"

// document hands out the PDF of a paper to whoever may open it.
func (f *face) document(v *visit) (screen, error) {
	id, isPDF := strings.CutSuffix(v.c.Param("file"), ".pdf")
	if !isPDF {
		return screen{}, avrr.Errorf(avrr.CodeNotFound, "This case has no such document.")
	}
	paper, err := f.Desk.DocumentFile(v.ctx(), v.who, v.c.Param("reference"), id)
	if err != nil {
		return screen{}, err
	}
	return v.pdf(paper.Number, paper.File)
}

// manifest hands out the PDF of a movement's manifest to whoever may see the names of everybody on it.
func (f *face) manifest(v *visit) (screen, error) {
	id, isPDF := strings.CutSuffix(v.c.Param("file"), ".pdf")
	if !isPDF {
		return screen{}, avrr.Errorf(avrr.CodeNotFound, "This movement has no such document.")
	}
	paper, err := f.Desk.MovementDocumentFile(v.ctx(), v.who, v.c.Param("movement"), id)
	if err != nil {
		return screen{}, err
	}
	return v.pdf(paper.Number, paper.File)
}

func (v *visit) pdf(number string, file []byte) (screen, error) {
	h := v.c.Writer.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": number + ".pdf"}))
	h.Set("Content-Security-Policy", shownAlone)
	http.ServeContent(v.c.Writer, v.c.Request, "", time.Time{}, bytes.NewReader(file))
	return sent, nil
}

type documentLine struct {
	casework.DocumentView
	Title, For, Language, Issued, State, Shape, Href string
}

// papersShown is how many of a case's papers its first page shows.
const papersShown = 6

// addDocuments adds the papers that count; those before them stand on their own page.
func (r *reading) addDocuments(documents []casework.DocumentView, b *caseBody) {
	for _, d := range documents {
		if d.Status == avrr.PaperSuperseded || d.Status == avrr.PaperWithdrawn || len(b.Documents) == papersShown {
			b.MorePapers++
			continue
		}
		b.Documents = append(b.Documents, r.documentLine(d))
	}
}

func (r *reading) documentLine(d casework.DocumentView) documentLine {
	l := documentLine{DocumentView: d, Title: r.w.text(d.Title), For: r.names[d.Member], Language: r.w.word("language", d.Language),
		Issued: r.w.moment(d.IssuedAt, r.place), State: r.w.word("document", d.Status), Shape: documentShapes[d.Status]}
	if d.ID != "" {
		l.Href = "/cases/" + r.view.Reference + "/documents/" + d.ID + ".pdf"
	}
	return l
}

var documentShapes = map[string]string{"current": "●", "ordered": "◆", "superseded": "▲", "withdrawn": "■"}
