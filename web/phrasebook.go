package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"homeward/avrr"
)

// A phrasebook says the sentences of the rules in another language. Rules word each refusal and each doubt once, in English, and the
// log keeps some of them for years; a page recognises the sentence by its pattern and puts what it names into the other wording.
type phrasebook struct {
	phrases []phrase
	things  []phrase            // those that stand within others and end with no point
	days    func(string) string // says the days in what a sentence names; a day in the sentence itself shows how one is written
	terms   map[string]string   // titles that stand inside sentences: roles, stages, actions, measures
	part    phrase              // which instalment of its measure one is
}

type phrase struct {
	pattern *regexp.Regexp
	other   string // with a %s for each group, in the pattern's order
	letters int    // how much of it is fixed
	longest string // its longest fixed part, by which most are ruled out at once
	codes   bool   // it names codes, which somebody writes as they stand
}

// place is what a sentence leaves open, as Go's fmt writes it.
var place = regexp.MustCompile(`%(?:\.[0-9]+)?([sdqvc])`)

// ofSheet is a sentence about a sheet, whose columns have names.
var ofSheet = regexp.MustCompile(`^Line .*column |column %q`)

// readPhrasebook reads the sentences of a language. English needs those alone that show how a day is written.
func readPhrasebook(l avrr.Language, days func(string) string) (*phrasebook, error) {
	book := &phrasebook{terms: map[string]string{}, days: days}
	sentences, err := readSentences(l)
	if err != nil {
		return nil, err
	}
	for english, other := range sentences {
		p, err := newPhrase(english, other)
		if err != nil {
			return nil, err
		}
		if strings.ContainsAny(english[len(english)-1:], ".?!") {
			book.phrases = append(book.phrases, p)
		} else {
			book.things = append(book.things, p)
		}
	}
	slices.SortFunc(book.phrases, func(a, b phrase) int { return cmp.Or(cmp.Compare(b.letters, a.letters), cmp.Compare(a.other, b.other)) })
	book.learn(l)
	if book.part, err = newPhrase(avrr.PartCalled.EN, avrr.PartCalled.In(l)); err != nil {
		return nil, err
	}
	return book, nil
}

// readSentences answers what each sentence of the rules is in a language.
func readSentences(l avrr.Language) (map[string]string, error) {
	in := l
	if l == avrr.English { // what is said in another language is kept by its English
		in = avrr.Albanian
	}
	raw, err := wordFiles.ReadFile("words/sentences." + string(in) + ".json")
	if err != nil {
		return nil, fmt.Errorf("sentences: %w", err)
	}
	var sentences map[string]string
	if err := json.Unmarshal(raw, &sentences); err != nil {
		return nil, fmt.Errorf("sentences in %s: %w", l, err)
	}
	if l == avrr.English {
		maps.DeleteFunc(sentences, func(english, _ string) bool { return !writtenDay.MatchString(english) })
		for english := range sentences {
			sentences[english] = strings.ReplaceAll(english, "%q", `"%s"`)
		}
	}
	return sentences, nil
}

func newPhrase(english, other string) (phrase, error) {
	var pattern strings.Builder
	letters, from, longest := 0, 0, ""
	fix := func(part string) {
		pattern.WriteString(regexp.QuoteMeta(part))
		if letters += len(part); len(part) > len(longest) {
			longest = part
		}
	}
	for _, at := range place.FindAllStringSubmatchIndex(english, -1) {
		fix(english[from:at[0]])
		switch english[at[2]:at[3]] {
		case "d":
			pattern.WriteString(`(-?\d+)`)
		case "q":
			pattern.WriteString(`"(.*?)"`)
		case "c":
			pattern.WriteString(`(.)`)
		default:
			pattern.WriteString(`(.+?)`)
		}
		from = at[1]
	}
	fix(english[from:])
	re, err := regexp.Compile(`(?s)^` + pattern.String() + `$`)
	if err != nil {
		return phrase{}, fmt.Errorf("the sentence %q: %w", english, err)
	}
	codes := strings.Contains(english, "must be one of") || ofSheet.MatchString(english)
	return phrase{re, place.ReplaceAllString(other, "%s"), letters, longest, codes}, nil
}

// learn takes up the titles that sentences name.
func (b *phrasebook) learn(l avrr.Language) {
	take := func(t avrr.Text) {
		b.terms[t.EN], b.terms[lowerFirst(t.EN)] = t.In(l), lowerFirst(t.In(l))
	}
	for _, a := range avrr.Catalogue {
		take(a.Title)
		for _, role := range a.Roles {
			take(role.Title())
		}
	}
	for _, stage := range avrr.StageOrder {
		take(stage.Title())
	}
	for fate := range fateShapes {
		take(fate.Title())
	}
	for _, measure := range avrr.MeasureTitles {
		take(measure)
	}
}

// learnWords takes up the states and kinds that sentences name by their code.
func (b *phrasebook) learnWords(catalogue map[string]string) {
	for state, sign := range batchSigns {
		b.terms[state] = lowerFirst(catalogue[sign.Title])
	}
	for told, field := range map[string]string{"name": "field.name", "day of birth": "field.birth", "sex": "field.sex", "nationality": "field.nationality"} {
		b.terms[told] = lowerFirst(catalogue[field])
	}
	for key, said := range catalogue {
		if set, code, _ := strings.Cut(key, "."); set == "instalment" || set == "file_kind" {
			b.terms[strings.ReplaceAll(code, "_", " ")] = lowerFirst(said)
		}
	}
}

