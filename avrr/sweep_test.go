package avrr_test

import (
	"fmt"
	"slices"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

var (
	theDay = avrr.MustDate("2026-02-02")
	first  = theDay.AddDays(-400) // everything that is drawn begins and ends between these two
	last   = theDay.AddDays(1200)
)

func someDay(t *rapid.T, what string, from, to int) avrr.Date {
	return theDay.AddDays(rapid.IntRange(from, to).Draw(t, what))
}

// maybe draws a day, or none.
func maybe(t *rapid.T, what string, from, to int) avrr.Date {
	if rapid.Bool().Draw(t, "has "+what) {
		return someDay(t, what, from, to)
	}
	return avrr.Date{}
}

// someCase draws a family with any papers, words and deadlines.
func someCase(t *rapid.T) *avrr.Case {
	c := avrr.NewCase("c1", "HW-7K3-M9PX", homebound)
	c.HostCountry, c.AsOf, c.Stage = "GB", moment(monday), avrr.Preparation
	c.LeaveBy = maybe(t, "leave by", -30, 300)
	for n := range rapid.SampledFrom([]int{1, 2, 3, 3, 3}).Draw(t, "members") {
		c.Members = append(c.Members, someMember(t, c, n))
	}
	return c
}

func someMember(t *rapid.T, c *avrr.Case, n int) *avrr.Member {
	m := &avrr.Member{ID: []string{"m1", "m2", "m3"}[n], Fate: avrr.Going, Relation: []string{"principal", "spouse", "child"}[n], Travels: true}
	m.Birth = &avrr.Birth{Date: avrr.MustDate("1990-05-01")}
	holders := []string{m.ID}
	if n == 2 {
		m.Birth.Date, holders = someDay(t, "birthday", 0, 60).AddYears(-rapid.SampledFrom([]int{15, 16, 16, 18}).Draw(t, "turns")), []string{"m1", "m2", "m3"}
	}
	if rapid.IntRange(0, 19).Draw(t, "approved") < 19 {
		m.Ruling = &avrr.Ruling{Decision: "approve", At: moment(monday)}
		m.Recheck = rapid.IntRange(0, 19).Draw(t, "recheck") == 19
	}
	ownWord := n < 2 || rapid.Bool().Draw(t, "signs for themself")
	for _, by := range holders {
		for _, kind := range []string{avrr.ReturnConsent, avrr.DataConsent} {
			if rapid.IntRange(0, 19).Draw(t, "signs") < 19 && (ownWord || by != m.ID) {
				m.Consents = append(m.Consents, &avrr.Consent{Kind: kind, By: by, SignedOn: someDay(t, "signed", -60, 0)})
			}
		}
	}
	for _, kind := range []string{"passport", "id_card", "laissez_passer"} {
		if rapid.Bool().Draw(t, kind) {
			begins := someDay(t, "issued", -300, 100)
			m.Papers = append(m.Papers, &avrr.TravelDocument{Kind: kind, Status: rapid.SampledFrom([]string{"issued", "issued", "issued", "applied", "lost"}).Draw(t, "status"),
				IssuedOn: begins, ExpiresOn: begins.AddDays(rapid.IntRange(1, 400).Draw(t, "lasts")), UsedOn: maybe(t, "used", -20, 0)})
		}
	}
	m.Authority = &avrr.Authority{Reply: rapid.SampledFrom([]string{"no_objection", "no_objection", "no_objection", "no_objection", "no_objection", "no_objection", "objection", ""}).Draw(t, "reply"),
		RepliedOn: someDay(t, "replied", -60, 0), ValidUntil: maybe(t, "valid until", -10, 200)}
	if rapid.Bool().Draw(t, "seen by a doctor") {
		m.Clearance = &avrr.Clearance{Result: rapid.SampledFrom([]string{"fit", "fit", "unfit"}).Draw(t, "result"), ExaminedOn: someDay(t, "examined", -30, 0), ValidUntil: someDay(t, "fit until", 0, 60)}
	}
	if rapid.IntRange(0, 3).Draw(t, "exception") == 3 {
		c.Exceptions = append(c.Exceptions, &avrr.Exception{Member: m.ID, Thing: rapid.SampledFrom([]string{"travel document", "authority's answer", "departure period"}).Draw(t, "of"),
			From: theDay, Until: someDay(t, "excepted until", 0, 100)})
	}
	return m
}

// A needed is one thing a traveller needs, as the answer shows it: which intervals meet it.
type needed struct {
	member, thing string
	by            []avrr.Interval
}

func neededIn(h avrr.Horizon) []needed {
	var all []needed
	for _, t := range h.Travellers {
		var own []needed
		for _, i := range t.Intervals {
			apart := func(n needed) bool {
				return n.thing == i.Thing && (i.Kind != avrr.ConsentInterval || n.by[0].Detail == i.Detail)
			}
			if at := slices.IndexFunc(own, apart); at >= 0 {
				own[at].by = append(own[at].by, i)
			} else {
				own = append(own, needed{t.Member, i.Thing, []avrr.Interval{i}})
			}
		}
		all = append(all, own...)
	}
	return all
}

// met asks of one day, and of that day alone.
func (n needed) met(day avrr.Date) bool {
	return slices.ContainsFunc(n.by, func(i avrr.Interval) bool {
		return i.Known && !day.Before(i.From) && (i.Until.IsZero() || !day.After(i.Until))
	})
}

// ends walks day by day to where what holds today, or next, ends.
func (n needed) ends() (end avrr.Date, found bool) {
	for day := first; !day.After(last); day = day.AddDays(1) {
		if n.met(day) && !n.met(day.AddDays(1)) {
			end, found = day, true
			if !day.Before(theDay) {
				return end, true
			}
		}
	}
	if n.met(last) {
		return avrr.Date{}, false
	}
	return end, found
}

func among(ranges []avrr.DateRange, day avrr.Date) bool {
	return slices.ContainsFunc(ranges, func(r avrr.DateRange) bool { return !day.Before(r.From) && (r.Until.IsZero() || !day.After(r.Until)) })
}

func TestTheHorizonAgreesWithLookingAtEachDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCase(t)
		h := c.Horizon(homebound)
		all := neededIn(h)
		for day := first; !day.After(last); day = day.AddDays(1) {
			everybody := true
			for _, traveller := range h.Travellers {
				holds := !slices.ContainsFunc(all, func(n needed) bool { return n.member == traveller.Member && !n.met(day) })
				if everybody = everybody && holds; holds != among(traveller.Holds, day) {
					t.Fatalf("%s may travel on %s: %v, and the horizon says %s", traveller.Member, day, holds, runs(traveller.Holds))
				}
			}
			if everybody != among(h.Holds, day) {
				t.Fatalf("all may travel on %s: %v, and the horizon says %s", day, everybody, runs(h.Holds))
			}
		}
		breaking, breaksAt := firstOf(all, nil)
		if (breaking == nil) != (h.BreaksFirst == nil) || breaking != nil && (h.BreaksFirst.Until != breaksAt || h.BreaksFirst.Member != breaking.member || h.BreaksFirst.Thing != breaking.thing) {
			t.Fatalf("%+v ends first on %s, and the horizon says %+v", breaking, breaksAt, h.BreaksFirst)
		}
		if breaking != nil {
			if then, opens := firstOf(all, breaking); h.Renewing.OpensUntil != opens || (then == nil) != (h.Renewing.ThenBreaks == nil) {
				t.Fatalf("renewing %s opens until %s, and the horizon says %+v", breaking.thing, opens, h.Renewing)
			}
		}
	})
}

