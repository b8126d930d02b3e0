package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// A Case is the read model of one return case: its head, folded from its log. Empty text means none.
type Case struct {
	ID               string `gorm:"primaryKey"` // a ULID
	Reference        string // for people, with a check character
	Programme        string
	ProgrammeVersion string // pinned with PinProgramme before the case is inserted
	Stage            string // of avrr.StageOrder
	OnHold           bool
	Withdrawn        bool
	NeedsPerson      bool
	Closed           bool
	Office           string
	Officer          string     // account id
	HostCountry      string     // ISO 3166
	Destination      string     // ISO 3166
	OpenedOn         string     // YYYY-MM-DD
	NextDue          *time.Time `gorm:"-"` // of what is to be seen to first, overdue or not
	NextClock        string     // the name of its clock
	Version          int        // events caused by people
	Seq              int        // all events
	Calls            int        // what a bank was asked without anybody knowing the outcome yet
	Fold             int        // version of the code that folded State
	State            []byte     `gorm:"-"` // sealed
	Headline         []byte     `gorm:"-"` // sealed; what lists show of the person
	Sealed           bool       `gorm:"-"` // Headline does not open; only lists answer such a case
	CreatedAt        time.Time  // set by the store
	UpdatedAt        time.Time  // set by the store
}

type caseRow struct {
	Case           Case      `gorm:"embedded"`
	StageRank      int       // the stage's place in avrr.StageOrder, so that lists sort the way a case goes
	DueOrNever     time.Time `gorm:"column:next_due"`
	SealedState    []byte    `gorm:"column:state"`
	SealedHeadline []byte    `gorm:"column:headline"`
}

func (caseRow) TableName() string { return "cases" }

func caseCell(id, column string) cell {
	return cell{CaseSubject(id), CompartmentCase, "cases", column, id}
}

// Case answers the case of that id.
func (r *Reader) Case(id string) (Case, error) { return r.oneCase("id = ?", id) }

// CaseByReference answers the case with that reference.
func (r *Reader) CaseByReference(ref string) (Case, error) { return r.oneCase("reference = ?", ref) }

// Cases answers the cases of those ids in the order of their ids; ids that name no case are left out.
func (r *Reader) Cases(ids []string) ([]Case, error) {
	var rows []caseRow
	if err := r.db.Where("id IN ?", ids).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("cases: %w", classify(err))
	}
	return r.openCases(rows)
}

// StillCalling answers the next closed cases after an id, in the order of their ids, whose bank has not answered yet: at most 100.
func (r *Reader) StillCalling(after string) ([]Case, error) {
	var rows []caseRow
	if err := r.db.Omit("state").Where("closed AND calls > 0 AND id > ?", after).Order("id").Limit(atMost(0)).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("cases still calling: %w", classify(err))
	}
	return r.listed(rows)
}

// IDsOf answers the ids of the cases with those references, in no order; references that name no case are left out.
func (r *Reader) IDsOf(references []string) ([]string, error) {
	if len(references) == 0 {
		return nil, nil
	}
	var ids []string
	if err := r.db.Model(&caseRow{}).Where("reference IN ?", references).Pluck("id", &ids).Error; err != nil {
		return nil, fmt.Errorf("ids of references: %w", classify(err))
	}
	return ids, nil
}

// Listed answers the cases of those ids by id, as Caseload does: headlines open, states not read.
func (r *Reader) Listed(ids []string) (map[string]Case, error) {
	var rows []caseRow
	if err := r.db.Omit("state").Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("listed cases: %w", classify(err))
	}
	listed, err := r.listed(rows)
	if err != nil {
		return nil, err
	}
	cases := make(map[string]Case, len(rows))
	for _, c := range listed {
		cases[c.ID] = c
	}
	return cases, nil
}

// LockCase answers the case and keeps it from other transactions until this one ends.
func (tx *Tx) LockCase(id string) (Case, error) {
	cases, err := tx.LockCases([]string{id})
	if err != nil {
		return Case{}, err
	}
	return cases[0], nil
}

