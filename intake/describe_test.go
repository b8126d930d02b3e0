package intake

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is generated anew")

const (
	page      = "../docs/import.md"
	generated = "<!-- written by: go test ./intake -run TestThePageListsEveryColumn -update -->\n"
)

func TestThePageListsEveryColumn(t *testing.T) {
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	intro, list, ok := strings.Cut(string(raw), generated)
	if !ok {
		t.Fatalf("%s has no line %q", page, generated)
	}
	if *update {
		if err := os.WriteFile(page, []byte(intro+generated+Describe()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if list != Describe() {
		t.Errorf("%s does not list the columns as they are; run the command it names", page)
	}
}

func TestEveryColumnIsOfAnActionThatTakesIt(t *testing.T) {
	for _, s := range steps {
		for _, c := range s.columns() {
			if (c.holds == aCode || c.holds == aList) && len(c.codes) == 0 {
				t.Errorf("%s has no codes: %s has no such field", c.name, s.action)
			}
			if c.about == "" {
				t.Errorf("%s says nothing of itself", c.name)
			}
		}
	}
}
