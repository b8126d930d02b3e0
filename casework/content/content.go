// Package content tells what an uploaded file is by its bytes, and takes out of it what it must not carry.
package content

import (
	"bytes"
	"sync"

	"homeward/avrr"
)

// Limit is the most an uploaded file may hold, in bytes, before and after it is cleaned.
const Limit = 10 << 20

// Codes of the refusals that are not avrr.CodeInvalid. None is ever renamed.
const (
	CodeTooLarge    = "too-large"
	CodeUnsupported = "unsupported-media-type"
)

// The types that are taken.
const (
	PDF  = "application/pdf"
	JPEG = "image/jpeg"
	PNG  = "image/png"
)

// extensions are how files of each type end; the first is the usual one.
var extensions = map[string][]string{PDF: {".pdf"}, JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"}, PNG: {".png"}}

// Extensions answers how the name of a file of that type may end, the usual ending first.
func Extensions(contentType string) []string { return extensions[contentType] }

// looking is held while a file is looked into: however many are sent at once, the memory and the time this takes are those
// of one.
var looking sync.Mutex

// Clean answers what a file is and the bytes to keep of it. A picture is drawn anew, which leaves behind where and with what
// it was taken and whatever else was put into its file; a PDF is kept as it is or refused. Refusals are *avrr.Error: CodeUnsupported
// for what is no PDF, JPEG or PNG, CodeTooLarge, and avrr.CodeInvalid for what is damaged, locked, or more than it seems.
//
// It takes at most rasterLimit of memory beside raw and its answer, and as much again to turn a photograph upright.
func Clean(raw []byte) (clean []byte, contentType string, err error) {
	switch {
	case len(raw) == 0:
		return nil, "", refused("The file is empty.")
	case len(raw) > Limit:
		return nil, "", TooLarge()
	}
	looking.Lock()
	defer looking.Unlock()
	switch {
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return raw, PDF, checkPDF(raw)
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")):
		clean, err = redrawJPEG(raw)
		contentType = JPEG
	case bytes.HasPrefix(raw, []byte("\x89PNG\r\n\x1a\n")):
		clean, err = redrawPNG(raw)
		contentType = PNG
	default:
		return nil, "", avrr.Errorf(CodeUnsupported, "Only PDF, JPEG and PNG files are taken, whatever they are called.")
	}
	if err == nil && len(clean) > Limit {
		err = refused("Once it is drawn anew, the picture is larger than 10 MB. Send it with fewer pixels.")
	}
	return clean, contentType, err
}

// TooLarge is the refusal of a file beyond Limit.
func TooLarge() error { return avrr.Errorf(CodeTooLarge, "The file is larger than 10 MB.") }

// refused is the refusal of a file that cannot be taken as it is.
func refused(why string) error {
	return &avrr.Error{Code: avrr.CodeInvalid, Field: "/file", Message: why}
}
