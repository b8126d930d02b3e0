package programmes_test

import (
	"regexp"
	"strings"
	"testing"

	"homeward/avrr"
	"homeward/programmes"
)

const page = "../docs/programmes.md"

// block answers the first YAML block of the page that begins with a text.
func block(t *testing.T, beginning string) string {
	t.Helper()
	for _, found := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(read(t, page)), -1) {
		if strings.HasPrefix(found[1], beginning) {
			return found[1]
		}
	}
	t.Fatalf("%s has no example that begins with %q", page, beginning)
	return ""
}

func TestTheProgrammeOfThePageHasNoMistakes(t *testing.T) {
	if mistakes := programmes.Check("example", []byte(block(t, "programme:"))); len(mistakes) > 0 {
		t.Error(lines(mistakes))
	}
}

func TestEveryExpressionOfThePageIsOne(t *testing.T) {
	whole := block(t, "programme:")
	for line := range strings.Lines(block(t, "when:")) {
		source := strings.Replace(whole, "when: age >= 18\n", line, 1)
		if mistakes := programmes.Check("example", []byte(source)); len(mistakes) > 0 || source == whole && line != "when: age >= 18\n" {
			t.Errorf("%s%s", line, lines(mistakes))
		}
	}
}

func TestThePageNamesEveryFactClockAndProgramme(t *testing.T) {
	text := string(read(t, page))
	var names []string
	for _, spec := range avrr.FactSpecs {
		names = append(append(names, spec.Name), spec.Values...)
	}
	names = append(names, avrr.KnownClocks...)
	for _, p := range shipped(t).All() {
		names = append(names, p.Code)
	}
	for _, name := range names {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("%s does not name %s", page, name)
		}
	}
}
