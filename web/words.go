package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"homeward/avrr"
)

//go:embed words/*.json
var wordFiles embed.FS

// words are what the pages say in one language: one file a language, each with every key.
type words struct {
	in        avrr.Language
	catalogue map[string]string
	countries display.Namer
	lands     *naming
	tongues   *naming
	book      *phrasebook
}

func readWords(l avrr.Language) (*words, error) {
	raw, err := wordFiles.ReadFile("words/" + string(l) + ".json")
	if err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	w := &words{in: l, countries: display.Regions(language.Make(string(l)))}
	w.lands, w.tongues = countriesIn(w.countries), languagesIn(l)
	if w.book, err = readPhrasebook(l, w.withDays); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &w.catalogue); err != nil {
		return nil, fmt.Errorf("words in %s: %w", l, err)
	}
	w.book.learnWords(w.catalogue)
	return w, nil
}

// t says what stands under a key. A key that is not there shows itself: a page with a flaw is better than none.
func (w *words) t(key string, args ...any) string {
	said, ok := w.catalogue[key]
	switch {
	case !ok:
		return key
	case len(args) == 0:
		return said
	}
	return fmt.Sprintf(said, args...)
}

// count says what stands under key.one or key.other; n comes before the other arguments.
func (w *words) count(key string, n int, args ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return w.t(key+form, append([]any{n}, args...)...)
}

// word says a value of a fixed set. One that is newer than the catalogue is shown as it is written, without underscores.
func (w *words) word(set, value string) string {
	if said, ok := w.catalogue[set+"."+value]; ok || value == "" {
		return said
	}
	return strings.ReplaceAll(value, "_", " ")
}

// valued says in a sentence what was chosen in a field: in words of its own, else in those of the form it was chosen in.
func (w *words) valued(field, value string) string {
	for _, key := range []string{"value." + value, "choice." + field + "." + value, "choice." + value} {
		if said, ok := w.catalogue[key]; ok {
			return lowerFirst(said)
		}
	}
	return w.word("value", value)
}

func (w *words) text(t avrr.Text) string { return t.In(w.in) }

// country says a country's name, and the code for one that has none.
func (w *words) country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := w.countries.Name(region); name != "" {
		return name
	}
	return code
}

// day writes a date as people do: "Tue 4 June 2026".
func (w *words) day(d avrr.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d %s %d", w.t(fmt.Sprintf("weekday.%d", d.Weekday())), d.Day, w.t(fmt.Sprintf("month.%d", int(d.Month))), d.Year)
}

// date writes a day without its weekday, for days long past: births and papers.
func (w *words) date(d avrr.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, w.t(fmt.Sprintf("month.%d", int(d.Month))), d.Year)
}

// moment writes a time of a day with its zone: "Tue 4 June 2026, 09:32 CET".
func (w *words) moment(t time.Time, place *time.Location) string {
	local := t.In(place)
	return w.day(avrr.DateOf(local)) + ", " + local.Format("15:04 MST")
}

// dayOrMoment says of what was given a day and no hour nothing but the day.
func (w *words) dayOrMoment(t time.Time, place *time.Location) string {
	if local := t.In(place); local.Equal(avrr.DateOf(local).In(place)) {
		return w.day(avrr.DateOf(local))
	}
	return w.moment(t, place)
}

// funcs are what the templates call.
func (w *words) funcs() template.FuncMap {
	return template.FuncMap{
		"t": w.t, "count": w.count, "word": w.word, "text": w.text, "country": w.country, "day": w.day, "date": w.date,
		"money": avrr.Money.String,
		"dict":  dict,
	}
}

// dict hands several named things to one template.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: a name without a value")
	}
	d := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no name", pairs[i])
		}
		d[name] = pairs[i+1]
	}
	return d, nil
}
