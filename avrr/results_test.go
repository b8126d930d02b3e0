package avrr_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

var thisYear = avrr.Period{From: avrr.MustDate("2026-01-01"), Until: avrr.MustDate("2026-12-31")}

// person is somebody who applied alone and came home; what else became of them is said by change.
func person(n int, sex, nationality string, change ...func(*avrr.Case, *avrr.Member)) *avrr.Case {
	m := &avrr.Member{ID: "m1", Person: avrr.Person{GivenNames: "A", Sex: sex, Nationality: nationality, Birth: &avrr.Birth{Year: 1990}}, Travels: true, Fate: avrr.Arrived,
		Ruling: &avrr.Ruling{Decision: "approve", At: moment("2026-03-01T12:00:00Z")}, LeftAt: moment("2026-03-11T12:00:00Z")}
	c := &avrr.Case{ID: fmt.Sprintf("c%03d", n), AppliedOn: avrr.MustDate("2026-02-01"), HostCountry: "GB", Destination: avrr.Destination{Country: "AL"},
		ArrivedAt: moment("2026-03-11T18:00:00Z"), Members: []*avrr.Member{m}}
	for _, f := range change {
		f(c, m)
	}
	return c
}

func counted(cases ...*avrr.Case) map[string]avrr.ResultTable {
	r := avrr.NewResults(thisYear, avrr.MustDate("2026-12-31"))
	for _, c := range cases {
		r.Add(c, asking)
	}
	tables := map[string]avrr.ResultTable{}
	for _, t := range r.Tables() {
		tables[t.ID] = t
	}
	return tables
}

// What the sets of thresholds of asking tell of its scores under.
const (
	byDonor     = "rss@1/default-weights@v0 donor"
	byIntensity = "rss@1/default-weights@v0 intensity"
)

// asking is homebound with one question, scored by two sets of thresholds.
var asking = func() *avrr.Programme {
	half, more := 0.5, 0.6
	yesNo := []avrr.Choice{{ID: "yes", Value: 1}, {ID: "no"}}
	items := []avrr.Item{{ID: "works", Dimension: "economic", Choices: yesNo}, {ID: "sleeps", Dimension: "economic", Choices: yesNo}}
	profile := func(id string, best avrr.Band) avrr.Profile {
		best.ID, best.Title = "best", avrr.T("Enough", "Mjaft")
		return avrr.Profile{ID: id, Title: avrr.T("Set "+id, "Prag "+id), Bands: []avrr.Band{{ID: "low"}, best}}
	}
	p := *homebound
	p.Instruments = []*avrr.Instrument{{Code: "rss", Version: "1", Label: "RSS-compatible", Dimensions: []avrr.Dimension{{ID: "economic"}}, Items: items, Weights: avrr.EqualWeights(items),
		Profiles: []avrr.Profile{profile("donor", avrr.Band{From: &half}), profile("intensity", avrr.Band{Above: &more})}}}
	return &p
}()

func answered(on, works, sleeps string) *avrr.Survey {
	return &avrr.Survey{Member: "m1", Instrument: "rss", Version: "1", HeldOn: avrr.MustDate(on), Answers: avrr.Answers{"works": works, "sleeps": sleeps}}
}

func TestTheLastSurveyOfAPersonIsMeasuredAgainstEveryNamedThreshold(t *testing.T) {
	half := func(c *avrr.Case, _ *avrr.Member) {
		c.Surveys = []*avrr.Survey{answered("2026-05-01", "no", "no"), answered("2026-09-01", "yes", "no")}
	}
	whole := func(c *avrr.Case, _ *avrr.Member) { c.Surveys = []*avrr.Survey{answered("2026-09-01", "yes", "yes")} }
	cases := slices.Concat(many(12, func(n int) *avrr.Case { return person(n, "F", "AL", half) }), many(8, func(n int) *avrr.Case { return person(n, "F", "AL", whole) }))
	table := counted(cases...)[avrr.TableSustainability]
	expectRows(t, table, [][4]string{{byDonor, "all", "all", "20 20 0 100"}, {byIntensity, "all", "all", "20 8 12 40"}})
	if got := table.Rows[0].SeriesTitle.EN; got != "RSS-compatible, version 1, default weights v0; Set donor: Enough" {
		t.Errorf("the row is called %q", got)
	}
}

