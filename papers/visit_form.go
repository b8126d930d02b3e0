package papers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// VisitForm is what a visitor takes along, blank, and what the file keeps afterwards, filled in. How the person may be reached
// stands before everything else: a careless call can harm.
type VisitForm struct {
	Contact   *SafeContact // nil when none was agreed
	Reference string
	Visit     string // which one it is, already worded: "Visit after three months"
	DueOn     time.Time
	Visitor   string
	Place     string    // where they live now, already worded; may be empty
	Members   []Visited // nobody where no name is told
	Made      *VisitMade
}

// A SafeContact is how a person may be reached, as they agreed it.
type SafeContact struct {
	Channel         string // already worded: "Telephone"
	Value           string
	Hours           string
	Language        string // already worded
	SharedWith      string // who else sees or hears what comes there
	MayLeaveMessage bool
	MayNameUs       bool
}

// Visited is somebody the visit is to.
type Visited struct {
	Name  string
	Birth string // already worded
}

// VisitMade is what came of a visit.
type VisitMade struct {
	On           time.Time
	Mode         VisitMode
	RuleChecked  bool // the visitor went through with them how they may be reached
	Present      []Visitee
	Findings     string
	Photos       int
	PhotosAgreed string // who agreed to them; may be empty
	NextSteps    []NextStep
	Outcome      VisitOutcome
}

// A Visitee is somebody who was there.
type Visitee struct {
	Name     string
	Relation string // already worded; may be empty
}

// A NextStep is what somebody does after the visit.
type NextStep struct {
	What  string
	Who   string // already worded
	DueOn time.Time
}

// A VisitMode is how a visit was made.
type VisitMode string

const (
	AtHome   VisitMode = "home"
	AtOffice VisitMode = "office"
	ByPhone  VisitMode = "phone"
	ByVideo  VisitMode = "video"
)

// A VisitOutcome is how things stand after a visit, or why there was none.
type VisitOutcome string

const (
	OnTrack      VisitOutcome = "on_track"
	NeedsSupport VisitOutcome = "needs_support"
	Moved        VisitOutcome = "moved"
	LeftAgain    VisitOutcome = "re_migrated"
	WishesNone   VisitOutcome = "refused"
	NotFound     VisitOutcome = "lost_contact"
	Detained     VisitOutcome = "detained"
	HasDied      VisitOutcome = "died"
)

var (
	visitModes    = []VisitMode{AtHome, AtOffice, ByPhone, ByVideo}
	visitOutcomes = []VisitOutcome{OnTrack, NeedsSupport, Moved, LeftAgain, WishesNone, NotFound, Detained, HasDied}
)

func (v VisitForm) title(l Language) string {
	if v.Made != nil {
		return visitWords[l].Report
	}
	return visitWords[l].Title
}

func (v VisitForm) check() error {
	if v.Visit == "" || v.Reference == "" {
		return fmt.Errorf("%w: a visit form says which visit it is for, of which case", ErrContent)
	}
	switch m := v.Made; {
	case m == nil:
		return nil
	case m.On.IsZero():
		return fmt.Errorf("%w: a visit that was made has a day", ErrContent)
	case !slices.Contains(visitModes, m.Mode):
		return fmt.Errorf("%w: no way to visit is %q", ErrContent, m.Mode)
	case !slices.Contains(visitOutcomes, m.Outcome):
		return fmt.Errorf("%w: no visit ends with %q", ErrContent, m.Outcome)
	}
	return nil
}

func (v VisitForm) compose(s *sheet) {
	w := visitWords[s.language]
	v.reach(s, w)
	s.gap(2)
	made := VisitMade{}
	if v.Made != nil {
		made = *v.Made
	}
	s.facts(
		fact{"visit", w.Visit, v.Visit},
		fact{"reference", w.Reference, v.Reference})
	s.facts(
		fact{"due_on", w.DueOn, s.words.day(v.DueOn)},
		fact{"visitor", w.Visitor, v.Visitor},
		fact{"place", w.Place, v.Place})
	v.members(s, w)

	s.section(w.TheVisit)
	v.happened(s, w, made)
	v.steps(s, w, made)
	s.section(w.Signatures)
	s.signatures(
		signature{field: "visitor", role: w.WhoVisits, statement: w.VisitorSays, mark: s.words.Signature, name: v.Visitor},
		signature{field: "person", role: w.WhoIsVisited, statement: w.VisitedSays, mark: w.SignatureOrThumb, thumb: true})
}

