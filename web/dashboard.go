package web

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// A dashboardBody is how the cases stand, as tables with a drawing in each row. Every number is the link of the list it counts.
type dashboardBody struct {
	Tabs        []choiceLink
	From, Until string // months
	Programme   string
	Programmes  []choice
	AsOf        string
	Sums        []figureCell
	Stages      []stageRow
	Opened      figureCell
	Tables      []figureTable
	Weeks       []weekRow
	Days        []string // of a week, in short
	Months      []monthRow
}

// A figureCell is a number of cases and where they are listed; Hidden where too few are behind it.
type figureCell struct {
	Title  string
	N      int
	Href   string
	Hidden bool
}

type stageRow struct {
	Title        string
	Reached, Now figureCell
	Median       string
	Bars         []bar
}

// A figureTable is a list of numbers with a bar each.
type figureTable struct {
	ID, Title, What, Empty string
	Columns                []string
	Rows                   []figureRow
}

type figureRow struct {
	Title string
	Cells []figureCell
	Bars  []bar
}

type weekRow struct {
	Of   string
	Days []dayCell
}

// A dayCell is one day of the calendar; Heat is from 0 to 4.
type dayCell struct {
	figureCell
	On   string
	Heat int
	Out  bool // of the period
}

type monthRow struct {
	Title              string
	Promised, Paid     string
	PromisedTo, PaidTo figureCell
	PromisedBar        []bar
	PaidBar            []bar
}

func (f *face) dashboard(v *visit) (screen, error) {
	search, err := v.report()
	if err != nil {
		return screen{}, err
	}
	board, err := f.Desk.Dashboard(v.ctx(), v.who, casework.DashboardSearch{Period: search.Period, Programme: search.Programme})
	if err != nil {
		return screen{}, err
	}
	programmes, err := f.Desk.Programmes(v.ctx())
	if err != nil {
		return screen{}, err
	}
	b := &dashboardBody{Tabs: v.reportTabs("/dashboard"), From: board.Period.From.String()[:len(month)], Until: board.Period.Until.String()[:len(month)], Programme: board.Programme,
		AsOf: v.here.moment(board.AsOf, time.UTC)}
	for _, p := range programmes {
		b.Programmes = append(b.Programmes, choice{p.Code, v.here.text(p.Title)})
	}
	d := drawing{visit: v, board: board}
	b.Opened = d.opened(board.Opened, "")
	b.Sums = []figureCell{d.named("dashboard.open", d.now(board.Open, "", "")), d.named("dashboard.opened", b.Opened), d.named("dashboard.departed", d.leaving(board.Departed, board.Period.From, board.Period.Until))}
	d.funnel(b)
	b.Tables = []figureTable{d.ages(), d.overdue(), d.load(), d.endings()}
	d.calendar(b)
	d.months(b)
	return screen{Name: "dashboard", Title: "dashboard.title", Body: b}, nil
}

// reportTabs are the pages of reports.
func (v *visit) reportTabs(here string) []choiceLink {
	return []choiceLink{{v.here.t("dashboard.title"), "/dashboard", here == "/dashboard"}, {v.here.t("results.title"), "/results", here == "/results"}}
}

// A drawing is one dashboard being put into words and bars.
type drawing struct {
	*visit
	board *casework.Dashboard
}

// cell is a number with the list of the cases behind it.
func (d drawing) cell(f casework.Figure, query url.Values) figureCell {
	c := figureCell{N: f.N, Hidden: f.Hidden}
	if d.board.Linked && f.N > 0 {
		if d.board.Programme != "" {
			query.Set("programme", d.board.Programme)
		}
		c.Href = "/cases?" + query.Encode()
	}
	return c
}

func (d drawing) named(key string, c figureCell) figureCell {
	c.Title = d.here.t(key)
	return c
}

// opened are cases opened in the period, further chosen by one part of the list's address and its value.
func (d drawing) opened(f casework.Figure, key string, value ...string) figureCell {
	q := url.Values{"opened_from": {d.board.Period.From.String()}, "opened_to": {d.board.Period.Until.String()}}
	if key != "" {
		q[key] = value
	}
	return d.cell(f, q)
}

// now are open cases.
func (d drawing) now(f casework.Figure, key, value string) figureCell {
	q := url.Values{"open": {"1"}}
	if key != "" {
		q.Set(key, value)
	}
	return d.cell(f, q)
}

func (d drawing) leaving(f casework.Figure, from, until avrr.Date) figureCell {
	return d.cell(f, url.Values{"departs_from": {from.String()}, "departs_to": {until.String()}})
}

func (d drawing) funnel(b *dashboardBody) {
	most := int64(1)
	for _, s := range d.board.Stages {
		most = max(most, int64(s.Reached.N))
	}
	for _, s := range d.board.Stages {
		row := stageRow{Title: d.here.text(s.Stage.Title()), Reached: d.opened(s.Reached, "reached", string(s.Stage)), Now: d.opened(s.Now, "stage", string(s.Stage)), Median: "–"}
		if s.Median >= 0 {
			row.Median = d.here.count("days", s.Median)
		}
		row.Bars = stacked(most, part{"now", int64(s.Now.N)}, part{"reached", int64(s.Reached.N - s.Now.N)})
		b.Stages = append(b.Stages, row)
	}
}

