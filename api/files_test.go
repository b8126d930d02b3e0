package api_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"

	"homeward/store"
)

func init() {
	for _, kind := range []string{"image/jpeg", "image/png"} {
		openapi3filter.RegisterBodyDecoder(kind, openapi3filter.FileBodyDecoder)
	}
}

const scanned = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"

// A form is what a file is sent in: its parts in order, each a field's name and its value.
type form [][2]string

// filed is the form of a file with its kind and, when there is one, its member.
func filed(kind, member, name, content string) form {
	f := form{{"kind", kind}}
	if member != "" {
		f = append(f, [2]string{"member", member})
	}
	return append(f, [2]string{"file:" + name, content})
}

func (f form) encode(t *testing.T) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, part := range f {
		field, name, isFile := strings.Cut(part[0], ":")
		disposition := fmt.Sprintf(`form-data; name=%q`, field)
		if isFile {
			disposition += `; filename="` + name + `"`
		}
		p, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {"application/octet-stream"}})
		must(t, err)
		_, err = p.Write([]byte(part[1]))
		must(t, err)
	}
	must(t, w.Close())
	return b.String(), w.FormDataContentType()
}

func (o *office) upload(username, reference string, f form, headers ...string) reply {
	o.t.Helper()
	body, contentType := f.encode(o.t)
	return o.ask(username, "POST", caseURL(reference)+"/files", body, append([]string{"Content-Type: " + contentType}, headers...)...)
}

// kept uploads a file, sees it recorded and answers its id.
func (o *office) kept(username, reference string, f form) string {
	o.t.Helper()
	accepted := o.upload(username, reference, f)
	if r := o.catchUp(username, accepted); r.status != http.StatusOK {
		o.t.Fatalf("upload: %d %s", r.status, r.text)
	}
	return text(accepted.body["file"])
}

func (o *office) files(username, reference string) []map[string]any {
	o.t.Helper()
	var all []map[string]any
	for _, f := range o.ask(username, "GET", caseURL(reference)+"/files", nil).body["files"].([]any) {
		all = append(all, f.(map[string]any))
	}
	return all
}

func TestAFileIsKeptListedAndOpened(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	accepted := o.upload("officer", reference, filed("identity", "m1", "Letërnjoftimi i Artës.pdf", scanned))
	id := text(accepted.body["file"])
	if f := o.files("officer", reference)[0]; f["status"] != "waiting" || f["id"] != id {
		t.Errorf("a file that is not recorded yet: %v", f)
	}
	o.catchUp("officer", accepted)
	f := o.files("officer2", reference)[0]
	for field, want := range map[string]any{"id": id, "status": "recorded", "kind": "identity", "member": "m1", "name": "Letërnjoftimi i Artës.pdf", "content_type": "application/pdf",
		"size": float64(len(scanned)), "uploaded_by": "Maya Whitcombe", "href": caseURL(reference) + "/files/" + id} {
		if f[field] != want {
			t.Errorf("%s is %v, want %v", field, f[field], want)
		}
	}
	r := o.ask("auditor", "GET", text(f["href"]), nil)
	if r.status != http.StatusOK || r.text != scanned || r.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(r.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%d %v %.80s", r.status, r.header, r.text)
	}
	if how, parameters, err := mime.ParseMediaType(r.header.Get("Content-Disposition")); err != nil || how != "attachment" || parameters["filename"] != "Letërnjoftimi i Artës.pdf" {
		t.Errorf("it is sent as %q", r.header.Get("Content-Disposition"))
	}
	other := o.opened("officer", o.application())
	for name, path := range map[string]string{"another case's": caseURL(other) + "/files/" + id, "nobody's": caseURL(reference) + "/files/01HZXW5V0Q8N3P7T2R4S6B9D1F", "a guess": caseURL(reference) + "/files/..%2f..%2fhomeward.db"} {
		if r := o.ask("officer", "GET", path, nil); r.status != http.StatusNotFound {
			t.Errorf("%s file: %d %s", name, r.status, r.text)
		}
	}
	if lines := o.ask("officer", "GET", caseURL(reference)+"/timeline", nil); !strings.Contains(lines.text, `"record-file"`) {
		t.Errorf("the history does not tell of it: %s", lines.text)
	}
}

