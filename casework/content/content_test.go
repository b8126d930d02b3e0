package content

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"homeward/avrr"
)

// A document is a PDF of these objects, each written as it stands.
func document(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	for n, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n+1, o)
	}
	fmt.Fprintf(&b, "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, b.Len())
	return b.Bytes()
}

const catalogue = "<< /Type /Catalog /Pages 2 0 R >>"

func sound() []byte { return document(catalogue, "<< /Type /Pages /Kids [] /Count 0 >>") }

func stream(dictionary string, content []byte) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dictionary, len(content), content)
}

func flate(text []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func packed(names string) []byte {
	return document(catalogue, stream("/Type /ObjStm /Filter /FlateDecode /N 1 /First 4", flate([]byte("9 0 "+names))))
}

func photograph(w, h int) image.Image {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for i := range m.Y {
		m.Y[i] = byte(i * 7)
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif puts Exif data into a JPEG: how the camera was held, and where.
func exif(photo []byte, orientation uint16, place string) []byte {
	tiff := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = binary.BigEndian.AppendUint16(tiff, orientation)
	tiff = append(append(tiff, 0, 0, 0, 0, 0, 0), place...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(tiff)+2))
	return append(append(append(bytes.Clone(photo[:2]), segment...), tiff...), photo[2:]...)
}

func TestWhatAFileIsIsToldByItsBytes(t *testing.T) {
	for want, raw := range map[string][]byte{PDF: sound(), JPEG: asJPEG(t, photograph(16, 8)), PNG: asPNG(t, photograph(16, 8))} {
		clean, kind, err := Clean(raw)
		if err != nil || kind != want {
			t.Fatalf("%s: got %q, error %v", want, kind, err)
		}
		if again, kind, err := Clean(clean); err != nil || kind != want || len(again) == 0 {
			t.Errorf("%s: what was kept is not taken again: %q, error %v", want, kind, err)
		}
	}
	if got, _, _ := Clean(sound()); !bytes.Equal(got, sound()) {
		t.Error("a sound PDF was changed")
	}
}

func TestAPhotographLosesWhereItWasTakenAndStandsUpright(t *testing.T) {
	for orientation, corner := range map[uint16]image.Point{ // where the mark of the file's upper left corner comes to stand
		0: {0, 0}, 1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}, 9: {0, 0}, 6 << 8: {0, 0},
	} {
		marked := image.NewGray(image.Rect(0, 0, 64, 32))
		for y := range 8 {
			for x := range 8 {
				marked.SetGray(x, y, color.Gray{255})
			}
		}
		for _, m := range []image.Image{marked, inColour(marked)} {
			raw := append(exif(asJPEG(t, m), orientation, "N 41.3275 E 19.8187"), "and a film after its end"...)
			clean, _, err := Clean(raw)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(clean, []byte("41.3275")) || bytes.Contains(clean, []byte("Exif")) || bytes.Contains(clean, []byte("film")) {
				t.Fatalf("orientation %d: it still tells where it was taken", orientation)
			}
			got, err := jpeg.Decode(bytes.NewReader(clean))
			if err != nil {
				t.Fatal(err)
			}
			size := image.Pt(64, 32)
			if orientation >= 5 && orientation <= 8 {
				size = image.Pt(32, 64)
			}
			if got.Bounds().Size() != size {
				t.Fatalf("orientation %d: it is %v", orientation, got.Bounds().Size())
			}
			for _, c := range []image.Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
				r, _, _, _ := got.At(c.X*(size.X-1), c.Y*(size.Y-1)).RGBA()
				if lit := r > 0x8000; lit != (c == corner) {
					t.Errorf("orientation %d: corner %v is lit: %v", orientation, c, lit)
				}
			}
		}
	}
}

func inColour(m image.Image) image.Image {
	coloured := image.NewRGBA(m.Bounds())
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			coloured.Set(x, y, m.At(x, y))
		}
	}
	return coloured
}

// pngOf is a PNG that says it has so many pixels, and has none.
func pngOf(w, h uint32, depth, colour byte) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	header = append(header, depth, colour, 0, 0, 0)
	b := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), uint32(len(header)-4))
	return binary.BigEndian.AppendUint32(append(b, header...), crc32.ChecksumIEEE(header))
}

