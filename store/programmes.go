package store

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"time"

	"gorm.io/gorm/clause"
)

// A Programme is the pinned source of one version of a programme. It never changes.
type Programme struct {
	Code     string `gorm:"primaryKey"`
	Version  string `gorm:"primaryKey"`
	Source   string
	SHA256   []byte    `gorm:"column:sha256"` // of Source; set by the store
	LoadedAt time.Time // set by the store
}

// PinProgramme keeps the source of a version. Pinning the same source again changes nothing; another source under the
// same code and version answers ErrDuplicate.
func (tx *Tx) PinProgramme(code, version, source string) error {
	sum := sha256.Sum256([]byte(source))
	p := Programme{code, version, source, sum[:], tx.store.now()}
	n, err := affected(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&p))
	if err != nil {
		return fmt.Errorf("pin programme: %w", err)
	}
	if n == 1 {
		return nil
	}
	pinned, err := tx.Programme(code, version)
	if err != nil {
		return fmt.Errorf("pin programme: %w", err)
	}
	if !bytes.Equal(pinned.SHA256, p.SHA256) {
		return fmt.Errorf("pin programme %s %s: %w with other content", code, version, ErrDuplicate)
	}
	return nil
}

// Programme answers the pinned source of a version.
func (r *Reader) Programme(code, version string) (Programme, error) {
	var p Programme
	if err := r.db.Where("code = ? AND version = ?", code, version).Take(&p).Error; err != nil {
		return Programme{}, fmt.Errorf("programme: %w", classify(err))
	}
	return p, nil
}

type metaRow struct {
	Key   string `gorm:"primaryKey"`
	Value string
}

func (metaRow) TableName() string { return "meta" }

// Meta answers what was set under a key.
func (r *Reader) Meta(key string) (string, error) {
	var row metaRow
	if err := r.db.Where(&metaRow{Key: key}).Take(&row).Error; err != nil {
		return "", fmt.Errorf("meta: %w", classify(err))
	}
	return row.Value, nil
}

// SetMeta keeps a value under a key. It must not be personal.
func (tx *Tx) SetMeta(key, value string) error {
	err := tx.db.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "key"}}, DoUpdates: clause.AssignmentColumns([]string{"value"}),
	}).Create(&metaRow{key, value}).Error
	if err != nil {
		return fmt.Errorf("set meta: %w", classify(err))
	}
	return nil
}
