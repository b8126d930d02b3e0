// Package lives invents whole lives of families, seeded, for tests and figures.
package lives

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"homeward/avrr"
)

// A World is what every life is lived in.
type World struct {
	Programmes []*avrr.Programme // one of them is the family's
	Staff      []avrr.Actor      // somebody for every role, and at least two return officers
	Begins     time.Time         // the earliest day of a life
	// Now makes everything of a life happen as it is told: a flight leaves in a minute and nobody waits. It is for drivers whose
	// clock is the one on the wall.
	Now bool
}

// A Life is what one family goes through, invented a step at a time. It depends on its seed and on how its cases stand, and on
// nothing else: the same seed in the same world, driven alike, is the same life.
type Life struct {
	Seed uint64

	world     World
	programme *avrr.Programme
	family    family
	chance    *rand.Rand
	now       time.Time
	left      int    // how many steps are still to come
	told      []Step // what was done, some of which is told again
}

// A Step is one thing somebody does in a life.
type Step struct {
	At       time.Time // when; whatever falls due until then comes first
	ID       string    // of the submission, a ULID
	Who      avrr.Actor
	Case     string
	Movement string // whose log it goes to, "" for the case's own
	Action   string
	Body     json.RawMessage
	Seen     *int // the version somebody looked at, for what must say so
	Again    bool // the same submission is delivered once more
}

// String writes the step as a line of the life's script.
func (s Step) String() string {
	again := ""
	if s.Again {
		again = " (delivered again)"
	}
	return fmt.Sprintf("%s %s %s by %s %s%s", s.At.UTC().Format("2006-01-02 15:04"), s.Case[len(s.Case)-4:], s.Action, s.Who.Role, s.Body, again)
}

// How many steps a life has: enough to come home and be visited for a year, and to change one's mind on the way.
const (
	fewestSteps = 60
	moreSteps   = 70
)

// New begins the life of a seed.
func New(seed uint64, w World) *Life {
	l := &Life{Seed: seed, world: w, chance: rand.New(rand.NewPCG(seed, 0x686f6d6577617264))}
	l.programme = pick(l, w.Programmes)
	l.now = w.Begins
	if !w.Now {
		l.now = l.now.Add(time.Duration(l.chance.IntN(300*24*60)) * time.Minute).UTC()
	}
	l.left = fewestSteps + l.chance.IntN(moreSteps)
	l.family = l.invent()
	return l
}

// Programme answers the programme of the family.
func (l *Life) Programme() *avrr.Programme { return l.programme }

// CarrierAnswers reports whether a machine answers for the family's carriers: for every other family.
func (l *Life) CarrierAnswers() bool { return l.Seed%2 == 0 }

// BankAnswers reports whether a machine answers for the office's bank: for two families of three.
func (l *Life) BankAnswers() bool { return l.Seed%3 > 0 }

// Begins answers when the family applies.
func (l *Life) Begins() time.Time { return l.now }

// Standing is how the family's cases are when somebody takes the next step.
type Standing struct {
	Now   time.Time
	Cases []*avrr.Case                     // in the order they were opened; none before the first step
	Log   func(caseID string) []avrr.Event // what stands in a case's log
}

// Next invents the next step, and false when the life is over.
func (l *Life) Next(s Standing) (Step, bool) {
	if l.left == 0 || len(s.Cases) > 0 && l.rests(s.Cases) {
		return Step{}, false
	}
	l.left--
	l.now = s.Now.UTC().Truncate(time.Second)
	if len(s.Cases) == 0 {
		return l.keep(l.opens()), true
	}
	if step, again := l.tellsAgain(s.Cases); again {
		return step, true
	}
	t := turn{Life: l, c: pick(l, s.Cases), all: s.Cases, log: s.Log}
	l.now = t.when(l.now)
	for range 20 { // what cannot be filled in is not done
		p := t.chooses()
		if step, ok := t.step(p); ok {
			return l.keep(step), true
		}
	}
	return l.keep(t.notes()), true
}

// rests reports whether nothing more comes to a family whose cases are closed: mostly so, for late facts and reopenings come too.
func (l *Life) rests(cases []*avrr.Case) bool {
	for _, c := range cases {
		if c.Stage != avrr.Closed {
			return false
		}
	}
	return l.oneIn(3)
}

func (l *Life) keep(s Step) Step {
	l.told = append(l.told, s)
	return s
}

// tellsAgain is now and then what was told before: the same submission delivered once more, or the same words as a new one.
func (l *Life) tellsAgain(cases []*avrr.Case) (Step, bool) {
	if !l.oneIn(25) {
		return Step{}, false
	}
	s := pick(l, l.told)
	if s.Action == "open" || l.oneIn(2) {
		s.At, s.Again = l.now, true
		return s, true
	}
	for _, c := range cases {
		if c.ID != s.Case {
			continue
		}
		s.ID, s.At = l.ulid(), l.now
		if s.Seen != nil {
			s.Seen = &c.Version
		}
		if s.Movement != "" && c.Booking != nil && s.Action != "hold-seats" {
			s.Movement = c.Booking.Movement
		}
		if s.Action == "hold-seats" {
			s.Movement = l.ulid()
		}
		return s, s.Action != "record-file" // a file is uploaded once
	}
	return Step{}, false
}

// oneIn is true once in n times.
func (l *Life) oneIn(n int) bool { return l.chance.IntN(n) == 0 }

func pick[T any](l *Life, from []T) T { return from[l.chance.IntN(len(from))] }

// ulid answers an id in the alphabet of ULIDs, as every id of a case, a movement and a submission is.
func (l *Life) ulid() string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	id := []byte("01")
	for len(id) < 26 {
		id = append(id, alphabet[l.chance.IntN(len(alphabet))])
	}
	return string(id)
}
