package web

import (
	"bytes"
	"crypto/rand"
	"errors"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/casework/receiving"
)

// filesShown is how many of a case's files its page shows at first.
const filesShown = 12

// A filesBody is the part of a case's page about uploaded files, with the form to add one.
type filesBody struct {
	Count   int
	Shown   bool // names and contents are for this person
	Lines   []fileLine
	Earlier int // files that are not shown
	MayAdd  bool
	Address string
	Key     string // makes the form's request once, however often it is sent
	Kinds   []choice
	Members []choice
	Kind    string // as it was chosen before something went wrong
	Member  string
	Problem line
}

type fileLine struct {
	Title, For, Name, Size, By, At, Href string
	Waiting                              bool
}

func (r *reading) addFiles(list casework.FileList, b *caseBody) {
	files := &filesBody{Count: list.Count, Shown: r.view.NamesShown, MayAdd: list.MayAdd, Address: "/cases/" + r.view.Reference + "/files"}
	shown := list.Files
	if r.c.Query("files") != "all" && len(shown) > filesShown+2 {
		shown = shown[:filesShown]
	}
	files.Earlier = len(list.Files) - len(shown)
	for _, f := range shown {
		files.Lines = append(files.Lines, fileLine{Title: upperFirst(r.w.word("file_kind", f.Kind)), For: r.names[f.Member], Name: f.Name, Size: r.w.size(f.Size),
			By: f.UploadedBy, At: r.w.moment(f.UploadedAt, r.place), Href: files.Address + "/" + f.ID, Waiting: f.Status == casework.FileWaiting})
	}
	b.Files = files
}

// filesForm is the form for a file, still empty.
func (r *reading) filesForm() *filesBody {
	files := &filesBody{Address: "/cases/" + r.view.Reference + "/files", Key: rand.Text()}
	for _, kind := range fileKinds() {
		files.Kinds = append(files.Kinds, choice{kind, upperFirst(r.w.word("file_kind", kind))})
	}
	for _, m := range r.view.Members {
		files.Members = append(files.Members, choice{m.ID, r.names[m.ID]})
	}
	return files
}

// fileKinds are the kinds the rules know, in their order.
func fileKinds() []string {
	record, _ := avrr.Find("record-file")
	kinds, _ := record.Schema(nil)["properties"].(avrr.Schema)["kind"].(avrr.Schema)["enum"].([]string)
	return kinds
}

// size says how large a file is, in kB or MB of a thousand.
func (w *words) size(bytes int) string {
	if bytes < 1_000_000 {
		return w.t("files.kb", max(1, (bytes+500)/1000))
	}
	return w.t("files.mb", strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64))
}

// formKey is how the pages write the key of a form.
var formKey = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// addFile takes the form of the page and shows the page again, with the file or with what is wrong with it.
func (f *face) addFile(v *visit) (screen, error) {
	reference := v.c.Param("reference")
	up, err := receiving.Receive(v.c.Writer, v.c.Request, "key")
	if err == nil && !formKey.MatchString(up.Key) {
		err = avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	if err == nil {
		_, _, err = f.Desk.Upload(v.ctx(), v.who, reference, up)
	}
	var said *avrr.Error
	switch code := avrr.ErrorCode(err); {
	case err == nil:
		return v.goTo("/cases/" + reference + "#files")
	case !errors.As(err, &said), code == avrr.CodeRole, code == avrr.CodeNotFound, code == avrr.CodeInternal:
		return screen{}, err
	}
	return f.filesForm(v, func(b *filesBody) {
		b.Problem, b.Kind, b.Member = line{Words: said.Message, English: v.in != avrr.English}, up.Kind, up.Member
	})
}

// A filesPage is the page on which a file is added.
type filesPage struct {
	Reference string
	Name      string
	Files     *filesBody
}

func (f *face) filesPage(v *visit) (screen, error) {
	return f.filesForm(v, func(b *filesBody) { b.Kind, b.Member = v.c.Query("kind"), v.c.Query("member") })
}

// filesForm shows the form for a file, with what was chosen before and what is wrong with it.
func (f *face) filesForm(v *visit, before func(*filesBody)) (screen, error) {
	view, err := f.Desk.Case(v.ctx(), v.who, v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	if err := access.May(v.who.Actor, "record-file", nil); err != nil {
		return screen{}, err
	}
	r := f.reading(v, view)
	b := r.filesForm()
	before(b)
	s := screen{Name: "files", Said: v.here.t("files.add") + " · " + view.Reference, Body: filesPage{view.Reference, view.Principal, b}}
	if b.Problem.Words != "" {
		s.Status, s.Said = http.StatusUnprocessableEntity, v.here.t("form.problem.title")+": "+s.Said
	}
	return s, nil
}

// file hands an uploaded file to whoever may open it, to be saved.
func (f *face) file(v *visit) (screen, error) {
	file, plain, err := f.Desk.OpenFile(v.ctx(), v.who, v.c.Param("reference"), v.c.Param("file"))
	if err != nil {
		return screen{}, err
	}
	h := v.c.Writer.Header()
	h.Set("Content-Type", file.ContentType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.DownloadName()}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	http.ServeContent(v.c.Writer, v.c.Request, "", time.Time{}, bytes.NewReader(plain))
	return sent, nil
}
