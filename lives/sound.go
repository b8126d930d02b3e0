package lives

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"homeward/avrr"
)

// Sound answers what is wrong with a case as it stands, every promise broken as an error of its own; nil when nothing is.
func Sound(c *avrr.Case, p *avrr.Programme) error {
	var wrong []error
	says := func(is bool, format string, args ...any) {
		if is {
			wrong = append(wrong, fmt.Errorf("case %s in %s at %d: "+format, append([]any{c.ID, c.Stage, c.Seq}, args...)...))
		}
	}
	next, runs := c.NextDue(p)
	says(c.Stage == avrr.Closed && runs, "the clock %s runs in a closed case", next.Name)
	says(c.Stage != avrr.Closed && !runs, "nothing is ever due")
	says(c.Owner(p).Duty == "", "nobody is to act")
	says(c.Stage != stage(c, p), "it should be in %s", stage(c, p))
	seen := map[string]bool{}
	for _, task := range c.Tasks(p) {
		says(seen[task.ID], "the task %s stands twice", task.ID)
		says(!held(task.Duty), "the task %s is for the duty %q, which nobody holds", task.ID, task.Duty)
		says(task.Title.EN == "" || task.Title.SQ == "", "the task %s says nothing", task.ID)
		passesOn := strings.HasPrefix(task.ID, "linked-word:") // who withdrew is spoken of in the linked case, and not turned to
		says(gone(c, subject(task.ID)) && !passesOn, "the task %s is about %s, who is %s", task.ID, subject(task.ID), fate(c, subject(task.ID)))
		seen[task.ID] = true
	}
	for _, k := range c.Clocks(p) {
		says(gone(c, subject(k.Name)), "the clock %s runs for %s, who is %s", k.Name, subject(k.Name), fate(c, subject(k.Name)))
	}
	for _, of := range []func(*avrr.Case, *avrr.Programme) error{appointments, papers, notices, money} {
		if err := of(c, p); err != nil {
			wrong = append(wrong, fmt.Errorf("case %s in %s at %d: %w", c.ID, c.Stage, c.Seq, err))
		}
	}
	return errors.Join(wrong...)
}

// stage derives where a case must be from what became of its members, as the programme manual says it.
func stage(c *avrr.Case, p *avrr.Programme) avrr.Stage {
	having := func(fates ...avrr.Fate) bool {
		return slices.ContainsFunc(c.Members, func(m *avrr.Member) bool { return slices.Contains(fates, m.Fate) })
	}
	before := func() avrr.Stage {
		approved := slices.ContainsFunc(c.Members, func(m *avrr.Member) bool {
			still := slices.Contains([]avrr.Fate{avrr.Going, avrr.NoShow, avrr.Returned, avrr.Deferred}, m.Fate)
			return still && m.Ruling != nil && m.Ruling.Decision == "approve"
		})
		switch {
		case !approved:
			return avrr.Eligibility
		case c.Booking != nil && c.Booking.Status == avrr.Ticketed:
			return avrr.Travel
		}
		return avrr.Preparation
	}
	switch {
	case c.Closure != nil:
		return avrr.Closed
	case having(avrr.Departed, avrr.Stranded):
		return avrr.Travel
	case having(avrr.Going, avrr.NoShow, avrr.Returned):
		return before()
	case !having(avrr.Arrived) && c.Appeal != nil && c.Appeal.Decision == "":
		return avrr.Eligibility
	case !having(avrr.Arrived) && having(avrr.Deferred):
		return before()
	case !having(avrr.Arrived):
		return avrr.Closed
	case p.PlanCeiling == 0 || c.Declined:
		return avrr.FollowUp
	case c.Plan == nil || c.Plan.Decision != "approve":
		return avrr.Arrival
	case slices.ContainsFunc(c.Plan.Instalments, func(i *avrr.Instalment) bool { return i.State == avrr.Planned || i.State == avrr.Released }):
		return avrr.Reintegration
	}
	return avrr.FollowUp
}

// held reports whether a role of the office sees to a duty.
func held(d avrr.Duty) bool {
	return d != "" && slices.ContainsFunc(avrr.Roles, func(r avrr.Role) bool { return avrr.DutyOf(r) == d })
}

// subject answers the member a task or a clock is about, by the end of its name; "" for one that is about the case.
func subject(name string) string {
	_, id, _ := strings.Cut(name, ":")
	if i := strings.LastIndexByte(id, ':'); i >= 0 {
		id = id[i+1:]
	}
	return id
}

