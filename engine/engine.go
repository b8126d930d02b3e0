// Package engine runs the embedded Temporal server: one process, one SQLite file, loopback only.
package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"sync/atomic"
	"time"

	"go.temporal.io/api/namespace/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/temporal"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/types/known/durationpb"
)

const (
	// startTime bounds how long Start waits for the server to become usable; on two slow cores it takes about a tenth of a second.
	startTime = time.Minute

	// stopTime bounds how long Stop waits; the server itself would wait five minutes per service.
	stopTime = 30 * time.Second

	// pollEvery is the pause between two questions to a server that is still starting.
	pollEvery = 10 * time.Millisecond
)

// Options say where the server keeps its state and where it listens. The zero value is a server in memory.
type Options struct {
	File      string        // path of the SQLite file; empty keeps everything in memory
	Namespace string        // default "homeward"; created when the file does not hold it yet
	Address   string        // loopback host:port of the frontend; default "127.0.0.1:0", port 0 picks a free one
	Retention time.Duration // how long a closed workflow stays readable; at least a day, default 365 days
	Logger    *slog.Logger  // receives warnings and errors only; default slog.Default()
}

func (o Options) withDefaults() Options {
	o.Namespace = cmp.Or(o.Namespace, "homeward")
	o.Address = cmp.Or(o.Address, "127.0.0.1:0")
	o.Retention = cmp.Or(o.Retention, 365*24*time.Hour)
	o.Logger = cmp.Or(o.Logger, slog.Default())
	return o
}

// Engine is a running server. Several may run in one process, each with its own file; two on the same file, in one
// process or in two, take the history shard from each other and neither gets far.
type Engine struct {
	server    temporal.Server
	database  *config.SQL
	stopping  *atomic.Bool
	address   string
	namespace string
	setAside  string
	file      string
}

// Start starts the server and returns when its frontend answers and the namespace is usable. A file that another server
// version wrote, or that is damaged, is set aside and a new one begun: see SetAside. Cancelling ctx abandons the start;
// it does not stop a server that Start has returned.
func Start(ctx context.Context, options Options) (*Engine, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	options = options.withDefaults()

	ports, release, err := reservePorts(options.Address)
	if err != nil {
		return nil, fmt.Errorf("start engine: %w", err)
	}
	defer release()
	database, setAside, err := openDatabase(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("start engine: %w", err)
	}
	e := &Engine{
		database:  database,
		stopping:  new(atomic.Bool),
		address:   ports.frontend(),
		namespace: options.Namespace,
		setAside:  setAside,
		file:      options.File,
	}
	release()
	e.server, err = launch(database, ports, serverLog{options.Logger, e.stopping})
	if err != nil {
		return nil, fmt.Errorf("start engine: %w", err)
	}
	if err := e.becomeUsable(ctx, options.Retention); err != nil {
		return nil, errors.Join(fmt.Errorf("start engine: %w", err), e.Stop())
	}
	return e, nil
}

// Address is the host:port to dial, without TLS.
func (e *Engine) Address() string { return e.address }

// Namespace is the namespace that Start made usable.
func (e *Engine) Namespace() string { return e.namespace }

// SetAside is where Start moved a file it could not continue with, or empty when it continued or began afresh.
func (e *Engine) SetAside() string { return e.setAside }

// Empty reports whether the server was begun anew, by this start or an earlier one, and has not been Rebuilt since: open cases
// and movements must be started again from their logs.
func (e *Engine) Empty() (bool, error) {
	if e.file == "" {
		return true, nil
	}
	_, err := os.Stat(rebuildFile(e.file))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Rebuilt notes that everything that should run was started. Until then each start finds the server Empty, so that a rebuild
// that breaks off is begun again.
func (e *Engine) Rebuilt() error {
	if e.file == "" {
		return nil
	}
	if err := os.Remove(rebuildFile(e.file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("note the rebuild: %w", err)
	}
	return nil
}

// Stop ends calls in flight within about a second, closes the server and waits for it at most half a minute. Stop the
// workers first: their long polls are what it waits for. What was acknowledged is in the file; Start on the same file
// continues, timers included. A second Stop does nothing.
func (e *Engine) Stop() error {
	if e.stopping.Swap(true) {
		return nil
	}
	stopped := make(chan error, 1)
	go func() { stopped <- errors.Join(e.server.Stop(), checkpoint(e.database)) }()
	select {
	case err := <-stopped:
		if err != nil {
			return fmt.Errorf("stop engine: %w", err)
		}
		return nil
	case <-time.After(stopTime):
		return fmt.Errorf("stop engine: still busy after %v", stopTime)
	}
}

// becomeUsable waits for the frontend and the namespace, then brings the retention of an older file up to date.
func (e *Engine) becomeUsable(ctx context.Context, retention time.Duration) error {
	conn, err := grpc.NewClient(e.address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return fmt.Errorf("dial frontend: %w", err)
	}
	defer conn.Close()

	frontend := workflowservice.NewWorkflowServiceClient(conn)
	health := grpc_health_v1.NewHealthClient(conn)
	err = poll(ctx, func() error {
		answer, err := health.Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: workflowservice.WorkflowService_ServiceDesc.ServiceName})
		if err != nil {
			return err
		}
		if answer.Status != grpc_health_v1.HealthCheckResponse_SERVING {
			return fmt.Errorf("it says %v", answer.Status)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("frontend at %s does not answer: %w", e.address, err)
	}

	var found *workflowservice.DescribeNamespaceResponse
	err = poll(ctx, func() (err error) {
		found, err = frontend.DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: e.namespace})
		return err
	})
	if err != nil {
		return fmt.Errorf("namespace %s is not usable: %w", e.namespace, err)
	}

	if found.Config.WorkflowExecutionRetentionTtl.AsDuration() == retention {
		return nil
	}
	_, err = frontend.UpdateNamespace(ctx, &workflowservice.UpdateNamespaceRequest{
		Namespace: e.namespace,
		Config:    &namespace.NamespaceConfig{WorkflowExecutionRetentionTtl: durationpb.New(retention)},
	})
	if err != nil {
		return fmt.Errorf("set retention of namespace %s to %v: %w", e.namespace, retention, err)
	}
	return nil
}

// poll asks until the answer is good or ctx ends, and then returns the last answer.
func poll(ctx context.Context, ask func() error) error {
	for {
		err := ask()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pollEvery):
		}
	}
}

// ports are the loopback addresses of the server's services, the frontend's first.
type ports []*net.TCPAddr

func (p ports) frontend() string { return p[0].String() }

// reservePorts finds a free port for every service, the frontend's at address, and holds them until they are released: no two
// are the same, and nobody else takes one before the server does.
func reservePorts(address string) (_ ports, release func(), err error) {
	wanted, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, nil, fmt.Errorf("address %q: %w", address, err)
	}
	if !wanted.IP.IsLoopback() {
		return nil, nil, fmt.Errorf("address %q is not a loopback address, and the server has no authentication", address)
	}
	free := *wanted
	free.Port = 0

	var found ports
	var held []*net.TCPListener
	release = func() {
		for _, listener := range held {
			_ = listener.Close() // nobody was served there
		}
	}
	for _, service := range services {
		at := &free
		if len(found) == 0 {
			at = wanted
		}
		listener, err := net.ListenTCP("tcp", at)
		if err != nil {
			release()
			return nil, nil, fmt.Errorf("port for %s: %w", service, err)
		}
		held = append(held, listener)
		found = append(found, listener.Addr().(*net.TCPAddr))
	}
	return found, release, nil
}
