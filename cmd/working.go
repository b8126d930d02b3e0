package cmd

import (
	"context"
	"errors"
	"os"
	"path/filepath"
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

// startEngine starts the embedded Temporal server on the data folder. Fresh says that its file holds nothing of what the log
// knows, so that every open case must be taken up again.
func startEngine(ctx context.Context, data, namespace string, h *house) (e *engine.Engine, fresh bool, err error) {
	file := filepath.Join(data, "temporal.db")
	_, statErr := os.Stat(file)
	fresh = errors.Is(statErr, os.ErrNotExist)
	e, err = engine.Start(ctx, engine.Options{File: file, Namespace: namespace, Logger: h.log})
	if err != nil {
		return nil, false, notReadyf("The embedded Temporal server cannot start: %v.", err)
	}
	if aside := e.SetAside(); aside != "" {
		h.log.Warn("Temporal's file was made by another version or is damaged; it was set aside and is made again from the log", "file", aside)
		fresh = true
	}
	return e, fresh, nil
}
