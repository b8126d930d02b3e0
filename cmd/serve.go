package cmd

import (
	"context"
	"fmt"
	"net/url"

	"homeward/casework"
	"homeward/web"
)

type serveCommand struct {
	storage
	temporalPlace
	listening
	mailing
	booking
	banking
	logging
}

// Run serves everything in one process. Temporal is embedded unless its address is given.
func (c serveCommand) Run(ctx context.Context, s streams) error {
	h, err := openHouse(ctx, c.storage, opening{create: true, migrate: true, pin: true}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	if h.post, err = c.post(); err != nil {
		return err
	}
	if h.carrier, err = c.carrier(); err != nil {
		return err
	}
	if h.bank, err = c.bank(); err != nil {
		return err
	}
	return h.everything(ctx, c.Data, c.temporalPlace, c.listening, nil, func(*casework.Desk) error {
		if err := h.welcome(ctx, s, c.publicURL()); err != nil {
			return err
		}
		_, err := fmt.Fprintf(s.errs, "Homeward serves at %s.\n", c.publicURL())
		return err
	})
}

// welcome prints the one-time link that makes the first administrator, while there is none.
func (h *house) welcome(ctx context.Context, s streams, publicURL string) error {
	secret, needed, err := h.gate.FirstAdministrator(ctx)
	if err != nil || !needed {
		return err
	}
	_, err = fmt.Fprintf(s.errs, "There is no account yet. Within 30 minutes make the first administrator at\n  %s/first?secret=%s\nor run homeward user first --username NAME with the --data, --database and key flags given here, and type this secret when it asks:\n  %s\n",
		publicURL, url.QueryEscape(secret), secret)
	return err
}

// everything runs Temporal (if it is ours to run), worker, relay, API and pages until ctx ends. ready is called when they all do.
func (h *house) everything(ctx context.Context, data string, t temporalPlace, l listening, demo *web.DemoInfo, ready func(*casework.Desk) error) error {
	return h.working(ctx, data, t, l.publicURL(), func(desk *casework.Desk, link *link) error {
		failed := make(chan error, 1)
		serving, cancel := context.WithCancel(ctx)
		defer cancel()
		err := h.serve(serving, l, desk, link.degraded, demo, func() {
			go func() {
				if err := ready(desk); err != nil {
					failed <- err
					cancel()
				}
			}()
		})
		select {
		case notReady := <-failed:
			return notReady
		default:
			return err
		}
	})
}

// working runs Temporal (if it is ours to run), worker and relay while do does.
func (h *house) working(ctx context.Context, data string, t temporalPlace, publicURL string, do func(*casework.Desk, *link) error) error {
	var own *ownTemporal
	if t.Temporal == "" {
		var err error
		if own, err = h.startTemporal(ctx, data, t.Namespace); err != nil {
			return err
		}
		defer own.stop()
		t.Temporal = own.engine.Address()
	}
	link, err := connect(ctx, t, h.vault, h.log)
	if err != nil {
		return err
	}
	defer link.close()
	if err := link.await(ctx, t.Temporal); err != nil {
		return err
	}
	stop, err := h.work(ctx, link, publicURL)
	if err != nil {
		return err
	}
	defer stop()
	if own != nil {
		if err := h.takeUpAgain(ctx, link, own.engine); err != nil {
			return err
		}
	}
	return do(h.desk(link.reach), link)
}

// degraded says what does not work while Temporal is away.
func (l *link) degraded() string {
	if l.up.Load() {
		return ""
	}
	return "Temporal does not answer: what people do is accepted and waits."
}

func (h *house) shut() {
	if err := h.close(); err != nil {
		h.log.Warn("close", "error", err)
	}
}
