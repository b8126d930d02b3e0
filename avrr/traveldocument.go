package avrr

import (
	"errors"
	"strings"
)

// RecordTravelDocument records what became of a travel document. The lines of its machine-readable zone, where they are typed, fill
// what is not given and check what is.
type RecordTravelDocument struct {
	Member    string   `json:"member" schema:"ref=member"`
	Status    string   `json:"status" schema:"enum=issued|refused|lost|returned"`
	Kind      string   `json:"kind,omitempty" schema:"enum=passport|id_card|emergency_travel_document|laissez_passer"`
	Number    string   `json:"number,omitempty" schema:"like=BA1234567,pattern=^[A-Z0-9]{3,20}$"`
	Issuer    string   `json:"issuer,omitempty" schema:"like=AL,pattern=^[A-Z]{2,3}$" doc:"ISO 3166-1 alpha-2, or the code of ICAO Doc 9303-3 for who issues and is no country: UNO, EUE, XXA."`
	IssuedOn  Date     `json:"issued_on,omitzero"`
	ExpiresOn Date     `json:"expires_on,omitzero"`
	HeldBy    string   `json:"original_held_by,omitempty" schema:"enum=person|office|authority|consulate|carrier"`
	MRZ       []string `json:"mrz,omitempty" schema:"min=0,max=3" doc:"The lines of the machine-readable zone, as they are typed off the document."`
}

func (in RecordTravelDocument) happenedOn() Date { return in.IssuedOn }

func (in RecordTravelDocument) check(j *Judging) error {
	if in.Status == "issued" && len(in.MRZ) > 0 {
		zone, err := ReadMRZ(in.MRZ, j.Today())
		if err != nil {
			return unreadable(err)
		}
		if in, err = in.filled(zone.Document()); err != nil {
			return err
		}
	}
	switch {
	case in.Kind == "":
		return broken("document-without-kind", "/kind", "Say which kind of document it is.")
	case in.Status != "issued":
		return nil
	case in.Number == "" || in.ExpiresOn.IsZero() || in.IssuedOn.IsZero() || in.Issuer == "":
		return broken("document-incomplete", "", "An issued document needs its number, issuer, day of issue and day of expiry.")
	case !in.IssuedOn.Before(in.ExpiresOn):
		return broken("document-backwards", "/expires_on", "The document expires before it was issued.")
	}
	return nil
}

// unreadable makes the refusal of a named rule of a zone that cannot be read.
func unreadable(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	return broken("zone-unreadable", e.Field, "%s", e.Message)
}

// Document answers as much of a travel document as its zone tells; what it does not tell is empty.
func (z MRZ) Document() TravelDocument {
	d := TravelDocument{Number: strings.ReplaceAll(z.Number, " ", ""), Issuer: z.Issuer, ExpiresOn: z.ExpiresOn}
	if two, ok := alpha2[z.Issuer]; ok {
		d.Issuer = two
	}
	switch {
	case z.Code == "PE" || z.Code == "PU":
		d.Kind = "emergency_travel_document"
	case z.Code == "PL":
		d.Kind = "laissez_passer"
	case strings.HasPrefix(z.Code, "P"):
		d.Kind = "passport"
	default:
		d.Kind = "id_card"
	}
	return d
}

// filled takes from the zone what was not typed, and refuses what was typed otherwise. The kind is the officer's to say: older
// documents do not tell theirs well.
func (in RecordTravelDocument) filled(zone TravelDocument) (RecordTravelDocument, error) {
	for _, f := range []struct {
		name        string
		typed, zone string
		take        func()
	}{
		{"number", in.Number, zone.Number, func() { in.Number = zone.Number }},
		{"issuer", in.Issuer, zone.Issuer, func() { in.Issuer = zone.Issuer }},
		{"expires_on", in.ExpiresOn.String(), zone.ExpiresOn.String(), func() { in.ExpiresOn = zone.ExpiresOn }},
	} {
		switch {
		case f.typed == "":
			f.take()
		case f.typed != f.zone:
			return in, broken("document-differs", "/"+f.name, "The %s is given as %s, but the machine-readable zone says %s.",
				strings.ReplaceAll(f.name, "_", " "), f.typed, orNothing(f.zone))
		}
	}
	if in.Kind == "" {
		in.Kind = zone.Kind
	}
	return in, nil
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// conclude keeps what the zone told, so that folding reads it no more.
func (in RecordTravelDocument) conclude(j *Judging) (any, error) {
	if len(in.MRZ) == 0 || in.Status != "issued" {
		return nil, nil
	}
	zone, err := ReadMRZ(in.MRZ, j.Today())
	if err != nil {
		return nil, err
	}
	return zone.Document(), nil
}

func (in RecordTravelDocument) apply(c *Case, _ *Programme, e *Event) {
	if len(e.Derived) > 0 {
		var told TravelDocument
		e.derived(&told)
		in, _ = in.filled(told) // it agreed when it was recorded
	}
	c.Member(in.Member).paper(in.Kind).apply(TravelDocument{Kind: in.Kind, Status: in.Status, Number: in.Number, Issuer: in.Issuer,
		IssuedOn: in.IssuedOn, ExpiresOn: in.ExpiresOn, HeldBy: in.HeldBy})
}

// anothersDocument names what the zone says otherwise than the case does of the member.
func anothersDocument(j *Judging) string {
	in, ok := j.Input.(RecordTravelDocument)
	if !ok || len(in.MRZ) == 0 {
		return ""
	}
	zone, err := ReadMRZ(in.MRZ, j.Today())
	if err != nil {
		return ""
	}
	m := j.Case.Member(in.Member)
	var differ []string
	if !zone.sameName(m.Person) {
		differ = append(differ, "name")
	}
	if !zone.Birth.agrees(m.Birth) {
		differ = append(differ, "day of birth")
	}
	if zone.Sex != "X" && m.Sex != "" && m.Sex != "X" && zone.Sex != m.Sex {
		differ = append(differ, "sex")
	}
	if two, ok := alpha2[zone.Nationality]; ok && m.Nationality != "" && two != m.Nationality {
		differ = append(differ, "nationality")
	}
	if len(differ) == 0 {
		return ""
	}
	return "The document of " + m.ID + " differs from the case in: " + strings.Join(differ, ", ") + "."
}

// agrees reports whether two births can be the same; what either does not know speaks against nothing.
func (b MRZBirth) agrees(known *Birth) bool {
	switch read := b.Birth(); {
	case read == nil || known == nil || known.About != 0:
		return true
	case !read.Date.IsZero() && !known.Date.IsZero():
		return read.Date == known.Date
	default:
		return b.Year == known.Year || b.Year == known.Date.Year
	}
}

// SpecimenZone lays out the zone that an emergency travel document of the person would carry (Doc 9303-8: a single sheet, PU), as far
// as it is known before one is issued: without number and day of expiry. It answers nil when the nationality is not known or the name
// cannot stand in a zone.
func (p Person) SpecimenZone() []string {
	z := MRZ{Format: TD2, Code: "PU", Issuer: alpha3(p.Nationality), FamilyName: p.FamilyName, GivenNames: p.GivenNames, Nationality: alpha3(p.Nationality), Sex: p.Sex}
	if z.Issuer == "" {
		return nil
	}
	if b := p.Birth; b != nil {
		z.Birth = MRZBirth(b.Date)
		if b.Date.IsZero() {
			z.Birth.Year = b.Year
		}
	}
	lines, err := z.Lines()
	if err != nil {
		return nil
	}
	return lines
}
