package avrr_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
)

// A charter is one planned movement with the cases on it, and its log.
type charter struct {
	t     *testing.T
	m     *avrr.Movement
	files []*file
	log   []avrr.Event
}

const flightHome = `"segments":[{"carrier":"BA","number":"2604","from":"LGW","to":"TIA","departs_at":"2026-03-10T12:00:00Z","arrives_at":"2026-03-10T15:50:00+01:00"}]`

// chartered is a charter that nobody is on yet.
func chartered(t *testing.T, seats int, more string) *charter {
	t.Helper()
	g := &charter{t: t, m: avrr.NewMovement("01J00000000000000000000001")}
	g.does(desk, "plan-movement", fmt.Sprintf(`{"kind":"charter","name":"Tirana in March","seats":%d,%s%s}`, seats, more, flightHome))
	return g
}

// boarding is a charter on which single travellers with all their papers have seats.
func boarding(t *testing.T, cases int) *charter {
	t.Helper()
	g := chartered(t, cases, "")
	for n := range cases {
		g.joins(n)
	}
	return g
}

// joins has another case of a single traveller take a seat.
func (g *charter) joins(n int) *file {
	g.t.Helper()
	f := approvedFile(g.t, homebound, monday)
	f.c.ID, f.c.Reference = fmt.Sprintf("c%d", n+1), []string{"HW-7K3-M9PX", "HW-2B2-AAAA", "HW-3C3-BBBB", "HW-4D4-CCCC"}[n]
	f.does(officer, "record-travel-document", `{"member":"m1","status":"issued","kind":"passport","number":"BA1234567","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`)
	g.files = append(g.files, f)
	if err := g.try(desk, f, "join-movement", fmt.Sprintf(`{"movement":%q,"passengers":["m1"]}`, g.m.ID)); err != nil {
		g.t.Fatal(err)
	}
	return f
}

func (g *charter) does(who avrr.Actor, action, body string) {
	g.t.Helper()
	if err := g.try(who, nil, action, body); err != nil {
		g.t.Fatalf("%s: %v", action, err)
	}
}

func (g *charter) refuses(who avrr.Actor, action, body string) *avrr.Error {
	g.t.Helper()
	return refusal(g.t, g.try(who, nil, action, body))
}

// try performs an action on the movement itself or, when one is given, on a case of it.
func (g *charter) try(who avrr.Actor, of *file, action, body string) error {
	g.t.Helper()
	s := avrr.Submission{ID: fmt.Sprintf("s%d", len(g.log)), Action: action, Actor: who, Body: json.RawMessage(body)}
	files, now := g.files, moment(monday)
	if of != nil {
		s.Case, files = of.c.ID, []*file{of}
	}
	var aboard []avrr.Judging
	for _, f := range files {
		aboard, now = append(aboard, f.judging(who)), f.now
	}
	own, theirs, err := avrr.JudgeMovement(g.m, aboard, s, now, who)
	if err != nil {
		return err
	}
	own = throughJSON(g.t, own)
	err = g.m.Append(&own)
	g.log = append(g.log, own)
	if errors.Is(err, avrr.ErrRefold) {
		g.m = g.retold()
	} else if err != nil {
		g.t.Fatal(err)
	}
	sameJSON(g.t, g.retold(), g.m)
	told := own.Cases
	if of != nil {
		told = []string{of.c.ID}
	}
	for i, id := range told {
		f := g.files[slices.IndexFunc(g.files, func(f *file) bool { return f.c.ID == id })]
		theirs[i].Cause = avrr.MovementCause(g.m.ID, own.Seq)
		f.append(theirs[i])
	}
	return nil
}

func (g *charter) retold() *avrr.Movement {
	g.t.Helper()
	m := avrr.NewMovement(g.m.ID)
	if err := m.FoldAll(throughJSON(g.t, g.log)); err != nil {
		g.t.Fatal(err)
	}
	return m
}

