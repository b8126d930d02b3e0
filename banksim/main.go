// Banksim simulates a bank's payment system for tests and trials, with a ledger of its own; it pays nobody anything.
package main

import (
	"io"
	"net/http"

	"homeward/banksim/bank"
	"homeward/simulator"
)

const usage = `banksim simulates a bank's payment system. It pays nobody anything.

  go run ./banksim --ledger bank.jsonl
  homeward serve --bank http://127.0.0.1:8091

Its ledger is a line for each payment that was made, with the key it was ordered under.
GET /ledger shows it; PUT /faults {"call": "pay", "do": "lose", "times": 1} makes it misbehave.

`

func main() {
	simulator.Program{Name: "banksim", Usage: usage, Says: "A simulated bank answers at http://%s and pays nobody.",
		Listen: "127.0.0.1:8091", Ledger: "bank.jsonl", Open: open}.Main()
}

func open(ledger string) (http.Handler, io.Closer, error) {
	b, err := bank.Open(ledger)
	if err != nil {
		return nil, nil, err
	}
	return b, b, nil
}
