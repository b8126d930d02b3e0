package main

import (
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
	Hold     string `json:"hold"`
	Segments []struct {
		Carrier string `json:"carrier"`
		Number  string `json:"number"`
	} `json:"segments"`
	HoldUntil  time.Time `json:"hold_until"`
	Passengers []struct {
		ID         string   `json:"id"`
		FamilyName string   `json:"family_name"`
		GivenNames string   `json:"given_names"`
		Services   []string `json:"service_requests"`
	} `json:"passengers"`
}

// An answer is what the carrier says it did.
type answer struct {
	Outcome string            `json:"outcome"`
	Locator string            `json:"record_locator,omitempty"`
	Tickets map[string]string `json:"tickets,omitempty"`
}

var refused = answer{Outcome: "refused"}

// A carrier answers for its ledger, and misbehaves when it is told to.
type carrier struct {
	mu      sync.Mutex
	ledger  *ledger
	refused map[string]bool // keys under which nothing was done, and it was said so
	faults  *simulator.Faults
}

func newCarrier(l *ledger) http.Handler {
	c := &carrier{ledger: l, refused: map[string]bool{}, faults: simulator.NewFaults("hold", "ticket", "release")}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /holds", c.call("hold", c.hold))
	mux.HandleFunc("POST /tickets", c.call("ticket", c.ticket))
	mux.HandleFunc("POST /releases", c.call("release", c.release))
	mux.HandleFunc("GET /calls", c.ask)
	mux.HandleFunc("GET /ledger", c.show)
	mux.Handle("PUT /faults", c.faults)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "This simulates a carrier's booking system. It books nothing anywhere. Its ledger is at /ledger.")
	})
	return mux
}

// call answers one kind of call.
func (c *carrier) call(kind string, do func(order) ([]line, answer)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var o order
		if err := json.NewDecoder(r.Body).Decode(&o); err != nil || o.Key == "" || len(o.Passengers) == 0 {
			http.Error(w, "An order has a key and passengers.", http.StatusBadRequest)
			return
		}
		c.faults.Call(w, r, kind, simulator.Deed{
			Does: func() (any, error) {
				c.mu.Lock()
				defer c.mu.Unlock()
				lines, said := do(o)
				if len(lines) == 0 {
					c.refused[o.Key] = true
				}
				return said, c.ledger.Enter(lines...)
			},
			Refuses: func() any {
				c.mu.Lock()
				defer c.mu.Unlock()
				c.refused[o.Key] = true
				return refused
			},
		})
	}
}

func (c *carrier) hold(o order) ([]line, answer) {
	locator := fmt.Sprintf("SIM%03d", c.ledger.bookings()+1)
	var flights []string
	for _, s := range o.Segments {
		flights = append(flights, s.Carrier+s.Number)
	}
	var lines []line
	for _, p := range o.Passengers {
		lines = append(lines, line{At: time.Now().UTC(), Did: held, Key: o.Key, Hold: o.Key, Locator: locator, Passenger: p.ID,
			Name: strings.TrimSpace(p.GivenNames + " " + p.FamilyName), Services: p.Services, Flights: flights})
	}
	return lines, answer{Outcome: "done", Locator: locator}
}

func (c *carrier) ticket(o order) ([]line, answer) {
	said := answer{Outcome: "done", Tickets: map[string]string{}}
	var lines []line
	for _, p := range o.Passengers {
		seat, there := c.ledger.stands(o.Hold, p.ID)
		if !there || seat.Did == released {
			return nil, refused
		}
		number := fmt.Sprintf("999-%010d", len(c.ledger.Lines)+len(lines)+1)
		said.Locator, said.Tickets[p.ID] = seat.Locator, number
		lines = append(lines, line{At: time.Now().UTC(), Did: ticketed, Key: o.Key, Hold: o.Hold, Locator: seat.Locator, Passenger: p.ID, Ticket: number})
	}
	return lines, said
}

func (c *carrier) release(o order) ([]line, answer) {
	var lines []line
	for _, p := range o.Passengers {
		if seat, there := c.ledger.stands(o.Hold, p.ID); there {
			lines = append(lines, line{At: time.Now().UTC(), Did: released, Key: o.Key, Hold: o.Hold, Locator: seat.Locator, Passenger: p.ID, Ticket: seat.Ticket})
		}
	}
	if len(lines) == 0 {
		return nil, refused
	}
	return lines, answer{Outcome: "done"}
}

// ask says what became of the call with a key.
func (c *carrier) ask(w http.ResponseWriter, r *http.Request) {
	key := r.URL.Query().Get("key")
	c.faults.Ask(w, r, func() any {
		c.mu.Lock()
		defer c.mu.Unlock()
		did := c.ledger.under(key)
		switch {
		case c.refused[key]:
			return refused
		case len(did) == 0:
			return nil
		}
		said := answer{Outcome: "done", Locator: did[0].Locator, Tickets: map[string]string{}}
		for _, n := range did {
			if n.Did == ticketed {
				said.Tickets[n.Passenger] = n.Ticket
			}
		}
		return said
	})
}

// show answers the whole ledger.
func (c *carrier) show(w http.ResponseWriter, _ *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	simulator.Tell(w, map[string]any{"simulated": true, "lines": c.ledger.Lines}, nil)
}
