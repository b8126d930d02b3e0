package content

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
)

// heads are what the segments before a JPEG's picture tell that is needed to draw it.
type heads struct {
	progressive bool
	orientation int // of TIFF 6.0 §8: 1 is upright, 0 is not told
}

// headsOf walks the segments of a JPEG (ITU-T T.81 §B.1.1.4) as far as its frame. What cannot be read tells nothing.
func headsOf(raw []byte) (h heads) {
	const (
		startOfFrameProgressive = 0xc2
		huffmanTables           = 0xc4
		arithmeticConditioning  = 0xcc
		reserved                = 0xc8
		application1            = 0xe1
	)
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff; {
		marker := raw[at+1]
		if marker == 0xff { // a fill byte
			at++
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(raw[at+2:]))
		if end > len(raw) {
			return h
		}
		switch {
		case marker == application1 && h.orientation == 0:
			h.orientation = orientationIn(raw[at+4 : end])
		case marker == huffmanTables, marker == arithmeticConditioning, marker == reserved:
		case marker >= 0xc0 && marker <= 0xcf:
			h.progressive = marker == startOfFrameProgressive
			return h
		}
		at = end
	}
	return h
}

// orientationIn reads how a photograph lies from its Exif data (CIPA DC-008 §4.5.4), 0 when it is not told.
func orientationIn(segment []byte) int {
	const (
		tagOrientation = 0x0112
		typeShort      = 3
		entrySize      = 12
	)
	tiff, found := bytes.CutPrefix(segment, []byte("Exif\x00\x00"))
	if !found || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	first := uint64(order.Uint32(tiff[4:]))
	if first+2 > uint64(len(tiff)) {
		return 0
	}
	entries := tiff[first+2:]
	for range order.Uint16(tiff[first:]) {
		if len(entries) < entrySize {
			return 0
		}
		if order.Uint16(entries) == tagOrientation && order.Uint16(entries[2:]) == typeShort {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[entrySize:]
	}
	return 0
}

// upright turns a photograph the way its camera says it was held; once drawn anew, nothing else would tell.
func upright(drawn image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return drawn
	}
	from := drawn.Bounds()
	w, h := from.Dx(), from.Dy()
	// source answers the place in the file of a place in the upright picture.
	var source func(x, y int) (int, int)
	switch orientation {
	case 2:
		source = func(x, y int) (int, int) { return w - 1 - x, y }
	case 3:
		source = func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }
	case 4:
		source = func(x, y int) (int, int) { return x, h - 1 - y }
	case 5:
		source = func(x, y int) (int, int) { return y, x }
	case 6:
		source = func(x, y int) (int, int) { return y, h - 1 - x }
	case 7:
		source = func(x, y int) (int, int) { return w - 1 - y, h - 1 - x }
	case 8:
		source = func(x, y int) (int, int) { return w - 1 - y, x }
	}
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	turned := image.NewRGBA(size)
	pixel := pixels(drawn)
	for y := range size.Max.Y {
		for x := range size.Max.X {
			sx, sy := source(x, y)
			turned.SetRGBA(x, y, pixel(from.Min.X+sx, from.Min.Y+sy))
		}
	}
	return turned
}

// pixels reads single pixels, quickly of what nearly every photograph is.
func pixels(drawn image.Image) func(x, y int) color.RGBA {
	if photo, ok := drawn.(*image.YCbCr); ok {
		return func(x, y int) color.RGBA {
			c := photo.YCbCrAt(x, y)
			r, g, b := color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
			return color.RGBA{r, g, b, 0xff}
		}
	}
	return func(x, y int) color.RGBA {
		r, g, b, a := drawn.At(x, y).RGBA()
		return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
	}
}
