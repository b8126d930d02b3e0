package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// What is typed into a form outlives the page, the browser and the session. A page with a form is served with form instead of staff,
// asks drafted for what was entered before, and shows the template "drafting" inside the form.

// drafting is the field by which a form says that it is not sent: it is kept while somebody types, kept to go on later, or thrown away.
const drafting = "draft"

const (
	draftKept   = "keep"
	draftLeft   = "leave"
	draftThrown = "throw"
)

// A draftBar is what a form says of its draft.
type draftBar struct {
	Page string // what the draft is kept under
	From string // when what is shown was entered; empty for a new form
	Anew string // where a new form is
}

// form serves a page with a form on it, and what people do with a form before they send it.
func (f *face) form(page func(*visit) (screen, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		f.answer(f.arrive(c), func(v *visit) (screen, error) {
			sends := c.Request.Method == http.MethodPost
			if sends {
				c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
				if err := c.Request.ParseForm(); err != nil {
					return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is longer than any form here, or was cut off on its way.")
				}
			}
			err := f.recognise(v)
			switch {
			case err != nil && sends:
				return f.keepForLater(v, err)
			case err != nil:
				return screen{}, err
			case sends:
				return f.receive(v, page)
			case c.Query("anew") != "":
				return f.askToThrowAway(v)
			}
			return page(v)
		})
	}
}

// receive takes a form: its draft, or the form itself. What does not come to its end is kept.
func (f *face) receive(v *visit, page func(*visit) (screen, error)) (screen, error) {
	at := v.formAt()
	switch v.c.Request.PostForm.Get(drafting) {
	case draftKept, draftLeft:
		return f.keepDraft(v, at)
	case draftThrown:
		if err := f.Desk.DropDraft(v.ctx(), v.who, at.Page); err != nil {
			return screen{}, err
		}
		return v.goTo(at.Page)
	}
	s, err := page(v)
	switch {
	case err == nil && !s.Sent && !s.Done: // it stands on the page again, and may be left there
		if _, lost := f.Desk.KeepDraft(v.ctx(), v.who, at, v.c.Request.PostForm); lost != nil {
			f.Logger.WarnContext(v.ctx(), "what was entered stands on the page alone", "error", lost)
		}
	case err != nil:
		if _, lost := f.Desk.KeepDraft(v.ctx(), v.who, at, v.c.Request.PostForm); lost == nil {
			err = keptError{err, at.Page}
		}
	case s.Done || s.Sent && v.c.Writer.Status() == http.StatusSeeOther:
		if err := f.Desk.DropDraft(v.ctx(), v.who, at.Page); err != nil { // accepted all the same; what was sent no longer shows as a draft
			f.Logger.WarnContext(v.ctx(), "the draft of a form that was sent is still there", "error", err)
		}
	}
	return s, err
}

// A keptError is one after which everything that was entered can be found again on a page.
type keptError struct {
	error
	page string
}

func (e keptError) Unwrap() error { return e.error }

// keepDraft keeps a form while somebody types, and answers a script, or keeps it to go on later, and answers a person.
func (f *face) keepDraft(v *visit, at casework.FormAt) (screen, error) {
	savedAt, err := f.Desk.KeepDraft(v.ctx(), v.who, at, v.c.Request.PostForm)
	if v.c.Request.PostForm.Get(drafting) == draftLeft {
		if err != nil {
			return screen{}, err
		}
		return v.goTo("/work?kept=1")
	}
	if err != nil {
		var said *avrr.Error
		if !errors.As(err, &said) {
			f.Logger.ErrorContext(v.ctx(), "draft", "error", err)
			v.c.Status(http.StatusInternalServerError)
			return sent, nil
		}
		v.c.JSON(http.StatusUnprocessableEntity, gin.H{"detail": said.Message})
		return sent, nil
	}
	ends := f.ending(v)
	v.c.JSON(http.StatusOK, gin.H{"saved_at": savedAt, "ends": ends.In, "last": ends.Last})
	return sent, nil
}

