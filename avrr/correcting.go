package avrr

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// CorrectDetails puts right what was written down wrongly, or has changed: only what is named changes. The rules are asked
// again on what is right, papers that say what was wrong are superseded, and a ticket in a wrong name stops the journey.
type CorrectDetails struct {
	Reason          string            `json:"reason" schema:"max=2000"`
	Contact         *Contact          `json:"contact,omitempty"`
	Destination     *Destination      `json:"destination,omitempty"`
	Language        string            `json:"language,omitempty" schema:"like=sq,pattern=^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"`
	Interpreter     *bool             `json:"interpreter_needed,omitempty"`
	HostCountry     string            `json:"host_country,omitempty" schema:"like=AL,pattern=^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2."`
	HostOffice      string            `json:"host_office,omitempty" schema:"max=80"`
	ReceivingOffice string            `json:"receiving_office,omitempty" schema:"max=80"`
	LegalStatus     string            `json:"legal_status,omitempty" schema:"enum=asylum_seeker|rejected|tolerated|irregular|stranded|student_worker|permit_holder|other"`
	ReturnType      string            `json:"return_type,omitempty" schema:"enum=voluntary|forced"`
	Funding         string            `json:"funding,omitempty" schema:"max=80"`
	AppliedOn       Date              `json:"applied_on,omitzero"`
	ReturnDecision  Date              `json:"return_decision_on,omitzero"`
	LeaveBy         Date              `json:"leave_by,omitzero"`
	Members         []CorrectedMember `json:"members,omitempty" schema:"min=0,max=30"`
}

// A CorrectedMember names what is right about a member; a family name of one space is none.
type CorrectedMember struct {
	Member         string  `json:"member" schema:"ref=member"`
	FamilyName     *string `json:"family_name,omitempty" schema:"max=300"`
	GivenNames     string  `json:"given_names,omitempty" schema:"max=300"`
	OriginalScript *string `json:"original_script,omitempty" schema:"max=300"`
	Birth          *Birth  `json:"birth,omitempty"`
	Sex            string  `json:"sex,omitempty" schema:"enum=F|M|X"`
	Nationality    string  `json:"nationality,omitempty" schema:"like=AL,pattern=^[A-Z]{2}$"`
	Relation       string  `json:"relation,omitempty" schema:"enum=principal|spouse|child|parent|sibling|other"`
}

func (in CorrectDetails) check(j *Judging) error {
	applied := j.Case.AppliedOn
	if !in.AppliedOn.IsZero() {
		applied = in.AppliedOn
	}
	if applied.After(DateOf(j.Case.OpenedAt.In(j.Case.place())).AddDays(1)) && applied != j.Case.AppliedOn {
		return broken("in-the-future", "/applied_on", "The application cannot be later than the opening of the case.")
	}
	if err := removedOnlyAfter(in.ReturnType, j.Case.Entry); err != nil {
		return err
	}
	if err := in.Contact.check(); err != nil {
		return err
	}
	for i, m := range in.Members {
		if err := m.Birth.check(fmt.Sprintf("/members/%d/birth", i), j.Today()); err != nil {
			return err
		}
	}
	if reflect.DeepEqual(in, CorrectDetails{Reason: in.Reason}) {
		return broken("nothing-corrected", "", "Name at least one thing that is to be corrected.")
	}
	return nil
}

// rechecked names whose approval rests on facts that a correction changed for the worse.
type rechecked struct {
	Recheck []string `json:"recheck,omitempty"`
}

// conclude asks the programme's criteria again, of everybody who was approved on other facts.
func (in CorrectDetails) conclude(j *Judging) (any, error) {
	after, err := j.Case.clone()
	if err != nil {
		return nil, err
	}
	in.put(after)
	var found rechecked
	for _, m := range after.having(slices.Concat(separable, []Fate{Departed})...) {
		before := j.Case.FactsOf(j.Case.Member(m.ID))
		if !m.approved() || reflect.DeepEqual(before, after.FactsOf(m)) {
			continue
		}
		was, err := j.Assess(before)
		if err != nil {
			return nil, err
		}
		is, err := j.Assess(after.FactsOf(m))
		if err != nil {
			return nil, err
		}
		if is.Outcome != was.Outcome && is.Outcome != Eligible {
			found.Recheck = append(found.Recheck, m.ID)
		}
	}
	if len(found.Recheck) == 0 {
		return nil, nil
	}
	return found, nil
}

func (in CorrectDetails) restsOn(e *Event) (string, []string) {
	var found rechecked
	e.derived(&found)
	return "member", found.Recheck
}

func (in CorrectDetails) apply(c *Case, _ *Programme, e *Event) {
	printed := map[string]string{}
	for _, p := range c.Papers {
		printed[p.Number] = c.printedOn(p)
	}
	in.put(c)
	c.correctReceiving(in.ReceivingOffice, e)
	var found rechecked
	e.derived(&found)
	for _, id := range found.Recheck {
		if m := c.Member(id); m != nil {
			m.Recheck = true
			c.Assessment.forget(id)
		}
	}
	for _, p := range slices.Clone(c.Papers) {
		if p.Status == PaperCurrent && p.Seq != e.Seq && printed[p.Number] != c.printedOn(p) {
			c.putRight(p, e)
		}
	}
}