// voids takes back in one case what its last event told, as the case and then its movement do.
func (g *charter) voids(f *file) {
	g.t.Helper()
	last := len(f.log)
	_, seq, err := avrr.PassageOf(f.log[last-1])
	if err != nil {
		g.t.Fatal(err)
	}
	f.does(officer2, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another traveller"}`, last))
	if err := g.try(engine, f, "void-passage", fmt.Sprintf(`{"seq":%d}`, seq)); err != nil {
		g.t.Fatal(err)
	}
}

// states are where everybody stands on the manifest, by passenger.
func (g *charter) states() string {
	var all []string
	for _, p := range g.m.Passengers {
		if state, listed := p.Manifest(); listed {
			all = append(all, avrr.Key(p.Case, p.Member)+" "+state)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func tickets(of ...string) string {
	var all []string
	for _, name := range of {
		all = append(all, fmt.Sprintf("%q:%q", name, "125-"+name))
	}
	return `{"record_locator":"GRP001","tickets":{` + strings.Join(all, ",") + `}`
}

func TestAGroupIsPlannedBeforeAnybodyIsOnIt(t *testing.T) {
	g := chartered(t, 2, `"ticket_by":"2026-02-20T12:00:00Z","conditions":"No refund",`)
	if k, runs := g.m.NextDue(); g.m.Status != "planned" || !g.m.Live() || !runs || !k.Due.Equal(moment("2026-03-10T12:00:00Z")) {
		t.Fatalf("%s, %v", g.m.Status, k)
	}
	f := g.joins(0)
	if b := f.c.Booking; g.m.Status != avrr.Held || b.Status != avrr.Held || !b.TicketBy.Equal(moment("2026-02-20T12:00:00Z")) {
		t.Fatalf("%s, %+v", g.m.Status, b)
	}
	if err := g.try(desk, f, "cancel-booking", `{"reason":"Ill"}`); err != nil || g.m.Status != "planned" {
		t.Fatalf("the seat is free for others, and the movement is %s (%v)", g.m.Status, err)
	}
	g.does(desk, "amend-booking", `{"cause":"Another day",`+strings.ReplaceAll(flightHome, "03-10", "03-12")+`}`)
	if !g.m.Departs().Equal(moment("2026-03-12T12:00:00Z")) {
		t.Fatalf("it departs on %s", g.m.Departs())
	}
	g.does(desk, "cancel-booking", `{"reason":"Too few"}`)
	if g.m.Status != avrr.Cancelled || g.m.Live() {
		t.Fatalf("the movement is %s", g.m.Status)
	}
}

func TestAPlanThatCannotBeIsRefusedWithTheReason(t *testing.T) {
	for more, rule := range map[string]string{
		`"hold_until":"2026-03-10T12:00:01Z",`:                                    "hold-beyond-departure",
		`"hold_until":"2026-02-01T12:00:00Z",`:                                    "hold-over",
		`"ticket_by":"2026-02-01T12:00:00Z",`:                                     "ticketing-over",
		`"hold_until":"2026-02-20T12:00:00Z","ticket_by":"2026-02-21T12:00:00Z",`: "ticketing-beyond-hold",
	} {
		g := &charter{t: t, m: avrr.NewMovement("v1")}
		if e := g.refuses(desk, "plan-movement", `{"kind":"group","name":"March","seats":4,`+more+flightHome+`}`); rules(e) != rule {
			t.Errorf("%s: %s (%s), not %s", more, rules(e), e.Message, rule)
		}
	}
	g := &charter{t: t, m: avrr.NewMovement("v1")}
	if e := g.refuses(officer, "plan-movement", `{"kind":"group","name":"March","seats":4,`+flightHome+`}`); e.Code != avrr.CodeRole {
		t.Errorf("planned by a return officer: %v", e)
	}
}

func TestNobodyJoinsBeyondTheSeats(t *testing.T) {
	g := boarding(t, 2)
	late := approvedFile(t, homebound, monday)
	late.c.ID = "late"
	e := refusal(t, g.try(desk, late, "join-movement", fmt.Sprintf(`{"movement":%q,"passengers":["m1"]}`, g.m.ID)))
	if rules(e) != "no-seats" || e.Message != "The movement has 2 seats, of which 0 are free; 1 are asked for." {
		t.Fatal(e)
	}
}

func TestAGroupIsTicketedAmendedAndFlownAtOnceWithAnOutcomeForEach(t *testing.T) {
	g := boarding(t, 3)
	one, two, three := g.files[0], g.files[1], g.files[2]
	g.does(desk, "confirm-booking", tickets("HW-7K3-M9PX/m1", "HW-2B2-AAAA/m1", "HW-3C3-BBBB/m1")+`,"record_locators":{"HW-2B2-AAAA":"OWN002"}}`)
	if one.c.Booking.Locator != "GRP001" || two.c.Booking.Locator != "OWN002" || three.c.Member("m1").Ticket != "125-HW-3C3-BBBB/m1" || g.m.Passengers[1].Locator != "OWN002" || g.m.Passengers[0].Locator != "" {
		t.Fatalf("%+v, %+v, %+v", one.c.Booking, two.c.Booking, g.m.Passengers)
	}
	g.does(desk, "amend-booking", `{"cause":"Schedule change",`+strings.ReplaceAll(flightHome, "T12:00", "T12:30")+`}`)
	for _, f := range g.files {
		if !f.c.Booking.Segments[0].DepartsAt.Equal(moment("2026-03-10T12:30:00Z")) {
			t.Fatalf("%s still departs at %s", f.c.ID, f.c.Booking.Segments[0].DepartsAt)
		}
	}
	g.later("2026-03-10T14:30:00Z")
	g.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:40:00Z","passengers":{"HW-7K3-M9PX/m1":"boarded","HW-2B2-AAAA/m1":"refused_at_gate"}}`)
	if one.c.Member("m1").Fate != avrr.Departed || two.c.Member("m1").Fate != avrr.Withdrew || three.c.Member("m1").Fate != avrr.Going {
		t.Fatalf("%s, %s, %s", one.c.Member("m1").Fate, two.c.Member("m1").Fate, three.c.Member("m1").Fate)
	}
	g.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:40:00Z","boarded":["HW-3C3-BBBB/m1"]}`)
	g.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T15:30:00+01:00","members":["HW-7K3-M9PX/m1","HW-3C3-BBBB/m1"]}`)
	if one.c.Stage != avrr.Arrival || three.c.Stage != avrr.Arrival || g.m.Status != avrr.Completed {
		t.Fatalf("%s, %s, %s", one.c.Stage, three.c.Stage, g.m.Status)
	}
	if len(two.log) != len(one.log)-1 { // the arrival is not told of who stayed
		t.Fatalf("%d events, and %d of who stayed", len(one.log), len(two.log))
	}
}

// later has the clock of every case go on.
func (g *charter) later(at string) {
	for _, f := range g.files {
		f.now = moment(at)
	}
}

func TestOneCaseThatMayNotGoOnIsNamedAndRefusesTheWhole(t *testing.T) {
	g := boarding(t, 2)
	g.files[1].does(officer, "hold", `{"reason":"In hospital"}`)
	before := len(g.files[0].log)
	e := g.refuses(desk, "confirm-booking", tickets("HW-7K3-M9PX/m1", "HW-2B2-AAAA/m1")+"}")
	if rules(e) != "on-hold" || !strings.HasPrefix(e.Message, "HW-2B2-AAAA: ") || e.Blocks[0].Member != "HW-2B2-AAAA" || len(g.files[0].log) != before || g.m.Passengers[0].Ticket != "" {
		t.Fatalf("%+v", e)
	}
	g.does(desk, "confirm-booking", tickets("HW-7K3-M9PX/m1")+"}") // who is not named waits for nobody
	if g.m.Passengers[0].Ticket == "" || g.m.Passengers[1].Ticket != "" {
		t.Fatalf("%+v", g.m.Passengers)
	}
}

// A case that has withdrawn gives its seats back a moment later; whoever travels on does not wait for that.
func TestWhoWithdrewHoldsUpNobodyElse(t *testing.T) {
	for action, body := range map[string]string{
		"confirm-departure": `{"departed_at":"2026-03-10T12:40:00Z","boarded":["HW-7K3-M9PX/m1"]}`,
		"validate-manifest": `{"departed_at":"2026-03-10T12:40:00Z","present":["HW-7K3-M9PX/m1"]}`,
		"amend-booking":     `{"cause":"Schedule change",` + strings.ReplaceAll(flightHome, "03-10", "03-12") + `}`,
		"cancel-booking":    `{"reason":"Strike"}`,
	} {
		t.Run(action, func(t *testing.T) {
			g := boarding(t, 2)
			g.does(desk, "confirm-booking", tickets("HW-7K3-M9PX/m1", "HW-2B2-AAAA/m1")+"}")
			g.later("2026-03-10T14:30:00Z")
			g.files[1].does(officer, "withdraw", `{"channel":"phone"}`)
			heard := len(g.files[1].log)
			g.does(desk, action, body)
			if b := g.files[1].c.Booking; b.Status != avrr.Releasing || len(g.files[1].log) != heard {
				t.Fatalf("the withdrawn case was told of it: %+v", b)
			}
			if err := g.try(engine, g.files[1], "release-passengers", `{"members":["m1"],"reason":"withdrawn"}`); err != nil {
				t.Fatal(err)
			}
			if g.m.Passengers[1].Outcome != "released" || g.files[1].c.Booking.Status != avrr.Cancelled {
				t.Fatalf("%+v, %+v", g.m.Passengers[1], g.files[1].c.Booking)
			}
		})
	}
}

func TestANameThatIsNobodysAboardIsRefused(t *testing.T) {
	g := boarding(t, 1)
	for _, name := range []string{"m1", "HW-2B2-AAAA/m1", "HW-7K3-M9PX/m7", "/m1", ""} {
		if e := g.refuses(desk, "confirm-booking", tickets(name)+"}"); e.Code != avrr.CodeInvalid || e.Field != "/tickets" {
			t.Errorf("%q: %s at %q", name, e.Message, e.Field)
		}
	}
}

func TestADecisionOnAMovementThatHasChangedIsStale(t *testing.T) {
	g := boarding(t, 1)
	seen := g.m.Version - 1
	s := avrr.Submission{ID: "s", Action: "cancel-booking", Actor: desk, Body: json.RawMessage(`{"reason":"Strike"}`), Seen: &seen}
	_, _, err := avrr.JudgeMovement(g.m, []avrr.Judging{g.files[0].judging(desk)}, s, g.files[0].now, desk)
	if e := refusal(t, err); e.Code != avrr.CodeStale {
		t.Fatal(e)
	}
}

func TestTheManifestIsValidatedWithEverybodyOnIt(t *testing.T) {
	g := boarding(t, 3)
	g.does(desk, "confirm-booking", tickets("HW-7K3-M9PX/m1", "HW-2B2-AAAA/m1", "HW-3C3-BBBB/m1")+"}")
	g.later("2026-03-10T14:30:00Z")
	if got := g.states(); got != "c1/m1 planned, c2/m1 planned, c3/m1 planned" {
		t.Fatal(got)
	}
	e := g.refuses(desk, "validate-manifest", `{"departed_at":"2026-03-10T12:05:00Z","present":["HW-7K3-M9PX/m1"],"absent":[{"passenger":"HW-2B2-AAAA/m1"}]}`)
	if rules(e) != "manifest" || e.Blocks[0].Member != "HW-3C3-BBBB/m1" {
		t.Fatalf("%+v", e)
	}
	g.does(desk, "validate-manifest", `{"departed_at":"2026-03-10T12:05:00Z","present":["HW-7K3-M9PX/m1"],
		"absent":[{"passenger":"HW-2B2-AAAA/m1"},{"passenger":"HW-3C3-BBBB/m1","reason":"refused_at_gate"}]}`)
	if got := g.states(); got != "c1/m1 present, c2/m1 absent, c3/m1 absent" || g.m.Status != avrr.Under || g.m.ValidatedAt.IsZero() {
		t.Fatal(got, g.m.Status)
	}
	for i, fate := range []avrr.Fate{avrr.Departed, avrr.NoShow, avrr.Withdrew} {
		if f := g.files[i].c.Member("m1").Fate; f != fate {
			t.Errorf("%d is %s, not %s", i, f, fate)
		}
	}
}

func TestWhoBoardedUnplannedIsAddedAndLookedInto(t *testing.T) {
	g := boarding(t, 2)
	g.does(desk, "confirm-booking", tickets("HW-7K3-M9PX/m1", "HW-2B2-AAAA/m1")+"}")
	stray := approvedFile(t, homebound, monday) // never booked on anything
	stray.c.ID, stray.c.Reference = "c9", "HW-9F9-EEEE"
	g.files = append(g.files, stray)
	g.later("2026-03-10T14:30:00Z")
	if e := g.refuses(desk, "validate-manifest", `{"departed_at":"2026-03-10T12:05:00Z","present":["HW-7K3-M9PX/m1","HW-2B2-AAAA/m1","HW-9F9-EEEE/m1"]}`); rules(e) != "manifest" {
		t.Fatal(e)
	}
	g.does(desk, "validate-manifest", `{"departed_at":"2026-03-10T12:05:00Z","present":["HW-7K3-M9PX/m1","HW-2B2-AAAA/m1"],"added":["HW-9F9-EEEE/m1"]}`)
	if got := g.states(); got != "c1/m1 present, c2/m1 present, c9/m1 added" {
		t.Fatal(got)
	}
	if m := stray.c.Member("m1"); m.Fate != avrr.Departed || !stray.c.NeedsPerson() || stray.c.Booking.Movement != g.m.ID || len(stray.c.Booking.Segments) != 1 {
		t.Fatalf("%+v %+v", m, stray.c.Booking)
	}
}

// What is told on one journey never counts for another: those who were not spoken of still have their seats on theirs.
func TestAFamilyBookedElsewhereIsNotTakenForAbsent(t *testing.T) {
	g := boarding(t, 1)
	g.does(desk, "confirm-booking", tickets("HW-7K3-M9PX/m1")+"}")
	family := familyWithTickets(t)
	family.c.ID, family.c.Reference = "c9", "HW-9F9-EEEE"
	g.files = append(g.files, family)
	g.later("2026-03-10T15:30:00Z")
	for action, body := range map[string]string{
		"confirm-departure": `{"departed_at":"2026-03-10T12:40:00Z","boarded":["HW-7K3-M9PX/m1","HW-9F9-EEEE/m1"]}`,
		"report-leg":        `{"segment":1,"occurred_at":"2026-03-10T12:40:00Z","passengers":{"HW-9F9-EEEE/m1":"boarded"}}`,
		"confirm-arrival":   `{"arrived_at":"2026-03-10T15:10:00Z","members":["HW-9F9-EEEE/m1"]}`,
	} {
		e := g.refuses(desk, action, body)
		if rules(e) != "not-on-movement" || !strings.HasPrefix(e.Message, "HW-9F9-EEEE: ") {
			t.Errorf("%s: %v", action, e)
		}
	}
	if got := fates(family); got != "m1 going, m2 going, m3 going, m4 going" || family.c.Booking.Status != avrr.Ticketed {
		t.Error(got)
	}
}

func TestOneWrongLineOfAManifestIsTakenBackAndTheOthersStand(t *testing.T) {
	g := boarding(t, 3)
	g.does(desk, "confirm-booking", tickets("HW-7K3-M9PX/m1", "HW-2B2-AAAA/m1", "HW-3C3-BBBB/m1")+"}")
	g.later("2026-03-10T14:30:00Z")
	g.does(desk, "validate-manifest", `{"departed_at":"2026-03-10T12:05:00Z","present":["HW-7K3-M9PX/m1","HW-2B2-AAAA/m1"],"absent":[{"passenger":"HW-3C3-BBBB/m1"}]}`)
	lines := []int{len(g.files[0].log), len(g.files[2].log)}
	g.voids(g.files[1])
	if got := g.states(); got != "c1/m1 present, c2/m1 planned, c3/m1 absent" {
		t.Fatal(got)
	}
	if f := g.files[1].c.Member("m1"); f.Fate != avrr.Going || !f.LeftAt.IsZero() || g.files[0].c.Member("m1").Fate != avrr.Departed {
		t.Fatalf("%s", f.Fate)
	}
	if len(g.files[0].log) != lines[0] || len(g.files[2].log) != lines[1] {
		t.Fatal("another case was told of it")
	}
	g.voids(g.files[2])
	if got := g.states(); got != "c1/m1 present, c2/m1 planned, c3/m1 planned" {
		t.Fatal(got)
	}
	g.does(desk, "validate-manifest", `{"departed_at":"2026-03-10T12:05:00Z","present":["HW-3C3-BBBB/m1"],"absent":[{"passenger":"HW-2B2-AAAA/m1"}]}`)
	if got := g.states(); got != "c1/m1 present, c2/m1 absent, c3/m1 present" {
		t.Fatal(got)
	}
}

func TestAnItineraryOfTheirOwnIsReplacedByTheOneTheyAreNamedFor(t *testing.T) {
	g := boarding(t, 2)
	g.does(desk, "confirm-booking", tickets("HW-7K3-M9PX/m1", "HW-2B2-AAAA/m1")+"}")
	two := g.files[1]
	if err := g.try(desk, two, "amend-booking", `{"cause":"Hospital",`+strings.ReplaceAll(flightHome, "03-10", "03-12")+`}`); err != nil {
		t.Fatal(err)
	}
	if own := g.m.Passengers[1].Segments; len(own) != 1 || !own[0].DepartsAt.Equal(two.c.Booking.Segments[0].DepartsAt) || !g.m.Departs().Equal(moment("2026-03-10T12:00:00Z")) {
		t.Fatalf("%+v", g.m)
	}
	g.does(desk, "amend-booking", `{"cause":"Well again","tickets":{"HW-2B2-AAAA/m1":"125-9"},`+strings.ReplaceAll(flightHome, "T12:00", "T12:30")+`}`)
	if own := g.m.Passengers[1].Segments; own != nil || !g.m.Departs().Equal(two.c.Booking.Segments[0].DepartsAt) {
		t.Fatalf("the movement has %+v beside %+v", own, two.c.Booking.Segments)
	}
}

func TestOneOnACharterChangesTheirOwnItineraryAlone(t *testing.T) {
	g := boarding(t, 1)
	if err := g.try(desk, g.files[0], "amend-booking", `{"cause":"Hospital",`+strings.ReplaceAll(flightHome, "03-10", "03-12")+`}`); err != nil {
		t.Fatal(err)
	}
	if !g.m.Departs().Equal(moment("2026-03-10T12:00:00Z")) || len(g.m.Passengers[0].Segments) != 1 {
		t.Fatalf("the charter leaves on %s, its passenger by %+v", g.m.Departs(), g.m.Passengers[0].Segments)
	}
}

func TestTicketsAreAskedForBeforeTheirTimeRunsOut(t *testing.T) {
	for by, asked := range map[string]string{"2026-02-20T12:00:00Z": "2026-02-19T12:00:00Z", "2026-02-02T14:00:00Z": "2026-02-02T12:00:00Z"} {
		f := chartered(t, 2, fmt.Sprintf(`"ticket_by":%q,`, by)).joins(0)
		k, runs := f.c.NextDue(f.p)
		if !runs || k.Name != avrr.ClockTicketing || !k.Due.Equal(moment(asked)) {
			t.Fatalf("by %s: %+v", by, k)
		}
		e, err := k.Event(k.Due)
		if err != nil {
			t.Fatal(err)
		}
		f.append(e)
		open := func() bool {
			return slices.ContainsFunc(f.c.Tasks(f.p), func(t avrr.Task) bool { return t.ID == "overdue:ticketing" && t.Duty == avrr.TravelDuty })
		}
		if !open() {
			t.Fatalf("nobody is asked: %+v", f.c.Tasks(f.p))
		}
		f.does(officer, "withdraw", `{"channel":"phone"}`)
		if open() {
			t.Fatal("tickets are still asked for")
		}
	}
}

func TestALegOfAJourneyThatWasRebookedGoesToTheMovementItWasFlownOn(t *testing.T) {
	f := ticketed(t, homebound, monday)
	f.now = moment("2026-03-10T14:30:00Z")
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:05:00Z","passengers":{"m1":"boarded"}}`)
	f.does(desk, "report-leg", `{"segment":1,"occurred_at":"2026-03-10T12:10:00Z","passengers":{"m1":"detained"}}`)
	f.does(desk, "cancel-booking", `{"reason":"The carrier gave the seat away"}`)
	first, voyage := f.m, f.voyages[0]
	f.does(desk, "hold-seats", seats("2026-03-20T12:00:00Z", "2026-03-20T15:30:00+01:00", "2026-03-15T12:00:00Z"))
	s := avrr.Submission{ID: "late", Action: "report-leg", Actor: desk, Case: f.c.ID, Body: json.RawMessage(`{"segment":1,"occurred_at":"2026-03-10T12:07:00Z","passengers":{"m1":"offloaded"}}`)}
	own, theirs, err := avrr.JudgeMovement(first, []avrr.Judging{f.judging(desk)}, s, f.now, desk)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Append(&own); err != nil {
		t.Fatal(err)
	}
	f.voyages[0] = append(voyage, own)
	f.append(theirs[0])
	if b := f.c.Before[0]; len(b.Legs) != 3 || len(f.c.Booking.Legs) != 0 || f.c.Booking.Status != avrr.Held || f.c.Member("m1").Fate != avrr.Going || theirs[0].Doubt == "" {
		t.Fatalf("%+v, %+v, %q", b, f.c.Booking, theirs[0].Doubt)
	}
}
