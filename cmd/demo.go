package cmd

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"homeward/access"
	"homeward/activities"
	"homeward/avrr"
	"homeward/casework"
	"homeward/cmd/sample"
	"homeward/examples"
	"homeward/intake"
	"homeward/web"
)

type demoCommand struct {
	Data string `help:"Folder to keep the data in; without it each start is fresh." placeholder:"DIR"`
	ownProgrammes
	scoring
	Listen   string `help:"Address to serve at, on this machine only." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	MailPage string `help:"Address of the page that shows the mail to other offices; any free port when it is 0." default:"127.0.0.1:0" placeholder:"HOST:PORT"`
}

// Run serves a demonstration on this machine and drives the sample caseload through it.
func (c demoCommand) Run(ctx context.Context, s streams) error {
	for _, address := range []string{c.Listen, c.MailPage} {
		if err := onLoopback(address); err != nil {
			return err
		}
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
	h, err := openHouse(ctx, storage{Data: data, ownProgrammes: c.ownProgrammes, scoring: c.scoring}, opening{create: true, migrate: true, pin: true}, log)
	if err != nil {
		return err
	}
	defer h.shut()
	if err := h.gate.SeedDemo(ctx); err != nil {
		return err
	}
	mail, err := h.catchMail(ctx, c.MailPage, data)
	if err != nil {
		return err
	}
	defer func() {
		if err := mail.Stop(); err != nil {
			h.log.Warn("stop the mail catcher", "error", err)
		}
	}()
	bank, err := startBank(ctx, filepath.Join(data, "simulated-bank.jsonl"), s.errs, log)
	if err != nil {
		return err
	}
	defer bank.stop()
	if h.bank, err = activities.NewBankAPI(bank.url()); err != nil {
		return err
	}
	l := listening{Listen: c.Listen}
	caseload, err := h.sampleCaseload(ctx)
	if err != nil {
		return err
	}
	p := &populating{out: s.errs, wanted: len(sample.Lives()) + len(caseload.Cases), began: time.Now()}
	info := &web.DemoInfo{Accounts: access.DemoAccounts, Password: access.DemoPassword, Progress: func() (int, int) { return int(p.done.Load()), p.wanted }, Mail: mail.Page()}
	return h.everything(ctx, data, temporalPlace{Namespace: "homeward"}, l, info, func(desk *casework.Desk) error {
		greet(s, l.publicURL(), mail.Page(), bank.url()+"/ledger", data, kept)
		return h.populate(ctx, desk, caseload, p)
	})
}

func greet(s streams, url, mail, bank, data string, kept bool) {
	fmt.Fprintf(s.errs, "\n  Homeward is at %s\n\n  Sign in with the password %s as\n", url, access.DemoPassword)
	for _, a := range access.DemoAccounts {
		fmt.Fprintf(s.errs, "    %-11s %s, %s\n", a.Username, a.DisplayName, strings.ToLower(a.Role.Title().EN))
	}
	fmt.Fprintf(s.errs, "\n  Mail to other offices is caught, and delivered to nobody: read it at %s\n", mail)
	fmt.Fprintf(s.errs, "  Payments are ordered of a simulated bank, a process of its own that pays nobody: its ledger is at %s\n", bank)
	where := "The data is fresh and goes when you stop with Ctrl-C."
	if kept {
		where = "The data stays in " + data + "."
	}
	fmt.Fprintf(s.errs, "\n  Everybody in it is fictional. %s\n\n", where)
}

// sampleCaseload is the spreadsheet of 450 people, as it would be recorded today.
func (h *house) sampleCaseload(ctx context.Context) (*intake.Caseload, error) {
	staff, err := h.sampleStaff(ctx)
	if err != nil {
		return nil, err
	}
	asOf, err := avrr.ParseDate(examples.VARRPAsOf)
	if err != nil {
		return nil, err
	}
	load, err := intake.Read(examples.VARRP, intake.Options{AsOf: asOf, Today: avrr.DateOf(time.Now())}).Plan(rulesOf(h.library, staff.Actors()), nil)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(load.Cases, func(a, b *intake.Planned) int { return len(a.Deeds) - len(b.Deeds) }) // lists fill at once
	return load, nil
}

// sampleStaff are the people of the demonstration in the parts of an import.
func (h *house) sampleStaff(ctx context.Context) (intake.Staff, error) {
	people, err := h.staff(ctx)
	return intake.Staff{intake.Officer: people["officer"], intake.Approver: people["officer2"], intake.Manager: people["manager"], intake.Desk: people["desk"],
		intake.Field: people["field"], intake.Protection: people["protection"]}, err
}

// firstScreens is how many cases there are before a demonstration is worth walking through.
const firstScreens = 100

// A populating is how far the demonstration is filled.
type populating struct {
	out    io.Writer
	wanted int
	began  time.Time
	done   atomic.Int64
}

// one more case is where it should be.
func (p *populating) one() {
	n := p.done.Add(1)
	fmt.Fprintf(p.out, "\r  Sample caseload %s %d of %d", bar(int(n), p.wanted), n, p.wanted)
	if n == firstScreens {
		fmt.Fprintf(p.out, "\n  The first %d cases are there, after %.0f seconds.\n", n, time.Since(p.began).Seconds())
	}
}

// populate fills the demonstration unless it is filled already: first the cases whose clocks run in minutes, so that something
// moves at once, then the spreadsheet.
func (h *house) populate(ctx context.Context, desk *casework.Desk, caseload *intake.Caseload, p *populating) error {
	staff, err := h.staff(ctx)
	if err != nil {
		return err
	}
	parts, err := h.sampleStaff(ctx)
	if err != nil {
		return err
	}
	if err := sample.Drive(ctx, desk, staff, p.one); err != nil {
		h.log.Error("the sample caseload is not complete", "error", err)
		return nil
	}
	refused, err := caseload.Record(ctx, desk, parts, p.one)
	if ctx.Err() != nil {
		return nil // asked to end
	}
	if err != nil || len(refused)+len(caseload.Problems) > 0 {
		h.log.Error("the sample caseload is not complete", "error", err, "left_out", append(caseload.Problems, refused...))
		return nil
	}
	fmt.Fprintf(p.out, "\n  All %d cases are where they should be, after %.0f seconds. Most of the first %d run in minutes: watch reminders, lapsing holds and visits fall due.\n\n",
		p.wanted, time.Since(p.began).Seconds(), len(sample.Lives()))
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
