package content

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// rasterLimit is the most memory a picture may unpack to, in bytes: 25 million pixels of an ordinary photograph are 75 MB.
const rasterLimit = 100 << 20

// quality of a JPEG that is drawn anew: what is written on paper stays as readable as it was.
const quality = 90

const (
	damaged   = "The picture is damaged or cut off."
	tooManyPx = "The picture has too many pixels to be looked into. Send it with fewer: 24 million always do in an ordinary JPEG."
)

func redrawJPEG(raw []byte) ([]byte, error) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, refused(damaged)
	}
	heads := headsOf(raw)
	perPixel := 3
	if config.ColorModel == color.CMYKModel {
		perPixel = 4
	}
	if heads.progressive { // its coefficients are collected first, four bytes each
		perPixel *= 5
	}
	if tooLarge(config, perPixel) {
		return nil, refused(tooManyPx)
	}
	drawn, err := jpeg.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, refused(damaged)
	}
	var clean bytes.Buffer
	if err := jpeg.Encode(&clean, upright(drawn, heads.orientation), &jpeg.Options{Quality: quality}); err != nil {
		return nil, refused(damaged)
	}
	return clean.Bytes(), nil
}

func redrawPNG(raw []byte) ([]byte, error) {
	config, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, refused(damaged)
	}
	if tooLarge(config, perPixelOfPNG(config.ColorModel)) {
		return nil, refused(tooManyPx)
	}
	drawn, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, refused(damaged)
	}
	var clean bytes.Buffer
	if err := png.Encode(&clean, drawn); err != nil {
		return nil, refused(damaged)
	}
	return clean.Bytes(), nil
}

func perPixelOfPNG(m color.Model) int {
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.Gray16Model:
		return 2
	case color.GrayModel:
		return 1
	}
	if _, palette := m.(color.Palette); palette {
		return 1
	}
	return 4
}

// tooLarge divides where a product could overflow.
func tooLarge(c image.Config, perPixel int) bool {
	return c.Width <= 0 || c.Height <= 0 || c.Height > rasterLimit/perPixel/c.Width
}