func TestAPictureIsNamedForWhatItIs(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	picture := image.NewGray(image.Rect(0, 0, 8, 8))
	var photo, drawing bytes.Buffer
	must(t, jpeg.Encode(&photo, picture, nil))
	must(t, png.Encode(&drawing, picture))
	for name, x := range map[string]struct{ content, kind, saved string }{
		"photo.JPG":   {photo.String() + "EXIF of a kind", "image/jpeg", "photo.JPG"},
		"photo.exe":   {photo.String(), "image/jpeg", "photo.exe.jpg"},
		"drawing.pdf": {drawing.String(), "image/png", "drawing.pdf.png"},
	} {
		id := o.kept("field", reference, filed("photo", "", name, x.content))
		r := o.ask("field", "GET", caseURL(reference)+"/files/"+id, nil)
		_, parameters, err := mime.ParseMediaType(r.header.Get("Content-Disposition"))
		if err != nil || r.header.Get("Content-Type") != x.kind || parameters["filename"] != x.saved || strings.Contains(r.text, "EXIF") {
			t.Errorf("%s: %v", name, r.header)
		}
	}
}

func TestAFileThatCannotBeTakenIsRefusedWithTheReason(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	var drawing bytes.Buffer
	must(t, png.Encode(&drawing, image.NewGray(image.Rect(0, 0, 64, 64))))
	named := func(name string) form { return filed("other", "", name, scanned) }
	large := "%PDF-1.7\n" + strings.Repeat(" ", 10<<20)
	for name, x := range map[string]struct {
		form   form
		status int
		field  string
	}{
		"no file":             {form{{"kind", "other"}}, 422, "/file"},
		"nothing chosen":      {filed("other", "", "", ""), 422, "/file"},
		"two files":           {append(named("a.pdf"), [2]string{"file:b.pdf", scanned}), 422, "/file"},
		"an empty file":       {filed("other", "", "a.pdf", ""), 422, "/file"},
		"10 MB and one byte":  {filed("other", "", "a.pdf", large[:10<<20+1]), 413, ""},
		"far too large":       {filed("other", "", "a.pdf", large+large[:1<<20]), 413, ""},
		"a program":           {filed("other", "", "a.pdf", "MZ\x90\x00"), 415, ""},
		"a picture cut off":   {filed("photo", "", "a.png", drawing.String()[:drawing.Len()-20]), 422, "/file"},
		"a locked PDF":        {filed("other", "", "a.pdf", strings.Replace(scanned, "/Root", "/Encrypt 2 0 R /Root", 1)), 422, "/file"},
		"a PDF and a page":    {filed("other", "", "a.pdf", scanned+"<html>"), 422, "/file"},
		"no kind":             {form{{"file:a.pdf", scanned}}, 422, "/kind"},
		"an unknown kind":     {filed("selfie", "", "a.pdf", scanned), 422, "/kind"},
		"an unknown member":   {filed("other", "m2", "a.pdf", scanned), 422, "/member"},
		"two kinds":           {append(form{{"kind", "other"}}, named("a.pdf")...), 422, "/kind"},
		"a field too many":    {append(named("a.pdf"), [2]string{"key", "x"}), 422, ""},
		"a field too long":    {form{{"kind", strings.Repeat("x", 1001)}, {"file:a.pdf", scanned}}, 422, "/kind"},
		"no name":             {named(""), 422, "/file"},
		"a path":              {named("../../etc/passwd"), 422, "/file"},
		"a path of Windows":   {named(`C:\Users\me\a.pdf`), 422, "/file"},
		"a folder":            {named(".."), 422, "/file"},
		"300 letters":         {named(strings.Repeat("Xh", 150) + ".pdf"), 422, "/file"},
		"a turned name":       {named("a\u202efdp.exe"), 422, "/file"},
		"a name that is none": {named("a\xff\xfe.pdf"), 422, "/file"},
	} {
		r := o.upload("officer", reference, x.form)
		if r.status != x.status || text(r.body["field"]) != x.field {
			t.Errorf("%s: %d %s", name, r.status, r.text)
		}
	}
	body, contentType := named("a.pdf").encode(t)
	for name, x := range map[string]struct {
		body, contentType string
		headers           []string
		status            int
	}{
		"JSON":            {`{"kind":"other"}`, "application/json", nil, 415},
		"no body":         {"", contentType, nil, 400},
		"a body cut off":  {body[:len(body)-10], contentType, nil, 400},
		"no boundary":     {body, "multipart/form-data", nil, 400},
		"no key":          {body, contentType, []string{"Idempotency-Key: "}, 400},
		"a key of spaces": {body, contentType, []string{"Idempotency-Key: a b"}, 400},
	} {
		r := o.ask("officer", "POST", caseURL(reference)+"/files", x.body, append([]string{"Content-Type: " + x.contentType}, x.headers...)...)
		if r.status != x.status {
			t.Errorf("%s: %d %s", name, r.status, r.text)
		}
	}
	if r := o.upload("officer", "HW-222-2222", named("a.pdf")); r.status != http.StatusNotFound && r.status != http.StatusUnprocessableEntity {
		t.Errorf("a case that is not there: %d %s", r.status, r.text)
	}
	for _, who := range []string{"auditor", "admin"} {
		if r := o.upload(who, reference, named("a.pdf")); r.status != http.StatusForbidden {
			t.Errorf("%s: %d %s", who, r.status, r.text)
		}
	}
	if list := o.files("officer", reference); len(list) != 0 {
		t.Errorf("something was kept: %v", list)
	}
}

