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
	Out    string // what its button takes out; empty where nothing would be left
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

// each visits every input, those within others included, in the order of the form.
func each(inputs []*input, visit func(*input)) {
	for _, i := range inputs {
		visit(i)
		each(i.Within, visit)
		for _, e := range i.Entries {
			each(e.Within, visit)
		}
	}
}

func (a *asking) inputs(fields []avrr.Field, within string) []*input {
	var inputs []*input
	for _, f := range fields {
		if f = a.offered(f); f.Kind != avrr.AnyField && !nothingToName(f) {
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
			row := entry{Title: fmt.Sprintf("%s %d", i.One, n+1), Within: a.inputs(e.Of, fmt.Sprintf("%s.%d.", i.Name, n))}
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

func (a *asking) label(field string) string { return a.w.word("field", field) }

// labelOf names a field as its own form does, else as every form does.
func (a *asking) labelOf(f avrr.Field, name string) string {
	if said, ok := a.w.catalogue["field."+a.action.Action+"."+name]; ok {
		return said
	}
	return a.label(f.Name)
}

// hint says what the field wants, where its label does not; the rules' own sentences are English.
func (a *asking) hint(f avrr.Field, name string) line {
	if said, ok := a.w.catalogue["hint."+a.action.Action+"."+name]; ok {
		return line{Words: said}
	}
	if said, ok := a.w.catalogue["hint."+f.Name]; ok {
		return line{Words: said}
	}
	if f.Kind == avrr.InstantField {
		return line{Words: a.w.t("form.time_in", a.w.cityOf(a.clockAt(name)))}
	}
	return line{}
}

// cityOf names a clock by the city it is kept in.
func (w *words) cityOf(place *time.Location) string {
	_, city, _ := strings.Cut(place.String(), "/")
	if city == "" {
		return place.String()
	}
	return w.word("city", city)
}

// named says a value of a field as people know it.
func (a *asking) named(f avrr.Field, value string) string {
	switch f.Ref {
	case "":
		if said, ok := a.w.catalogue["choice."+f.Name+"."+value]; ok {
			return said
		}
		return upperFirst(a.w.word("choice", value))
	case "member", "holder":
		return a.person(value)
	default:
		return a.thing(f.Ref, value)
	}
}

func (a *asking) person(id string) string {
	for _, r := range a.view.Representatives {
		if r.ID == id && r.Name != "" {
			return r.Name
		}
	}
	if name := a.names[id]; name != "" {
		return name
	}
	return id
}

// thing says which visit, payment, task … of the case an id names.
func (a *asking) thing(kind, id string) string {
	v := a.view
	switch kind {
	case "visit", "visit to log":
		if id == "extra" {
			return a.w.t("choice.visit.extra")
		}
		for _, x := range v.Visits {
			if x.ID == id {
				return a.w.text(x.Title) + ", " + a.w.day(avrr.DateOf(x.Due.Add(-time.Nanosecond).In(a.place))) // a day ends where the next begins
			}
		}
	case "instalment", "instalment to deliver":
		if v.Plan == nil {
			break
		}
		for _, x := range v.Plan.Instalments {
			if x.ID == id {
				return commaed(a.w.text(v.Plan.Called(x)), x.Money.String(), v.Plan.Measures[x.Measure].Description)
			}
		}
	case "measure":
		if n, err := strconv.Atoi(id); err == nil && v.Plan != nil && n <= len(v.Plan.Measures) {
			m := v.Plan.Measures[n-1]
			return commaed(a.w.text(v.Plan.MeasureCalled(n-1)), m.Description)
		}
	case "payment":
		for _, x := range v.Payments {
			if x.ID == id {
				return commaed(x.Money.String(), a.w.day(x.PaidOn), x.Receipt)
			}
		}
	case "payee":
		for _, x := range v.Payees {
			if x.ID == id {
				return commaed(x.Name, x.Account)
			}
		}
	case "order":
		for _, x := range v.BankOrders {
			if x.Order == id {
				return commaed(a.thing("instalment", x.Instalment), x.Account)
			}
		}
	case "referral":
		for _, x := range v.Referrals {
			if x.ID == id {
				return commaed(a.w.word("choice", x.Service), x.Provider)
			}
		}
	case "appointment":
		for _, x := range v.Appointments {
			if x.ID == id {
				return upperFirst(a.w.word("choice", x.Kind)) + ", " + a.w.moment(x.At, a.place)
			}
		}
	case "file":
		return a.kept(id)
	case "instrument":
		return a.w.text(a.instrument(id).Title)
	case "task":
		for _, x := range v.Tasks {
			if x.ID == id {
				return upperFirst(a.withNames(a.w.text(x.Title)))
			}
		}
	case "notice":
		for _, x := range v.Notices {
			if x.ID == id {
				return upperFirst(a.w.word("notice", x.Kind)) + ", " + x.To + x.Place
			}
		}
	}
	return id
}

// today lists the fields that are of today when nothing else is said. A birth, an expiry or a deadline never is.
var today = []string{"on", "held_on", "sent_on", "replied_on", "visited_on", "paid_on", "incurred_on", "screened_on", "acknowledged_on", "confirmed_on", "lodged_on", "signed_on", "decided_on"}

// usual is what a field is likely to say: the currency of the programme, and the day for what has just happened.
func (a *asking) usual(f avrr.Field) string {
	switch {
	case f.Name == "currency" && !f.Optional:
		return a.view.Programme.Currency
	case f.Kind == avrr.DateField && !f.Optional && slices.Contains(today, f.Name):
		return avrr.DateOf(a.now.In(a.place)).String()
	case f.Kind == avrr.InstantField && !f.Optional && f.Name == "at" && a.action.Kind == avrr.Fact && a.action.Action != "schedule":
		return a.now.In(a.place).Format(localTime)
	case f.Name == "arrived_at" && a.action.Action == "confirm-arrival":
		return a.now.In(a.clockAt(f.Name)).Format(localTime)
	case f.Name == "departed_at" && a.action.Action == "confirm-departure":
		return a.plannedDeparture()
	case f.Name == "language" && !f.Optional:
		return a.view.Language
	case f.Name == "channel" && a.action.Action == "log-contact" && a.view.Contact != nil:
		return a.view.Contact.Channel
	case f.Ref == "visit to log", f.Ref == "visit" && slices.Contains(visitsToCome, a.action.Action):
		return a.nextVisit(f.Choices)
	case asksPerson(f) && a.action.Action == "assign-visit" && a.who.Role == avrr.ReintegrationOfficer:
		return a.who.Username
	}
	return mostly[a.action.Action+"."+f.Name]
}

// mostly is what a field says on most days, by action and field.
var mostly = map[string]string{"log-contact.direction": "out", "log-visit.mode": "home", "record-counselling.mode": "in_person", "withdraw.channel": "in_person"}

// nextVisit is the visit that is due first among those that can be logged.
func (a *asking) nextVisit(offered []string) string {
	next := ""
	var due time.Time
	for _, v := range a.view.Visits {
		if slices.Contains(offered, v.ID) && (next == "" || v.Due.Before(due)) {
			next, due = v.ID, v.Due
		}
	}
	return next
}

// plannedDeparture is when the case is to leave, by the clock the form is read by; empty when that is still to come.
func (a *asking) plannedDeparture() string {
	b := a.view.Booking
	if b == nil || len(b.Segments) == 0 || b.Segments[0].DepartsAt.After(a.now) {
		return ""
	}
	return b.Segments[0].DepartsAt.In(a.clockAt("departed_at")).Format(localTime)
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
