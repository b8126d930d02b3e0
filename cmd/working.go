package cmd

import (
	"context"
	"fmt"
	"sync"
	"time"

	"homeward/engine"
	"homeward/worker"
)

// work runs a worker and the relay over a link until the function it answers is called.
func (h *house) work(ctx context.Context, l *link, publicURL string) (stop func(), err error) {
	acts := h.activities(publicURL)
	w := worker.New(l.client, acts)
	if err := w.Start(); err != nil {
		return nil, notReadyf("The worker cannot start: %v.", err)
	}
	relay := &worker.Relay{Client: l.client, Store: h.store, Activities: acts, Holder: hostName(), Clock: time.Now, Logger: h.log}
	relaying, end := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { relay.Run(relaying) })
	return func() {
		end()
		done.Wait()
		w.Stop()
	}, nil
}

// takeUpAgain starts every open case and movement from the log when the embedded server holds none of them, or not all because
// an earlier attempt broke off.
func (h *house) takeUpAgain(ctx context.Context, l *link, e *engine.Engine) error {
	empty, err := e.Empty()
	if err != nil || !empty {
		return err
	}
	started := time.Now()
	cases, movements, err := worker.Rebuild(ctx, l.client, h.store)
	if err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	if cases+movements > 0 {
		h.log.Warn("Temporal's database was empty; every open case and movement was started again from the log",
			"cases", cases, "movements", movements, "took", time.Since(started).Round(time.Millisecond))
	}
	return e.Rebuilt()
}
