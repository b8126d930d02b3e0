package bank

import (
	"io"
	"net/http"

	"homeward/simulator"
)

// Program is the simulated bank as a process of its own.
var Program = simulator.Program{
	Name: "banksim",
	Usage: `banksim simulates a bank's payment system. It pays nobody anything.

  go run ./banksim --ledger bank.jsonl
  homeward serve --bank http://127.0.0.1:8091

Its ledger is a line for each payment that was made, with the key it was ordered under.
GET /ledger shows it; PUT /faults {"call": "pay", "do": "lose", "times": 1} makes it misbehave.

`,
	Says:   "A simulated bank answers at http://%s and pays nobody.",
	Listen: "127.0.0.1:8091",
	Ledger: "bank.jsonl",
	Open: func(ledger string) (http.Handler, io.Closer, error) {
		b, err := Open(ledger)
		if err != nil {
			return nil, nil, err
		}
		return b, b, nil
	},
}
