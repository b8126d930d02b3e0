package store

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// What has become of a batch.
const (
	BatchOpen      = "open"      // it may be looked over and cancelled
	BatchSent      = "sent"      // the bank may be paying it
	BatchCancelled = "cancelled" // it was never sent; its payments are free again
)

// mostInBatch is how many payments one file takes.
const mostInBatch = 1000

// insertedAtOnce is how many rows one statement inserts: far below what either database takes.
const insertedAtOnce = 200

// A Batch is payments of one programme and currency that go to the bank in one file.
type Batch struct {
	Number     int `gorm:"primaryKey;autoIncrement:false"` // set by the store
	Programme  string
	Currency   string // ISO 4217
	State      string
	Payments   int
	Total      int64  // minor units
	MadeBy     string // account id
	MadeAt     time.Time
	SettledBy  string     // who sent or cancelled it
	SettledAt  *time.Time // nil while it is open
	RequestKey string     // the request it was made by
}

// A batchOrder is a payment in a batch.
type batchOrder struct {
	Batch    int    `gorm:"primaryKey;autoIncrement:false"`
	OrderKey string `gorm:"primaryKey"`
	Live     bool
}

// ErrNothing says that nothing waits to be taken into a batch.
var ErrNothing = errors.New("nothing waits")

// MakeBatch takes what waits of b's programme and currency into a batch of its own, the cases that were opened first before others. Of two
// that are made at the same moment each payment is in one: an index holds it. It answers ErrNothing when there is nothing to take, and
// ErrDuplicate when the request has made one before.
func (tx *Tx) MakeBatch(b Batch) (Batch, error) {
	b.State, b.MadeAt = BatchOpen, tx.store.now()
	if err := tx.numberBatch(&b); err != nil {
		return b, fmt.Errorf("make batch: %w", err)
	}
	var keys []string
	err := tx.nextForBatch(b.Programme, b.Currency).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Pluck("key", &keys).Error
	if err != nil {
		return b, fmt.Errorf("make batch: %w", classify(err))
	}
	taken := make([]batchOrder, len(keys))
	for n, key := range keys {
		taken[n] = batchOrder{b.Number, key, true}
	}
	if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(taken, insertedAtOnce).Error; err != nil {
		return b, fmt.Errorf("make batch: %w", classify(err))
	}
	if err := tx.sumBatch(&b); err != nil {
		return b, fmt.Errorf("make batch: %w", err)
	}
	if b.Payments == 0 {
		return b, fmt.Errorf("make batch: %w", ErrNothing)
	}
	return b, nil
}

// numberBatch gives a batch the next number. Whoever else is numbering one at the moment is waited for.
func (tx *Tx) numberBatch(b *Batch) error {
	for {
		var made int64
		if err := tx.db.Model(&Batch{}).Where("request_key = ?", b.RequestKey).Count(&made).Error; err != nil {
			return classify(err)
		}
		if made > 0 {
			return ErrDuplicate
		}
		var last int
		if err := tx.db.Model(&Batch{}).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
			return classify(err)
		}
		b.Number = last + 1
		if err := exactlyOne(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(b), ErrDuplicate); !errors.Is(err, ErrDuplicate) {
			return err
		}
	}
}

// sumBatch notes how many payments a batch has and what they come to.
func (tx *Tx) sumBatch(b *Batch) error {
	err := tx.db.Model(&PaymentOrder{}).Select("COUNT(*), COALESCE(SUM(amount), 0)").Joins("JOIN batch_orders b ON b.order_key = payment_orders.key").
		Where("b.batch = ? AND b.live", b.Number).Row().Scan(&b.Payments, &b.Total)
	if err != nil {
		return classify(err)
	}
	return exactlyOne(tx.db.Model(&Batch{}).Where("number = ?", b.Number).Updates(map[string]any{"payments": b.Payments, "total": b.Total}), ErrNotFound)
}

// SendBatch settles that a batch goes to the bank. What is no longer to be paid falls out of it. It answers ErrStale when the batch
// was sent or cancelled before, and ErrNothing when nothing is left in it.
func (tx *Tx) SendBatch(number int, by string) (Batch, error) {
	b, err := tx.lockBatch(number)
	if err != nil {
		return b, fmt.Errorf("send batch: %w", err)
	}
	// Locked in the order of their keys: whoever records what becomes of one of them waits, or was waited for.
	var orders []PaymentOrder
	err = tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("key IN (?)", tx.inBatch(number)).Order("key").Find(&orders).Error
	if err != nil {
		return b, fmt.Errorf("send batch: %w", classify(err))
	}
	for _, o := range orders {
		if o.State == "waiting" {
			continue
		}
		if err := tx.freeOrders(number, o.Key); err != nil {
			return b, fmt.Errorf("send batch: %w", err)
		}
	}
	if err := tx.sumBatch(&b); err != nil {
		return b, fmt.Errorf("send batch: %w", err)
	}
	if b.Payments == 0 {
		return b, fmt.Errorf("send batch: %w", ErrNothing)
	}
	return b, tx.settleBatch(&b, BatchSent, by)
}

// CancelBatch frees the payments of a batch that was not sent. It answers ErrStale when it was sent or cancelled before.
func (tx *Tx) CancelBatch(number int, by string) (Batch, error) {
	b, err := tx.lockBatch(number)
	if err != nil {
		return b, fmt.Errorf("cancel batch: %w", err)
	}
	if err := tx.freeOrders(number, ""); err != nil {
		return b, fmt.Errorf("cancel batch: %w", err)
	}
	return b, tx.settleBatch(&b, BatchCancelled, by)
}

