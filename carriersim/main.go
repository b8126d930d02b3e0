// Carriersim simulates a carrier's booking system for tests and trials, with a ledger of its own; it books nothing anywhere.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

const usage = `carriersim simulates a carrier's booking system. It books nothing anywhere.

  go run ./carriersim --ledger carrier.jsonl
  homeward serve --carrier http://127.0.0.1:8090

Its ledger is a line for each seat that was held, ticketed or given back, with the key it was asked under.
GET /ledger shows it; PUT /faults {"call": "hold", "do": "lose", "times": 1} makes it misbehave.

`

func main() {
	flags := flag.NewFlagSet("carriersim", flag.ExitOnError)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), usage)
		flags.PrintDefaults()
	}
	listen := flags.String("listen", "127.0.0.1:8090", "address to answer at")
	file := flags.String("ledger", "carrier.jsonl", "file the ledger is kept in")
	if err := flags.Parse(os.Args[1:]); err != nil {
		os.Exit(2)
	}
	if err := simulate(*listen, *file); err != nil {
		fmt.Fprintln(os.Stderr, "carriersim:", err)
		os.Exit(1)
	}
}

func simulate(listen, file string) error {
	ledger, err := openLedger(file)
	if err != nil {
		return err
	}
	taken, err := net.Listen("tcp", listen)
	if err != nil {
		return errors.Join(err, ledger.close())
	}
	fmt.Printf("A simulated carrier answers at http://%s and books nothing.\n", taken.Addr())
	server := http.Server{Handler: newCarrier(ledger), ReadHeaderTimeout: 5 * time.Second}
	return errors.Join(server.Serve(taken), ledger.close())
}