// mostSentences is how many sentences of a text are told apart; rules say fewer in a row, and people may write as many as they like.
const mostSentences = 16

// say puts a text into the book's language, and reports whether the book knows it. Several sentences in a row, as a doubt may be, are said
// one by one: from the last to the first, so that each rest is looked up once however many sentences nobody knows stand before it.
func (b *phrasebook) say(text string) (string, bool) {
	starts := []int{0}
	for _, end := range sentenceEnd.FindAllStringIndex(text, mostSentences-1) {
		starts = append(starts, end[0]+len(". "))
	}
	said := make([]string, len(starts)) // the text from each start, empty where nobody knows it
	for n := len(starts) - 1; n >= 0; n-- {
		said[n] = b.from(text, starts[n:], said[n:])
	}
	return said[0], said[0] != ""
}

// from says a text from the first start on; what it says from the later ones is known.
func (b *phrasebook) from(text string, starts []int, said []string) string {
	if whole := b.one(text[starts[0]:], false); whole != "" {
		return whole
	}
	for n := 1; n < len(starts); n++ {
		if said[n] == "" {
			continue
		}
		sentence := text[starts[0] : starts[n]-len(" ")]
		if first := cmp.Or(b.one(sentence, false), b.one(sentence, true)); first != "" {
			return first + " " + said[n]
		}
	}
	return b.one(text[starts[0]:], true)
}

// one says a sentence by its pattern, empty when it has none. What somebody wrote may hold sentences of its own; it is taken for one that
// a sentence names only where within says so.
func (b *phrasebook) one(sentence string, within bool) string {
	for _, p := range b.phrases {
		if named := p.names(sentence); named != nil && (within || !slices.ContainsFunc(named, sentenceEnd.MatchString)) {
			return p.with(b.each(named, p.codes))
		}
	}
	return ""
}

// sentenceEnd is where one sentence ends and another begins.
var sentenceEnd = regexp.MustCompile(`\. \p{Lu}`)

// names answers what a sentence names, nil when it is another one.
func (p phrase) names(sentence string) []string {
	if !strings.Contains(sentence, p.longest) {
		return nil
	}
	if named := p.pattern.FindStringSubmatch(sentence); named != nil {
		return named[1:]
	}
	return nil
}

// with is the other wording, with what it names.
func (p phrase) with(named []string) string {
	args := make([]any, len(named))
	for n, what := range named {
		args[n] = what
	}
	return fmt.Sprintf(p.other, args...)
}

func (b *phrasebook) each(named []string, codes bool) []string {
	for n, what := range named {
		if !codes {
			what = b.missing(what)
		}
		named[n] = b.days(what)
	}
	return named
}

// missing says what a sentence lists as missing, thing by thing, and all else a sentence names as its term.
func (b *phrasebook) missing(what string) string {
	things := strings.Split(what, "; ")
	for n, thing := range things {
		things[n] = b.thing(thing)
	}
	return strings.Join(things, "; ")
}

// thing says one thing with what it names in its turn, as a place does the field that stands there.
func (b *phrasebook) thing(what string) string {
	for _, p := range b.things {
		if named := p.names(what); named != nil {
			for n, inner := range named {
				named[n] = b.thing(inner)
			}
			return p.with(named)
		}
	}
	return b.term(what)
}

// term says what a sentence names: a title, a list of titles, or what it was given as it stands.
func (b *phrasebook) term(what string) string {
	parts := strings.Split(what, ", ")
	for n, part := range parts {
		parts[n] = b.title(part)
	}
	return strings.Join(parts, ", ")
}

// title says one title, also one that is counted ("Training 2") and the place of an instalment.
func (b *phrasebook) title(what string) string {
	if said, known := b.terms[what]; known {
		return said
	}
	if numbers := b.part.names(what); numbers != nil {
		return b.part.with(numbers)
	}
	if counted := countedTitle.FindStringSubmatch(what); counted != nil {
		if said, known := b.terms[counted[1]]; known {
			return said + " " + counted[2]
		}
	}
	return what
}

var countedTitle = regexp.MustCompile(`^(.+) ([0-9]+)$`)

// ruled says a sentence of the rules, with people's names for their ids and days as people write them: in the page's language where the
// phrasebook knows it.
func (w *words) ruled(sentence string, names map[string]string) line {
	said, known := w.book.say(sentence)
	if !known {
		said = w.withDays(sentence)
	}
	return line{Words: avrr.WithNames(said, names), English: !known && w.in != avrr.English}
}

// writtenDay is a day as the rules write it (ISO 8601-1 §5.2.2.1), or a time of one (RFC 3339 §5.6).
var writtenDay = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})|\b)`)

func (w *words) withDays(sentence string) string {
	return writtenDay.ReplaceAllStringFunc(sentence, func(day string) string {
		if t, err := time.Parse(time.RFC3339, day); err == nil {
			return w.date(avrr.DateOf(t)) + ", " + clockOf(t)
		}
		d, err := avrr.ParseDate(day)
		if err != nil {
			return day
		}
		return w.date(d)
	})
}
