package programmes_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the sums of the questionnaires anew; only before the first release")

// Answers are shown for years beside the questions they were given to, which a case finds by code and version in the binary: what was
// released is never edited and never taken away.
func TestAShippedQuestionnaireKeepsItsTextUnderItsVersion(t *testing.T) {
	const kept = "testdata/instruments.sha256"
	files, err := filepath.Glob("data/instruments/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are %d questionnaires: %v", len(files), err)
	}
	var now []string
	for _, file := range files {
		now = append(now, fmt.Sprintf("%x  %s", sha256.Sum256(read(t, file)), filepath.Base(file)))
	}
	if *update {
		if err := os.WriteFile(kept, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	was := strings.Split(strings.TrimSpace(string(read(t, kept))), "\n")
	for _, line := range was {
		if !slices.Contains(now, line) {
			t.Errorf("%s was edited or taken away: put it back, and write the change under a version of its own", line)
		}
	}
	for _, line := range now {
		if !slices.Contains(was, line) {
			t.Errorf("%s is not kept in %s", line, kept)
		}
	}
}