// gone reports whether nobody may turn to a member any more.
func gone(c *avrr.Case, id string) bool {
	return slices.Contains([]avrr.Fate{avrr.Withdrew, avrr.LeftCase, avrr.Died}, fate(c, id))
}

func fate(c *avrr.Case, id string) avrr.Fate {
	if m := c.Member(id); m != nil {
		return m.Fate
	}
	return ""
}

// appointments are kept only while somebody may still come.
func appointments(c *avrr.Case, p *avrr.Programme) error {
	for _, k := range c.Clocks(p) {
		id, of := strings.CutPrefix(k.Name, "appointment:")
		if !of {
			continue
		}
		for _, a := range c.Appointments {
			if a.ID == strings.TrimSuffix(id, "/reminder") && !slices.ContainsFunc(a.Members, func(m string) bool { return !gone(c, m) }) {
				return fmt.Errorf("%s runs although nobody is left to come", k.Name)
			}
		}
	}
	return nil
}

// papers that are current speak of somebody who is on the way, and a travel letter of a ticket there is.
func papers(c *avrr.Case, _ *avrr.Programme) error {
	current := map[string]bool{}
	for _, paper := range c.Papers {
		if paper.Status != avrr.PaperCurrent {
			continue
		}
		of := fmt.Sprintf("%s of %s in %s", paper.Kind, paper.Member+paper.About, paper.Language)
		m := c.Member(paper.Member)
		switch {
		case current[of]:
			return fmt.Errorf("%s is current twice", of)
		case gone(c, paper.Member):
			return fmt.Errorf("%s is current although they are %s", of, m.Fate)
		case paper.Kind == avrr.PaperTravelLetter && m.Ticket == "":
			return fmt.Errorf("%s is current although there is no ticket", of)
		}
		current[of] = true
	}
	return nil
}

// notices that are current announce a journey there is, each office being told one thing.
func notices(c *avrr.Case, _ *avrr.Programme) error {
	current := map[string]bool{}
	expected := false
	for _, n := range c.Notices {
		if n.Status != avrr.NoticeCurrent {
			continue
		}
		if current[n.Thread()] {
			return fmt.Errorf("two notices %s for %s%s are current", n.Kind, n.To, n.Place)
		}
		current[n.Thread()] = true
		expected = expected || n.Answerable()
	}
	b := c.Booking
	if expected && c.ArrivedAt.IsZero() && (b == nil || slices.Contains([]string{avrr.Held, avrr.Cancelled, avrr.Lapsed, avrr.Releasing}, b.Status)) {
		return errors.New("an office is told of a journey there is not")
	}
	return nil
}

// money is never less than nothing, and a plan never more than the programme gives, what was paid before it included.
func money(c *avrr.Case, p *avrr.Programme) error {
	for _, paid := range c.Payments {
		if paid.Money.Amount <= 0 || paid.Worth <= 0 || (paid.Money.Currency != p.Currency) != (paid.Rate != "") {
			return fmt.Errorf("a payment of %s at %q, worth %d", paid.Money, paid.Rate, paid.Worth)
		}
	}
	if t := c.Totals(); t.Paid-t.Overpaid-t.Lost+t.Gained > t.Approved || t.Overpaid < 0 {
		return fmt.Errorf("more was paid than approved: %+v", t)
	}
	if c.Plan == nil {
		return nil
	}
	planned := int64(0)
	for _, i := range c.Plan.Instalments {
		if i.Money.Amount <= 0 {
			return fmt.Errorf("instalment %s of %s", i.ID, i.Money)
		}
		planned += i.Money.Amount
		paid := slices.ContainsFunc(c.Payments, func(p avrr.Payment) bool { return p.Instalment == i.ID })
		if paid != (i.State == avrr.Paid) {
			return fmt.Errorf("instalment %s is %s, and that it was paid is %t", i.ID, i.State, paid)
		}
	}
	if planned > p.PlanCeiling {
		return fmt.Errorf("the plan comes to %d, the programme gives %d", planned, p.PlanCeiling)
	}
	return nil
}

// Unbroken answers what is wrong with a log: a line that is missing, a cause that stands twice, a version that goes back.
func Unbroken(log []avrr.Event) error {
	version, causes := 0, map[string]int{}
	for i, e := range log {
		by := 1
		if e.Actor.Role == avrr.System {
			by = 0
		}
		switch before := causes[e.Cause]; {
		case e.Seq != i+1:
			return fmt.Errorf("line %d of the log is event %d", i+1, e.Seq)
		case before > 0:
			return fmt.Errorf("events %d and %d have the cause %s", before, e.Seq, e.Cause)
		case e.Version != version+by:
			return fmt.Errorf("event %d by %s has version %d after %d", e.Seq, e.Actor.Role, e.Version, version)
		}
		version, causes[e.Cause] = e.Version, e.Seq
	}
	return nil
}

