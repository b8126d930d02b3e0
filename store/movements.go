package store

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// A Movement is the read model of one journey, folded from its log.
type Movement struct {
	ID        string `gorm:"primaryKey"` // a ULID
	Status    string
	DepartsAt *time.Time `gorm:"-"`
	ArrivesAt *time.Time
	NextDue   *time.Time `gorm:"-"`
	Version   int
	Seq       int
	Calls     int       // what a carrier was asked without anybody knowing the outcome yet
	Awaited   bool      // of somebody aboard nothing is told yet: neither that they left nor that they did not
	Fold      int       // version of the code that folded State
	State     []byte    `gorm:"-"` // sealed
	Headline  []byte    `gorm:"-"` // sealed; what lists show of the journey
	Sealed    bool      `gorm:"-"` // Headline does not open; only lists answer such a movement
	CreatedAt time.Time // set by the store
	UpdatedAt time.Time // set by the store
}

// Live reports whether there is something left to drive: the journey, or what its carrier was asked.
func (m Movement) Live() bool { return m.Calls > 0 || (&avrr.Movement{Status: m.Status}).Live() }

type movementRow struct {
	Movement       Movement  `gorm:"embedded"`
	DepartsOrNever time.Time `gorm:"column:departs_at"`
	DueOrNever     time.Time `gorm:"column:next_due"`
	SealedState    []byte    `gorm:"column:state"`
	SealedHeadline []byte    `gorm:"column:headline"`
}

func (movementRow) TableName() string { return "movements" }

func movementCell(id, column string) cell {
	return cell{MovementSubject(id), CompartmentCase, "movements", column, id}
}

// A Passenger says that a case travels on a movement, or once did.
type Passenger struct {
	MovementID string `gorm:"primaryKey"`
	CaseID     string `gorm:"primaryKey"`
	Active     bool
}

// TableName is where gorm finds passengers.
func (Passenger) TableName() string { return "movement_passengers" }

// Movement answers the movement of that id.
func (r *Reader) Movement(id string) (Movement, error) {
	var row movementRow
	if err := r.db.Where("id = ?", id).Take(&row).Error; err != nil {
		return Movement{}, fmt.Errorf("movement: %w", classify(err))
	}
	return r.openMovement(row)
}

// LockMovement answers the movement and keeps it from other transactions until this one ends.
func (tx *Tx) LockMovement(id string) (Movement, error) {
	var row movementRow
	err := tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Take(&row).Error
	if err != nil {
		return Movement{}, fmt.Errorf("lock movement: %w", classify(err))
	}
	return tx.openMovement(row)
}

// InsertMovement adds a movement. It answers ErrDuplicate when its id is taken.
func (tx *Tx) InsertMovement(m Movement) error {
	row, err := tx.movementRow(m)
	if err != nil {
		return fmt.Errorf("insert movement: %w", err)
	}
	done := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if err := exactlyOne(done, ErrDuplicate); err != nil {
		return fmt.Errorf("insert movement %s: %w", m.ID, err)
	}
	return nil
}

// SaveMovement moves the read model of a movement forward, by the rule of SaveCase.
func (tx *Tx) SaveMovement(m Movement) error {
	row, err := tx.movementRow(m)
	if err != nil {
		return fmt.Errorf("save movement: %w", err)
	}
	done := tx.db.Model(&row).
		Where("seq < ? OR (seq = ? AND version = ? AND fold <= ?)", m.Seq, m.Seq, m.Version, m.Fold).
		Select("*").Omit("id", "created_at").
		Updates(&row)
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("save movement %s: %w", m.ID, err)
	}
	return nil
}

// Passengers answers the cases of a movement in the order of their ids, those no longer travelling included.
func (r *Reader) Passengers(movementID string) ([]Passenger, error) {
	return r.passengers("movement_id = ?", movementID)
}

// Aboard answers the cases that travel on movements, by the id of the movement and in the order of their ids. Of each there is the
// reference and the open headline, and nothing else.
func (r *Reader) Aboard(movements []string) (map[string][]Case, error) {
	var rows []struct {
		Case       caseRow `gorm:"embedded"`
		MovementID string
	}
	err := r.db.Table("cases").Select("cases.id, cases.reference, cases.headline, movement_passengers.movement_id").
		Joins("JOIN movement_passengers ON movement_passengers.case_id = cases.id").
		Where("movement_passengers.movement_id IN ? AND movement_passengers.active", movements).Order("movement_passengers.movement_id, movement_passengers.case_id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("aboard: %w", classify(err))
	}
	plain := make([]caseRow, len(rows))
	for i, row := range rows {
		plain[i] = row.Case
	}
	cases, err := r.listed(plain)
	if err != nil {
		return nil, err
	}
	aboard := map[string][]Case{}
	for i, row := range rows {
		aboard[row.MovementID] = append(aboard[row.MovementID], cases[i])
	}
	return aboard, nil
}

// PutPassenger adds a case to a movement or changes whether it still travels on it.
func (tx *Tx) PutPassenger(p Passenger) error {
	err := tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "movement_id"}, {Name: "case_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"active"}),
	}).Create(&p).Error
	if err != nil {
		return fmt.Errorf("put passenger: %w", classify(err))
	}
	return nil
}

