package avrr

import (
	"fmt"
	"slices"
)

// OpenCase opens a return case. Only the programme, the day of application, the language and one member are required; what
// else is missing becomes a task.
type OpenCase struct {
	Programme       string       `json:"programme" schema:"like=varrp-uk-albania,pattern=^[a-z0-9-]{1,60}$" doc:"Code of the programme, as GET /programmes lists it."`
	Entry           string       `json:"entry,omitempty" schema:"enum=before_departure|already_returned" doc:"Where the case begins; before_departure when left out."`
	AppliedOn       Date         `json:"applied_on" doc:"The day the person applied."`
	Language        string       `json:"language" schema:"like=sq,pattern=^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" doc:"BCP 47, the language the person is counselled in."`
	Interpreter     bool         `json:"interpreter_needed,omitempty"`
	HostCountry     string       `json:"host_country,omitempty" schema:"like=AL,pattern=^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2."`
	HostOffice      string       `json:"host_office,omitempty" schema:"max=80"`
	ReceivingOffice string       `json:"receiving_office,omitempty" schema:"max=80"`
	LegalStatus     string       `json:"legal_status,omitempty" schema:"enum=asylum_seeker|rejected|tolerated|irregular|stranded|student_worker|permit_holder|other"`
	ReturnType      string       `json:"return_type,omitempty" schema:"enum=voluntary|forced" doc:"Whether the person came back by their own decision or was removed by a state; voluntary when left out. Who was removed is helped from arrival on."`
	Contact         *Contact     `json:"contact,omitempty"`
	Destination     *Destination `json:"destination,omitempty"`
	Funding         string       `json:"funding,omitempty" schema:"max=80"`
	ReturnDecision  Date         `json:"return_decision_on,omitzero" doc:"The day of the host state's return decision."`
	LeaveBy         Date         `json:"leave_by,omitzero" doc:"The last day of the period for voluntary departure, extensions included."`
	Members         []NewMember  `json:"members" schema:"min=1,max=30"`
}

// A NewMember is a member as the application names them; ids m1, m2 … follow the order.
type NewMember struct {
	Person
	Relation  string      `json:"relation,omitempty" schema:"enum=principal|spouse|child|parent|sibling|other"`
	Travels   *bool       `json:"travels,omitempty" doc:"Whether the member returns; true when left out."`
	Documents []HeldPaper `json:"documents,omitempty" schema:"min=0,max=10"`
}

// A HeldPaper is a travel document a member already has.
type HeldPaper struct {
	Kind      string `json:"kind" schema:"enum=passport|id_card|emergency_travel_document|laissez_passer"`
	Number    string `json:"number" schema:"like=BA1234567,pattern=^[A-Z0-9]{3,20}$"`
	Issuer    string `json:"issuer" schema:"like=AL,pattern=^[A-Z]{2}$"`
	IssuedOn  Date   `json:"issued_on,omitzero"`
	ExpiresOn Date   `json:"expires_on"`
}

// Contact says how a person may be reached without harm.
type Contact struct {
	Channel         string `json:"channel" schema:"enum=phone|sms|whatsapp|email|letter|partner"`
	Value           string `json:"value" schema:"max=200"`
	Hours           string `json:"hours,omitempty" schema:"max=200"`
	Language        string `json:"language,omitempty" schema:"like=sq,pattern=^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"`
	SharedWith      string `json:"shared_with,omitempty" schema:"max=200" doc:"Who else uses this channel."`
	MayLeaveMessage bool   `json:"may_leave_message,omitempty"`
	MayNameUs       bool   `json:"may_name_us,omitempty"`
}

// check refuses a number nobody could be called at.
func (c *Contact) check() error {
	if c == nil || !slices.Contains([]string{"phone", "sms", "whatsapp"}, c.Channel) {
		return nil
	}
	return phone("/contact/value", c.Value)
}

// Destination is where the person returns to.
type Destination struct {
	Country    string `json:"country" schema:"like=AL,pattern=^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2."`
	District   string `json:"district,omitempty" schema:"max=200"`
	Place      string `json:"place,omitempty" schema:"max=200"`
	Directions string `json:"directions,omitempty" schema:"max=1000"`
}

// alreadyReturned is the entry of somebody who came back by other means.
const alreadyReturned = "already_returned"

// oldestAge bounds a birth date: nobody older has been recorded.
const oldestAge = 125

func (in OpenCase) happenedOn() Date { return in.AppliedOn }

func (in OpenCase) check(j *Judging) error {
	if in.AppliedOn.Before(j.Today().AddYears(-10)) {
		return broken("applied-long-ago", "/applied_on", "applied_on %s is more than ten years ago.", in.AppliedOn)
	}
	if err := removedOnlyAfter(in.ReturnType, in.Entry); err != nil {
		return err
	}
	if err := in.Contact.check(); err != nil {
		return err
	}
	if err := oneHolderEach("/members", nil, in.Members); err != nil {
		return err
	}
	travels := false
	if !in.LeaveBy.IsZero() && in.LeaveBy.Before(in.ReturnDecision) {
		return broken("departure-period-backwards", "/leave_by", "The period for departure would end before the decision of %s.", in.ReturnDecision)
	}
	for i, m := range in.Members {
		if err := m.check(fmt.Sprintf("/members/%d", i), in.AppliedOn); err != nil {
			return err
		}
		travels = travels || m.Travels == nil || *m.Travels
	}
	if !travels {
		return broken("nobody-travels", "/members", "At least one member must travel.")
	}
	return nil
}

