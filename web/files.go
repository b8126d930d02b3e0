package web

import (
	"bytes"
	"crypto/rand"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"homeward/avrr"
	"homeward/casework"
	"homeward/casework/receiving"
)

// filesShown is how many of a case's files its page shows at first.
const filesShown = 5

// A filesBody is the part of a case's first page about uploaded files.
type filesBody struct {
	Count   int
	Shown   bool // names and contents are for this person
	Lines   []fileLine
	Earlier int // files that are not shown
	MayAdd  bool
	Address string
}

type fileLine struct {
	Title, For, Name, Size, By, At, Href, Look string
	Waiting                                    bool
}

func (r *reading) addFiles(list casework.FileList, b *caseBody) {
	files := &filesBody{Count: list.Count, Shown: r.view.NamesShown, MayAdd: list.MayAdd, Address: "/cases/" + r.view.Reference + "/files"}
	shown := list.Files[:min(filesShown, len(list.Files))]
	files.Earlier = len(list.Files) - len(shown)
	for _, f := range shown {
		files.Lines = append(files.Lines, r.fileLine(f))
	}
	b.Files = files
}

func (r *reading) fileLine(f casework.FileView) fileLine {
	base := "/cases/" + r.view.Reference
	return fileLine{Title: upperFirst(r.w.word("file_kind", f.Kind)), For: r.names[f.Member], Name: f.Name, Size: r.w.size(f.Size),
		By: f.UploadedBy, At: r.w.moment(f.UploadedAt, r.place), Href: base + "/files/" + f.ID, Look: base + "/look/" + f.ID, Waiting: f.Status == casework.FileWaiting}
}

// A fileForm is the form with which files are added.
type fileForm struct {
	Address string
	Key     string // makes the form's request once, however often it is sent
	Kinds   []choice
	Members []choice
	Kind    string // as it was chosen before something went wrong
	Member  string
	Problem line
	Kept    string // what was kept before something went wrong
}

// newFileForm is the form for files, still empty.
func (r *reading) newFileForm() *fileForm {
	form := &fileForm{Address: "/cases/" + r.view.Reference + "/files", Key: rand.Text()}
	for _, kind := range fileKinds() {
		form.Kinds = append(form.Kinds, choice{kind, upperFirst(r.w.word("file_kind", kind))})
	}
	for _, m := range r.view.Members {
		form.Members = append(form.Members, choice{m.ID, r.names[m.ID]})
	}
	return form
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

// mostAtOnce is how many files one form takes.
const mostAtOnce = 10

// addFiles takes the form of the page, file by file, and shows the page again with the files or with what is wrong with one of them.
func (f *face) addFiles(v *visit) (screen, error) {
	reference := v.c.Param("reference")
	if err := f.recognise(v); err != nil {
		return f.chooseAgain(v, err)
	}
	kept := 0
	up, err := receiving.ReceiveEach(v.c.Writer, v.c.Request, "key", mostAtOnce, func(up casework.Upload) error {
		if !formKey.MatchString(up.Key) {
			return avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
		}
		if kept > 0 {
			up.Key += "-" + strconv.Itoa(kept)
		}
		_, _, err := f.Desk.Upload(v.ctx(), v.who, reference, up)
		if err == nil {
			kept++
		}
		return err
	})
	var said *avrr.Error
	switch code := avrr.ErrorCode(err); {
	case err == nil:
		return v.goTo("/cases/" + reference + "/files?added=" + strconv.Itoa(kept))
	case !errors.As(err, &said), code == avrr.CodeRole, code == avrr.CodeNotFound, code == avrr.CodeInternal:
		return screen{}, err
	}
	return f.papersPage(v, func(b *fileForm) {
		b.Problem, b.Kind, b.Member = v.here.ruled(said.Message, nil), up.Kind, up.Member
		if kept > 0 {
			b.Kept = v.here.count("files.kept", kept)
		}
	})
}

// chooseAgain leads somebody whose session has ended to the form, with what they had chosen beside the files: those a browser hands over
// once.
func (f *face) chooseAgain(v *visit, ended error) (screen, error) {
	token, err := v.c.Cookie(f.sessionCookie())
	if err != nil || avrr.ErrorCode(ended) != avrr.CodeUnauthorised {
		return screen{}, ended
	}
	if _, err := f.Gate.Former(v.ctx(), token); err != nil {
		return screen{}, ended
	}
	up, err := receiving.ReceiveEach(v.c.Writer, v.c.Request, "key", mostAtOnce, func(casework.Upload) error { return ended })
	if !errors.Is(err, ended) {
		return screen{}, ended
	}
	to := url.URL{Path: v.c.Request.URL.Path, RawQuery: url.Values{"kind": {up.Kind}, "member": {up.Member}}.Encode()}
	return v.goTo("/sign-in?" + url.Values{"to": {within(to.String())}, "kept": {"file"}}.Encode())
}

// file hands an uploaded file to whoever may open it: to be saved, or to be looked at in a frame of our own page.
func (f *face) file(v *visit) (screen, error) {
	file, plain, err := f.Desk.OpenFile(v.ctx(), v.who, v.c.Param("reference"), v.c.Param("file"))
	if err != nil {
		return screen{}, err
	}
	how, policy := "attachment", "sandbox; default-src 'none'"
	if v.c.Query("show") != "" {
		how, policy = "inline", shownAlone
	}
	h := v.c.Writer.Header()
	h.Set("Content-Type", file.ContentType)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": file.DownloadName()}))
	h.Set("Content-Security-Policy", policy)
	http.ServeContent(v.c.Writer, v.c.Request, "", time.Time{}, bytes.NewReader(plain))
	return sent, nil
}
