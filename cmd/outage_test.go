package cmd

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/engine"
)

// Temporal stops while a browser works, with scripts and without: pages open, what is sent waits and says so, and it is recorded once
// Temporal is back.
func TestABrowserWorksOnWhileTemporalIsAway(t *testing.T) {
	data := t.TempDir()
	temporal := aTemporal(t, data)
	o := servingWith(t, data, nil, temporalPlace{Temporal: temporal.address, Namespace: "homeward"})
	defer o.close()
	reference := o.open()
	for _, scripts := range []string{"script", "noscript"} {
		t.Run(scripts, func(t *testing.T) { o.inBrowser("outage.mjs", reference, temporal.control.URL, scripts) })
	}
}

// A stoppable is a Temporal server that can be stopped and started again, at the same address and with the same file.
type stoppable struct {
	t       *testing.T
	file    string
	address string
	control *httptest.Server // /stop and /start
	turn    sync.Mutex
	engine  *engine.Engine // nil while it is stopped
}

func aTemporal(t *testing.T, data string) *stoppable {
	t.Helper()
	s := &stoppable{t: t, file: filepath.Join(data, "temporal.db"), address: freeAddress(t)}
	require.NoError(t, s.start())
	does := http.NewServeMux()
	for path, do := range map[string]func() error{"/stop": s.stop, "/start": s.start} {
		does.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			if err := do(); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		})
	}
	s.control = httptest.NewServer(does)
	t.Cleanup(func() {
		s.control.Close()
		require.NoError(t, s.stop())
	})
	return s
}

func (s *stoppable) start() (err error) {
	s.turn.Lock()
	defer s.turn.Unlock()
	s.engine, err = engine.Start(context.Background(), engine.Options{File: s.file, Address: s.address, Namespace: "homeward"})
	return err
}

func (s *stoppable) stop() error {
	s.turn.Lock()
	defer s.turn.Unlock()
	if s.engine == nil {
		return nil
	}
	stopped := s.engine
	s.engine = nil
	return stopped.Stop()
}
