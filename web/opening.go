package web

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"homeward/avrr"
	"homeward/casework"
)

// A case is opened in short pages. What was entered on the others goes along in the form, so that the pages need neither a script nor a
// memory of their own, and nothing is recorded before somebody has looked over all of it.

// An openingStep is one page of the opening, with the fields it asks for by their names in the long form.
type openingStep struct {
	name string
	asks []string
	rare []string // under "More": asked of few
}

var openingSteps = []openingStep{
	{name: "asking", asks: []string{"programme", "language", "interpreter_needed", "contact.channel", "contact.value", "contact.hours", "contact.shared_with", "contact.may_leave_message", "contact.may_name_us"},
		rare: []string{"applied_on", "contact.language", "host_office", "receiving_office", "funding"}},
	{name: "person", asks: []string{"members.0.given_names", "members.0.family_name", "members.0.one_name", "members.0.original_script", "members.0.birth", "members.0.sex", "members.0.nationality"},
		rare: []string{"members.0.documents"}},
	{name: "family"},
	{name: "wish", asks: []string{"host_country", "destination.country", "destination.district", "destination.place", "legal_status", "return_decision_on", "leave_by"},
		rare: []string{"destination.directions", "entry", "return_type"}},
	{name: "care", asks: []string{"screening"}},
	{name: "check"},
}

// The steps that are more than the fields they ask for.
const (
	personStep = 1
	familyStep = 2
	checkStep  = 5
)

// relativeAsks is what the opening asks of every further member.
var relativeAsks = []string{"relation", "given_names", "family_name", "one_name", "birth", "sex", "nationality", "travels"}

// What the pages of the opening say to each other, beside what is entered.
const (
	toField    = "to"     // where the button that was pressed leads
	atField    = "step"   // the page it stands on
	lessField  = "less"   // the member who is left out
	seenField  = "alike"  // the likely cases that were shown already
	checkField = "checks" // the page was reached from the last one, and leads back to it
)

// controls are the names that are no answers.
var controls = []string{toField, atField, lessField, checkField, sureField, drafting, "page", "more", "key", "seen"}

// An opening is a case being opened.
type opening struct {
	*asking
	at        int
	checks    bool
	alike     []casework.LikelyView
	toCompare bool // the likely cases have just been found
}

// openingBody is one page of it.
type openingBody struct {
	At, Of       int
	Step, Title  string
	Lead         string
	Segments     []segment
	Key          string
	Draft        draftBar
	Seen         string // likely cases
	Checks       bool
	Carried      []carried
	Fields, Rare []*input
	RareOpen     bool
	Relatives    []relative
	Lists        map[string][]string
	Problems     []problem
	Doubt        *doubt
	Sure         []string
	Alike        []alikeLine
	Answers      []checkedGroup
}

// A carried value was entered on another page.
type carried struct{ Name, Value string }

// A segment is one part of the bar of steps.
type segment struct{ Title, State string }

// A relative is a further member on the page of the family.
type relative struct {
	Name, Title string
	Within      []*input
}

// An alikeLine is another case that may be of the same person.
type alikeLine struct{ Reference, Href, Said string }

// A checkedGroup is what was entered on one page, to be looked over.
type checkedGroup struct {
	Step, Title string
	Rows        []checkedRow
}

type checkedRow struct{ ID, Label, Value string }

// opens shows the first page of the opening, or the one somebody had come to before.
func (f *face) opens(v *visit) (screen, error) {
	a, err := f.newCase(v)
	if err != nil {
		return screen{}, err
	}
	if a.draft, a.entries, err = f.drafted(v, a.place); err != nil {
		return screen{}, err
	}
	if a.entries != nil {
		return (&opening{asking: a, at: stepNamed(a.entries.Get(atField)), checks: a.entries.Get(checkField) != ""}).show(http.StatusOK), nil
	}
	a.entries = v.c.Request.URL.Query()
	a.entries.Del("lang")
	a.entries.Set("host_office", v.who.Office)
	a.entries.Set("applied_on", avrr.DateOf(a.now.In(a.place)).String())
	a.entries.Set("screening", "now")
	return (&opening{asking: a}).show(http.StatusOK), nil
}

// opensOn takes one page of the opening and answers the next.
func (f *face) opensOn(v *visit) (screen, error) {
	a, err := f.newCase(v)
	if err != nil {
		return screen{}, err
	}
	a.entries, a.draft = v.c.Request.PostForm, draftBar{Page: v.formAt().Page}
	o := &opening{asking: a, at: stepNamed(a.entries.Get(atField)), checks: a.entries.Get(checkField) != ""}
	to := a.entries.Get(toField)
	switch {
	case a.entries.Get("more") != "":
		a.more = a.entries.Get("more")
		o.addRelative()
	case a.entries.Get(lessField) != "":
		o.leaveOut(a.entries.Get(lessField))
	case to == "back":
		o.at = max(0, o.at-1)
	case to == "open":
		return o.open()
	case to != "" && to != "next":
		o.at, o.checks = stepNamed(to), true
	default:
		return o.next(f, v)
	}
	return o.show(http.StatusOK), nil
}

// stepNamed answers which step a name is of; the first for a name of none.
func stepNamed(name string) int {
	return max(0, slices.IndexFunc(openingSteps, func(s openingStep) bool { return s.name == name }))
}

