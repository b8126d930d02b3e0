package store

import "fmt"

// WithdrawDocumentNumber withdraws the paper of that register number if it is current. One that is not printed yet, or not
// current any more, stays as it is.
func (tx *Tx) WithdrawDocumentNumber(number string) error {
	if _, err := tx.changeDocuments(tx.db.Where("number = ?", number), DocumentWithdrawn); err != nil {
		return fmt.Errorf("withdraw document: %w", err)
	}
	return nil
}
