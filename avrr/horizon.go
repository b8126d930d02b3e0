package avrr

import "slices"

// An IntervalKind tells what sort of thing an interval is about.
type IntervalKind string

// The kinds of things a journey needs, and the exception that may stand in for some of them.
const (
	DocumentInterval  IntervalKind = "document"
	ClearanceInterval IntervalKind = "clearance"
	ConsentInterval   IntervalKind = "consent"
	ApprovalInterval  IntervalKind = "approval"
	AuthorityInterval IntervalKind = "authority"
	LegalClock        IntervalKind = "legal_clock"
	ExceptionInterval IntervalKind = "exception"
)

// IntervalKinds lists them.
var IntervalKinds = []IntervalKind{DocumentInterval, ClearanceInterval, ConsentInterval, ApprovalInterval, AuthorityInterval, LegalClock, ExceptionInterval}

// An Interval is how long one thing that travel needs holds, first and last day included. From is zero when it holds since ever,
// Until while it is open-ended; Known is false while the thing is missing, which is never the same as valid.
type Interval struct {
	Thing         string       `json:"thing"`
	Kind          IntervalKind `json:"kind"`
	Detail        string       `json:"detail,omitempty" doc:"Which one it is: the kind of the document, who signs, who is appointed."`
	From          Date         `json:"from,omitzero"`
	Until         Date         `json:"until,omitzero"`
	Known         bool         `json:"known"`
	SingleJourney bool         `json:"single_journey,omitempty" doc:"The paper ends with the first journey it is used for."`
	Used          bool         `json:"used,omitempty" doc:"That journey has been made."`
	Place         string       `json:"place" doc:"The country where its days are counted, ISO 3166-1 alpha-2."`
	Duty          Duty         `json:"duty"`
}

// days answers the days the interval holds on.
func (i Interval) days() DateRange { return DateRange{i.From, i.Until} }

// HostStatus reports whether the interval tells of the person's standing with the host state, which is nobody's in the country of
// return to know.
func (i Interval) HostStatus() bool { return i.Thing == thingDeparture || i.Thing == thingAppeal }

// A Horizon is everything a journey needs, with the days on which all of it holds.
type Horizon struct {
	Travellers []TravellerHorizon `json:"travellers"`
	Holds      []DateRange        `json:"holds" doc:"The days on which everything holds for everybody."`
	Complete   bool               `json:"complete" doc:"Nothing is missing."`
	// BreaksFirst is what ends first of all that is known; nil when nothing has an end.
	BreaksFirst *Break   `json:"breaks_first,omitempty"`
	Renewing    *Renewal `json:"renewing,omitempty"`

	needs []need
	today Date
}

// A TravellerHorizon is what one traveller needs. It holds on no day while something is missing.
type TravellerHorizon struct {
	Member    string      `json:"member"`
	Intervals []Interval  `json:"intervals"`
	Holds     []DateRange `json:"holds"`
}

// Meets reports whether another interval of the traveller is of the same thing as one of them, and is as asked.
func (t TravellerHorizon) Meets(one Interval, as func(Interval) bool) bool {
	return slices.ContainsFunc(t.Intervals, func(o Interval) bool {
		return o != one && o.Thing == one.Thing && (one.Kind == DocumentInterval || o.Kind == ExceptionInterval) && as(o)
	})
}

// A Break is when one thing a traveller needs ends.
type Break struct {
	Member string `json:"member"`
	Thing  string `json:"thing"`
	Until  Date   `json:"until"`
}

// A Renewal is what would be won by renewing the thing that ends first: how long the rest holds, and what then ends.
type Renewal struct {
	Member     string `json:"member"`
	Thing      string `json:"thing"`
	OpensUntil Date   `json:"opens_until,omitzero" doc:"Absent when nothing else has an end."`
	ThenBreaks *Break `json:"then_breaks,omitempty"`
}

// A need is one thing a traveller cannot do without. Any of its intervals will do: of two passports the one that holds.
type need struct {
	member    string
	thing     string
	kind      IntervalKind
	duty      Duty
	leaving   bool // needed until the host country is left, and not on the way
	intervals []Interval
	holds     []DateRange // the days on which it is met
}

