// Package papers prints the documents of a return case as PDFs that people can read and verify.
package papers

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"time"
	"unicode/utf8"
)

// A Content is what one kind of paper says: VoluntaryReturnDeclaration or TravelLetter.
type Content interface {
	// title names the paper in its own language.
	title(Language) string
	// check refuses content the paper must never carry.
	check() error
	// compose lays the content out on the sheet, from top to bottom.
	compose(*sheet)
}

// Meta is what every paper carries beside its content.
type Meta struct {
	Number     string    // register number, at most 60 letters
	Version    int       // from 1
	Language   Language  // language the paper is printed in
	IssuedAt   time.Time // the only date the file knows; its location decides the day that is printed
	ValidUntil time.Time // last instant it counts at; zero when it does not end by itself
	Code       string    // 128 random bits in 22 to 64 ASCII letters and digits, as the register keeps them
	VerifyURL  string    // absolute http(s) address that the QR code opens
	Seal       string    // goes into the QR code behind the address, see SealKey; without one the paper can only be checked there
	Office     string    // issuing office, at most 100 letters
	Specimen   bool      // drawn with a mark across every page: a preview, or a form only a state may issue
}

// A Paper is one finished document.
type Paper struct {
	PDF           []byte
	SHA256        [32]byte // of PDF, as it goes into the register
	Pages         int
	Substitutions []Substitution // letters that could not be drawn, in order of appearance, one per field and letter
}

// A Substitution reports a letter that no embedded font can draw. The paper shows its code point in
// brackets instead, "[U+1F600]"; a neighbouring run shares the brackets, "[U+0645 U+062D]".
type Substitution struct {
	Field string // where it stood: "person.family_name", "leg[2].locator"
	Rune  rune
}

// Errors that Render wraps. None of them carries anything about the person.
var (
	ErrLanguage = errors.New("the paper has no text in this language")
	ErrMeta     = errors.New("the paper's number, version, date, code or address is not usable")
	ErrContent  = errors.New("the paper cannot carry this content")
	ErrFont     = errors.New("the font cannot be used")
)

// A DrawingError is a failure of the PDF library itself, its panics included.
type DrawingError struct{ Cause any }

func (e *DrawingError) Error() string { return fmt.Sprintf("draw the paper: %v", e.Cause) }

// Unwrap gives the library's own error, or nil after a panic with something else.
func (e *DrawingError) Unwrap() error {
	err, _ := e.Cause.(error)
	return err
}

// Render prints content as an A4 PDF. The same content and meta always give the same bytes.
// It is safe to call from many goroutines. A panic of the PDF library comes back as a DrawingError.
func Render(content Content, meta Meta) (paper Paper, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			paper, err = Paper{}, &DrawingError{Cause: cause}
		}
	}()
	if err := meta.check(); err != nil {
		return Paper{}, err
	}
	if content == nil {
		return Paper{}, fmt.Errorf("%w: there is none", ErrContent)
	}
	if err := content.check(); err != nil {
		return Paper{}, err
	}
	faces, err := embeddedFaces()
	if err != nil {
		return Paper{}, err
	}
	s := newSheet(faces, meta.Language, formatOf(content))
	frame, err := newFrame(s, content, meta)
	if err != nil {
		return Paper{}, err
	}
	s.heading(content.title(meta.Language), frame.issued)
	content.compose(s)
	frame.verification(s)
	if s.slip != nil {
		s.slip()
	}

	pages := s.paginate(frame.bodyTop(), s.bodyBottom())
	pdf, err := draw(s, frame, pages)
	if err != nil {
		return Paper{}, err
	}
	// A signature inside the PDF is an incremental update of these bytes, made before they are hashed.
	return Paper{PDF: pdf, SHA256: sha256.Sum256(pdf), Pages: len(pages), Substitutions: s.substitutions}, nil
}

const (
	longestNumber = 60
	longestOffice = 100
	shortestCode  = 22 // letters that 128 bits need in base 62
	longestCode   = 64
)

func (m Meta) check() error {
	if !m.Language.known() {
		return fmt.Errorf("%w: %q", ErrLanguage, m.Language)
	}
	if m.Number == "" || utf8.RuneCountInString(m.Number) > longestNumber {
		return fmt.Errorf("%w: number of 1 to %d letters", ErrMeta, longestNumber)
	}
	if utf8.RuneCountInString(m.Office) > longestOffice {
		return fmt.Errorf("%w: office of at most %d letters", ErrMeta, longestOffice)
	}
	if m.Version < 1 {
		return fmt.Errorf("%w: version from 1", ErrMeta)
	}
	if m.IssuedAt.IsZero() {
		return fmt.Errorf("%w: date of issue", ErrMeta)
	}
	if !isCode(m.Code) {
		return fmt.Errorf("%w: code of %d to %d letters and digits", ErrMeta, shortestCode, longestCode)
	}
	address, err := url.Parse(m.VerifyURL)
	if err != nil || address.Host == "" || address.Fragment != "" || (address.Scheme != "https" && address.Scheme != "http") {
		return fmt.Errorf("%w: verification address", ErrMeta)
	}
	if _, err := base64.RawURLEncoding.DecodeString(m.Seal); err != nil {
		return fmt.Errorf("%w: seal", ErrMeta)
	}
	return nil
}

// scanned is what the square says: the address, and behind it what can be checked without asking it.
func (m Meta) scanned() string {
	if m.Seal == "" {
		return m.VerifyURL
	}
	return m.VerifyURL + "#" + m.Seal
}

func isCode(s string) bool {
	for _, r := range s {
		if !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
			return false
		}
	}
	return len(s) >= shortestCode && len(s) <= longestCode
}
