package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward/avrr"
)

// An input is one field of a form as the page shows it. A group holds others; a list holds a group, or a value, for each entry.
type input struct {
	ID       string // of the control, for labels and problems
	Name     string
	Kind     string // what it is drawn as: see the kinds below
	Label    string
	One      string // what a list has several of
	Hint     line
	Optional bool
	Value    string
	Choices  []option
	List     string // the id of the names that may be typed
	Problem  line
	Clash    *clashed // what somebody else has put there meanwhile
	Within   []*input
	Entries  []entry
	Legs     []legForm // of a list of legs, which stand in rows
	MayAdd   bool      // another entry may be asked for
	Length   int64
}

type option struct {
	Value, Title string
	Chosen       bool
}

// An entry is one row of a list.
type entry struct {
	Title  string
	Within []*input
	rarely
	Out string // what its button takes out; empty where nothing would be left
}

// How a field is drawn.
const (
	drawnLine    = "line"
	drawnText    = "text" // several lines
	drawnDate    = "date"
	drawnInstant = "datetime-local"
	drawnNumber  = "number"
	drawnMoney   = "money"
	drawnTick    = "tick"
	drawnRadios  = "radios"
	drawnSelect  = "select"
	drawnTicks   = "ticks"
	drawnGroup   = "group"
	drawnList    = "list"
	drawnLegs    = "legs"
	drawnBirth   = "birth"
)

// mostRadios is how many choices are shown all at once; more are a list to choose from.
const mostRadios = 5

// longText is from which length on a field has several lines.
const longText = 500

// Brief reports whether a field is so short that another one has room beside it.
func (i *input) Brief() bool {
	return slices.Contains([]string{drawnMoney, drawnNumber, drawnDate}, i.Kind) || lastName(i.Name) == "currency"
}

// each visits every input, those within others included, in the order of the form.
func each(inputs []*input, visit func(*input)) {
	for _, i := range inputs {
		visit(i)
		each(i.Within, visit)
		for _, e := range i.Entries {
			each(e.Within, visit)
			each(e.Rare, visit)
		}
	}
}

func (a *asking) inputs(fields []avrr.Field, within string) []*input {
	var inputs []*input
	for _, f := range fields {
		if f = a.offered(f); f.Kind != avrr.AnyField && !nothingToName(f) && !a.amendsNothing(f) {
			inputs = append(inputs, a.input(f, within+f.Name))
		}
	}
	return inputs
}

// idOfField is the id of the control a field is entered in.
func idOfField(name string) string { return "f-" + strings.ReplaceAll(name, ".", "-") }

// input draws a field of that name; what was entered in it before is in it again.
func (a *asking) input(f avrr.Field, name string) *input {
	i := &input{ID: idOfField(name), Name: name, Label: a.labelOf(f, name), Hint: a.hint(f, name), Optional: f.Optional, Problem: a.problems[name],
		Value: a.entries.Get(name), Kind: drawnLine, Clash: a.clashes[name]}
	if i.Value == "" && !a.entries.Has(name) {
		i.Value = a.usual(f)
	}
	switch f.Kind {
	case avrr.DateField:
		i.Kind = drawnDate
	case avrr.InstantField:
		i.Kind = drawnInstant
	case avrr.NumberField:
		if i.Kind = drawnNumber; a.choosesLeg(f) {
			i.Kind, i.Choices = drawnSelect, a.legOptions(i.Value)
		}
		if isMoney(f.Name) {
			i.Kind = drawnMoney
		}
	case avrr.FlagField:
		i.Kind = drawnTick
	case avrr.AnswerField:
		i.Kind, i.Choices = drawnRadios, a.options(f, []string{"yes", "no"}, []string{i.Value})
	case avrr.GroupField:
		if asksBirth(f) {
			a.birthInput(i)
			break
		}
		i.Kind, i.Within = drawnGroup, a.inputs(f.Of, name+".")
	case avrr.MapField:
		if f.Name == answersField {
			a.questions(i)
			break
		}
		i.Kind = drawnGroup
		for _, key := range f.Keys {
			one := *f.Entry
			one.Name, one.Optional = f.Name, true
			row := a.input(one, name+"."+key)
			row.Label, row.Hint, row.Optional = a.named(avrr.Field{Ref: f.Ref}, key), line{}, false // the group says it once for all
			if row.Kind == drawnText {                                                              // a number or a code for each
				row.Kind = drawnLine
			}
			i.Within = append(i.Within, row)
		}
	case avrr.ListField:
		a.list(i, f)
	default:
		a.text(i, f)
	}
	if n := a.w.naming(f); n != nil {
		i.List, i.Value = n.List, n.name(i.Value)
		a.lists[n.List] = n.Names
	}
	return i
}

