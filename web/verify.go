package web

import (
	"net/http"
	"strings"

	"homeward/avrr"
	"homeward/casework"
)

type verifyBody struct {
	Code    string // as it was typed
	Asked   bool
	Verdict casework.Verdict
	Issued  string
	Script  string // checks the seal of the square that led here
	Nonce   string
}

// verify tells a stranger whether a paper is genuine. Every answer is one page made by one look-up, so that neither its
// looks nor its length in time tell more than its words.
func (f *face) verify(v *visit) (screen, error) {
	h := v.c.Writer.Header()
	h.Add("Vary", "Accept")
	b := verifyBody{Code: v.c.Param("code"), Script: f.seal.path, Nonce: v.nonce()}
	if b.Code == "" {
		b.Code = v.c.Query("code")
	}
	if len(b.Code) > 100 { // far longer than any code: nothing we printed
		b.Code = b.Code[:100]
	}
	if b.Code == "" {
		return screen{Name: "verify", Title: "verify.title", Body: b}, nil
	}
	if wait := f.strangers.take(v.c.ClientIP(), f.Desk.Clock()); wait > 0 {
		h.Set("Retry-After", seconds(wait))
		return f.tooOften(v)
	}
	verdict, err := f.Desk.Verify(v.ctx(), b.Code)
	if err != nil {
		return screen{}, err
	}
	if asksForJSON(v) {
		v.c.JSON(http.StatusOK, verdict)
		return sent, nil
	}
	b.Asked, b.Verdict = true, verdict
	if !verdict.IssuedOn.IsZero() {
		b.Issued = v.here.date(verdict.IssuedOn)
	}
	return screen{Name: "verify", Title: "verify.title", Body: b}, nil
}

func (f *face) tooOften(v *visit) (screen, error) {
	if asksForJSON(v) {
		v.c.JSON(http.StatusTooManyRequests, map[string]string{"state": "ask_later"})
		return sent, nil
	}
	return screen{Name: "error", Title: "error.often.title", Status: http.StatusTooManyRequests, Body: trouble{Kind: "often"}}, nil
}

// asksForJSON tells a program from a browser, which takes pages and, in the end, anything.
func asksForJSON(v *visit) bool {
	accept := v.c.GetHeader("Accept")
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}

// sealKeys answers the public keys that papers are sealed with, to whoever wants to check one without asking us each time.
func (f *face) sealKeys(v *visit) (screen, error) {
	keys, err := f.Desk.SealKeys(v.ctx())
	if err != nil {
		return screen{}, err
	}
	h := v.c.Writer.Header()
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	v.c.JSON(http.StatusOK, keys)
	return sent, nil
}

func (f *face) help(v *visit) (screen, error) {
	if err := f.recognise(v); err != nil && avrr.ErrorCode(err) != avrr.CodeUnauthorised {
		return screen{}, err
	}
	return screen{Name: "help", Title: "help.title"}, nil
}
