package activities

import (
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"homeward/avrr"
	"homeward/papers"
)

// wording puts the case into the words of a paper's language.
type wording struct {
	in      avrr.Language
	offices map[string]papers.Office // as they are registered, by the name the case gives them
	visitor string                   // the name of who makes a visit, or made it
	before  papers.Content           // what the paper said that this one takes the place of; nil when there is none
}

// office is how a paper names an office: with where it is reached, when it is registered here.
func (w wording) office(name string) papers.Office {
	if known, registered := w.offices[name]; registered {
		return known
	}
	return papers.Office{Name: name}
}

func (w wording) tag() language.Tag { return language.Make(string(w.in)) }

func (w wording) country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return display.Regions(w.tag()).Name(region)
}

func (w wording) language(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	return display.Languages(w.tag()).Name(tag)
}

var documentKinds = map[string]avrr.Text{
	"passport":                  avrr.T("Passport", "Pasaportë"),
	"id_card":                   avrr.T("Identity card", "Letërnjoftim"),
	"emergency_travel_document": avrr.T("Emergency travel document", "Dokument udhëtimi emergjence"),
	"laissez_passer":            avrr.T("Laissez-passer", "Leje kalimi"),
}

func (w wording) person(m *avrr.Member) papers.Person {
	p := papers.Person{FamilyName: m.FamilyName, GivenNames: m.GivenNames, Sex: papers.Sex(m.Sex), Birth: w.birth(m.Birth)}
	if m.Nationality != "" {
		p.Nationality = w.country(m.Nationality)
	}
	if d := m.TravelsOn(); d != nil {
		p.Document = papers.Document{Kind: documentKinds[d.Kind].In(w.in), Number: d.Number, IssuedBy: w.country(d.Issuer), ValidUntil: d.ExpiresOn.In(time.UTC)}
	}
	return p
}

func (w wording) birth(b *avrr.Birth) string {
	about := avrr.T("about", "rreth vitit").In(w.in)
	return strings.Replace(b.String(), "about", about, 1)
}

// destination is where the case returns to, as far as it is known.
func (w wording) destination(c *avrr.Case) string {
	switch {
	case c.Destination.Country == "":
		return avrr.T("not named yet", "ende i papërcaktuar").In(w.in)
	case c.Destination.Place == "":
		return w.country(c.Destination.Country)
	}
	return w.country(c.Destination.Country) + ", " + c.Destination.Place
}

// clocksOf are the clocks the case's days are counted by.
func clocksOf(c *avrr.Case) *time.Location { return avrr.Zone(c.Country()) }