// firstOf answers what ends first of everything but one thing.
func firstOf(all []needed, but *needed) (*needed, avrr.Date) {
	var found *needed
	var at avrr.Date
	for i, n := range all {
		if but != nil && n.member == but.member && n.thing == but.thing {
			continue
		}
		if end, ends := n.ends(); ends && (found == nil || end.Before(at)) {
			found, at = &all[i], end
		}
	}
	return found, at
}

// Whatever is unknown, objected to, used up or not signed by whoever must sign on that very day is on no day of the horizon.
func TestNothingUnknownIsEverInTheHorizon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCase(t)
		if rapid.Bool().Draw(t, "papers in order") {
			inOrder(c)
		}
		h := c.Horizon(homebound)
		for _, traveller := range h.Travellers {
			m := c.Member(traveller.Member)
			unknown := slices.ContainsFunc(neededIn(h), func(n needed) bool {
				return n.member == m.ID && !slices.ContainsFunc(n.by, func(i avrr.Interval) bool { return i.Known })
			})
			if unknown && (len(traveller.Holds) > 0 || len(h.Holds) > 0 || h.Complete) {
				t.Fatalf("something of %s is missing: %+v", m.ID, h)
			}
			for day := theDay; !day.After(last); day = day.AddDays(1) {
				if among(traveller.Holds, day) {
					travelsOn(t, c, m, day)
				}
			}
		}
	})
}

// inOrder leaves nothing to chance but the signatures.
func inOrder(c *avrr.Case) {
	c.LeaveBy = avrr.Date{}
	for _, m := range c.Members {
		m.Ruling, m.Recheck, m.Clearance = &avrr.Ruling{Decision: "approve", At: moment(monday)}, false, nil
		m.Authority.Reply, m.Authority.ValidUntil = "no_objection", avrr.Date{}
		m.Papers = []*avrr.TravelDocument{{Kind: "passport", Status: "issued", IssuedOn: first, ExpiresOn: last}}
	}
}

