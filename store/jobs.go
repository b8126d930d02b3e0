package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// KindJob owns what a job was asked to do, and what became of it.
const KindJob = "job"

// JobSubject is the job of that id, as the owner of what is sealed for it alone.
func JobSubject(id string) Subject { return Subject{KindJob, id} }

// How a job stands.
const (
	JobChecked   = "checked" // looked over by whoever asked, who has not said yes to it
	JobWaiting   = "waiting"
	JobRunning   = "running"
	JobDone      = "done"
	JobCancelled = "cancelled" // stopped half-way by whoever asked for it
	JobFailed    = "failed"
)

// A Job is work that takes longer than anybody waits for a page: what one person asked for, and how far it has come.
type Job struct {
	ID         string `gorm:"primaryKey"` // a ULID
	Kind       string
	Account    string // whoever asked, in whose name it is done
	RequestKey string // the request it was asked for by
	State      string // JobWaiting when empty
	Total      int    // what is to be done, in rows
	Done       int
	Stopping   bool       // whoever asked wants it stopped
	Seen       bool       // they have looked at what came of it
	Tries      int        // since it last came further, none of which worked
	RetryAt    *time.Time // when it is tried again; nil at once
	AskedAt    time.Time
	EndedAt    *time.Time // nil while it is open
	ExpiresAt  time.Time  // when it is destroyed with all it holds
	Asked      []byte     `gorm:"-"` // sealed
}

type jobRecord struct {
	Job         Job    `gorm:"embedded"`
	SealedAsked []byte `gorm:"column:asked"`
}

func (jobRecord) TableName() string { return "jobs" }

func (j Job) cell() cell {
	return cell{JobSubject(j.ID), CompartmentProtection, "jobs", "asked", j.ID}
}

// Ended reports whether nothing more is done for the job.
func (j Job) Ended() bool {
	return j.State == JobDone || j.State == JobCancelled || j.State == JobFailed
}

// jobsOpen is written out in queries, or the partial index would not be used.
const jobsOpen = "state IN ('waiting', 'running')"

// InsertJob keeps a job with a row for each case, in their order; a job with no rows counts by itself. It answers ErrDuplicate when the
// request has asked for one before.
func (tx *Tx) InsertJob(j Job, cases []string) error {
	if j.State == "" {
		j.State = JobWaiting
	}
	sealed, err := tx.seal(j.cell(), orEmpty(j.Asked))
	if err != nil {
		return fmt.Errorf("insert job: %w", err)
	}
	if err := exactlyOne(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&jobRecord{j, sealed}), ErrDuplicate); err != nil {
		return fmt.Errorf("insert job: %w", err)
	}
	if len(cases) == 0 {
		return nil
	}
	rows := make([]jobRowRecord, len(cases))
	for n, id := range cases {
		rows[n].JobRow = JobRow{Job: j.ID, N: n + 1, CaseID: id}
	}
	if err := tx.db.CreateInBatches(rows, maxLimit).Error; err != nil {
		return fmt.Errorf("insert rows of a job: %w", classify(err))
	}
	return nil
}

// Job answers a job with what was asked for.
func (r *Reader) Job(id string) (Job, error) { return r.oneJob("id = ?", id) }

// JobByRequest answers the job a request asked for.
func (r *Reader) JobByRequest(key string) (Job, error) { return r.oneJob("request_key = ?", key) }

func (r *Reader) oneJob(where, value string) (Job, error) {
	var row jobRecord
	if err := r.db.Where(where, value).Take(&row).Error; err != nil {
		return Job{}, fmt.Errorf("job: %w", classify(err))
	}
	j := row.Job
	var err error
	j.Asked, err = r.open(j.cell(), row.SealedAsked)
	return j, err
}

// Jobs answers the last jobs an account has asked for, the newest first, at most 100, without what was asked for.
func (r *Reader) Jobs(account string) ([]Job, error) {
	return r.jobs(r.db.Where("account = ?", account).Order("asked_at DESC").Limit(maxLimit))
}

// OpenJobs answers the jobs that are not ended and have their turn, the longest asked for first, at most 100, without what was asked for.
func (r *Reader) OpenJobs(now time.Time) ([]Job, error) {
	return r.jobs(r.db.Where(jobsOpen+" AND (retry_at IS NULL OR retry_at <= ?)", now).Order("asked_at").Limit(maxLimit))
}