// reach is the rule to keep before anybody calls or goes there.
func (v VisitForm) reach(s *sheet, w visitWording) {
	head := part{"contact", w.First, sectionStyle}
	c := v.Contact
	if c == nil {
		s.panel(head, part{"contact", w.NoneAgreed, strongBody})
		return
	}
	message, name := w.NoMessage, w.NoName
	if c.MayLeaveMessage {
		message = w.Message
	}
	if c.MayNameUs {
		name = w.Name
	}
	said := []part{{"contact", c.Channel + ": " + unbroken(c.Value), strongBody}}
	for _, each := range []part{
		{"contact.hours", labelled(w.Hours, c.Hours), body},
		{"contact.language", labelled(w.Speak, c.Language), body},
		{"contact.shared_with", labelled(w.SharedWith, c.SharedWith), body},
	} {
		if each.text != "" {
			said = append(said, each)
		}
	}
	s.panel(head, append(said, part{"contact.message", message, strongBody}, part{"contact.name", name, strongBody})...)
}

func (v VisitForm) members(s *sheet, w visitWording) {
	if len(v.Members) == 0 {
		return
	}
	cells := make([][]part, len(v.Members))
	for i, m := range v.Members {
		field := fmt.Sprintf("member[%d]", i)
		cells[i] = []part{{field, w.Member, label}, {field + ".name", m.Name, strongBody}, {field + ".birth", m.Birth, small}}
	}
	s.grid(3, cells)
}

func (v VisitForm) happened(s *sheet, w visitWording, made VisitMade) {
	v.written(s, "on", w.On, s.words.weekday(made.On), 1)
	modes := make([]choice, len(visitModes))
	for i, m := range visitModes {
		modes[i] = choice{w.Modes[m], made.Mode == m}
	}
	s.ticks("mode", w.How, 4, modes...)
	s.ticks("rule", w.Rule, 1, choice{w.RuleChecked, made.RuleChecked})
	present := make([]string, len(made.Present))
	for i, p := range made.Present {
		present[i] = inOneLine(p.Name, p.Relation)
	}
	v.written(s, "present", w.Present, strings.Join(present, "; "), 2)
	v.written(s, "findings", w.Findings, made.Findings, 6)
	photos := ""
	if made.Photos > 0 {
		photos = inOneLine(fmt.Sprint(made.Photos), labelled(w.AgreedBy, made.PhotosAgreed))
	}
	v.written(s, "photos", w.Photos, photos, 1)
	outcomes := make([]choice, len(visitOutcomes))
	for i, o := range visitOutcomes {
		outcomes[i] = choice{w.Outcomes[o], made.Outcome == o}
	}
	s.ticks("outcome", w.Outcome, 2, outcomes...)
}

// written leaves lines to write on while the visit is still to be made; afterwards what nobody gave is a dash.
func (v VisitForm) written(s *sheet, field, title, value string, lines int) {
	if v.Made != nil {
		value = cmp.Or(value, "–")
	}
	s.written(field, title, value, lines)
}

func (v VisitForm) steps(s *sheet, w visitWording, made VisitMade) {
	if v.Made == nil {
		s.section(w.NextSteps)
		s.written("next", w.NextHow, "", 3)
		return
	}
	if len(made.NextSteps) == 0 {
		return
	}
	s.section(w.NextSteps)
	rows := make([][][]part, len(made.NextSteps))
	for i, n := range made.NextSteps {
		field := fmt.Sprintf("next[%d]", i)
		rows[i] = [][]part{
			{{field, fmt.Sprint(i + 1), sectionStyle}},
			{{field + ".what", n.What, body}},
			{{field + ".who", cmp.Or(n.Who, "–"), body}},
			{{field + ".due_on", cmp.Or(s.words.day(n.DueOn), "–"), strongBody}},
		}
	}
	s.table([]column{{"", 8}, {w.What, 86}, {w.Who, 40}, {w.By, 36}}, rows)
}
