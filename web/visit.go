package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
)

// A visit is one request for a page: in which language, and by whom when the page is for staff.
type visit struct {
	c    *gin.Context
	in   avrr.Language
	who  access.Person
	here *screens
	zone *time.Location // of their office, on pages that count its days
}

// nonce is what a script of this page carries, and no other's can know.
func (v *visit) nonce() string { return v.c.GetString(nonceKey) }

func (v *visit) ctx() context.Context { return v.c.Request.Context() }

func (f *face) arrive(c *gin.Context) *visit {
	in := f.speak(c)
	return &visit{c: c, in: in, here: f.screens[in]}
}

// A screen is what a handler answers: a template, a title (a key of the catalogue, or said as it is) and what the template shows.
type screen struct {
	Name    string
	Area    string // of the menu, where its name tells another one
	Title   string
	Said    string // the title when it is not in the catalogue
	Status  int    // 200 when 0
	Body    any
	Sent    bool   // the handler has answered by itself
	Done    bool   // what a form was sent for is done, and its page says so
	Prints  string // what was chosen of a list, for its printed page
	Refresh int    // in how many seconds a browser without scripts looks again; 0 for never
}

// sent is the screen of a handler that has answered by itself: with a file, or with the way to another page.
var sent = screen{Sent: true}

func (v *visit) goTo(path string) (screen, error) {
	v.c.Redirect(http.StatusSeeOther, path)
	return sent, nil
}

// public serves a page that needs no sign-in.
func (f *face) public(page func(*visit) (screen, error)) gin.HandlerFunc {
	return func(c *gin.Context) { f.answer(f.arrive(c), page) }
}

// staff serves a page to those who are signed in, and shows others the way, keeping in mind where they wanted to go.
func (f *face) staff(page func(*visit) (screen, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		v := f.arrive(c)
		f.answer(v, func(v *visit) (screen, error) {
			if err := f.recognise(v); err != nil {
				return screen{}, err
			}
			return page(v)
		})
	}
}

// inOffice serves a page whose days are those of the office somebody works at.
func (f *face) inOffice(page func(*visit) (screen, error)) gin.HandlerFunc {
	return f.staff(func(v *visit) (screen, error) { return f.byOffice(v, page) })
}

func (f *face) byOffice(v *visit, page func(*visit) (screen, error)) (s screen, err error) {
	if v.zone, err = f.Desk.OfficeClock(v.ctx(), v.who); err != nil {
		return screen{}, err
	}
	return page(v)
}

// recognise says who is there, by their session.
func (f *face) recognise(v *visit) (err error) {
	token, err := v.c.Cookie(f.sessionCookie())
	if err != nil || token == "" {
		return avrr.Errorf(avrr.CodeUnauthorised, "Please sign in.")
	}
	v.who, err = f.Gate.Identify(v.ctx(), token, sessionToken)
	return err
}

func (f *face) answer(v *visit, page func(*visit) (screen, error)) {
	s, err := page(v)
	switch {
	case err == nil && s.Sent:
	case err == nil:
		f.show(v, s)
	case avrr.ErrorCode(err) == avrr.CodeUnauthorised:
		v.c.Redirect(http.StatusSeeOther, "/sign-in?"+v.wayBack().Encode())
	default:
		f.show(v, f.sorry(v, err))
	}
}

// wayBack says on the page of the sign-in where somebody wanted to go and, when they have sent something, that it was not taken.
func (v *visit) wayBack() url.Values {
	if v.c.Request.Method != http.MethodPost {
		return url.Values{"to": {within(v.c.Request.URL.RequestURI())}}
	}
	to := v.c.Request.URL.Path
	if slices.Contains(sentOnly, path.Base(v.c.FullPath())) {
		to = path.Dir(to)
	}
	return url.Values{"to": {within(to)}, "kept": {"no"}}
}

// sentOnly are the ends of addresses that forms are sent to and that are no pages: each form stands on the page above.
var sentOnly = []string{"views", "settle", "answers", "stay"}

// trouble is what an error page says: its kind chooses what happened, what is safe and what to do.
type trouble struct {
	Kind   string
	Detail line   // as the rules word it
	Mark   string // finds the error in the log
	Kept   string // where what was entered can be found again; empty when nothing was
}

// sorry makes the page for an error. What people need not know goes to the log, with a mark they can quote.
func (f *face) sorry(v *visit, err error) screen {
	t, status := trouble{Kind: "internal"}, http.StatusInternalServerError
	var said *avrr.Error
	switch errors.As(err, &said); avrr.ErrorCode(err) {
	case avrr.CodeNotFound:
		t, status = trouble{Kind: "missing", Detail: v.here.ruled(said.Message, nil)}, http.StatusNotFound
	case avrr.CodeRole:
		t, status = trouble{Kind: "role", Detail: v.here.ruled(said.Message, nil)}, http.StatusForbidden
	case avrr.CodeInvalid:
		t, status = trouble{Kind: "invalid", Detail: v.here.ruled(said.Message, nil)}, http.StatusBadRequest
	case avrr.CodeRule, avrr.CodeStage, avrr.CodeStale, avrr.CodeKeyReused:
		t, status = trouble{Kind: "rule", Detail: v.here.ruled(said.Message, nil)}, http.StatusConflict
	default:
		if v.ctx().Err() != nil { // they have gone away
			break
		}
		t.Mark = rand.Text()[:8]
		f.Logger.ErrorContext(v.ctx(), "page", "path", v.c.FullPath(), "mark", t.Mark, "error", err)
	}
	var kept keptError
	if errors.As(err, &kept) {
		t.Kept = kept.page
	}
	return screen{Name: "error", Title: "error." + t.Kind + ".title", Status: status, Body: t}
}
