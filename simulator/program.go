package simulator

import (
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
	if err := p.serve(*listen, *ledger); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", p.Name, err)
		os.Exit(1)
	}
}

func (p Program) serve(listen, ledger string) error {
	answers, book, err := p.Open(ledger)
	if err != nil {
		return err
	}
	taken, err := net.Listen("tcp", listen)
	if err != nil {
		return errors.Join(err, book.Close())
	}
	fmt.Printf(p.Says+"\n", taken.Addr())
	server := http.Server{Handler: answers, ReadHeaderTimeout: 5 * time.Second}
	return errors.Join(server.Serve(taken), book.Close())
}
