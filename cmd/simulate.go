package cmd

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"homeward/banksim/bank"
)

type simulateCommand struct {
	Bank simulateBankCommand `cmd:"" help:"Simulate a bank's payment system, with a ledger of its own. It pays nobody anything."`
}

type simulateBankCommand struct {
	Listen   string `help:"Address to answer at." default:"${bankListen}" placeholder:"HOST:PORT"`
	Ledger   string `help:"File the ledger is kept in." default:"${bankLedger}" placeholder:"FILE"`
	Attended bool   `help:"End when standard input does, and so with the process that holds its other end, however that one ends."`
}

// Run answers as a bank would until it is asked to end.
func (c simulateBankCommand) Run(ctx context.Context, s streams) error {
	if c.Attended {
		var stop context.CancelFunc
		ctx, stop = attended(os.Stdin)
		defer stop()
	}
	return bank.Program.Serve(ctx, s.out, c.Listen, c.Ledger)
}

// attended answers a context that ends when in does. Ctrl-C reaches every process of a terminal at once: it is left to the process that
// attends, which ends this one last.
func attended(in io.Reader) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	go func() {
		_, _ = io.Copy(io.Discard, in) // a broken pipe has ended, too
		stop()
	}()
	return ctx, stop
}