// travelsOn looks into the case itself whether a member has what the journey needs on a day.
func travelsOn(t *rapid.T, c *avrr.Case, m *avrr.Member, day avrr.Date) {
	excepted := func(thing string) bool {
		return slices.ContainsFunc(c.Exceptions, func(x *avrr.Exception) bool { return x.Member == m.ID && x.Thing == thing && !day.After(x.Until) })
	}
	good := func(d *avrr.TravelDocument) bool {
		return d.Status == "issued" && d.UsedOn.IsZero() && !day.Before(d.IssuedOn) && !day.After(d.ExpiresOn)
	}
	lacking := append(c.Lacking(m, avrr.ReturnConsent, day), c.Lacking(m, avrr.DataConsent, day)...)
	switch a, k := m.Authority, m.Clearance; {
	case m.Ruling == nil || m.Recheck:
		t.Fatalf("%s is not approved", m.ID)
	case len(lacking) > 0:
		t.Fatalf("on %s the word of %s is lacking for %s", day, lacking, m.ID)
	case !slices.ContainsFunc(m.Papers, good) && !excepted("travel document"):
		t.Fatalf("%s has no paper on %s", m.ID, day)
	case (a.Reply != "no_objection" || !a.ValidUntil.IsZero() && day.After(a.ValidUntil)) && !excepted("authority's answer"):
		t.Fatalf("the authority says %+v", a)
	case k != nil && (k.Result == "unfit" || day.After(k.ValidUntil)):
		t.Fatalf("%s is not fit on %s", m.ID, day)
	case !c.LeaveBy.IsZero() && day.After(c.LeaveBy) && !excepted("departure period"):
		t.Fatalf("the period ended on %s", c.LeaveBy)
	}
}

func TestWhatIsRenewedNeverShortensTheDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := someCase(t)
		before := c.Horizon(homebound)
		m := rapid.SampledFrom(c.Members).Draw(t, "whose")
		days := rapid.IntRange(1, 400).Draw(t, "longer by")
		longer := func(d avrr.Date) avrr.Date {
			if d.IsZero() {
				return d
			}
			return d.AddDays(days)
		}
		switch rapid.SampledFrom([]string{"paper", "answer", "clearance", "period"}).Draw(t, "renewed") {
		case "paper":
			for _, d := range m.Papers {
				d.ExpiresOn = longer(d.ExpiresOn)
			}
		case "answer":
			m.Authority.ValidUntil = longer(m.Authority.ValidUntil)
		case "clearance":
			if m.Clearance != nil {
				m.Clearance.ValidUntil = longer(m.Clearance.ValidUntil)
			}
		case "period":
			c.LeaveBy = longer(c.LeaveBy)
		}
		after := c.Horizon(homebound)
		for day := first; !day.After(last); day = day.AddDays(1) {
			for n, traveller := range before.Travellers {
				if among(traveller.Holds, day) && !among(after.Travellers[n].Holds, day) || among(before.Holds, day) && !among(after.Holds, day) {
					t.Fatalf("%s was open and is closed now: %s, %s", day, runs(before.Holds), runs(after.Holds))
				}
			}
		}
	})
}

// BenchmarkHorizon is of a family of six with two papers each.
func BenchmarkHorizon(b *testing.B) {
	c := avrr.NewCase("c1", "HW-7K3-M9PX", homebound)
	c.HostCountry, c.AsOf, c.Stage, c.LeaveBy = "GB", moment(monday), avrr.Preparation, avrr.MustDate("2026-06-30")
	for _, id := range []string{"m1", "m2", "m3", "m4", "m5", "m6"} {
		m := &avrr.Member{ID: id, Fate: avrr.Going, Relation: "child", Travels: true, Person: avrr.Person{Birth: &avrr.Birth{Date: avrr.MustDate("2015-05-01")}},
			Ruling: &avrr.Ruling{Decision: "approve", At: c.AsOf}, Authority: &avrr.Authority{Reply: "no_objection", RepliedOn: theDay, ValidUntil: theDay.AddDays(90)},
			Papers: []*avrr.TravelDocument{
				{Kind: "passport", Status: "issued", IssuedOn: theDay.AddDays(-1800), ExpiresOn: theDay.AddDays(30)},
				{Kind: "laissez_passer", Status: "issued", IssuedOn: theDay, ExpiresOn: theDay.AddDays(180)},
			}}
		holders := []string{"m1", "m2"}
		if id == "m1" || id == "m2" {
			m.Relation, m.Birth.Date, holders = "spouse", avrr.MustDate("1990-05-01"), []string{id}
		}
		for _, by := range holders {
			m.Consents = append(m.Consents, &avrr.Consent{Kind: avrr.ReturnConsent, By: by, SignedOn: theDay}, &avrr.Consent{Kind: avrr.DataConsent, By: by, SignedOn: theDay})
		}
		c.Members = append(c.Members, m)
	}
	if h := c.Horizon(homebound); runs(h.Holds) != "2026-02-02..2026-05-03" {
		b.Fatalf("the family holds on %s", runs(h.Holds))
	}
	b.ReportAllocs()
	for b.Loop() {
		c.Horizon(homebound)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "horizons/s")
	fmt.Printf("figure horizon_per_second %.0f 1/s\n", float64(b.N)/b.Elapsed().Seconds())
}