// Retold folds a log as it is read from where it is kept, and answers how the case differs from the one it should tell.
func Retold(c *avrr.Case, p *avrr.Programme, log []avrr.Event) error {
	kept, err := throughJSON(log)
	if err != nil {
		return err
	}
	again := avrr.NewCase(c.ID, c.Reference, p)
	if err := again.FoldAll(p, kept); err != nil {
		return err
	}
	return same(again, c)
}

// RetoldMovement does the same for a movement.
func RetoldMovement(m *avrr.Movement, log []avrr.Event) error {
	kept, err := throughJSON(log)
	if err != nil {
		return err
	}
	again := avrr.NewMovement(m.ID)
	if err := again.FoldAll(kept); err != nil {
		return err
	}
	return same(again, m)
}

func throughJSON(log []avrr.Event) (kept []avrr.Event, err error) {
	raw, err := json.Marshal(log)
	if err != nil {
		return nil, err
	}
	return kept, json.Unmarshal(raw, &kept)
}

func same(got, want any) error {
	a, err := json.Marshal(got)
	if err != nil {
		return err
	}
	b, err := json.Marshal(want)
	if err != nil {
		return err
	}
	if !bytes.Equal(a, b) {
		return fmt.Errorf("two readings of one log differ from here: %s, not %s", from(a, b), from(b, a))
	}
	return nil
}

// from is where a text begins to differ from another.
func from(a, b []byte) []byte {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-60):min(len(a), i+80)]
}

// Boarding answers what is wrong with an event right before it is folded: that somebody travels who may not, and nobody is told.
func Boarding(c *avrr.Case, e avrr.Event) error {
	if e.Doubt != "" {
		return nil
	}
	for _, id := range boarded(e) {
		m := c.Member(id)
		switch {
		case slices.Contains([]avrr.Fate{avrr.Withdrew, avrr.Refused, avrr.Died, avrr.LeftCase, avrr.Staying, avrr.Deferred}, m.Fate):
			return fmt.Errorf("case %s: event %d has %s travel, who is %s, and nobody is told", c.ID, c.Seq+1, id, m.Fate)
		case m.Fate != avrr.Arrived && !consented(c, m, travelled(e, c)):
			return fmt.Errorf("case %s: event %d has %s travel without the consent that is needed, and nobody is told", c.ID, c.Seq+1, id)
		}
		if err := unguarded(c, m, aboard(c, e), travelled(e, c)); err != nil {
			return fmt.Errorf("case %s: event %d: %w, and nobody is told", c.ID, c.Seq+1, err)
		}
	}
	return nil
}

// travelled is the day of the journey an event tells of, where the case is.
func travelled(e avrr.Event, c *avrr.Case) avrr.Date {
	return avrr.DateOf(e.HappenedAt.In(avrr.Zone(c.Country())))
}

// consented reports whether everybody whose consent a member needed on a day gave it.
func consented(c *avrr.Case, m *avrr.Member, day avrr.Date) bool {
	needed, known := holders(c, m, day)
	return known && !slices.ContainsFunc(needed, func(by string) bool { return !gave(m, avrr.ReturnConsent, by) })
}

// boarded answers who began to travel by an event.
func boarded(e avrr.Event) []string {
	switch e.Action {
	case "confirm-departure":
		var in avrr.ConfirmDeparture
		if json.Unmarshal(e.Input, &in) == nil {
			return in.Boarded
		}
	case "report-leg":
		var in avrr.ReportLeg
		if json.Unmarshal(e.Input, &in) != nil || in.Segment > 1 {
			return nil
		}
		var ids []string
		for id, outcome := range in.Passengers {
			if outcome == "boarded" || outcome == "added" {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		return ids
	}
	return nil
}

// Seated answers what is wrong between movements and the cases of a family: a seat that is still kept for somebody who will not take it.
func Seated(m *avrr.Movement, cases []*avrr.Case) error {
	for _, p := range m.Passengers {
		for _, c := range cases {
			if c.ID != p.Case || p.Outcome != "" {
				continue
			}
			if f := fate(c, p.Member); f == avrr.Withdrew || f == avrr.LeftCase || f == avrr.Refused || f == avrr.Died {
				return fmt.Errorf("movement %s keeps a seat for %s of case %s, who is %s", m.ID, p.Member, c.ID, f)
			}
		}
	}
	return nil
}
