package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// line is a line of a package: an amount for a person, with what differs for a child and for further members, and a family cap.
func line(id string, person, child, next, family int64) avrr.PackageLine {
	return avrr.PackageLine{ID: id, Form: "in_kind", Place: "supplier", PerPerson: person, PerChild: child, PerNext: next, PerFamily: family, Parts: 2, Plan: true}
}

// The amounts of real programmes, in euros and crowns.
var (
	startUp = line("start-up", 1000, 500, 1000, 4000)      // REAG/GARP: half for a child, a family cap
	eurp    = line("reintegration", 2000, 2000, 1000, 0)   // EURP: the main applicant, and each further member
	austria = line("campaign", 900, 900, 900, 3000)        // an amount for each person under a family cap
	sweden  = line("settling", 30000, 15000, 30000, 75000) // re-establishment support
)

// family is a case whose members have these ages on the day of application; -1 is somebody whose birth nobody knows.
func family(id string, ages ...int) *avrr.Case {
	c := &avrr.Case{ID: id, AppliedOn: avrr.MustDate("2026-02-02")}
	for i, age := range ages {
		m := &avrr.Member{ID: fmt.Sprintf("m%d", i+1), Fate: avrr.Going}
		if age >= 0 {
			m.Birth = &avrr.Birth{Date: c.AppliedOn.AddYears(-age)}
		}
		c.Members = append(c.Members, m)
	}
	return c
}

func amounts(g avrr.Grant) []int64 {
	var all []int64
	for _, s := range g.Shares {
		all = append(all, s.Amount)
	}
	return all
}

func TestALineIsReckonedForEachMember(t *testing.T) {
	for _, c := range []struct {
		line   avrr.PackageLine
		ages   []int
		shares []int64
		total  int64
	}{
		{startUp, []int{40}, []int64{1000}, 1000},
		{startUp, []int{40, 38, 17, 2}, []int64{1000, 1000, 500, 500}, 3000},
		{startUp, []int{40, 38, 19, 18, 17, 2}, []int64{1000, 1000, 1000, 1000, 0, 0}, 4000},
		{startUp, []int{40, 38, 19, 17, 16, 15, 14}, []int64{1000, 1000, 1000, 500, 500, 0, 0}, 4000},
		{startUp, []int{17}, []int64{500}, 500},
		{startUp, []int{-1}, []int64{1000}, 1000},
		{eurp, []int{40}, []int64{2000}, 2000},
		{eurp, []int{40, 38, 5}, []int64{2000, 1000, 1000}, 4000},
		{austria, []int{40, 38, 5, 3}, []int64{900, 900, 900, 300}, 3000},
		{sweden, []int{40, 38, 5}, []int64{30000, 30000, 15000}, 75000},
		{sweden, []int{40, 38, 5, 3}, []int64{30000, 30000, 15000, 0}, 75000},
	} {
		p := &avrr.Programme{Package: []avrr.PackageLine{c.line}}
		g := p.Entitlement(family("c1", c.ages...))[0]
		if !slices.Equal(amounts(g), c.shares) || g.Total != c.total {
			t.Errorf("%s for %v: %v, %d altogether, not %v, %d", c.line.ID, c.ages, amounts(g), g.Total, c.shares, c.total)
		}
	}
}

func TestTheCapOfAFamilyIsThatOfAllItsCases(t *testing.T) {
	p := &avrr.Programme{Package: []avrr.PackageLine{startUp, eurp}}
	parents, child := family("c1", 40, 38, 17), family("c2", 39, 38, 15)
	for _, m := range child.Members {
		m.Further = true
	}
	for _, both := range [][]*avrr.Case{{parents, child}, {child, parents}} {
		g := p.Entitlement(both...)
		if !slices.Equal(amounts(g[0]), []int64{1000, 1000, 500, 1000, 500, 0}) || g[0].Total != 4000 {
			t.Errorf("under one cap: %v", amounts(g[0]))
		}
		if first := g[1].Shares[0]; g[1].Total != 7000 || first.Case != "c1" || first.Member != "m1" || first.Amount != 2000 {
			t.Errorf("one of them is the first: %+v", g[1].Shares)
		}
	}
	parents.Members[0].Fate = avrr.Withdrew // who comes next is then the first
	g := p.Entitlement(child, parents)[1]
	if first := g.Shares[0]; first.Case != "c1" || first.Member != "m2" || first.Amount != 2000 || g.Total != 6000 {
		t.Errorf("the first has withdrawn: %+v", g.Shares)
	}
	child.Members[0].Declined = []string{"all"}
	if g := p.Entitlement(child, parents)[1]; g.Total != 5000 || len(g.Shares) != 4 {
		t.Errorf("one declined: %+v", g.Shares)
	}
}

