package avrr

import (
	"strings"
	"time"
)

// When tells the day something happened. It is left out when that is the day it is recorded.
type When struct {
	HappenedOn Date `json:"happened_on,omitzero" doc:"The day it happened, when that is not today."`
}

func (w When) happenedOn() Date { return w.HappenedOn }

// when answers the instant an event happened: clocks, ages and due dates run from there, however late it was recorded. A day
// without an hour counts from its first minute where the case then was.
func (e *Event) when(c *Case) time.Time {
	recorded := e.RecordedAt
	happened := e.HappenedAt
	if happened.IsZero() && !e.HappenedOn.IsZero() && e.HappenedOn.Before(DateOf(recorded.In(c.place()))) {
		happened = dayBreak(e.HappenedOn, c.place()).UTC()
	}
	if happened.IsZero() || happened.After(recorded) {
		return recorded
	}
	return happened
}

// happened notes when an input says it was.
func (e *Event) happened(in Input) {
	if d, ok := in.(dated); ok {
		e.HappenedOn = d.happenedOn()
	}
	if t, ok := in.(timed); ok {
		e.HappenedAt = t.happenedAt()
		e.HappenedOn = DateOf(e.HappenedAt)
	}
}

// at answers when what is being judged happened.
func (j *Judging) at() time.Time {
	d, ok := j.Input.(dated)
	if !ok {
		return j.Now
	}
	return (&Event{RecordedAt: j.Now, HappenedOn: d.happenedOn()}).when(j.Case)
}

// on answers the day an event happened, where the case then was.
func (e *Event) on(c *Case) Date { return DateOf(e.when(c).In(c.place())) }

// How long a deadline waits that had passed before anybody told what started it: late entry is normal, and never sends a
// reminder into the past.
const (
	lateGrace     = 24 * time.Hour
	lateGraceDemo = time.Minute
)

func (p *Programme) lateGrace() time.Duration {
	if p.Demo {
		return lateGraceDemo
	}
	return lateGrace
}

// arm remembers since when each run of a clock is known; a clock that stopped running is forgotten.
func (c *Case) arm(running []Clock, at time.Time) {
	armed := map[string]time.Time{}
	for _, k := range running {
		since, known := c.Armed[k.run()]
		if !known {
			since = at
		}
		armed[k.run()] = since
	}
	c.Armed = armed
}

// put answers when a clock is put to people: when it is due or, when it was told of too late for that, a grace after the telling.
func (c *Case) put(k Clock, p *Programme) time.Time {
	if strings.HasPrefix(k.Name, handoverMark) { // a child may be waiting: told late, it is asked at once
		return k.Due
	}
	if since, known := c.Armed[k.run()]; known && k.Due.Before(since) {
		return since.Add(p.lateGrace())
	}
	return k.Due
}