func TestOneKeyKeepsOneFile(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	other := o.opened("officer", o.application())
	const key = "Idempotency-Key: the-same"
	body, contentType := filed("receipt", "m1", "a.pdf", scanned).encode(t)
	o.as("officer")
	const times = 20
	answers := make(chan reply, times)
	for range times {
		req := o.request("officer", "POST", caseURL(reference)+"/files", body, key, "Content-Type: "+contentType)
		go func() { answers <- o.send(req) }()
	}
	first := <-answers
	o.catchUp("officer", first)
	id := text(first.body["file"])
	for range times - 1 {
		r := <-answers
		if r.status == http.StatusAccepted && r.body["submission"] == first.body["submission"] && r.body["file"] == id {
			continue // its patience ended first: still the same one
		}
		if r.status != http.StatusCreated || r.body["id"] != id || r.header.Get("Location") != caseURL(reference)+"/files/"+id || r.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%d %v %s", r.status, r.header, r.text)
		}
	}
	again := o.upload("officer", reference, filed("receipt", "m1", "a.pdf", scanned), key)
	if again.status != http.StatusCreated || again.body["id"] != id {
		t.Errorf("the same again: %d %s", again.status, again.text)
	}
	for name, r := range map[string]reply{
		"another content": o.upload("officer", reference, filed("receipt", "m1", "a.pdf", strings.Replace(scanned, "1.7", "1.6", 1)), key),
		"another name":    o.upload("officer", reference, filed("receipt", "m1", "b.pdf", scanned), key),
		"another kind":    o.upload("officer", reference, filed("other", "m1", "a.pdf", scanned), key),
		"another case":    o.upload("officer", other, filed("receipt", "m1", "a.pdf", scanned), key),
		"another person":  o.upload("officer2", reference, filed("receipt", "m1", "a.pdf", scanned), key),
		"an action":       o.ask("officer", "POST", caseURL(reference)+"/actions/add-note", map[string]any{"text": "x"}, key),
	} {
		if r.code() != "idempotency-key-reused" {
			t.Errorf("%s: %d %s", name, r.status, r.text)
		}
	}
	row, err := o.store.Read(t.Context()).CaseByReference(reference)
	must(t, err)
	if count, _, err := o.store.Read(t.Context()).FileRoom(row.ID); err != nil || count != 1 {
		t.Errorf("%d files are kept, error %v", count, err)
	}
}

