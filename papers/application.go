package papers

import (
	"cmp"
	"fmt"
	"strings"
)

// TravelDocumentApplication asks a state for a travel document for one journey. Only the state issues one, so every
// page says that this is an application and no travel document. Its fields are those of the EU return document
// (Regulation (EU) 2016/1953, annex) and of the readmission agreements' request forms, without their note on
// health: nothing of that kind stands on a paper.
type TravelDocumentApplication struct {
	Reference    string
	Authority    Office // embassy, consulate or authority that is asked
	AsksFor      string // already worded: "Emergency travel document for one journey"
	Applicant    Person
	FormerNames  string
	Father       string
	Mother       string
	Marks        string   // distinguishing marks, height and colour of the eyes; already worded
	AddressHere  string   // where the applicant lives now
	AddressThere string   // in the country of return, as far as it is known
	LastDocument Document // held before; its zero value is none
	Guardian     string   // who signs for a child; empty leaves out the place to sign
	Leg          *Leg     // of the planned arrival; nil when nothing is booked
	Evidence     []Evidence
	Enclosed     []string // what else goes with it, already worded: "two photographs"
	Zone         []string // lines of a machine-readable zone as the document could carry it, printed as a specimen; may be empty
}

// Evidence shows who the applicant is and that the state is theirs.
type Evidence struct {
	What   string // already worded: "Birth certificate"
	Detail string // number, issuer, date
	Form   EvidenceForm
}

// An EvidenceForm is how a piece of evidence is handed in.
type EvidenceForm string

const (
	Original    EvidenceForm = "original"
	CopyOf      EvidenceForm = "copy"
	Translation EvidenceForm = "translation"
)

func (a TravelDocumentApplication) title(l Language) string { return applicationWords[l].Title }

func (a TravelDocumentApplication) banner(l Language) string { return applicationWords[l].Banner }

func (a TravelDocumentApplication) check() error {
	if a.Authority.Name == "" || a.AsksFor == "" {
		return fmt.Errorf("%w: an application says of whom it asks what", ErrContent)
	}
	for i, e := range a.Evidence {
		if _, ok := applicationWords[English].Forms[e.Form]; !ok {
			return fmt.Errorf("%w: evidence %d is an original, a copy or a translation", ErrContent, i+1)
		}
	}
	if a.Leg != nil {
		if err := checkLegs([]Leg{*a.Leg}); err != nil {
			return err
		}
	}
	return cmp.Or(checkZone(a.Zone), a.Applicant.check())
}

// A photograph as ICAO Doc 9303-3 asks for it, in millimetres.
const (
	photoWidth = 35.0
	photoTall  = 45.0
)

func (a TravelDocumentApplication) compose(s *sheet) {
	w := applicationWords[s.language]
	photo := s.text("photo", w.Photo)
	s.beside(photoWidth, photoTall, func(c *canvas, left, top float64) {
		c.box(left, top, photoWidth, photoTall)
		c.text(left+2, top+1, photo, label)
	}, func() {
		s.paragraph("opening", fmt.Sprintf(w.Opening, a.AsksFor), strongBody)
		s.gap(1)
		s.grid(2, [][]part{
			s.office("authority", w.Authority, a.Authority),
			{{"reference", w.Reference, label}, {"reference", a.Reference, body}},
		})
	})

	s.section(w.Applicant)
	s.person("applicant", a.Applicant)
	s.facts(
		fact{"former_names", w.FormerNames, a.FormerNames},
		fact{"father", w.Father, a.Father},
		fact{"mother", w.Mother, a.Mother})
	s.facts(fact{"marks", w.Marks, a.Marks})
	s.facts(
		fact{"address_here", w.AddressHere, a.AddressHere},
		fact{"address_there", w.AddressThere, a.AddressThere})
	s.facts(
		fact{"last_document", w.LastDocument, joined(a.LastDocument.Kind, a.LastDocument.Number)},
		fact{"last_document.issued_by", s.words.IssuedBy, a.LastDocument.IssuedBy},
		fact{"last_document.valid_until", s.words.ValidUntil, s.words.day(a.LastDocument.ValidUntil)})

	if a.Leg != nil {
		s.section(w.Arrival)
		s.journey([]Leg{*a.Leg})
	}
	a.evidence(s, w)
	if len(a.Zone) > 0 {
		s.gap(5)
		s.zone(a.Zone)
	}

	s.section(w.Signatures)
	s.signatures(a.signatures(s, w)...)
}

func (a TravelDocumentApplication) evidence(s *sheet, w applicationWording) {
	if len(a.Evidence)+len(a.Enclosed) == 0 {
		return
	}
	s.section(w.Evidence)
	rows := make([][][]part, len(a.Evidence))
	for i, e := range a.Evidence {
		field := fmt.Sprintf("evidence[%d]", i)
		rows[i] = [][]part{
			{{field, fmt.Sprint(i + 1), sectionStyle}},
			{{field + ".what", e.What, strongBody}},
			{{field + ".detail", e.Detail, small}},
			{{field + ".form", w.Forms[e.Form], small}},
		}
	}
	if len(rows) > 0 {
		s.table([]column{{"", 8}, {w.What, 62}, {w.Detail, 70}, {w.Form, 30}}, rows)
	}
	if len(a.Enclosed) > 0 {
		s.gap(1.5)
		s.paragraph("enclosed", w.Enclosed+" "+strings.Join(a.Enclosed, "; "), body)
	}
}

func (a TravelDocumentApplication) signatures(s *sheet, w applicationWording) []signature {
	all := []signature{
		{field: "applicant", role: w.Applicant, statement: w.ApplicantSigns, mark: w.SignatureOrThumb, thumb: true,
			name: joined(a.Applicant.GivenNames, a.Applicant.FamilyName)},
		{field: "officer", role: w.Officer, statement: w.OfficerSigns, mark: s.words.Signature},
	}
	if a.Guardian != "" {
		all = append(all, signature{field: "guardian", role: w.Guardian, statement: w.GuardianSigns, mark: s.words.Signature, name: a.Guardian})
	}
	return all
}

// zoneWidths are the characters a line has in TD1, TD2 and TD3 (ICAO Doc 9303-5, -6, -4), by the number of lines.
var zoneWidths = map[int][]int{0: {0}, 2: {36, 44}, 3: {30}}

func checkZone(lines []string) error {
	for _, width := range zoneWidths[len(lines)] {
		if fits(lines, width) {
			return nil
		}
	}
	return fmt.Errorf("%w: a machine-readable zone has two lines of 36 or 44 characters or three of 30", ErrContent)
}

func fits(lines []string, width int) bool {
	for _, line := range lines {
		if len(line) != width || strings.Trim(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") != "" {
			return false
		}
	}
	return true
}
