package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
)

// Limits of a request.
const (
	bodyLimit = 1 << 20 // bytes
	keyLimit  = 200     // characters of an Idempotency-Key
)

// body reads the JSON of a request; nil when there is none.
func body(c *gin.Context) (json.RawMessage, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, bodyLimit))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, avrr.Errorf(codeTooLarge, "The body is larger than %d bytes.", bodyLimit)
	case err != nil:
		return nil, avrr.Errorf(codeMalformed, "The body broke off.")
	case len(raw) == 0:
		return nil, nil
	}
	if kind, _, err := mime.ParseMediaType(c.ContentType()); err != nil || kind != "application/json" {
		return nil, avrr.Errorf(codeMediaType, "Send the body as application/json.")
	}
	if !json.Valid(raw) {
		return nil, avrr.Errorf(codeMalformed, "The body is not valid JSON.")
	}
	return raw, nil
}

// sentFile reads a body that is one file of at most most bytes, and of one of the media types.
func sentFile(c *gin.Context, most int64, taken ...string) (raw []byte, mediaType string, err error) {
	mediaType, _, err = mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || !slices.Contains(taken, mediaType) {
		return nil, "", avrr.Errorf(codeMediaType, "Send the file as %s.", strings.Join(taken, " or "))
	}
	raw, err = io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, most))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, "", avrr.Errorf(codeTooLarge, "The file is larger than %d MB.", most>>20)
	case err != nil:
		return nil, "", avrr.Errorf(codeMalformed, "The file broke off.")
	}
	return raw, mediaType, nil
}

// idempotencyKey reads the key under which a request is carried out once, however often it is sent.
func idempotencyKey(c *gin.Context) (string, error) {
	key := c.GetHeader("Idempotency-Key")
	invisible := strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' })
	switch {
	case key == "":
		return "", avrr.Errorf(codeKeyMissing, "Send an Idempotency-Key, a new one for each request and the same one to repeat it.")
	case len(key) > keyLimit || invisible:
		return "", avrr.Errorf(codeMalformed, "An Idempotency-Key is 1 to %d visible ASCII characters.", keyLimit)
	}
	return key, nil
}

// seen reads the version a client looked at, nil when it does not say.
func seen(c *gin.Context) (*int, error) {
	tag := c.GetHeader("If-Match")
	if tag == "" {
		return nil, nil
	}
	digits, opened := strings.CutPrefix(tag, `"`)
	digits, closed := strings.CutSuffix(digits, `"`)
	version, err := strconv.ParseUint(digits, 10, 31)
	if !opened || !closed || err != nil {
		return nil, avrr.Errorf(codeMalformed, `If-Match names the version you saw, as the ETag of the case does: "7".`)
	}
	is := int(version)
	return &is, nil
}

// etag is how a version is written in a header.
func etag(version int) string { return `"` + strconv.Itoa(version) + `"` }

// A question is the query string of a list.
type question struct {
	values map[string][]string
	err    error
}

// ask reads a query string and refuses a parameter the list does not know: one that is misspelt would otherwise choose nothing.
func ask(c *gin.Context, known []parameter) *question {
	q := &question{values: c.Request.URL.Query()}
	for name, values := range q.values {
		switch {
		case !slices.ContainsFunc(known, func(p parameter) bool { return p.name == name }):
			q.fault(name, "There is no parameter %.40q.", name)
		case len(values) > 1:
			q.fault(name, "The parameter %q is given once.", name)
		}
	}
	return q
}

func (q *question) fault(name, format string, args ...any) {
	if q.err == nil {
		fault := avrr.Errorf(avrr.CodeInvalid, format, args...)
		fault.Field = "/" + name
		q.err = fault
	}
}

func (q *question) text(name string) string {
	if values := q.values[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

func (q *question) yes(name string) bool {
	said := q.text(name)
	if said != "" && said != "true" && said != "false" {
		q.fault(name, "%s is true or false.", name)
	}
	return said == "true"
}

func (q *question) number(name string, least, most, otherwise int) int {
	said := q.text(name)
	if said == "" {
		return otherwise
	}
	n, err := strconv.Atoi(said)
	if err != nil || n < least || n > most {
		q.fault(name, "%s is a number from %d to %d.", name, least, most)
	}
	return n
}