// removedOnlyAfter refuses a forced return that has not happened: no journey against anybody's will is ever prepared here.
func removedOnlyAfter(returnType, entry string) error {
	if returnType == ForcedReturn && entry != alreadyReturned {
		return broken("forced-return", "/return_type", "A forced return is not prepared here. Who was removed is helped after arrival: open the case as already returned.")
	}
	return nil
}

// oneHolderEach refuses a document that two people of a case are said to hold: one of the two was mistyped, and a ticket would follow
// it. at is where the newcomers stand in the input.
func oneHolderEach(at string, members []*Member, newcomers []NewMember) error {
	type document struct{ issuer, number string }
	taken := map[document]bool{}
	for _, m := range members {
		for _, d := range m.Papers {
			taken[document{d.Issuer, d.Number}] = true
		}
	}
	for i, m := range newcomers {
		for n, d := range m.Documents {
			if taken[document{d.Issuer, d.Number}] {
				return broken("document-shared", fmt.Sprintf("%s/%d/documents/%d/number", at, i, n),
					"This document is given for two people, and a document has one holder. Look which of the two it belongs to.")
			}
		}
		for _, d := range m.Documents {
			taken[document{d.Issuer, d.Number}] = true
		}
	}
	return nil
}

func (m NewMember) check(at string, day Date) error {
	if err := m.Birth.check(at+"/birth", day); err != nil {
		return err
	}
	for n, d := range m.Documents {
		if !d.IssuedOn.IsZero() && !d.IssuedOn.Before(d.ExpiresOn) {
			return broken("document-backwards", fmt.Sprintf("%s/documents/%d/expires_on", at, n), "The document expires before it was issued.")
		}
	}
	return nil
}

func (b *Birth) check(at string, applied Date) error {
	if b == nil {
		return nil
	}
	said := 0
	for _, there := range []bool{!b.Date.IsZero(), b.Year != 0, b.About != 0} {
		if there {
			said++
		}
	}
	switch {
	case said != 1:
		return broken("birth-unclear", at, "A birth is given as exactly one of date, year and about.")
	case b.Date.After(applied) || max(b.Year, b.About) > applied.Year:
		return broken("birth-after-application", at, "The birth %s lies after the application of %s.", b, applied)
	case !b.Date.IsZero() && b.Date.Year < applied.Year-oldestAge:
		return broken("birth-long-ago", at, "The birth %s would make the person older than %d.", b, oldestAge)
	}
	return nil
}

func (in OpenCase) conclude(j *Judging) (any, error) {
	if in.Entry != alreadyReturned {
		return nil, nil
	}
	var to Destination
	if in.Destination != nil {
		to = *in.Destination
	}
	return j.Programme.schedule(in.AppliedOn.In(Zone(to.Country)), to), nil
}

func (in OpenCase) apply(c *Case, p *Programme, e *Event) {
	c.AppliedOn, c.Language, c.Interpreter = in.AppliedOn, in.Language, in.Interpreter
	c.Entry = in.Entry
	if c.Entry == "" {
		c.Entry = "before_departure"
	}
	c.HostCountry, c.HostOffice, c.ReceivingOffice = in.HostCountry, in.HostOffice, in.ReceivingOffice
	c.LegalStatus, c.ReturnType, c.Contact, c.Funding = in.LegalStatus, in.ReturnType, in.Contact, in.Funding
	if in.Destination != nil {
		c.Destination = *in.Destination
	}
	c.OpenedAt = e.when(c)
	c.ReturnDecision, c.LeaveBy = in.ReturnDecision, in.LeaveBy
	for _, m := range in.Members {
		c.join(m)
	}
	c.Officers[ReturnDuty] = e.Actor.ID
	c.offer(ReintegrationDuty, in.ReceivingOffice, e)
	if c.Entry == alreadyReturned {
		c.enterAtArrival(p, e)
	}
}

// join makes a person a member of the case.
func (c *Case) join(m NewMember) {
	member := &Member{ID: c.newID("m"), Person: m.Person, Relation: m.Relation, Travels: m.Travels == nil || *m.Travels, Fate: Going}
	if !member.Travels || c.Closure != nil {
		member.Fate = Staying
	}
	if member.Relation == "" && len(c.Members) == 0 {
		member.Relation = "principal"
	}
	for _, d := range m.Documents {
		member.Papers = append(member.Papers, &TravelDocument{Kind: d.Kind, Number: d.Number, Issuer: d.Issuer, IssuedOn: d.IssuedOn, ExpiresOn: d.ExpiresOn, Status: "issued"})
	}
	c.Members = append(c.Members, member)
}

// enterAtArrival is how a case begins for somebody who came back by other means.
func (c *Case) enterAtArrival(p *Programme, e *Event) {
	c.Ruling = &Ruling{Decision: "approve", At: e.when(c)}
	for _, m := range c.travellers() {
		m.Fate, m.Ruling = Arrived, c.Ruling
	}
	c.arrive(p, c.AppliedOn.In(Zone(c.Destination.Country)), e)
}