// LockCases locks several cases in the order of their ids, and answers them in that order. It answers ErrNotFound when
// one of them is missing.
func (tx *Tx) LockCases(ids []string) ([]Case, error) {
	wanted := slices.Compact(slices.Sorted(slices.Values(ids)))
	var rows []caseRow
	err := tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id IN ?", wanted).Order("id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("lock cases: %w", classify(err))
	}
	if len(rows) != len(wanted) {
		return nil, fmt.Errorf("lock cases: %w", ErrNotFound)
	}
	return tx.openCases(rows)
}

// References answers what cases are called, by their ids. Nothing sealed is opened.
func (r *Reader) References(ids []string) (map[string]string, error) {
	var rows []struct{ ID, Reference string }
	if err := r.db.Model(&caseRow{}).Select("id, reference").Where("id IN ?", ids).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("references: %w", classify(err))
	}
	called := make(map[string]string, len(rows))
	for _, row := range rows {
		called[row.ID] = row.Reference
	}
	return called, nil
}

// InsertCase adds a case. It answers ErrDuplicate when its id or reference is taken and ErrReference when its programme
// is not pinned.
func (tx *Tx) InsertCase(c Case) error {
	row, err := tx.caseRow(c)
	if err != nil {
		return fmt.Errorf("insert case: %w", err)
	}
	done := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if err := exactlyOne(done, ErrDuplicate); err != nil {
		return fmt.Errorf("insert case %s: %w", c.ID, err)
	}
	return nil
}

// SaveCase moves the read model of a case forward. It answers ErrStale, and changes nothing, when the stored row is
// ahead in seq or was folded to the same seq by newer code; saving the same again is allowed.
func (tx *Tx) SaveCase(c Case) error {
	row, err := tx.caseRow(c)
	if err != nil {
		return fmt.Errorf("save case: %w", err)
	}
	done := tx.db.Model(&row).
		Where("seq < ? OR (seq = ? AND version = ? AND fold <= ?)", c.Seq, c.Seq, c.Version, c.Fold).
		Select("*").Omit("id", "reference", "programme", "programme_version", "created_at").
		Updates(&row)
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("save case %s: %w", c.ID, err)
	}
	return nil
}

func (r *Reader) oneCase(where string, value string) (Case, error) {
	var row caseRow
	if err := r.db.Where(where, value).Take(&row).Error; err != nil {
		return Case{}, fmt.Errorf("case: %w", classify(err))
	}
	return r.openCase(row)
}

func (r *Reader) caseRow(c Case) (caseRow, error) {
	rank := slices.Index(avrr.StageOrder, avrr.Stage(c.Stage))
	if rank < 0 {
		return caseRow{}, fmt.Errorf("%w: there is no stage %q", ErrCheck, c.Stage)
	}
	state, err := r.seal(caseCell(c.ID, "state"), orEmpty(c.State))
	if err != nil {
		return caseRow{}, err
	}
	headline, err := r.seal(caseCell(c.ID, "headline"), orEmpty(c.Headline))
	if err != nil {
		return caseRow{}, err
	}
	return caseRow{c, rank, dueOrNever(c.NextDue), state, headline}, nil
}

func (r *Reader) openCases(rows []caseRow) ([]Case, error) {
	cases := make([]Case, len(rows))
	for i, row := range rows {
		var err error
		if cases[i], err = r.openCase(row); err != nil {
			return nil, err
		}
	}
	return cases, nil
}

func (r *Reader) openCase(row caseRow) (Case, error) {
	c, err := r.openHeadline(row)
	if err != nil {
		return Case{}, err
	}
	c.State, err = r.open(caseCell(c.ID, "state"), row.SealedState)
	return c, err
}

// listed opens what lists show of cases; one whose headline does not open is Sealed.
func (r *Reader) listed(rows []caseRow) ([]Case, error) {
	warm(r, rows, func(row caseRow) string { return CaseSubject(row.Case.ID).String() })
	cases := make([]Case, len(rows))
	for i, row := range rows {
		var err error
		if cases[i], err = r.openHeadline(row); errors.Is(err, ErrSealed) {
			cases[i].Sealed, err = true, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return cases, nil
}

// openHeadline opens what lists show and leaves the state closed.
func (r *Reader) openHeadline(row caseRow) (Case, error) {
	c := row.Case
	c.NextDue = nilIfNever(row.DueOrNever)
	var err error
	c.Headline, err = r.open(caseCell(c.ID, "headline"), row.SealedHeadline)
	return c, err
}