// What other questions were answered to, or other weights made of the answers, is another score: neither counts in the other's row.
func TestScoresOfOtherQuestionsOrWeightsStandInRowsOfTheirOwn(t *testing.T) {
	as := func(version, weights string) *avrr.Programme {
		p, rss := *asking, *asking.Instruments[0]
		rss.Version, rss.Weights.Name = version, weights
		p.Instruments = []*avrr.Instrument{&rss}
		return &p
	}
	r := avrr.NewResults(thisYear, avrr.MustDate("2026-12-31"))
	for _, p := range []*avrr.Programme{as("1", "default weights"), as("2", "default weights"), as("2", "harbour study")} {
		for n := range 6 {
			r.Add(person(n, "F", "AL", func(c *avrr.Case, _ *avrr.Member) {
				c.Surveys = []*avrr.Survey{answered("2026-09-01", "yes", "yes")}
				c.Surveys[0].Version = p.Instruments[0].Version
			}), p)
		}
	}
	told := map[string]string{}
	for _, row := range r.Tables()[slices.Index(avrr.ResultTables(), avrr.TableSustainability)].Rows {
		if row.By == avrr.ByAll {
			told[row.Series] = fmt.Sprint(*row.Values[0].Value) + " " + row.SeriesTitle.SQ
		}
	}
	want := map[string]string{}
	for series, by := range map[string]string{"rss@1/default-weights@v0": "versioni 1, default weights v0", "rss@2/default-weights@v0": "versioni 2, default weights v0", "rss@2/harbour-study@v0": "versioni 2, harbour study v0"} {
		for _, set := range []string{"donor", "intensity"} {
			want[series+" "+set] = "6 RSS-compatible, " + by + "; Prag " + set + ": Mjaft"
		}
	}
	if !maps.Equal(told, want) {
		t.Errorf("the rows are %v", told)
	}
}

// many makes n cases alike.
func many(n int, like func(n int) *avrr.Case) []*avrr.Case {
	var cases []*avrr.Case
	for i := range n {
		cases = append(cases, like(i))
	}
	return cases
}

// tells writes the values of a row: a number, "-" for nothing, "*" for one that is suppressed.
func tells(t *testing.T, table avrr.ResultTable, series, by, group string) string {
	t.Helper()
	at := slices.IndexFunc(table.Rows, func(r avrr.ResultRow) bool {
		return r.Series == series && r.Population == avrr.Population{By: by, Is: group}
	})
	if at < 0 {
		return "no row"
	}
	line := ""
	for _, v := range table.Rows[at].Values {
		switch {
		case v.Suppressed:
			line += " *"
		case v.Value == nil:
			line += " -"
		default:
			line += fmt.Sprintf(" %d", *v.Value)
		}
	}
	return line[1:]
}

func expectRows(t *testing.T, table avrr.ResultTable, rows [][4]string) {
	t.Helper()
	for _, row := range rows {
		if got := tells(t, table, row[0], row[1], row[2]); got != row[3] {
			t.Errorf("%s: %s %s=%s tells %q, want %q", table.ID, row[0], row[1], row[2], got, row[3])
		}
	}
}

func TestWhoCameHomeIsCountedAtEveryStepOfTheWay(t *testing.T) {
	cases := slices.Concat(many(12, func(n int) *avrr.Case { return person(n, "F", "AL") }), many(8, func(n int) *avrr.Case { return person(n, "M", "GE") }))
	tables := counted(cases...)
	for _, id := range []string{avrr.TableApplied, avrr.TableApproved, avrr.TableDeparted, avrr.TableArrived} {
		expectRows(t, tables[id], [][4]string{{"", "all", "all", "20"}, {"", "sex", "F", "12"}, {"", "sex", "M", "8"}, {"", "sex", "X", "0"},
			{"", "age", "25-59", "20"}, {"", "age", "0-4", "0"}, {"", "nationality", "GE", "8"}, {"", "vulnerability", "none", "20"}})
	}
	expectRows(t, tables[avrr.TableWaiting], [][4]string{{"approval_to_departure", "all", "all", "20 10"}, {"arrival_to_help", "all", "all", "0 -"}})
}

