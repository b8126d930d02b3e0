package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// asksFor is how long these houses ask somebody outside what became of a call: longer than one call may take.
const asksFor = 15 * time.Second

// A simulator is a carrier or a bank in a process of its own, whose ledger is the witness of what was really done.
type simulator struct {
	t       testing.TB
	url     string
	program string
	ledger  string
	process *exec.Cmd
}

// simulate starts a simulator by the name of its folder.
func (h *house) simulate(name string) *simulator {
	h.t.Helper()
	s := &simulator{t: h.t, program: filepath.Join(h.dir, name), ledger: filepath.Join(h.dir, name+".jsonl")}
	built, err := exec.Command("go", "build", "-o", s.program, "../"+name).CombinedOutput()
	require.NoError(h.t, err, string(built))
	s.start("127.0.0.1:0")
	h.t.Cleanup(s.stop)
	h.acts.AskFor = asksFor
	return s
}

func (s *simulator) start(at string) {
	s.t.Helper()
	s.process = exec.Command(s.program, "--listen", at, "--ledger", s.ledger)
	s.process.Stderr = s.t.Output()
	says, err := s.process.StdoutPipe()
	require.NoError(s.t, err)
	require.NoError(s.t, s.process.Start())
	line, err := bufio.NewReader(says).ReadString('\n')
	require.NoError(s.t, err, "it does not begin")
	_, rest, found := strings.Cut(line, "http://")
	require.True(s.t, found, line)
	address, _, _ := strings.Cut(rest, " ")
	s.url = "http://" + address
}

// stop kills the simulator, which keeps only what is in its ledger's file.
func (s *simulator) stop() {
	if s.process == nil {
		return
	}
	require.NoError(s.t, s.process.Process.Kill())
	_ = s.process.Wait() // it was killed
	s.process = nil
}

// meets sets what the next call of a kind meets with.
func (s *simulator) meets(call, does string, times int) {
	s.t.Helper()
	s.meetsEvery(1, call, does, times)
}

// meetsEvery sets what each nth call of a kind meets with.
func (s *simulator) meetsEvery(n int, call, does string, times int) {
	s.t.Helper()
	raw, err := json.Marshal(map[string]any{"call": call, "do": does, "times": times, "every": n})
	require.NoError(s.t, err)
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPut, s.url+"/faults", bytes.NewReader(raw))
	require.NoError(s.t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(s.t, err)
	require.NoError(s.t, answer.Body.Close())
	require.Equal(s.t, http.StatusNoContent, answer.StatusCode)
}

// ledger answers every line of a simulator's ledger.
func ledger[L any](s *simulator) []L {
	s.t.Helper()
	answer, err := http.Get(s.url + "/ledger")
	require.NoError(s.t, err)
	defer func() { require.NoError(s.t, answer.Body.Close()) }()
	var book struct {
		Simulated bool
		Lines     []L
	}
	require.NoError(s.t, json.NewDecoder(answer.Body).Decode(&book))
	require.True(s.t, book.Simulated)
	return book.Lines
}
