package store

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// What became of a submission so far.
const (
	SubmissionWaiting  = "waiting"  // accepted, not judged yet
	SubmissionRecorded = "recorded" // in the log
	SubmissionRefused  = "refused"  // judged and not taken
)

// A Submission is a request a person made, kept before anything else is done with it. It is settled when its outcome has
// reached the workflow too, which may be after it was recorded; until then the relay delivers it again.
type Submission struct {
	ID             string  `gorm:"primaryKey"` // a ULID
	Subject        Subject `gorm:"embedded"`
	CaseID         string  // the case it was made on; empty when it was made on a movement itself
	Action         string  `gorm:"-"` // one of the catalogue; the table keeps a token of it
	Actor          string  // account id, or avrr.SystemActor
	IdempotencyKey string
	Fingerprint    []byte // of the request, to tell a repeated one from another one under the same key
	VersionSeen    *int   // of the case, as its author saw it; nil when they did not say
	Urgent         bool   // delivered before the others of its subject: withdrawals
	Imported       bool   // told from a file about what others did before: nobody is sent anything because of it
	Body           []byte `gorm:"-"` // sealed
	Protected      []byte `gorm:"-"` // sealed, compartment CompartmentProtection; nil when there is none
	ReceivedAt     time.Time
	Status         string // SubmissionWaiting when empty
	RecordedSeq    *int   // the event's place in the log
	SettledAt      *time.Time
	Problem        []byte `gorm:"-"` // sealed; problem+json of a refusal
	Answer         []byte `gorm:"-"` // sealed; what was answered, for a repeated request
	AnswerStatus   int    // HTTP status of Answer; 0 while there is none
	Attempts       int
	NextAttemptAt  time.Time // ReceivedAt when zero
}

type submissionRow struct {
	Submission      Submission `gorm:"embedded"`
	ActionToken     []byte     `gorm:"column:action"`
	SealedBody      []byte     `gorm:"column:body"`
	SealedProtected []byte     `gorm:"column:protected"`
	SealedProblem   []byte     `gorm:"column:problem"`
	SealedAnswer    []byte     `gorm:"column:answer"`
}

func (submissionRow) TableName() string { return "submissions" }

func (s Submission) cell(column string) cell {
	c := cell{s.Subject, CompartmentCase, "submissions", column, s.ID}
	if column == "protected" {
		c.compartment = CompartmentProtection
	}
	return c
}

// InsertSubmission keeps a request. It answers ErrDuplicate, and changes nothing, when the key was used before, by whomever;
// SubmissionByKey then answers the earlier one.
func (tx *Tx) InsertSubmission(s Submission) error {
	if s.Status == "" {
		s.Status = SubmissionWaiting
	}
	if s.NextAttemptAt.IsZero() {
		s.NextAttemptAt = s.ReceivedAt
	}
	row, err := tx.submissionRow(s)
	if err != nil {
		return fmt.Errorf("insert submission: %w", err)
	}
	done := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if err := exactlyOne(done, ErrDuplicate); err != nil {
		return fmt.Errorf("insert submission %s: %w", s.ID, err)
	}
	return nil
}

// Submission answers the submission of that id.
func (r *Reader) Submission(id string) (Submission, error) {
	return r.oneSubmission("id = ?", id)
}

// SubmissionByKey answers the submission that was made under an idempotency key.
func (r *Reader) SubmissionByKey(key string) (Submission, error) {
	return r.oneSubmission("idempotency_key = ?", key)
}

// AskedSince answers when a request of this fingerprint was last made since then, unless it was refused.
func (r *Reader) AskedSince(print []byte, since time.Time) (at time.Time, found bool, err error) {
	var rows []submissionRow
	err = r.db.Select("received_at").Where("fingerprint = ? AND received_at >= ? AND status <> ?", print, since, SubmissionRefused).
		Order("received_at DESC").Limit(1).Find(&rows).Error
	if err != nil {
		return at, false, fmt.Errorf("asked since: %w", classify(err))
	}
	if len(rows) == 0 {
		return at, false, nil
	}
	return rows[0].Submission.ReceivedAt, true, nil
}

// KeysUsed answers which of some idempotency keys a submission was made under. An empty key is nobody's.
func (r *Reader) KeysUsed(keys []string) (map[string]bool, error) {
	var used []string
	err := r.db.Model(&submissionRow{}).Where("idempotency_key IN ? AND idempotency_key <> ''", keys).Pluck("idempotency_key", &used).Error
	if err != nil {
		return nil, fmt.Errorf("keys used: %w", classify(err))
	}
	of := map[string]bool{}
	for _, key := range used {
		of[key] = true
	}
	return of, nil
}

