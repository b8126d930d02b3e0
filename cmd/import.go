package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/intake"
	"homeward/programmes"
	"homeward/store"
)

type importCommand struct {
	File     string `arg:"" optional:"" help:"The spreadsheet: .csv with comma, semicolon or tab, or .xlsx." type:"path"`
	Template string `help:"Write a file with every column and one example case, as CSV or as a workbook (.xlsx), and do nothing else." placeholder:"FILE" type:"path"`
	Record   bool   `help:"Open the cases and record what is told. Without it nothing is changed: the file is only tried."`
	sheetFlags
	EvenIfKnown bool `help:"Open also who is probably known already."`
	staffFlags
	storage
	temporalPlace
	logging
}

// sheetFlags say about the file what it does not say itself.
type sheetFlags struct {
	Sheet    string `help:"Sheet of the workbook; its first when left out."`
	Encoding string `help:"What the text is in, when it is not Unicode." enum:",utf-8,windows-1250,windows-1252" default:""`
	Dates    string `help:"Whether the day (dmy) or the month (mdy) comes first, when no day of the file shows it." enum:",dmy,mdy" default:""`
	AsOf     string `help:"The day the file was written as of: every day in it moves by whole weeks, so that this one becomes the last same weekday." placeholder:"YYYY-MM-DD"`
}

// staffFlags say in whose name things are recorded.
type staffFlags struct {
	Officer    string `help:"Account that opens, counsels and assesses: a return officer." placeholder:"USER"`
	Approver   string `help:"Account that decides on eligibility; another person. The manager when left out." placeholder:"USER"`
	Manager    string `help:"Account that decides on plans and releases money: a programme manager." placeholder:"USER"`
	Desk       string `help:"Account of the travel desk." placeholder:"USER"`
	Field      string `help:"Account that receives, pays and visits: a reintegration officer." placeholder:"USER"`
	Protection string `help:"Account of a protection officer; needed when the file tells of a risk assessment." placeholder:"USER"`
}

