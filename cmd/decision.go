package cmd

import (
	"context"
	"errors"
	"fmt"

	"homeward/casework"
	"homeward/store"
)

type decisionCommand struct {
	Replay replayCommand `cmd:"" help:"Recompute the eligibility decision of a case from what is stored; fails on any difference."`
}

type replayCommand struct {
	Reference string `arg:"" help:"Reference of the case."`
	storage
	logging
}

// Run recomputes every assessment of the case under the version it was made under.
func (c replayCommand) Run(ctx context.Context, s streams) error {
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	replayed, err := h.desk(nil).ReplayDecisions(ctx, c.Reference)
	var differs *casework.Difference
	if errors.As(err, &differs) {
		if _, err := fmt.Fprintln(s.out, differs.Detail); err != nil {
			return err
		}
	}
	if errors.Is(err, store.ErrAltered) {
		return fmt.Errorf("the programme that %s was decided under was altered where it is kept, so its decisions cannot be recomputed", c.Reference)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%d decisions of %s, recomputed from what is stored: the same.\n", replayed, c.Reference)
	return err
}
