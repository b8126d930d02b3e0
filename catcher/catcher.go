// Package catcher simulates a mail server on this machine: it takes mail, keeps it in a ledger and shows it on a page, and delivers nothing to anybody.
package catcher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// A Fault is what a message meets instead of being taken and acknowledged.
type Fault int

// The faults of a mail server.
const (
	None   Fault = iota
	Busy         // 451: try again later
	Refuse       // 550: never
	Stall        // no answer at all, until the sender gives up
	Drop         // taken, and the connection lost before the sender knows
)

// Options say where a catcher listens, on this machine only, and where it keeps its ledger.
type Options struct {
	SMTP   string // HOST:PORT; port 0 is any
	Page   string // HOST:PORT of the page, nowhere when empty
	Ledger string // file to append each mail to as a line of JSON; in memory alone when empty
	Logger *slog.Logger
}

// A Catcher is a running simulator. Its ledger is its own: it tells what arrived, whatever the sender thinks.
type Catcher struct {
	log    *slog.Logger
	server *smtp.Server
	page   *http.Server
	mail   net.Listener
	read   net.Listener // nil without a page
	done   sync.WaitGroup
	ended  chan struct{}

	mu     sync.Mutex
	ledger *os.File
	faults []Fault
	mails  []*Mail // in the order they first arrived
	taken  chan struct{}
}

// Start begins to listen.
func Start(o Options) (*Catcher, error) {
	c := &Catcher{log: o.Logger, ended: make(chan struct{}), taken: make(chan struct{})}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if err := c.open(o); err != nil {
		return nil, errors.Join(fmt.Errorf("catch mail: %w", err), c.closeAll())
	}
	c.server = smtp.NewServer(backend{c})
	c.server.Domain = "catcher.localhost"
	c.server.MaxMessageBytes = maxMail
	c.server.ErrorLog = slog.NewLogLogger(c.log.Handler(), slog.LevelDebug)
	c.done.Go(func() { c.ends(c.server.Serve(c.mail), smtp.ErrServerClosed) })
	if c.read != nil {
		c.page = &http.Server{Handler: c.pages(), ReadHeaderTimeout: 10 * time.Second}
		c.done.Go(func() { c.ends(c.page.Serve(c.read), http.ErrServerClosed) })
	}
	return c, nil
}

func (c *Catcher) open(o Options) (err error) {
	if c.mail, err = onLoopback(o.SMTP); err != nil {
		return err
	}
	if o.Ledger != "" {
		if c.ledger, err = os.OpenFile(o.Ledger, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
			return err
		}
	}
	if o.Page != "" {
		c.read, err = onLoopback(o.Page)
	}
	return err
}

func (c *Catcher) ends(err, usual error) {
	if err != nil && !errors.Is(err, usual) {
		c.log.Error("the mail catcher ended", "error", err)
	}
}

func onLoopback(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%s is not a loopback address, and the catcher shows every mail to whoever asks", address)
	}
	return net.Listen("tcp", address)
}

// SMTP answers where it takes mail.
func (c *Catcher) SMTP() string { return c.mail.Addr().String() }

// Page answers where it shows the mail, empty without a page.
func (c *Catcher) Page() string {
	if c.read == nil {
		return ""
	}
	return "http://" + c.read.Addr().String()
}

// Next has the next messages meet faults, one each.
func (c *Catcher) Next(faults ...Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = append(c.faults, faults...)
}

func (c *Catcher) next() Fault {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.faults) == 0 {
		return None
	}
	f := c.faults[0]
	c.faults = c.faults[1:]
	return f
}

// Mails answers what arrived, in order, each Message-ID once.
func (c *Catcher) Mails() []Mail {
	c.mu.Lock()
	defer c.mu.Unlock()
	mails := make([]Mail, len(c.mails))
	for i, m := range c.mails {
		mails[i] = *m
	}
	return mails
}

// Await answers what arrived as soon as enough says so, and the context's error when that is over first.
func (c *Catcher) Await(ctx context.Context, enough func([]Mail) bool) ([]Mail, error) {
	for {
		c.mu.Lock()
		taken := c.taken
		c.mu.Unlock()
		mails := c.Mails()
		if enough(mails) {
			return mails, nil
		}
		select {
		case <-ctx.Done():
			return mails, ctx.Err()
		case <-taken:
		}
	}
}

// take enters a mail in the ledger. One whose Message-ID is known is the same mail, arrived again.
func (c *Catcher) take(m *Mail) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ledger != nil {
		line, err := json.Marshal(m)
		if err != nil {
			return err
		}
		if _, err := c.ledger.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	if i := slices.IndexFunc(c.mails, func(k *Mail) bool { return k.MessageID != "" && k.MessageID == m.MessageID }); i >= 0 {
		c.mails[i].Times++
	} else {
		m.Times = 1
		c.mails = append(c.mails, m)
	}
	close(c.taken)
	c.taken = make(chan struct{})
	return nil
}

// Stop ends listening; who waits for an answer gets none.
func (c *Catcher) Stop() error {
	close(c.ended)
	err := c.closeAll()
	c.done.Wait()
	return err
}

func (c *Catcher) closeAll() error {
	var errs []error
	switch {
	case c.server != nil: // closes what it listens on
		errs = append(errs, c.server.Close())
	case c.mail != nil:
		errs = append(errs, c.mail.Close())
	}
	switch {
	case c.page != nil:
		errs = append(errs, c.page.Close())
	case c.read != nil:
		errs = append(errs, c.read.Close())
	}
	if c.ledger != nil {
		errs = append(errs, c.ledger.Close())
	}
	return errors.Join(errs...)
}
