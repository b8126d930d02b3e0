package worker

import (
	"context"
	"fmt"
	"slices"

	"go.temporal.io/sdk/client"

	"homeward/store"
	"homeward/workflows/call"
)

// Rebuild starts every open case and every live movement again, each from its own log, and answers how many; with the open cases those
// that are closed while a bank is still asked. One that is running already is left alone. It is what makes Temporal's own database expendable.
func Rebuild(ctx context.Context, c client.Client, s *store.Store) (cases, movements int, err error) {
	if cases, err = rebuildCases(ctx, c, s); err != nil {
		return cases, 0, fmt.Errorf("rebuild cases: %w", err)
	}
	if movements, err = rebuildMovements(ctx, c, s); err != nil {
		return cases, movements, fmt.Errorf("rebuild movements: %w", err)
	}
	return cases, movements, nil
}

func rebuildCases(ctx context.Context, c client.Client, s *store.Store) (started int, err error) {
	for cursor, more := "", true; more; {
		page, next, err := s.Read(ctx).Caseload(store.Filter{OpenOnly: true, Sort: store.SortReference, Cursor: cursor})
		if err != nil {
			return started, err
		}
		opened := slices.DeleteFunc(page, func(row store.Case) bool { return row.Seq == 0 }) // the opening of another waits to be delivered, which starts it
		if err := resume(ctx, c, s, opened); err != nil {
			return started, err
		}
		started += len(opened)
		cursor, more = next, next != ""
	}
	for after, more := "", true; more; {
		page, err := s.Read(ctx).StillCalling(after)
		if err == nil {
			err = resume(ctx, c, s, page)
		}
		if err != nil {
			return started, err
		}
		started += len(page)
		if more = len(page) > 0; more {
			after = page[len(page)-1].ID
		}
	}
	return started, nil
}

func resume(ctx context.Context, c client.Client, s *store.Store, cases []store.Case) error {
	for _, row := range cases {
		if err := call.Resume(ctx, c, store.CaseSubject(row.ID).String(), attributes(s, row)); err != nil {
			return err
		}
	}
	return nil
}

func rebuildMovements(ctx context.Context, c client.Client, s *store.Store) (started int, err error) {
	read := s.Read(ctx)
	for cursor, more := "", true; more; {
		page, next, err := read.Movements(store.MovementFilter{Cursor: cursor})
		if err != nil {
			return started, err
		}
		for _, row := range page {
			if !row.Live() {
				continue
			}
			if err := call.Resume(ctx, c, store.MovementSubject(row.ID).String(), call.Attributes{}); err != nil {
				return started, err
			}
			started++
		}
		cursor, more = next, next != ""
	}
	return started, nil
}

// attributes are the opaque codes a case's run starts with.
func attributes(s *store.Store, row store.Case) call.Attributes {
	return call.AttributesOf(s.Opaque, row.Office, row.Programme)
}
