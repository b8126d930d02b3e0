package casework

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// answersAtOnce is how many lines of a bank's file are recorded at a time: each waits for its own case.
const answersAtOnce = 8

// A BankLineView is what became of one line of a bank's file.
type BankLineView struct {
	Line      int       `json:"line" doc:"In the file, counted from 1."`
	Order     string    `json:"order" doc:"The end-to-end id, as the file has it."`
	Reference string    `json:"reference,omitempty" doc:"Of the case."`
	Outcome   string    `json:"outcome" doc:"A code; branch on this."`
	Says      avrr.Text `json:"says"`
	Why       string    `json:"why,omitempty" doc:"Which rule stands in the way of one that was refused."`
}

// A BankAnswered is what became of a bank's file, line by line.
type BankAnswered struct {
	Lines   []BankLineView `json:"lines"`
	Missing []string       `json:"missing" doc:"Payments of the batch that the bank has still said nothing of, by their end-to-end ids."`
}

// BankAnswers records a bank's answers, each by the action a person would take, so that the same file twice changes nothing. Where a batch
// is named, only its payments are answered. A file with a mistake in it is refused whole, before anything is done.
func (d *Desk) BankAnswers(ctx context.Context, who access.Person, batch string, raw []byte) (*BankAnswered, error) {
	if err := access.May(who.Actor, access.ImportBankFile, nil); err != nil {
		return nil, err
	}
	only, err := d.answerable(ctx, batch)
	if err != nil {
		return nil, err
	}
	lines, err := avrr.ReadBankFile(raw)
	if err != nil {
		return nil, err
	}
	if err := d.auditAnswers(ctx, who, batch, len(lines)); err != nil {
		return nil, err
	}
	answered := &BankAnswered{Lines: make([]BankLineView, len(lines)), Missing: []string{}}
	failed := make([]error, len(lines))
	file := answerFile{only: only, key: fmt.Sprintf("%x to %s", sha256.Sum256(raw), who.ID)}
	var all sync.WaitGroup
	hands := make(chan struct{}, answersAtOnce)
	for n, line := range lines {
		hands <- struct{}{}
		all.Go(func() {
			defer func() { <-hands }()
			answered.Lines[n], failed[n] = d.bankLine(ctx, who, line, &file)
		})
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, fmt.Errorf("bank answers: %w", err)
	}
	if batch == "" {
		return answered, nil
	}
	whole, err := d.Batch(ctx, who, batch)
	if err != nil {
		return nil, err
	}
	for _, o := range whole.Orders {
		switch o.State {
		case avrr.OrderSent, avrr.OrderHeld, avrr.OrderTakenBack:
			answered.Missing = append(answered.Missing, o.Order)
		case avrr.OrderUnreadable:
			if !slices.ContainsFunc(lines, func(l avrr.BankLine) bool { return l.Order == o.Order }) {
				answered.Missing = append(answered.Missing, o.Order)
			}
		}
	}
	return answered, nil
}

// answerable answers the payments of a batch that the bank has, nil where no batch is named.
func (d *Desk) answerable(ctx context.Context, name string) (map[string]bool, error) {
	if name == "" {
		return nil, nil
	}
	b, err := d.batch(ctx, name)
	switch {
	case err != nil:
		return nil, err
	case b.State != store.BatchSent:
		return nil, batchRule("batch-not-sent", "The bank has not been sent batch %s: it is %s.", name, b.State)
	}
	orders, err := d.Store.Read(ctx).BatchOrders(b)
	only := map[string]bool{}
	for _, o := range orders {
		only[o.Key] = true
	}
	return only, err
}

func (d *Desk) auditAnswers(ctx context.Context, who access.Person, batch string, lines int) error {
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "import-bank-answers", Via: who.Via, SubjectKind: "batch", SubjectID: batch, Detail: fmt.Sprintf("%d lines", lines)})
	})
}