// table draws a list of numbers against the largest of them.
func (d drawing) table(id string, figures []casework.Figure, title func(string) string, link func(casework.Figure) figureCell) figureTable {
	t := figureTable{ID: id, Title: d.here.t("dashboard." + id), What: d.here.t("dashboard." + id + ".of"), Empty: d.here.t("dashboard." + id + ".none"), Columns: []string{d.here.t("dashboard.cases")}}
	most := int64(1)
	for _, f := range figures {
		most = max(most, int64(f.N))
	}
	for _, f := range figures {
		t.Rows = append(t.Rows, figureRow{Title: title(f.Of), Cells: []figureCell{link(f)}, Bars: stacked(most, part{id, int64(f.N)})})
	}
	return t
}

func (d drawing) ages() figureTable {
	return d.table("ages", d.board.Ages, func(age string) string {
		least, most, _ := strings.Cut(age, "-")
		if most == "" {
			return d.here.t("dashboard.age.over", least)
		}
		return d.here.t("dashboard.age", least, most)
	}, func(f casework.Figure) figureCell { return d.cell(f, url.Values{"age": {f.Of}}) })
}

func (d drawing) overdue() figureTable {
	return d.table("overdue", d.board.Overdue, func(clock string) string { return upperFirst(d.here.text(avrr.Clock{Name: clock}.Title())) },
		func(f casework.Figure) figureCell {
			return d.cell(f, url.Values{"open": {"1"}, "overdue": {"1"}, "clock": {f.Of}})
		})
}

func (d drawing) endings() figureTable {
	return d.table("endings", d.board.Ended, func(reason string) string { return d.here.word("closure", reason) },
		func(f casework.Figure) figureCell { return d.opened(f, "ended", f.Of) })
}

func (d drawing) load() figureTable {
	t := figureTable{ID: "load", Title: d.here.t("dashboard.load"), What: d.here.t("dashboard.load.of"), Empty: d.here.t("dashboard.load.none"),
		Columns: []string{d.here.t("dashboard.cases"), d.here.t("dashboard.late")}}
	most := int64(1)
	for _, l := range d.board.Load {
		most = max(most, int64(l.Open.N))
	}
	for _, l := range d.board.Load {
		row := figureRow{Title: l.Name, Bars: stacked(most, part{"late", int64(l.Overdue.N)}, part{"load", int64(l.Open.N - l.Overdue.N)})}
		of := url.Values{"open": {"1"}, "officer": {l.Username}}
		if l.Username == "" {
			row.Title, of = d.here.t("cases.nobody"), url.Values{"open": {"1"}, "unheld": {"1"}}
		}
		row.Cells = []figureCell{d.cell(l.Open, of)}
		of.Set("overdue", "1")
		row.Cells = append(row.Cells, d.cell(l.Overdue, of))
		t.Rows = append(t.Rows, row)
	}
	return t
}

// calendar draws the departures of the period, a row a week.
func (d drawing) calendar(b *dashboardBody) {
	leaving, most := map[avrr.Date]casework.Figure{}, 1
	for _, day := range d.board.Departures {
		leaving[day.On] = day.Figure
		most = max(most, day.N)
	}
	if len(leaving) == 0 {
		return
	}
	for n := range 7 {
		b.Days = append(b.Days, d.here.t("weekday."+strconv.Itoa((n+1)%7)))
	}
	period := d.board.Period
	monday := period.From.AddDays(-(int(period.From.Weekday()) + 6) % 7)
	for ; !monday.After(period.Until); monday = monday.AddDays(7) {
		week := weekRow{Of: strconv.Itoa(monday.Day) + " " + d.here.t("month."+strconv.Itoa(int(monday.Month)))}
		for n := range 7 {
			on := monday.AddDays(n)
			f := leaving[on]
			cell := dayCell{figureCell: d.leaving(f, on, on), On: d.here.day(on), Out: on.Before(period.From) || on.After(period.Until)}
			if f.N > 0 {
				cell.Heat = 1 + 3*(f.N-1)/most
			}
			week.Days = append(week.Days, cell)
		}
		b.Weeks = append(b.Weeks, week)
	}
}

func (d drawing) months(b *dashboardBody) {
	most := int64(1)
	for _, m := range d.board.Months {
		most = max(most, m.Promised, m.Paid)
	}
	for _, m := range d.board.Months {
		in := func(minor int64) string { return avrr.Money{Amount: minor, Currency: m.Currency}.String() }
		b.Months = append(b.Months, monthRow{Title: d.here.month(m.Month), Promised: in(m.Promised), Paid: in(m.Paid), PromisedTo: d.cell(m.PromisedTo, url.Values{"promised": {m.Month}, "currency": {m.Currency}}),
			PaidTo: d.cell(m.PaidTo, url.Values{"paid": {m.Month}, "currency": {m.Currency}}), PromisedBar: stacked(most, part{"promised", m.Promised}), PaidBar: stacked(most, part{"paid", m.Paid})})
	}
}
