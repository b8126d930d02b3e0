package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A BatchView is payments that go to the bank in one file.
type BatchView struct {
	Batch      string     `json:"batch" doc:"What it is called, such as B-00012."`
	Programme  string     `json:"programme"`
	State      string     `json:"state" doc:"open, sent or cancelled."`
	Payments   int        `json:"payments" doc:"How many there are."`
	Total      avrr.Money `json:"total"`
	LeftOut    int        `json:"left_out" doc:"Payments that fell out of it when it was sent: not to be paid by then, or of a case whose data was erased."`
	Unanswered int        `json:"unanswered" doc:"Payments of which the bank has not said what became of them."`
	MadeBy     string     `json:"made_by"`
	MadeAt     time.Time  `json:"made_at"`
	SettledBy  string     `json:"settled_by,omitempty" doc:"Who sent or cancelled it."`
	SettledAt  *time.Time `json:"settled_at,omitempty"`
	File       string     `json:"file,omitempty" doc:"The address of its file, once it is sent."`
}

// A BatchPaymentView is one payment of a batch. Whom it goes to stands in the file alone.
type BatchPaymentView struct {
	Order      string     `json:"order" doc:"The end-to-end id."`
	Reference  string     `json:"reference" doc:"Of the case."`
	Instalment string     `json:"instalment"`
	Money      avrr.Money `json:"money"`
	State      string     `json:"state" doc:"waiting, held, sent, paid, refused, paid_otherwise, taken_back or unreadable: the data of its case does not open any more."`
}

// A WholeBatch is a batch with its payments.
type WholeBatch struct {
	BatchView
	Orders []BatchPaymentView `json:"orders"`
}

// A BatchWaitingView is what a batch of one programme and currency could take.
type BatchWaitingView struct {
	Programme string     `json:"programme"`
	Payments  int        `json:"payments"`
	Total     avrr.Money `json:"total"`
}

// A BatchList is what waits for a batch, and the batches there are, the newest first.
type BatchList struct {
	Waiting []BatchWaitingView `json:"waiting"`
	Batches []BatchView        `json:"batches"`
	Next    string             `json:"-"` // where the next page begins, "" on the last
}

// A NewBatch says of what a batch is made.
type NewBatch struct {
	Programme string `json:"programme" schema:"pattern=^[a-z][a-z0-9-]{0,39}$" doc:"Its code."`
	Currency  string `json:"currency" schema:"like=EUR,pattern=^[A-Z]{3}$" doc:"ISO 4217; what is paid in another goes in another file."`
}

// Batches answers what waits, and a page of batches. Without a cursor it is the first.
func (d *Desk) Batches(ctx context.Context, who access.Person, cursor string) (*BatchList, error) {
	if err := access.May(who.Actor, access.SeeBatches, nil); err != nil {
		return nil, err
	}
	before := 0
	if cursor != "" {
		var known bool
		if before, known = avrr.BatchNumber(cursor); !known {
			return nil, &avrr.Error{Code: avrr.CodeInvalid, Field: "/cursor", Message: "The cursor does not belong to this list."}
		}
	}
	r := d.Store.Read(ctx)
	waiting, err := r.WaitingForBatch()
	if err != nil {
		return nil, err
	}
	rows, more, err := r.Batches(before)
	if err != nil {
		return nil, err
	}
	views, err := d.batchViews(ctx, rows...)
	if err != nil {
		return nil, err
	}
	list := &BatchList{Waiting: []BatchWaitingView{}, Batches: views}
	for _, w := range waiting {
		list.Waiting = append(list.Waiting, BatchWaitingView{w.Programme, w.Payments, avrr.Money{Amount: w.Total, Currency: w.Currency}})
	}
	if more {
		list.Next = views[len(views)-1].Batch
	}
	return list, nil
}

