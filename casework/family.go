package casework

import (
	"encoding/json"
	"slices"

	"homeward/access"
	"homeward/avrr"
)

// A LinkView is another case of the same family. Who moved is known by the ids both cases use.
type LinkView struct {
	Reference string   `json:"reference"`
	Kind      string   `json:"kind"` // split_from or split_into
	Members   []string `json:"members"`
	Href      string   `json:"href"`
}

// A RepresentativeView is who speaks for a child: a member of the case or somebody outside it.
type RepresentativeView struct {
	ID          string    `json:"id"`
	Member      string    `json:"member"`
	Kind        string    `json:"kind"` // parent, guardian or court
	Holder      string    `json:"holder"`
	Name        string    `json:"name"`
	AppointedBy string    `json:"appointed_by,omitempty"`
	From        avrr.Date `json:"from"`
	Until       avrr.Date `json:"until,omitzero"`
}

// A MissingConsent is one that a member's return or data still needs, and who can give it; nobody where that is not known yet.
type MissingConsent struct {
	Kind string   `json:"kind"`
	From []string `json:"from"`
}

// showFamily adds what ties people together: linked cases by their references, and who speaks for a child to whom names are shown.
func (v *CaseView) showFamily(c *avrr.Case, who avrr.Actor) {
	for _, l := range c.Links {
		v.Links = append(v.Links, LinkView{l.Reference, l.Kind, l.Members, CaseURL(l.Reference)})
	}
	if !v.NamesShown {
		return
	}
	v.Appeal = appealOf(c, who)
	for _, r := range c.Representatives {
		view := RepresentativeView{ID: r.ID, Member: r.Member, Kind: r.Kind, Holder: r.Holder, AppointedBy: r.AppointedBy, From: r.From, Until: r.Until}
		if m := c.Member(r.Holder); m != nil {
			view.Name = m.Name()
		}
		if r.Person != nil {
			view.Name = r.Person.Name()
		}
		v.Representatives = append(v.Representatives, view)
	}
}

func missingConsents(c *avrr.Case, m *avrr.Member) []MissingConsent {
	var missing []MissingConsent
	if !m.Awaited() {
		return nil
	}
	for _, kind := range []string{avrr.ReturnConsent, avrr.DataConsent} {
		if !c.Consented(m, kind) {
			missing = append(missing, MissingConsent{kind, append([]string{}, c.Lacking(m, kind, c.Today())...)})
		}
	}
	return missing
}

// told is as much of an event's input as its line in the history tells somebody. What members brought along from another case is
// that case's history.
func told(e avrr.Event, who avrr.Actor) json.RawMessage {
	if e.Action == "begin-linked" {
		var begun avrr.BeginLinked
		if err := json.Unmarshal(e.Input, &begun); err != nil {
			return nil
		}
		return kept(map[string]any{"from": begun.From.Reference, "members": begun.From.Members, "reason": begun.Reason})
	}
	if access.SeesClaims(who) && access.SeesMedical(who) {
		return e.Input
	}
	var fields map[string]any
	if err := json.Unmarshal(e.Input, &fields); err != nil {
		return nil
	}
	if !access.SeesBestInterests(who) && e.Action == "record-best-interests" {
		delete(fields, "outcome")
	}
	if !access.SeesMedical(who) {
		leaveOutMedical(e.Action, fields)
	}
	if !access.SeesClaims(who) {
		leaveOutClaims(e.Action, fields)
	}
	return kept(fields)
}

// leaveOutMedical takes what a doctor found out of an event's input; what a traveller needs on the way stays.
func leaveOutMedical(action string, fields map[string]any) {
	if action == "record-medical-clearance" {
		delete(fields, "result")
	}
	if event, _ := fields["event"].(string); slices.Contains(illnesses, event) {
		clear(fields)
	}
}

// ofClaims are the fields of an input that tell of a claim for protection.
var ofClaims = []string{"legal_status", "grounds", "body"}

// leaveOutClaims takes what tells of a claim for protection out of an event's input.
func leaveOutClaims(action string, fields map[string]any) {
	for _, untold := range ofClaims {
		delete(fields, untold)
	}
	if event, _ := fields["event"].(string); slices.Contains(claims, event) {
		clear(fields)
	}
	if action == "decide-appeal" {
		delete(fields, "reason")
	}
	if action == "close" && fields["reason"] == avrr.ProtectionGranted {
		fields["reason"] = endedOtherwise
		delete(fields, "note")
	}
}

func kept(fields map[string]any) json.RawMessage {
	line, err := json.Marshal(fields)
	if err != nil {
		return nil
	}
	return line
}

// claims are events that tell of a claim for protection against the country of return.
var claims = []string{avrr.AsylumClaim, avrr.ProtectionGranted}

// illnesses are events that tell of somebody's health.
var illnesses = []string{avrr.Hospital, avrr.Discharge}

// endedOtherwise is the reason told of a case that ended with a protection that was granted to whom may not learn of it.
const endedOtherwise = "other"

// appealOf answers the appeal, and to whom may not learn of claims not what it is about and where it is heard.
func appealOf(c *avrr.Case, who avrr.Actor) *avrr.Appeal {
	if c.Appeal == nil || access.SeesClaims(who) {
		return c.Appeal
	}
	appeal := *c.Appeal
	appeal.Body, appeal.Reason = "", ""
	return &appeal
}

// lifeOf answers what happened to a member, as far as somebody is told.
func lifeOf(m *avrr.Member, who avrr.Actor) []avrr.LifeEvent {
	return slices.DeleteFunc(slices.Clone(m.Life), func(l avrr.LifeEvent) bool {
		return !access.SeesClaims(who) && slices.Contains(claims, l.Event) || !access.SeesMedical(who) && slices.Contains(illnesses, l.Event)
	})
}
