// Package avrr is the field's language and rules: what a return case is, what may be done to it and what then becomes of it.
package avrr

import (
	"errors"
	"fmt"
)

// A Language is a BCP 47 tag the product speaks in full: "en" or "sq".
type Language string

// The languages every text of the product exists in.
const (
	English  Language = "en"
	Albanian Language = "sq"
)

// A Text is one wording in every language the product speaks.
type Text struct {
	EN string `json:"en" yaml:"en"`
	SQ string `json:"sq" yaml:"sq"`
}

// T makes a Text from its English and its Albanian wording.
func T(en, sq string) Text { return Text{EN: en, SQ: sq} }

// In answers the wording in l, and the English one for a language the product does not speak.
func (t Text) In(l Language) string {
	if l == Albanian && t.SQ != "" {
		return t.SQ
	}
	return t.EN
}

// Codes of Error. They are part of the contract: a client may branch on them, so one is never renamed.
const (
	CodeInvalid      = "invalid"           // the input does not fit the action's schema; a body made from the schema alone never fails with it
	CodeNotFound     = "not-found"         // there is no such thing, or not for this person
	CodeRole         = "role-not-allowed"  // another role does this
	CodeStage        = "stage-not-allowed" // not at this point of the case
	CodeRule         = "rule"              // a rule of the field forbids it; Blocks names the rule, always
	CodeStale        = "version-stale"     // somebody changed the case since it was read
	CodeUnseen       = "version-missing"   // an edit must say which version it is of
	CodeKeyReused    = "idempotency-key-reused"
	CodeInternal     = "internal"
	CodeUnauthorised = "unauthorised"
)

// An Error says in one precise sentence why something was not done. Message is written for the person who asked, in plain
// words and without engine terms; it never holds personal data.
type Error struct {
	Code    string
	Message string
	Field   string    // a JSON pointer into the input, when one part of it is at fault
	Blocks  []Blocked // what stands in the way, when a rule forbids it
}

func (e *Error) Error() string { return e.Message }

// A Blocked says what stands in the way of an action and who can mend it.
type Blocked struct {
	Rule   string `json:"rule"`
	Text   string `json:"text"`
	Member string `json:"member,omitempty"`
	Thing  string `json:"thing,omitempty"` // the missing or expiring thing
	Until  *Date  `json:"until,omitempty"` // the date it ends, or is needed by
	Duty   Duty   `json:"duty,omitempty"`  // the duty that can mend it
}

// Errorf makes an Error of the given code.
func Errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// broken makes the refusal of a named rule: the input is well formed, but the field's rules forbid it.
func broken(rule, field, format string, args ...any) *Error {
	text := fmt.Sprintf(format, args...)
	return &Error{Code: CodeRule, Field: field, Message: text, Blocks: []Blocked{{Rule: rule, Text: text}}}
}

// ErrorCode answers the code of the first Error in err's chain, and CodeInternal for any other error.
func ErrorCode(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}