func TestEveryUploadAndEveryOpeningIsOnRecord(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	id := o.kept("officer", reference, filed("medical", "m1", "a.pdf", scanned))
	o.ask("manager", "GET", caseURL(reference)+"/files/"+id, nil)
	row, err := o.store.Read(t.Context()).CaseByReference(reference)
	must(t, err)
	trail, err := o.store.Read(context.WithoutCancel(t.Context())).AuditTrail(store.AuditFilter{CaseID: row.ID})
	must(t, err)
	var verbs []string
	for _, line := range trail {
		if line.Detail == "file "+id {
			verbs = append(verbs, line.Verb)
		}
		if strings.Contains(line.Detail, "medical") {
			t.Errorf("the audit tells the kind: %+v", line)
		}
	}
	if !slices.Equal(verbs, []string{"open-file", "upload"}) {
		t.Errorf("the trail has %v", verbs)
	}
}

func TestOfARestrictedCaseOthersLearnHowManyFilesThereAre(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	id := o.kept("officer", reference, filed("guardianship", "m1", "vendimi.pdf", scanned))
	trafficking := map[string]any{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}
	o.do("protection", reference, "record-screening", map[string]any{"member": "m1", "screened_on": o.day(-1), "trafficking": trafficking})
	for _, who := range []string{"desk", "officer2", "field", "auditor"} {
		list := o.ask(who, "GET", caseURL(reference)+"/files", nil)
		if list.body["count"] != 1.0 || len(list.body["files"].([]any)) != 0 || strings.Contains(list.text, "vendimi") || strings.Contains(list.text, id) {
			t.Errorf("%s sees %s", who, list.text)
		}
		if r := o.ask(who, "GET", caseURL(reference)+"/files/"+id, nil); r.status != http.StatusForbidden || strings.Contains(r.text, "estrict") {
			t.Errorf("%s opens it: %d %s", who, r.status, r.text)
		}
		if lines := o.ask(who, "GET", caseURL(reference)+"/timeline", nil); strings.Contains(lines.text, "guardianship") || strings.Contains(lines.text, id) {
			t.Errorf("the history tells %s: %s", who, lines.text)
		}
	}
	for _, who := range []string{"officer", "protection", "manager"} {
		if r := o.ask(who, "GET", caseURL(reference)+"/files/"+id, nil); r.status != http.StatusOK {
			t.Errorf("%s: %d %s", who, r.status, r.text)
		}
	}
	if r := o.upload("desk", reference, filed("receipt", "", "a.pdf", scanned)); r.status != http.StatusAccepted {
		t.Errorf("the desk adds a file of its own work: %d %s", r.status, r.text)
	}
	if r := o.upload("officer2", reference, filed("receipt", "", "a.pdf", scanned)); r.status != http.StatusForbidden {
		t.Errorf("an officer of another case adds one: %d %s", r.status, r.text)
	}
}

func TestAFileIsRecordedByUploadingItAlone(t *testing.T) {
	o := newOffice(t)
	reference, other := o.opened("officer", o.application()), o.opened("officer", o.application())
	id := o.kept("officer", reference, filed("photo", "", "a.pdf", scanned))
	record := func(reference, file string) reply {
		return o.ask("officer", "POST", caseURL(reference)+"/actions/record-file", map[string]any{"file": file, "kind": "photo"})
	}
	for name, r := range map[string]reply{"unknown": record(reference, "01HZXW5V0Q8N3P7T2R4S6B9D1F"), "another case's": record(other, id), "recorded already": record(reference, id)} {
		if r.status != http.StatusConflict || r.code() != "rule" {
			t.Errorf("%s: %d %s", name, r.status, r.text)
		}
	}
}

func TestARefusedUploadKeepsNothing(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	accepted := o.upload("desk", reference, filed("photo", "m1", "a.pdf", scanned))
	must(t, o.store.InTx(t.Context(), func(tx *store.Tx) error {
		account, err := tx.AccountByUsername("desk")
		if err != nil {
			return err
		}
		account.Role = "auditor" // they have other work by the time it is recorded
		return tx.SaveAccount(account)
	}))
	o.record(text(accepted.body["submission"]))
	if list := o.ask("officer", "GET", caseURL(reference)+"/files", nil); list.body["count"] != 0.0 {
		t.Errorf("it is listed: %s", list.text)
	}
	id := text(accepted.body["file"])
	if r := o.ask("officer", "GET", caseURL(reference)+"/files/"+id, nil); r.status != http.StatusNotFound {
		t.Errorf("it opens: %d", r.status)
	}
	if _, err := o.store.Read(t.Context()).FileContent(id); err == nil {
		t.Error("its content is kept")
	}
}

