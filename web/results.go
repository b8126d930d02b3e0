package web

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A resultsBody is one table of the results at a time: all of them are more than a thin line carries.
type resultsBody struct {
	Reports     []choiceLink
	Tabs        []choiceLink
	From, Until string // months
	Programme   string
	Programmes  []choice
	Table       string
	Title       string
	Means       string
	Of          string
	Columns     []string
	Parts       []resultsPart
	Workbook    string // the link to the whole report
	Text        string // the link to this table for machines
	Definitions []avrr.Definition
	MadeOn      string
}

// A resultsPart is the rows of one series.
type resultsPart struct {
	Title string
	Rows  []resultsRow
}

type resultsRow struct {
	By    string // said where another breakdown begins
	Group string
	Cells []resultsCell
}

type resultsCell struct {
	Hidden bool
	Words  string
}

// month is how the page says a period: reports are about whole months.
const month = "2006-01"

func (f *face) results(v *visit) (screen, error) {
	search, err := v.report()
	if err != nil {
		return screen{}, err
	}
	report, err := f.Desk.Results(v.ctx(), v.who, search, "page")
	if err != nil {
		return screen{}, err
	}
	asked := v.c.Request.URL.Query()
	chosen := report.Tables[0]
	for _, t := range report.Tables {
		if t.ID == asked.Get("table") {
			chosen = t
		}
	}
	kept := url.Values{"from": {report.From.String()[:len(month)]}, "to": {report.Until.String()[:len(month)]}}
	if search.Programme != "" {
		kept.Set("programme", search.Programme)
	}
	b := resultsBody{Reports: v.reportTabs("/results"), From: kept.Get("from"), Until: kept.Get("to"), Programme: search.Programme, Table: chosen.ID, Title: v.here.text(chosen.Title), Means: v.here.text(chosen.Means),
		Of: v.here.text(chosen.Of), Workbook: "/results.xlsx?" + kept.Encode(), Text: "/results.csv?" + with(kept, "table", chosen.ID), Definitions: report.Definitions, MadeOn: v.here.day(report.MadeOn)}
	for _, t := range report.Tables {
		b.Tabs = append(b.Tabs, choiceLink{v.here.text(t.Title), "/results?" + with(kept, "table", t.ID), t.ID == chosen.ID})
	}
	programmes, err := f.Desk.Programmes(v.ctx())
	if err != nil {
		return screen{}, err
	}
	for _, p := range programmes {
		b.Programmes = append(b.Programmes, choice{p.Code, v.here.text(p.Title)})
	}
	for _, c := range chosen.Columns {
		b.Columns = append(b.Columns, v.here.text(c.Title))
	}
	b.fill(v, chosen)
	return screen{Name: "results", Title: "results.title", Body: b}, nil
}

// fill puts the rows of a table under their series.
func (b *resultsBody) fill(v *visit, t avrr.ResultTable) {
	series, by := "", ""
	for n, row := range t.Rows {
		if this := row.Currency + row.Series; n == 0 || this != series {
			title := v.here.text(row.SeriesTitle)
			if row.Currency != "" {
				title += ", " + row.Currency
			}
			b.Parts, series, by = append(b.Parts, resultsPart{Title: title}), this, avrr.ByAll
		}
		r := resultsRow{Group: v.here.text(row.Title)}
		if row.By != by {
			r.By, by = v.here.text(avrr.BreakdownTitle(row.By)), row.By
		}
		if row.By == avrr.ByNationality && len(row.Is) == 2 {
			r.Group = v.here.country(row.Is)
		}
		for i, value := range row.Values {
			r.Cells = append(r.Cells, resultsCellOf(t.Columns[i], value, row.Currency))
		}
		part := &b.Parts[len(b.Parts)-1]
		part.Rows = append(part.Rows, r)
	}
}

func resultsCellOf(c avrr.ResultColumn, v avrr.ResultValue, currency string) resultsCell {
	switch {
	case v.Suppressed:
		return resultsCell{Hidden: true}
	case v.Value == nil:
		return resultsCell{Words: "–"}
	case c.Kind == avrr.ColumnAmount:
		return resultsCell{Words: avrr.Money{Amount: *v.Value, Currency: currency}.String()}
	case c.Kind == avrr.ColumnPercent:
		return resultsCell{Words: strconv.FormatInt(*v.Value, 10) + " %"}
	}
	return resultsCell{Words: strconv.FormatInt(*v.Value, 10)}
}

// report reads what a report is asked about from the address of its page: months, and a programme.
func (v *visit) report() (casework.ResultsSearch, error) {
	asked := v.c.Request.URL.Query()
	s := casework.ResultsSearch{Programme: asked.Get("programme")}
	from, until := asked.Get("from"), asked.Get("to")
	if from == "" && until == "" {
		return s, nil
	}
	first, err := time.Parse(month, from)
	if err != nil {
		return s, avrr.Errorf(avrr.CodeInvalid, "The period begins with a month, such as 2026-01.")
	}
	last, err := time.Parse(month, until)
	if err != nil {
		return s, avrr.Errorf(avrr.CodeInvalid, "The period ends with a month, such as 2026-12.")
	}
	s.Period = avrr.Period{From: avrr.DateOf(first), Until: avrr.DateOf(last.AddDate(0, 1, -1))}
	return s, nil
}

// resultsFile hands out the results as a file of a form.
func (f *face) resultsFile(form string) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		search, err := v.report()
		if err != nil {
			return screen{}, err
		}
		export, err := f.Desk.ExportResults(v.ctx(), v.who, search, form, v.c.Query("table"), v.in)
		if err != nil {
			return screen{}, err
		}
		return f.handOut(v, export)
	}
}

// handOut sends a file that is made while it is sent.
func (f *face) handOut(v *visit, export *casework.Export) (screen, error) {
	h := v.c.Writer.Header()
	h.Set("Content-Type", export.MediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": export.Name}))
	if err := export.Write(v.c.Writer); err != nil {
		f.Logger.ErrorContext(v.ctx(), "an export broke off", "error", err)
		panic(http.ErrAbortHandler) // half a file must not look whole
	}
	return sent, nil
}

// seesResults reports whether there are results for this person.
func (v *visit) seesResults() bool { return access.May(v.who.Actor, access.SeeResults, nil) == nil }
