package store

import (
	"fmt"
	"strings"

	"gorm.io/gorm/clause"
)

// An Office is one that is told of journeys: where it can be reached, and which airports it serves.
type Office struct {
	Name          string
	Country       string // ISO 3166-1 alpha-2
	Email         string // empty when it is telephoned
	Phone         string
	Airports      []string `gorm:"-"` // IATA codes; each is served by one office
	ReceivesNames bool     // whether it may be sent the names of travellers
}

type officeRow struct {
	Key    string `gorm:"primaryKey"`
	Office Office `gorm:"embedded"`
}

func (officeRow) TableName() string { return "offices" }

type officeAirport struct {
	Airport string `gorm:"primaryKey"`
	Office  string
}

func officeKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// SetOffice enters an office, or puts what is known of it right. It answers ErrDuplicate, and changes nothing, when another office
// serves one of its airports.
func (tx *Tx) SetOffice(o Office) error {
	row := officeRow{Key: officeKey(o.Name), Office: o}
	if err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("set office: %w", classify(err))
	}
	if err := tx.db.Where("office = ?", row.Key).Delete(&officeAirport{}).Error; err != nil {
		return fmt.Errorf("set office: %w", classify(err))
	}
	for _, airport := range o.Airports {
		served := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&officeAirport{airport, row.Key})
		if err := exactlyOne(served, ErrDuplicate); err != nil {
			return fmt.Errorf("set office: airport %s: %w", airport, err)
		}
	}
	return nil
}

// Offices answers every office by name; there are some dozens of them.
func (r *Reader) Offices() ([]Office, error) {
	var rows []officeRow
	if err := r.db.Order("key").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("offices: %w", classify(err))
	}
	var served []officeAirport
	if err := r.db.Order("airport").Find(&served).Error; err != nil {
		return nil, fmt.Errorf("offices: %w", classify(err))
	}
	all := make([]Office, len(rows))
	for i, row := range rows {
		all[i] = row.Office
		for _, a := range served {
			if a.Office == row.Key {
				all[i].Airports = append(all[i].Airports, a.Airport)
			}
		}
	}
	return all, nil
}

// OfficeCalled answers the office with that name, whatever its letters' case, or ErrNotFound.
func (r *Reader) OfficeCalled(name string) (Office, error) {
	return r.office("key = ?", officeKey(name))
}

// OfficeAt answers the office that serves an airport, or ErrNotFound.
func (r *Reader) OfficeAt(airport string) (Office, error) {
	return r.office("key IN (SELECT office FROM office_airports WHERE airport = ?)", airport)
}

func (r *Reader) office(where, value string) (Office, error) {
	var row officeRow
	if err := r.db.Where(where, value).Take(&row).Error; err != nil {
		return Office{}, fmt.Errorf("office: %w", classify(err))
	}
	var served []officeAirport
	if err := r.db.Where("office = ?", row.Key).Order("airport").Find(&served).Error; err != nil {
		return Office{}, fmt.Errorf("office: %w", classify(err))
	}
	for _, a := range served {
		row.Office.Airports = append(row.Office.Airports, a.Airport)
	}
	return row.Office, nil
}