// lockBatch locks a batch that is open.
func (tx *Tx) lockBatch(number int) (Batch, error) {
	var b Batch
	if err := tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("number = ?", number).Take(&b).Error; err != nil {
		return b, classify(err)
	}
	if b.State != BatchOpen {
		return b, ErrStale
	}
	return b, nil
}

// freeOrders lets other batches take an order of this one, or all of them where no key is given.
func (tx *Tx) freeOrders(number int, key string) error {
	of := tx.db.Model(&batchOrder{}).Where("batch = ?", number)
	if key != "" {
		of = of.Where("order_key = ?", key)
	}
	return classify(of.Update("live", false).Error)
}

func (tx *Tx) settleBatch(b *Batch, state, by string) error {
	at := tx.store.now()
	b.State, b.SettledBy, b.SettledAt = state, by, &at
	done := tx.db.Model(&Batch{}).Where("number = ?", b.Number).Updates(map[string]any{"state": state, "settled_by": by, "settled_at": at})
	if err := exactlyOne(done, ErrNotFound); err != nil {
		return fmt.Errorf("settle batch: %w", err)
	}
	return nil
}

func (r *Reader) inBatch(number int) *gorm.DB {
	return r.db.Model(&batchOrder{}).Select("order_key").Where("batch = ?", number)
}

// Batch answers a batch by its number.
func (r *Reader) Batch(number int) (Batch, error) { return r.oneBatch("number = ?", number) }

// BatchOfRequest answers the batch that a request made.
func (r *Reader) BatchOfRequest(key string) (Batch, error) {
	return r.oneBatch("request_key = ?", key)
}

func (r *Reader) oneBatch(where string, value any) (Batch, error) {
	var b Batch
	if err := r.db.Where(where, value).Take(&b).Error; err != nil {
		return b, fmt.Errorf("batch: %w", classify(err))
	}
	return b, nil
}

// Batches answers batches, the newest first: those before a number, or the last where it is 0. More says that there are earlier ones.
func (r *Reader) Batches(before int) (batches []Batch, more bool, err error) {
	query := r.db.Order("number DESC").Limit(maxLimit + 1)
	if before > 0 {
		query = query.Where("number < ?", before)
	}
	if err := query.Find(&batches).Error; err != nil {
		return nil, false, fmt.Errorf("batches: %w", classify(err))
	}
	return batches[:min(len(batches), maxLimit)], len(batches) > maxLimit, nil
}

// BatchOrders answers the payments of a batch in their order; of one that was cancelled those it had.
func (r *Reader) BatchOrders(b Batch) ([]PaymentOrder, error) {
	in := r.inBatch(b.Number)
	if b.State != BatchCancelled {
		in = in.Where("live")
	}
	var orders []PaymentOrder
	if err := r.db.Where("key IN (?)", in).Order("key").Find(&orders).Error; err != nil {
		return nil, fmt.Errorf("payments of a batch: %w", classify(err))
	}
	return orders, nil
}

// FileOf answers the number of the batch that the bank has with an order in it, 0 when it has none.
func (r *Reader) FileOf(order string) (int, error) {
	var number int
	err := r.db.Model(&batchOrder{}).Select("COALESCE(MAX(batch), 0)").Where("order_key = ? AND live AND EXISTS (SELECT 1 FROM batches WHERE number = batch AND state = 'sent')", order).Scan(&number).Error
	if err != nil {
		return 0, fmt.Errorf("batch of a payment: %w", classify(err))
	}
	return number, nil
}

// BatchesOf answers the batches that some orders are in, by the order's key: those of cancelled batches are in none.
func (r *Reader) BatchesOf(orders []string) (map[string]Batch, error) {
	var found []struct {
		OrderKey string
		Batch
	}
	err := r.db.Model(&batchOrder{}).Select("order_key, batches.*").Joins("JOIN batches ON number = batch").Where("order_key IN ? AND live", orders).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("batches of payments: %w", classify(err))
	}
	of := make(map[string]Batch, len(found))
	for _, f := range found {
		of[f.OrderKey] = f.Batch
	}
	return of, nil
}

// LockFileOf is FileOf for whoever decides: the order gets into no file, and no file with it is sent, before the transaction ends.
func (tx *Tx) LockFileOf(order string) (int, error) {
	var o PaymentOrder
	err := classify(tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("key = ?", order).Take(&o).Error)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return 0, fmt.Errorf("batch of a payment: %w", err)
	}
	return tx.FileOf(order)
}

// Unanswered counts the payments of batches of which the bank has not said what became of them.
func (r *Reader) Unanswered(numbers []int) (map[int]int, error) {
	var counted []struct{ Batch, Payments int }
	err := r.db.Model(&batchOrder{}).Select("batch, COUNT(*) AS payments").Joins("JOIN payment_orders o ON o.key = order_key").
		Where("batch IN ? AND live AND o.state IN ('waiting', 'held', 'taken_back')", numbers).Group("batch").Scan(&counted).Error
	if err != nil {
		return nil, fmt.Errorf("unanswered payments: %w", classify(err))
	}
	of := map[int]int{}
	for _, c := range counted {
		of[c.Batch] = c.Payments
	}
	return of, nil
}

// LeftOut counts the payments that fell out of batches when they were sent.
func (r *Reader) LeftOut(numbers []int) (map[int]int, error) {
	var counted []struct{ Batch, Payments int }
	err := r.db.Model(&batchOrder{}).Select("batch, COUNT(*) AS payments").Joins("JOIN batches ON number = batch").
		Where("batch IN ? AND NOT live AND state = 'sent'", numbers).Group("batch").Scan(&counted).Error
	if err != nil {
		return nil, fmt.Errorf("payments left out: %w", classify(err))
	}
	of := map[int]int{}
	for _, c := range counted {
		of[c.Batch] = c.Payments
	}
	return of, nil
}
