package intake

import (
	"fmt"
	"slices"
	"strings"

	"homeward/avrr"
)

// A holding is how the cells of a column are read.
type holding string

// What columns hold. All but texts are read as soon as the file is.
const (
	aText     holding = "text"
	aCode     holding = "code"
	aList     holding = "codes" // separated by spaces
	aCountry  holding = "country"
	aDay      holding = "day"
	aMoment   holding = "day and time"
	aBirth    holding = "birth"
	amounts   holding = "amounts" // joined by +
	anAmount  holding = "amount"
	aCurrency holding = "currency"
	aRate     holding = "rate"
	aYesNo    holding = "yes or no"
	aNumber   holding = "number"
	anID      holding = "document number"
)

// A column is one column of the file: what it is called, what it holds, and where in the body of an action that goes.
type column struct {
	name  string
	holds holding
	codes []string // of aCode and aList
	to    string   // the field of the body, "/" between its levels; "" when the step itself looks at it
	or    string   // what is taken when the cell is empty
	must  bool     // it may not be empty when its step is told
	own   bool     // of a step of the case, it still stands on each person's own row
	about string
	shown string // the example of the template
}

func text(name, to, about string) column {
	return column{name: name, holds: aText, to: to, about: about}
}

func day(name, to, about string) column { return column{name: name, holds: aDay, to: to, about: about} }

// code is a column that holds one of the codes of a field in an action's schema.
func code(name, action, field, about string) column {
	return column{name: name, holds: aCode, to: field, codes: codesOf(action, field), about: about}
}

func list(name, action, field, about string) column {
	return column{name: name, holds: aList, to: field, codes: codesOf(action, field), about: about}
}

// of sets what is taken where the cell is empty.
func (c column) of(otherwise string) column { c.or = otherwise; return c }

func (c column) needed() column { c.must = true; return c }

func (c column) eachs() column { c.own = true; return c }

func (c column) such(example string) column { c.shown = example; return c }

func (c column) holding(h holding) column { c.holds = h; return c }

// apart keeps the column out of the body: the step's own shape looks at it.
func (c column) apart() column { c.to = ""; return c }

// codesOf are the values the catalogue allows in a field, so that the file's codes are the interface's.
func codesOf(action, field string) []string {
	a, ok := avrr.Find(action)
	if !ok {
		return nil
	}
	schema := a.Schema(nil)
	for _, name := range strings.Split(field, "/") {
		if items, ok := schema["items"].(avrr.Schema); ok {
			schema = items
		}
		properties, _ := schema["properties"].(avrr.Schema)
		schema, _ = properties[name].(avrr.Schema)
	}
	if items, ok := schema["items"].(avrr.Schema); ok {
		schema = items
	}
	if each, ok := schema["additionalProperties"].(avrr.Schema); ok {
		schema = each
	}
	codes, _ := schema["enum"].([]string)
	return codes
}

// caseColumn groups the rows of a case.
var caseColumn = column{name: "case", holds: aText, must: true, shown: "LON-2026-014",
	about: "The office's own number of the case. Rows with the same number are one case; the first is its principal."}

// personColumns tell who somebody is; they stand on each person's row.
var personColumns = []column{
	text("family_name", "family_name", "Family name in Latin letters; empty for people with one name.").such("Kodra"),
	text("given_names", "given_names", "Given names in Latin letters.").needed().such("Arben"),
	text("original_script", "original_script", "The whole name as its owner writes it, where that is not Latin."),
	{name: "birth", holds: aBirth, to: "birth", about: "A day, a year (1985), or about a year (about 1985).", shown: "1991-04-17"},
	code("sex", "open", "members/sex", "As in the travel document (ICAO Doc 9303).").such("M"),
	{name: "nationality", holds: aCountry, to: "nationality", about: "Two letters (ISO 3166-1).", shown: "AL"},
	code("relation", "open", "members/relation", "To the principal; who is a parent here consents for the children.").such("principal"),
	{name: "travels", holds: aYesNo, to: "travels", about: "Whether the person returns; yes when empty."},
}

// documentColumns are the travel document a person has when the case is opened.
var documentColumns = []column{
	code("document_kind", "open", "members/documents/kind", "A travel document the person has when the case is opened.").such("passport"),
	{name: "document_number", holds: anID, to: "number", must: true, about: "Its number.", shown: "BA1234567"},
	{name: "document_issuer", holds: aCountry, to: "issuer", must: true, about: "The country that issued it.", shown: "AL"},
	day("document_issued", "issued_on", "When it was issued.").such("2021-06-01"),
	day("document_expires", "expires_on", "When it ends.").needed().such("2031-05-31"),
}

