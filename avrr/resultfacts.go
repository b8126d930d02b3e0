package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Add counts what happened in one case within the period. The programme is the one the case is pinned to. A case that was closed as
// the duplicate of another is counted there; but what was spent on it was spent.
func (r *Results) Add(c *Case, p *Programme) {
	f := factsOf(c)
	if f.duplicate() {
		r.addCosts(f, p)
		return
	}
	for _, m := range f.own {
		r.addWay(f, m)
		r.addEnding(f, m)
	}
	r.addHelp(f)
	r.addVisits(f)
	r.addSurveys(f, p)
	r.addCosts(f, p)
}

// facts are a case as the tables look at it.
type facts struct {
	*Case
	own  []*Member // who is counted in this case and in no other
	home []*Member // of them, who came home
	who  map[*Member]counted
}

func factsOf(c *Case) facts {
	f := facts{Case: c, who: map[*Member]counted{}}
	for _, m := range c.Members {
		f.who[m] = c.counted(m)
		if m.Fate == Staying || c.moved(m) {
			continue
		}
		f.own = append(f.own, m)
		if c.cameHome(m) {
			f.home = append(f.home, m)
		}
	}
	return f
}

// duplicate reports whether the people of a case are those of another one.
func (c *Case) duplicate() bool { return c.Closure != nil && c.Closure.Reason == "duplicate" }

// moved reports whether a member went on in a linked case.
func (c *Case) moved(m *Member) bool {
	return slices.ContainsFunc(c.Links, func(l Link) bool { return l.Kind == splitInto && m.isOneOf(l.Members) })
}

// cameHome reports whether a member arrived, whatever became of them afterwards.
func (c *Case) cameHome(m *Member) bool {
	switch {
	case c.ArrivedAt.IsZero():
		return false
	case m.Fate == Arrived:
		return true
	}
	left := !m.LeftAt.IsZero() || c.Entry == alreadyReturned
	return left && m.Ended != nil && !m.Ended.On.Before(c.cameHomeOn())
}

func (c *Case) cameHomeOn() Date { return c.dayIn(c.ArrivedAt, c.Destination.Country) }

// dayIn answers the day an instant fell on in a country, the zero Date for none.
func (c *Case) dayIn(at time.Time, country string) Date {
	if at.IsZero() {
		return Date{}
	}
	return DateOf(at.In(Zone(country)))
}

// approvedOn is when a member's return was approved, the zero Date when it was not.
func (c *Case) approvedOn(m *Member) Date {
	if !m.approved() {
		return Date{}
	}
	return c.dayIn(m.Ruling.At, c.HostCountry)
}

// addWay counts how far somebody has come.
func (r *Results) addWay(f facts, m *Member) {
	approved, left := f.approvedOn(m), f.dayIn(m.LeftAt, f.HostCountry)
	for _, step := range []struct {
		table string
		on    Date
	}{{TableApplied, f.AppliedOn}, {TableApproved, approved}, {TableDeparted, left}} {
		r.one(step.table, "", f.who[m], step.on)
	}
	if slices.Contains(f.home, m) {
		r.one(TableArrived, "", f.who[m], f.cameHomeOn())
	}
	if !approved.IsZero() && !left.IsZero() {
		r.waited(toDeparture, f.who[m], approved, left)
	}
}

// addEnding counts why somebody's return ended.
func (r *Results) addEnding(f facts, m *Member) {
	reason, on := f.endingOf(m)
	if _, named := endingTitles[reason]; reason != "" && !named {
		reason = "other"
	}
	if reason != "" {
		r.one(TableOutcomes, reason, f.who[m], on)
	}
}

// endingOf answers why and when a member's return ended, "" while it has not. Whoever died is deceased, however the case was closed.
func (c *Case) endingOf(m *Member) (reason string, on Date) {
	if day := m.lastly(Death); m.Fate == Died {
		return Deceased, day
	}
	if m.Ended != nil {
		return m.Ended.Reason, m.Ended.On
	}
	if c.Closure == nil {
		return "", Date{}
	}
	on = c.dayIn(c.Closure.At, c.Country())
	switch {
	case m.Fate == Withdrew:
		return "withdrawn", on
	case m.Fate == Refused:
		return "refused", on
	case c.Closure.Reason == Deceased: // somebody else of the case died
		return "other", on
	}
	return c.Closure.Reason, on
}

// A help is something somebody was given on a day.
type help struct {
	kind string
	on   Date
	whom []*Member
}