// MarkRecorded says that a submission is in the log at seq. It stays unsettled. Saying it again changes nothing.
func (tx *Tx) MarkRecorded(id string, seq int) error {
	done := tx.db.Model(&submissionRow{}).Where("id = ? AND (status = ? OR (status = ? AND recorded_seq = ?))",
		id, SubmissionWaiting, SubmissionRecorded, seq).
		Updates(map[string]any{"status": SubmissionRecorded, "recorded_seq": seq})
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("mark submission %s recorded: %w", id, err)
	}
	return nil
}

// Settle ends a submission as SubmissionRecorded at recordedSeq or as SubmissionRefused with a problem. Settling it the
// same way again changes nothing; another way answers ErrStale.
func (tx *Tx) Settle(id, status string, recordedSeq *int, problem []byte) error {
	s, err := tx.submissionHead(id)
	if err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	if s.SettledAt != nil && s.Status == status {
		return nil
	}
	sealed, err := tx.seal(s.cell("problem"), problem)
	if err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	done := tx.db.Model(&submissionRow{}).Where("id = ? AND settled_at IS NULL AND status IN ?", id, []string{SubmissionWaiting, status}).
		Updates(map[string]any{"status": status, "recorded_seq": recordedSeq, "problem": sealed, "settled_at": tx.store.now()})
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("settle submission %s: %w", id, err)
	}
	return nil
}

// StoreAnswer keeps what was answered to a submission, so that a repeated request gets the same. It answers ErrStale when an
// answer is kept already: the first one stays.
func (tx *Tx) StoreAnswer(id string, status int, body []byte) error {
	s, err := tx.submissionHead(id)
	if err != nil {
		return fmt.Errorf("store answer: %w", err)
	}
	sealed, err := tx.seal(s.cell("answer"), orEmpty(body))
	if err != nil {
		return fmt.Errorf("store answer: %w", err)
	}
	done := tx.db.Model(&submissionRow{}).Where("id = ? AND answer_status = 0", id).Updates(map[string]any{"answer_status": status, "answer": sealed})
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("store answer of submission %s: %w", id, err)
	}
	return nil
}

// Postpone notes a delivery that did not end and when to try again.
func (tx *Tx) Postpone(id string, attempts int, next time.Time) error {
	done := tx.db.Model(&submissionRow{}).Where("id = ? AND settled_at IS NULL", id).
		Updates(map[string]any{"attempts": attempts, "next_attempt_at": next})
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("postpone submission %s: %w", id, err)
	}
	return nil
}

// UnsettledOf answers the unsettled submissions made on a case, whichever log they go to: urgent ones first, then in
// order of receipt.
func (r *Reader) UnsettledOf(caseID string) ([]Submission, error) {
	return r.unsettled("case_id = ?", caseID)
}

// UnsettledOn answers the unsettled submissions made on a movement itself, in order of receipt.
func (r *Reader) UnsettledOn(movementID string) ([]Submission, error) {
	return r.unsettled("subject_kind = ? AND subject_id = ? AND case_id = ''", KindMovement, movementID)
}

// UnsettledOfAll is UnsettledOf for several cases at once, by case.
func (r *Reader) UnsettledOfAll(caseIDs []string) (map[string][]Submission, error) {
	all, err := r.unsettled("case_id IN ?", caseIDs)
	if err != nil {
		return nil, err
	}
	of := map[string][]Submission{}
	for _, s := range all {
		of[s.CaseID] = append(of[s.CaseID], s)
	}
	return of, nil
}

// WaitingOf answers what somebody submitted on cases and what is not judged yet, in order of receipt, at most 100. Nothing
// sealed is opened.
func (r *Reader) WaitingOf(actor string) ([]Submission, error) {
	var rows []submissionRow
	err := r.db.Omit("body", "protected", "problem", "answer").Where("actor = ? AND status = 'waiting' AND case_id <> ''", actor).
		Order("received_at, id").Limit(maxLimit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("waiting submissions: %w", classify(err))
	}
	return r.named(rows), nil
}

// RefusedLate answers what an author was told had been accepted and what was then refused, the newest first, at most 100.
func (r *Reader) RefusedLate(caseID, actor string) ([]Submission, error) {
	var rows []submissionRow
	// The status is written out, or the partial index would not be used.
	err := r.db.Where("case_id = ? AND actor = ? AND status = 'refused' AND answer_status = 0", caseID, actor).
		Order("received_at DESC, id DESC").Limit(maxLimit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("refused submissions: %w", classify(err))
	}
	return r.openSubmissions(rows)
}

