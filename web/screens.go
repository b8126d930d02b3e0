package web

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
)

//go:embed screens/*.html screens/*.css screens/*.js
var screenFiles embed.FS

// screens are the templates of one language, with the words that language has for everything.
type screens struct {
	*words
	templates *template.Template
}

func readScreens(style, script asset) (map[avrr.Language]*screens, error) {
	all := map[avrr.Language]*screens{}
	for _, l := range []avrr.Language{avrr.English, avrr.Albanian} {
		w, err := readWords(l)
		if err != nil {
			return nil, err
		}
		t := template.New("").Funcs(w.funcs())
		body := func(f frame) (template.HTML, error) { return bodyOf(t, f) }
		_, err = t.Funcs(template.FuncMap{"style": func() string { return style.path }, "script": func() string { return script.path }, "body": body}).ParseFS(screenFiles, "screens/*.html")
		if err != nil {
			return nil, fmt.Errorf("screens: %w", err)
		}
		all[l] = &screens{w, t}
	}
	return all, nil
}

// A frame is what is around every screen.
type frame struct {
	Title   string
	Name    string
	Lang    avrr.Language
	Other   string // this page in the other language
	Area    string // the part of the menu it belongs to
	Nonce   string // lets our own script run, and no other
	Who     *access.Person
	Menu    []menuEntry
	Ends    ending
	Printed string // when, by the clock of their office where that is known
	Prints  string // what was chosen of a list
	Refresh int    // in how many seconds a browser without scripts looks again
	Find    bool   // the box that finds a case stands in the header
	Demo    bool
	Version string
	Body    any
}

// bodyOf executes the template named like the screen: a new screen is one file and one handler.
func bodyOf(t *template.Template, f frame) (template.HTML, error) {
	var html strings.Builder
	err := t.ExecuteTemplate(&html, f.Name, f.Body)
	return template.HTML(html.String()), err // made by html/template itself
}

// show writes a screen. It is made in memory first: what fails half-way must not be half a page.
func (f *face) show(v *visit, s screen) {
	page := frame{Title: s.Said, Name: s.Name, Area: cmp.Or(s.Area, areaOf(s.Name)), Nonce: v.nonce(), Lang: v.in, Other: otherLanguage(v), Demo: f.Demo != nil, Version: f.Version, Refresh: s.Refresh, Body: s.Body}
	if page.Title == "" {
		page.Title = v.here.t(s.Title)
	}
	if v.who.ID != "" {
		page.Who, page.Menu, page.Find = &v.who, v.menu(), s.Name != "cases" && access.May(v.who.Actor, access.SeeCaseload, nil) == nil
	}
	if v.who.ID != "" {
		page.Ends, page.Prints = f.ending(v), s.Prints
		page.Printed = v.here.moment(f.Desk.Clock(), cmp.Or(v.zone, time.UTC))
	}
	var html bytes.Buffer
	if err := v.here.templates.ExecuteTemplate(&html, "frame", page); err != nil {
		f.Logger.ErrorContext(v.ctx(), "screen", "name", s.Name, "error", err)
		v.c.String(http.StatusInternalServerError, v.here.t("error.internal.title"))
		return
	}
	status := s.Status
	if status == 0 {
		status = http.StatusOK
	}
	h := v.c.Writer.Header()
	h.Set("Content-Language", string(v.in))
	h.Add("Vary", "Accept-Encoding, Accept-Language, Cookie")
	h.Set("Content-Type", "text/html; charset=utf-8")
	f.write(v.c, status, html.Bytes())
}

// write sends a body, packed where the browser can unpack it: many lines to an officer's phone are thin.
func (f *face) write(c *gin.Context, status int, body []byte) {
	if strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := z.Write(body); err == nil && z.Close() == nil {
			c.Writer.Header().Set("Content-Encoding", "gzip")
			body = packed.Bytes()
		}
	}
	c.Data(status, c.Writer.Header().Get("Content-Type"), body)
}

func otherLanguage(v *visit) string {
	u := url.URL{Path: v.c.Request.URL.Path}
	if v.c.Request.Method != http.MethodGet && v.c.Request.Method != http.MethodHead {
		u.Path = "/"
	}
	q := v.c.Request.URL.Query()
	q.Set("lang", string(avrr.Albanian))
	if v.in == avrr.Albanian {
		q.Set("lang", string(avrr.English))
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// An asset is what a page is made with, under a name that changes with it, so that browsers may keep it for ever.
type asset struct {
	path  string
	media string
	body  []byte
}

func readAsset(file, media string) (asset, error) {
	body, err := screenFiles.ReadFile("screens/" + file)
	if err != nil {
		return asset{}, fmt.Errorf("read %s: %w", file, err)
	}
	sum := sha256.Sum256(body)
	name, ending, _ := strings.Cut(file, ".")
	return asset{"/" + name + "-" + base64.RawURLEncoding.EncodeToString(sum[:6]) + "." + ending, media + "; charset=utf-8", body}, nil
}

func (f *face) serve(a asset) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Content-Type", a.media)
		h.Add("Vary", "Accept-Encoding")
		f.write(c, http.StatusOK, a.body)
	}
}