func TestWhatFellOutsideThePeriodIsNotCounted(t *testing.T) {
	year := func(c *avrr.Case, m *avrr.Member) {
		c.AppliedOn, m.Ruling.At = avrr.MustDate("2025-11-01"), moment("2025-12-20T12:00:00Z")
	}
	tables := counted(many(9, func(n int) *avrr.Case { return person(n, "F", "AL", year) })...)
	expectRows(t, tables[avrr.TableApplied], [][4]string{{"", "all", "all", "0"}})
	expectRows(t, tables[avrr.TableApproved], [][4]string{{"", "all", "all", "0"}})
	expectRows(t, tables[avrr.TableDeparted], [][4]string{{"", "all", "all", "9"}})
}

func TestTheDeadAreDeceasedAndNeverLostContact(t *testing.T) {
	died := func(c *avrr.Case, m *avrr.Member) {
		m.Fate, m.Ended, m.Life = avrr.Died, &avrr.Ended{Reason: "deceased", On: avrr.MustDate("2026-06-01")}, []avrr.LifeEvent{{Event: "death", On: avrr.MustDate("2026-06-01")}}
		c.Closure = &avrr.Closure{Reason: "lost_contact", At: moment("2026-08-01T12:00:00Z")}
	}
	lost := func(c *avrr.Case, _ *avrr.Member) {
		c.Closure = &avrr.Closure{Reason: "lost_contact", At: moment("2026-08-01T12:00:00Z")}
	}
	cases := slices.Concat(many(6, func(n int) *avrr.Case { return person(n, "M", "AL", died) }), many(7, func(n int) *avrr.Case { return person(n, "M", "AL", lost) }))
	tables := counted(cases...)
	expectRows(t, tables[avrr.TableOutcomes], [][4]string{{"deceased", "all", "all", "6"}, {"lost_contact", "all", "all", "7"}})
	expectRows(t, tables[avrr.TableArrived], [][4]string{{"", "all", "all", "13"}})
}

func TestVisitsAreInTimeLateOrNotMade(t *testing.T) {
	visited := func(on string) func(*avrr.Case, *avrr.Member) {
		return func(c *avrr.Case, _ *avrr.Member) {
			v := &avrr.Visit{ID: "month-1", Due: moment("2026-04-11T22:00:00Z")} // the end of 11 April in Albania
			if on != "" {
				v.Outcome, v.VisitedOn = "on_track", avrr.MustDate(on)
			}
			c.Visits = []*avrr.Visit{v, {ID: "month-12", Due: moment("2027-03-11T22:00:00Z")}}
		}
	}
	cases := slices.Concat(many(12, func(n int) *avrr.Case { return person(n, "F", "AL", visited("2026-04-11")) }),
		many(6, func(n int) *avrr.Case { return person(n, "F", "AL", visited("2026-04-12")) }), many(6, func(n int) *avrr.Case { return person(n, "F", "AL", visited("")) }))
	expectRows(t, counted(cases...)[avrr.TableVisits], [][4]string{{"", "all", "all", "24 12 6 6 50"}})
}

func TestAVisitDueTodayIsNotYetLate(t *testing.T) {
	due := func(on, visited string) func(*avrr.Case, *avrr.Member) {
		return func(c *avrr.Case, _ *avrr.Member) {
			v := &avrr.Visit{ID: "month-1", Due: avrr.MustDate(on).AddDays(1).In(avrr.Zone("AL"))}
			if visited != "" {
				v.Outcome, v.VisitedOn = "on_track", avrr.MustDate(visited)
			}
			c.Visits = []*avrr.Visit{v}
		}
	}
	for _, c := range []struct{ on, visited, tells string }{{"2026-12-31", "", "0 0 0 0 -"}, {"2026-12-30", "", "5 0 0 5 0"}, {"2026-12-31", "2026-12-31", "5 5 0 0 100"}} {
		table := counted(many(5, func(n int) *avrr.Case { return person(n, "F", "AL", due(c.on, c.visited)) })...)[avrr.TableVisits]
		if got := tells(t, table, "", avrr.ByAll, "all"); got != c.tells {
			t.Errorf("due on %s, visited on %q: %s, want %s", c.on, c.visited, got, c.tells)
		}
	}
}

