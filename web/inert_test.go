package web_test

import (
	"archive/zip"
	"go/scanner"
	"go/token"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"homeward/access"
)

// Texts that run where somebody forgot that people wrote them: in a page, in an attribute, in a spreadsheet.
const (
	evilMarkup  = `<script>alert(1)</script>`
	evilQuote   = `"><img src=x onerror=alert(1)>`
	evilFormula = `=HYPERLINK("http://evil.example","x")`
)

var (
	ran     = regexp.MustCompile(`(?i)<script>alert|<img src=x|\sonerror="?alert\(1\)"?>`)
	formula = regexp.MustCompile(`(?m)(^|[,;\t]|"")"?=HYPERLINK`)
)

// A whole life in which every free text is a script: no page, paper or table runs any of it.
func TestWhatPeopleWriteRunsOnNoPagePaperOrTable(t *testing.T) {
	o := newOffice(t)
	in := application(evilMarkup, evilQuote)
	in["contact"] = body{"channel": "phone", "value": "+447700900123", "hours": evilMarkup, "shared_with": evilQuote}
	in["destination"] = body{"country": "AL", "district": evilFormula, "place": evilMarkup}
	in["members"].([]body)[0]["original_script"] = evilQuote
	reference := o.do("officer", "", "open", in).Reference
	o.approved(reference)
	o.home(reference)
	for _, evil := range []string{evilMarkup, evilQuote, evilFormula} {
		o.do("officer", reference, "add-note", body{"text": evil})
		o.do("officer", reference, "add-task", body{"title": evil, "duty": "return"})
		o.do("officer", reference, "log-contact", body{"at": day(-1) + "T10:00:00Z", "direction": "out", "channel": "phone", "outcome": "reached", "summary": evil})
		o.do("field", reference, "record-cost", body{"kind": "ticket", "amount": 1000, "currency": "EUR", "incurred_on": day(0), "funding": evil})
	}
	o.do("field", reference, "log-visit", body{"visit": "month-1", "visited_on": day(0), "mode": "home", "outcome": "on_track", "findings": evilMarkup + evilFormula})
	o.print()
	for _, account := range access.DemoAccounts {
		b := o.as(account.Username)
		paths := []string{"/work", "/cases", "/cases?q=script", "/results", "/results.csv", "/results.xlsx", "/cases.csv", "/cases.xlsx", "/visits", "/approvals", "/budgets", "/travel"}
		for _, part := range []string{"", "/money", "/files", "/notes", "/history", "/history?kind=looks", "/visits", "/surveys", "/do/add-note", "/do/correct-details", "/do/change-members", "/do/withdraw"} {
			paths = append(paths, "/cases/"+reference+part)
		}
		for _, path := range paths {
			p := b.get(path)
			if found := ran.FindString(p.html); found != "" {
				t.Errorf("%s runs %q for %s", path, found, account.Username)
			}
			if strings.HasSuffix(path, ".csv") && formula.MatchString(p.html) {
				t.Errorf("%s holds a formula", path)
			}
			if strings.HasSuffix(path, ".xlsx") && p.status == http.StatusOK && calculates(t, p.html) {
				t.Errorf("%s calculates", path)
			}
		}
	}
	b := o.as("officer")
	for _, l := range regexp.MustCompile(`/cases/[^"]+\.pdf`).FindAllString(b.get("/cases/"+reference).html, -1) {
		if p := b.get(l); !strings.HasPrefix(p.html, "%PDF-") || strings.Contains(p.html, "/JavaScript") || strings.Contains(p.html, "/OpenAction <<") {
			t.Errorf("%s is not an inert paper", l)
		}
	}
}

// calculates reports whether a sheet of a workbook holds a formula.
func calculates(t *testing.T, workbook string) bool {
	t.Helper()
	book, err := zip.NewReader(strings.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range book.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") {
			continue
		}
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(sheet), "<f>") || strings.Contains(string(sheet), "<hyperlink") {
			return true
		}
	}
	return false
}

// Words no text of the product says of people, wherever it stands: on pages, in papers, in mails.
var unkind = regexp.MustCompile(`(?i)\b(illegals?|illegally|deportees?|deport(ed|ing|ation)?|alien|absconder|ilegal\w*|dëbu\w*)\b`)

func TestNoTextOfTheProductSpeaksOfPeopleUnkindly(t *testing.T) {
	read := 0
	for _, pattern := range []string{"words/*.json", "screens/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			read++
			for _, found := range unkind.FindAllString(string(text), -1) {
				t.Errorf("%s says %q", name, found)
			}
		}
	}
	for _, room := range []string{"avrr", "papers", "activities", "casework", "access"} {
		files, err := filepath.Glob(filepath.Join("..", room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			read++
			for _, said := range stringsIn(t, name) {
				if found := unkind.FindString(said); found != "" {
					t.Errorf("%s says %q: %s", name, found, said)
				}
			}
		}
	}
	if read < 100 {
		t.Errorf("only %d files were read", read)
	}
}

// stringsIn are the string literals of a Go file.
func stringsIn(t *testing.T, name string) (found []string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var s scanner.Scanner
	s.Init(set.AddFile(name, -1, len(text)), text, nil, 0)
	for {
		_, kind, literal := s.Scan()
		switch kind {
		case token.EOF:
			return found
		case token.STRING:
			found = append(found, literal)
		}
	}
}