// An answerFile is what the lines of one file share.
type answerFile struct {
	only map[string]bool // the orders it may answer; nil where it may answer any
	key  string          // of this file and whoever sent it
	// slow is set by the first line that could not be recorded while it was waited for: the others are then taken and wait together, or a
	// thousand of them would outlast the request.
	slow atomic.Bool
}

// bankLine records one line. An error is of the house, never of the line.
func (d *Desk) bankLine(ctx context.Context, who access.Person, l avrr.BankLine, file *answerFile) (BankLineView, error) {
	order, err := d.Store.Read(ctx).PaymentOrder(l.Order)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return lineView(l, "", avrr.LineUnknown), nil
	case err != nil:
		return BankLineView{}, err
	case file.only != nil && !file.only[l.Order]:
		return lineView(l, "", avrr.LineElsewhere), nil
	}
	f, err := d.fileByID(d.Store.Read(ctx), order.CaseID)
	if erased(err) {
		return d.unreadable(ctx, who, l, order)
	}
	if err != nil {
		return BankLineView{}, err
	}
	deed, outcome := f.c.Weigh(l, d.now())
	if deed == nil {
		return lineView(l, f.row.Reference, outcome), nil
	}
	body, err := json.Marshal(deed.Input)
	if err != nil {
		return BankLineView{}, err
	}
	// Clients' keys have no space: nobody's own request is taken for this one.
	answer, err := d.Perform(ctx, who, f.row.Reference, Request{Action: deed.Action, Body: body, Unawaited: file.slow.Load(), Key: fmt.Sprintf("bank said %s of %s in %s", l.Outcome, l.Order, file.key)})
	var refusal *avrr.Error
	switch {
	case errors.As(err, &refusal):
		return d.notTaken(ctx, l, order, refusal)
	case err != nil:
		return BankLineView{}, err
	case answer.Waiting:
		file.slow.Store(true)
		outcome = avrr.LineWaiting
	}
	return lineView(l, f.row.Reference, outcome), nil
}

// unreadable keeps what the bank says of a payment whose case was erased and takes no more lines, in the audit trail.
func (d *Desk) unreadable(ctx context.Context, who access.Person, l avrr.BankLine, order store.PaymentOrder) (BankLineView, error) {
	said := l.Outcome
	if l.Money.Amount != 0 {
		said += " " + l.Money.String()
	}
	err := d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := leaveOut(tx, who, order); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "bank-answer-unrecorded", Via: who.Via, SubjectKind: store.KindCase, SubjectID: order.CaseID, CaseID: order.CaseID, Detail: order.Key + ": " + said})
	})
	return lineView(l, "", avrr.LineUnreadable), err
}

// notTaken says why a line was refused, unless somebody else said the same at the same moment.
func (d *Desk) notTaken(ctx context.Context, l avrr.BankLine, order store.PaymentOrder, refusal *avrr.Error) (BankLineView, error) {
	f, err := d.fileByID(d.Store.Read(ctx), order.CaseID)
	if err != nil {
		return BankLineView{}, err
	}
	if _, outcome := f.c.Weigh(l, d.now()); outcome == avrr.LineKnown {
		return lineView(l, f.row.Reference, outcome), nil
	}
	ahead, err := d.ahead(ctx, f, false)
	if err != nil {
		return BankLineView{}, err
	}
	if _, outcome := ahead.Case.Weigh(l, d.now()); outcome == avrr.LineKnown {
		return lineView(l, f.row.Reference, avrr.LineWaiting), nil
	}
	v := lineView(l, f.row.Reference, avrr.LineRefused)
	v.Why = refusal.Message
	return v, nil
}

func lineView(l avrr.BankLine, reference, outcome string) BankLineView {
	return BankLineView{Line: l.Line, Order: l.Order, Reference: reference, Outcome: outcome, Says: avrr.BankLineTexts[outcome]}
}

// Stands reports whether what the line says is in the case, or will be.
func (v BankLineView) Stands() bool {
	switch v.Outcome {
	case avrr.LineRecorded, avrr.LineContradicts, avrr.LineWaiting, avrr.LineKnown, avrr.LineByDesk:
		return true
	}
	return false
}
