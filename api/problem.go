package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/casework/content"
	"homeward/casework/receiving"
)

// Codes of the API's own, beside those of avrr and access. None is ever renamed.
const (
	codeMalformed   = receiving.CodeMalformed // neither JSON nor a form, or a header that cannot be read
	codeKeyMissing  = "idempotency-key-missing"
	codeTooLarge    = content.CodeTooLarge
	codeMediaType   = content.CodeUnsupported
	codeMethod      = "method-not-allowed"
	codeUnavailable = "unavailable"
)

// A kind of problem: what HTTP calls it, and its title.
type kind struct {
	status int
	title  string
}

// kinds maps every code to its status. Nothing else in Homeward knows status codes.
var kinds = map[string]kind{
	codeMalformed:              {http.StatusBadRequest, "The request cannot be read"},
	codeKeyMissing:             {http.StatusBadRequest, "The Idempotency-Key is missing"},
	avrr.CodeUnauthorised:      {http.StatusUnauthorized, "Not signed in"},
	avrr.CodeRole:              {http.StatusForbidden, "Another role does this"},
	avrr.CodeNotFound:          {http.StatusNotFound, "Not found"},
	codeMethod:                 {http.StatusMethodNotAllowed, "This address is asked differently"},
	avrr.CodeStage:             {http.StatusConflict, "Not at this point of the case"},
	avrr.CodeRule:              {http.StatusConflict, "A rule stands in the way"},
	avrr.CodeStale:             {http.StatusPreconditionFailed, "The case has changed"},
	avrr.CodeUnseen:            {http.StatusPreconditionRequired, "An edit says which version it is of"},
	codeTooLarge:               {http.StatusRequestEntityTooLarge, "The body is too large"},
	codeMediaType:              {http.StatusUnsupportedMediaType, "The body is not of a kind that is taken"},
	avrr.CodeInvalid:           {http.StatusUnprocessableEntity, "The input does not fit"},
	avrr.CodeKeyReused:         {http.StatusUnprocessableEntity, "The Idempotency-Key was used before"},
	access.CodeTooManyAttempts: {http.StatusTooManyRequests, "Too many attempts"},
	avrr.CodeInternal:          {http.StatusInternalServerError, "Something went wrong"},
	codeUnavailable:            {http.StatusServiceUnavailable, "Not available right now"},
}

// A Problem is why a request was not carried out (RFC 9457). A client branches on Code; people read Detail.
type Problem struct {
	Type      string           `json:"type" doc:"urn:homeward:problem:<code>"`
	Title     string           `json:"title"`
	Status    int              `json:"status"`
	Detail    string           `json:"detail"`
	Code      string           `json:"code" doc:"Stable; branch on this."`
	Field     string           `json:"field,omitempty" doc:"JSON pointer (RFC 6901) to the part of the input at fault."`
	BlockedBy []avrr.Blocked   `json:"blocked_by,omitempty"`
	Changed   []casework.Clash `json:"changed,omitempty" doc:"Of an edit that came too late: each field that somebody else has changed since the version you saw, with both values."`
	RequestID string           `json:"request_id"`
}

const problemType = "application/problem+json"

// retryAfter is how many seconds a client waits for what passes by itself.
const retryAfter = "1"

// refuse answers an error as a problem and ends the request.
func (d *desk) refuse(c *gin.Context, err error) {
	problem := d.problem(c, err)
	switch problem.Code {
	case avrr.CodeUnauthorised:
		c.Header("WWW-Authenticate", "Bearer")
	case codeUnavailable:
		c.Header("Retry-After", retryAfter)
	}
	c.Header("Content-Type", problemType)
	c.AbortWithStatusJSON(problem.Status, problem)
}

// problem says an error as it is answered.
func (d *desk) problem(c *gin.Context, err error) Problem {
	said := d.say(c, err)
	as := kinds[said.Code]
	problem := Problem{Type: "urn:homeward:problem:" + said.Code, Title: as.title, Status: as.status, Detail: said.Message, Code: said.Code, Field: said.Field,
		BlockedBy: said.Blocks, RequestID: c.GetString(requestID)}
	if clash := (*casework.ClashError)(nil); errors.As(err, &clash) {
		problem.Changed = clash.Fields
	}
	return problem
}

// say answers what may be told of an error. What nobody foresaw goes to the log and not to the client.
func (d *desk) say(c *gin.Context, err error) *avrr.Error {
	var said *avrr.Error
	if errors.As(err, &said) {
		if _, known := kinds[said.Code]; known && said.Code != avrr.CodeInternal {
			return said
		}
	}
	if d.Unavailable(err) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		d.Logger.Warn("unavailable", "request", c.GetString(requestID), "error", err)
		return avrr.Errorf(codeUnavailable, "Homeward cannot reach its records at the moment. Try again shortly, with the same Idempotency-Key.")
	}
	d.Logger.Error("internal error", "request", c.GetString(requestID), "error", err)
	return avrr.Errorf(avrr.CodeInternal, "Something went wrong on our side. Give the request id to whoever runs Homeward.")
}

// keepInside answers an address of the API that nobody has, whatever the pages answer elsewhere.
func (d *desk) keepInside(c *gin.Context) {
	unknown := c.FullPath() == "" && c.Writer.Status() == http.StatusNotFound
	if unknown && (c.Request.URL.Path == "/api" || strings.HasPrefix(c.Request.URL.Path, "/api/")) {
		d.noRoute(c)
	}
}

func (d *desk) noRoute(c *gin.Context) {
	d.refuse(c, avrr.Errorf(avrr.CodeNotFound, "There is nothing at this address; /openapi.json lists what there is."))
}

func (d *desk) noMethod(c *gin.Context) {
	d.refuse(c, avrr.Errorf(codeMethod, "This address is not asked with %s; /openapi.json says how.", c.Request.Method))
}
