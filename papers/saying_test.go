package papers

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

func TestEveryPaperSaysEverythingItIsGiven(t *testing.T) {
	everySample(t, func(t *testing.T, c Content, m Meta) {
		p := render(t, c, m)
		mustStayInside(t, p)
		text := letters(t, p)
		for path, want := range given(c, wordings[m.Language]) {
			if !strings.Contains(text, strings.Join(strings.Fields(want), "")) {
				t.Errorf("%s: the paper does not say %q", path, want)
			}
		}
	})
}

// unsaid are words that choose others; what they choose is tested by name.
var unsaid = map[reflect.Type]bool{
	reflect.TypeFor[Mode](): true, reflect.TypeFor[Point](): true, reflect.TypeFor[Sex](): true, reflect.TypeFor[Notice](): true, reflect.TypeFor[RequestKind](): true,
	reflect.TypeFor[KeeperRole](): true, reflect.TypeFor[EvidenceForm](): true, reflect.TypeFor[Presence](): true,
	reflect.TypeFor[VisitMode](): true, reflect.TypeFor[VisitOutcome](): true,
}

// unprinted are fields that a paper is given and leaves out.
var unprinted = map[reflect.Type][]string{
	reflect.TypeFor[Itinerary]():                  {"Key", "WayBack", "BirthPlace"},
	reflect.TypeFor[AdvanceBookingNotification](): {"Key", "BirthPlace", "Before"},
	reflect.TypeFor[AssistanceRequest]():          {"Key", "BirthPlace"},
	reflect.TypeFor[Manifest]():                   {"Key", "BirthPlace", "IssuedBy"},
	reflect.TypeFor[ReintegrationPlan]():          {"Key", "Before"},
}

// given collects what a content was given to say, as it would be printed in one language.
func given(c Content, w wording) map[string]string {
	all := map[string]string{}
	v := reflect.ValueOf(c)
	collector{w, unprinted[v.Type()]}.collect(v, "", all)
	return all
}

type collector struct {
	wording
	unprinted []string
}

func (w collector) collect(v reflect.Value, path string, into map[string]string) {
	switch said := v.Interface().(type) {
	case time.Time:
		if !said.IsZero() {
			into[path] = w.day(said)
			if said.Hour() != 0 || said.Minute() != 0 {
				into[path+".clock"] = said.Format("15:04")
			}
		}
		return
	case avrr.Money:
		if said.Currency != "" {
			into[path] = said.String()
		}
		return
	case Passenger:
		if said.ReferenceOnly {
			into[path] = said.Reference
			return
		}
	}
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" && !unsaid[v.Type()] {
			into[path] = v.String()
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; !slices.Contains(w.unprinted, name) {
				w.collect(v.Field(i), strings.TrimPrefix(path+"."+name, "."), into)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.collect(v.Index(i), fmt.Sprintf("%s[%d]", path, i), into)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			w.collect(v.Elem(), path, into)
		}
	}
}
