package api_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"homeward/store"
)

// manifests answers the papers of a movement as somebody is told of them, the newest first, as "version status".
func (o *office) manifests(who, at string) (lines, hrefs []string) {
	o.t.Helper()
	r := o.ask(who, "GET", at+"/documents", nil)
	if r.status != http.StatusOK {
		o.t.Fatalf("%s asks for the papers: %d %s", who, r.status, r.text)
	}
	for _, d := range r.body["documents"].([]any) {
		paper := d.(map[string]any)
		number := text(paper["number"])
		lines = append(lines, number[strings.LastIndexByte(number, '-')+1:]+" "+text(paper["status"]))
		href, _ := paper["href"].(string)
		hrefs = append(hrefs, href)
	}
	return lines, hrefs
}

// read answers what a paper says.
func (o *office) read(who, href string) string {
	o.t.Helper()
	r := o.ask(who, "GET", href, nil)
	if r.status != http.StatusOK || r.header.Get("Content-Type") != "application/pdf" {
		o.t.Fatalf("%s opens %s: %d %s", who, href, r.status, r.header)
	}
	file := filepath.Join(o.t.TempDir(), "paper.pdf")
	must(o.t, os.WriteFile(file, []byte(r.text), 0o600))
	said, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	must(o.t, err)
	return string(said)
}

func (o *office) joins(movement string, references ...string) {
	o.t.Helper()
	for _, reference := range references {
		o.do("desk", reference, "join-movement", map[string]any{"movement": strings.TrimPrefix(movement, movementsURL+"/"), "passengers": []string{"m1"}})
	}
}

func (o *office) issueManifest(who, at, language string) {
	o.t.Helper()
	if r := o.catchUp(who, o.ask(who, "POST", at+"/actions/issue-manifest", map[string]any{"language": language})); r.status != http.StatusOK {
		o.t.Fatalf("issue the manifest: %d %s", r.status, r.text)
	}
}

func TestAManifestIsIssuedSupersededAndCalledBack(t *testing.T) {
	o := newOffice(t)
	o.worker.PublicURL = "https://homeward.example.org"
	at, _ := o.planned(20, "Tirana, first")
	if r := o.ask("desk", "POST", at+"/actions/issue-manifest", map[string]any{"language": "en"}); r.status != http.StatusConflict {
		t.Errorf("a manifest of nobody: %d %s", r.status, r.text)
	}
	first, second, third := o.approved(), o.approved(), o.approved()
	o.joins(at, first, second)
	if r := o.ask("officer", "POST", at+"/actions/issue-manifest", map[string]any{"language": "en"}); r.status != http.StatusForbidden {
		t.Errorf("by a return officer: %d", r.status)
	}
	o.issueManifest("desk", at, "en")
	if lines, hrefs := o.manifests("desk", at); !slices.Equal(lines, []string{"1 ordered"}) || hrefs[0] != "" {
		t.Errorf("before it is printed: %v %v", lines, hrefs)
	}
	o.print()
	_, hrefs := o.manifests("desk", at)
	if said := o.read("desk", hrefs[0]); !strings.Contains(said, "Tirana, first") || strings.Count(said, "Hoxha") != 2 || !strings.Contains(said, first) || !strings.Contains(said, second) {
		t.Errorf("it says\n%s", said)
	}
	o.issueManifest("manager", at, "en")
	o.issueManifest("manager", at, "sq")
	o.print()
	if lines, _ := o.manifests("desk", at); !slices.Equal(lines, []string{"3 current", "2 current", "1 superseded"}) {
		t.Errorf("issued again: %v", lines)
	}
	printed, err := o.store.Read(t.Context()).Documents(store.MovementSubject(strings.TrimPrefix(at, movementsURL+"/")))
	must(t, err)
	state := func(version int) string {
		i := slices.IndexFunc(printed, func(d store.Document) bool { return d.Version == version })
		v, err := o.desk.Verify(t.Context(), printed[i].Code)
		must(t, err)
		if v.Kind != "manifest" || v.Title.EN != "Manifest" {
			t.Errorf("a stranger is told of %+v", v)
		}
		return v.State
	}
	if state(1) != "superseded" || state(2) != "genuine" || state(3) != "genuine" {
		t.Errorf("strangers are told %s, %s, %s", state(1), state(2), state(3))
	}
	o.joins(at, third)
	if lines, _ := o.manifests("desk", at); !slices.Equal(lines, []string{"3 withdrawn", "2 withdrawn", "1 superseded"}) || state(2) != "withdrawn" {
		t.Errorf("once somebody is missing on it: %v", lines)
	}
	o.issueManifest("desk", at, "en")
	o.print()
	if r := o.catchUp("desk", o.ask("desk", "POST", at+"/actions/cancel-booking", map[string]any{"reason": "No aircraft"})); r.status != http.StatusOK {
		t.Fatalf("%d %s", r.status, r.text)
	}
	if lines, _ := o.manifests("desk", at); lines[0] != "4 withdrawn" {
		t.Errorf("of a journey that is off: %v", lines)
	}
}

func TestAManifestNamesNobodyOfARestrictedCaseWhoeverPrintsIt(t *testing.T) {
	o := newOffice(t)
	o.worker.PublicURL = "https://homeward.example.org"
	at, _ := o.planned(20, "Tirana")
	open, restricted := o.approved(), o.approved()
	o.joins(at, open, restricted)
	o.restricted("officer", restricted)
	o.issueManifest("manager", at, "en")
	o.print()
	_, hrefs := o.manifests("manager", at)
	if said := o.read("manager", hrefs[0]); strings.Count(said, "Hoxha") != 1 || !strings.Contains(said, open) || !strings.Contains(said, restricted) {
		t.Errorf("it says\n%s", said)
	}
	if _, desks := o.manifests("desk", at); desks[0] != hrefs[0] {
		t.Errorf("the desk may open it: %v", desks)
	}
	o.restricted("officer", open) // after it was printed
	if _, desks := o.manifests("desk", at); desks[0] != "" {
		t.Errorf("the desk is shown %v", desks)
	}
	if r := o.ask("desk", "GET", hrefs[0], nil); r.status != http.StatusNotFound {
		t.Errorf("the desk opens it: %d", r.status)
	}
	if r := o.ask("admin", "GET", at+"/documents", nil); r.status != http.StatusForbidden {
		t.Errorf("an administrator: %d", r.status)
	}
	o.issueManifest("desk", at, "en")
	o.print()
	_, hrefs = o.manifests("desk", at)
	if said := o.read("desk", hrefs[0]); strings.Contains(said, "Hoxha") || !strings.Contains(said, open) {
		t.Errorf("it says\n%s", said)
	}
	other, _ := o.planned(40, "Another")
	if r := o.ask("desk", "GET", other+hrefs[0][len(at):], nil); r.status != http.StatusNotFound {
		t.Errorf("under another movement: %d", r.status)
	}
}
