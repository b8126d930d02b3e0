package cmd

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"homeward/worker"
)

type apiCommand struct {
	storage
	temporalPlace
	listening
	logging
}

// Run serves API and pages. It starts without Temporal: what people do is then accepted and waits.
func (c apiCommand) Run(ctx context.Context, s streams) error {
	return linked(ctx, c.storage, c.temporalPlace, c.logger(s), func(h *house, l *link) error {
		return h.serve(ctx, c.listening, h.desk(l.reach), l.degraded, nil, func() { h.log.Info("serving", "at", c.publicURL()) })
	})
}

// linked opens a house beside a Temporal that runs elsewhere, and closes both when do is done.
func linked(ctx context.Context, s storage, t temporalPlace, log *slog.Logger, do func(*house, *link) error) error {
	if t.Temporal == "" {
		return errNoTemporal
	}
	h, err := openHouse(ctx, s, opening{pin: true}, log)
	if err != nil {
		return err
	}
	defer h.shut()
	l, err := connect(ctx, t, h.vault, h.log)
	if err != nil {
		return err
	}
	defer l.close()
	return do(h, l)
}

type workerCommand struct {
	storage
	temporalPlace
	mailing
	booking
	banking
	logging
	PublicURL string `help:"Where strangers reach the API, printed on papers." default:"http://localhost:8080" placeholder:"URL"`
}

// Run works until it is asked to end.
func (c workerCommand) Run(ctx context.Context, s streams) error {
	post, err := c.post()
	if err != nil {
		return err
	}
	carrier, err := c.carrier()
	if err != nil {
		return err
	}
	bank, err := c.bank()
	if err != nil {
		return err
	}
	return linked(ctx, c.storage, c.temporalPlace, c.logger(s), func(h *house, l *link) error {
		h.post, h.carrier, h.bank = post, carrier, bank
		if err := l.await(ctx, c.Temporal); err != nil {
			return err
		}
		stop, err := h.work(ctx, l, c.PublicURL)
		if err != nil {
			return err
		}
		h.log.Info("working", "temporal", c.Temporal)
		<-ctx.Done()
		stop()
		return nil
	})
}

type migrateCommand struct {
	storage
	logging
}

// Run brings the database to this version's schema.
func (c migrateCommand) Run(ctx context.Context, s streams) error {
	if c.Database == "" {
		if _, err := os.Stat(c.Data); err != nil {
			return usage{fmt.Sprintf("There is no data folder %s. Say which database to migrate: --data DIR or --database URL.", c.Data)}
		}
	}
	h, err := openUnchecked(ctx, c.storage, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	if err := h.store.Migrate(ctx); err != nil {
		return notReadyf("The database cannot be migrated: %v.", err)
	}
	have, _, err := h.store.SchemaState(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "The database has schema %d.\n", have)
	return err
}

type engineCommand struct {
	Rebuild rebuildCommand `cmd:"" help:"Start every open case and movement again from the log, after Temporal's database was lost."`
}

type rebuildCommand struct {
	storage
	temporalPlace
	logging
}

// Run starts what is not running. The workers that will carry it on run elsewhere; a server that embeds Temporal rebuilds by
// itself.
func (c rebuildCommand) Run(ctx context.Context, s streams) error {
	return linked(ctx, c.storage, c.temporalPlace, c.logger(s), func(h *house, l *link) error {
		if err := l.await(ctx, c.Temporal); err != nil {
			return err
		}
		cases, movements, err := worker.Rebuild(ctx, l.client, h.store)
		if err != nil {
			return fmt.Errorf("rebuild: %w", err)
		}
		_, err = fmt.Fprintf(s.out, "%d open cases and %d live movements run.\n", cases, movements)
		return err
	})
}
