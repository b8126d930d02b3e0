package store

import "fmt"

// SetDocumentStatus moves the paper of a register number from DocumentCurrent to another status. One that is not printed yet,
// or not current any more, stays as it is.
func (tx *Tx) SetDocumentStatus(number, status string) error {
	if _, err := tx.changeDocuments(tx.db.Where("number = ?", number), status); err != nil {
		return fmt.Errorf("set the status of a document: %w", err)
	}
	return nil
}
