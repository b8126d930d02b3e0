// Package web is the face of Homeward: pages that a tired officer reads at a glance, on a desk or on a phone.
package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// Config is what the pages are served from.
type Config struct {
	Desk    *casework.Desk
	Gate    *access.Gate
	Logger  *slog.Logger // slog.Default when nil
	Version string
	Demo    *DemoInfo // nil outside the demo
	Secure  bool      // served over HTTPS: the session cookie is then bound to this host
}

// DemoInfo is what the demo shows more: how to sign in, and how far its sample caseload has come.
type DemoInfo struct {
	Accounts []access.Account
	Password string
	Progress func() (opened, wanted int)
}

// A face serves the pages.
type face struct {
	Config
	screens map[avrr.Language]*screens
	style   sheet
	origin  *http.CrossOriginProtection
}

// Mount adds the pages to r: /, /cases, /verify, /help, /sign-in and what they are made of, and the page for every address
// that is not there. Addresses under /api/ are left to the API, unknown ones included.
func Mount(r *gin.Engine, c Config) error {
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	f := &face{Config: c, origin: http.NewCrossOriginProtection()}
	var err error
	if f.style, err = readSheet(); err != nil {
		return fmt.Errorf("web: %w", err)
	}
	if f.screens, err = readScreens(f.style); err != nil {
		return fmt.Errorf("web: %w", err)
	}
	pages := r.Group("/", f.guard)
	pages.GET("/", f.staff(f.front))
	pages.GET("/cases", f.staff(f.caseload))
	pages.GET("/cases/:reference", f.staff(f.casePage))
	pages.GET("/cases/:reference/documents/:file", f.staff(f.document))
	pages.GET("/sign-in", f.public(f.signInPage))
	pages.POST("/sign-in", f.public(f.signIn))
	pages.POST("/sign-out", f.public(f.signOut))
	pages.GET("/verify", f.public(f.verify))
	pages.GET("/verify/:code", f.public(f.verify))
	pages.GET("/help", f.public(f.help))
	r.GET(f.style.path, f.guard, f.serveStyle)
	r.HEAD(f.style.path, f.guard, f.serveStyle)
	r.NoRoute(f.elsewhere, f.guard, f.public(func(*visit) (screen, error) {
		return screen{}, avrr.Errorf(avrr.CodeNotFound, "There is no page at this address.")
	}))
	return nil
}

// elsewhere leaves the API's addresses to the API, which answers programs.
func (f *face) elsewhere(c *gin.Context) {
	if p := c.Request.URL.Path; p == "/api" || strings.HasPrefix(p, "/api/") {
		c.AbortWithStatus(http.StatusNotFound)
	}
}
