package cmd

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"

	"homeward/engine"
)

// An ownTemporal is the embedded Temporal server on a data folder that nobody else uses.
type ownTemporal struct {
	engine *engine.Engine
	lock   *os.File
	log    *slog.Logger
}

// startTemporal starts the embedded Temporal server. Two of them on one file would take it from each other, so the folder is
// locked first; the lock goes with the process, however it ends.
func (h *house) startTemporal(ctx context.Context, data, namespace string) (*ownTemporal, error) {
	lock, err := os.OpenFile(filepath.Join(data, "homeward.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, notReadyf("The data folder cannot be locked: %v.", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(notReadyf("Another Homeward runs on the data folder %s. Stop it, or choose another folder.", data), lock.Close())
	}
	e, err := engine.Start(ctx, engine.Options{File: filepath.Join(data, "temporal.db"), Namespace: namespace, Logger: h.log})
	if err != nil {
		return nil, errors.Join(notReadyf("The embedded Temporal server cannot start: %v.", err), lock.Close())
	}
	if aside := e.SetAside(); aside != "" {
		h.log.Warn("Temporal's file was made by another version or is damaged; it was set aside and is made again from the log", "file", aside)
	}
	return &ownTemporal{e, lock, h.log}, nil
}

func (o *ownTemporal) stop() {
	if err := errors.Join(o.engine.Stop(), o.lock.Close()); err != nil {
		o.log.Warn("stop Temporal", "error", err)
	}
}
