package casework

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"homeward/avrr"
	"homeward/casework/content"
)

// longestFileName is the most characters of a file's name.
const longestFileName = 200

// fileName checks what somebody called a file. It is only ever shown: no path is made of it.
func fileName(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", badFileName("The name of the file is not valid UTF-8.")
	}
	name = strings.TrimSpace(norm.NFC.String(name))
	switch {
	case strings.Trim(name, ".") == "":
		return "", badFileName("Send the file with its name.")
	case strings.ContainsAny(name, `/\`):
		return "", badFileName("The name of the file holds a path. Send its last part alone.")
	case utf8.RuneCountInString(name) > longestFileName:
		return "", badFileName("The name of the file is longer than 200 characters.")
	case strings.ContainsFunc(name, isMisleading):
		return "", badFileName("The name of the file holds a character that cannot be seen or that turns the direction of what follows.")
	}
	return name, nil
}

func badFileName(why string) error {
	return &avrr.Error{Code: avrr.CodeInvalid, Field: "/file", Message: why}
}

// isMisleading reports characters that make a name seem another than it is.
func isMisleading(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) || r == '\u200b' || r == '\ufeff' || r == utf8.RuneError
}

// DownloadName is what a browser is told to call the file: its name with the ending of what it is, so that no program is
// started for what the name pretends.
func (v FileView) DownloadName() string {
	endings := content.Extensions(v.ContentType)
	if slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(strings.ToLower(v.Name), e) }) || len(endings) == 0 {
		return v.Name
	}
	return v.Name + endings[0]
}
