package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A RemindOrder asks that whoever is late hears of it.
type RemindOrder struct {
	Language avrr.Language `json:"language"` // of the task they find
}

// Order is the job of this reminder.
func (o RemindOrder) Order() (JobOrder, error) {
	body, err := json.Marshal(o)
	if err != nil {
		return JobOrder{}, fmt.Errorf("order a reminder: %w", err)
	}
	return JobOrder{Kind: JobRemind, Body: body}, nil
}

// reminder begins the title of a task that reminds of another.
var reminder = avrr.T("Reminder: ", "Kujtesë: ")

// remindRow adds a task for each duty that is late with something on a case, naming what it is. It reaches colleagues alone: whoever returns
// is called by a person, who goes by what was agreed about reaching them. Nobody is reminded of a case twice on one day, whoever asks.
func (d *Desk) remindRow(ctx context.Context, who access.Person, order JobOrder, row jobRow) (JobOutcome, error) {
	var in RemindOrder
	if err := json.Unmarshal(order.Body, &in); err != nil {
		return JobOutcome{}, fmt.Errorf("remind: %w", err)
	}
	f, err := d.fileOf(d.Store.Read(ctx), row.reference)
	if err != nil {
		return JobOutcome{}, err
	}
	if err := access.May(who.Actor, "add-task", f.c); err != nil {
		return JobOutcome{}, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return JobOutcome{}, err
	}
	duties, late := d.late(f, who, in.Language)
	outcome := JobOutcome{State: RowSkipped, Says: SaysNothingLate}
	for _, duty := range duties {
		key := fmt.Sprintf("remind-%s-%s-%s", f.row.ID, duty, avrr.DateOf(d.now()))
		if _, err := d.Store.Read(ctx).SubmissionByKey(key); err == nil {
			if outcome.State == RowSkipped {
				outcome.Says = SaysReminded
			}
			continue
		} else if !errors.Is(err, store.ErrNotFound) {
			return outcome, err
		}
		title := []rune(reminder.In(in.Language) + strings.Join(late[duty], "; "))
		body, err := json.Marshal(avrr.AddTask{Title: string(title[:min(len(title), 200)]), Duty: duty})
		if err != nil {
			return outcome, fmt.Errorf("remind: %w", err)
		}
		answer, err := d.Perform(ctx, who, row.reference, Request{Action: "add-task", Body: body, Key: key})
		if err != nil {
			return outcome, err
		}
		if outcome.Says = ""; outcome.State != RowTaken {
			outcome.State = RowDone
		}
		if answer.Waiting {
			outcome.State = RowTaken
		}
		outcome.Told = append(outcome.Told, Told{duty, display(names, f.c.Officer(duty))})
	}
	return outcome, nil
}

// late answers which duties are late with what, in the order of the tasks. Of those of protection only who sees them is told.
func (d *Desk) late(f *file, who access.Person, in avrr.Language) (duties []avrr.Duty, what map[avrr.Duty][]string) {
	what = map[avrr.Duty][]string{}
	for _, t := range f.c.Tasks(f.p) {
		switch {
		case t.Due.IsZero(), t.Due.After(d.now()), t.Duty == "":
		case t.Duty == avrr.ProtectionDuty && who.Role != avrr.ProtectionOfficer:
		default:
			if what[t.Duty] == nil {
				duties = append(duties, t.Duty)
			}
			what[t.Duty] = append(what[t.Duty], t.Title.In(in))
		}
	}
	return duties, what
}