func TestTheDefinitionsWarnOfReportsThatOverlap(t *testing.T) {
	for _, d := range avrr.Definitions(avrr.ReportOf{Period: thisYear}) {
		if d.Term.EN == "Small numbers" {
			if !strings.Contains(d.Means.EN, "must not be published side by side") || !strings.Contains(d.Means.SQ, "nuk duhen botuar krahas") {
				t.Errorf("the definition says nothing of overlapping reports: %s / %s", d.Means.EN, d.Means.SQ)
			}
			return
		}
	}
	t.Error("no definition of small numbers")
}

func TestCostsAreSharedAmongTheFamilyAndAddUp(t *testing.T) {
	paid := func(c *avrr.Case, m *avrr.Member) {
		wife := *m
		wife.ID, wife.Sex = "m2", "F"
		c.Members = append(c.Members, &wife)
		c.Payments = []avrr.Payment{{ID: "p1", Line: "cash", Money: avrr.Money{Amount: 20001, Currency: "EUR"}, Worth: 20001, PaidOn: avrr.MustDate("2026-03-11"), Place: "departure"}}
		c.Costs = []avrr.Cost{{Kind: "medical", Member: "m2", Money: avrr.Money{Amount: 4000, Currency: "GBP"}, Worth: 5000, IncurredOn: avrr.MustDate("2026-03-02")}}
	}
	tables := counted(many(10, func(n int) *avrr.Case { return person(n, "M", "AL", paid) })...)
	costs := tables[avrr.TableCosts]
	expectRows(t, costs, [][4]string{{"line:cash", "all", "all", "20 200010 10001"}, {"line:cash", "sex", "M", "10 100010 10001"}, {"line:cash", "sex", "F", "10 100000 10000"},
		{"medical", "sex", "F", "10 50000 5000"}})
	expectRows(t, tables[avrr.TableAssisted], [][4]string{{"cash_departure", "all", "all", "20"}, {"any", "all", "all", "20"}, {"business", "all", "all", "0"}})
	expectRows(t, tables[avrr.TableWaiting], [][4]string{{"arrival_to_help", "all", "all", "20 0"}})
	if costs.Rows[0].Currency != "EUR" || costs.Rows[0].Series != "total" {
		t.Errorf("the costs begin with %s %s, want the total in EUR", costs.Rows[0].Currency, costs.Rows[0].Series)
	}
}

// The bill of six trafficked women is not what is left when the tickets of all are taken off the total.
func TestWhatIsLeftOfTheCostsIsTheBillOfNobody(t *testing.T) {
	trafficked := func(_ *avrr.Case, m *avrr.Member) { m.Screening = &avrr.Screening{Concern: true} }
	spent := func(kinds ...string) func(*avrr.Case, *avrr.Member) {
		return func(c *avrr.Case, _ *avrr.Member) {
			for _, kind := range kinds {
				c.Costs = append(c.Costs, avrr.Cost{Kind: kind, Money: avrr.Money{Amount: 1000, Currency: "EUR"}, Worth: 1000, IncurredOn: avrr.MustDate("2026-05-01")})
			}
		}
	}
	cases := slices.Concat(many(24, func(n int) *avrr.Case { return person(n, "F", "AL", trafficked, spent("ticket")) }),
		many(6, func(n int) *avrr.Case {
			return person(n, "F", "AL", trafficked, spent("ticket", "medical", "accommodation"))
		}))
	expectRows(t, counted(cases...)[avrr.TableCosts], [][4]string{{"total", "all", "all", "30 42000 1400"}, {"medical", "all", "all", "* * *"}, {"accommodation", "all", "all", "* * *"},
		{"ticket", "all", "all", "* * *"}})
}

// Three women who moved to a linked case, and on whom both cases spent something, are three and not six.
func TestWhoMovedToALinkedCaseIsOneOfThoseMoneyWasSpentOn(t *testing.T) {
	spent := func(c *avrr.Case, m *avrr.Member) {
		c.Costs = []avrr.Cost{{Kind: "medical", Member: "m1", Money: avrr.Money{Amount: 1000, Currency: "EUR"}, Worth: 1000, IncurredOn: avrr.MustDate("2026-05-01")}}
	}
	moved := func(n int) []*avrr.Case {
		link := func(to int, kind string) func(*avrr.Case, *avrr.Member) {
			return func(c *avrr.Case, _ *avrr.Member) {
				c.Links = []avrr.Link{{Case: fmt.Sprintf("c%03d", to), Kind: kind, Members: []string{"m1"}}}
			}
		}
		return []*avrr.Case{person(n, "F", "AL", spent, link(100+n, "split_into")), person(100+n, "F", "AL", spent, link(n, "split_from"))}
	}
	expect := func(women int, all, female string) {
		t.Helper()
		cases := many(10, func(n int) *avrr.Case { return person(200+n, "M", "AL", spent) })
		for n := range women {
			cases = append(cases, moved(n)...)
		}
		expectRows(t, counted(cases...)[avrr.TableCosts], [][4]string{{"medical", "all", "all", all}, {"medical", "sex", "F", female}})
	}
	expect(3, "13 16000 1231", "* * *")
	expect(6, "16 22000 1375", "6 12000 2000")
}

