package programmes

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"homeward/avrr"
)

// Bounds on what a programme may say. They are far above any real one and keep a slip of the finger from costing a year.
const (
	maxAmount   = 1_000_000_000_000 // minor units, as in avrr.Money
	maxDays     = 3660
	maxElapsed  = 24 * time.Hour // a demo that takes longer shows nothing
	maxAhead    = 30 * 24 * time.Hour
	maxParts    = 60
	maxAttempts = 30
	maxCriteria = 100
)

var (
	codeForm    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	versionForm = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$`)
)

const codeWords = "a code of small letters, digits and hyphens"

// programme reads a whole programme; this is the table of contents of the file format.
func (r *reader) programme(root *yaml.Node) *avrr.Programme {
	m := r.mapping(field{node: root}, "programme", "version", "title", "summary", "demo", "illustrative", "corridors", "criteria",
		"package", "currency", "plan_ceiling", "procurement", "approval", "clocks", "follow_up", "lost_contact", "papers", "instruments", "holidays")
	p := &avrr.Programme{
		Code:         r.matching(m.need("programme"), codeForm, codeWords),
		Version:      r.matching(m.need("version"), versionForm, "a version of letters, digits, dots and hyphens"),
		Title:        r.text(m.need("title")),
		Summary:      r.text(m.need("summary")),
		Demo:         r.boolean(m.may("demo")),
		Illustrative: r.boolean(m.may("illustrative")),
		Corridors:    r.corridors(m.need("corridors")),
		Criteria:     r.criteria(m.need("criteria")),
		Currency:     r.currency(m.need("currency")),
		PlanCeiling:  r.whole(m.need("plan_ceiling"), 0, maxAmount),
		Procurement:  r.procurement(m.may("procurement")),
		Approval:     r.approval(m.may("approval")),
		Papers:       r.papers(m.may("papers")),
		Instruments:  r.instruments(m.may("instruments")),
	}
	spans := spanReader{reader: r, demo: p.Demo, own: r.ownHolidays(m.may("holidays")), used: map[string][]avrr.Date{}}
	p.Package = spans.packageLines(m.may("package"))
	p.Clocks = spans.clocks(m.need("clocks"))
	p.FollowUp = spans.followUp(m.may("follow_up"))
	p.LostContact = r.lostContact(m.may("lost_contact"))
	p.Holidays = spans.used
	r.ceilingCoversPackage(m.may("plan_ceiling"), p)
	return p
}

func (r *reader) corridors(f field) (corridors []avrr.Corridor) {
	for _, entry := range r.someOf(f) {
		m := r.mapping(entry, "from", "to")
		corridors = append(corridors, avrr.Corridor{From: r.countries(m.need("from")), To: r.countries(m.need("to"))})
	}
	return corridors
}

// someOf reads a list that must not be empty.
func (r *reader) someOf(f field) []field { return r.list(r.someIn(f)) }

// someIn notes a list that is empty.
func (r *reader) someIn(f field) field {
	if f.given() && f.node.Kind == yaml.SequenceNode && len(f.node.Content) == 0 {
		r.note(f, "this must have at least one entry")
	}
	return f
}

func (r *reader) countries(f field) (codes []string) {
	for _, entry := range r.list(f) {
		code := r.country(entry)
		if code != "" && slices.Contains(codes, code) {
			r.note(entry, "%q is listed twice", code)
		}
		codes = append(codes, code)
	}
	return codes
}

func (r *reader) country(f field) string {
	code := r.line(f)
	if code != "" && !avrr.IsCountry(code) {
		r.note(f, "%q is not a country code of ISO 3166-1 alpha-2", code)
		return ""
	}
	return code
}

func (r *reader) currency(f field) string {
	code := r.line(f)
	if _, ok := avrr.CurrencyOf(code); code != "" && !ok {
		r.note(f, "%q is not a currency code of ISO 4217", code)
	}
	return code
}

// id reads an identifier that no other entry of its list has.
func (r *reader) id(f field, taken map[string]bool) string {
	id := r.matching(f, codeForm, codeWords)
	if taken[id] && id != "" {
		r.note(f, "the id %q is taken by an entry above", id)
	}
	taken[id] = true
	return id
}

func (r *reader) criteria(f field) (criteria []avrr.Criterion) {
	entries := r.someOf(f)
	if len(entries) > maxCriteria {
		r.note(f, "there are %d criteria; a programme has at most %d", len(entries), maxCriteria)
	}
	taken := map[string]bool{}
	for _, entry := range entries {
		m := r.mapping(entry, "id", "when", "otherwise", "text", "source")
		c := avrr.Criterion{
			ID:     r.id(m.need("id"), taken),
			When:   strings.TrimSpace(r.line(m.need("when"))),
			Text:   r.text(m.need("text")),
			Source: r.line(m.need("source")),
			Asks:   r.oneOf(m.may("otherwise"), avrr.Fail, avrr.Ask) == avrr.Ask,
		}
		if c.ID == CorridorCriterion {
			r.note(m.may("id"), "the id %q is kept for the corridors", c.ID)
		}
		if c.When != "" {
			r.expression(m.may("when"), c.When)
		}
		criteria = append(criteria, c)
	}
	return criteria
}

// papers reads which papers a traveller needs before a ticket is issued.
func (r *reader) papers(f field) (papers []string) {
	for _, entry := range r.list(f) {
		paper := r.oneOf(entry, avrr.NeedTravelDocument, avrr.NeedAuthority, avrr.NeedMedicalClearance)
		if paper != "" && slices.Contains(papers, paper) {
			r.note(entry, "%q is listed twice", paper)
		}
		papers = append(papers, paper)
	}
	return papers
}

// ceilingCoversPackage notes a plan ceiling that a family could not be given the promised help in kind under.
func (r *reader) ceilingCoversPackage(f field, p *avrr.Programme) {
	var promised int64
	for _, line := range p.Package {
		if line.Form == inKind {
			promised += mostOf(line)
		}
	}
	if f.given() && f.node.ShortTag() == "!!int" && p.PlanCeiling < promised {
		r.note(f, "the plan may come to %d, less than the %d the package gives in kind", p.PlanCeiling, promised)
	}
}

func (s spanReader) clocks(f field) map[string]avrr.Span {
	clocks := map[string]avrr.Span{}
	m := s.openMapping(f)
	for _, key := range m.keys() {
		name := key.node.Value
		if !slices.Contains(avrr.KnownClocks, name) {
			s.note(key, "no rule knows a clock %q%s", name, didYouMean(name, avrr.KnownClocks))
		}
		counted := s
		counted.flights = slices.Contains(avrr.Timetabled, name)
		clocks[name] = counted.span(s.mapping(m.may(name), spanKeys...))
	}
	if _, named := clocks[avrr.ClockReview]; f.given() && !named {
		s.note(f, "the clock %q is missing: without it a case nothing else is due on would be forgotten", avrr.ClockReview)
	}
	return clocks
}

func (s spanReader) followUp(f field) (visits []avrr.PlannedVisit) {
	taken := map[string]bool{}
	var last avrr.PlannedVisit
	for _, entry := range s.list(f) {
		m := s.mapping(entry, append([]string{"id", "title"}, spanKeys...)...)
		visit := avrr.PlannedVisit{ID: s.id(m.need("id"), taken), Title: s.text(m.need("title")), After: s.span(m)}
		if avrr.ExtraVisit(visit.ID) {
			s.note(m.may("id"), "the id %q is kept for visits that nobody planned", visit.ID)
		}
		if last.ID != "" && length(visit.After) > 0 && length(visit.After) <= length(last.After) {
			s.note(m.need("after"), "the visit comes no later than %q above it; visits stand in the order they are paid", last.ID)
		}
		visits = append(visits, visit)
		last = visit
	}
	return visits
}

// lostContact reads how often somebody is tried before they count as lost.
func (r *reader) lostContact(f field) (tries avrr.LostContact) {
	if !f.given() {
		return tries
	}
	m := r.mapping(f, "attempts", "channels", "over_days", "home_visit")
	tries = avrr.LostContact{
		Attempts:  int(r.whole(m.need("attempts"), 1, maxAttempts)),
		Channels:  int(r.whole(m.may("channels"), 1, int64(len(avrr.ContactChannels)))),
		OverDays:  int(r.whole(m.may("over_days"), 0, maxDays)),
		HomeVisit: r.boolean(m.may("home_visit")),
	}
	if tries.Channels > tries.Attempts {
		r.note(m.may("channels"), "%d attempts cannot go through %d channels", tries.Attempts, tries.Channels)
	}
	if tries.OverDays > 0 && tries.Attempts == 1 {
		r.note(m.may("over_days"), "one attempt cannot be made over %d days", tries.OverDays)
	}
	return tries
}

// length orders spans after arrival; working days count for the week they are part of.
func length(s avrr.Span) time.Duration {
	const day = 24 * time.Hour
	switch s.Calendar {
	case avrr.Elapsed:
		return s.Elapsed
	case avrr.WorkingDays:
		return time.Duration(math.Ceil(float64(s.Days)*7/5)) * day
	}
	return time.Duration(s.Days) * day
}