// DueSubmissions answers what the relay should deliver now: of each case, and of each subject, the first unsettled submission
// (urgent ones first, then by receipt) if its next attempt is due, urgent ones and the longest waiting first, at most limit.
// Whoever delivers needs no body, so nothing sealed is opened: one that does not open, or whose action cannot be told, must
// not keep other cases waiting.
func (r *Reader) DueSubmissions(now time.Time, limit int) ([]Submission, error) {
	var rows []submissionRow
	err := r.db.Omit("body", "protected", "problem", "answer").Where("settled_at IS NULL AND next_attempt_at <= ?", now).
		Where(`NOT EXISTS (SELECT 1 FROM submissions AS first
			WHERE first.settled_at IS NULL AND ((first.subject_kind = submissions.subject_kind AND first.subject_id = submissions.subject_id)
				OR (first.case_id <> '' AND first.case_id = submissions.case_id))
			AND (first.urgent > submissions.urgent OR (first.urgent = submissions.urgent
				AND (first.received_at, first.id) < (submissions.received_at, submissions.id))))`).
		Order("urgent DESC, next_attempt_at, id").Limit(atMost(limit)).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("due submissions: %w", classify(err))
	}
	return r.named(rows), nil
}

// named answers submissions by what they ask for; one of which that cannot be told is left out, and reported.
func (r *Reader) named(rows []submissionRow) []Submission {
	named := make([]Submission, 0, len(rows))
	for _, row := range rows {
		s := row.Submission
		var err error
		if s.Action, err = r.actionOf(s.ID, row.ActionToken); err != nil {
			r.store.log.ErrorContext(r.ctx, "cannot be delivered", "submission", s.ID, "error", err)
			continue
		}
		named = append(named, s)
	}
	return named
}

func (r *Reader) unsettled(where string, values ...any) ([]Submission, error) {
	var rows []submissionRow
	err := r.db.Where("settled_at IS NULL").Where(where, values...).Order("urgent DESC, received_at, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("unsettled submissions: %w", classify(err))
	}
	return r.openSubmissions(rows)
}

func (r *Reader) oneSubmission(where string, values ...any) (Submission, error) {
	var row submissionRow
	if err := r.db.Where(where, values...).Take(&row).Error; err != nil {
		return Submission{}, fmt.Errorf("submission: %w", classify(err))
	}
	return r.openSubmission(row)
}

// submissionHead answers a submission with nothing sealed in it, so that it can be settled after its key is gone.
func (r *Reader) submissionHead(id string) (Submission, error) {
	var row submissionRow
	if err := r.db.Omit("body", "protected", "problem", "answer").Where("id = ?", id).Take(&row).Error; err != nil {
		return Submission{}, fmt.Errorf("submission: %w", classify(err))
	}
	return row.Submission, nil
}

func (r *Reader) submissionRow(s Submission) (submissionRow, error) {
	if _, ok := avrr.Find(s.Action); !ok {
		return submissionRow{}, fmt.Errorf("%w: there is no action %q", ErrCheck, s.Action)
	}
	row := submissionRow{Submission: s, ActionToken: r.actionToken(s.ID, s.Action)}
	for _, c := range []struct {
		name   string
		plain  []byte
		sealed *[]byte
	}{
		{"body", orEmpty(s.Body), &row.SealedBody},
		{"protected", s.Protected, &row.SealedProtected},
		{"problem", s.Problem, &row.SealedProblem},
		{"answer", s.Answer, &row.SealedAnswer},
	} {
		var err error
		if *c.sealed, err = r.seal(s.cell(c.name), c.plain); err != nil {
			return submissionRow{}, err
		}
	}
	return row, nil
}

func (r *Reader) openSubmissions(rows []submissionRow) ([]Submission, error) {
	all := make([]Submission, len(rows))
	for i, row := range rows {
		var err error
		if all[i], err = r.openSubmission(row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r *Reader) openSubmission(row submissionRow) (Submission, error) {
	s := row.Submission
	var err error
	if s.Action, err = r.actionOf(s.ID, row.ActionToken); err != nil {
		return Submission{}, err
	}
	for _, c := range []struct {
		name   string
		sealed []byte
		plain  *[]byte
	}{
		{"body", row.SealedBody, &s.Body},
		{"protected", row.SealedProtected, &s.Protected},
		{"problem", row.SealedProblem, &s.Problem},
		{"answer", row.SealedAnswer, &s.Answer},
	} {
		if *c.plain, err = r.open(s.cell(c.name), c.sealed); err != nil {
			return Submission{}, err
		}
	}
	return s, nil
}