// next goes on when this page can stand, and asks for a second look when other cases are likely of the same people.
func (o *opening) next(f *face, v *visit) (screen, error) {
	o.read()
	if o.wrongHere() {
		return o.show(http.StatusUnprocessableEntity), nil
	}
	if o.at == personStep || o.at == familyStep {
		var err error
		if o.alike, err = f.Desk.Alike(v.ctx(), v.who, o.people()); err != nil {
			return screen{}, err
		}
		if found := o.found(); found != o.entries.Get(seenField) {
			o.entries.Set(seenField, found)
			if o.toCompare = found != ""; o.toCompare {
				o.problems = map[string]line{}
				return o.show(http.StatusOK), nil
			}
		}
	}
	if o.at++; o.checks {
		o.at = checkStep
	}
	o.at = min(o.at, checkStep)
	o.checks, o.problems = false, map[string]line{}
	o.suppose()
	return o.show(http.StatusOK), nil
}

// open opens the case with everything that was entered. What cannot stand leads back to the page it was entered on.
func (o *opening) open() (screen, error) {
	o.read()
	if len(o.problems) == 0 {
		return o.submit()
	}
	o.toProblem()
	return o.show(http.StatusUnprocessableEntity), nil
}

// toProblem goes to the first page something is wrong on.
func (o *opening) toProblem() {
	for o.at = 0; o.at < checkStep && !o.wrongHere(); {
		o.at++
	}
	o.checks = o.at < checkStep
}

// read holds everything that was entered against the form.
func (o *opening) read() {
	o.body()
	for n := range o.rows("members") {
		name := fmt.Sprintf("members.%d", n)
		said := func(field string) string { return strings.TrimSpace(o.entries.Get(name + "." + field)) }
		if n > 0 && o.untouched(name) {
			continue
		}
		if said("given_names") == "" {
			o.problem(name+".given_names", "form.missing", o.label("given_names"))
		}
		if said("family_name") == "" && said("one_name") == "" {
			o.problem(name+".family_name", "open.no_family_name")
		}
	}
}

// wrongHere reports whether something is wrong with what this page asks for. What is wrong elsewhere is said there.
func (o *opening) wrongHere() bool {
	here := map[string]line{}
	for name, said := range o.problems {
		if stepOf(name) == o.at {
			here[name] = said
		}
	}
	if len(here) > 0 {
		o.problems = here
	}
	return len(here) > 0
}

// stepOf answers the page a field is asked for on.
func stepOf(name string) int {
	for n, s := range openingSteps {
		for _, asked := range slices.Concat(s.asks, s.rare) {
			if name == asked || strings.HasPrefix(name, asked+".") {
				return n
			}
		}
	}
	if strings.HasPrefix(name, "members") {
		return familyStep
	}
	return checkStep
}

// people are the members as far as they are known.
func (o *opening) people() []avrr.NewMember {
	var in struct {
		Members []avrr.NewMember `json:"members"`
	}
	if json.Unmarshal(o.body(), &in) != nil {
		return nil // the page that asks for what cannot be read says so
	}
	return in.Members
}

// found says which likely cases there are, so that the same ones are not asked about twice.
func (o *opening) found() string {
	var all []string
	for _, c := range o.alike {
		all = append(all, c.Member+c.Reference)
	}
	return strings.Join(all, " ")
}

// suppose fills in what the programme leaves no choice about.
func (o *opening) suppose() {
	at := slices.IndexFunc(o.programmes, func(p *avrr.Programme) bool { return p.Code == o.entries.Get("programme") })
	if at < 0 || len(o.programmes[at].Corridors) != 1 {
		return
	}
	way := o.programmes[at].Corridors[0]
	for field, countries := range map[string][]string{"host_country": way.From, "destination.country": way.To} {
		if len(countries) == 1 && !o.entries.Has(field) {
			o.entries.Set(field, countries[0])
		}
	}
}

// addRelative puts a further member into the form, with what a family mostly shares filled in.
func (o *opening) addRelative() {
	if o.more != "members" {
		return
	}
	name := fmt.Sprintf("members.%d", max(1, o.rows("members")))
	for _, shared := range []string{"family_name", "nationality"} {
		o.entries.Set(name+"."+shared, o.entries.Get("members.0."+shared))
	}
	o.more = ""
}

// leaveOut takes a further member out of the form again; those behind move up.
func (o *opening) leaveOut(name string) {
	number, known := strings.CutPrefix(name, "members.")
	gone, err := strconv.Atoi(number)
	if !known || err != nil || gone < 1 {
		return
	}
	o.entries = takeOut(o.entries, name)
}

// submit opens the case; a rule that forbids it sends back to the page it speaks of.
func (o *opening) submit() (screen, error) {
	o.page.opened = "/opened"
	if o.entries.Get("screening") == "later" {
		o.page.opened += "?screening=later"
	}
	s, err := o.asking.submit()
	if err != nil || s.Sent {
		return s, err
	}
	o.toProblem()
	return o.show(http.StatusUnprocessableEntity), nil
}

// formKeyOf keeps the key a form was begun with: however often it is sent, it opens one case.
func (o *opening) formKeyOf() string {
	if key := o.entries.Get("key"); formKey.MatchString(key) {
		return key
	}
	return rand.Text()
}
