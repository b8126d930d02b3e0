package store

import (
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// A PaymentOrder is what a bank is to pay out, as the log of its case has it. To whom, and to which account, stands in the case alone.
type PaymentOrder struct {
	Key        string `gorm:"primaryKey"` // the payment's end-to-end id
	CaseID     string
	Instalment string
	Programme  string
	Currency   string // ISO 4217
	Amount     int64  // minor units
	State      string // of avrr.Case.OrderState
}

// PaymentOrdersOf makes the payment orders of a folded case.
func PaymentOrdersOf(c *avrr.Case) []PaymentOrder {
	var rows []PaymentOrder
	for _, o := range c.BankOrders {
		rows = append(rows, PaymentOrder{Key: o.Key, CaseID: c.ID, Instalment: o.Instalment, Programme: c.Programme, Currency: o.Money.Currency, Amount: o.Money.Amount, State: c.OrderState(o)})
	}
	return rows
}

// KeepPaymentOrders brings the payment orders of a case to where it stands, touching only the rows that differ. An order is never taken
// away: a bank may still pay it.
func (tx *Tx) KeepPaymentOrders(caseID string, orders []PaymentOrder) error {
	if len(orders) == 0 {
		return nil
	}
	var stored []PaymentOrder
	if err := tx.db.Where("case_id = ?", caseID).Find(&stored).Error; err != nil {
		return fmt.Errorf("keep payment orders: %w", classify(err))
	}
	former := make(map[string]PaymentOrder, len(stored))
	for _, o := range stored {
		former[o.Key] = o
	}
	for _, o := range orders {
		if former[o.Key] == o {
			continue
		}
		if err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&o).Error; err != nil {
			return fmt.Errorf("keep payment orders: %w", classify(err))
		}
	}
	return nil
}

// PaymentOrder answers the order of a key, ErrNotFound when there is none.
func (r *Reader) PaymentOrder(key string) (PaymentOrder, error) {
	var o PaymentOrder
	if err := r.db.Where("key = ?", key).Take(&o).Error; err != nil {
		return o, fmt.Errorf("payment order: %w", classify(err))
	}
	return o, nil
}

// LeaveOrderOut notes of an order without an outcome that nobody can pay it any more, because the data of its case was erased: it waits
// for no batch and for no answer. It answers false when that was known. Where the case opens after all, its next event says anew where
// the order stands.
func (tx *Tx) LeaveOrderOut(key string) (bool, error) {
	n, err := affected(tx.db.Model(&PaymentOrder{}).Where("key = ? AND state IN ('waiting', 'held', 'taken_back')", key).Update("state", avrr.OrderUnreadable))
	if err != nil {
		return false, fmt.Errorf("leave a payment order out: %w", err)
	}
	return n > 0, nil
}

// A Waiting is what a batch of one programme and currency could take.
type Waiting struct {
	Programme string
	Currency  string
	Payments  int
	Total     int64 // minor units
}

// waitingOrders are the orders that wait and stand in no file that may still be paid.
const waitingOrders = "state = 'waiting' AND NOT EXISTS (SELECT 1 FROM batch_orders b WHERE b.order_key = payment_orders.key AND b.live)"

// NextForBatch answers what a batch of a programme and currency would take now.
func (r *Reader) NextForBatch(programme, currency string) ([]PaymentOrder, error) {
	var orders []PaymentOrder
	if err := r.nextForBatch(programme, currency).Find(&orders).Error; err != nil {
		return nil, fmt.Errorf("next for a batch: %w", classify(err))
	}
	return orders, nil
}

func (r *Reader) nextForBatch(programme, currency string) *gorm.DB {
	return r.db.Model(&PaymentOrder{}).Where("programme = ? AND currency = ? AND "+waitingOrders, programme, currency).Order("key").Limit(mostInBatch)
}

// WaitingForBatch answers what waits to be taken into a batch, by programme and currency; there are some dozens of them.
func (r *Reader) WaitingForBatch() ([]Waiting, error) {
	var all []Waiting
	err := r.db.Model(&PaymentOrder{}).Select("programme, currency, COUNT(*) AS payments, SUM(amount) AS total").Where(waitingOrders).
		Group("programme, currency").Order("programme, currency").Scan(&all).Error
	if err != nil {
		return nil, fmt.Errorf("waiting for a batch: %w", classify(err))
	}
	return all, nil
}
