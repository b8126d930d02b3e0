package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

var (
	errNoJob    = avrr.Errorf(avrr.CodeNotFound, "There is no such job of yours.")
	errClosed   = avrr.Errorf(avrr.CodeRole, "You may no longer open every letter in this file; print the letters again for a file of those you may open.")
	errNotEnded = avrr.Errorf(avrr.CodeRule, "This job has not ended; what comes of it is there once it has.")
)

func jobView(j store.Job) JobView {
	view := JobView{ID: j.ID, Kind: j.Kind, State: j.State, Total: j.Total, Done: j.Done, Stopping: j.Stopping, Unseen: j.Ended() && !j.Seen,
		AskedAt: j.AskedAt, EndedAt: j.EndedAt, ExpiresAt: j.ExpiresAt, Href: JobURL(j.ID)}
	if !j.Ended() {
		view.RetryAt = j.RetryAt
	}
	return view
}

// Jobs answers what somebody has asked for, the newest first.
func (d *Desk) Jobs(ctx context.Context, who access.Person) ([]JobView, error) {
	jobs, err := d.Store.Read(ctx).Jobs(who.ID)
	views := make([]JobView, len(jobs))
	for i, j := range jobs {
		views[i] = jobView(j)
	}
	return views, err
}

// Job answers a job of somebody's. Once it has ended its rows are in it, and it counts as looked at.
func (d *Desk) Job(ctx context.Context, who access.Person, id string) (*JobPage, error) {
	j, err := d.jobOf(ctx, who, id)
	if err != nil {
		return nil, err
	}
	page := &JobPage{JobView: jobView(j), Counts: map[string]int{}}
	if err := json.Unmarshal(j.Asked, &page.Order); err != nil {
		return nil, fmt.Errorf("job: %w", err)
	}
	var keys []string
	if j.Kind == JobImport {
		in, err := readImport(page.Order)
		if err != nil {
			return nil, err
		}
		page.Import, keys = &in, in.Keys
	}
	rows, err := d.Store.Read(ctx).JobRows(id)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if !row.Settled {
			continue
		}
		view := JobRowView{N: row.N, Reference: row.CaseID}
		if err := json.Unmarshal(row.Outcome, &view.Outcome); err != nil {
			return nil, fmt.Errorf("job: %w", err)
		}
		if row.N <= len(keys) {
			view.Key = keys[row.N-1]
		}
		page.Counts[view.Outcome.State]++
		page.Rows = append(page.Rows, view)
	}
	if page.EndedAt == nil {
		page.Rows = nil // a page that is looked at every second would name them every second
		return page, nil
	}
	switch file, err := d.Store.Read(ctx).JobFile(id); {
	case err == nil && MayAsk(who, j.Kind) == nil:
		page.File = &JobFileView{file.Name, file.MediaType, file.Size, page.Href + "/file"}
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	return page, d.showRows(ctx, who, page)
}

func (d *Desk) jobOf(ctx context.Context, who access.Person, id string) (store.Job, error) {
	j, err := d.Store.Read(ctx).Job(id)
	if errors.Is(err, store.ErrNotFound) || erased(err) || err == nil && j.Account != who.ID {
		return store.Job{}, errNoJob
	}
	return j, err
}

// showRows names the cases of rows as a list does, on record like one.
func (d *Desk) showRows(ctx context.Context, who access.Person, page *JobPage) error {
	err := d.Store.InTx(ctx, func(tx *store.Tx) error {
		if page.Unseen {
			if err := tx.SeeJob(page.ID); err != nil {
				return err
			}
		}
		return tx.Audit(store.AuditRow{Actor: who.ID, Verb: "list", Via: who.Via, SubjectKind: store.KindJob, SubjectID: page.ID, Detail: fmt.Sprintf("%d cases", len(page.Rows))})
	})
	if err != nil {
		return err
	}
	ids := make([]string, len(page.Rows))
	for i, row := range page.Rows {
		ids[i] = row.Reference
	}
	cases, err := d.Store.Read(ctx).Listed(ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		page.Rows[i].Reference = ""
		row, there := cases[id]
		if !there {
			continue
		}
		l, err := listed(row, who, nil, d.now())
		if err != nil {
			return err
		}
		page.Rows[i].Reference, page.Rows[i].Principal = l.Reference, l.Principal
	}
	slices.SortStableFunc(page.Rows, func(a, b JobRowView) int {
		return slices.Index(RowOutcomes, a.Outcome.State) - slices.Index(RowOutcomes, b.Outcome.State)
	})
	return nil
}
