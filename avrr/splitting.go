package avrr

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// A Link names another case of the same family.
type Link struct {
	Case      string   `json:"case"`
	Reference string   `json:"reference"`
	Kind      string   `json:"kind"`              // split_from or split_into
	Members   []string `json:"members,omitempty"` // who moved; their ids are the same in both cases
}

// Kinds of links.
const (
	splitInto = "split_into" // to the case that members moved to
	splitFrom = "split_from" // to the case they came from
)

// SplitCase moves members who travel later to a linked case, which keeps their consents, papers and the pinned programme.
type SplitCase struct {
	Members []string `json:"members" schema:"ref=member"`
	Reason  string   `json:"reason" schema:"max=2000"`
	When
}

func (in SplitCase) check(j *Judging) error {
	for i, id := range in.Members {
		if m := j.Case.Member(id); !slices.Contains(j.Case.having(separable...), m) {
			return broken("not-going", fmt.Sprintf("/members/%d", i), "%s cannot move to another case (%s).", id, m.Fate.Title().EN)
		}
	}
	for _, m := range j.Case.having(remaining...) {
		if !m.isOneOf(in.Members) {
			return nil
		}
	}
	return broken("nobody-left", "/members", "Everybody would move; somebody must stay in the case for it to be split.")
}

// Awaited reports whether the member's journey still lies ahead.
func (m *Member) Awaited() bool { return slices.Contains(separable, m.Fate) }

func someoneToSplit(j *Judging) bool {
	return len(j.Case.having(separable...)) > 0 && len(j.Case.having(remaining...)) > 1
}

func (in SplitCase) conclude(j *Judging) (any, error) {
	return Link{Case: j.Into.Case, Reference: j.Into.Reference, Kind: splitInto, Members: in.Members}, nil
}

func (in SplitCase) apply(c *Case, _ *Programme, e *Event) {
	var into Link
	e.derived(&into)
	c.Links = append(c.Links, into)
	for _, id := range in.Members {
		c.stayBehind(c.Member(id), LeftCase, e)
	}
}

// BeginLinked opens the case that members moved to, as they stood in the one they came from; no person performs it.
type BeginLinked struct {
	From   Link            `json:"from"`
	Reason string          `json:"reason"`
	File   json.RawMessage `json:"file"` // what the members bring along: a Case
}

// BeginLinked answers the case that a split moves members to, and its first event, from the case as it stands before they leave.
func (c *Case) BeginLinked(split Event) (begin Event, into Link, err error) {
	split.derived(&into)
	moved, err := c.clone()
	if err != nil {
		return Event{}, into, err
	}
	moved.keepOnly(into.Members, c)
	in, err := decodeStored(byName["split-case"], split.Input)
	if err != nil {
		return Event{}, into, err
	}
	file, err := json.Marshal(moved)
	if err != nil {
		return Event{}, into, fmt.Errorf("split the case: %w", err)
	}
	body, err := json.Marshal(BeginLinked{From: Link{Case: c.ID, Reference: c.Reference, Kind: splitFrom, Members: into.Members}, Reason: in.(SplitCase).Reason, File: file})
	if err != nil {
		return Event{}, into, fmt.Errorf("split the case: %w", err)
	}
	return Event{Cause: SplitCause(c.ID, split.Cause), Action: "begin-linked", Actor: Actor{ID: SystemActor, Role: System}, Case: into.Case,
		HappenedOn: split.HappenedOn, RecordedAt: split.RecordedAt, Input: body}, into, nil
}

// SplitCause is the cause of a linked case's first event.
func SplitCause(from, cause string) string { return "case/" + from + "#" + cause }

