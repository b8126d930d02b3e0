// Carriersim simulates a carrier's booking system for tests and trials, with a ledger of its own; it books nothing anywhere.
package main

import (
	"io"
	"net/http"

	"homeward/simulator"
)

const usage = `carriersim simulates a carrier's booking system. It books nothing anywhere.

  go run ./carriersim --ledger carrier.jsonl
  homeward serve --carrier http://127.0.0.1:8090

Its ledger is a line for each seat that was held, ticketed or given back, with the key it was asked under.
GET /ledger shows it; PUT /faults {"call": "hold", "do": "lose", "times": 1} makes it misbehave.

`

func main() {
	simulator.Program{Name: "carriersim", Usage: usage, Says: "A simulated carrier answers at http://%s and books nothing.",
		Listen: "127.0.0.1:8090", Ledger: "carrier.jsonl", Open: open}.Main()
}

func open(file string) (http.Handler, io.Closer, error) {
	l, err := simulator.OpenLedger[line](file)
	if err != nil {
		return nil, nil, err
	}
	return newCarrier(&ledger{l}), l, nil
}
