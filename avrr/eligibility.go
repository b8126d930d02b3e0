package avrr

import "fmt"

// Facts are what eligibility is judged on, by name (see FactSpecs). A fact nobody knows yet is absent, never guessed.
// Values are string, int64 or bool; dates are ISO 8601 strings.
type Facts map[string]any

// A FactSpec describes one fact a criterion may ask about.
type FactSpec struct {
	Name string
	Type string // "string", "int", "bool" or "date"
	Text Text
	// Values are what the fact can be; empty where it is open. The search for the nearest alternative tries these.
	Values []string
	// Changeable is whether a person or the office can change the fact: the nearest alternative looks at these only.
	Changeable bool
}

// FactSpecs are all facts there are. A criterion that names another is a mistake in the programme file.
var FactSpecs = []FactSpec{
	{Name: "nationality", Type: "string", Text: T("nationality", "shtetësia")},
	{Name: "host_country", Type: "string", Text: T("country the person returns from", "vendi nga kthehet personi")},
	{Name: "destination", Type: "string", Text: T("country of return", "vendi i kthimit")},
	{Name: "entry", Type: "string", Text: T("before departure or already returned", "para nisjes apo tashmë i kthyer"), Values: []string{"before_departure", "already_returned"}},
	{Name: "legal_status", Type: "string", Text: T("legal status in the host country", "statusi ligjor në vendin pritës"),
		Values: []string{"asylum_seeker", "rejected", "tolerated", "irregular", "stranded", "student_worker", "permit_holder", "other"}},
	{Name: "relation", Type: "string", Text: T("place in the family", "vendi në familje"), Values: []string{"principal", "spouse", "child", "parent", "sibling", "other"}},
	{Name: "child", Type: "bool", Text: T("under 18 on the day of application", "nën 18 vjeç në ditën e aplikimit")},
	{Name: "age", Type: "int", Text: T("age on the day of application", "mosha në ditën e aplikimit")},
	{Name: "applied_on", Type: "date", Text: T("day of application", "dita e aplikimit")},
	{Name: "counselled", Type: "bool", Text: T("has been counselled", "është këshilluar"), Changeable: true},
	{Name: "return_consent", Type: "bool", Text: T("consents to return", "pajtohet me kthimin"), Changeable: true},
	{Name: "data_consent", Type: "bool", Text: T("consents to the processing of personal data", "pajtohet me përpunimin e të dhënave personale"), Changeable: true},
	{Name: "has_means", Type: "bool", Text: T("can pay for the journey", "mund ta paguajë udhëtimin"), Changeable: true},
	{Name: "assisted_before", Type: "bool", Text: T("was assisted to return before", "është ndihmuar të kthehet më parë")},
	{Name: "in_detention", Type: "bool", Text: T("is detained or serving a sentence", "është i ndaluar ose po vuan dënim"), Changeable: true},
	{Name: "authority_objects", Type: "bool", Text: T("the authority objects", "autoriteti kundërshton"), Changeable: true},
	{Name: "members", Type: "int", Text: T("persons in the case", "persona në çështje")},
}

// Results of a criterion.
const (
	Pass = "pass"
	Fail = "fail"
	Ask  = "ask" // a fact it needs is not known yet, or the programme leaves it to a person
)

// Outcomes of an assessment.
const (
	Eligible    = "eligible"
	NotEligible = "not_eligible"
	Undecided   = "ask"
)

// An EligibilityDecision is an assessment that explains itself: which rules in which version, on which facts, with which
// result, and what would have to be different for another outcome.
type EligibilityDecision struct {
	RuleSet            string            `json:"rule_set"`
	Version            string            `json:"version"`
	Facts              Facts             `json:"facts"`
	Criteria           []CriterionResult `json:"criteria"`
	Outcome            string            `json:"outcome"`
	NearestAlternative *Alternative      `json:"nearest_alternative"`
	// Considered are the programmes the alternative was looked for among, as code@version; each is pinned with the decision.
	Considered []string `json:"considered,omitempty"`
}

// A CriterionResult is one criterion as it was judged. Missing names the facts that were not known; a criterion that asks
// and misses none is one a person judges.
type CriterionResult struct {
	ID      string   `json:"id"`
	Text    Text     `json:"text"`
	Source  string   `json:"source"`
	Result  string   `json:"result"`
	Missing []string `json:"missing,omitempty"`
}

// An Alternative is the smallest change found that flips the outcome: one fact, or another programme.
type Alternative struct {
	Fact      string `json:"fact,omitempty"`
	From      any    `json:"from,omitempty"`
	To        any    `json:"to,omitempty"`
	Programme string `json:"programme,omitempty"`
	Version   string `json:"version,omitempty"`
	Outcome   string `json:"outcome"`
	Text      Text   `json:"text"`
}

// adulthood is the age from which nobody is a child (Convention on the Rights of the Child, art. 1).
const adulthood = 18

// facts are what is known of one member. An age that is not sure is not known, and counts as that of a child while the
// person may still be one.
func (m *Member) facts(appliedOn Date) Facts {
	f := Facts{}
	if m.Nationality != "" {
		f["nationality"] = m.Nationality
	}
	if m.Relation != "" {
		f["relation"] = m.Relation
	}
	if m.Birth != nil {
		age, sure := m.Birth.AgeOn(appliedOn)
		if sure {
			f["age"] = int64(age)
		}
		f["child"] = age < adulthood
	}
	return f
}

// earlierHelp holds what was told of earlier assistance against the other cases the member is probably in, and answers how many
// there are. "Yes" stands. "No" stands only when somebody looked and found no other case: a likely one proves nothing either way, so
// the fact is left out and a person is asked. Without an answer it stays unknown: one office's cases are not all there are.
func (j *Judging) earlierHelp(m *Member, f Facts) (likely int, err error) {
	if j.Earlier != nil {
		if likely, err = j.Earlier(m); err != nil {
			return 0, fmt.Errorf("look for earlier cases: %w", err)
		}
	}
	if helped, told := f["assisted_before"].(bool); told && !helped && (j.Earlier == nil || likely > 0) {
		delete(f, "assisted_before")
	}
	return likely, nil
}
