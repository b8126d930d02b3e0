package simulator

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// A Program is a simulator in a process of its own.
type Program struct {
	Name   string
	Usage  string // what it is for, with an example
	Says   string // what it prints once it answers, with %s for its address
	Listen string // where it answers unless it is told otherwise
	Ledger string // the file its ledger is kept in unless it is told otherwise
	Open   func(ledger string) (http.Handler, io.Closer, error)
}

// Main is the whole life of the program.
func (p Program) Main() {
	flags := flag.NewFlagSet(p.Name, flag.ExitOnError)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), p.Usage)
		flags.PrintDefaults()
	}
	listen := flags.String("listen", p.Listen, "address to answer at")
	ledger := flags.String("ledger", p.Ledger, "file the ledger is kept in")
	if err := flags.Parse(os.Args[1:]); err != nil {
		os.Exit(2)
	}
	if err := p.Serve(context.Background(), os.Stdout, *listen, *ledger); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", p.Name, err)
		os.Exit(1)
	}
}

// Serve opens the ledger, says where it answers and answers until ctx ends. Calls under way are broken off then: what they did stands
// in the ledger.
func (p Program) Serve(ctx context.Context, out io.Writer, listen, ledger string) error {
	answers, book, err := p.Open(ledger)
	if err != nil {
		return err
	}
	taken, err := net.Listen("tcp", listen)
	if err != nil {
		return errors.Join(err, book.Close())
	}
	if _, err := fmt.Fprintf(out, p.Says+"\n", taken.Addr()); err != nil {
		return errors.Join(err, taken.Close(), book.Close())
	}
	server := http.Server{Handler: answers, ReadHeaderTimeout: 5 * time.Second}
	broke := make(chan error, 1)
	go func() { broke <- server.Serve(taken) }()
	select {
	case err = <-broke:
	case <-ctx.Done():
		err = server.Close()
	}
	return errors.Join(err, book.Close())
}

// Address reads from what a program said where it answers, as HOST:PORT.
func (p Program) Address(said string) (string, error) {
	var address string
	if _, err := fmt.Sscanf(said, p.Says, &address); err != nil {
		return "", fmt.Errorf("%s does not say where it answers: %q", p.Name, said)
	}
	return address, nil
}