func (a *asking) text(i *input, f avrr.Field) {
	switch {
	case f.Choices != nil:
		i.Kind = drawnSelect
		if a.opensAll(f) {
			i.Kind = drawnRadios
		}
		if len(f.Choices) == 1 && !f.Optional && f.Ref != "" {
			i.Value = f.Choices[0]
		}
		i.Choices = a.options(f, f.Choices, []string{i.Value})
	case asksPerson(f) && len(a.staff) > 0:
		i.Kind, i.Choices = drawnSelect, a.colleagues(i.Value)
	case f.Name == "movement" && a.journeys != nil:
		i.Kind, i.Choices = drawnSelect, a.journeyOptions(i.Value)
	case f.Name == "programme" && len(a.programmes) > 0:
		i.Kind = drawnSelect
		for _, p := range a.programmes {
			i.Choices = append(i.Choices, option{p.Code, a.w.text(p.Title), p.Code == i.Value})
		}
	case f.Name == "line" && len(a.view.Package) > 0:
		i.Kind = drawnSelect
		for _, g := range a.view.Package {
			i.Choices = append(i.Choices, option{g.Line, a.w.text(g.Title), g.Line == i.Value})
		}
	case f.Max != nil && *f.Max >= longText, f.Max == nil && f.Pattern == "":
		i.Kind = drawnText
	}
	if f.Max != nil {
		i.Length = *f.Max
	}
}

// list draws a list: of values to tick, of lines in one text, or of groups that grow one by one.
func (a *asking) list(i *input, f avrr.Field) {
	e := *f.Entry
	switch {
	case e.Choices != nil:
		e.Name = f.Name
		chosen := a.entries[i.Name]
		if len(chosen) == 0 {
			chosen = a.everybody(f, e.Choices)
		}
		i.Kind, i.Choices = drawnTicks, a.options(e, e.Choices, chosen)
	case e.Kind != avrr.GroupField:
		i.Kind, i.Hint, i.Value = drawnText, line{Words: a.w.t("form.one_a_line")}, strings.Join(a.entries[i.Name], "\n")
	default:
		i.Kind, i.MayAdd, i.One = drawnList, true, i.Label
		if said, ok := a.w.catalogue["one."+f.Name]; ok {
			i.One = said
		}
		rows := a.rows(i.Name)
		if rows == 0 && !f.Optional {
			rows = 1
		}
		if a.more == i.Name {
			rows++
		}
		for n := range rows {
			row := entry{Title: fmt.Sprintf("%s %d", i.One, n+1)}
			row.Within, row.rarely = a.foldRare(f.Name, a.inputs(e.Of, fmt.Sprintf("%s.%d.", i.Name, n)))
			if rows > 1 || f.Optional || f.Min != nil && *f.Min == 0 {
				row.Out = fmt.Sprintf("%s.%d", i.Name, n)
			}
			i.Entries = append(i.Entries, row)
		}
		if ofLegs(f) {
			i.Kind, i.Legs = drawnLegs, a.legs(i)
		}
	}
}

// rows is how many entries of a list the form held.
func (a *asking) rows(name string) int {
	rows := 0
	for key := range a.entries {
		if rest, ok := strings.CutPrefix(key, name+"."); ok {
			number, _, _ := strings.Cut(rest, ".")
			if n, err := strconv.Atoi(number); err == nil && n >= 0 && n < 100 {
				rows = max(rows, n+1)
			}
		}
	}
	return rows
}

func (a *asking) options(f avrr.Field, values, chosen []string) []option {
	var options []option
	for _, v := range values {
		options = append(options, option{v, a.named(f, v), slices.Contains(chosen, v)})
	}
	return options
}

// localTime is how browsers write a time of a place.
const localTime = "2006-01-02T15:04"

// moneyFields are amounts in minor units, which people write with a decimal point.
var moneyFields = []string{"amount", "fare"}

func isMoney(name string) bool { return slices.Contains(moneyFields, name) }

// clockAt is in whose time a field is written: that of the airport beside it, that of the country people return to for what happens
// when they arrive, else that of the case.
func (a *asking) clockAt(name string) *time.Location {
	within := name[:strings.LastIndex(name, ".")+1]
	beside, arriving := "", false
	if name == "occurred_at" {
		return a.legClock()
	}
	switch name[len(within):] {
	case "departs_at", "departed_at":
		beside = "from"
	case "arrives_at", "arrived_at":
		beside, arriving = "to", within == ""
	}
	if port, ok := avrr.Airport(strings.ToUpper(strings.TrimSpace(a.entries.Get(within + beside)))); beside != "" && ok {
		return port.Location()
	}
	if arriving && a.view.Destination != nil {
		return avrr.Zone(a.view.Destination.Country)
	}
	return a.place
}