// The children of a mother who applied with them are children of a family, whatever became of it; those who applied or came alone are not.
func TestAChildIsAloneByWhoAppliedWithIt(t *testing.T) {
	family := func(fate avrr.Fate, change ...func(*avrr.Case, *avrr.Member)) []*avrr.Case {
		return many(12, func(n int) *avrr.Case {
			return person(n, "F", "AL", append(change, func(c *avrr.Case, m *avrr.Member) {
				child := *m
				child.ID, child.Relation, child.Birth = "m2", "child", &avrr.Birth{Year: 2018}
				c.Members, c.ArrivedAt = append(c.Members, &child), moment("2026-03-11T18:00:00Z")
				m.Fate, child.Fate = fate, fate
			})...)
		})
	}
	stays := func(c *avrr.Case, m *avrr.Member) { // it is the other who stays: the child is the first member
		mother := *m
		mother.ID, mother.Fate = "m2", avrr.Staying
		m.Birth, m.Relation, m.Fate, c.Members = &avrr.Birth{Year: 2012}, "child", avrr.Withdrew, append(c.Members, &mother)
	}
	came := func(_ *avrr.Case, m *avrr.Member) {
		m.Birth, m.CameAlone = &avrr.Birth{Year: 2012}, moment("2026-03-11T18:00:00Z")
	}
	alone := func(change func(*avrr.Case, *avrr.Member)) []*avrr.Case {
		return many(12, func(n int) *avrr.Case { return person(n, "M", "AL", change) })
	}
	for _, c := range []struct {
		of    string
		cases []*avrr.Case
		alone string
	}{
		{"withdrawn", family(avrr.Withdrew), "0"}, {"refused", family(avrr.Refused), "0"}, {"deferred", family(avrr.Deferred), "0"}, {"moved abroad again", family(avrr.LeftCase), "0"},
		{"going", family(avrr.Going), "0"}, {"arrived", family(avrr.Arrived), "0"}, {"of a mother who stays", alone(stays), "12"}, {"arrived alone", alone(came), "12"},
	} {
		if got := tells(t, counted(c.cases...)[avrr.TableApplied], "", avrr.ByVulnerability, avrr.VulnerableAlone); got != c.alone {
			t.Errorf("%s: %s children alone, want %s", c.of, got, c.alone)
		}
	}
}

// What was spent on a case before it was found to be another one's duplicate was spent; its people are those of the other case.
func TestWhatADuplicateCostStaysAmongTheCosts(t *testing.T) {
	spent := func(c *avrr.Case, _ *avrr.Member) {
		c.Payments = []avrr.Payment{{ID: "p1", Line: "cash", Money: avrr.Money{Amount: 2000, Currency: "EUR"}, Worth: 2000, PaidOn: avrr.MustDate("2026-03-11"), Place: "departure"}}
		c.Costs = []avrr.Cost{{Kind: "medical", Money: avrr.Money{Amount: 1000, Currency: "EUR"}, Worth: 1000, IncurredOn: avrr.MustDate("2026-05-01")}}
	}
	duplicate := func(c *avrr.Case, _ *avrr.Member) {
		c.Closure = &avrr.Closure{Reason: "duplicate", At: moment("2026-08-01T12:00:00Z")}
	}
	cases := slices.Concat(many(10, func(n int) *avrr.Case { return person(n, "M", "AL", spent) }), many(4, func(n int) *avrr.Case { return person(20+n, "F", "AL", spent, duplicate) }))
	tables := counted(cases...)
	expectRows(t, tables[avrr.TableCosts], [][4]string{{"total", "all", "all", "10 42000 4200"}, {"medical", "all", "all", "10 14000 1400"},
		{"line:cash", "all", "all", "10 28000 2800"}, {"medical", "sex", "F", "* * *"}, {"medical", "sex", "M", "* * *"}}) // the amount of the women alone would tell of four
	expectRows(t, tables[avrr.TableApplied], [][4]string{{"", "all", "all", "10"}})
	expectRows(t, tables[avrr.TableAssisted], [][4]string{{"any", "all", "all", "10"}})
}

