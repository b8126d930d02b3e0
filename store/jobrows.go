package store

import (
	"fmt"
	"strconv"

	"gorm.io/gorm/clause"
)

// A JobRow is one case of a job. What became of it is sealed: that somebody was refused a case may tell what is in it.
type JobRow struct {
	Job     string `gorm:"primaryKey"`
	N       int    `gorm:"primaryKey;autoIncrement:false"` // from 1
	CaseID  string // empty until there is one
	Settled bool
	Outcome []byte `gorm:"-"` // sealed; nil until it is settled
}

type jobRowRecord struct {
	JobRow        JobRow `gorm:"embedded"`
	SealedOutcome []byte `gorm:"column:outcome"`
}

func (jobRowRecord) TableName() string { return "job_rows" }

func (row JobRow) cell() cell {
	return cell{JobSubject(row.Job), CompartmentProtection, "job_rows", "outcome", row.Job + "#" + strconv.Itoa(row.N)}
}

// JobRows answers the rows of a job in their order. It answers ErrSealed when the job's keys were destroyed.
func (r *Reader) JobRows(job string) ([]JobRow, error) {
	var records []jobRowRecord
	if err := r.db.Where("job = ?", job).Order("n").Find(&records).Error; err != nil {
		return nil, fmt.Errorf("rows of a job: %w", classify(err))
	}
	rows := make([]JobRow, len(records))
	for i, record := range records {
		rows[i] = record.JobRow
		var err error
		if rows[i].Outcome, err = r.open(rows[i].cell(), record.SealedOutcome); err != nil {
			return nil, fmt.Errorf("rows of a job: %w", err)
		}
	}
	return rows, nil
}

// SettleJobRow notes what became of a row, counts it, and answers whether the job is to stop. A row that is settled already stays as it
// is and is not counted again.
func (tx *Tx) SettleJobRow(row JobRow) (stopping bool, err error) {
	sealed, err := tx.seal(row.cell(), orEmpty(row.Outcome))
	if err != nil {
		return false, fmt.Errorf("settle a row of a job: %w", err)
	}
	settled, err := affected(tx.db.Model(&jobRowRecord{}).Where("job = ? AND n = ? AND NOT settled", row.Job, row.N).
		Updates(map[string]any{"settled": true, "outcome": sealed, "case_id": row.CaseID}))
	if err != nil {
		return false, fmt.Errorf("settle a row of a job: %w", err)
	}
	return tx.moveJob(row.Job, map[string]any{"state": JobRunning, "tries": 0, "done": clause.Expr{SQL: "done + ?", Vars: []any{settled}}})
}

// A JobFile is what came of a job, to be saved.
type JobFile struct {
	Job       string `gorm:"primaryKey"`
	Name      string // without personal data
	MediaType string
	Size      int    // of Content, in bytes; set by the store
	Content   []byte `gorm:"-"` // sealed; nil unless asked for with JobFileContent
}

type jobFileRecord struct {
	JobFile       JobFile `gorm:"embedded"`
	SealedContent []byte  `gorm:"column:content"`
}

func (jobFileRecord) TableName() string { return "job_files" }

func (f JobFile) cell() cell {
	return cell{JobSubject(f.Job), CompartmentProtection, "job_files", "content", f.Job}
}

// KeepJobFile keeps what came of a job in place of what was kept before.
func (tx *Tx) KeepJobFile(f JobFile) error {
	f.Size = len(f.Content)
	sealed, err := tx.seal(f.cell(), orEmpty(f.Content))
	if err != nil {
		return fmt.Errorf("keep the file of a job: %w", err)
	}
	if err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&jobFileRecord{f, sealed}).Error; err != nil {
		return fmt.Errorf("keep the file of a job: %w", classify(err))
	}
	return nil
}

// DropJobFile destroys the file of a job; one that is not there is no error.
func (tx *Tx) DropJobFile(job string) error {
	if err := tx.db.Where("job = ?", job).Delete(&jobFileRecord{}).Error; err != nil {
		return fmt.Errorf("drop the file of a job: %w", classify(err))
	}
	return nil
}

// JobFile answers what is known of a job's file without opening it.
func (r *Reader) JobFile(job string) (JobFile, error) {
	var record jobFileRecord
	if err := r.db.Omit("content").Where("job = ?", job).Take(&record).Error; err != nil {
		return JobFile{}, fmt.Errorf("file of a job: %w", classify(err))
	}
	return record.JobFile, nil
}

// JobFileContent answers a job's file with its content.
func (r *Reader) JobFileContent(job string) (JobFile, error) {
	var record jobFileRecord
	if err := r.db.Where("job = ?", job).Take(&record).Error; err != nil {
		return JobFile{}, fmt.Errorf("file of a job: %w", classify(err))
	}
	f := record.JobFile
	var err error
	f.Content, err = r.open(f.cell(), record.SealedContent)
	return f, err
}
