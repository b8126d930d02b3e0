package web

import (
	"errors"
	"net/http"

	"homeward/avrr"
)

// A firstRunBody is the page of a house nobody has an account in yet.
type firstRunBody struct {
	Secret, Username, DisplayName string
	Problem                       string // a key of the catalogue
	Said                          string // the rule that was broken, in English
	At                            string // the field it is about
}

// firstRun asks for the first administrator, by the one-time link that serve printed. A house that has one shows the sign-in.
func (f *face) firstRun(v *visit) (screen, error) {
	needed, err := f.Gate.NeedsFirst(v.ctx())
	if err != nil {
		return screen{}, err
	}
	if !needed {
		return v.goTo("/sign-in")
	}
	return screen{Name: "firstrun", Title: "first.title", Body: firstRunBody{Secret: v.c.Query("secret")}}, nil
}

// makeFirst makes the first administrator and signs them in.
func (f *face) makeFirst(v *visit) (screen, error) {
	r := v.c.Request
	r.Body = http.MaxBytesReader(v.c.Writer, r.Body, mostOfForm)
	b := firstRunBody{Secret: r.PostFormValue("secret"), Username: r.PostFormValue("username"), DisplayName: r.PostFormValue("display_name")}
	password, name := r.PostFormValue("password"), b.DisplayName
	if name == "" {
		name = b.Username
	}
	made, err := f.Gate.RedeemSetup(v.ctx(), b.Secret, b.Username, name, password)
	switch avrr.ErrorCode(err) {
	case avrr.CodeUnauthorised:
		b.Problem, b.At = "first.spent", "secret"
		return screen{Name: "firstrun", Title: "first.title", Status: http.StatusUnauthorized, Body: b}, nil
	case avrr.CodeInvalid:
		var said *avrr.Error
		errors.As(err, &said)
		b.Said, b.At = said.Message, nameOf(said.Field)
		return screen{Name: "firstrun", Title: "first.title", Status: http.StatusUnprocessableEntity, Body: b}, nil
	}
	if err != nil {
		return screen{}, err
	}
	ticket, err := f.Gate.SignIn(v.ctx(), made.Username, password, sessionToken)
	if err != nil {
		return screen{}, err
	}
	f.keep(v.c, f.sessionCookie(), ticket.Token, 0)
	return v.goTo("/")
}