// Batch answers one batch with its payments.
func (d *Desk) Batch(ctx context.Context, who access.Person, name string) (*WholeBatch, error) {
	if err := access.May(who.Actor, access.SeeBatches, nil); err != nil {
		return nil, err
	}
	b, err := d.batch(ctx, name)
	if err != nil {
		return nil, err
	}
	return d.wholeBatch(ctx, b)
}

// MakeBatch takes what waits of a programme and currency into a batch. The same request again answers the batch it made, with true.
func (d *Desk) MakeBatch(ctx context.Context, who access.Person, key string, of NewBatch) (*WholeBatch, bool, error) {
	if err := access.May(who.Actor, access.MakeBatches, nil); err != nil {
		return nil, false, err
	}
	if err := d.knownProgramme(ctx, of.Programme); err != nil {
		return nil, false, err
	}
	if _, known := avrr.CurrencyOf(of.Currency); !known {
		return nil, false, &avrr.Error{Code: avrr.CodeInvalid, Field: "/currency", Message: "This is no currency of ISO 4217."}
	}
	waiting, err := d.Store.Read(ctx).NextForBatch(of.Programme, of.Currency)
	if err != nil {
		return nil, false, err
	}
	if err := d.leaveOutErased(ctx, who, waiting); err != nil {
		return nil, false, err
	}
	var b store.Batch
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		var err error
		if b, err = tx.MakeBatch(store.Batch{Programme: of.Programme, Currency: of.Currency, MadeBy: who.ID, RequestKey: key}); err != nil {
			return err
		}
		return auditBatch(tx, who, "make-batch", b)
	})
	switch {
	case errors.Is(err, store.ErrDuplicate):
		return d.madeBefore(ctx, who, key, of)
	case errors.Is(err, store.ErrNothing):
		return nil, false, batchRule("nothing-waits", "Nothing of this programme waits to be paid by a file in %s.", of.Currency)
	case err != nil:
		return nil, false, err
	}
	whole, err := d.wholeBatch(ctx, b)
	return whole, false, err
}

// madeBefore answers the batch that the same request has made.
func (d *Desk) madeBefore(ctx context.Context, who access.Person, key string, of NewBatch) (*WholeBatch, bool, error) {
	b, err := d.Store.Read(ctx).BatchOfRequest(key)
	if err != nil {
		return nil, false, err
	}
	if b.MadeBy != who.ID || b.Programme != of.Programme || b.Currency != of.Currency {
		return nil, false, avrr.Errorf(avrr.CodeKeyReused, "This Idempotency-Key was used for another request. Use a new key for each request.")
	}
	whole, err := d.wholeBatch(ctx, b)
	return whole, true, err
}

// SendBatch settles that a batch goes to the bank: from now on its file is given out, and it is cancelled no more. Asked again it
// changes nothing.
func (d *Desk) SendBatch(ctx context.Context, who access.Person, name string) (*WholeBatch, error) {
	return d.settleBatch(ctx, who, name, store.BatchSent, "send-batch", (*store.Tx).SendBatch)
}

// CancelBatch frees the payments of a batch that was not sent. Asked again it changes nothing.
func (d *Desk) CancelBatch(ctx context.Context, who access.Person, name string) (*WholeBatch, error) {
	return d.settleBatch(ctx, who, name, store.BatchCancelled, "cancel-batch", (*store.Tx).CancelBatch)
}

func (d *Desk) settleBatch(ctx context.Context, who access.Person, name, state, verb string, settle func(*store.Tx, int, string) (store.Batch, error)) (*WholeBatch, error) {
	if err := access.May(who.Actor, access.MakeBatches, nil); err != nil {
		return nil, err
	}
	b, err := d.batch(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := d.leaveOutErasedOf(ctx, who, b); err != nil {
		return nil, err
	}
	number := b.Number
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		var err error
		if b, err = settle(tx, number, who.ID); err != nil {
			return err
		}
		return auditBatch(tx, who, verb, b)
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, errNoBatch
	case errors.Is(err, store.ErrNothing):
		return nil, batchRule("nothing-waits", "Nothing in batch %s is still to be paid. Cancel it.", avrr.BatchName(number))
	case errors.Is(err, store.ErrStale):
		if b, err = d.batch(ctx, name); err == nil && b.State != state {
			err = batchRule("batch-settled", "Batch %s was %s before, on %s.", avrr.BatchName(number), b.State, avrr.DateOf(*b.SettledAt))
		}
	}
	if err != nil {
		return nil, err
	}
	return d.wholeBatch(ctx, b)
}