// Run tries a file, and records it when asked to. It fails when any line is left out.
func (c importCommand) Run(ctx context.Context, s streams) error {
	switch {
	case c.Template != "":
		return writeTemplate(s, c.Template)
	case c.File == "":
		return usage{"Say which file: homeward import FILE.csv, or homeward import --template FILE.csv to write one to begin from."}
	}
	file, err := c.read()
	if err != nil {
		return err
	}
	if !c.Record && c.nothingStored() {
		return c.tryAlone(file, s)
	}
	h, err := openHouse(ctx, c.storage, opening{pin: c.Record}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	desk := h.desk(nil)
	staff, err := h.importStaff(ctx, c.staffFlags)
	if err != nil {
		return err
	}
	actors := intake.StandIns()
	for part, actor := range staff.Actors() {
		actors[part] = actor
	}
	library, err := h.everyProgramme(ctx)
	if err != nil {
		return err
	}
	load, err := file.Plan(rulesOf(library, actors), c.known(ctx, desk))
	if err != nil {
		return err
	}
	if err := report(s.out, load, c.Record); err != nil {
		return err
	}
	if !c.Record {
		return leftOut(load, nil)
	}
	if missing := load.Missing(staff); len(missing) > 0 {
		return usage{fmt.Sprintf("Say in whose name it is recorded: --%s USER.", strings.Join(missing, " USER, --"))}
	}
	var refused []intake.Problem
	if err := h.workingFor(ctx, c.Data, c.temporalPlace, func(desk *casework.Desk) error {
		refused, err = recordCaseload(ctx, s, desk, staff, load)
		return err
	}); err != nil {
		return err
	}
	return leftOut(load, refused)
}

// writeTemplate writes a workbook where the name of the file asks for one, and CSV otherwise.
func writeTemplate(s streams, path string) error {
	template := []byte(intake.Template())
	if isWorkbook(path) {
		var err error
		if template, err = intake.Workbook(); err != nil {
			return err
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return notReadyf("The template cannot be written: %v.", err)
	}
	_, err = f.Write(template)
	if err := errors.Join(err, f.Close()); err != nil {
		return notReadyf("The template cannot be written: %v.", err)
	}
	_, err = fmt.Fprintf(s.out, "%s has every column and one example case; docs/import.md says what they hold.\n", path)
	return err
}

func isWorkbook(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }

func (c importCommand) read() (*intake.File, error) {
	o := intake.Options{Sheet: c.Sheet, Encoding: c.Encoding, Dates: c.Dates, Workbook: isWorkbook(c.File), Today: avrr.DateOf(time.Now())}
	if c.AsOf != "" {
		asOf, err := avrr.ParseDate(c.AsOf)
		if err != nil {
			return nil, usage{fmt.Sprintf("--as-of %s: this is no day of the form 2026-03-14.", c.AsOf)}
		}
		o.AsOf = asOf
	}
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return nil, notReadyf("The file cannot be read: %v.", err)
	}
	return intake.Read(raw, o), nil
}

// nothingStored reports that there is no data yet to compare a file with.
func (c importCommand) nothingStored() bool {
	if c.Database != "" {
		return false
	}
	_, err := os.Stat(c.Data)
	return errors.Is(err, os.ErrNotExist)
}

// tryAlone tries a file before there is an office to record it in.
func (c importCommand) tryAlone(file *intake.File, s streams) error {
	library, err := c.library()
	if err != nil {
		return err
	}
	load, err := file.Plan(rulesOf(library, intake.StandIns()), nil)
	if err != nil {
		return err
	}
	if err := report(s.out, load, false); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(s.out, "There is no data folder %s yet, so nobody was compared with the cases there.\n", c.Data); err != nil {
		return err
	}
	return leftOut(load, nil)
}

func rulesOf(l *programmes.Library, actors map[intake.Part]avrr.Actor) intake.Rules {
	return intake.Rules{Current: l.Current, Now: time.Now(), Actors: actors, Assess: func(p *avrr.Programme, f avrr.Facts) (avrr.EligibilityDecision, error) {
		return programmes.Assess(p, f, l.All())
	}}
}

// everyProgramme answers the library with what was loaded into the database beside it.
func (h *house) everyProgramme(ctx context.Context) (*programmes.Library, error) {
	loaded, err := h.store.Read(ctx).LoadedProgrammes()
	if err != nil {
		return nil, fmt.Errorf("programmes: %w", err)
	}
	library, mistakes := new(programmes.Shelf).With(h.library, loaded)
	for _, m := range mistakes {
		h.log.Error("a loaded programme cannot be read by this version", "mistake", m.String())
	}
	return library, nil
}

// known looks people up among the cases there are.
func (c importCommand) known(ctx context.Context, desk *casework.Desk) intake.Lookup {
	if c.EvenIfKnown {
		return nil
	}
	return func(members []*avrr.Member, opening string) ([]casework.LikelyView, error) {
		return desk.Known(ctx, members, opening)
	}
}

// importStaff finds the accounts that were named, and refuses one that cannot do its part.
func (h *house) importStaff(ctx context.Context, f staffFlags) (intake.Staff, error) {
	staff := intake.Staff{}
	for part, username := range map[intake.Part]string{intake.Officer: f.Officer, intake.Approver: orElse(f.Approver, f.Manager), intake.Manager: f.Manager,
		intake.Desk: f.Desk, intake.Field: f.Field, intake.Protection: f.Protection} {
		if username == "" {
			continue
		}
		a, err := h.store.Read(ctx).AccountByUsername(username)
		if errors.Is(err, store.ErrNotFound) {
			return nil, usage{fmt.Sprintf("--%s: there is no account with the user name %q.", part, username)}
		}
		if err != nil {
			return nil, fmt.Errorf("account: %w", err)
		}
		person := access.Person{Actor: avrr.Actor{ID: a.ID, Role: avrr.Role(a.Role), Office: a.Office}, Username: a.Username, DisplayName: a.DisplayName, Office: a.Office}
		if cannot := part.Cannot(person.Actor.Role); cannot != "" {
			return nil, usage{fmt.Sprintf("--%s %s: this is an account of the role %s, which does not do this: %s.", part, username, person.Actor.Role.Title().EN, cannot)}
		}
		staff[part] = person
	}
	if o, a := staff[intake.Officer], staff[intake.Approver]; o.ID != "" && o.ID == a.ID {
		return nil, usage{"--officer and --approver must be two people: nobody decides on their own assessment."}
	}
	return staff, nil
}

// workingFor opens the way on which things are recorded: the Temporal that was named, whose workers run elsewhere, or our own.
func (h *house) workingFor(ctx context.Context, data string, at temporalPlace, do func(*casework.Desk) error) error {
	if at.Temporal == "" {
		return h.working(ctx, data, at, listening{}.publicURL(), func(desk *casework.Desk, _ *link) error { return do(desk) })
	}
	l, err := connect(ctx, at, h.vault, h.log)
	if err != nil {
		return err
	}
	defer l.close()
	if err := l.await(ctx, at.Temporal); err != nil {
		return err
	}
	return do(h.desk(l.reach))
}

// recordCaseload records with a progress bar, and prints what was refused after all.
func recordCaseload(ctx context.Context, s streams, desk *casework.Desk, staff intake.Staff, load *intake.Caseload) ([]intake.Problem, error) {
	began := time.Now()
	var done atomic.Int64
	show := func(n int64) {
		fmt.Fprintf(s.errs, "\r  Recording %s %d of %d cases", bar(int(n), len(load.Cases)), n, len(load.Cases))
	}
	show(0)
	refused, err := load.Record(ctx, desk, staff, func() { show(done.Add(1)) })
	fmt.Fprintln(s.errs)
	if err != nil {
		return refused, fmt.Errorf("the import broke off; run it again to go on: %w", err)
	}
	for _, p := range refused {
		if _, err := fmt.Fprintf(s.out, "%s (case %s)\n", p, p.Case); err != nil {
			return refused, err
		}
	}
	_, err = fmt.Fprintf(s.out, "%s recorded, after %.0f seconds.\n", counted(len(load.Cases)-len(refused), "case"), time.Since(began).Seconds())
	return refused, err
}

// report says what is wrong, and what would be done.
func report(out io.Writer, load *intake.Caseload, recording bool) error {
	var b strings.Builder
	for _, p := range append(load.Problems, load.Known...) {
		fmt.Fprintln(&b, p)
	}
	if len(load.Known) > 0 {
		fmt.Fprintln(&b, "Who is known already is left out; --even-if-known opens them all the same.")
	}
	if len(load.LeftOut) > 0 {
		fmt.Fprintf(&b, "Left out: %s (%s).\n", counted(len(load.LeftOut), "case"), strings.Join(load.LeftOut, ", "))
	}
	verb := "would be"
	if recording {
		verb = "to be"
	}
	fmt.Fprintf(&b, "%s read; %s with %s %s opened, %s recorded.\n", counted(load.Rows, "row"), counted(len(load.Cases), "case"), counted(load.Persons(), "person"), verb, counted(load.Deeds(), "action"))
	if !recording && len(load.Cases) > 0 {
		fmt.Fprintln(&b, "Nothing was changed; --record does it.")
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// leftOut is why an import fails that did not take everything.
func leftOut(load *intake.Caseload, refused []intake.Problem) error {
	switch n := len(load.LeftOut) + len(refused); {
	case n > 0:
		return fmt.Errorf("left out: %s", counted(n, "case"))
	case len(load.Problems) > 0:
		return errors.New("the file cannot be read as it stands")
	}
	return nil
}