// known reports whether anything is known that meets the need, on whatever days.
func (n need) known() bool {
	return slices.ContainsFunc(n.intervals, func(i Interval) bool { return i.Known })
}

// reckon finds the days on which the need is met.
func (n *need) reckon() {
	known := make([]DateRange, 0, len(n.intervals))
	for _, i := range n.intervals {
		if i.Known {
			known = append(known, i.days())
		}
	}
	n.holds = sweep(known, 1)
}

// meets reports whether one interval covers a journey from end to end.
func (n need) meets(j journeyDays) bool {
	return slices.ContainsFunc(n.intervals, func(i Interval) bool { return i.Known && i.days().covers(j.from, n.until(j)) })
}

// until answers the last day of a journey on which the need must be met.
func (n need) until(j journeyDays) Date {
	if n.leaving {
		return j.left
	}
	return j.until
}

// ends answers when what meets the need today, or next, ends; false when it has no end or is not known.
func (n need) ends(today Date) (Date, bool) {
	if len(n.holds) == 0 {
		return Date{}, false
	}
	run := n.holds[len(n.holds)-1]
	if i := slices.IndexFunc(n.holds, func(r DateRange) bool { return r.Until.IsZero() || !r.Until.Before(today) }); i >= 0 {
		run = n.holds[i]
	}
	return run.Until, !run.Until.IsZero()
}

func (n need) name() string { return n.thing + " of " + n.member }

// title names the need for people.
func (n need) title() Text { return T(n.name(), thingTitles[n.thing].SQ+" ("+n.member+")") }

// Horizon computes the validity horizon of everybody still going.
func (c *Case) Horizon(p *Programme) Horizon {
	var needs []need
	for _, m := range c.travellers() {
		needs = append(needs, c.needsOf(m, p)...)
	}
	return horizonOf(needs, c.day())
}

// horizonOf reckons a horizon from what is needed, the needs of one traveller standing together.
func horizonOf(needs []need, today Date) Horizon {
	h := Horizon{Travellers: []TravellerHorizon{}, Complete: !slices.ContainsFunc(needs, func(n need) bool { return !n.known() }), needs: needs, today: today}
	for rest := needs; len(rest) > 0; {
		of := slices.IndexFunc(rest, func(n need) bool { return n.member != rest[0].member })
		if of < 0 {
			of = len(rest)
		}
		t := TravellerHorizon{Member: rest[0].member, Intervals: []Interval{}, Holds: together(rest[:of])}
		for _, n := range rest[:of] {
			t.Intervals = append(t.Intervals, n.intervals...)
		}
		h.Travellers, rest = append(h.Travellers, t), rest[of:]
	}
	h.Holds = together(needs)
	first, ends := firstToBreak(needs, today)
	if !ends {
		return h
	}
	h.BreaksFirst = first
	h.Renewing = &Renewal{Member: first.Member, Thing: first.Thing}
	others := slices.DeleteFunc(slices.Clone(needs), func(n need) bool { return n.member == first.Member && n.thing == first.Thing })
	if then, ends := firstToBreak(others, today); ends {
		h.Renewing.OpensUntil, h.Renewing.ThenBreaks = then.Until, then
	}
	return h
}

// Without answers the horizon of everything but some intervals, as somebody sees it who is not shown them.
func (h Horizon) Without(hidden func(Interval) bool) Horizon {
	return horizonOf(slices.DeleteFunc(slices.Clone(h.needs), func(n need) bool { return slices.ContainsFunc(n.intervals, hidden) }), h.today)
}

// together answers the days on which every need is met.
func together(needs []need) []DateRange {
	var all []DateRange
	for _, n := range needs {
		all = append(all, n.holds...)
	}
	if len(needs) == 0 {
		return []DateRange{}
	}
	return sweep(all, len(needs))
}

// firstToBreak answers which need ends first, of those that stand in the same day the one that is named first.
func firstToBreak(needs []need, today Date) (*Break, bool) {
	var first *Break
	for _, n := range needs {
		if until, ends := n.ends(today); ends && (first == nil || until.Before(first.Until)) {
			first = &Break{Member: n.member, Thing: n.thing, Until: until}
		}
	}
	return first, first != nil
}
