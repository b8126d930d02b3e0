package store

import "fmt"

// FirstUnsettled answers the id of the submission whose turn it is before s can be delivered: of the case it was made on or, made on
// a movement itself, of those made there; "" when none waits. Nothing sealed is opened.
func (r *Reader) FirstUnsettled(s Submission) (string, error) {
	waiting := r.db.Model(&submissionRow{}).Where("case_id = ? AND settled_at IS NULL", s.CaseID)
	if s.CaseID == "" {
		waiting = waiting.Where("subject_kind = ? AND subject_id = ?", s.Subject.Kind, s.Subject.ID)
	}
	var ids []string
	err := waiting.Order("urgent DESC, received_at, id").Limit(1).Pluck("id", &ids).Error
	if err != nil {
		return "", fmt.Errorf("first unsettled submission: %w", classify(err))
	}
	if len(ids) == 0 {
		return "", nil
	}
	return ids[0], nil
}
