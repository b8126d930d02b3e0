package casework

import (
	"context"
	"fmt"
	"io"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/tables"
)

// An Export is a file that is made while it is written: however long, only a page of it is in memory.
type Export struct {
	Name      string // of the file
	MediaType string
	Write     func(io.Writer) error
}

// Forms a file can have.
const (
	FormXLSX = tables.XLSX
	FormCSV  = tables.CSV
)

// exportPage is how many cases are read at a time.
const exportPage = 100

// suppressed is what stands where a number would tell of too few people.
const suppressed = "suppressed"

// definitionsTable is what the definitions are asked for as.
const definitionsTable = "definitions"

// ExportResults answers the report of Results as a file. A workbook holds every table and the definitions, a CSV the one that is named.
func (d *Desk) ExportResults(ctx context.Context, who access.Person, s ResultsSearch, form, table string, in avrr.Language) (*Export, error) {
	if form == FormCSV && !avrr.KnownResultTable(table) && table != definitionsTable {
		return nil, &avrr.Error{Code: avrr.CodeInvalid, Field: "/table", Message: "A CSV holds one table: name " + strings.Join(append(avrr.ResultTables(), definitionsTable), ", ") + "."}
	}
	report, err := d.Results(ctx, who, s, form)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("homeward-results-%s-%s", report.From, report.Until)
	if form == FormCSV {
		name += "-" + table
	}
	return exported(name, form, func(w tables.Writer) error {
		if form == FormXLSX || table == definitionsTable {
			if err := writeDefinitions(w, report, in); err != nil {
				return err
			}
		}
		for _, t := range report.Tables {
			if form == FormXLSX || table == t.ID {
				if err := writeResults(w, t, in); err != nil {
					return err
				}
			}
		}
		return nil
	}), nil
}

func exported(name, form string, write func(tables.Writer) error) *Export {
	return &Export{name + "." + form, tables.MediaTypes[form], func(out io.Writer) error {
		w, err := tables.New(form, out)
		if err != nil {
			return err
		}
		if err := write(w); err != nil {
			return err
		}
		return w.Close()
	}}
}

func writeDefinitions(w tables.Writer, r *Report, in avrr.Language) error {
	columns := []tables.Column{{Title: avrr.T("Term", "Termi").In(in), Tag: "#meta +term"}, {Title: avrr.T("What it means", "Çfarë do të thotë").In(in), Tag: "#meta +definition"}}
	if err := w.Table(avrr.T("Definitions", "Përkufizime").In(in), columns); err != nil {
		return err
	}
	for _, d := range r.Definitions {
		if err := w.Row(d.Term.In(in), d.Means.In(in)); err != nil {
			return err
		}
	}
	return nil
}

// writeResults writes a table with the codes of its rows beside their names: the ones are for machines, the others for people.
func writeResults(w tables.Writer, t avrr.ResultTable, in avrr.Language) error {
	var columns []tables.Column
	of := t.Of.EN != ""
	if of {
		columns = append(columns, tables.Column{Title: avrr.T("Code", "Kodi").In(in), Tag: "#activity +code"}, tables.Column{Title: t.Of.In(in), Tag: "#activity +name"},
			tables.Column{Title: avrr.T("Currency", "Monedha").In(in), Tag: "#currency +code"})
	}
	columns = append(columns, tables.Column{Title: avrr.T("By", "Sipas").In(in), Tag: "#meta +by"}, tables.Column{Title: avrr.T("Group code", "Kodi i grupit").In(in), Tag: "#population +code"},
		tables.Column{Title: avrr.T("Group", "Grupi").In(in), Tag: "#population +name"})
	for _, c := range t.Columns {
		columns = append(columns, tables.Column{Title: c.Title.In(in), Tag: c.HXL})
	}
	if err := w.Table(t.Title.In(in), columns); err != nil {
		return err
	}
	for _, row := range t.Rows {
		var cells []any
		if of {
			cells = append(cells, row.Series, row.SeriesTitle.In(in), row.Currency)
		}
		cells = append(cells, avrr.BreakdownTitle(row.By).In(in), row.Is, row.Title.In(in))
		for i, v := range row.Values {
			cells = append(cells, resultCell(t.Columns[i], v, row.Currency))
		}
		if err := w.Row(cells...); err != nil {
			return err
		}
	}
	return nil
}