var errNoBatch = avrr.Errorf(avrr.CodeNotFound, "There is no batch of this name.")

func batchRule(rule, format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	return &avrr.Error{Code: avrr.CodeRule, Message: text, Blocks: []avrr.Blocked{{Rule: rule, Text: text}}}
}

// batch answers the batch of that name.
func (d *Desk) batch(ctx context.Context, name string) (store.Batch, error) {
	number, known := avrr.BatchNumber(name)
	if !known {
		return store.Batch{}, errNoBatch
	}
	b, err := d.Store.Read(ctx).Batch(number)
	if errors.Is(err, store.ErrNotFound) {
		err = errNoBatch
	}
	return b, err
}

// auditBatch notes what was done with a batch. How much it comes to says nothing of anybody.
func auditBatch(tx *store.Tx, who access.Person, verb string, b store.Batch) error {
	left, err := tx.LeftOut([]int{b.Number})
	if err != nil {
		return err
	}
	detail := fmt.Sprintf("%d payments, %d %s", b.Payments, b.Total, b.Currency)
	if n := left[b.Number]; n > 0 {
		detail += fmt.Sprintf(", %d left out", n)
	}
	return tx.Audit(store.AuditRow{Actor: who.ID, Verb: verb, Via: who.Via, SubjectKind: "batch", SubjectID: avrr.BatchName(b.Number), Detail: detail})
}

func (d *Desk) batchViews(ctx context.Context, rows ...store.Batch) ([]BatchView, error) {
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, b := range rows {
		numbers = append(numbers, b.Number)
	}
	r := d.Store.Read(ctx)
	unanswered, err := r.Unanswered(numbers)
	if err != nil {
		return nil, err
	}
	left, err := r.LeftOut(numbers)
	if err != nil {
		return nil, err
	}
	views := []BatchView{}
	for _, b := range rows {
		v := BatchView{Batch: avrr.BatchName(b.Number), Programme: b.Programme, State: b.State, Payments: b.Payments, Total: avrr.Money{Amount: b.Total, Currency: b.Currency},
			LeftOut: left[b.Number], Unanswered: unanswered[b.Number], MadeBy: names[b.MadeBy].DisplayName, MadeAt: b.MadeAt, SettledBy: names[b.SettledBy].DisplayName, SettledAt: b.SettledAt}
		if b.State == store.BatchSent {
			v.File = "/api/v1/batches/" + v.Batch + ".csv"
		}
		views = append(views, v)
	}
	return views, nil
}

func (d *Desk) wholeBatch(ctx context.Context, b store.Batch) (*WholeBatch, error) {
	views, err := d.batchViews(ctx, b)
	if err != nil {
		return nil, err
	}
	r := d.Store.Read(ctx)
	orders, err := r.BatchOrders(b)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, o := range orders {
		ids = append(ids, o.CaseID)
	}
	called, err := r.References(ids)
	if err != nil {
		return nil, err
	}
	gone, err := erasedOf(r, orders)
	if err != nil {
		return nil, err
	}
	whole := &WholeBatch{BatchView: views[0], Orders: []BatchPaymentView{}}
	for _, o := range orders {
		state := o.State
		switch {
		case slices.Contains(gone, o):
			state = avrr.OrderUnreadable
		case state == avrr.OrderWaiting && b.State == store.BatchSent:
			state = avrr.OrderSent
		}
		whole.Orders = append(whole.Orders, BatchPaymentView{o.Key, called[o.CaseID], o.Instalment, avrr.Money{Amount: o.Amount, Currency: o.Currency}, state})
	}
	return whole, nil
}
