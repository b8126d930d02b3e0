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
	Offered  bool      // cases open under it in every process, whatever programmes that one brought
}

func (p Programme) altered() bool {
	sum := sha256.Sum256([]byte(p.Source))
	return !bytes.Equal(sum[:], p.SHA256)
}

// PinProgramme keeps the source of a version. Pinning the same source again changes nothing; another source under the
// same code and version answers ErrDuplicate.
func (tx *Tx) PinProgramme(code, version, source string) error {
	sum := sha256.Sum256([]byte(source))
	p := Programme{Code: code, Version: version, Source: source, SHA256: sum[:], LoadedAt: tx.store.now()}
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

// LoadProgramme pins the source of a version and offers it to every process that reads this database. It answers false when
// the version was offered already, and ErrDuplicate as PinProgramme does.
func (tx *Tx) LoadProgramme(code, version, source string) (bool, error) {
	if err := tx.PinProgramme(code, version, source); err != nil {
		return false, err
	}
	n, err := affected(tx.db.Model(&Programme{}).Where("code = ? AND version = ? AND NOT offered", code, version).Update("offered", true))
	if err != nil {
		return false, fmt.Errorf("load programme: %w", err)
	}
	return n > 0, nil
}

// LoadedProgrammes answers the sources of all versions that are offered, by code and version. One that was altered where it
// is kept is left out: it holds up no case of another programme.
func (r *Reader) LoadedProgrammes() ([]string, error) {
	var offered []Programme
	if err := r.db.Where("offered").Order("code, version").Find(&offered).Error; err != nil {
		return nil, fmt.Errorf("loaded programmes: %w", classify(err))
	}
	var sources []string
	for _, p := range offered {
		if p.altered() {
			r.store.log.Error("a programme was altered where it is kept; no case opens under it", "programme", p.Code, "version", p.Version)
			continue
		}
		sources = append(sources, p.Source)
	}
	return sources, nil
}

// Programme answers the pinned source of a version, and ErrAltered when it is not what was pinned.
func (r *Reader) Programme(code, version string) (Programme, error) {
	var p Programme
	if err := r.db.Where("code = ? AND version = ?", code, version).Take(&p).Error; err != nil {
		return Programme{}, fmt.Errorf("programme: %w", classify(err))
	}
	if p.altered() {
		return Programme{}, fmt.Errorf("programme: %w", ErrAltered)
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
