package content

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"regexp"
)

// unpackedLimit is the most all parts of a PDF together may unpack to, in bytes. A scan of twenty pages stays below it.
const unpackedLimit = 512 << 20

// checkPDF refuses a PDF that is locked, that does anything by itself, or that is another file as well.
//
// It is a filter and no reader. It looks at every name the file holds, in the open and in what is packed with Flate, which is
// where documents hold their objects; where they could be packed in another way the file is refused. A reader's parser would
// see more of a sound document, and of a crafted one only what its author meant it to see, at the price of a parser between
// strangers and everybody's keys.
func checkPDF(raw []byte) error {
	if why := shapeOfPDF(raw); why != "" {
		return refused(why)
	}
	names, err := namesOfPDF(raw)
	if err != nil {
		return refused("The PDF unpacks to more than can be looked into. Scan it again with fewer pages or pixels.")
	}
	for name := range names {
		if why, bad := unwelcome[name]; bad {
			return refused(why)
		}
	}
	if names["ObjStm"] || names["XRef"] {
		for _, filter := range otherFilters {
			if names[filter] {
				return refused("The PDF is packed in a way that cannot be looked into. Print it to a new PDF and send that.")
			}
		}
	}
	return nil
}

const (
	locked  = "The PDF is locked or encrypted. Save it without protection and send that."
	active  = "The PDF holds a script, a form that sends itself, or something that starts by itself. Print it to a new PDF and send that."
	carries = "The PDF carries other files. Print it to a new PDF, and send those on their own."
)

// unwelcome are the names that say what a PDF must not do or hold (ISO 32000-2 §7.6, §7.11.4, §12.6.4, §12.7.8, §13).
var unwelcome = map[string]string{
	"Encrypt":    locked,
	"JavaScript": active, "Launch": active, "SubmitForm": active, "ImportData": active, "XFA": active, "RichMedia": active, "RichMediaExecute": active,
	"EmbeddedFile": carries, "EmbeddedFiles": carries, "GoToE": carries,
}

// otherFilters could hide objects from what is looked at here (ISO 32000-2 §7.4).
var otherFilters = []string{"ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "RunLengthDecode", "Crypt"}

const (
	cutOff  = "The PDF is cut off, or something follows its end."
	another = "The file is a PDF and something else at once. Print it to a new PDF and send that."
)

var (
	endMark = []byte("%%EOF")
	// afterEnd is what may follow the end of one version of a document: the next version (ISO 32000-2 §7.5.6).
	afterEnd = regexp.MustCompile(`^\s*(\d+\s+\d+\s+obj|xref|trailer|startxref|%)`)
	// webPage is what makes a careless program take a file for a page or a program, when it stands near the beginning.
	webPage = regexp.MustCompile(`(?i)<(!doctype|html|head|body|script|svg|iframe|\?php)`)

	zipEnd     = []byte("PK\x05\x06")
	zipFolder  = []byte("PK\x01\x02")
	zipComment = 22 + 0xffff // where the end of a ZIP can begin, counted from the end of the file
)

// shapeOfPDF says what is wrong with a PDF as a whole.
func shapeOfPDF(raw []byte) string {
	body := bytes.TrimRight(raw, "\x00\t\n\f\r ")
	if !bytes.HasSuffix(body, endMark) {
		return cutOff
	}
	for rest := body; ; {
		_, after, _ := bytes.Cut(rest, endMark)
		if len(after) == 0 {
			break
		}
		if !afterEnd.Match(after[:min(len(after), 100)]) {
			return another
		}
		rest = after
	}
	tail := raw[max(0, len(raw)-zipComment):]
	if webPage.Match(raw[:min(len(raw), 1024)]) || bytes.Contains(tail, zipEnd) && bytes.Contains(raw, zipFolder) {
		return another
	}
	return ""
}

// errTooMuch says that a PDF unpacks beyond unpackedLimit.
var errTooMuch = errors.New("unpacks to too much")

// namesOfPDF collects the names that matter here, wherever in the file or in a part of it that Flate unpacks they stand.
func namesOfPDF(raw []byte) (map[string]bool, error) {
	u := &unpacking{names: map[string]bool{}, left: unpackedLimit, page: make([]byte, 64<<10)}
	collect(raw, u.names)
	for rest := raw; ; {
		_, after, found := bytes.Cut(rest, []byte("stream"))
		if !found {
			return u.names, nil
		}
		if err := u.unpack(bytes.TrimLeft(after, "\r\n")); err != nil {
			return nil, err
		}
		rest = after
	}
}

// longestName bounds the names that are looked at, in bytes as they are written.
const longestName = 64

// An unpacking goes through the packed parts of a file one after the other.
type unpacking struct {
	names map[string]bool
	left  int // bytes that may still be unpacked
	page  []byte
	flate io.ReadCloser // used again for every part: a crafted file has a million
}

// unpack collects the names of one packed part. What is not packed with Flate, or is damaged, ends where it cannot be unpacked
// any further, as it does for a reader.
func (u *unpacking) unpack(part []byte) error {
	if !u.begin(part) {
		return nil
	}
	kept := 0 // of the page before: a name may stand across two
	for {
		n, err := io.ReadFull(u.flate, u.page[kept:])
		if u.left -= n; u.left < 0 {
			return errTooMuch
		}
		collect(u.page[:kept+n], u.names)
		if err != nil {
			return nil //nolint:nilerr // the end, or damage
		}
		kept = copy(u.page, u.page[len(u.page)-longestName:])
	}
}

// begin reports whether a part begins as packed data does (RFC 1950 §2.2).
func (u *unpacking) begin(part []byte) bool {
	if len(part) < 2 || part[0]&0x0f != 8 || (int(part[0])<<8|int(part[1]))%31 != 0 {
		return false
	}
	var err error
	if again, ok := u.flate.(zlib.Resetter); ok {
		err = again.Reset(bytes.NewReader(part), nil)
	} else {
		u.flate, err = zlib.NewReader(bytes.NewReader(part))
	}
	return err == nil
}

// collect reads the names in a text, their escapes undone (ISO 32000-2 §7.3.5).
func collect(text []byte, names map[string]bool) {
	for {
		at := bytes.IndexByte(text, '/')
		if at < 0 {
			return
		}
		text = text[at+1:]
		if name := nameAt(text); known[string(name)] {
			names[string(name)] = true
		}
	}
}

// known are the names that matter here; a file holds many others.
var known = func() map[string]bool {
	all := map[string]bool{"ObjStm": true, "XRef": true}
	for name := range unwelcome {
		all[name] = true
	}
	for _, filter := range otherFilters {
		all[filter] = true
	}
	return all
}()

// nameAt answers the name that begins a text.
func nameAt(text []byte) []byte {
	var name [longestName]byte
	n := 0
	for i := 0; i < min(len(text), longestName); i++ {
		c := text[i]
		if c == '#' && i+2 < len(text) {
			if high, low := hexDigit(text[i+1]), hexDigit(text[i+2]); high >= 0 && low >= 0 {
				c = byte(high<<4 | low)
				i += 2
			}
		} else if bytes.IndexByte(endsName, c) >= 0 {
			break
		}
		name[n] = c
		n++
	}
	return name[:n]
}

// endsName are the characters that end a name (ISO 32000-2 §7.2.3).
var endsName = []byte("\x00\t\n\f\r ()<>[]{}/%")

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
