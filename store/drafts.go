package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm/clause"
)

// tokenDraft keys on which page a draft is: its address would tell what somebody was about to record.
const tokenDraft = "draft"

// A Draft is what somebody has entered on a page and not sent, sealed where the answers of a screening would be: nobody can tell
// beforehand what is typed.
type Draft struct {
	Account string  `gorm:"primaryKey"`
	Place   []byte  `gorm:"primaryKey"` // set by the store: a token of the account and the page
	Owner   Subject `gorm:"embedded"`   // whose keys seal it: of a case, a movement or the account itself
	SavedAt time.Time
	Content []byte `gorm:"-"` // sealed
}

type draftRow struct {
	Draft         Draft  `gorm:"embedded"`
	SealedContent []byte `gorm:"column:content"`
}

func (draftRow) TableName() string { return "drafts" }

func (d Draft) cell() cell {
	return cell{d.Owner, CompartmentProtection, "drafts", "content", d.Account + "/" + hex.EncodeToString(d.Place)}
}

func (r *Reader) draftPlace(account, page string) []byte {
	return r.store.sealer.Token(tokenDraft, account+" "+page)
}

// KeepDraft keeps the draft of a page in place of an earlier one of the same account.
func (tx *Tx) KeepDraft(page string, d Draft) error {
	d.Place = tx.draftPlace(d.Account, page)
	sealed, err := tx.seal(d.cell(), orEmpty(d.Content))
	if err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	if err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&draftRow{d, sealed}).Error; err != nil {
		return fmt.Errorf("keep draft: %w", classify(err))
	}
	return nil
}

// DropDraft destroys the draft of a page; one that is not there is no error.
func (tx *Tx) DropDraft(account, page string) error {
	done := tx.db.Where("account = ? AND place = ?", account, tx.draftPlace(account, page)).Delete(&draftRow{})
	if done.Error != nil {
		return fmt.Errorf("drop draft: %w", classify(done.Error))
	}
	return nil
}

// DropDraftsBefore destroys the drafts of everybody that were last saved before a time.
func (tx *Tx) DropDraftsBefore(t time.Time) error {
	if err := tx.db.Where("saved_at < ?", t).Delete(&draftRow{}).Error; err != nil {
		return fmt.Errorf("drop old drafts: %w", classify(err))
	}
	return nil
}

// Draft answers the draft an account has of a page. It answers ErrSealed when its keys were destroyed.
func (r *Reader) Draft(account, page string) (Draft, error) {
	var row draftRow
	if err := r.db.Where("account = ? AND place = ?", account, r.draftPlace(account, page)).Take(&row).Error; err != nil {
		return Draft{}, fmt.Errorf("draft: %w", classify(err))
	}
	return r.openDraft(row)
}

// Drafts answers the drafts of an account, the newest first, at most 100. One whose keys were destroyed is left out.
func (r *Reader) Drafts(account string) ([]Draft, error) {
	var rows []draftRow
	if err := r.db.Where("account = ?", account).Order("saved_at DESC").Limit(maxLimit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("drafts: %w", classify(err))
	}
	warm(r, rows, func(row draftRow) string { return row.Draft.Owner.String() })
	drafts := make([]Draft, 0, len(rows))
	for _, row := range rows {
		d, err := r.openDraft(row)
		if errors.Is(err, ErrSealed) {
			continue
		}
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, d)
	}
	return drafts, nil
}

// CountDrafts answers how many drafts an account has.
func (r *Reader) CountDrafts(account string) (int, error) {
	var n int64
	if err := r.db.Model(&draftRow{}).Where("account = ?", account).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count drafts: %w", classify(err))
	}
	return int(n), nil
}

func (r *Reader) openDraft(row draftRow) (Draft, error) {
	d := row.Draft
	var err error
	d.Content, err = r.open(d.cell(), row.SealedContent)
	return d, err
}
