package papers

import (
	"bytes"
	"testing"
	"time"
)

func BenchmarkDeclaration(b *testing.B)  { benchmark(b, declaration()) }
func BenchmarkTravelLetter(b *testing.B) { benchmark(b, letter()) }

func BenchmarkManifestOfForty(b *testing.B) { benchmark(b, manifest(40)) }

func benchmark(b *testing.B, c Content) {
	m := meta(Albanian)
	p, err := Render(c, m)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if p, err = Render(c, m); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(p.PDF)), "pdf-B")
}

// A blank page with the same two fonts is the floor the papers are measured against: once with the
// everyday cut they use, once with the whole fonts.
func BenchmarkBlankPageEverydayFonts(b *testing.B) { benchmarkBlank(b, true) }
func BenchmarkBlankPageWholeFonts(b *testing.B)    { benchmarkBlank(b, false) }

func benchmarkBlank(b *testing.B, everyday bool) {
	f, err := embeddedFaces()
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		c := newCanvas(f, everyday, upright)
		c.pdf.SetCreationDate(time.Unix(1, 0))
		c.pdf.SetModificationDate(time.Unix(1, 0))
		c.pdf.AddPage()
		if err := c.pdf.Output(&out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "pdf-B")
}

// What the first paper of a process pays once.
func BenchmarkReadingAFont(b *testing.B) {
	f, err := embeddedFaces()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := newFace(f.regular.whole); err != nil {
			b.Fatal(err)
		}
	}
}
