package web

import (
	"errors"
	"net/http"

	"homeward/access"
	"homeward/avrr"
)

// An accountBody is somebody's own page: who they are here, and another password.
type accountBody struct {
	Who     access.Person
	Done    bool // the password was just changed
	Problem line
	At      string // the field that is wrong
}

func (f *face) account(v *visit) (screen, error) {
	return screen{Name: "account", Title: "account.title", Body: accountBody{Who: v.who, Done: v.c.Query("done") != ""}}, nil
}

// changePassword gives somebody another password. It ends all their sign-ins; this browser is signed in anew.
func (f *face) changePassword(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, mostOfForm)
	present, next := v.c.PostForm("present"), v.c.PostForm("password")
	wrong := func(at string, problem line, status int) (screen, error) {
		return screen{Name: "account", Title: "account.title", Status: status, Body: accountBody{Who: v.who, Problem: problem, At: at}}, nil
	}
	if next != v.c.PostForm("again") {
		return wrong("again", line{Words: v.here.t("account.differ")}, http.StatusUnprocessableEntity)
	}
	err := f.Gate.ChangePassword(v.ctx(), v.who, present, next)
	switch avrr.ErrorCode(err) {
	case avrr.CodeUnauthorised:
		return wrong("present", line{Words: v.here.t("account.wrong")}, http.StatusUnprocessableEntity)
	case access.CodeTooManyAttempts:
		return wrong("present", line{Words: v.here.t("signin.wait")}, http.StatusTooManyRequests)
	case avrr.CodeInvalid:
		var said *avrr.Error
		errors.As(err, &said)
		return wrong(nameOf(said.Field), v.here.ruled(said.Message, nil), http.StatusUnprocessableEntity)
	}
	if err != nil {
		return screen{}, err
	}
	ticket, err := f.Gate.SignIn(v.ctx(), v.who.Username, next, sessionToken)
	if err != nil {
		return screen{}, err
	}
	f.keep(v.c, f.sessionCookie(), ticket.Token, 0)
	return v.goTo("/account?done=1")
}
