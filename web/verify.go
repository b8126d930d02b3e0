package web

import (
	"homeward/avrr"
	"homeward/casework"
)

type verifyBody struct {
	Code    string
	Asked   bool
	Verdict casework.Verdict
	State   string // genuine, superseded, withdrawn or unknown
	Issued  string
}

// verify tells a stranger whether a paper is genuine. Every answer is one page made by one look-up, so that neither its
// looks nor its length in time tell more than its words.
func (f *face) verify(v *visit) (screen, error) {
	b := verifyBody{Code: v.c.Param("code")}
	if b.Code == "" {
		b.Code = v.c.Query("code")
	}
	if len(b.Code) > 100 { // far longer than any code: nothing we printed
		b.Code = b.Code[:100]
	}
	if b.Code == "" {
		return screen{Name: "verify", Title: "verify.title", Body: b}, nil
	}
	verdict, err := f.Desk.Verify(v.ctx(), b.Code)
	if err != nil {
		return screen{}, err
	}
	b.Asked, b.Verdict, b.State = true, verdict, "unknown"
	if verdict.Known {
		b.State, b.Issued = verdict.Status, v.here.date(avrr.DateOf(verdict.IssuedAt))
	}
	return screen{Name: "verify", Title: "verify.title", Body: b}, nil
}

func (f *face) help(v *visit) (screen, error) {
	if err := f.recognise(v); err != nil && avrr.ErrorCode(err) != avrr.CodeUnauthorised {
		return screen{}, err
	}
	return screen{Name: "help", Title: "help.title"}, nil
}
