package web

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"time"

	"homeward/avrr"
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