func (r *Reader) passengers(where, id string) ([]Passenger, error) {
	var all []Passenger
	if err := r.db.Where(where, id).Order("movement_id, case_id").Find(&all).Error; err != nil {
		return nil, fmt.Errorf("passengers: %w", classify(err))
	}
	return all, nil
}

func (r *Reader) movementRow(m Movement) (movementRow, error) {
	state, err := r.seal(movementCell(m.ID, "state"), orEmpty(m.State))
	if err != nil {
		return movementRow{}, err
	}
	headline, err := r.seal(movementCell(m.ID, "headline"), orEmpty(m.Headline))
	if err != nil {
		return movementRow{}, err
	}
	return movementRow{m, dueOrNever(m.DepartsAt), dueOrNever(m.NextDue), state, headline}, nil
}

func (r *Reader) openMovement(row movementRow) (Movement, error) {
	m, err := r.openJourney(row)
	if err != nil {
		return Movement{}, err
	}
	m.State, err = r.open(movementCell(m.ID, "state"), row.SealedState)
	return m, err
}

// openJourney opens what lists show and leaves the state closed.
func (r *Reader) openJourney(row movementRow) (Movement, error) {
	m := row.Movement
	m.DepartsAt, m.NextDue = nilIfNever(row.DepartsOrNever), nilIfNever(row.DueOrNever)
	var err error
	m.Headline, err = r.open(movementCell(m.ID, "headline"), row.SealedHeadline)
	return m, err
}

// MovementFilter chooses movements; an empty field does not choose.
type MovementFilter struct {
	From        *time.Time // departing at or after
	To          *time.Time // departing before
	ArrivesFrom *time.Time // arriving at or after; the list is then by arrival
	ArrivesTo   *time.Time // arriving before; the list is then by arrival
	DueBefore   *time.Time // something falls due before this; the list is then by what falls due
	Status      string
	Awaited     bool   // of somebody aboard nothing is told yet
	Cursor      string // where the page before ended
	Limit       int    // at most 100; 100 when 0
}

// A movementOrder is a sort key of movements, always ended by their ids so that no two rows tie.
type movementOrder struct {
	list, by, beyond string
	at               func(movementRow) time.Time
}

var (
	byDeparture = movementOrder{"movements", "departs_at, id", "(departs_at, id) > (?, ?)", func(row movementRow) time.Time { return row.DepartsOrNever }}
	byDeadline  = movementOrder{"movements/due", "next_due, id", "(next_due, id) > (?, ?)", func(row movementRow) time.Time { return row.DueOrNever }}
	byArrival   = movementOrder{"movements/arrival", "arrives_at, id", "(arrives_at, id) > (?, ?)", func(row movementRow) time.Time { return *row.Movement.ArrivesAt }}
)

func (f MovementFilter) order() movementOrder {
	switch {
	case f.DueBefore != nil:
		return byDeadline
	case f.ArrivesFrom != nil || f.ArrivesTo != nil:
		return byArrival
	}
	return byDeparture
}

func (f MovementFilter) chosen(query *gorm.DB) *gorm.DB {
	for _, bound := range []struct {
		says string
		at   *time.Time
	}{{"departs_at >= ?", f.From}, {"departs_at < ?", f.To}, {"arrives_at >= ?", f.ArrivesFrom}, {"arrives_at < ?", f.ArrivesTo}, {"next_due < ?", f.DueBefore}} {
		if bound.at != nil {
			query = query.Where(bound.says, *bound.at)
		}
	}
	if f.Status != "" {
		query = query.Where("status = ?", f.Status)
	}
	if f.Awaited {
		query = query.Where("awaited") // as the partial index says it
	}
	return query
}

// Movements answers a page of movements by departure, those without one last, and the cursor of the next page, empty on
// the last one. States are not read.
func (r *Reader) Movements(f MovementFilter) ([]Movement, string, error) {
	order, query := f.order(), f.chosen(r.db)
	if f.Cursor != "" {
		at, rest, err := readDuePosition(order.list, f.Cursor, 2)
		if err != nil {
			return nil, "", err
		}
		query = query.Where(order.beyond, at, rest[0])
	}
	page := atMost(f.Limit)
	var rows []movementRow
	if err := query.Omit("state").Order(order.by).Limit(page + 1).Find(&rows).Error; err != nil {
		return nil, "", fmt.Errorf("movements: %w", classify(err))
	}
	var next string
	if len(rows) > page {
		rows = rows[:page]
		last := rows[page-1]
		var err error
		if next, err = duePosition(order.list, order.at(last), last.Movement.ID).text(); err != nil {
			return nil, "", fmt.Errorf("movements: %w", err)
		}
	}
	warm(r, rows, func(row movementRow) string { return MovementSubject(row.Movement.ID).String() })
	movements := make([]Movement, len(rows))
	for i, row := range rows {
		var err error
		if movements[i], err = r.openJourney(row); errors.Is(err, ErrSealed) {
			movements[i].Sealed, err = true, nil
		}
		if err != nil {
			return nil, "", err
		}
	}
	return movements, next, nil
}

// MovementCount answers how many movements Movements goes through.
func (r *Reader) MovementCount(f MovementFilter) (int, error) {
	var n int64
	if err := f.chosen(r.db.Model(&movementRow{})).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("movement count: %w", classify(err))
	}
	return int(n), nil
}
