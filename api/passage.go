package api

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
)

// What a request carries along with it.
const (
	requestID = "request-id"
	person    = "person"
)

// bearer is the kind of sign-in the API takes. A session, which a browser sends by itself, never opens it.
const bearer = "bearer"

// number gives the request an id: it stands in the answer, in every problem and in the log.
func (d *desk) number(c *gin.Context) {
	id := rand.Text()
	c.Set(requestID, id)
	c.Header("X-Request-Id", id)
}

// log writes one line a request. The query string is left out: it may hold a name.
func (d *desk) log(c *gin.Context) {
	began := time.Now()
	c.Next()
	d.Logger.Info("request", "method", c.Request.Method, "route", c.FullPath(), "status", c.Writer.Status(),
		"duration", time.Since(began), "actor", whoAsks(c).ID, "request", c.GetString(requestID))
}

// recover makes a problem of a panic.
func (d *desk) recover(c *gin.Context) {
	defer func() {
		switch r := recover(); {
		case r == nil:
		case r == http.ErrAbortHandler:
			panic(r) // the server's own way to drop a connection
		case c.Writer.Written():
			d.Logger.Error("panic in the middle of an answer", "request", c.GetString(requestID), "stack", string(debug.Stack()))
			c.Abort()
		default:
			d.refuse(c, fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
		}
	}()
	c.Next()
}

// secure sets the headers that keep an answer from being kept, guessed at or told on.
func secure(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Referrer-Policy", "no-referrer")
}

// identify lets pass who holds a bearer token.
func (d *desk) identify(c *gin.Context) {
	scheme, token, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		d.refuse(c, avrr.Errorf(avrr.CodeUnauthorised, "Send a token from POST %s/tokens as Authorization: Bearer <token>.", root))
		return
	}
	who, err := d.Gate.Identify(c.Request.Context(), strings.TrimSpace(token), bearer)
	if err != nil {
		d.refuse(c, err)
		return
	}
	c.Set(person, who)
}

// whoAsks answers who is signed in; nobody where nobody has to be.
func whoAsks(c *gin.Context) access.Person {
	who, _ := c.Get(person)
	known, _ := who.(access.Person)
	return known
}

// answering makes a handler of an answer that may fail.
func (d *desk) answering(answer func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := answer(c); err != nil {
			d.refuse(c, err)
		}
	}
}
