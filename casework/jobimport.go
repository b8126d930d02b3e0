package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
	"homeward/tables"
)

// What a spreadsheet is bounded by.
const (
	MostOfSheet  = 10 << 20       // in bytes
	mostOpened   = 1000           // cases of one sheet
	mostMistakes = 500            // that are kept to be shown
	sheetWaits   = 24 * time.Hour // for its owner to look it over
)

// An Intake reads spreadsheets. The room that knows how lies above this one.
type Intake struct {
	Template string                 // a sheet with every column and one example, as CSV
	Workbook func() ([]byte, error) // the same as XLSX
	Read     func(ctx context.Context, desk *Desk, who access.Person, sheet Sheet) (*SheetPlan, error)
}

// A Sheet is a spreadsheet that somebody uploaded.
type Sheet struct {
	Workbook bool // an .xlsx, not text
	Dates    string
	Content  []byte
}

// A SheetPlan is what would be opened of a sheet by one person, and what is wrong with it.
type SheetPlan struct {
	Rows    int
	Persons int
	Deeds   int // what would be recorded, the openings included
	Cases   []SheetCase
	LeftOut int // cases
	Wrong   []SheetMistake
}

// A SheetCase is one case that would be opened. Open does it, and does it once however often it is asked to.
type SheetCase struct {
	Key  string // the office's own number
	Open func(ctx context.Context, who access.Person) (reference string, wrong *SheetMistake, err error)
}

// A SheetMistake is why a part of a sheet is not taken: its line and column as the sheet counts, and what is wrong, naming nobody.
type SheetMistake struct {
	Line   int    `json:"line,omitempty"`
	Column string `json:"column,omitempty"`
	Case   string `json:"case,omitempty"` // by the office's own number
	Text   string `json:"text"`
}

// An ImportOrder is a sheet that was looked over.
type ImportOrder struct {
	Workbook bool           `json:"workbook,omitempty"`
	Dates    string         `json:"dates,omitempty"`
	Rows     int            `json:"rows"`
	Persons  int            `json:"persons"`
	Deeds    int            `json:"deeds"`
	LeftOut  int            `json:"left_out"`
	Keys     []string       `json:"keys"` // of the cases, in the order of the job's rows
	Wrong    []SheetMistake `json:"wrong,omitempty"`
	More     int            `json:"more,omitempty"` // mistakes beyond these
}

// CheckSheet looks a sheet over and keeps it for its owner to say yes to. Nothing is opened.
func (d *Desk) CheckSheet(ctx context.Context, who access.Person, key string, sheet Sheet) (JobView, error) {
	if err := MayAsk(who, JobImport); err != nil {
		return JobView{}, err
	}
	if d.Intake == nil {
		return JobView{}, avrr.Errorf(avrr.CodeNotFound, "Spreadsheets are not read here.")
	}
	print := d.jobPrint(who, JobOrder{Kind: JobImport, Body: sheet.Content}, sheet.Dates)
	if made, known, err := d.jobOfRequest(ctx, who, key, print); known || err != nil {
		return made, err
	}
	plan, err := d.Intake.Read(ctx, d, who, sheet)
	if err != nil {
		return JobView{}, err
	}
	if len(plan.Cases) > mostOpened {
		return JobView{}, avrr.Errorf(avrr.CodeInvalid, "At most %d cases are opened from one file; this one has %d. Divide it.", mostOpened, len(plan.Cases))
	}
	order := ImportOrder{Workbook: sheet.Workbook, Dates: sheet.Dates, Rows: plan.Rows, Persons: plan.Persons, Deeds: plan.Deeds, LeftOut: plan.LeftOut,
		Keys: []string{}, Wrong: plan.Wrong[:min(len(plan.Wrong), mostMistakes)], More: max(0, len(plan.Wrong)-mostMistakes)}
	for _, c := range plan.Cases {
		order.Keys = append(order.Keys, c.Key)
	}
	return d.keepSheet(ctx, who, key, print, order, sheet)
}

// keepSheet keeps a sheet until its owner has looked it over.
func (d *Desk) keepSheet(ctx context.Context, who access.Person, key string, print []byte, order ImportOrder, sheet Sheet) (JobView, error) {
	body, err := json.Marshal(order)
	if err != nil {
		return JobView{}, fmt.Errorf("keep a sheet: %w", err)
	}
	j := store.Job{RequestKey: key, State: store.JobChecked, Total: len(order.Keys), ExpiresAt: d.now().Add(sheetWaits)}
	return d.keepJob(ctx, who, JobOrder{JobImport, body, print}, j, fmt.Sprintf("a sheet of %d cases", j.Total), func(tx *store.Tx, j store.Job) error {
		if err := tx.InsertJob(j, make([]string, j.Total)); err != nil {
			return err
		}
		return tx.KeepJobFile(store.JobFile{Job: j.ID, Name: "sheet", MediaType: "application/octet-stream", Content: sheet.Content})
	})
}

// OpenSheet has the cases of a sheet opened that its owner has looked over.
func (d *Desk) OpenSheet(ctx context.Context, who access.Person, id string) error {
	j, err := d.jobOf(ctx, who, id)
	if err != nil {
		return err
	}
	if j.Kind != JobImport {
		return avrr.Errorf(avrr.CodeRule, "This job is no spreadsheet of which cases are opened.")
	}
	if j.State != store.JobChecked { // said yes to before
		return nil
	}
	if j.Total == 0 {
		return avrr.Errorf(avrr.CodeRule, "Nothing in this file can be opened.")
	}
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.BeginJob(id, d.now().Add(jobWaits)); err != nil {
			return err
		}
		if err := roomForJob(tx, who.ID); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "open", Via: who.Via, SubjectKind: store.KindJob, SubjectID: id, Detail: fmt.Sprintf("%d cases", j.Total)})
	})
}

