package web

import (
	"slices"

	"homeward/avrr"
	"homeward/casework"
)

// A personLine is one member of a case.
type personLine struct {
	Name     string
	Script   string
	Relation string
	Facts    []string // age and birth, nationality
	Fate     string
	FateKind string
	Shape    string // of the fate
	Consents []consentLine
	Speakers []speakerLine // who speaks for a child
	Decision string
	Recheck  bool
	Papers   []paperLine
	Screened bool
	Cleared  string
	Alone    bool   // travels as a child on their own
	Receiver string // who meets them
	Hands    []handLine
}

type consentLine struct {
	Title string
	Given bool
	From  []string // whose it still takes, when that is not the member alone
}

type speakerLine struct{ Name, Kind, Since string }

type paperLine struct {
	Title  string
	Number string
	Issuer string
	State  string
	Until  string
	Ends   *due // while it is still to be used
}

var fateShapes = map[avrr.Fate]string{avrr.Going: "●", avrr.Departed: "●", avrr.Arrived: "✓", avrr.Staying: "◇", avrr.Deferred: "◇", avrr.NoShow: "▲", avrr.Stranded: "▲", avrr.Returned: "▲",
	avrr.Refused: "■", avrr.Withdrew: "■", avrr.LeftCase: "■", avrr.Died: "■"}

// gone are the fates of members nobody asks for a consent any more.
var gone = []avrr.Fate{avrr.Staying, avrr.Withdrew, avrr.Refused, avrr.LeftCase, avrr.Died}

func (r *reading) people() []personLine {
	var lines []personLine
	for _, m := range r.view.Members {
		l := personLine{Name: r.names[m.ID], Relation: r.w.word("relation", m.Relation), Fate: r.w.text(m.Fate.Title()), FateKind: string(m.Fate), Shape: fateShapes[m.Fate],
			Screened: m.Screened, Cleared: r.w.word("clearance", m.Cleared)}
		if p := m.Person; p != nil {
			l.Name = p.Name()
			l.Script, l.Facts = p.OriginalScript, r.facts(p)
		}
		l.Speakers, l.Recheck, l.Alone = r.speakers(m.ID), m.Recheck, m.Alone
		l.Receiver, l.Hands = r.hands(m.ID)
		if m.Decision != "" {
			l.Decision = r.w.word("value", m.Decision)
		}
		if !slices.Contains(gone, m.Fate) {
			l.Consents = r.consents(m)
		}
		for _, d := range m.Documents {
			l.Papers = append(l.Papers, r.paper(d))
		}
		lines = append(lines, l)
	}
	return lines
}

func (r *reading) facts(p *avrr.Person) []string {
	var facts []string
	if p.Birth != nil {
		age, sure := p.Birth.AgeOn(avrr.DateOf(r.now.In(r.place)))
		switch {
		case sure:
			facts = append(facts, r.w.count("person.age", age), r.w.t("person.born", r.w.date(p.Birth.Date)))
		case p.Birth.Year != 0:
			facts = append(facts, r.w.t("person.born_year", p.Birth.Year))
		default:
			facts = append(facts, r.w.t("person.born_about", p.Birth.About))
		}
	}
	if p.Sex != "" {
		facts = append(facts, r.w.word("sex", p.Sex))
	}
	if p.Nationality != "" {
		facts = append(facts, r.w.t("person.nationality", r.w.country(p.Nationality)))
	}
	return facts
}

// consents tells of the two consents everybody is asked for whether they stand, and of others when they were given.
func (r *reading) consents(m casework.MemberView) []consentLine {
	given := map[string]bool{}
	for _, kind := range m.Consents {
		given[kind] = true
	}
	var lines []consentLine
	for _, kind := range []string{avrr.ReturnConsent, avrr.DataConsent, avrr.MedicalConsent, avrr.SharingConsent} {
		if given[kind] || kind == avrr.ReturnConsent || kind == avrr.DataConsent {
			lines = append(lines, consentLine{r.w.word("consent", kind), given[kind], r.awaited(m, kind)})
		}
	}
	return lines
}

// awaited names whose consent a member still needs besides their own.
func (r *reading) awaited(m casework.MemberView, kind string) []string {
	var names []string
	for _, missing := range m.Missing {
		for _, id := range missing.From {
			if missing.Kind == kind && (id != m.ID || len(missing.From) > 1) {
				names = append(names, r.names[id])
			}
		}
	}
	return names
}

func (r *reading) speakers(member string) []speakerLine {
	var lines []speakerLine
	for _, s := range r.view.Representatives {
		if s.Member == member {
			lines = append(lines, speakerLine{s.Name, r.w.word("representative", s.Kind), r.w.date(s.From)})
		}
	}
	return lines
}

func (r *reading) paper(d avrr.TravelDocument) paperLine {
	l := paperLine{Title: r.w.word("paper", d.Kind), Number: d.Number, State: r.w.word("paper_status", d.Status), Until: r.w.date(d.ExpiresOn)}
	if d.Issuer != "" {
		l.Issuer = r.w.country(d.Issuer)
	}
	if !d.ExpiresOn.IsZero() && d.Status == "issued" {
		if left := avrr.DateOf(r.now.In(r.place)).DaysUntil(d.ExpiresOn); left < 180 {
			ends := r.w.ends(d.ExpiresOn.AddDays(1).In(r.place), r.now, r.place)
			l.Ends = &ends
		}
	}
	return l
}
