package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	markdownLink = regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)
	namedFile    = regexp.MustCompile("`([a-z_.]+/[A-Za-z0-9_./-]+\\.[a-z]+)`")
)

// What a page links to, or names by its path, is there.
func TestThePagesNameOnlyWhatExists(t *testing.T) {
	for _, page := range pages(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range markdownLink.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(link[1], ":") {
				continue // elsewhere in the world
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), link[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", page, link[1])
			}
		}
		for _, file := range namedFile.FindAllStringSubmatch(string(text), -1) {
			if explained(page, file[1]) {
				continue
			}
			if _, err := os.Stat(file[1]); err != nil {
				t.Errorf("%s names %s, which is not there", page, file[1])
			}
		}
	}
}

// explained reports whether a page names a file that its reader is about to make.
func explained(page, file string) bool {
	return strings.HasPrefix(file, "secrets/") || page == "CONTRIBUTING.md" && strings.HasPrefix(file, "avrr/advising")
}

func pages(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, where := range []string{"*.md", "docs/*.md", "docs/*/*.md"} {
		matches, err := filepath.Glob(where)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, matches...)
	}
	if len(found) == 0 {
		t.Fatal("there is no page to read")
	}
	return found
}
