package web_test

import (
	"bytes"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

const scanned = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"

var keyOfForm = regexp.MustCompile(`name="key" value="([A-Z2-7]{26})"`)

// sends fills in the form of a case's page and sends it, as a browser does.
func (b *browser) sends(path, key, kind, member, name, content string, headers ...string) page {
	b.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for field, value := range map[string]string{"key": key, "kind": kind, "member": member} {
		b.must(w.WriteField(field, value))
	}
	part, err := w.CreateFormFile("file", name)
	b.must(err)
	_, err = part.Write([]byte(content))
	b.must(err)
	b.must(w.Close())
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.server.URL+path, &form)
	b.must(err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Accept-Language", b.accept)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	return b.does(req)
}

func keyIn(t *testing.T, p page) string {
	t.Helper()
	m := keyOfForm.FindStringSubmatch(p.html)
	if m == nil {
		t.Fatal("the page has no form for a file")
	}
	return m[1]
}

func TestAFileIsAddedAndOpenedWithoutAScript(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference
	b.shows(path, `id="files"`, "No file has been added yet.", `href="`+path+`/files"`)
	key := keyIn(t, b.shows(path+"/files", `enctype="multipart/form-data"`))
	for range 2 { // sent twice, as impatient people do
		if p := b.sends(path+"/files", key, "signed_declaration", "m1", "Deklarata e nënshkruar.pdf", scanned); p.status != http.StatusSeeOther || p.header.Get("Location") != path+"/files?added=1" {
			t.Fatalf("got %d to %q: %.300s", p.status, p.header.Get("Location"), p.html)
		}
	}
	b.shows(path, "Signed declaration", "Deklarata e nënshkruar.pdf", "waiting to be recorded")
	shown := b.shows(path+"/files?added=1", "1 file was added.", "Signed declaration", "Deklarata e nënshkruar.pdf", "waiting to be recorded", "Maya Whitcombe", "1 kB")
	if n := strings.Count(shown.html, "Deklarata e nënshkruar.pdf</bdi>"); n != 1 {
		t.Errorf("it was kept %d times", n)
	}
	href := regexp.MustCompile(path + `/files/[0-9A-Z]{26}`).FindString(shown.html)
	p := b.get(href)
	if how, parameters, err := mime.ParseMediaType(p.header.Get("Content-Disposition")); err != nil || how != "attachment" || parameters["filename"] != "Deklarata e nënshkruar.pdf" || p.html != scanned {
		t.Errorf("%d %v %.80s", p.status, p.header, p.html)
	}
	for name, want := range map[string]string{"Content-Type": "application/pdf", "Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"} {
		if p.header.Get(name) != want {
			t.Errorf("%s is %q", name, p.header.Get(name))
		}
	}
	if p := o.browser().get(href); p.status != http.StatusSeeOther {
		t.Errorf("a stranger is answered %d", p.status)
	}
}

func TestAFileThatIsNotTakenIsExplainedBesideItsForm(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference
	for _, x := range []struct{ kind, name, content, says, thote string }{
		{"receipt", "a.pdf", "MZ", "Only PDF, JPEG and PNG files are taken", "Pranohen vetëm skedarë PDF, JPEG dhe PNG"},
		{"receipt", "a.pdf", "", "The file is empty", "Skedari është bosh"},
		{"receipt", "", "", "There is no file", "Nuk ka skedar"},
		{"", "a.pdf", scanned, "Say what kind of file it is", "Thoni çfarë lloj skedari është"},
		{"receipt", "a.pdf", scanned[:60], "cut off", "është e prerë"},
	} {
		for lang, says := range map[string]string{"en": x.says, "sq": x.thote} {
			p := b.sends(path+"/files?lang="+lang, keyIn(t, b.get(path+"/files")), x.kind, "m1", x.name, x.content)
			if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, says) || !strings.Contains(p.html, `role="alert"`) {
				t.Errorf("%+v: got %d %.200s", x, p.status, p.html)
			}
			holds(t, fmt.Sprintf("%s after %s", path, x.says), p)
			if x.kind != "" && !strings.Contains(p.html, `value="receipt" selected`) {
				t.Errorf("what was chosen is forgotten")
			}
		}
	}
	b.accept = "en"
	if p := b.sends(path+"/files", "guess", "receipt", "", "a.pdf", scanned); p.status != http.StatusUnprocessableEntity {
		t.Errorf("a key that is none of ours: %d", p.status)
	}
	if p := b.sends(path+"/files", keyIn(t, b.get(path+"/files")), "receipt", "", "a.pdf", scanned, "Sec-Fetch-Site: cross-site"); p.status != http.StatusForbidden {
		t.Errorf("a form of another site: %d", p.status)
	}
	if p := o.as("auditor").sends(path+"/files", keyIn(t, b.get(path+"/files")), "receipt", "", "a.pdf", scanned); p.status != http.StatusForbidden {
		t.Errorf("an auditor adds a file: %d", p.status)
	}
	b.shows(path+"?lang=en", "No file has been added yet.")
}