// Two people between two thresholds, and the one who had help but no housing, are not to be found by subtracting either.
func TestNumbersWithinEachOtherTellNothingByTheirDifference(t *testing.T) {
	asked := func(works, sleeps string) func(*avrr.Case, *avrr.Member) {
		return func(c *avrr.Case, _ *avrr.Member) { c.Surveys = []*avrr.Survey{answered("2026-09-01", works, sleeps)} }
	}
	between := func(n int) []*avrr.Case {
		return slices.Concat(many(12, func(n int) *avrr.Case { return person(n, "F", "AL", asked("yes", "yes")) }), many(10, func(n int) *avrr.Case { return person(n, "F", "AL", asked("no", "no")) }),
			many(n, func(n int) *avrr.Case { return person(n, "F", "AL", asked("yes", "no")) }))
	}
	expectRows(t, counted(between(2)...)[avrr.TableSustainability], [][4]string{{byDonor, "all", "all", "24 14 10 58"}, {byIntensity, "all", "all", "24 * * *"}})
	expectRows(t, counted(between(5)...)[avrr.TableSustainability], [][4]string{{byDonor, "all", "all", "27 17 10 63"}, {byIntensity, "all", "all", "27 12 15 44"}})

	helped := func(place string) func(*avrr.Case, *avrr.Member) {
		return func(c *avrr.Case, _ *avrr.Member) {
			c.Payments = []avrr.Payment{{ID: "p1", Line: "cash", Money: avrr.Money{Amount: 2000, Currency: "EUR"}, Worth: 2000, PaidOn: avrr.MustDate("2026-03-11"), Place: place}}
		}
	}
	paid := func(otherwise int) []*avrr.Case {
		return slices.Concat(many(12, func(n int) *avrr.Case { return person(n, "F", "AL", helped("departure")) }), many(otherwise, func(n int) *avrr.Case { return person(n, "F", "AL", helped("arrival")) }))
	}
	expectRows(t, counted(paid(1)...)[avrr.TableAssisted], [][4]string{{"any", "all", "all", "13"}, {"cash_departure", "all", "all", "*"}, {"cash_arrival", "all", "all", "*"}})
	expectRows(t, counted(paid(6)...)[avrr.TableAssisted], [][4]string{{"any", "all", "all", "18"}, {"cash_departure", "all", "all", "12"}, {"cash_arrival", "all", "all", "6"}})
}

// Two programmes call their line differently; the row is called the same whichever is counted first.
func TestARowIsCalledTheSameInWhateverOrderCasesAreCounted(t *testing.T) {
	called := func(title avrr.Text) *avrr.Programme {
		p := *asking
		p.Package = slices.Clone(p.Package)
		for i := range p.Package {
			p.Package[i].Title = title
		}
		return &p
	}
	paid := func(c *avrr.Case, _ *avrr.Member) {
		c.Payments = []avrr.Payment{{ID: "p1", Line: "cash", Money: avrr.Money{Amount: 2000, Currency: "EUR"}, Worth: 2000, PaidOn: avrr.MustDate("2026-03-11"), Place: "departure"}}
	}
	first, second, third := avrr.T("Cash", "Para"), avrr.T("Cash", "Të holla"), avrr.T("Travel money", "Lekë")
	for _, order := range [][]avrr.Text{{first, second, third}, {third, second, first}, {second, third, first}} {
		r := avrr.NewResults(thisYear, avrr.MustDate("2026-12-31"))
		for n, title := range order {
			r.Add(person(n, "F", "AL", paid), called(title))
		}
		costs := r.Tables()[slices.Index(avrr.ResultTables(), avrr.TableCosts)]
		at := slices.IndexFunc(costs.Rows, func(row avrr.ResultRow) bool { return row.Series == "line:cash" })
		if at < 0 || costs.Rows[at].SeriesTitle != first {
			t.Errorf("counted %v, the row is not called %v", order, first)
		}
	}
}

