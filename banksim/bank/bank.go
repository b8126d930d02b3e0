// Package bank is the simulated bank itself: what it is ordered to pay stands in its ledger, and nowhere else.
package bank

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"homeward/simulator"
)

// An order is what a caller asks for.
type order struct {
	Key      string `json:"key"`
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
	Name     string `json:"name"`
	Account  struct {
		IBAN        string `json:"iban"`
		Number      string `json:"account_number"`
		MobileMoney string `json:"mobile_money_number"`
	} `json:"account"`
}

// A line says what was paid, and under which key it was ordered. What is ordered twice is paid twice, and stands here twice: this
// bank does not recognise a key it has seen, so that whoever repeats a call is found out. Of the account it keeps the last signs.
type line struct {
	At        time.Time `json:"at"`
	Key       string    `json:"key"`
	Reference string    `json:"reference"`
	Amount    int64     `json:"amount"`
	Currency  string    `json:"currency"`
	Name      string    `json:"name"`
	Account   string    `json:"account"`
}

// An answer is what the bank says it did.
type answer struct {
	Outcome   string `json:"outcome"`
	Reference string `json:"reference,omitempty"`
	Amount    int64  `json:"amount,omitempty"`
	Currency  string `json:"currency,omitempty"`
	ValueDate string `json:"value_date,omitempty"`
}

var refused = answer{Outcome: "refused"}

// A Bank answers for its ledger, and misbehaves when it is told to.
type Bank struct {
	http.Handler
	mu      sync.Mutex
	ledger  *simulator.Ledger[line]
	first   map[string]line // by the key it was first paid under
	refused map[string]bool // keys under which nothing was paid, and it was said so
	faults  *simulator.Faults
}

// Open answers the bank of a ledger's file: POST /payments, GET /calls?key=…, GET /ledger, PUT /faults.
func Open(file string) (*Bank, error) {
	ledger, err := simulator.OpenLedger[line](file)
	if err != nil {
		return nil, err
	}
	b := &Bank{ledger: ledger, first: map[string]line{}, refused: map[string]bool{}, faults: simulator.NewFaults("pay")}
	for _, n := range ledger.Lines {
		b.remember(n)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /payments", b.pay)
	mux.HandleFunc("GET /calls", b.ask)
	mux.HandleFunc("GET /ledger", b.show)
	mux.Handle("PUT /faults", b.faults)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "This simulates a bank's payment system. It pays nobody anything. Its ledger is at /ledger.")
	})
	b.Handler = mux
	return b, nil
}

// Close closes the ledger.
func (b *Bank) Close() error { return b.ledger.Close() }

func (b *Bank) remember(n line) {
	if _, paid := b.first[n.Key]; !paid {
		b.first[n.Key] = n
	}
}

func (b *Bank) pay(w http.ResponseWriter, r *http.Request) {
	var o order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil || o.Key == "" || o.Amount <= 0 || o.Currency == "" || o.Name == "" || o.number() == "" {
		http.Error(w, "An order has a key, an amount, a currency, a name and an account.", http.StatusBadRequest)
		return
	}
	b.faults.Call(w, r, "pay", simulator.Deed{
		Does: func() (any, error) {
			b.mu.Lock()
			defer b.mu.Unlock()
			n := line{At: time.Now().UTC(), Key: o.Key, Reference: fmt.Sprintf("SIM-%08d", len(b.ledger.Lines)+1), Amount: o.Amount, Currency: o.Currency,
				Name: o.Name, Account: lastOf(o.number())}
			b.remember(n)
			return n.answer(), b.ledger.Enter(n)
		},
		Refuses: func() any {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.refused[o.Key] = true
			return refused
		},
	})
}

func (o order) number() string {
	return cmp.Or(o.Account.IBAN, o.Account.Number, o.Account.MobileMoney)
}

// lastOf hides all of a number but its end.
func lastOf(number string) string {
	shown := number[max(0, len(number)-4):]
	return strings.Repeat("•", max(0, len(number)-len(shown))) + shown
}

func (n line) answer() answer {
	return answer{Outcome: "paid", Reference: n.Reference, Amount: n.Amount, Currency: n.Currency, ValueDate: n.At.Format(time.DateOnly)}
}

// ask says what became of the call with a key.
func (b *Bank) ask(w http.ResponseWriter, r *http.Request) {
	key := r.URL.Query().Get("key")
	b.faults.Ask(w, r, func() any {
		b.mu.Lock()
		defer b.mu.Unlock()
		n, paid := b.first[key]
		switch {
		case b.refused[key]:
			return refused
		case !paid:
			return nil
		}
		return n.answer()
	})
}

// show answers the whole ledger.
func (b *Bank) show(w http.ResponseWriter, _ *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	simulator.Tell(w, map[string]any{"simulated": true, "lines": b.ledger.Lines}, nil)
}
