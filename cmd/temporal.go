package cmd

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

	"homeward/vault"
)

// temporalPatience is how long a command that cannot do without Temporal waits for it.
const temporalPatience = 30 * time.Second

// healthPause is how often a link looks whether Temporal answers, and how long it waits for the answer.
const healthPause = time.Second

// temporalPlace says where Temporal runs.
type temporalPlace struct {
	Temporal  string `help:"Address of the Temporal server." placeholder:"HOST:7233"`
	Namespace string `help:"Temporal namespace." default:"homeward"`
}

// errNoTemporal is the answer of a command that does not run Temporal itself and was not told where it runs.
var errNoTemporal = usage{"Say where Temporal runs: --temporal HOST:7233."}

// A link is the way to Temporal. It is down until Temporal has answered, and goes up and down with it.
type link struct {
	client client.Client
	up     atomic.Bool
	done   sync.WaitGroup
	stop   context.CancelFunc
}

// connect opens a link without waiting for Temporal.
func connect(ctx context.Context, t temporalPlace, v *vault.Vault, logger *slog.Logger) (*link, error) {
	c, err := client.NewLazyClient(client.Options{HostPort: t.Temporal, Namespace: t.Namespace, DataConverter: v.DataConverter(),
		FailureConverter: v.FailureConverter(), Logger: quiet{log.NewStructuredLogger(logger)}})
	if err != nil {
		return nil, notReadyf("The Temporal address %q cannot be used: %v.", t.Temporal, err)
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	l := &link{client: c, stop: stop}
	l.look(watching)
	l.done.Go(func() { l.watch(watching) })
	return l, nil
}

// reach answers the client, nil while Temporal is away.
func (l *link) reach() client.Client {
	if !l.up.Load() {
		return nil
	}
	return l.client
}

// await waits until Temporal answers, at most as long as anybody would.
func (l *link) await(ctx context.Context, address string) error {
	patient, cancel := context.WithTimeout(ctx, temporalPatience)
	defer cancel()
	for !l.up.Load() {
		select {
		case <-patient.Done():
			return notReadyf("Temporal does not answer at %s.", address)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

func (l *link) watch(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(healthPause):
			l.look(ctx)
		}
	}
}

func (l *link) look(ctx context.Context) {
	asked, cancel := context.WithTimeout(ctx, healthPause)
	defer cancel()
	_, err := l.client.CheckHealth(asked, &client.CheckHealthRequest{})
	l.up.Store(err == nil)
}

func (l *link) close() {
	l.stop()
	l.done.Wait()
	l.client.Close()
}

// quiet leaves the SDK's own chatter out of our log: it reports what we report in our words.
type quiet struct{ log.Logger }

func (q quiet) Debug(string, ...any) {}
func (q quiet) Info(string, ...any)  {}

// With keeps a derived logger as quiet.
func (q quiet) With(pairs ...any) log.Logger {
	if w, ok := q.Logger.(log.WithLogger); ok {
		return quiet{w.With(pairs...)}
	}
	return q
}
