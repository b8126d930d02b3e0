package web

import (
	"net/http"

	"homeward/access"
	"homeward/avrr"
)

// sessionToken is the kind of token a browser holds.
const sessionToken = "session"

// mostOfForm bounds what the sign-in form takes, in bytes, far above what anybody types.
const mostOfForm = 8 << 10

type signInBody struct {
	To       string
	Username string
	Problem  string // a key of the catalogue
	Left     bool   // they have just signed out
	Kept     string // yes or no when they have just sent a form without being signed in: whether it waits for them
	Accounts []access.Account
	Password string
	Opened   int // of the sample caseload
	Wanted   int
}

func (f *face) signInPage(v *visit) (screen, error) {
	if needed, err := f.Gate.NeedsFirst(v.ctx()); err != nil || needed {
		if err != nil {
			return screen{}, err
		}
		return v.goTo("/first")
	}
	body := signInBody{To: within(v.c.Query("to")), Left: v.c.Query("left") != "", Kept: v.c.Query("kept")}
	return f.askToSignIn(body, http.StatusOK), nil
}

func (f *face) askToSignIn(body signInBody, status int) screen {
	if d := f.Demo; d != nil {
		body.Accounts, body.Password = d.Accounts, d.Password
		if d.Progress != nil {
			body.Opened, body.Wanted = d.Progress()
		}
	}
	return screen{Name: "signin", Title: "signin.title", Status: status, Body: body}
}

func (f *face) signIn(v *visit) (screen, error) {
	r := v.c.Request
	r.Body = http.MaxBytesReader(v.c.Writer, r.Body, mostOfForm)
	body := signInBody{To: within(r.PostFormValue("to")), Username: r.PostFormValue("username")}
	ticket, err := f.Gate.SignIn(v.ctx(), body.Username, r.PostFormValue("password"), sessionToken)
	switch avrr.ErrorCode(err) {
	case avrr.CodeUnauthorised:
		body.Problem = "signin.wrong"
		return f.askToSignIn(body, http.StatusUnauthorized), nil
	case access.CodeTooManyAttempts:
		body.Problem = "signin.wait"
		return f.askToSignIn(body, http.StatusTooManyRequests), nil
	}
	if err != nil {
		return screen{}, err
	}
	f.keep(v.c, f.sessionCookie(), ticket.Token, 0)
	return v.goTo(body.To)
}

func (f *face) signOut(v *visit) (screen, error) {
	if token, err := v.c.Cookie(f.sessionCookie()); err == nil && token != "" {
		if err := f.Gate.SignOut(v.ctx(), token); err != nil {
			return screen{}, err
		}
	}
	f.keep(v.c, f.sessionCookie(), "", -1)
	return v.goTo("/sign-in?left=1")
}
