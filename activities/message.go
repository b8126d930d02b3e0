package activities

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"homeward/avrr"
	"homeward/store"
)

// What a message says of the notice it is about.
const (
	saysNew       = "new"
	saysAmended   = "amended"
	saysCancelled = "cancelled"
	saysReminder  = "reminder"
	saysRestored  = "restored" // it was called back, and that was a mistake
)

// A message is the order to tell one office something.
type message struct {
	Notice string `json:"notice"`
	Thread string `json:"thread"` // the versions for one office
	Says   string `json:"says"`
	Office string `json:"office,omitempty"` // empty where nobody is registered
}

// toldOf is how a notice stood when it was last told.
type toldOf struct {
	status   string
	reminded time.Time
}

func (f *caseFile) rememberNotices() {
	f.notices = map[string]toldOf{}
	for _, n := range f.c.Notices {
		f.notices[n.ID] = toldOf{n.Status, n.Reminded}
	}
}

// orderMessages has other offices told of what changed. Nobody is told of what is over: late entry sends no mail about the past.
func (f *caseFile) orderMessages() error {
	ordered := 0
	for _, n := range f.c.Notices {
		says := f.says(n)
		if says == "" || n.Over(f.now) {
			continue
		}
		m := message{Notice: n.ID, Thread: n.Thread(), Says: says}
		var err error
		if m.Office, err = f.addressee(n, says); err != nil {
			return err
		}
		payload, err := json.Marshal(m)
		if err != nil {
			return fmt.Errorf("order a message: %w", err)
		}
		order := store.OutboxRow{Subject: store.CaseSubject(f.c.ID), Seq: f.c.Seq, Kind: store.OutboxMessage, N: ordered, Payload: payload}
		if f.imported { // whoever kept the file told them; they still hear from us when it changes
			order.Status, order.Outcome = store.OutboxDone, toldElsewhere
		}
		if err := f.tx.PutOutbox(order); err != nil {
			return err
		}
		ordered++
	}
	f.rememberNotices()
	return nil
}

// says answers what is to be told of a notice since it was last looked at; nothing when it is as it was.
func (f *caseFile) says(n *avrr.Notice) string {
	before, known := f.notices[n.ID]
	current := n.Status == avrr.NoticeCurrent
	switch {
	case !known && current && n.Amends:
		return saysAmended
	case !known && current:
		return saysNew
	case known && current && before.status != avrr.NoticeCurrent:
		return saysRestored
	case known && before.status == avrr.NoticeCurrent && n.Status == avrr.NoticeCancelled && !f.stillTold(n):
		return saysCancelled
	case known && current && !n.Reminded.Equal(before.reminded):
		return saysReminder
	}
	return ""
}

// stillTold reports whether another version tells the same office what holds: nothing is called off by its going.
func (f *caseFile) stillTold(n *avrr.Notice) bool {
	return slices.ContainsFunc(f.c.Notices, func(o *avrr.Notice) bool { return o.Status == avrr.NoticeCurrent && o.Thread() == n.Thread() })
}

// addressee answers the office a message goes to, empty when nobody is registered: whoever was told before, else the office the
// case names, else the one that serves the place.
func (f *caseFile) addressee(n *avrr.Notice, says string) (string, error) {
	if n.Version > 1 || says != saysNew {
		earlier, err := toldBefore(f.tx, f.c.ID, n.Thread(), f.c.Seq)
		if err != nil {
			return "", err
		}
		for _, e := range earlier {
			if e.what.Office != "" {
				return e.what.Office, nil
			}
		}
	}
	office, err := f.tx.OfficeAt(n.Place)
	if n.To != "" {
		office, err = f.tx.OfficeCalled(n.To)
	}
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return office.Name, err
}

// An earlierMessage is one of the same thread, and what became of it.
type earlierMessage struct {
	row  store.OutboxRow
	what message
}

// toldElsewhere is the outcome of a message about what an office was told before its case was imported.
const toldElsewhere = "told before the import"

// wentOut reports whether an office may have heard of it: by mail, from a person who was asked to telephone, or before an import.
func (e earlierMessage) wentOut() bool {
	return e.row.Attempts > 0 || e.row.Status == store.OutboxFailed || e.row.Outcome == toldElsewhere
}

// toldBefore answers the messages of a thread before an event, the last first.
func toldBefore(tx *store.Tx, caseID, thread string, seq int) ([]earlierMessage, error) {
	rows, err := tx.Messages(caseID, seq)
	if err != nil {
		return nil, err
	}
	var earlier []earlierMessage
	for _, row := range rows {
		var m message
		if err := json.Unmarshal(row.Payload, &m); err != nil {
			return nil, fmt.Errorf("messages of a case: %w", err)
		}
		if m.Thread == thread {
			earlier = append(earlier, earlierMessage{row, m})
		}
	}
	return earlier, nil
}
