package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// How a notice is on its way to another office.
const (
	NoticeWaiting  = "waiting"   // to be sent
	NoticeMailed   = "mailed"    // a mail server has taken it; that it was read is known when the office says so
	NoticeByPhone  = "telephone" // no mail reached the office, or nobody registered its address: a task asks to telephone
	NoticeNeedless = "needless"  // it was overtaken, or over, before it was sent
)

// A Notified is the newest version of a notice about one case aboard a movement.
type Notified struct {
	Case   string // its reference
	Notice *avrr.Notice
	Way    string     // how it is on its way; empty where nothing was ordered, as of a case that was imported
	At     *time.Time // when that was so
}

// Notified answers what other offices were told of a journey, of the cases whose journeys this person sees. The reading stands in the
// audit first.
func (d *Desk) Notified(ctx context.Context, who access.Person, movement string) ([]Notified, error) {
	j, err := d.readTogether(ctx, who, movement, "notices")
	if err != nil {
		return nil, err
	}
	var told []Notified
	for _, f := range j.files {
		if f.c.Booking == nil || f.c.Booking.Movement != movement || !access.SeesPersonal(who.Actor, f.c) && !seesToSeats(who) {
			continue
		}
		messages, err := d.lastMessages(ctx, f.row.ID)
		if err != nil {
			return nil, err
		}
		for _, n := range f.c.Notices {
			if n.Status == avrr.NoticeAmended {
				continue
			}
			one := Notified{Case: f.c.Reference, Notice: n}
			if m, ordered := messages[n.ID]; ordered {
				one.Way, one.At = wayOf(m), m.DoneAt
			}
			told = append(told, one)
		}
	}
	return told, nil
}

// lastMessages answers the last message that was ordered of each notice of a case.
func (d *Desk) lastMessages(ctx context.Context, caseID string) (map[string]store.OutboxRow, error) {
	rows, err := d.Store.Read(ctx).Messages(caseID, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	last := map[string]store.OutboxRow{}
	for _, row := range rows { // the last first
		var m struct {
			Notice string `json:"notice"`
		}
		if err := json.Unmarshal(row.Payload, &m); err != nil {
			return nil, fmt.Errorf("messages of a case: %w", err)
		}
		if _, newer := last[m.Notice]; !newer {
			last[m.Notice] = row
		}
	}
	return last, nil
}

func wayOf(m store.OutboxRow) string {
	switch {
	case m.Status == store.OutboxFailed:
		return NoticeByPhone
	case m.Status != store.OutboxDone:
		return NoticeWaiting
	case m.Attempts > 0:
		return NoticeMailed
	}
	return NoticeNeedless
}
