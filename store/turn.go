package store

import "fmt"

// FirstUnsettledOf answers the id of the submission of a case whose turn it is, "" when none waits. Nothing sealed is opened.
func (r *Reader) FirstUnsettledOf(caseID string) (string, error) {
	var ids []string
	err := r.db.Model(&submissionRow{}).Where("case_id = ? AND settled_at IS NULL", caseID).
		Order("urgent DESC, received_at, id").Limit(1).Pluck("id", &ids).Error
	if err != nil {
		return "", fmt.Errorf("first unsettled submission: %w", classify(err))
	}
	if len(ids) == 0 {
		return "", nil
	}
	return ids[0], nil
}