// generous is homebound with a package: a line a plan is made of, cash at departure, and tickets at their cost.
func generous() *avrr.Programme {
	p := *homebound
	window := days(100)
	p.Package = []avrr.PackageLine{
		{ID: "journey", Form: "in_kind", Place: "departure", Parts: 1},
		{ID: "travel-cash", Form: "cash", Place: "departure", PerPerson: 20000, PerChild: 10000, PerNext: 20000, PerFamily: 80000, Parts: 1},
		{ID: "tools", Form: "in_kind", Place: "supplier", PerPerson: 200000, PerChild: 200000, PerNext: 50000, Parts: 2, Plan: true, Window: &window},
		{ID: "second", Form: "cash", Place: "office", PerPerson: 50000, PerChild: 50000, PerNext: 50000, Parts: 1, Plan: true},
	}
	return &p
}

func measured(line string, amount int, instalments string) string {
	return fmt.Sprintf(`{"measures":[{"line":%q,"dimension":"economic","level":"individual","kind":"tools","description":"Tools","amount":%d,"currency":"EUR","instalments":%s}]}`, line, amount, instalments)
}

func TestAPlanObeysTheLinesItNames(t *testing.T) {
	for _, c := range []struct {
		rule, field, body string
		now               string
	}{
		{"no-such-line", "/measures/0/line", measured("house", 100, "[]"), ""},
		{"line-not-of-plan", "/measures/0/line", measured("travel-cash", 100, "[]"), ""},
		{"too-many-parts", "/measures/0/instalments", measured("tools", 300, `[{"amount":100},{"amount":100},{"amount":100}]`), ""},
		{"above-line", "/measures/0/amount", measured("tools", 200001, "[]"), ""},
		{"above-ceiling", "/measures", `{"measures":[{"dimension":"economic","level":"individual","kind":"tools","description":"Tools","amount":250001,"currency":"EUR"}]}`, ""},
		{"window-over", "/measures/0/line", measured("tools", 100, "[]"), "2026-06-20T10:00:00Z"},
	} {
		f := travelled(t, generous(), monday)
		if c.now != "" {
			f.now = moment(c.now)
		}
		if e := f.refused(field, "propose-plan", c.body); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s at %q (%s), not %s at %q", rules(e), e.Field, e.Message, c.rule, c.field)
		}
	}
	f := travelled(t, generous(), monday)
	f.does(field, "propose-plan", measured("tools", 200000, `[{"amount":150000},{"amount":50000}]`))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.now = moment("2026-06-20T10:00:00Z")
	if e := f.refused(manager, "release-instalment", `{"instalment":"i1"}`); rules(e) != "window-over" {
		t.Error(e)
	}
}

// What a linked case has planned or was paid is not given again.
func TestWhatTheFamilyHasElsewhereIsNotGivenAgain(t *testing.T) {
	p := generous()
	p.Package[1].PerFamily = 30000
	brother := func(state string, paid int64) *avrr.Case {
		c := family("c0", 30)
		c.Plan = &avrr.Plan{Decision: "approve", Measures: []avrr.Measure{{Line: "tools"}}, Instalments: []*avrr.Instalment{{ID: "i1", State: state, Money: avrr.Money{Amount: 60000, Currency: "EUR"}}}}
		c.Payments = []avrr.Payment{{ID: "p1", Line: "travel-cash", Money: avrr.Money{Amount: paid, Currency: "EUR"}, Worth: paid}}
		return c
	}
	// Two people are given 200 000 and 50 000 for tools: this case has what the brother's leaves, and never more than its own member is given.
	for _, c := range []struct {
		state string
		most  int
	}{{avrr.Planned, 190000}, {avrr.Released, 190000}, {avrr.Void, 200000}} {
		f := travelled(t, p, monday)
		f.family = []*avrr.Case{brother(c.state, 20000)}
		if e := f.refused(field, "propose-plan", measured("tools", c.most+1, "[]")); rules(e) != "above-line" {
			t.Errorf("%s: %s", c.state, e)
		}
		f.does(field, "propose-plan", measured("tools", c.most, "[]"))
	}
	f := travelled(t, p, monday)
	f.family = []*avrr.Case{brother(avrr.Void, 20000)}
	f.does(field, "record-payment", paidLine("travel-cash", 20000, "EUR"))
	if got := f.c.Payments[0].Overpaid; got != 10000 || doubts(f) != "The line travel-cash was overpaid: 200.00\u00a0EUR instead of 100.00\u00a0EUR." {
		t.Errorf("overpaid by %d: %q", got, doubts(f))
	}
}