func TestOfARestrictedCaseThePageTellsHowManyFilesThereAre(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	path := "/cases/" + reference
	b := o.as("officer")
	b.sends(path+"/files", keyIn(t, b.get(path+"/files")), "guardianship", "m1", "vendimi.pdf", scanned)
	href := regexp.MustCompile(path + `/files/[0-9A-Z]{26}`).FindString(b.get(path + "/files").html)
	o.do("protection", reference, "record-screening", body{"member": "m1", "screened_on": day(-1), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	desk := o.as("desk")
	if p := desk.shows(path, "There is 1 file. Ask the case owner."); strings.Contains(p.html, "vendimi") || strings.Contains(p.html, href) {
		t.Error("the desk learns what it is")
	}
	if p := desk.get(href); p.status != http.StatusForbidden || strings.Contains(p.html, "%PDF") {
		t.Errorf("the desk opens it: %d", p.status)
	}
	if p := o.as("auditor").shows(path+"/files", "There is 1 file."); strings.Contains(p.html, `type="file"`) {
		t.Error("an auditor is offered the form")
	}
}

func TestSeveralFilesAreAddedAtOnceAndWhatWasKeptBeforeAFaultIsSaid(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b, path := o.as("officer"), "/cases/"+reference+"/files"
	send := func(names ...string) page {
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		o.must(w.WriteField("key", keyIn(t, b.shows(path))))
		o.must(w.WriteField("kind", "receipt"))
		o.must(w.WriteField("member", ""))
		for n, name := range names {
			part, err := w.CreateFormFile("file", name)
			o.must(err)
			content := strings.Replace(scanned, "Catalog", fmt.Sprintf("Catalog /N %d", n), 1)
			if strings.HasSuffix(name, ".exe") {
				content = "MZ"
			}
			_, err = part.Write([]byte(content))
			o.must(err)
		}
		o.must(w.Close())
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.server.URL+path, &form)
		o.must(err)
		req.Header.Set("Content-Type", w.FormDataContentType())
		req.Header.Set("Accept-Language", "en")
		return b.does(req)
	}
	if p := send("One.pdf", "Two.pdf", "Three.pdf"); p.status != http.StatusSeeOther || p.header.Get("Location") != path+"?added=3" {
		t.Fatalf("%d %q", p.status, p.header.Get("Location"))
	}
	b.shows(path, "One.pdf", "Two.pdf", "Three.pdf")
	p := send("Four.pdf", "Five.exe", "Six.pdf")
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "1 file before it was added.") || !strings.Contains(p.html, "Four.pdf") || strings.Contains(p.html, "Six.pdf") {
		t.Errorf("%d %.200s", p.status, said(p.html))
	}
	if p := send(strings.Fields(strings.Repeat("a.pdf ", 11))...); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, "at most 10 files") {
		t.Errorf("eleven at once: %d", p.status)
	}
}

func TestADocumentIsLookedAtBesideTheWayBackAndInNoOtherSitesFrame(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.print()
	b, path := o.as("officer"), "/cases/"+reference+"/files"
	b.sends(path, keyIn(t, b.shows(path)), "receipt", "m1", "Fatura.pdf", scanned)
	html := b.shows(path, "BA1234567", "in 90 days", "Print anew", "Voluntary return declaration").html
	looks := regexp.MustCompile(`href="(/cases/[^"]+/look/[^"]+)"`).FindAllStringSubmatch(html, -1)
	if len(looks) < 3 {
		t.Fatalf("only %d documents can be looked at", len(looks))
	}
	for _, l := range looks {
		p := b.shows(l[1], "<iframe")
		if csp := p.header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-src 'self'") {
			t.Errorf("%s: %s", l[1], csp)
		}
		source := regexp.MustCompile(`<iframe class="looked" src="([^"]+)"`).FindStringSubmatch(p.html)[1]
		shown := b.get(source)
		if how, _, _ := mime.ParseMediaType(shown.header.Get("Content-Disposition")); shown.status != http.StatusOK || how != "inline" || !strings.Contains(shown.header.Get("Content-Security-Policy"), "frame-ancestors 'self'") {
			t.Errorf("%s is answered %d %v", source, shown.status, shown.header)
		}
	}
	if csp := b.shows(path).header.Get("Content-Security-Policy"); strings.Contains(csp, "frame-src") {
		t.Error("a page without a document may frame something")
	}
	if p := b.get("/cases/" + reference + "/look/01ARZ3NDEKTSV4RRFFQ69G5FAV"); p.status != http.StatusNotFound {
		t.Errorf("a document that is not there: %d", p.status)
	}
}

func TestATaskThatWaitsForAScanLeadsToTheFormFilledIn(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.do("officer", reference, "give-consent", body{"member": "m1", "kind": "return", "signed_on": day(0), "language": "sq"})
	form := "/cases/" + reference + "/files?kind=signed_declaration&member=m1"
	officer := o.as("officer")
	officer.shows("/cases/"+reference, `href="/cases/`+reference+`/files?kind=signed_declaration&amp;member=m1#h-add"`)
	officer.shows(form, `<option value="signed_declaration" selected>`, `<option value="m1" selected>`)
}

func TestTheLanguageOfThePersonIsToldAndFilledIn(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	officer := o.as("officer")
	officer.shows("/cases/"+reference, "<dt>Language</dt><dd>English</dd>")
	officer.shows("/cases/"+reference+"/do/give-consent", `name="language" value="English"`)
}
