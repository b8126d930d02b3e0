package e2e

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/require"

	"homeward/access"
	"homeward/avrr"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
)

// How large the office of these figures is.
const (
	listedCases = 20_000
	officers    = 50  // who look after 400 each
	atATime     = 500 // cases filled in one transaction
	daysSpread  = 300 // over which its cases were opened, and over which its journeys leave
	password    = "long-enough-for-a-figure"
)

// inAFullOffice measures on each database, in an office full of cases whose worker and Temporal are stopped.
func inAFullOffice(b *testing.B, measure func(o caseload, database string)) {
	for _, backend := range backends {
		b.Run(backend.name, func(b *testing.B) {
			for b.Loop() {
				dir := b.TempDir()
				h := newHouse(b, dir, backend.url(b, dir))
				o := h.fill()
				h.stopWorker()
				h.stopTemporal()
				measure(o, backend.name)
			}
		})
	}
}

// A caseload is an office full of cases.
type caseload struct {
	*house
	officers []access.Person
}

// A pattern is a case as it is kept, and the journey it is on.
type pattern struct {
	c             *avrr.Case
	state, flight []byte // flight is empty where nobody travels
}

// A copied is one more case of a pattern: somebody else's, on a journey of their own.
type copied struct {
	c       *avrr.Case
	journey *avrr.Movement // nil where nobody travels
}

