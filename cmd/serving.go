package cmd

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/api"
	"homeward/casework"
	"homeward/store"
	"homeward/web"
)

// listening says where pages and API are served.
type listening struct {
	Listen    string `help:"Address to serve at." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	PublicURL string `help:"Where strangers reach this server, printed on papers; http://localhost:8080 when left out." placeholder:"URL"`
}

func (l listening) publicURL() string {
	if l.PublicURL != "" {
		return l.PublicURL
	}
	_, port, err := net.SplitHostPort(l.Listen)
	if err != nil {
		return "http://" + l.Listen
	}
	return "http://localhost:" + port
}

// ownProxies may say for whom they ask: the one on this machine that ends TLS.
var ownProxies = []string{"127.0.0.1", "::1"}

// shutdownPatience is how long requests under way may take when the process is asked to end.
const shutdownPatience = 10 * time.Second

// serve serves pages and API, and does what people ask to be done in the background, until ctx ends. ready is called when the address is taken.
func (h *house) serve(ctx context.Context, l listening, desk *casework.Desk, degraded func() string, demo *web.DemoInfo, ready func()) error {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	if err := engine.SetTrustedProxies(ownProxies); err != nil { // else anybody could name the address they ask from
		return fmt.Errorf("trust the proxy: %w", err)
	}
	err := api.Mount(engine, api.Config{Desk: desk, Gate: h.gate, Version: Version, Logger: h.log, Unavailable: away, Ready: func(ctx context.Context) api.Readiness {
		if _, _, err := h.store.SchemaState(ctx); err != nil {
			return api.Readiness{}
		}
		return api.Readiness{Ready: true, Degraded: degraded()}
	}})
	if err != nil {
		return err
	}
	secure := strings.HasPrefix(l.PublicURL, "https://")
	if err := web.Mount(engine, web.Config{Desk: desk, Gate: h.gate, Logger: h.log, Version: Version, Demo: demo, Secure: secure}); err != nil {
		return err
	}

	taken, err := net.Listen("tcp", l.Listen)
	if err != nil {
		return notReadyf("The address %s cannot be taken: %v.", l.Listen, err)
	}
	server := api.Server(l.Listen, engine)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(taken) }()
	jobs, endJobs := context.WithCancel(ctx)
	var atWork sync.WaitGroup
	atWork.Go(func() { desk.DoJobs(jobs, hostName()) })
	defer atWork.Wait()
	defer endJobs()
	ready()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownPatience)
	defer cancel()
	err = server.Shutdown(patient)
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// away tells an error of a database that is away or busy, which passes, from one that stays.
func away(err error) bool {
	return errors.Is(err, store.ErrUnavailable) || errors.Is(err, store.ErrBusy)
}
