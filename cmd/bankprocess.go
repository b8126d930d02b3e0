package cmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"homeward/banksim/bank"
)

const (
	// bankPatience is how long the simulated bank may take to end before it is killed.
	bankPatience = 5 * time.Second
	// bankBegins is how long it may take until it says where it answers.
	bankBegins = 30 * time.Second
	// bankPause is how long the simulated bank stays away before it is started again.
	bankPause = time.Second
)

// A bankProcess is the simulated bank of the demonstration: this program once more, in a process of its own that ends with this one,
// however this one ends. A bank that ends before is started again, at the same address and with the same ledger.
type bankProcess struct {
	ledger  string
	address string // HOST:PORT
	errs    io.Writer
	log     *slog.Logger
	process *exec.Cmd
	stop    func() // ends it, and returns once it has
}

// startBank starts the simulated bank of a ledger, and returns once it answers.
func startBank(ctx context.Context, ledger string, errs io.Writer, log *slog.Logger) (*bankProcess, error) {
	running, end := context.WithCancel(context.WithoutCancel(ctx)) // whoever still orders of it while the demonstration ends is answered
	b := &bankProcess{ledger: ledger, errs: errs, log: log}
	var err error
	if b.address, err = b.start(running, ctx, "127.0.0.1:0"); err != nil {
		end()
		return nil, notReadyf("The simulated bank cannot start: %v.", err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		b.keep(running)
	}()
	b.stop = func() {
		end()
		<-ended
	}
	return b, nil
}

func (b *bankProcess) url() string { return "http://" + b.address }

// start starts a process of the bank at an address, which lives as long as ctx, and answers which address it took once it answers there.
// It is waited for until begins ends.
func (b *bankProcess) start(ctx, begins context.Context, at string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	b.process = exec.CommandContext(ctx, self, "simulate", "bank", "--attended", "--listen", at, "--ledger", b.ledger)
	b.process.Stderr, b.process.Env = b.errs, withoutOurs(os.Environ())
	attends, err := b.process.StdinPipe()
	if err != nil {
		return "", err
	}
	b.process.Cancel, b.process.WaitDelay = attends.Close, bankPatience
	says, err := b.process.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := b.process.Start(); err != nil {
		return "", err
	}
	begins, cancel := context.WithTimeoutCause(begins, bankBegins, fmt.Errorf("it has said nothing for %s", bankBegins))
	defer cancel()
	attended := context.AfterFunc(begins, func() { _ = b.process.Process.Kill() }) // with it ends what is read here
	said, err := bufio.NewReader(says).ReadString('\n')
	if err == nil {
		at, err = bank.Program.Address(said)
	}
	if !attended() {
		err = context.Cause(begins)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("it does not begin: %w", err), attends.Close(), b.process.Wait())
	}
	return at, nil
}

// withoutOurs leaves out of an environment what sets up Homeward: secrets are in it, and the bank is told all it needs on its command line.
func withoutOurs(environment []string) []string {
	return slices.DeleteFunc(environment, func(set string) bool { return strings.HasPrefix(set, "HOMEWARD_") })
}

// keep starts the bank again whenever it ends, until ctx does.
func (b *bankProcess) keep(ctx context.Context) {
	for {
		err := b.process.Wait()
		if ctx.Err() != nil {
			if !errors.Is(err, ctx.Err()) {
				b.log.Warn("stop the simulated bank", "error", err)
			}
			return
		}
		b.log.Error("the simulated bank broke off and is started again", "error", err)
		if !b.startAgain(ctx) {
			return
		}
		b.log.Warn("the simulated bank answers again", "at", b.url())
	}
}

// startAgain tries until the bank answers; false says that ctx ended before.
func (b *bankProcess) startAgain(ctx context.Context) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(bankPause):
		}
		_, err := b.start(ctx, ctx, b.address)
		if err == nil {
			return true
		}
		b.log.Error("the simulated bank cannot be started again", "error", err)
	}
}