func (in BeginLinked) apply(c *Case, _ *Programme, e *Event) {
	head, brought := *c, Case{} // nothing of the one log may show in the other
	if err := json.Unmarshal(in.File, &brought); err != nil {
		e.Doubt = "What the members brought along cannot be read."
		return
	}
	*c = brought
	c.ID, c.Reference, c.Programme, c.ProgrammeVersion = head.ID, head.Reference, head.Programme, head.ProgrammeVersion
	c.Seq, c.Version, c.AsOf, c.Voided = head.Seq, head.Version, head.AsOf, head.Voided
	c.Fired = head.Fired
	c.OpenedAt, c.LastTouched = e.when(c), e.RecordedAt
	c.Links = append(c.Links, in.From)
}

// keepOnly leaves in a copy of a case what the members who move bring along. Who speaks for a child and stays behind becomes a
// representative.
func (c *Case) keepOnly(members []string, from *Case) {
	for _, m := range c.Members {
		m.Further = m.Further || m != c.Members[0]
		m.Ticket, m.LeftAt, m.CameAlone, m.Fate = "", time.Time{}, time.Time{}, Going
	}
	c.Representatives = nil
	for _, id := range members {
		c.bringSpeakers(c.Member(id), members, from)
	}
	c.Members = slices.DeleteFunc(c.Members, func(m *Member) bool { return !m.isOneOf(members) })
	if a := c.Assessment; a != nil {
		a.Each = slices.DeleteFunc(a.Each, func(d MemberDecision) bool { return !slices.Contains(members, d.Member) })
	}
	c.Booking, c.Plan, c.Payments, c.Visits, c.Papers, c.Notices, c.Raised = nil, nil, nil, nil, nil, nil, nil
	c.Amendment, c.PlanVersions = nil, nil
	c.Deliveries, c.Suppliers, c.Costs = nil, nil, nil
	c.Referrals = slices.DeleteFunc(c.Referrals, func(r *Referral) bool {
		r.Measure = 0 // the plan stays behind
		return !slices.Contains(members, r.Member)
	})
	c.keepDealingsWith(members)
	c.Fired, c.Armed, c.Closure, c.Appeal = nil, nil, nil, nil
	c.Withdrawn, c.OnHold, c.ArrivedAt, c.Briefed = false, false, time.Time{}, Date{}
}

// keepDealingsWith leaves the appointments, files and contacts of those members alone; what is about the whole case stays behind.
func (c *Case) keepDealingsWith(members []string) {
	stays := func(member string) bool { return !slices.Contains(members, member) }
	c.Appointments = slices.DeleteFunc(c.Appointments, func(a *Appointment) bool {
		a.Members = slices.DeleteFunc(a.Members, stays)
		return len(a.Members) == 0
	})
	c.Surveys = slices.DeleteFunc(c.Surveys, func(s *Survey) bool {
		s.Visit = "" // it stays with the visits of the other case
		return stays(s.Member)
	})
	c.Files = slices.DeleteFunc(c.Files, func(f *File) bool { return stays(f.Member) })
	maps.DeleteFunc(c.Contacts, func(member string, _ *ContactSummary) bool { return stays(member) })
}

// bringSpeakers gives a child in the linked case the same holders as before.
func (c *Case) bringSpeakers(child *Member, moving []string, from *Case) {
	before := from.Member(child.ID)
	if !before.childOn(from.day()) {
		return
	}
	holders, _ := from.holders(before, from.day())
	for _, holder := range holders {
		if holder == child.ID {
			continue
		}
		r := from.speaker(child.ID, holder)
		r.ID = c.newID("r")
		if parent := from.Member(holder); parent != nil && !slices.Contains(moving, holder) {
			r.Person, r.Of = &parent.Person, holder
		}
		if r.Person != nil {
			r.Holder = r.ID
		}
		for _, k := range child.Consents {
			if k.By == holder {
				k.By = r.Holder
			}
		}
		c.Representatives = append(c.Representatives, &r)
	}
}

// speaker answers the representation by which a holder speaks for a child; a parent of the case needs none, and gets one here.
func (c *Case) speaker(child, holder string) Representative {
	for _, r := range c.representatives(child, c.day()) {
		if r.Holder == holder {
			return *r
		}
	}
	return Representative{Member: child, Kind: "parent", Holder: holder, From: c.AppliedOn}
}