func resultCell(c avrr.ResultColumn, v avrr.ResultValue, currency string) any {
	switch {
	case v.Suppressed:
		return suppressed
	case v.Value == nil:
		return nil
	case c.Kind == avrr.ColumnAmount:
		return tables.Amount{Minor: *v.Value, Digits: avrr.MinorDigits(currency)}
	}
	return *v.Value
}

// ExportCases answers the caseload as a file, as it is chosen and sorted for the list; cursor and limit mean nothing here. No row holds
// a name: every case goes by its reference, so that nothing tells a restricted one from the others.
func (d *Desk) ExportCases(ctx context.Context, who access.Person, s Search, form string, in avrr.Language) (*Export, error) {
	if err := access.May(who.Actor, access.ExportCases, nil); err != nil {
		return nil, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	filter, err := d.filter(who, s, names)
	if err != nil {
		return nil, err
	}
	filter.Cursor, filter.Limit = "", exportPage
	r := d.Store.Read(ctx)
	cases, err := r.CaseCount(filter)
	if err != nil {
		return nil, err
	}
	if err := d.audit(ctx, who, "export", store.Case{}, fmt.Sprintf("%d cases as %s", cases, form)); err != nil {
		return nil, err
	}
	return exported("homeward-cases-"+avrr.DateOf(d.now()).String(), form, func(w tables.Writer) error {
		if err := w.Table(avrr.T("Cases", "Çështjet").In(in), caseColumns(in)); err != nil {
			return err
		}
		return eachPage(r, filter, func(row store.Case) error {
			l, err := listed(row, access.Person{}, names, d.now())
			if err != nil {
				return err
			}
			return w.Row(caseCells(l, in)...)
		})
	}), nil
}

// eachPage visits every case of a list, a page at a time.
func eachPage(r *store.Reader, filter store.Filter, visit func(store.Case) error) error {
	for {
		rows, next, err := r.Caseload(filter)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := visit(row); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		filter.Cursor = next
	}
}

func caseColumns(in avrr.Language) []tables.Column {
	var columns []tables.Column
	for _, c := range []struct {
		title avrr.Text
		tag   string
	}{
		{avrr.T("Reference", "Referenca"), "#meta +id +case"}, {avrr.T("Stage", "Faza"), "#status +stage"}, {avrr.T("Flags", "Shënime"), "#status +flags"},
		{avrr.T("Programme", "Programi"), "#activity +programme"}, {avrr.T("Host country", "Vendi pritës"), "#country +code +host"},
		{avrr.T("Country of return", "Vendi i kthimit"), "#country +code +origin"}, {avrr.T("Return officer", "Nëpunësi i kthimit"), "#contact +officer"},
		{avrr.T("Opened on", "Hapur më"), "#date +opened"}, {avrr.T("Next due", "Afati i radhës"), "#date +due"}, {avrr.T("What falls due", "Çfarë ka afat"), "#activity +due"},
		{avrr.T("Members", "Anëtarë"), "#affected +members"}, {avrr.T("Version", "Versioni"), "#meta +version"},
	} {
		columns = append(columns, tables.Column{Title: c.title.In(in), Tag: c.tag})
	}
	return columns
}

func caseCells(l Listed, in avrr.Language) []any {
	due, clock := "", ""
	if l.NextDue != nil {
		due = l.NextDue.UTC().Format("2006-01-02T15:04Z")
	}
	if l.NextClock != nil {
		clock = l.NextClock.In(in)
	}
	return []any{l.Reference, l.Stage.Title().In(in), strings.Join(l.Flags, " "), l.Programme, l.HostCountry, l.Destination, l.Officer, l.OpenedOn, due, clock,
		int64(l.Members), int64(l.Version)}
}