// addHelp counts who was given help of which kind in the period, and how long after the arrival the first of it came.
func (r *Results) addHelp(f facts) {
	given := map[*Member]map[string]bool{}
	first := map[*Member]Date{}
	for _, h := range f.helped() {
		for _, m := range h.whom {
			if slices.Contains(f.home, m) && !h.on.Before(f.cameHomeOn()) && (first[m].IsZero() || h.on.Before(first[m])) {
				first[m] = h.on
			}
			if !r.Period.covers(h.on) {
				continue
			}
			if given[m] == nil {
				given[m] = map[string]bool{anyHelp: true}
			}
			given[m][h.kind] = true
		}
	}
	for m, kinds := range given {
		for kind := range kinds {
			r.one(TableAssisted, kind, f.who[m], r.Period.From)
		}
	}
	for m, on := range first {
		r.waited(toHelp, f.who[m], f.cameHomeOn(), on)
	}
}

// helped answers the help the case tells of. What a supplier was paid and what was delivered for it is one kind of help, given twice.
func (f facts) helped() []help {
	var all []help
	for _, p := range f.Payments {
		if p.Kept() > 0 {
			all = append(all, help{f.helpOf(p), p.PaidOn, f.forWhom()})
		}
	}
	for _, d := range f.Deliveries {
		all = append(all, help{f.kindOf(d.Instalment), d.On, f.home})
	}
	for _, ref := range f.Referrals {
		if m := f.Member(ref.Member); ref.Answer == "accepted" && slices.Contains(f.own, m) {
			all = append(all, help{helpReferral, ref.AnsweredOn, []*Member{m}})
		}
	}
	return all
}

// forWhom answers whom what was paid was for: who came home or, as long as nobody has, everybody who was to go; where nobody is
// counted in this case any more, everybody who is named in it.
func (f facts) forWhom() []*Member {
	for _, of := range [][]*Member{f.home, f.own} {
		if len(of) > 0 {
			return of
		}
	}
	return f.Members
}

func (f facts) helpOf(p Payment) string {
	switch {
	case p.Instalment != "":
		return f.kindOf(p.Instalment)
	case p.Place == "departure":
		return helpAtDeparture
	case p.Place == "arrival":
		return helpAtArrival
	}
	return helpDirect
}

// kindOf answers the kind of the measure an instalment is of, "other" for one of a plan that was replaced.
func (f facts) kindOf(instalment string) string {
	if f.Plan == nil {
		return "other"
	}
	i := f.Plan.instalment(instalment)
	if i == nil || i.Measure >= len(f.Plan.Measures) {
		return "other"
	}
	return f.Plan.Measures[i.Measure].Kind
}

// addVisits counts whether who came home was visited by the days their visits fell due. Nobody is due a visit whose return had ended.
func (r *Results) addVisits(f facts) {
	const due, onTime, late, missed = 0, 1, 2, 3
	for _, m := range f.home {
		worst := 0
		for _, v := range f.Visits {
			day := f.dayIn(v.Due.Add(-time.Nanosecond), f.Destination.Country) // it is due when the day is over
			switch {
			case !r.Period.covers(day) || day.After(r.Today) || m.Ended != nil && !m.Ended.On.After(day):
			case v.NotMade != "" || ExtraVisit(v.ID): // there was nobody to visit any more, or nothing had been due
			case !v.done() && day == r.Today: // there is time until the evening
			case !v.done():
				worst = max(worst, missed)
			case v.VisitedOn.After(day):
				worst = max(worst, late)
			default:
				worst = max(worst, onTime)
			}
		}
		if worst > 0 {
			r.count(TableVisits, "", f.who[m], func(c *cell) { c.person(f.who[m], due, worst) })
		}
	}
}

// addSurveys counts, of the last time each member answered an instrument that is scored, whether what is held to be enough was reached:
// by each of its threshold profiles the highest band, and without one the answer "satisfied" on average.
func (r *Results) addSurveys(f facts, p *Programme) {
	for _, i := range p.Instruments {
		if !i.Scored() {
			continue
		}
		for _, m := range f.own {
			held := slices.DeleteFunc(f.SurveysOf(m.ID, i.Code), func(s *Survey) bool { return s.Version != i.Version || !r.Period.covers(s.HeldOn) })
			if len(held) == 0 {
				continue
			}
			score := i.Score(held[len(held)-1].Answers).Composite
			if score.Value == nil {
				continue
			}
			if len(i.Profiles) == 0 {
				r.measured(TableSatisfaction, i.measure(), f.who[m], *score.Value >= contentFrom)
				r.name(i.measure(), measuredBy(i, i.Title))
			}
			for _, profile := range i.Profiles {
				series, best := i.measure()+" "+profile.ID, profile.Bands[len(profile.Bands)-1]
				r.measured(TableSustainability, series, f.who[m], profile.Band(score).ID == best.ID)
				r.name(series, reached(i, profile, best))
			}
		}
	}
}

