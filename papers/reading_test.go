package papers

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tool runs an independent reader of PDFs, and fails with the way to get it when it is missing.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing: install poppler-utils, qpdf and zbar-tools (`make test` does)", name)
	}
	var out, complaints bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, &out, &complaints)
	}
	return out.String()
}

func render(t *testing.T, c Content, m Meta) Paper {
	t.Helper()
	p, err := Render(c, m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func file(t *testing.T, p Paper) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, p.PDF, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// layout reads the paper as a person would, with runs of spaces made one.
func layout(t *testing.T, p Paper) string {
	t.Helper()
	return strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", file(t, p), "-")), " ")
}

// letters reads the paper in the order it was drawn, without any spaces: a wrapped word is whole again.
func letters(t *testing.T, p Paper) string {
	t.Helper()
	return strings.Join(strings.Fields(tool(t, "pdftotext", "-raw", file(t, p), "-")), "")
}

func mustSay(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("the paper does not say %q", want)
		}
	}
}

type box struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

type boxes struct {
	Pages []struct {
		Width  float64 `xml:"width,attr"`
		Height float64 `xml:"height,attr"`
		Words  []box   `xml:"word"`
	} `xml:"body>doc>page"`
}

func words(t *testing.T, p Paper) boxes {
	t.Helper()
	var found boxes
	decoder := xml.NewDecoder(strings.NewReader(tool(t, "pdftotext", "-bbox", file(t, p), "-")))
	decoder.Strict = false
	decoder.Entity = xml.HTMLEntity
	if err := decoder.Decode(&found); err != nil {
		t.Fatal(err)
	}
	if len(found.Pages) != p.Pages {
		t.Fatalf("poppler sees %d pages, the paper says %d", len(found.Pages), p.Pages)
	}
	return found
}

// mustStayInside fails for any word outside the margins, and for body text that runs into the footer.
func mustStayInside(t *testing.T, p Paper) {
	t.Helper()
	const point = millimetresPerPoint
	for n, page := range words(t, p).Pages {
		if len(page.Words) == 0 {
			t.Errorf("page %d is empty", n+1)
		}
		for _, w := range page.Words {
			if w.XMin*point < margin-0.5 || w.XMax*point > page.Width*point-margin+0.5 ||
				w.YMin*point < headTop-2 || w.YMax*point > page.Height*point-11 {
				t.Errorf("page %d: %q stands outside the margins at %.1f-%.1f mm across, %.1f-%.1f mm down", n+1, w.Text,
					w.XMin*point, w.XMax*point, w.YMin*point, w.YMax*point)
			}
		}
	}
}

func samples() map[string]Content {
	return map[string]Content{
		"declaration": declaration(), "letter": letter(),
		"itinerary": itinerary(), "advance-booking": notification(), "assistance": assistance(),
		"handover": handover(), "application": application(), "manifest": manifest(16), "manifest-counted": countedAtTheDoor(manifest(9)),
		"receipt": receipt(), "receipt-exchanged": exchangedReceipt(), "approval": approval(), "refusal": refusal(),
		"plan": plan(), "plan-amended": amendedPlan(), "order": order(), "delivery": deliveryNote(), "delivery-made": deliveredNote(),
		"visit": visitForm(), "visit-made": visitReport(), "closure": closure(), "report": finalReport(),
	}
}

func everySample(t *testing.T, check func(t *testing.T, c Content, m Meta)) {
	for name, content := range samples() {
		for _, l := range []Language{English, Albanian} {
			t.Run(name+"-"+string(l), func(t *testing.T) {
				t.Parallel() // most of the time is other programs' reading
				check(t, content, meta(l))
			})
		}
	}
}

func TestIndependentReadersAcceptEveryPaper(t *testing.T) {
	everySample(t, func(t *testing.T, c Content, m Meta) {
		for _, specimen := range []bool{false, true} {
			m.Specimen = specimen
			p := render(t, c, m)
			path := file(t, p)
			if out := tool(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
				t.Error(out)
			}
			for i, font := range strings.Split(strings.TrimSpace(tool(t, "pdffonts", path)), "\n")[2:] {
				if !strings.Contains(font, "Identity-H       yes") {
					t.Errorf("font %d is not embedded: %s", i+1, font)
				}
			}
			if len(p.Substitutions) != 0 {
				t.Errorf("our own wording cannot be drawn: %v", p.Substitutions)
			}
		}
	})
}

func TestPhoneReadsTheSquareOnPaperAndItsSealHolds(t *testing.T) {
	k := sealKey(t)
	everySample(t, func(t *testing.T, c Content, m Meta) {
		m.Specimen = true // the mark runs under the square and must not spoil it
		said := someSeal()
		said.Number, said.Version, said.Code = m.Number, m.Version, m.Code
		m.Seal = sealing(t, k, said)
		p := render(t, c, m)
		address, seal, sealed := strings.Cut(scan(t, p), "#")
		if address != m.VerifyURL || !sealed {
			t.Errorf("the square leads to %q, sealed: %t; want %q", address, sealed, m.VerifyURL)
		}
		if says, err := CheckSeal(seal, published(t, k)); err != nil || says != said {
			t.Errorf("the seal says %+v (%v), want %+v", says, err, said)
		}
		if strings.Contains(letters(t, p), seal[:30]) {
			t.Error("the seal stands on the paper as text, where nobody can use it")
		}
	})
}

// scan reads the square on the last pages as a phone does: from farther away first, then closer.
func scan(t *testing.T, p Paper) string {
	t.Helper()
	path := file(t, p)
	for _, resolution := range []string{"150", "200", "300"} {
		for n := p.Pages; n > 0; n-- {
			picture := filepath.Join(t.TempDir(), "page")
			page := fmt.Sprint(n)
			tool(t, "pdftoppm", "-gray", "-r", resolution, "-f", page, "-l", page, "-singlefile", path, picture)
			if said, err := exec.Command("zbarimg", "-q", "--raw", picture+".pgm").Output(); err == nil {
				return strings.TrimSpace(string(said))
			}
		}
	}
	t.Fatal("no page has a square that can be read")
	return ""
}

func TestFaceOfALetterLooksTheSameFromBothCuts(t *testing.T) {
	// The everyday cut is what almost every paper is drawn with; one Greek letter switches to the whole font.
	everyday, whole := declaration(), declaration()
	whole.Officer = "Ω"
	everyday.Officer = "O"
	small, large := render(t, everyday, meta(Albanian)), render(t, whole, meta(Albanian))
	if a, b := firstPage(t, small), firstPage(t, large); !bytes.Equal(a, b) {
		t.Error("the first page differs between the everyday cut and the whole font")
	}
}

func firstPage(t *testing.T, p Paper) []byte {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", file(t, p), prefix)
	image, err := os.ReadFile(prefix + ".png")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.DecodeConfig(bytes.NewReader(image)); err != nil {
		t.Fatal(err)
	}
	return image
}

func mustNotSay(t *testing.T, text string, wrongs ...string) {
	t.Helper()
	for _, wrong := range wrongs {
		if strings.Contains(text, wrong) {
			t.Errorf("the paper says %q", wrong)
		}
	}
}