// jpegOf makes a JPEG say that it has so many pixels.
func jpegOf(photo []byte, w, h uint16, progressive bool) []byte {
	large := bytes.Clone(photo)
	at := bytes.Index(large, []byte{0xff, 0xc0})
	if progressive {
		large[at+1] = 0xc2
	}
	binary.BigEndian.PutUint16(large[at+5:], h)
	binary.BigEndian.PutUint16(large[at+7:], w)
	return large
}

func TestWhatIsNotTakenIsRefusedInOneSentence(t *testing.T) {
	photo, drawing := asJPEG(t, photograph(64, 64)), asPNG(t, photograph(64, 64))
	zip := "PK\x01\x02 a folder PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00"
	appended := func(more string) []byte { return append(sound(), more...) }
	for name, c := range map[string]struct {
		raw  []byte
		code string
		says string
	}{
		"nothing":                    {nil, avrr.CodeInvalid, "empty"},
		"10 MB and one byte":         {append(sound(), make([]byte, Limit)...)[:Limit+1], CodeTooLarge, "10 MB"},
		"a text":                     {[]byte("Dear Sir"), CodeUnsupported, "Only PDF"},
		"the test virus":             {[]byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + `!$H+H*`), CodeUnsupported, "Only PDF"},
		"a web page":                 {[]byte("<!DOCTYPE html><script>alert(1)</script>"), CodeUnsupported, "Only PDF"},
		"a drawing that is a script": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), CodeUnsupported, "Only PDF"},
		"a ZIP":                      {[]byte("PK\x03\x04" + zip), CodeUnsupported, "Only PDF"},
		"a GIF":                      {[]byte("GIF89a"), CodeUnsupported, "Only PDF"},
		"a PDF that begins late":     {append([]byte("\n"), sound()...), CodeUnsupported, "Only PDF"},
		"a PDF inside a script":      {append([]byte("/*\n"), sound()...), CodeUnsupported, "Only PDF"},

		"a JPEG cut off":              {photo[:len(photo)/2], avrr.CodeInvalid, "damaged"},
		"a JPEG's first bytes":        {photo[:3], avrr.CodeInvalid, "damaged"},
		"a PNG cut off":               {drawing[:len(drawing)/2], avrr.CodeInvalid, "damaged"},
		"a PNG with a bit turned":     {turned(drawing, len(drawing)/2), avrr.CodeInvalid, "damaged"},
		"a PNG without a picture":     {pngOf(100, 100, 8, 2), avrr.CodeInvalid, "damaged"},
		"a PNG of a billion pixels":   {pngOf(40000, 40000, 8, 2), avrr.CodeInvalid, "too many pixels"},
		"a PNG as wide as can be":     {pngOf(1<<31-1, 1<<31-1, 1, 0), avrr.CodeInvalid, ""},
		"a PNG of fine colours":       {pngOf(5000, 5000, 16, 6), avrr.CodeInvalid, "too many pixels"},
		"a JPEG of a billion pixels":  {jpegOf(photo, 65000, 65000, false), avrr.CodeInvalid, "too many pixels"},
		"a progressive JPEG of 25 MP": {jpegOf(photo, 5000, 5000, true), avrr.CodeInvalid, "too many pixels"},

		"a PDF cut off":                 {sound()[:len(sound())-9], avrr.CodeInvalid, "cut off"},
		"a PDF and a ZIP":               {appended("PK\x03\x04" + zip), avrr.CodeInvalid, "follows its end"},
		"a PDF and a ZIP that ends so":  {appended("PK\x03\x04" + zip + "%%EOF"), avrr.CodeInvalid, "at once"},
		"a PDF and a ZIP in a comment":  {appended("% PK\x03\x04" + zip + "\n%%EOF\n"), avrr.CodeInvalid, "at once"},
		"a PDF and a web page":          {appended("<html><script>alert(1)</script></html>"), avrr.CodeInvalid, "follows its end"},
		"a PDF and a page that ends so": {appended("<html><script>alert(1)</script></html>\n%%EOF\n"), avrr.CodeInvalid, "at once"},
		"a PDF and a script":            {appended("*/alert(1)//%%EOF"), avrr.CodeInvalid, "at once"},
		"a page in a PDF's head":        {bytes.Replace(sound(), []byte("%\xe2"), []byte("%<HTML><body>\n%\xe2"), 1), avrr.CodeInvalid, "at once"},

		"a locked PDF":                {bytes.Replace(sound(), []byte("/Size"), []byte("/Encrypt 3 0 R /Size"), 1), avrr.CodeInvalid, "locked"},
		"a PDF with a script":         {document(catalogue, "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), avrr.CodeInvalid, "script"},
		"a script spelt otherwise":    {document(catalogue, "<< /S /J#61va#53cript /JS (app.alert\\(1\\)) >>"), avrr.CodeInvalid, "script"},
		"a script in a packed object": {packed("<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), avrr.CodeInvalid, "script"},
		"a script far into one":       {packed(strings.Repeat("0", 64<<10-11) + "<< /S /Java#53cript >>"), avrr.CodeInvalid, "script"},
		"a PDF that starts a program": {document(catalogue, "<< /S /Launch /F (cmd.exe) >>"), avrr.CodeInvalid, "starts by itself"},
		"a form that sends itself":    {packed("<</S/SubmitForm/F(http://example.org)>>"), avrr.CodeInvalid, "sends itself"},
		"a form with a program":       {document(catalogue, "<< /AcroForm << /XFA 3 0 R >> >>"), avrr.CodeInvalid, "script"},
		"a PDF with a file in it":     {document(catalogue, stream("/Type /EmbeddedFile", []byte("MZ"))), avrr.CodeInvalid, "carries other files"},
		"packed out of sight":         {document(catalogue, stream("/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]", []byte("Gar8O(o6*is8;~>"))), avrr.CodeInvalid, "cannot be looked into"},
		"a PDF that is a bomb":        {document(catalogue, stream("/Filter /FlateDecode", flate(make([]byte, unpackedLimit+1)))), avrr.CodeInvalid, "unpacks to more"},
	} {
		clean, _, err := Clean(c.raw)
		var said *avrr.Error
		switch {
		case !errors.As(err, &said):
			t.Errorf("%s: got %d bytes, error %v", name, len(clean), err)
		case said.Code != c.code || !strings.Contains(said.Message, c.says) || said.Code == avrr.CodeInvalid && said.Field != "/file":
			t.Errorf("%s: got %+v", name, said)
		}
	}
}

func turned(raw []byte, at int) []byte {
	other := bytes.Clone(raw)
	other[at] ^= 1
	return other
}

func TestWhatDocumentsOrdinarilyHoldIsTaken(t *testing.T) {
	again := append(sound(), "\n7 0 obj\n<< /Type /Annot /A << /S /URI /URI (https://example.org/?a=/JavaScripts) >> >>\nendobj\nstartxref\n9\n%%EOF\r\n\x00"...)
	for name, raw := range map[string][]byte{
		"a second version":   again,
		"packed objects":     packed("<< /Type /Font /BaseFont /Helvetica >>"),
		"an image's filter":  document(catalogue, stream("/Subtype /Image /Filter /DCTDecode", asJPEG(t, photograph(8, 8)))),
		"old filters":        document(catalogue, stream("/Filter [/ASCII85Decode /FlateDecode]", []byte("Gar8O(o6*is8;~>"))),
		"damaged packing":    document(catalogue, stream("/Filter /FlateDecode", turned(flate(bytes.Repeat([]byte("Drita "), 99)), 20))),
		"a name at the end":  document(catalogue, stream("", []byte("/Xf#4"))),
		"ends of two letter": document(catalogue, "<< /JS#20 (x) >>"),
	} {
		if _, kind, err := Clean(raw); err != nil || kind != PDF {
			t.Errorf("%s: got %q, error %v", name, kind, err)
		}
	}
}

// However a file is crafted, it is taken or refused, and what is taken is what it is said to be.
func FuzzClean(f *testing.F) {
	for _, raw := range [][]byte{sound(), packed("<< /S /JavaScript >>"), asJPEG(f, photograph(9, 5)), exif(asJPEG(f, photograph(9, 5)), 6, "N 41"), asPNG(f, photograph(9, 5))} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		clean, kind, err := Clean(raw)
		var said *avrr.Error
		switch {
		case err != nil && !errors.As(err, &said):
			t.Fatalf("got error %v", err)
		case err == nil && (len(clean) == 0 || len(Extensions(kind)) == 0):
			t.Fatalf("%d bytes of %q were taken", len(clean), kind)
		}
	})
}