// caseColumns tell what a case is opened with; they stand on its first row.
var caseColumns = []column{
	text("programme", "programme", "Code of the programme, as `homeward programme list` prints it.").needed().such("varrp-uk-albania"),
	code("entry", "open", "entry", "`already_returned` for somebody who came back by other means: the case then begins at arrival."),
	day("applied_on", "applied_on", "The day of the application.").needed().such("2026-02-02"),
	text("language", "language", "The language of counselling (BCP 47).").of("en").such("sq"),
	{name: "interpreter_needed", holds: aYesNo, to: "interpreter_needed", about: "Whether an interpreter is needed."},
	column{name: "host_country", holds: aCountry, to: "host_country", about: "Where the person returns from."}.such("GB"),
	text("host_office", "host_office", "The office that carries the return. With the case number it tells the case from those of other offices.").such("London office"),
	text("receiving_office", "receiving_office", "The office that receives the person.").such("Tirana office"),
	code("legal_status", "open", "legal_status", "Legal status in the host country.").such("rejected"),
	code("return_type", "open", "return_type", "Whether the person came back by their own decision; `forced`, for who was removed by a state, goes with `already_returned`."),
	text("funding", "funding", "Who pays."),
	code("contact_channel", "open", "contact/channel", "How the person may be reached.").such("phone"),
	text("contact_value", "contact/value", "The number or address.").such("+447700900000"),
	text("contact_hours", "contact/hours", "When."),
	text("contact_shared_with", "contact/shared_with", "Who else uses this channel."),
	{name: "may_leave_message", holds: aYesNo, to: "contact/may_leave_message", about: "Whether a message may be left there; no when empty.", shown: "no"},
	{name: "may_name_us", holds: aYesNo, to: "contact/may_name_us", about: "Whether we may say who we are; no when empty.", shown: "no"},
	column{name: "destination_country", holds: aCountry, to: "destination/country", about: "Where the person returns to."}.such("AL"),
	text("destination_district", "destination/district", "District there.").such("Kukës"),
	text("destination_place", "destination/place", "Town or village.").such("Bajram Curri"),
	text("destination_directions", "destination/directions", "How to find the house."),
	day("return_decision_on", "return_decision_on", "The day of the host state's return decision."),
	day("leave_by", "leave_by", "The day by which the person must leave."),
}

// columns are all there are, by name; the order of a file is its own.
var columns, inOrder = func() (map[string]column, []string) {
	byName, names := map[string]column{}, []string{}
	add := func(columns ...column) {
		for _, c := range columns {
			if _, twice := byName[c.name]; !twice {
				names = append(names, c.name)
			}
			byName[c.name] = c
		}
	}
	add(caseColumn)
	add(caseColumns...)
	add(personColumns...)
	add(documentColumns...)
	for _, s := range steps {
		add(s.columns()...)
	}
	return byName, names
}()

// Columns are the names of all columns, in the order of the template.
func Columns() []string { return slices.Clone(inOrder) }

func isColumn(name string) bool {
	_, ok := columns[normalName(name)]
	return ok
}

// normalName forgives capitals, blanks and hyphens in a header.
func normalName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return '_'
		}
		return r
	}, strings.ToLower(strings.TrimSpace(name)))
}

// unknownColumn names a column nobody knows and the nearest one that is known.
func unknownColumn(name string) Problem {
	nearest := slices.MinFunc(inOrder, func(a, b string) int { return distance(normalName(name), a) - distance(normalName(name), b) })
	if distance(normalName(name), nearest) <= 1+len(name)/3 {
		return Problem{Line: 1, Text: fmt.Sprintf("There is no column %q. Did you mean %s? A column that is nobody's business here is taken out of the file.", name, nearest)}
	}
	return Problem{Line: 1, Text: fmt.Sprintf("There is no column %q. A column that is nobody's business here is taken out of the file.", name)}
}

// distance is how many letters have to change to make b of a (Levenshtein).
func distance(a, b string) int {
	before := make([]int, len(b)+1)
	for j := range before {
		before[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(before[j]+change, before[j+1]+1, row[j]+1)
		}
		before = row
	}
	return before[len(b)]
}
