package cmd

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/cmd/sample"
	"homeward/web"
)

type demoCommand struct {
	Data string `help:"Folder to keep the data in; without it each start is fresh." placeholder:"DIR"`
	ownProgrammes
	Listen string `help:"Address to serve at, on this machine only." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
}

// Run serves a demonstration on this machine and drives the sample caseload through it.
func (c demoCommand) Run(ctx context.Context, s streams) error {
	if err := onLoopback(c.Listen); err != nil {
		return err
	}
	data, kept := c.Data, c.Data != ""
	if !kept {
		temporary, err := os.MkdirTemp("", "homeward-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary) //nolint:errcheck // a leftover temporary folder harms nobody
		data = temporary
	}
	log := logging{LogFormat: "text", LogLevel: "warn"}.logger(s)
	h, err := openHouse(ctx, storage{Data: data, ownProgrammes: c.ownProgrammes}, opening{create: true, migrate: true, pin: true}, log)
	if err != nil {
		return err
	}
	defer h.shut()
	if err := h.gate.SeedDemo(ctx); err != nil {
		return err
	}
	l := listening{Listen: c.Listen}
	var opened atomic.Int64
	wanted := len(sample.Lives())
	info := &web.DemoInfo{Accounts: access.DemoAccounts, Password: access.DemoPassword, Progress: func() (int, int) { return int(opened.Load()), wanted }}
	return h.everything(ctx, data, temporalPlace{Namespace: "homeward"}, l, info, func(desk *casework.Desk) error {
		greet(s, l.publicURL(), data, kept)
		return h.populate(ctx, s, desk, &opened, wanted)
	})
}

func greet(s streams, url, data string, kept bool) {
	fmt.Fprintf(s.errs, "\n  Homeward is at %s\n\n  Sign in with the password %s as\n", url, access.DemoPassword)
	for _, a := range access.DemoAccounts {
		fmt.Fprintf(s.errs, "    %-11s %s, %s\n", a.Username, a.DisplayName, strings.ToLower(a.Role.Title().EN))
	}
	where := "The data is fresh and goes when you stop with Ctrl-C."
	if kept {
		where = "The data stays in " + data + "."
	}
	fmt.Fprintf(s.errs, "\n  Everybody in it is fictional. %s\n\n", where)
}

// populate drives the sample caseload, with a progress bar, unless it is there already.
func (h *house) populate(ctx context.Context, s streams, desk *casework.Desk, opened *atomic.Int64, wanted int) error {
	staff, err := h.staff(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	show := func() {
		n := opened.Load()
		fmt.Fprintf(s.errs, "\r  Sample caseload %s %d of %d", bar(int(n), wanted), n, wanted)
	}
	show()
	if err := sample.Drive(ctx, desk, staff, func() { opened.Add(1); show() }); err != nil {
		fmt.Fprintln(s.errs)
		h.log.Error("the sample caseload is not complete", "error", err)
		return nil
	}
	if ctx.Err() == nil {
		fmt.Fprintf(s.errs, "\n  All %d cases are where they should be, after %.0f seconds. Clocks run in minutes: watch reminders, lapsing holds and visits fall due.\n\n", wanted, time.Since(began).Seconds())
	}
	return nil
}

func bar(n, of int) string {
	const width = 30
	full := width * n / max(of, 1)
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", width-full) + "]"
}

// staff answers the demonstration's people by user name.
func (h *house) staff(ctx context.Context) (map[string]access.Person, error) {
	staff := map[string]access.Person{}
	for _, known := range access.DemoAccounts {
		a, err := h.store.Read(ctx).AccountByUsername(known.Username)
		if err != nil {
			return nil, err
		}
		staff[a.Username] = access.Person{Actor: avrr.Actor{ID: a.ID, Role: avrr.Role(a.Role), Office: a.Office}, Username: a.Username, DisplayName: a.DisplayName, Office: a.Office}
	}
	return staff, nil
}

// onLoopback refuses to show a demonstration with known passwords to anybody else.
func onLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return usage{fmt.Sprintf("%q is not an address of the form HOST:PORT.", address)}
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return usage{fmt.Sprintf("The demonstration has known passwords and serves this machine only; %s is not a loopback address.", address)}
	}
	return nil
}
