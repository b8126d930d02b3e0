package papers

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// A square is a QR code as rows of dark and light modules, quiet zone included.
type square [][]bool

const (
	quietZone  = 4    // modules of white on every side, ISO/IEC 18004 §6.3.8
	finest     = 0.38 // millimetres a module needs to be read from a laser print by a cheap phone
	mostAcross = qrSide / finest
)

// newSquare encodes text with error correction M, which survives a fold or a stamp over 15 % of it.
func newSquare(text string) (square, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("%w: verification address: %w", ErrMeta, err)
	}
	side := code.Bounds().Dx()
	if float64(side+2*quietZone) > mostAcross {
		return nil, fmt.Errorf("%w: verification address too long to scan", ErrMeta)
	}
	s := make(square, side+2*quietZone)
	for y := range s {
		s[y] = make([]bool, len(s))
	}
	for y := range side {
		for x := range side {
			s[y+quietZone][x+quietZone] = code.At(x, y) == color.Black
		}
	}
	return s, nil
}

// square draws the modules as rectangles, one for each run of dark ones, on white.
func (c *canvas) square(s square, left, top, side float64) {
	c.fill(left, top, side, side, white)
	module := side / float64(len(s))
	for y, modules := range s {
		for x := 0; x < len(modules); x++ {
			start := x
			for x < len(modules) && modules[x] {
				x++
			}
			if x > start {
				c.fill(left+float64(start)*module, top+float64(y)*module, float64(x-start)*module, module, black)
			}
		}
	}
}

// codeGroups is how many pieces a code is read aloud in.
const codeGroups = 5

// grouped parts a code into five groups as even as they can be.
func grouped(code string) string {
	groups := make([]string, codeGroups)
	for i := range groups {
		groups[i] = code[len(code)*i/codeGroups : len(code)*(i+1)/codeGroups]
	}
	return strings.Join(groups, "-")
}
