package web

import (
	"net/http"
	"net/url"
	"time"
)

// An ending is what a page says of the end of its session.
type ending struct {
	In      int    `json:"ends"` // seconds until then, unless it is used
	Last    bool   `json:"last"` // using it does not put that off any more
	Minutes int    `json:"-"`
	Again   string `json:"-"` // where one signs in again and comes back from
}

// ending answers when the session of this request ends; the zero ending when that cannot be told.
func (f *face) ending(v *visit) ending {
	token, err := v.c.Cookie(f.sessionCookie())
	if err != nil {
		return ending{}
	}
	left, renews, err := f.Gate.EndsIn(v.ctx(), token)
	if err != nil {
		return ending{}
	}
	left = max(time.Second, left)
	e := ending{In: int(left.Seconds()), Last: !renews, Minutes: int((left + time.Minute - 1).Minutes()), Again: "/sign-in"}
	if v.c.Request.Method == http.MethodGet {
		e.Again += "?to=" + url.QueryEscape(v.page())
	}
	return e
}

// stay puts off the end of a session that somebody says they still use, and answers until when.
func (f *face) stay(v *visit) (screen, error) {
	v.c.JSON(http.StatusOK, f.ending(v))
	return sent, nil
}
