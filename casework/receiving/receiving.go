// Package receiving reads an uploaded file from an HTTP request, whether a page's form or a program sent it.
package receiving

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"homeward/avrr"
	"homeward/casework"
	"homeward/casework/content"
)

// CodeMalformed is the code of a request that cannot be read.
const CodeMalformed = "malformed"

// Limits of a request beside those of the file in it.
const (
	around    = 64 << 10         // bytes of the other fields and of what parts them
	fieldMost = 1000             // bytes of one other field
	allowed   = 15 * time.Minute // a file of 10 MB over a line of 100 kbit/s
)

// Receive reads the one file of a request and the fields beside it: kind, member and, where keyField names one, the
// Idempotency-Key. No more than the largest file is read into memory. It answers an *avrr.Error with CodeMalformed,
// content.CodeTooLarge, content.CodeUnsupported or avrr.CodeInvalid with the field at fault.
func Receive(w http.ResponseWriter, r *http.Request, keyField string) (casework.Upload, error) {
	if err := allowTime(w); err != nil {
		return casework.Upload{}, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, content.Limit+around)
	parts, err := r.MultipartReader()
	switch {
	case errors.Is(err, http.ErrNotMultipart):
		return casework.Upload{}, avrr.Errorf(content.CodeUnsupported, "Send the file as multipart/form-data.")
	case err != nil:
		return casework.Upload{}, malformed()
	}
	form := &form{keyField: keyField, seen: map[string]bool{}}
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return form.complete()
		}
		if err == nil {
			err = form.take(part)
		}
		if err != nil {
			return casework.Upload{}, said(err)
		}
	}
}

// ReceiveEach reads the files of a form, at most most of them, and hands each to take as it comes: no more than one is in memory. The
// fields stand before the files, as a browser sends them. The first error ends it, whether it is take's own or one of Receive's; what
// was taken before stays taken. The upload answered holds the fields alone.
func ReceiveEach(w http.ResponseWriter, r *http.Request, keyField string, most int, take func(casework.Upload) error) (casework.Upload, error) {
	if err := allowTime(w); err != nil {
		return casework.Upload{}, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, int64(most)*content.Limit+around)
	parts, err := r.MultipartReader()
	if err != nil {
		return casework.Upload{}, malformed()
	}
	form := &form{keyField: keyField, seen: map[string]bool{}}
	for taken := 0; ; {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			if taken == 0 {
				return form.up, invalid("/file", "There is no file.")
			}
			return form.fields(), nil
		}
		if err == nil {
			err = form.take(part)
		}
		if err != nil {
			return form.fields(), said(err)
		}
		if part.FormName() != "file" {
			continue
		}
		if form.nothingChosen() {
			delete(form.seen, "file")
			continue
		}
		if taken++; taken > most {
			return form.fields(), invalid("/file", "Send at most %d files at a time.", most)
		}
		up, err := form.complete()
		if err == nil {
			err = take(up)
		}
		if err != nil {
			return form.fields(), err
		}
		delete(form.seen, "file") // the next one may come
	}
}

// allowTime gives a thin line the time a file takes: the server's usual limits are made for small requests.
func allowTime(w http.ResponseWriter) error {
	line, until := http.NewResponseController(w), time.Now().Add(allowed)
	for _, set := range []func(time.Time) error{line.SetReadDeadline, line.SetWriteDeadline} {
		if err := set(until); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return fmt.Errorf("receive a file: %w", err)
		}
	}
	return nil
}

// said keeps what is for the client and takes any other fault for a request that broke off.
func said(err error) error {
	var over *http.MaxBytesError
	var refusal *avrr.Error
	switch {
	case errors.As(err, &over):
		return content.TooLarge()
	case errors.As(err, &refusal):
		return err
	}
	return malformed()
}

func malformed() error {
	return avrr.Errorf(CodeMalformed, "The form cannot be read, or it broke off.")
}

// A form is as much of an upload as has been read.
type form struct {
	up       casework.Upload
	keyField string
	seen     map[string]bool
}

func (f *form) take(part *multipart.Part) error {
	field := part.FormName()
	into, known := map[string]*string{"kind": &f.up.Kind, "member": &f.up.Member, f.keyField: &f.up.Key}[field]
	switch {
	case field == "" || field != "file" && !known:
		return invalid("", "A file is sent with the fields kind, member and file, and no others.")
	case f.seen[field] && field == "file":
		return invalid("/file", "Send one file at a time.")
	case f.seen[field]:
		return invalid("/"+field, "%s is given once.", field)
	}
	f.seen[field] = true
	if field == "file" {
		return f.takeFile(part)
	}
	value, err := io.ReadAll(io.LimitReader(part, fieldMost+1))
	if err == nil && len(value) > fieldMost {
		return invalid("/"+field, "%s is too long.", field)
	}
	*into = string(value)
	return err
}

func (f *form) takeFile(part *multipart.Part) error {
	// Part.FileName would cut a path off; it is refused instead, so that nobody wonders what became of it.
	_, parameters, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return err
	}
	f.up.Name = parameters["filename"]
	if f.up.Content, err = io.ReadAll(io.LimitReader(part, content.Limit+1)); err != nil {
		return err
	}
	if len(f.up.Content) > content.Limit {
		return content.TooLarge()
	}
	return nil
}

// nothingChosen reports whether the file is the empty part a browser sends when nobody chose one.
func (f *form) nothingChosen() bool { return f.up.Name == "" && len(f.up.Content) == 0 }

// fields are the upload without its file.
func (f *form) fields() casework.Upload {
	return casework.Upload{Key: f.up.Key, Kind: f.up.Kind, Member: f.up.Member}
}

// complete answers the upload once everything was read.
func (f *form) complete() (casework.Upload, error) {
	switch {
	case !f.seen["file"], f.nothingChosen():
		return f.up, invalid("/file", "There is no file.")
	case f.up.Kind == "":
		return f.up, invalid("/kind", "Say what kind of file it is.")
	}
	return f.up, nil
}

func invalid(field, format string, args ...any) error {
	return &avrr.Error{Code: avrr.CodeInvalid, Field: field, Message: fmt.Sprintf(format, args...)}
}
