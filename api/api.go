// Package api answers the REST interface: it reads requests, hands them to casework, and says what became of them.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/casework"
)

// root is where the addresses of the API begin.
const root = "/api/v1"

// Timeouts of a connection. Links are slow where Homeward is used: a body of 1 MB may take its time, a header may not.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 2 * time.Minute
	writeTimeout  = 2 * time.Minute
	idleTimeout   = 2 * time.Minute
	headerBytes   = 32 << 10
)

// Config is what the API works with.
type Config struct {
	Desk *casework.Desk // required
	Gate *access.Gate   // required
	// Ready tells what /readyz answers; always ready when nil.
	Ready func(context.Context) Readiness
	// Unavailable tells an error of the database being away or busy, which passes, from one that stays; none is when nil.
	Unavailable func(error) bool
	Version     string
	Logger      *slog.Logger // slog.Default() when nil
}

// Readiness is whether work can be done. Degraded, when it can, says in a word what is away.
type Readiness struct {
	Ready    bool
	Degraded string
}

// A desk is where requests are answered.
type desk struct {
	Config
	document []byte
}

// Mount puts the API on an engine, with what every request passes through: its id, its line in the log, the recovery from a
// panic and the security headers. Pages that are mounted afterwards pass through the same and may have a NoRoute of their
// own. It fails only for want of a part.
func Mount(r *gin.Engine, c Config) error {
	if c.Desk == nil || c.Gate == nil {
		return errors.New("mount api: a Desk and a Gate are required")
	}
	if c.Ready == nil {
		c.Ready = func(context.Context) Readiness { return Readiness{Ready: true} }
	}
	if c.Unavailable == nil {
		c.Unavailable = func(error) bool { return false }
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	d := &desk{Config: c}
	routes := d.routes()
	var err error
	if d.document, err = document(routes, c.Version); err != nil {
		return err
	}
	r.ForwardedByClientIP = false // no proxy is believed about where a request came from
	r.RedirectTrailingSlash = false
	r.HandleMethodNotAllowed = true
	r.Use(d.number, d.log, d.recover, secure, d.keepInside)
	for _, route := range routes {
		if route.answer == nil {
			continue
		}
		chain := []gin.HandlerFunc{}
		if route.signedIn {
			chain = append(chain, d.identify)
		}
		r.Handle(route.method, route.pattern(), append(chain, d.answering(route.answer))...)
	}
	r.NoRoute(d.noRoute)
	r.NoMethod(d.noMethod)
	return nil
}

// Server makes the server of a handler, with timeouts that no slow or silent client can outlast.
func Server(address string, handler http.Handler) *http.Server {
	return &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes}
}
