package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"

	"homeward/access"
	"homeward/activities"
	"homeward/casework"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
	"homeward/worker"
)

// processes are what this test binary can be instead of the tests: each under the variable that holds what it is told, in JSON.
var processes = map[string]func(told string) error{
	"HOMEWARD_DOOMED_WORKER": workUntilDoomed,
	"HOMEWARD_WORKER":        workUntilKilled,
	"HOMEWARD_RIVAL":         rival,
	"HOMEWARD_CLERK":         doJobs,
}

func TestMain(m *testing.M) {
	for name, live := range processes {
		if told := os.Getenv(name); told != "" {
			if err := live(told); err != nil {
				fmt.Fprintf(os.Stderr, "%s cannot work: %v\n", name, err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

// begun is what a process says once it works.
const begun = "working"

// Premises are where a process works: on the keys, the database and the Temporal of a house.
type premises struct{ Dir, Store, Temporal, Namespace string }

func (h *house) premises() premises {
	return premises{h.dir, h.url, h.engine.Address(), h.engine.Namespace()}
}

// join has this process take part in a house that another one built. It has a desk and activities of its own, and nobody at work yet.
func join(p premises) (*house, error) {
	ctx := context.Background()
	v, err := vault.Open(ctx, vault.Config{KeyFile: filepath.Join(p.Dir, "key"), Store: "sqlite:" + filepath.Join(p.Dir, "keys.db")})
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, store.Config{URL: p.Store, Sealer: store.SealerOf(v)})
	if err != nil {
		return nil, err
	}
	library, err := programmes.Embedded()
	if err != nil {
		return nil, err
	}
	c, err := client.Dial(client.Options{HostPort: p.Temporal, Namespace: p.Namespace, DataConverter: v.DataConverter(), FailureConverter: v.FailureConverter(), Logger: silent{}})
	if err != nil {
		return nil, err
	}
	h := &house{store: s, vault: v, client: c, gate: access.New(access.Config{Store: s}), log: slog.Default()}
	h.acts = &activities.Activities{Store: s, Vault: v, Library: library, PublicURL: "http://localhost:8080", Clock: time.Now, Logger: h.log}
	h.desk = &casework.Desk{Store: s, Vault: v, Gate: h.gate, Library: library, Clock: time.Now, Logger: slog.New(slog.DiscardHandler), Temporal: func() client.Client { return c }}
	return h, nil
}

// hire is what a worker in a process of its own is told.
type hire struct {
	premises
	Bank   string
	AskFor time.Duration
}

// workUntilKilled is the whole life of a worker with its relay, as an office runs it. It ends early only if its parent does.
func workUntilKilled(told string) error {
	var by hire
	if err := json.Unmarshal([]byte(told), &by); err != nil {
		return err
	}
	h, err := join(by.premises)
	if err != nil {
		return err
	}
	if h.acts.Bank, err = activities.NewBankAPI(by.Bank); err != nil {
		return err
	}
	h.acts.AskFor = by.AskFor
	sdkworker.SetStickyWorkflowCacheSize(1000)
	if err := worker.New(h.client, h.acts).Start(); err != nil {
		return err
	}
	relay := &worker.Relay{Client: h.client, Store: h.store, Activities: h.acts, Holder: "this host", Clock: time.Now, Logger: slog.New(slog.DiscardHandler)}
	go relay.Run(context.Background())
	return workOn()
}

// workOn says that a process works, and waits until whoever began it is gone.
func workOn() error {
	fmt.Println(begun)
	_, err := io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, errors.New("left alone"))
}

// A process is one that a test began.
type process struct {
	*exec.Cmd
	t    testing.TB
	told io.WriteCloser // closed with this process, however that ends
	says *bufio.Reader
}

// begin starts a process and waits until it works.
func (h *house) beginProcess(name string, told any) *process {
	h.t.Helper()
	raw, err := json.Marshal(told)
	require.NoError(h.t, err)
	p := &process{Cmd: exec.Command(os.Args[0]), t: h.t}
	p.Env = append(os.Environ(), name+"="+string(raw))
	p.Stderr = h.t.Output()
	p.told, err = p.StdinPipe()
	require.NoError(h.t, err)
	says, err := p.StdoutPipe()
	require.NoError(h.t, err)
	require.NoError(h.t, p.Start())
	p.says = bufio.NewReader(says)
	line, err := p.says.ReadString('\n')
	require.NoError(h.t, err, "%s does not begin", name)
	require.Equal(h.t, begun+"\n", line)
	return p
}

// killed waits for the end of a process, which must have been killed.
func (p *process) killed() {
	p.t.Helper()
	ended := time.AfterFunc(patience, func() { _ = p.told.Close() }) // it then ends by itself, which is found out
	defer ended.Stop()
	var exit *exec.ExitError
	require.ErrorAs(p.t, p.Wait(), &exit, "it lives")
	status, ok := exit.Sys().(syscall.WaitStatus)
	require.True(p.t, ok && status.Signal() == syscall.SIGKILL, "it ended by itself: %v", exit)
}

// kill ends a process at once, whatever it does.
func (p *process) kill() {
	p.t.Helper()
	require.NoError(p.t, p.Process.Kill())
	p.killed()
}