// contentFrom is the score of whoever answers "satisfied" to everything.
const contentFrom = 0.75

// measured counts somebody with a score, and whether it was enough.
func (r *Results) measured(table, series string, who counted, enough bool) {
	r.count(table, series, who, func(c *cell) {
		c.person(who, 0)
		if enough {
			c.person(who, 1)
		} else {
			c.person(who, 2)
		}
	})
}

// reached names what was measured, with which weights and against which thresholds.
func reached(i *Instrument, profile Profile, best Band) Text {
	by := measuredBy(i, T(i.Label, i.Label))
	name := func(l Language) string { return by.In(l) + "; " + profile.Title.In(l) + ": " + best.Title.In(l) }
	return T(name(English), name(Albanian))
}

// measuredBy names the questions and the weights that scores were made with: what either of them changes cannot be compared.
func measuredBy(i *Instrument, called Text) Text {
	weights := i.Weights.Name + " " + i.Weights.Version
	return T(fmt.Sprintf("%s, version %s, %s", called.EN, i.Version, weights), fmt.Sprintf("%s, versioni %s, %s", called.SQ, i.Version, weights))
}

// measure is what tells the scores of an instrument from those that other questions or other weights were made with. It is one word.
func (i *Instrument) measure() string {
	return i.Code + "@" + i.Version + "/" + strings.Join(strings.Fields(i.Weights.Name), "-") + "@" + i.Weights.Version
}

// addCosts shares what was paid and spent in the period among those it was for.
func (r *Results) addCosts(f facts, p *Programme) {
	spent := map[string]map[*Member]int64{}
	share := func(currency, line string, title Text, amount int64, among []*Member) {
		if amount == 0 || len(among) == 0 {
			return
		}
		r.name(currency+" "+line, title)
		for _, series := range []string{currency + " " + line, currency + " " + allLines} {
			if spent[series] == nil {
				spent[series] = map[*Member]int64{}
			}
			for i, m := range among {
				part := amount / int64(len(among))
				if int64(i) < amount%int64(len(among)) {
					part++
				}
				spent[series][m] += part
			}
		}
	}
	for _, paid := range f.Payments {
		if r.Period.covers(paid.PaidOn) {
			line, title := lineTitle(p, paid.Line)
			share(p.Currency, line, title, paid.Spent(), f.forWhom())
		}
	}
	for _, cost := range f.Costs {
		if !r.Period.covers(cost.IncurredOn) {
			continue
		}
		among := f.own
		if m := f.Member(cost.Member); m != nil {
			among = []*Member{m}
		}
		if len(among) == 0 {
			among = f.Members
		}
		share(p.Currency, cost.Kind, costTitles[cost.Kind], cost.Worth, among)
	}
	for series, of := range spent {
		for m, amount := range of {
			r.spend(f, series, m, amount)
		}
	}
}

// spend adds what was spent on a member. One of those who moved between cases is counted when all cases have been, and one of a
// duplicate in the other case.
func (r *Results) spend(f facts, series string, m *Member, amount int64) {
	first, split := f.splitFrom(m)
	r.count(TableCosts, series, f.who[m], func(c *cell) {
		c.sums[spentSum] += amount
		if split || f.duplicate() {
			c.beside = true
		} else {
			c.person(f.who[m], 0)
		}
	})
	if !split || f.duplicate() {
		return
	}
	person := series + " " + first + " " + m.ID
	if last, known := r.split[person]; !known || last.caseID < f.ID {
		r.split[person] = splitPerson{series, f.ID, f.who[m]}
	}
}

// A splitPerson is somebody several linked cases spent something on, as the last of them knows them.
type splitPerson struct {
	series, caseID string
	who            counted
}

// addSplit counts everybody once who moved between cases.
func (r *Results) addSplit() {
	for _, s := range r.split {
		r.count(TableCosts, s.series, s.who, func(c *cell) { c.person(s.who, 0) })
	}
	clear(r.split)
}

// splitFrom answers the case somebody was in first who moved between cases, and false for whoever never did. A case brings along the
// links of the one it came from.
func (c *Case) splitFrom(m *Member) (first string, split bool) {
	for _, l := range c.Links {
		if m.isOneOf(l.Members) && l.Kind == splitFrom {
			return l.Case, true
		}
	}
	return c.ID, c.moved(m)
}

func lineTitle(p *Programme, id string) (string, Text) {
	if l, known := p.line(id); known {
		return "line:" + id, l.Title
	}
	return "plan", costTitles["plan"]
}

// currencyOf answers the series of costs that all others in its currency are parts of.
func currencyOf(series string) string {
	currency, line, _ := strings.Cut(series, " ")
	if line == allLines {
		return ""
	}
	return currency + " " + allLines
}