// ExpiredJobs answers the jobs that are to be destroyed, at most 100, without what was asked for.
func (r *Reader) ExpiredJobs(now time.Time) ([]Job, error) {
	return r.jobs(r.db.Where("expires_at < ?", now).Order("expires_at").Limit(maxLimit))
}

func (r *Reader) jobs(chosen *gorm.DB) ([]Job, error) {
	var rows []jobRecord
	if err := chosen.Omit("asked").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("jobs: %w", classify(err))
	}
	jobs := make([]Job, len(rows))
	for i, row := range rows {
		jobs[i] = row.Job
	}
	return jobs, nil
}

// BeginJob has a job done that was only looked over; it may wait for its turn until a time. One that was begun before stays as it is.
func (tx *Tx) BeginJob(id string, until time.Time) error {
	done := tx.db.Model(&jobRecord{}).Where("id = ? AND state = ?", id, JobChecked).Updates(map[string]any{"state": JobWaiting, "expires_at": until})
	if done.Error != nil {
		return fmt.Errorf("begin job: %w", classify(done.Error))
	}
	return nil
}

// ThrowAwayJob ends a job that was only looked over, and has its time be over. It answers ErrStale when somebody has said yes to it.
func (tx *Tx) ThrowAwayJob(id string) error {
	now := tx.store.now()
	done := tx.db.Model(&jobRecord{}).Where("id = ? AND state = ?", id, JobChecked).
		Updates(map[string]any{"state": JobCancelled, "ended_at": now, "expires_at": now, "seen": true})
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("throw a job away: %w", err)
	}
	return nil
}

// RetryJob notes that a job did not work and is not tried again before a time.
func (tx *Tx) RetryJob(id string, at time.Time) error {
	done := tx.db.Model(&jobRecord{}).Where("id = ? AND "+jobsOpen, id).Updates(map[string]any{"tries": clause.Expr{SQL: "tries + 1"}, "retry_at": at})
	if done.Error != nil {
		return fmt.Errorf("retry job: %w", classify(done.Error))
	}
	return nil
}

// CountJob notes how far a job has come that has no rows of its own, and answers whether it is to stop. Each try of such a job begins at
// its first row again, so the tries are not forgotten.
func (tx *Tx) CountJob(id string, done, total int) (stopping bool, err error) {
	return tx.moveJob(id, map[string]any{"state": JobRunning, "done": done, "total": total})
}

func (tx *Tx) moveJob(id string, changes map[string]any) (stopping bool, err error) {
	changes["retry_at"] = nil
	if err := exactlyOne(tx.db.Model(&jobRecord{}).Where("id = ? AND "+jobsOpen, id).Updates(changes), ErrStale); err != nil {
		return false, fmt.Errorf("move job: %w", err)
	}
	if err := tx.db.Model(&jobRecord{}).Where("id = ?", id).Pluck("stopping", &stopping).Error; err != nil {
		return false, fmt.Errorf("move job: %w", classify(err))
	}
	return stopping, nil
}

// EndJob ends a job; what it holds is kept until a time. It answers ErrStale when it has ended before.
func (tx *Tx) EndJob(id, state string, until time.Time) error {
	done := tx.db.Model(&jobRecord{}).Where("id = ? AND "+jobsOpen, id).
		Updates(map[string]any{"state": state, "ended_at": tx.store.now(), "expires_at": until, "seen": false})
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("end job: %w", err)
	}
	return nil
}

// StopJob asks that no more is done of a job, and that it is looked at now. One that has ended stays as it is.
func (tx *Tx) StopJob(id string) error {
	if err := tx.db.Model(&jobRecord{}).Where("id = ? AND "+jobsOpen, id).Updates(map[string]any{"stopping": true, "retry_at": nil}).Error; err != nil {
		return fmt.Errorf("stop job: %w", classify(err))
	}
	return nil
}

// SeeJob notes that whoever asked for a job has looked at what came of it.
func (tx *Tx) SeeJob(id string) error {
	if err := tx.db.Model(&jobRecord{}).Where("id = ?", id).Update("seen", true).Error; err != nil {
		return fmt.Errorf("see job: %w", classify(err))
	}
	return nil
}

// DropJob destroys a job with its rows and its file.
func (tx *Tx) DropJob(id string) error {
	for _, statement := range []string{"DELETE FROM job_files WHERE job = ?", "DELETE FROM job_rows WHERE job = ?", "DELETE FROM jobs WHERE id = ?"} {
		if err := tx.db.Exec(statement, id).Error; err != nil {
			return fmt.Errorf("drop job: %w", classify(err))
		}
	}
	return nil
}
