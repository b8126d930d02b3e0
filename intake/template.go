package intake

import (
	"encoding/csv"
	"strings"
)

// Template is a file with every column and one example case, for an office to begin from.
func Template() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	var shown []string
	for _, name := range inOrder {
		shown = append(shown, columns[name].shown)
	}
	for _, line := range [][]string{inOrder, shown} {
		if err := w.Write(line); err != nil { // a strings.Builder takes everything
			return ""
		}
	}
	w.Flush()
	return b.String()
}
