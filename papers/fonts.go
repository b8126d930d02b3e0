package papers

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"
	"unicode"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// planeSize is the number of code points gofpdf can address; it panics on the first one above.
const planeSize = 1 << 16

// absent marks a code point the face has no glyph for.
const absent = -1

// A face is one embedded font with what layout needs to know of it.
type face struct {
	whole    []byte // never handed out: gofpdf writes into the bytes it is given
	everyday []byte // the same font cut to everyday letters: parsing it is what makes a paper fast
	advance  []int16
}

type faces struct{ regular, bold face }

var embeddedFaces = sync.OnceValues(func() (*faces, error) {
	regular, err := newFace(dejavusans.TTF)
	if err != nil {
		return nil, fmt.Errorf("DejaVu Sans: %w", err)
	}
	bold, err := newFace(dejavusansbold.TTF)
	if err != nil {
		return nil, fmt.Errorf("DejaVu Sans Bold: %w", err)
	}
	return &faces{regular: regular, bold: bold}, nil
})

// newFace reads a TrueType font. gofpdf takes unreadable bytes for a font without complaint, so they
// are refused here, as ErrFont.
func newFace(ttf []byte) (face, error) {
	if len(ttf) < 4 || binary.BigEndian.Uint32(ttf) != 0x00010000 {
		return face{}, fmt.Errorf("%w: not TrueType outlines", ErrFont)
	}
	advance, err := advances(ttf)
	if err != nil {
		return face{}, fmt.Errorf("%w: %w", ErrFont, err)
	}
	everyday, err := cut(ttf, everydayLetters(advance))
	if err != nil {
		return face{}, fmt.Errorf("%w: %w", ErrFont, err)
	}
	return face{whole: ttf, everyday: everyday, advance: advance}, nil
}

// advances reads every code point's advance width in thousandths of an em; absent where the cmap has none.
func advances(ttf []byte) ([]int16, error) {
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, err
	}
	var buffer sfnt.Buffer
	widths := make([]int16, planeSize)
	drawable := 0
	for r := range widths {
		widths[r] = absent
		glyph, err := parsed.GlyphIndex(&buffer, rune(r))
		if err != nil {
			return nil, err
		}
		if glyph == 0 {
			continue
		}
		width, err := parsed.GlyphAdvance(&buffer, glyph, fixed.I(1000), font.HintingNone)
		if err != nil {
			return nil, err
		}
		widths[r] = int16(width.Round())
		drawable++
	}
	if drawable == 0 {
		return nil, fmt.Errorf("no letters in the basic plane")
	}
	return widths, nil
}

// everyday are the letters of the languages written in Latin script, with their punctuation.
var everyday = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0020, Hi: 0x024F, Stride: 1}, // Latin, with Extended-A and -B
	{Lo: 0x02B0, Hi: 0x0333, Stride: 1}, // modifier letters and the common combining marks
	{Lo: 0x1E00, Hi: 0x1EFF, Stride: 1}, // Latin Extended Additional
	{Lo: 0x2000, Hi: 0x2044, Stride: 1}, // general punctuation
	{Lo: 0x20A0, Hi: 0x20BF, Stride: 1}, // currency signs
	{Lo: 0x2116, Hi: 0x2122, Stride: 1}, // numero and trade marks
	{Lo: 0x2190, Hi: 0x2193, Stride: 1}, // arrows
	{Lo: 0x2610, Hi: 0x2612, Stride: 1}, // boxes to tick
}}

func everydayLetters(advance []int16) string {
	var letters []rune
	for r, width := range advance {
		if width != absent && unicode.Is(everyday, rune(r)) {
			letters = append(letters, rune(r))
		}
	}
	return string(letters)
}

func cut(ttf []byte, letters string) (out []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &DrawingError{Cause: cause}
		}
	}()
	out = gofpdf.UTF8CutFont(bytes.Clone(ttf), letters)
	if len(out) == 0 {
		return nil, fmt.Errorf("nothing left after cutting")
	}
	return out, nil
}

func (f face) has(r rune) bool {
	return r >= 0 && r < planeSize && f.advance[r] != absent
}

func (f face) hasAll(t typeset) bool {
	for _, r := range t {
		if !f.has(r) {
			return false
		}
	}
	return true
}

func (f *faces) of(bold bool, t typeset) face {
	if f.setsBold(bold, t) {
		return f.bold
	}
	return f.regular
}

// setsBold says whether t is really set bold: a word the bold face cannot draw falls back to regular.
func (f *faces) setsBold(bold bool, t typeset) bool {
	return bold && f.bold.hasAll(t)
}

// millimetresPerPoint is exact: a PostScript point is 1/72 inch.
const millimetresPerPoint = 25.4 / 72

// width measures t in millimetres.
func (f *faces) width(t typeset, st style) float64 {
	face := f.of(st.bold, t)
	sum := 0
	for _, r := range t {
		sum += int(face.advance[r])
	}
	return float64(sum) / 1000 * st.size * millimetresPerPoint
}
