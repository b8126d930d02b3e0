package avrr

import (
	"fmt"
	"slices"
)

// ownSignature is the age in years from which a child signs too, beside whoever has parental authority.
const ownSignature = 16

// A Representative speaks for a child: a parent, a guardian, or whom a court appointed. Holder names a member of the case;
// Person is somebody outside it.
type Representative struct {
	ID          string  `json:"id"`
	Member      string  `json:"member"`
	Kind        string  `json:"kind"`
	Holder      string  `json:"holder"` // who consents: a member's id, or this representative's own
	Person      *Person `json:"person,omitempty"`
	Of          string  `json:"of,omitempty"` // their id in the linked case they are a member of
	AppointedBy string  `json:"appointed_by,omitempty"`
	From        Date    `json:"from"`
	Until       Date    `json:"until,omitzero"`
	File        string  `json:"file,omitempty"`
}

func (r *Representative) on(day Date) bool {
	return !day.Before(r.From) && (r.Until.IsZero() || !day.After(r.Until))
}

// SetRepresentative records who speaks for a child. Whom a guardian or a court follows upon stays, until the day that is given for them.
type SetRepresentative struct {
	Member      string  `json:"member" schema:"ref=member"`
	Kind        string  `json:"kind" schema:"enum=parent|guardian|court"`
	Holder      string  `json:"holder,omitempty" schema:"ref=member" doc:"The representative, when it is a member of the case."`
	Person      *Person `json:"person,omitempty" doc:"The representative, when it is somebody else."`
	AppointedBy string  `json:"appointed_by,omitempty" schema:"max=200"`
	From        Date    `json:"from"`
	Until       Date    `json:"until,omitzero"`
	File        string  `json:"file,omitempty" schema:"ref=file" doc:"The appointment, or the birth certificate."`
}

func (in SetRepresentative) happenedOn() Date { return in.From }

func (in SetRepresentative) check(j *Judging) error {
	m := j.Case.Member(in.Member)
	switch {
	case (in.Holder == "") == (in.Person == nil):
		return broken("representative-unclear", "/person", "A representative is either a member of the case or a person: give exactly one of holder and person.")
	case in.Holder == in.Member:
		return broken("represents-themself", "/holder", "Nobody represents themself.")
	case !m.childOn(in.From):
		return broken("not-a-child", "/member", "%s was not a child on %s and speaks for themself.", m.ID, in.From)
	case in.Holder != "" && j.Case.Member(in.Holder).childOn(in.From):
		return broken("representative-a-child", "/holder", "%s was a child on %s and cannot represent another.", in.Holder, in.From)
	case !in.Until.IsZero() && in.Until.Before(in.From):
		return broken("representative-backwards", "/until", "The representation would end before it began.")
	case in.Kind != "parent" && in.AppointedBy == "":
		return broken("appointment-missing", "/appointed_by", "Say who appointed the %s.", in.Kind)
	}
	return nil
}

func (in SetRepresentative) apply(c *Case, _ *Programme, _ *Event) {
	r := &Representative{ID: c.newID("r"), Member: in.Member, Kind: in.Kind, Holder: in.Holder, Person: in.Person, AppointedBy: in.AppointedBy,
		From: in.From, Until: in.Until, File: in.File}
	if r.Holder == "" {
		r.Holder = r.ID
	}
	if in.Kind != "parent" { // an appointment replaces the one before
		for _, before := range c.representatives(in.Member, in.From) {
			if before.Kind != "parent" {
				before.Until = in.From.AddDays(-1)
			}
		}
	}
	c.Representatives = append(c.Representatives, r)
}

func (c *Case) representatives(member string, day Date) []*Representative {
	var found []*Representative
	for _, r := range c.Representatives {
		if r.Member == member && r.on(day) && !c.dead(r.Holder) {
			found = append(found, r)
		}
	}
	return found
}

func (c *Case) dead(member string) bool {
	m := c.Member(member)
	return m != nil && m.Fate == Died
}

// childOn reports whether a member is a child on a day. Whose age is unsure is as young as it can be; whose birth is unknown is a
// child when they belong to the case as one.
func (m *Member) childOn(day Date) bool {
	if m.Birth == nil {
		return m.Relation == "child"
	}
	age, _ := m.Birth.AgeOn(day)
	return age < adulthood
}

// holders answers whose consent a member needs on a day, in a fixed order, and false when nobody is known who has parental
// authority over a child. Unless a guardian or a court was appointed, the parents of the case are among them; one who stays
// behind is asked as well.
func (c *Case) holders(m *Member, day Date) (ids []string, known bool) {
	if !m.childOn(day) {
		return []string{m.ID}, true
	}
	appointed := false
	for _, r := range c.representatives(m.ID, day) {
		ids = append(ids, r.Holder)
		appointed = appointed || r.Kind != "parent"
	}
	if !appointed && m.Relation == "child" {
		for _, parent := range c.Members {
			if slices.Contains([]string{"principal", "spouse"}, parent.Relation) && parent.Fate != Died && !parent.childOn(day) {
				ids = append(ids, parent.ID)
			}
		}
	}
	known = len(ids) > 0
	if age, sure := m.Birth.AgeOn(day); sure && age >= ownSignature {
		ids = append(ids, m.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids), known
}

// nextWord answers the next birthday on which it changes whose consent a child needs: at 16 the child's own as well, at 18 only
// the child's own. It answers false for an adult and where the day of birth is not known.
func (m *Member) nextWord(today Date) (Date, bool) {
	if m.Birth == nil || m.Birth.Date.IsZero() || !m.childOn(today) {
		return Date{}, false
	}
	if day := m.Birth.Date.AddYears(ownSignature); today.Before(day) {
		return day, true
	}
	return m.Birth.Date.AddYears(adulthood), true
}

// hasChild reports whether anybody of the case is a child.
func hasChild(j *Judging) bool {
	return slices.ContainsFunc(j.Case.Members, func(m *Member) bool { return m.childOn(j.Today()) })
}

// newID answers the next id of a kind: m5, r1. Ids are counted for ever, so that what was voided leaves its own behind.
func (c *Case) newID(kind string) string {
	if c.Issued == nil {
		c.Issued = map[string]int{}
	}
	c.Issued[kind]++
	return fmt.Sprintf("%s%d", kind, c.Issued[kind])
}

// Today answers the day as far as the log tells: that of its last line, where the case then was.
func (c *Case) Today() Date { return c.day() }

// day answers the day of the last thing the log tells, where the case then was.
func (c *Case) day() Date { return DateOf(c.AsOf.In(c.place())) }