// What is paid of a line is held against what the case itself may still have of it: what its plan has set aside is not given twice,
// and what its own members are given is not taken from those of a linked case.
func TestALineIsPaidOnceBesideItsPlanAndItsFamily(t *testing.T) {
	f := travelled(t, generous(), monday)
	f.does(field, "propose-plan", measured("tools", 180000, `[{"amount":100000},{"amount":80000}]`))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "record-payment", paidLine("tools", 50000, "EUR"))
	if p := f.c.Payments[0]; p.Approved != 20000 || p.Overpaid != 30000 || f.c.Totals() != (avrr.Totals{Promised: 230000, Committed: 100000, Paid: 50000, Approved: 200000, Overpaid: 30000}) {
		t.Errorf("beside the plan %+v, %+v", p, f.c.Totals())
	}
	if want := "The line tools was overpaid: 500.00\u00a0EUR instead of 200.00\u00a0EUR."; doubts(f) != want {
		t.Errorf("%q, not %q", doubts(f), want)
	}
	f = departed(t, generous(), monday)
	f.family = []*avrr.Case{family("c0", 30)}
	f.does(field, "record-payment", paidLine("travel-cash", 40000, "EUR"))
	if p := f.c.Payments[0]; p.Approved != 20000 || p.Overpaid != 20000 || doubts(f) != "The line travel-cash was overpaid: 400.00\u00a0EUR instead of 200.00\u00a0EUR." {
		t.Errorf("with a linked case %+v, %q", p, doubts(f))
	}
	f = departed(t, generous(), monday)
	f.family = []*avrr.Case{family("c0", 30)}
	f.family[0].Payments = []avrr.Payment{{ID: "p1", Line: "travel-cash", Money: avrr.Money{Amount: 20000, Currency: "EUR"}, Worth: 20000, Approved: 20000}}
	f.does(field, "record-payment", paidLine("travel-cash", 20000, "EUR"))
	if p := f.c.Payments[0]; p.Overpaid != 0 || doubts(f) != "" {
		t.Errorf("her own share beside theirs %+v, %q", p, doubts(f))
	}
}

// promised is an approved family with an approved plan of all that four people are given: two parts, in kind.
func promised(t rapid.TB) *file {
	p := *homebound
	p.PlanCeiling = 400000
	p.Package = []avrr.PackageLine{{ID: "business", Form: "in_kind", Plan: true, PerPerson: 100000, PerChild: 100000, PerNext: 100000, Parts: 4}}
	f := approvedFamily(t)
	f.p = &p
	f.does(field, "propose-plan", wholePlan(400000))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	return f
}

func wholePlan(amount int) string {
	return fmt.Sprintf(`{"measures":[{"line":"business","dimension":"economic","level":"individual","kind":"business","description":"Shop","amount":%d,"currency":"EUR","instalments":[{"amount":%d},{"amount":%d}]}]}`, amount, amount/2, amount/2)
}

// home has those fly and arrive who are still going.
func (f *file) home(members ...string) {
	f.t.Helper()
	var tickets []string
	for i, m := range members {
		f.does(officer, "record-travel-document", fmt.Sprintf(`{"member":%q,"status":"issued","kind":"passport","number":"BA000000%d","issuer":"AL","issued_on":"2020-01-01","expires_on":"2030-01-01"}`, m, i))
		f.does(officer, "record-authority-reply", fmt.Sprintf(`{"member":%q,"reply":"no_objection","replied_on":"2026-02-02"}`, m))
		tickets = append(tickets, fmt.Sprintf("%q:%q", m, m))
	}
	f.does(desk, "hold-seats", seats("2026-03-10T12:00:00Z", "2026-03-10T15:30:00+01:00", "2026-03-01T12:00:00Z", members...))
	f.does(desk, "confirm-booking", `{"record_locator":"ABC123","tickets":{`+strings.Join(tickets, ",")+`}}`)
	f.now = moment("2026-03-11T13:00:00Z")
	f.does(desk, "confirm-departure", `{"departed_at":"2026-03-10T12:05:00Z","boarded":`+asJSON(f.t, members)+`}`)
	f.does(desk, "confirm-arrival", `{"arrived_at":"2026-03-10T14:30:00Z","members":`+asJSON(f.t, members)+`}`)
}

