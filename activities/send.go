package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"homeward/avrr"
	"homeward/store"
)

// sendingTakes is how long a message that is being sent is left alone. It is longer than a mail server is waited for.
const sendingTakes = time.Minute

const beingSent = "being sent"

// errAhead says that an earlier message to the same office is being sent; this one follows it.
var errAhead = errors.New("an earlier message to the same office is being sent")

// Send carries out an order to tell another office something. The message has an id of its own that is made from the order, so that
// one which is sent twice, because the answer to the first was lost, is the same message to whoever receives it. What cannot be
// sent becomes a task that says whom to telephone.
func (a *Activities) Send(ctx context.Context, order store.OutboxRow) (err error) {
	defer a.guard("send", &err)
	l, err := a.write(ctx, order)
	if err != nil || l == nil {
		return err
	}
	if err := a.Post.send(ctx, l); err != nil {
		if refusedForGood(err) {
			return a.GiveUpSending(ctx, order)
		}
		return fmt.Errorf("send: %w", err)
	}
	return a.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.FinishOutbox(order, store.OutboxDone, "sent to "+l.office.Name); err != nil {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: avrr.SystemActor, Verb: "notify", SubjectKind: store.KindCase, SubjectID: order.Subject.ID,
			CaseID: order.Subject.ID, Detail: l.office.Name})
	})
}

// write answers the letter to send, marked as being sent, or nil when the order ended without one.
func (a *Activities) write(ctx context.Context, order store.OutboxRow) (l *letter, err error) {
	err = a.Store.InTx(ctx, func(tx *store.Tx) error {
		l = nil
		s, err := a.openSending(tx, order)
		if err != nil {
			return err
		}
		if why, err := s.needless(); err != nil || why != "" {
			return errors.Join(err, s.end(why))
		}
		office, err := tx.OfficeCalled(s.what.Office)
		switch {
		case errors.Is(err, store.ErrNotFound) && s.notice.Kind == avrr.NoticeArrival:
			return s.end("the office that sent them is not registered")
		case errors.Is(err, store.ErrNotFound):
			return s.askToTelephone(fmt.Sprintf("Nobody is registered at %s: telephone", s.whom()))
		case err != nil:
			return err
		case a.Post == nil || office.Email == "":
			return s.askToTelephone(fmt.Sprintf("Telephone %s (%s)", office.Name, orUnknown(office.Phone)))
		}
		if l, err = s.letter(office); err != nil {
			return err
		}
		return tx.PostponeOutbox(s.order, s.order.Attempts+1, a.Clock().Add(sendingTakes), beingSent)
	})
	return l, err
}

// A sending is an order for a message with the case it is about, both locked.
type sending struct {
	*caseFile
	order  store.OutboxRow
	what   message
	notice *avrr.Notice // nil when the case knows it no more
}

func (a *Activities) openSending(tx *store.Tx, order store.OutboxRow) (*sending, error) {
	f, err := a.openFile(tx, order.Subject.ID)
	if err != nil {
		return nil, err
	}
	s := &sending{caseFile: f}
	if s.order, err = tx.LockOutbox(order); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(s.order.Payload, &s.what); err != nil {
		return nil, fmt.Errorf("send: %w", err)
	}
	s.notice = f.c.Notice(s.what.Notice)
	return s, nil
}

// needless answers why nothing is sent any more; empty when it is to be sent.
func (s *sending) needless() (why string, err error) {
	if s.notice == nil {
		return "not told of any more", nil
	}
	cancels := s.what.Says == saysCancelled
	switch {
	case s.notice.Over(s.now):
		return "over before it was sent", nil
	case cancels != (s.notice.Status == avrr.NoticeCancelled) || !cancels && s.notice.Status != avrr.NoticeCurrent:
		return "overtaken before it was sent", nil
	case s.what.Says == saysReminder && s.notice.Acknowledged != nil:
		return "acknowledged meanwhile", nil
	}
	earlier, err := toldBefore(s.tx, s.c.ID, s.what.Thread, s.order.Seq)
	if err != nil {
		return "", err
	}
	heard := false
	for _, e := range earlier {
		if e.row.Status == store.OutboxIntent && e.row.Outcome == beingSent && e.row.NextAttemptAt.After(s.now) {
			return "", errAhead
		}
		heard = heard || e.wentOut()
	}
	if cancels && !heard {
		return "nobody had been told", nil
	}
	return "", nil
}

func (s *sending) end(why string) error {
	if why == "" {
		return nil
	}
	return s.tx.FinishOutbox(s.order, store.OutboxDone, why)
}

// whom names the place or the office nobody is registered for.
func (s *sending) whom() string {
	switch {
	case s.what.Office != "":
		return s.what.Office
	case s.notice.To != "":
		return s.notice.To
	}
	return s.notice.Place
}

// askToTelephone ends the order by asking the travel desk to tell the office.
func (s *sending) askToTelephone(whom string) error {
	title := fmt.Sprintf("%s: %s, version %d (%s)", whom, avrr.NoticeTitles[s.notice.Kind].EN, s.notice.Version, s.what.Says)
	if err := s.ask(fmt.Sprintf("untold/%d#%d", s.order.Seq, s.order.N), avrr.TravelDuty, title); err != nil {
		return err
	}
	return s.tx.FinishOutbox(s.order, store.OutboxFailed, "to be telephoned")
}

// GiveUpSending ends an order for a message that no server took, and asks the travel desk to telephone. The order ends even when
// the case cannot be recorded on.
func (a *Activities) GiveUpSending(ctx context.Context, order store.OutboxRow) error {
	err := a.Store.InTx(ctx, func(tx *store.Tx) error {
		s, err := a.openSending(tx, order)
		if err != nil {
			return err
		}
		if s.notice == nil {
			return s.end("not told of any more")
		}
		office, err := tx.OfficeCalled(s.what.Office)
		if err != nil {
			return err
		}
		return s.askToTelephone(fmt.Sprintf("A mail did not reach %s: telephone (%s)", office.Name, orUnknown(office.Phone)))
	})
	if err == nil || errors.Is(err, store.ErrStale) {
		return nil
	}
	a.Logger.Error("an office cannot be told, and no task says so", "subject", order.Subject.String(), "seq", order.Seq, "n", order.N, "error", err)
	return a.Store.InTx(ctx, func(tx *store.Tx) error { return tx.FinishOutbox(order, store.OutboxFailed, "could not be sent") })
}

func orUnknown(phone string) string {
	if phone == "" {
		return "no number is registered"
	}
	return phone
}
