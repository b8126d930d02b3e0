package papers

import (
	"strings"
	"testing"
)

func TestJointPapersKeepTheirPagesInOrder(t *testing.T) {
	var pdfs [][]byte
	var numbers []string
	pages, size := 0, 0
	for name, content := range samples() {
		m := meta(English)
		m.Number = "L-" + name
		p := render(t, content, m)
		pdfs, numbers = append(pdfs, p.PDF), append(numbers, m.Number)
		pages += strings.Count(tool(t, "pdftotext", file(t, p), "-"), "\f")
		size += len(p.PDF)
	}
	joint, err := Join(pdfs)
	if err != nil {
		t.Fatal(err)
	}
	if len(joint) > size {
		t.Errorf("%d bytes of %d: something is in it twice", len(joint), size)
	}
	whole := file(t, Paper{PDF: joint})
	tool(t, "qpdf", "--check", whole)
	said := tool(t, "pdftotext", whole, "-")
	if got := strings.Count(said, "\f"); got != pages {
		t.Errorf("%d pages of %d", got, pages)
	}
	at := 0
	for _, number := range numbers {
		next := strings.Index(said[at:], number)
		if next < 0 {
			t.Fatalf("%s is not in it, or not in its place", number)
		}
		at += next
	}
	if _, err := Join(nil); err == nil {
		t.Error("nothing was joined")
	}
}
