package avrr

import (
	"time"
)

// SignedDeclaration is the kind of file that shows a consent as it was signed on paper.
const SignedDeclaration = "signed_declaration"

// A File is something uploaded to the case: its bytes are kept by the store, that it is there and what it is by the log.
type File struct {
	ID     string    `json:"id"` // a ULID
	Kind   string    `json:"kind"`
	Member string    `json:"member,omitempty"` // empty when it is about the whole case
	At     time.Time `json:"at"`
	By     string    `json:"by"`
}

// RecordFile records that a file was uploaded. That its bytes are kept is for whoever takes the submission to see to.
type RecordFile struct {
	File   string `json:"file" schema:"like=01JD5Z3NDEKTSV4RRFFQ69G5FA,pattern=^[0-7][0-9A-HJKMNP-TV-Z]{25}$" doc:"The id of an uploaded file; uploading it records it, too."`
	Kind   string `json:"kind" schema:"enum=signed_declaration|identity|birth_certificate|guardianship|medical|quote|receipt|invoice|photo|delivery_note|attendance|contract|other"`
	Member string `json:"member,omitempty" schema:"ref=member" doc:"Whom it is about; the whole case when left out."`
}

func (in RecordFile) check(j *Judging) error {
	if f := j.Case.File(in.File); f != nil {
		return broken("file-recorded", "/file", "This file is recorded already.")
	}
	return nil
}

func (in RecordFile) apply(c *Case, _ *Programme, e *Event) {
	c.Files = append(c.Files, &File{ID: in.File, Kind: in.Kind, Member: in.Member, At: e.RecordedAt, By: e.Actor.ID})
}

// File answers the recorded file with that id, or nil.
func (c *Case) File(id string) *File {
	for _, f := range c.Files {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// byUploading keeps the action from being offered by itself: whoever uploads a file has it recorded.
func byUploading(*Judging) bool { return false }

// scanMark begins the name of the clock, and the id of the task, that waits for the scan of one member's declaration.
const scanMark = ClockScan + ":"

// unscanned answers the day of the last standing consent to a member's return whose paper nobody has scanned; zero otherwise, and
// once the return is over.
func (c *Case) unscanned(m *Member) (signed Date) {
	if m.Fate == Arrived {
		return Date{}
	}
	for _, k := range m.Consents {
		if k.Kind == ReturnConsent && k.stands() && k.File == "" && k.SignedOn.After(signed) {
			signed = k.SignedOn
		}
	}
	for _, f := range c.Files {
		// A day may have begun where the paper was signed and not here: the first zone is fourteen hours ahead of UTC.
		if f.Kind == SignedDeclaration && f.Member == m.ID && !DateOf(f.At.UTC().Add(14*time.Hour)).Before(signed) {
			return Date{}
		}
	}
	return signed
}

// scans counts from the day of the signature where the case began: on arrival the clock must not begin anew.
func (r *running) scans() {
	for _, m := range r.c.having(Going, NoShow, Departed, Arrived) {
		if signed := r.c.unscanned(m); !signed.IsZero() {
			r.start(scanMark+m.ID, signed.In(Zone(r.c.HostCountry)))
		}
	}
}