// fill makes the cases: a few are walked to their stages, the others are theirs with other names, officers, journeys and days.
func (h *house) fill() caseload {
	h.t.Helper()
	o := caseload{house: h}
	for n := range officers {
		a, err := h.gate.CreateAccount(context.Background(), avrr.Actor{Role: avrr.System},
			access.Account{Username: fmt.Sprintf("officer-%02d", n), DisplayName: fmt.Sprintf("Officer %d", n), Role: avrr.ReturnOfficer, Office: "London office"}, password)
		require.NoError(h.t, err)
		o.officers = append(o.officers, access.Person{Actor: avrr.Actor{ID: a.ID, Role: a.Role}, Username: a.Username, DisplayName: a.DisplayName, Office: a.Office})
	}
	patterns := h.patterns()
	library, err := programmes.Embedded()
	require.NoError(h.t, err)
	p, ok := library.Current("standard")
	require.True(h.t, ok)
	began := time.Now()
	for n := 0; n < listedCases; n += atATime {
		cases := make([]copied, atATime)
		for i := range cases {
			cases[i] = o.another(patterns[(n+i)%len(patterns)], n+i)
			o.keyFor(store.CaseSubject(cases[i].c.ID))
			if m := cases[i].journey; m != nil {
				o.keyFor(store.MovementSubject(m.ID))
			}
		}
		require.NoError(h.t, h.store.InTx(context.Background(), func(tx *store.Tx) error {
			for i, one := range cases {
				if err := one.insert(tx, p, n+i); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	h.t.Logf("%d cases in %s", listedCases, time.Since(began))
	return o
}

func (o caseload) keyFor(s store.Subject) {
	o.t.Helper()
	require.NoError(o.t, o.vault.CreateKey(context.Background(), s.String(), vault.Case))
}

// patterns are cases in each stage, as they are kept.
func (h *house) patterns() []pattern {
	h.t.Helper()
	way := []func(walk){func(walk) {}, walk.toApproval, walk.toHold, walk.toTicket, walk.toArrival, walk.toGrant, walk.toFollowUp, walk.toClosure}
	var patterns []pattern
	for stage := range way {
		w := h.begin("standard")
		for _, step := range way[:stage+1] {
			step(w)
		}
		one := pattern{c: h.folded(w.ref)}
		var err error
		one.state, err = json.Marshal(one.c)
		require.NoError(h.t, err)
		if one.c.Booking != nil {
			m, err := h.store.Read(context.Background()).Movement(one.c.Booking.Movement)
			require.NoError(h.t, err)
			one.flight = m.State
		}
		patterns = append(patterns, one)
	}
	return patterns
}

var (
	families = []string{"Hoxha", "Kola", "Gjini", "Basha", "Ndreu", "Muça", "Zeqiri", "Toska", "Bërxhani", "Çela", "Gjoka", "Shehu", "Dervishi", "Prifti", "Leka", "Marku", "Hysa", "Kurti", "Meta", "Rama",
		"Bushati", "Doda", "Frashëri", "Gashi", "Islami", "Jakupi", "Kastrati", "Lleshi", "Mema", "Nano"}
	given = []string{"Arta", "Besa", "Drita", "Era", "Fatos", "Gëzim", "Ilir", "Jonida", "Liri", "Majlinda", "Agim", "Luan", "Besnik"}
)

// another is the n-th case: one of the patterns, of somebody else.
func (o caseload) another(of pattern, n int) copied {
	o.t.Helper()
	reference, err := avrr.NewReference(rand.Reader)
	require.NoError(o.t, err)
	names := []string{of.c.ID, ulid.Make().String(), of.c.Reference, reference, numberOf(of.c.Reference), numberOf(reference), "1990-04-02", born(n)}
	if of.flight != nil {
		names = append(names, of.c.Booking.Movement, ulid.Make().String())
	}
	renamed := strings.NewReplacer(names...)
	one := copied{c: &avrr.Case{}}
	require.NoError(o.t, json.Unmarshal([]byte(renamed.Replace(string(of.state))), one.c))
	if of.flight != nil {
		one.journey = &avrr.Movement{}
		require.NoError(o.t, json.Unmarshal([]byte(renamed.Replace(string(of.flight))), one.journey))
	}
	one.c.Officers[avrr.ReturnDuty] = o.officers[n/8%officers].ID // of every pattern as many
	one.c.Members[0].FamilyName, one.c.Members[0].GivenNames = families[n%len(families)], given[n%len(given)]
	return one
}

// numberOf is the number of the passport that a walk gives the person of a case.
func numberOf(reference string) string { return strings.ReplaceAll(reference, "-", "") }

// born spreads birthdays over thirty years, so that of those who share a name few share the day.
func born(n int) string {
	return time.Date(1970, 1, 1+n*7919%11_000, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// insert adds a case with its tasks, its visits, its journey, what it is found by and what reports count of it. What falls due is
// spread over three weeks before and after today, what is behind a case over the days before, and who still leaves over those ahead;
// of a few who should have left in the last two days nobody has told yet.
func (one copied) insert(tx *store.Tx, p *avrr.Programme, n int) error {
	due := time.Duration(n*7919%listedCases)*3*time.Minute - 20*24*time.Hour
	row, err := store.RowOf(one.c, p)
	if err != nil {
		return err
	}
	tasks, err := store.TaskRowsOf(one.c, p)
	if err != nil {
		return err
	}
	visits := store.VisitRowsOf(one.c)
	for _, at := range instantsOf(row, tasks) {
		*at = at.Add(due)
	}
	for i := range visits {
		visits[i].Due = visits[i].Due.Add(due)
		visits[i].Day = avrr.DateOf(visits[i].Due).String()
	}
	days := n * 7919 % daysSpread
	one.begin(-days)
	if one.journey != nil {
		if one.journey.DepartedAt.IsZero() {
			one.leave(days - 2)
		} else {
			one.leave(-days)
		}
	}
	row.OpenedOn = avrr.DateOf(one.c.OpenedAt).String()
	if row.State, err = json.Marshal(one.c); err != nil {
		return err
	}
	if err := tx.InsertCase(row); errors.Is(err, store.ErrDuplicate) {
		return nil // two references fell alike: one case less
	} else if err != nil {
		return err
	}
	if err := errors.Join(tx.ReplaceTasks(one.c.ID, tasks), tx.ReplaceVisits(one.c.ID, visits), tx.SetIndexTokens(one.c.ID, tx.IndexTokens(one.c)), tx.NoteFigures(one.c, p.Currency)); err != nil {
		return err
	}
	if one.journey == nil {
		return nil
	}
	flight, err := store.MovementRowOf(one.journey)
	if err != nil {
		return err
	}
	return errors.Join(tx.InsertMovement(flight), tx.PutPassenger(store.Passenger{MovementID: flight.ID, CaseID: one.c.ID, Active: true}))
}

// instantsOf are when something of a case falls due.
func instantsOf(row store.Case, tasks []store.Task) (all []*time.Time) {
	if row.NextDue != nil {
		all = append(all, row.NextDue)
	}
	for i := range tasks {
		if tasks[i].Due != nil {
			all = append(all, tasks[i].Due)
		}
	}
	return all
}

// begin moves what is behind a case by some days.
func (one copied) begin(days int) {
	c := one.c
	c.OpenedAt = c.OpenedAt.AddDate(0, 0, days)
	for i := range c.Stays {
		c.Stays[i].From = c.Stays[i].From.AddDays(days)
		if !c.Stays[i].Until.IsZero() {
			c.Stays[i].Until = c.Stays[i].Until.AddDays(days)
		}
	}
	for i := range c.Payments {
		c.Payments[i].PaidOn = c.Payments[i].PaidOn.AddDays(days)
	}
	if c.Plan != nil {
		c.Plan.DecidedAt = c.Plan.DecidedAt.AddDate(0, 0, days)
	}
}

// leave moves a journey by some days, on the case and by itself.
func (one copied) leave(days int) {
	m, b := one.journey, one.c.Booking
	instants := []*time.Time{&m.HoldUntil, &m.HeldSince, &m.TicketBy, &m.DepartedAt, &m.ArrivedAt, &b.HoldUntil, &b.TicketBy, &b.Since}
	for _, segments := range [][]avrr.Segment{m.Segments, b.Segments} {
		for i := range segments {
			instants = append(instants, &segments[i].DepartsAt, &segments[i].ArrivesAt)
		}
	}
	for _, at := range instants {
		if !at.IsZero() {
			*at = at.AddDate(0, 0, days)
		}
	}
}
