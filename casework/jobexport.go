package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/tables"
)

// An ExportOrder asks for cases as a file: those of the job's rows, or all a list chooses when it has none.
type ExportOrder struct {
	Form     string        `json:"form"` // FormXLSX or FormCSV
	Language avrr.Language `json:"language"`
	List     *Search       `json:"list,omitempty"`
}

// Order is the job of this export. It answers an *avrr.Error when there is no such form.
func (o ExportOrder) Order() (JobOrder, error) {
	if tables.MediaTypes[o.Form] == "" {
		return JobOrder{}, avrr.Errorf(avrr.CodeInvalid, "A file is made as %s or %s.", FormXLSX, FormCSV)
	}
	body, err := json.Marshal(o)
	if err != nil {
		return JobOrder{}, fmt.Errorf("order an export: %w", err)
	}
	return JobOrder{Kind: JobExport, Body: body}, nil
}

// AskForExport asks for all that a list chooses as a file, however many cases they are. It is on record as an export is that is handed out at once.
func (d *Desk) AskForExport(ctx context.Context, who access.Person, key string, order ExportOrder) (JobView, error) {
	if err := access.May(who.Actor, access.ExportCases, nil); err != nil {
		return JobView{}, err
	}
	if order.List == nil {
		order.List = &Search{}
	}
	asked, err := order.Order()
	if err != nil {
		return JobView{}, err
	}
	cases, err := d.CaseCount(ctx, who, *order.List)
	if err != nil {
		return JobView{}, err
	}
	asked.Print = d.jobPrint(who, asked)
	if made, known, err := d.jobOfRequest(ctx, who, key, asked.Print); known || err != nil {
		return made, err
	}
	if err := d.audit(ctx, who, "export", store.Case{}, fmt.Sprintf("%d cases as %s", cases, order.Form)); err != nil {
		return JobView{}, err
	}
	return d.keepJobOfCases(ctx, who, key, asked, nil, cases)
}

// exportRow makes sure that a case can stand in a file. No row of it holds a name.
func (d *Desk) exportRow(ctx context.Context, who access.Person, _ JobOrder, row jobRow) (JobOutcome, error) {
	f, err := d.fileOf(d.Store.Read(ctx), row.reference)
	if err != nil {
		return JobOutcome{}, err
	}
	return JobOutcome{State: RowDone}, access.May(who.Actor, access.ExportCases, f.c)
}

// exportFile makes the file of the rows that are done.
func (d *Desk) exportFile(ctx context.Context, who access.Person, order JobOrder, rows []jobRow) (store.JobFile, error) {
	in, err := readExport(order)
	if err != nil || len(rows) == 0 {
		return store.JobFile{}, err
	}
	if err := d.audit(ctx, who, "export", store.Case{}, fmt.Sprintf("%d cases as %s", len(rows), in.Form)); err != nil {
		return store.JobFile{}, err
	}
	return d.casesFile(ctx, in, func(row func(store.Case) error) error {
		for _, chosen := range rows {
			listed, err := d.Store.Read(ctx).Listed([]string{chosen.CaseID})
			if err != nil {
				return err
			}
			if c, there := listed[chosen.CaseID]; there {
				if err := row(c); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

var errStopped = errors.New("somebody asked to stop")

// exportList makes the file of all that a list chooses, noting how far it is. A fall begins it anew: it changes nothing.
func (d *Desk) exportList(ctx context.Context, who access.Person, j store.Job, order JobOrder) (file store.JobFile, stopped bool, err error) {
	in, err := readExport(order)
	if err != nil {
		return file, false, err
	}
	if err := access.May(who.Actor, access.ExportCases, nil); err != nil {
		return file, false, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return file, false, err
	}
	filter, err := d.filter(who, *in.List, names)
	if err != nil {
		return file, false, err
	}
	filter.Cursor, filter.Limit = "", exportPage
	r := d.Store.Read(ctx)
	total, err := r.CaseCount(filter)
	if err != nil {
		return file, false, err
	}
	written := 0
	count := func() error {
		return d.Store.InTx(ctx, func(tx *store.Tx) error {
			stopping, err := tx.CountJob(j.ID, written, max(total, written))
			if err == nil && stopping {
				return errStopped
			}
			return err
		})
	}
	file, err = d.casesFile(ctx, in, func(row func(store.Case) error) error {
		err := eachPage(r, filter, func(c store.Case) error {
			if written%(10*exportPage) == 0 {
				if err := count(); err != nil {
					return err
				}
			}
			written++
			return row(c)
		})
		if err != nil {
			return err
		}
		return count()
	})
	if errors.Is(err, errStopped) {
		return store.JobFile{}, true, nil
	}
	return file, false, err
}

// casesFile makes a file of cases as each hands them over.
func (d *Desk) casesFile(ctx context.Context, in ExportOrder, each func(row func(store.Case) error) error) (store.JobFile, error) {
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return store.JobFile{}, err
	}
	export := exported("homeward-cases-"+avrr.DateOf(d.now()).String(), in.Form, func(w tables.Writer) error {
		if err := w.Table(avrr.T("Cases", "Çështjet").In(in.Language), caseColumns(in.Language)); err != nil {
			return err
		}
		return each(func(c store.Case) error {
			l, err := listed(c, access.Person{}, names, d.now())
			if err != nil {
				return err
			}
			return w.Row(caseCells(l, in.Language)...)
		})
	})
	var content bytes.Buffer
	err = export.Write(&content)
	return store.JobFile{Name: export.Name, MediaType: export.MediaType, Content: content.Bytes()}, err
}

func readExport(order JobOrder) (in ExportOrder, err error) {
	if err := json.Unmarshal(order.Body, &in); err != nil {
		return in, fmt.Errorf("export: %w", err)
	}
	return in, nil
}