func TestACaseKeepsNoMoreFilesThanItHasRoomFor(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("officer", o.application())
	row, err := o.store.Read(t.Context()).CaseByReference(reference)
	must(t, err)
	for n := range 20 { // all but one million bytes of the 200 MB
		size := 10 << 20
		if n == 0 {
			size -= 1_000_000
		}
		must(t, o.store.InTx(t.Context(), func(tx *store.Tx) error {
			return tx.InsertFile(store.File{ID: fmt.Sprintf("01HZXW5V0Q8N3P7T2R4S6B9D%02d", n), CaseID: row.ID, UploadedBy: "x", UploadedAt: o.now(), Content: make([]byte, size)})
		}))
	}
	half := strings.Replace(scanned, "1 0 obj", strings.Repeat(" ", 600_000)+"\n1 0 obj", 1)
	o.as("officer")
	answers := make(chan reply, 2)
	for range cap(answers) { // each has room, both have not
		go func() { answers <- o.upload("officer", reference, filed("other", "", "a.pdf", half)) }()
	}
	one, other := <-answers, <-answers
	if one.status != http.StatusAccepted {
		one, other = other, one
	}
	if one.status != http.StatusAccepted || other.status != http.StatusConflict || !strings.Contains(other.text, "200 MB") {
		t.Fatalf("%d %s and %d %s", one.status, one.text, other.status, other.text)
	}
	if another := o.opened("officer", o.application()); o.upload("officer", another, filed("other", "", "a.pdf", half)).status != http.StatusAccepted {
		t.Error("another case has no room either")
	}
}

func TestAnActionNamesAFileOfItsCase(t *testing.T) {
	o := newOffice(t)
	reference, other := o.opened("officer", o.application()), o.opened("officer", o.application())
	consent := map[string]any{"member": "m1", "kind": "return", "signed_on": o.day(-2), "language": "en"}
	scan, theirs := o.kept("officer", reference, filed("signed_declaration", "m1", "a.pdf", scanned)), o.kept("officer", other, filed("photo", "", "a.pdf", scanned))
	for name, file := range map[string]string{"another case's": theirs, "unknown": "01HZXW5V0Q8N3P7T2R4S6B9D1F"} {
		r := o.ask("officer", "POST", caseURL(reference)+"/actions/give-consent", with(consent, "file", file))
		if r.status != http.StatusUnprocessableEntity || r.body["field"] != "/file" {
			t.Errorf("%s: %d %s", name, r.status, r.text)
		}
	}
	o.do("officer", reference, "give-consent", with(consent, "file", scan))
}

func TestWhoMovesToALinkedCaseBringsTheirFiles(t *testing.T) {
	o := newOffice(t)
	family := o.application()
	family["members"] = append(family["members"].([]any), map[string]any{"family_name": "Hoxha", "given_names": "Besa", "birth": map[string]any{"date": "1992-01-05"}, "nationality": "AL"})
	reference := o.opened("officer", family)
	stays := o.kept("officer", reference, filed("identity", "m1", "m1.pdf", scanned))
	moves := o.kept("officer", reference, filed("identity", "m2", "m2.pdf", scanned))
	o.do("officer", reference, "split-case", map[string]any{"members": []string{"m2"}, "reason": "She travels later."})
	linked := text(o.see("officer", reference)["links"].([]any)[0].(map[string]any)["reference"])
	if files := o.files("officer", linked); len(files) != 1 || files[0]["id"] != moves {
		t.Errorf("her case lists %v", files)
	}
	if r := o.ask("officer", "GET", caseURL(linked)+"/files/"+moves, nil); r.status != http.StatusOK {
		t.Errorf("her own file: %d %s", r.status, r.text)
	}
	if r := o.ask("officer", "GET", caseURL(linked)+"/files/"+stays, nil); r.status != http.StatusNotFound {
		t.Errorf("the file of who stays: %d", r.status)
	}
}
