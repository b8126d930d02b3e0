package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"

	"homeward/access"
)

// departuresAtOnce is how many departures of one request are recorded at a time: each waits for its own case, and a database has one
// writer or few.
const departuresAtOnce = 8

// A Departure is one row of a day's departures.
type Departure struct {
	Reference string
	Action    string          // confirm-departure when empty; report-leg tells of who did not leave for another reason than not showing up
	Body      json.RawMessage // of the action
}

// A Departed is what became of a row: the answer to it, or why it was refused.
type Departed struct {
	Answer Answer
	Err    error
}

// Departures confirms several departures, each a submission of its own, so that a wrong one is refused or taken back without the
// others. Row n goes by the key with /n after it: the same request again is carried out once.
func (d *Desk) Departures(ctx context.Context, who access.Person, key string, rows []Departure) []Departed {
	done := make([]Departed, len(rows))
	var slow atomic.Bool // a row could not be recorded while it was waited for; the others are taken and wait together
	var all sync.WaitGroup
	hands := make(chan struct{}, departuresAtOnce)
	for n, row := range rows {
		hands <- struct{}{}
		all.Go(func() {
			defer func() { <-hands }()
			req := Request{Action: cmp.Or(row.Action, "confirm-departure"), Body: row.Body, Key: fmt.Sprintf("%s/%d", key, n+1), Unawaited: slow.Load()}
			if done[n].Answer, done[n].Err = d.Perform(ctx, who, row.Reference, req); done[n].Answer.Waiting {
				slow.Store(true)
			}
		})
	}
	all.Wait()
	return done
}