// keepForLater keeps what arrives from somebody whose session has ended, for them alone: it waits on the same page once they have
// signed in again. A script is told that they have to.
func (f *face) keepForLater(v *visit, ended error) (screen, error) {
	if avrr.ErrorCode(ended) != avrr.CodeUnauthorised {
		return screen{}, ended
	}
	at, kept := v.formAt(), false
	if token, err := v.c.Cookie(f.sessionCookie()); err == nil && token != "" {
		if who, err := f.Gate.Former(v.ctx(), token); err == nil {
			_, err = f.Desk.KeepDraft(v.ctx(), who, at, v.c.Request.PostForm)
			kept = err == nil
		}
	}
	if v.c.Request.PostForm.Get(drafting) == draftKept {
		v.c.JSON(http.StatusUnauthorized, gin.H{"kept": kept})
		return sent, nil
	}
	ask := url.Values{"to": {within(at.Page)}, "kept": {"no"}}
	if kept {
		ask.Set("kept", "yes")
	}
	return v.goTo("/sign-in?" + ask.Encode())
}

// formAt says which form is shown or sent: a form says so itself, because its page may have been opened with something filled in.
func (v *visit) formAt() casework.FormAt {
	at := casework.FormAt{Page: v.page(), Reference: v.c.Param("reference"), Movement: v.c.Param("movement")}
	if v.c.Request.URL.Path == arrivalsPage {
		at.Reference = v.c.Query("case")
	}
	if said, err := url.Parse(v.c.Request.PostForm.Get("page")); err == nil && said.Path == v.c.Request.URL.Path && len(said.RawQuery) <= mostOfForm {
		at.Page = (&url.URL{Path: said.Path, RawQuery: said.RawQuery}).String()
	}
	return at
}

// page is the address of a page with what it was opened with, and without what only concerns how it is shown.
func (v *visit) page() string {
	q := v.c.Request.URL.Query()
	for _, shown := range []string{"lang", "anew"} {
		q.Del(shown)
	}
	return (&url.URL{Path: v.c.Request.URL.Path, RawQuery: q.Encode()}).String()
}

// drafted answers what was entered on this page before and what its form says about it; no entries when it is a new form.
func (f *face) drafted(v *visit, place *time.Location) (draftBar, url.Values, error) {
	bar := draftBar{Page: v.formAt().Page}
	draft, found, err := f.Desk.Draft(v.ctx(), v.who, bar.Page)
	if err != nil || !found {
		return bar, nil, err
	}
	bar.From, bar.Anew = v.here.moment(draft.SavedAt, place), anew(bar.Page)
	return bar, draft.Entries, nil
}

func anew(page string) string {
	if strings.Contains(page, "?") {
		return page + "&anew=1"
	}
	return page + "?anew=1"
}

// A throwBody is the question before a draft is thrown away.
type throwBody struct{ Page, Title, From string }

func (f *face) askToThrowAway(v *visit) (screen, error) {
	page := v.page()
	draft, found, err := f.Desk.Draft(v.ctx(), v.who, page)
	if err != nil {
		return screen{}, err
	}
	if !found {
		return v.goTo(page)
	}
	return screen{Name: "throwaway", Title: "draft.throw.title", Body: throwBody{page, v.here.formTitle(page), v.here.moment(draft.SavedAt, time.UTC)}}, nil
}

// formTitle says what is done on the page of a form.
func (s *screens) formTitle(page string) string {
	path, _, _ := strings.Cut(page, "?")
	name := path[strings.LastIndex(path, "/")+1:]
	switch path {
	case departuresPage:
		return s.t("boarding.title")
	case arrivalsPage:
		name = "confirm-arrival"
	case "/cases/new":
		name = "open"
	case "/movements/new":
		name = "plan-movement"
	}
	if a, known := avrr.Find(name); known {
		return s.text(a.Title)
	}
	return s.t("draft.form")
}

// A draftRow is one line of what somebody has begun and not sent.
type draftRow struct{ Title, Href, Anew, Reference, Name, Saved string }

// begun lists what somebody has begun and not sent.
func (f *face) begun(v *visit) ([]draftRow, error) {
	if access.May(v.who.Actor, access.SeeWork, nil) != nil {
		return nil, nil
	}
	drafts, err := f.Desk.Drafts(v.ctx(), v.who)
	if err != nil {
		return nil, err
	}
	var rows []draftRow
	for _, d := range drafts {
		row := draftRow{Title: v.here.formTitle(d.Page), Href: d.Page, Anew: anew(d.Page), Reference: d.Reference, Saved: v.here.moment(d.SavedAt, avrr.Zone(d.Country))}
		if d.Principal != d.Reference {
			row.Name = d.Principal
		}
		rows = append(rows, row)
	}
	return rows, nil
}