// Ten trafficked women are too few to be told, though ten others would not be; and they are not to be found by taking the others off.
func TestTraffickedPersonsAreToldOfFromElevenOn(t *testing.T) {
	trafficked := func(_ *avrr.Case, m *avrr.Member) { m.Screening = &avrr.Screening{Concern: true} }
	older := func(_ *avrr.Case, m *avrr.Member) { m.Birth = &avrr.Birth{Year: 1950} }
	cases := slices.Concat(many(10, func(n int) *avrr.Case { return person(n, "F", "AL", trafficked) }), many(30, func(n int) *avrr.Case { return person(n, "M", "AL") }),
		many(6, func(n int) *avrr.Case { return person(n, "M", "AL", older) }))
	arrived := counted(cases...)[avrr.TableArrived]
	expectRows(t, arrived, [][4]string{{"", "all", "all", "46"}, {"", "vulnerability", "trafficking", "*"}, {"", "vulnerability", "older", "*"}, {"", "vulnerability", "none", "30"},
		{"", "sex", "F", "*"}, {"", "sex", "M", "*"}}) // all the women are among the trafficked, so their number is theirs
	expectRows(t, counted(append(cases, person(99, "F", "AL", trafficked))...)[avrr.TableArrived], [][4]string{{"", "vulnerability", "trafficking", "11"}, {"", "sex", "F", "11"}})
}

func TestAReportIsAboutWholeMonths(t *testing.T) {
	for _, c := range []struct{ from, until, says string }{
		{"2026-01-01", "2026-12-31", ""}, {"2026-02-01", "2026-02-28", ""},
		{"2026-01-02", "2026-12-31", "A report is about whole months: 2026-01-02 is not the first day of one."},
		{"2026-01-01", "2026-12-30", "A report is about whole months: 2026-12-30 is not the last day of one."},
		{"2026-03-01", "2026-02-28", "The period would end on 2026-02-28, before it begins."},
	} {
		err := avrr.Period{From: avrr.MustDate(c.from), Until: avrr.MustDate(c.until)}.Check()
		if said := fmt.Sprint(err); err == nil && c.says != "" || err != nil && said != c.says {
			t.Errorf("%s to %s: %v, want %q", c.from, c.until, err, c.says)
		}
	}
}

// Whoever reads the tables, and nothing else, can reckon back no number that was left out of them: they are read here as a donor gets them.
func TestNoTableGivesAwayWhatItLeavesOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var cases []*avrr.Case
		for n := range rapid.IntRange(1, 90).Draw(t, "people") {
			cases = append(cases, anybody(t, n))
		}
		told, all := counted(cases...), whole(cases)
		for id, table := range told {
			counts, sums := asRead(table, all[id])
			tellsNothing(t, counts, sums)
		}
	})
}

// anybody is a person of whom anything may be true.
func anybody(t *rapid.T, n int) *avrr.Case {
	of := func(name string, values ...string) string { return rapid.SampledFrom(values).Draw(t, name) }
	c := person(n, of("sex", "F", "F", "M", "M", "M", "X", ""), of("nationality", "AL", "AL", "AL", "GE", "IQ", "NG", "VN"))
	m := c.Members[0]
	m.Birth.Year = rapid.SampledFrom([]int{1950, 1975, 1980, 1990, 2004, 2016}).Draw(t, "born")
	m.Screening = &avrr.Screening{Concern: rapid.IntRange(0, 6).Draw(t, "concern") == 0}
	if rapid.Bool().Draw(t, "visited") {
		c.Visits = []*avrr.Visit{{ID: "month-1", Due: moment("2026-04-11T22:00:00Z"), Outcome: of("outcome", "", "on_track", "on_track"), VisitedOn: avrr.MustDate(of("on", "2026-04-01", "2026-04-20"))}}
	}
	if rapid.Bool().Draw(t, "asked") {
		c.Surveys = []*avrr.Survey{answered("2026-09-01", of("works", "yes", "no"), of("sleeps", "yes", "no"))}
	}
	if rapid.Bool().Draw(t, "paid") {
		c.Payments = []avrr.Payment{{ID: "p1", Line: "cash", Money: avrr.Money{Amount: 2000, Currency: "EUR"}, Worth: 2000, PaidOn: avrr.MustDate("2026-03-11"), Place: of("place", "departure", "departure", "arrival")}}
	}
	for range rapid.IntRange(0, 2).Draw(t, "costs") {
		c.Costs = append(c.Costs, avrr.Cost{Kind: of("kind", "ticket", "medical", "escort"), Money: avrr.Money{Amount: 1000, Currency: "EUR"}, Worth: 1000, IncurredOn: avrr.MustDate("2026-05-01")})
	}
	if rapid.IntRange(0, 3).Draw(t, "closed") == 0 {
		c.Closure = &avrr.Closure{Reason: of("reason", "completed", "lost_contact", "other"), At: moment("2026-08-01T12:00:00Z")}
	}
	return c
}

