package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/activities"
	"homeward/avrr"
	"homeward/banksim/bank"
)

// TestMain is the command line itself where these tests start this program once more, as the demonstration does.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "simulate" {
		os.Exit(Run(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// logged is what was told so far, for whoever asks while more is.
type logged struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

func bankOf(t *testing.T, ledger string) (*bankProcess, *logged) {
	t.Helper()
	said := &logged{}
	b, err := startBank(t.Context(), ledger, said, logging{LogFormat: "text", LogLevel: "warn"}.logger(streams{said, said}))
	require.NoError(t, err, said.String())
	return b, said
}

// ledgerOf answers the lines of a bank's ledger, which says that it is a simulator's.
func ledgerOf(t *testing.T, b *bankProcess) []map[string]any {
	t.Helper()
	answer, err := http.Get(b.url() + "/ledger")
	require.NoError(t, err)
	defer func() { require.NoError(t, answer.Body.Close()) }()
	var book struct {
		Simulated bool
		Lines     []map[string]any
	}
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&book))
	require.True(t, book.Simulated)
	return book.Lines
}

var toArta = activities.PaymentOrder{Key: "k", Amount: 50000, Currency: "EUR", Name: "Arta Hoxha", Account: avrr.Account{IBAN: "AL47212110090000000235698741"}}

// The bank is killed beside the demonstration: the log says so, it answers again at the same address, and what it paid is still known.
func TestASimulatedBankThatIsKilledAnswersAgainWithItsLedger(t *testing.T) {
	ledger := filepath.Join(t.TempDir(), "simulated-bank.jsonl")
	b, said := bankOf(t, ledger)
	require.NotEqual(t, os.Getpid(), b.process.Process.Pid)
	api, err := activities.NewBankAPI(b.url())
	require.NoError(t, err)
	paid, err := api.Pay(t.Context(), toArta)
	require.NoError(t, err)

	require.NoError(t, b.process.Process.Kill())
	var known activities.BankAnswer
	require.Eventually(t, func() bool {
		known, err = api.Ask(t.Context(), "k")
		return err == nil && strings.Contains(said.String(), "answers again")
	}, patience, 50*time.Millisecond)
	require.Equal(t, paid, known)
	require.Len(t, ledgerOf(t, b), 1)
	require.Contains(t, said.String(), "the simulated bank broke off and is started again")

	b.stop()
	_, err = api.Ask(t.Context(), "k")
	require.ErrorIs(t, err, activities.ErrNotAsked, "it ended with the demonstration")
	require.Equal(t, 1, strings.Count(said.String(), "broke off"), "an end that was asked for is none")

	again, _ := bankOf(t, ledger)
	defer again.stop()
	require.Len(t, ledgerOf(t, again), 1, "the ledger lies beside the data")
}

// Whoever attends may be killed, and says nothing then: the other end of the pipe closes all the same.
func TestAnAttendedBankEndsWithWhoeverAttendsIt(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	process := exec.Command(self, "simulate", "bank", "--attended", "--listen", "127.0.0.1:0", "--ledger", filepath.Join(t.TempDir(), "bank.jsonl"))
	process.Stderr = t.Output()
	attends, err := process.StdinPipe()
	require.NoError(t, err)
	says, err := process.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, process.Start())
	begins := make([]byte, 200)
	n, err := says.Read(begins)
	require.NoError(t, err)
	_, err = bank.Program.Address(string(begins[:n]))
	require.NoError(t, err)
	require.NoError(t, process.Process.Signal(os.Interrupt), "as Ctrl-C in the terminal of both would")
	require.NoError(t, attends.Close())
	_, err = io.Copy(io.Discard, says)
	require.NoError(t, err)
	require.NoError(t, process.Wait())
}

func TestABankWhoseLedgerCannotBeReadStopsTheDemonstration(t *testing.T) {
	ledger := filepath.Join(t.TempDir(), "simulated-bank.jsonl")
	require.NoError(t, os.WriteFile(ledger, []byte("something else\n"), 0o600))
	said := &logged{}
	_, err := startBank(t.Context(), ledger, said, logging{}.logger(streams{said, said}))
	require.ErrorAs(t, err, &notReady{})
	require.ErrorContains(t, err, "The simulated bank cannot start")
	require.Contains(t, said.String(), "ledger")
}

// Whoever presses Ctrl-C while a bank hangs that has not said where it answers is not kept waiting for it.
func TestABankThatNeverBeginsIsWaitedForUntilTheDemonstrationIsEnded(t *testing.T) {
	ledger := filepath.Join(t.TempDir(), "simulated-bank.jsonl")
	require.NoError(t, syscall.Mkfifo(ledger, 0o600)) // reading it never ends
	ctx, press := context.WithCancelCause(t.Context())
	press(errors.New("Ctrl-C"))
	said, ended := &logged{}, make(chan error, 1)
	go func() {
		_, err := startBank(ctx, ledger, said, logging{}.logger(streams{said, said}))
		ended <- err
	}()
	select {
	case err := <-ended:
		require.ErrorContains(t, err, "The simulated bank cannot start: it does not begin: Ctrl-C")
	case <-time.After(2 * time.Minute):
		t.Fatal("it is waited for without end")
	}
}

func TestTheBankIsToldNoneOfOurSecrets(t *testing.T) {
	t.Setenv("HOMEWARD_BANK", "https://homeward:secret@bank.example")
	b, _ := bankOf(t, filepath.Join(t.TempDir(), "simulated-bank.jsonl"))
	defer b.stop()
	environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", b.process.Process.Pid))
	require.NoError(t, err)
	require.Contains(t, string(environment), "PATH=")
	require.NotContains(t, string(environment), "HOMEWARD_")
}