// overwrites answers what stands where the correction would write. Its reason is nobody's but its author's.
func (in CorrectDetails) overwrites(c *Case, _ func(string) string) (stands, would Input, err error) {
	after, err := c.clone()
	if err != nil {
		return nil, nil, err
	}
	in.put(after)
	if in.ReceivingOffice != "" {
		after.ReceivingOffice = in.ReceivingOffice
	}
	return in.standing(c), in.standing(after), nil
}

// standing is what a correction of the same members would have to say to change nothing.
func (in CorrectDetails) standing(c *Case) CorrectDetails {
	is := CorrectDetails{Contact: c.Contact, Destination: &c.Destination, Language: c.Language, Interpreter: &c.Interpreter, HostCountry: c.HostCountry,
		HostOffice: c.HostOffice, ReceivingOffice: c.ReceivingOffice, LegalStatus: c.LegalStatus, ReturnType: c.ReturnType, Funding: c.Funding,
		AppliedOn: c.AppliedOn, ReturnDecision: c.ReturnDecision, LeaveBy: c.LeaveBy}
	for _, right := range in.Members {
		one := CorrectedMember{Member: right.Member}
		if m := c.Member(right.Member); m != nil {
			one = CorrectedMember{m.ID, &m.FamilyName, m.GivenNames, &m.OriginalScript, m.Birth, m.Sex, m.Nationality, m.Relation}
		}
		is.Members = append(is.Members, one)
	}
	return is
}

// put writes what is right into the case.
func (in CorrectDetails) put(c *Case) {
	for text, value := range map[*string]string{&c.Language: in.Language, &c.HostCountry: in.HostCountry, &c.HostOffice: in.HostOffice,
		&c.LegalStatus: in.LegalStatus, &c.ReturnType: in.ReturnType, &c.Funding: in.Funding} {
		if value != "" {
			*text = value
		}
	}
	for day, value := range map[*Date]Date{&c.AppliedOn: in.AppliedOn, &c.ReturnDecision: in.ReturnDecision, &c.LeaveBy: in.LeaveBy} {
		if !value.IsZero() {
			*day = value
		}
	}
	if in.Contact != nil {
		c.Contact = in.Contact
	}
	if in.Destination != nil {
		c.Destination = *in.Destination
	}
	if in.Interpreter != nil {
		c.Interpreter = *in.Interpreter
	}
	for _, right := range in.Members {
		if m := c.Member(right.Member); m != nil { // there was none yet in the case of an earlier day
			right.put(m)
		}
	}
}

func (in CorrectedMember) put(m *Member) {
	if in.FamilyName != nil {
		m.FamilyName = *in.FamilyName
	}
	if in.OriginalScript != nil {
		m.OriginalScript = *in.OriginalScript
	}
	for text, value := range map[*string]string{&m.GivenNames: in.GivenNames, &m.Sex: in.Sex, &m.Nationality: in.Nationality, &m.Relation: in.Relation} {
		if value != "" {
			*text = value
		}
	}
	if in.Birth != nil {
		m.Birth = in.Birth
	}
}

// printedOn answers, in a form to compare, what a paper says that a correction can change.
func (c *Case) printedOn(p *IssuedPaper) string {
	said := []string{c.HostOffice, c.ReceivingOffice}
	letter := p.Kind == PaperDecision || p.Kind == PaperRefusal // of the person it says the name alone
	for _, m := range c.Members {
		if m.ID != p.Member && !m.isOneOf(p.Members) {
			continue
		}
		said = append(said, m.Name())
		if !letter {
			said = append(said, m.FamilyName, m.GivenNames, m.Sex, m.Nationality, m.Birth.String())
		}
	}
	if p.Kind == PaperDeclaration {
		said = append(said, c.Destination.Country, c.Destination.Place, c.Language)
	}
	return fmt.Sprintf("%q", said)
}

// putRight supersedes a paper by one that says what is right. A travel letter to a ticket in another name is called back: with it
// nobody is let aboard.
func (c *Case) putRight(p *IssuedPaper, e *Event) {
	if p.Kind == PaperTravelLetter && c.Member(p.Member).misnamed() {
		p.Status = PaperWithdrawn
		return
	}
	c.enter(IssuedPaper{Kind: p.Kind, Member: p.Member, About: p.About, Language: p.Language}, e)
}

// misnamed reports whether the member's ticket is in another name than the member's.
func (m *Member) misnamed() bool {
	return m.Ticket != "" && m.TicketName != "" && m.TicketName != m.Name()
}

// ticketsInTheRightName asks that nobody travels on a ticket in another name.
func ticketsInTheRightName(j *Judging) []Blocked {
	var blocks []Blocked
	for _, m := range j.Case.travellers() {
		if m.misnamed() {
			blocks = append(blocks, Blocked{Rule: "ticket-name", Text: fmt.Sprintf("The ticket of %s is in another name than the corrected one. Have it reissued.", m.ID),
				Member: m.ID, Thing: "ticket", Duty: TravelDuty})
		}
	}
	return blocks
}

// clone answers a copy that can be changed without changing the case.
func (c *Case) clone() (*Case, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("copy the case: %w", err)
	}
	var copied Case
	if err := json.Unmarshal(raw, &copied); err != nil {
		return nil, fmt.Errorf("copy the case: %w", err)
	}
	return &copied, nil
}