func TestAPlanAboveWhatIsLeftOfTheFamilyStops(t *testing.T) {
	for name, leaves := range map[string]func(*file){
		"withdrawal": func(f *file) { f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`) },
		"death":      func(f *file) { f.dies("m2", "2026-02-02") },
		"departure":  func(f *file) { f.does(officer, "report-event", told("m2", "own_departure", "2026-02-02")) },
		"removal": func(f *file) {
			f.does(officer, "change-members", `{"remove":["m2"],"on":"2026-02-02","reason":"She stays."}`)
		},
		"split": func(f *file) { f.does(officer, "split-case", `{"members":["m2"],"reason":"Later."}`) },
	} {
		f := promised(t)
		if taskOf(f, "plan-too-high") != nil {
			t.Fatal("the plan is within what four people are given")
		}
		leaves(f)
		if task := taskOf(f, "plan-too-high"); task == nil || task.Duty != avrr.ReintegrationDuty || task.Action != "propose-plan" {
			t.Errorf("%s: nobody is asked to propose the plan again: %+v", name, f.c.Tasks(f.p))
		}
	}
}

func TestAnInstalmentOfAPlanThatHasBecomeTooHighIsNotReleased(t *testing.T) {
	f := promised(t)
	f.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
	f.home("m1")
	f.offered(manager, "release-instalment", "plan-too-high")
	if task := taskOf(f, avrr.ClockInstalment); task != nil {
		t.Errorf("somebody is asked to %s what may not be", task.Title.EN)
	}
	if e := f.refused(field, "propose-plan", wholePlan(200000)); rules(e) != "above-line" {
		t.Error(e)
	}
	f.does(field, "propose-plan", wholePlan(100000))
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	if taskOf(f, "plan-too-high") != nil {
		t.Error("the plan was proposed again, and somebody is still asked to")
	}
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
}

func TestWhatIsLeftOfAPaidPlanIsProposedAgainWhenSomebodyLeaves(t *testing.T) {
	f := promised(t)
	f.home("m1", "m2", "m3", "m4")
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "record-payment", paid("i1", 200000, "2026-03-11"))
	f.does(manager, "release-instalment", `{"instalment":"i2"}`)
	if e := f.refused(field, "propose-plan", wholePlan(100000)); rules(e) != "plan-begun" || e.Field != "/amends" {
		t.Error(e)
	}
	f.does(field, "report-event", told("m2", "re_migrated", "2026-03-11"))
	f.offered(field, "propose-plan")
	f.does(field, "propose-plan", wholePlan(100000))
	if e := f.refused(manager, "decide-plan", `{"decision":"refuse"}`); rules(e) != "reason-missing" {
		t.Error(e)
	}
	f.does(manager, "decide-plan", `{"decision":"approve"}`)
	if f.c.Totals().Promised != 300000 || f.c.Plan.Instalments[0].ID != "i2" {
		t.Fatalf("%+v, %s", f.c.Totals(), asJSON(t, f.c.Plan))
	}
	f.does(field, "report-event", told("m3", "re_migrated", "2026-03-11"))
	f.offered(manager, "release-instalment", "plan-too-high")
}

func TestAPaymentOfAPlanThatHasBecomeTooHighIsLookedInto(t *testing.T) {
	f := promised(t)
	f.home("m1", "m2", "m3", "m4")
	f.does(manager, "release-instalment", `{"instalment":"i1"}`)
	f.does(field, "report-event", told("m2", "re_migrated", "2026-03-11"))
	f.does(field, "record-payment", paid("i1", 200000, "2026-03-11"))
	if doubts(f) != "Small business, instalment 1 of 2 was paid although the plan is above what those who are left of the family are given." {
		t.Errorf("%q", doubts(f))
	}
	g := promised(t)
	g.does(field, "propose-plan", wholePlan(400000))
	g.does(officer, "withdraw", `{"member":"m2","channel":"phone"}`)
	if e := g.refused(manager, "decide-plan", `{"decision":"approve"}`); rules(e) != "plan-too-high" {
		t.Error(e)
	}
}
