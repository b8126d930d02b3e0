package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm/clause"
)

// KindAccount owns what somebody keeps for themselves.
const KindAccount = "account"

// AccountSubject is the account of that id, as the owner of what is sealed for it alone.
func AccountSubject(id string) Subject { return Subject{KindAccount, id} }

// A View is a choice of cases that somebody comes back to, under a name of their own. The name is sealed: people name what they
// see.
type View struct {
	Account string
	Query   string // of the list's address, sorted by key; it never looks for anybody
	Name    string `gorm:"-"`
	SavedAt time.Time
}

type viewRow struct {
	View       `gorm:"embedded"`
	SealedName []byte `gorm:"column:name"`
}

// TableName is where gorm finds views.
func (viewRow) TableName() string { return "views" }

func (v View) cell() cell {
	return cell{AccountSubject(v.Account), CompartmentCase, "views", "name", v.Account + "/" + hex.EncodeToString([]byte(v.Query))}
}

// MostViews is how many views somebody may keep: as many as stand in a row above a list.
const MostViews = 12

// Views answers what somebody keeps, the oldest first. A view whose name does not open goes without one.
func (r *Reader) Views(account string) ([]View, error) {
	var rows []viewRow
	if err := r.db.Where("account = ?", account).Order("saved_at, query").Limit(MostViews).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("views: %w", classify(err))
	}
	views := make([]View, len(rows))
	for i, row := range rows {
		views[i] = row.View
		name, err := r.open(row.cell(), row.SealedName)
		if err != nil && !errors.Is(err, ErrSealed) {
			return nil, fmt.Errorf("views: %w", err)
		}
		views[i].Name = string(name)
	}
	return views, nil
}

// SaveView keeps a view, or gives the one of the same query another name.
func (tx *Tx) SaveView(v View) error {
	name, err := tx.seal(v.cell(), []byte(v.Name))
	if err != nil {
		return fmt.Errorf("save view: %w", err)
	}
	row := viewRow{View: v, SealedName: name}
	row.SavedAt = cut(v.SavedAt)
	again := clause.OnConflict{Columns: []clause.Column{{Name: "account"}, {Name: "query"}}, DoUpdates: clause.AssignmentColumns([]string{"name"})}
	if err := tx.db.Clauses(again).Create(&row).Error; err != nil {
		return fmt.Errorf("save view: %w", classify(err))
	}
	return nil
}

// DropView forgets a view; one that is gone already stays so.
func (tx *Tx) DropView(account, query string) error {
	if err := tx.db.Where("account = ? AND query = ?", account, query).Delete(&viewRow{}).Error; err != nil {
		return fmt.Errorf("drop view: %w", classify(err))
	}
	return nil
}
