package web

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"homeward/avrr"
)

// What a browser may do with our pages: show them, send their forms back here, and run the script that carries this page's nonce.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'nonce-%s'"

const nonceKey = "nonce"

// guard sets what every answer carries and turns away forms that were sent from another site.
func (f *face) guard(c *gin.Context) {
	h := c.Writer.Header()
	nonce := rand.Text()
	c.Set(nonceKey, nonce)
	h.Set("Content-Security-Policy", fmt.Sprintf(policy, nonce))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
	if f.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if err := f.origin.Check(c.Request); err != nil {
		f.show(f.arrive(c), screen{Name: "error", Title: "error.origin.title", Status: http.StatusForbidden, Body: trouble{Kind: "origin"}})
		c.Abort()
	}
}

// Names of our cookies. The prefix __Host- makes a browser keep the cookie to this host and to HTTPS.
const (
	languageCookie = "homeward_lang"
	plainSession   = "homeward_sid"
	secureSession  = "__Host-sid"
)

const yearInSeconds = 365 * 24 * 60 * 60

func (f *face) sessionCookie() string {
	if f.Secure {
		return secureSession
	}
	return plainSession
}

// keep sets a cookie that scripts cannot read; a negative age removes it, none ends it with the browser.
func (f *face) keep(c *gin.Context, name, value string, age int) {
	http.SetCookie(c.Writer, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: f.Secure, SameSite: http.SameSiteLaxMode})
}

var spoken = language.NewMatcher([]language.Tag{language.English, language.Albanian})

// speak answers the language to speak: the one just asked for, else the one chosen before, else what the browser prefers.
func (f *face) speak(c *gin.Context) avrr.Language {
	if asked, ok := known(c.Query("lang")); ok {
		f.keep(c, languageCookie, string(asked), yearInSeconds)
		return asked
	}
	if chosen, err := c.Cookie(languageCookie); err == nil {
		if l, ok := known(chosen); ok {
			return l
		}
	}
	if _, best := language.MatchStrings(spoken, c.GetHeader("Accept-Language")); best == 1 {
		return avrr.Albanian
	}
	return avrr.English
}

func known(l string) (avrr.Language, bool) {
	switch avrr.Language(l) {
	case avrr.English, avrr.Albanian:
		return avrr.Language(l), true
	}
	return "", false
}

// within answers a path of this site as it stands, and the front page for anything else: a sign-in must not lead away.
func within(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}
