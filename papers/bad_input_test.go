package papers

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestVeryLongTextsWrapAndStayWhole(t *testing.T) {
	everySample(t, func(t *testing.T, c Content, m Meta) {
		m.Office = strings.Repeat("W", longestOffice)
		given := map[string]bool{}
		p := render(t, reworded(c, func(word string) string {
			given[word] = true
			return strings.Repeat("Ŵ", 300)
		}), m)
		mustStayInside(t, p)
		if got := strings.Count(letters(t, p), "Ŵ"); got < 300*len(given) {
			t.Errorf("%d letters of %d printed", got, 300*len(given))
		}
	})
}

func TestWordsInThreeScriptsWithWhatCannotBeDrawnAreShownAndReported(t *testing.T) {
	everySample(t, func(t *testing.T, c Content, m Meta) {
		shown := map[string]string{}
		p := render(t, reworded(c, func(word string) string {
			if shown[word] == "" {
				shown[word] = fmt.Sprintf("%dHoxhaΠαπαδόπουλοςШевченко[U+1F600][U+738B][U+0645U+062DU+0645U+062F]", len(shown)+1)
			}
			number, _, _ := strings.Cut(shown[word], "H")
			return number + "Ho\u202exh\u202ca\x00\x1b Παπαδόπουλος\u200b Шевченко 😀 王 محمد"
		}), m)
		mustStayInside(t, p)
		mustSay(t, letters(t, p), slices.Collect(maps.Values(shown))...)
		if len(p.Substitutions) < len(shown) {
			t.Errorf("%d letters reported for %d words that cannot be drawn as they are", len(p.Substitutions), len(shown))
		}
	})
}

// short are fields that have one line on the paper and refuse more than fits.
var short = []string{"Reference", "Signatory", "Zone"}

// reworded is a copy of a content with other words in place of those it prints.
func reworded(c Content, other func(word string) string) Content {
	v := reflect.ValueOf(c)
	kept := append(slices.Clone(short), unprinted[v.Type()]...)
	return rewriter{kept, other}.rewrite(v).Interface().(Content)
}

type rewriter struct {
	kept  []string // names of fields that stay as they are
	other func(string) string
}

func (w rewriter) rewrite(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && v.String() != "" {
			out.SetString(w.other(v.String()))
		}
	case reflect.Struct:
		if v.Type().PkgPath() != reflect.TypeFor[Person]().PkgPath() {
			return out
		}
		if p, ok := v.Interface().(Passenger); ok && p.ReferenceOnly {
			return out
		}
		for i := range v.NumField() {
			if !slices.Contains(w.kept, v.Type().Field(i).Name) {
				out.Field(i).Set(w.rewrite(v.Field(i)))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return out
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(w.rewrite(v.Index(i)))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(w.rewrite(v.Elem()))
		}
	}
	return out
}