// ThrowSheetAway destroys a sheet that its owner has not said yes to, with the key it was kept under.
func (d *Desk) ThrowSheetAway(ctx context.Context, who access.Person, id string) error {
	j, err := d.jobOf(ctx, who, id)
	if err != nil {
		return err
	}
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.ThrowAwayJob(id); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "throw-away", Via: who.Via, SubjectKind: store.KindJob, SubjectID: id})
	})
	if errors.Is(err, store.ErrStale) {
		return avrr.Errorf(avrr.CodeRule, "This job is no spreadsheet that still waits for a yes.")
	}
	if err != nil {
		return err
	}
	return d.dropJob(ctx, j)
}

func readImport(order JobOrder) (in ImportOrder, err error) {
	if err := json.Unmarshal(order.Body, &in); err != nil {
		return in, fmt.Errorf("import: %w", err)
	}
	return in, nil
}

// sheetRows reads a sheet again and answers how each of its rows is done. What was opened before, also by an earlier state of the sheet, is
// found by its key.
func (d *Desk) sheetRows(ctx context.Context, j store.Job, order JobOrder) (rowDoer, error) {
	in, err := readImport(order)
	if err != nil {
		return nil, err
	}
	kept, err := d.Store.Read(ctx).JobFileContent(j.ID)
	if err != nil {
		return nil, err
	}
	who, err := d.Gate.Colleague(ctx, j.Account)
	if refused := (*avrr.Error)(nil); errors.As(err, &refused) {
		return func(context.Context, access.Person, *store.JobRow) (JobOutcome, error) { return JobOutcome{}, refused }, nil
	}
	if err != nil {
		return nil, err
	}
	plan, err := d.Intake.Read(ctx, d, who, Sheet{Workbook: in.Workbook, Dates: in.Dates, Content: kept.Content})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, who access.Person, row *store.JobRow) (JobOutcome, error) {
		return d.openRow(ctx, who, plan, in.Keys[row.N-1], row)
	}, nil
}

// openRow opens one case of a sheet.
func (d *Desk) openRow(ctx context.Context, who access.Person, plan *SheetPlan, key string, row *store.JobRow) (JobOutcome, error) {
	at := slices.IndexFunc(plan.Cases, func(c SheetCase) bool { return c.Key == key })
	if at < 0 { // it has become known, or a rule has changed, since it was looked over
		why := "This case cannot be opened from the sheet any more."
		if n := slices.IndexFunc(plan.Wrong, func(m SheetMistake) bool { return m.Case == key }); n >= 0 {
			why = plan.Wrong[n].Text
		}
		return JobOutcome{State: RowRefused, Why: why}, nil
	}
	reference, wrong, err := plan.Cases[at].Open(ctx, who)
	if err != nil {
		return JobOutcome{}, err
	}
	if reference != "" {
		opened, err := d.Store.Read(ctx).CaseByReference(reference)
		if err != nil {
			return JobOutcome{}, err
		}
		row.CaseID = opened.ID
	}
	if wrong != nil {
		return JobOutcome{State: RowRefused, Why: wrong.Text, Line: wrong.Line, Column: wrong.Column}, nil
	}
	return JobOutcome{State: RowDone}, nil
}

// failedRows makes the file of what was not opened; one without a name when everything was.
func (d *Desk) failedRows(ctx context.Context, j store.Job, order JobOrder) (store.JobFile, error) {
	in, err := readImport(order)
	if err != nil {
		return store.JobFile{}, err
	}
	rows, err := d.Store.Read(ctx).JobRows(j.ID)
	if err != nil {
		return store.JobFile{}, err
	}
	wrong := in.Wrong
	for _, row := range rows {
		var outcome JobOutcome
		if err := json.Unmarshal(row.Outcome, &outcome); err != nil {
			return store.JobFile{}, fmt.Errorf("outcome of a row: %w", err)
		}
		if outcome.State != RowDone {
			wrong = append(wrong, SheetMistake{Line: outcome.Line, Column: outcome.Column, Case: in.Keys[row.N-1], Text: outcome.Why})
		}
	}
	if len(wrong) == 0 {
		return store.JobFile{}, nil
	}
	export := exported("homeward-not-opened-"+avrr.DateOf(d.now()).String(), FormCSV, func(w tables.Writer) error {
		columns := []tables.Column{{Title: "Line", Tag: "#meta +line"}, {Title: "Column", Tag: "#meta +column"}, {Title: "Case", Tag: "#meta +id"}, {Title: "Why", Tag: "#meta +why"}}
		if err := w.Table("Not opened", columns); err != nil {
			return err
		}
		for _, m := range wrong {
			if err := w.Row(int64(m.Line), m.Column, m.Case, m.Text); err != nil {
				return err
			}
		}
		return nil
	})
	var content bytes.Buffer
	err = export.Write(&content)
	return store.JobFile{Name: export.Name, MediaType: export.MediaType, Content: content.Bytes()}, err
}