// whole are the same tables with everything in them: each case is counted as often as it takes for no number to be small.
func whole(cases []*avrr.Case) map[string]avrr.ResultTable {
	var often []*avrr.Case
	for range wholeTimes {
		often = append(often, cases...)
	}
	return counted(often...)
}

const wholeTimes = 11

// asRead pairs what a table tells with what it would have told, and says how its numbers of people add up, as its definitions do.
func asRead(told, all avrr.ResultTable) ([]avrr.Count, []avrr.Sum) {
	var counts []avrr.Count
	var sums []avrr.Sum
	at := map[string]int{}
	key := func(r avrr.ResultRow, column int) string {
		return fmt.Sprint(r.Currency, "/", r.Series, "/", r.By, "/", r.Is, "/", column)
	}
	columns := 0
	for columns < len(told.Columns) && told.Columns[columns].Kind == avrr.ColumnPeople {
		columns++
	}
	for i, row := range told.Rows {
		for column := range columns {
			fewest := int64(5)
			if row.By == avrr.ByVulnerability && (row.Is == avrr.VulnerableTrafficking || row.Is == avrr.VulnerableAlone) {
				fewest = 11
			}
			at[key(row, column)] = len(counts)
			counts = append(counts, avrr.Count{N: *all.Rows[i].Values[column].Value / wholeTimes, Fewest: fewest, Hidden: row.Values[column].Suppressed})
		}
	}
	within := func(outer, inner int) { // the difference stands nowhere, and whoever reads both has it
		n := counts[outer].N - counts[inner].N
		difference := avrr.Count{N: n, Hidden: true}
		if 0 < n && n < counts[outer].Fewest {
			difference.Fewest = counts[outer].Fewest
		}
		sums = append(sums, avrr.Sum{Whole: outer, Parts: []int{inner, len(counts)}})
		counts = append(counts, difference)
	}
	add := func(whole string, parts []string) {
		s := avrr.Sum{Whole: at[whole[:len(whole)-len(suffixOf(whole))]], Overlap: told.ID == avrr.TableCosts && suffixOf(whole) == " lines"}
		for _, p := range parts {
			s.Parts = append(s.Parts, at[p])
		}
		sums = append(sums, s)
	}
	parts := map[string][]string{} // by what they are parts of
	for _, row := range told.Rows {
		total := row
		total.Population = avrr.Population{By: avrr.ByAll, Is: "all"}
		line := row
		line.Series = "total"
		for column := range columns {
			if row.By != avrr.ByAll {
				parts[key(total, column)+" "+row.By] = append(parts[key(total, column)+" "+row.By], key(row, column))
			}
			if slices.Contains([]string{avrr.TableVisits, avrr.TableSustainability}, told.ID) && column > 0 {
				parts[key(row, 0)+" columns"] = append(parts[key(row, 0)+" columns"], key(row, column))
			}
		}
		if other := row; told.ID == avrr.TableSustainability && row.Series == byIntensity { // the same people
			other.Series = byDonor
			parts[key(other, 0)+" same"] = []string{key(row, 0)}
			within(at[key(other, 1)], at[key(row, 1)])
		}
		if any := row; told.ID == avrr.TableAssisted && row.Series != "any" {
			any.Series = "any"
			within(at[key(any, 0)], at[key(row, 0)])
		}
		if told.ID == avrr.TableCosts && row.Series != "total" {
			parts[key(line, 0)+" lines"] = append(parts[key(line, 0)+" lines"], key(row, 0))
		}
	}
	for whole, of := range parts {
		add(whole, of)
	}
	return counts, sums
}

func suffixOf(s string) string {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == ' ' {
			return s[i:]
		}
	}
	return ""
}
