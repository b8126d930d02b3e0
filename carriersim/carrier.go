package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
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
	faults  map[string]*fault
}

func newCarrier(l *ledger) http.Handler {
	c := &carrier{ledger: l, refused: map[string]bool{}, faults: map[string]*fault{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /holds", c.call("hold", c.hold))
	mux.HandleFunc("POST /tickets", c.call("ticket", c.ticket))
	mux.HandleFunc("POST /releases", c.call("release", c.release))
	mux.HandleFunc("GET /calls", c.ask)
	mux.HandleFunc("GET /ledger", c.show)
	mux.HandleFunc("PUT /faults", c.misbehave)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "This simulates a carrier's booking system. It books nothing anywhere. Its ledger is at /ledger.")
	})
	return mux
}

// call answers one kind of call, through whatever fault is set for it.
func (c *carrier) call(kind string, do func(order) ([]line, answer)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var o order
		if err := json.NewDecoder(r.Body).Decode(&o); err != nil || o.Key == "" || len(o.Passengers) == 0 {
			http.Error(w, "An order has a key and passengers.", http.StatusBadRequest)
			return
		}
		does := func() (answer, error) {
			c.mu.Lock()
			defer c.mu.Unlock()
			lines, said := do(o)
			if len(lines) == 0 {
				c.refused[o.Key] = true
			}
			return said, c.ledger.enter(lines)
		}
		switch c.fault(kind) {
		case faultFail:
			http.Error(w, "Something is wrong here.", http.StatusInternalServerError)
		case faultRefuse:
			c.mu.Lock()
			c.refused[o.Key] = true
			c.mu.Unlock()
			tell(w, refused, nil)
		case faultStall:
			<-r.Context().Done()
		case faultLate:
			<-r.Context().Done()
			said, err := does()
			tell(w, said, err)
		case faultLose:
			_, err := does()
			if err != nil {
				tell(w, answer{}, err)
				return
			}
			http.Error(w, "It took too long.", http.StatusGatewayTimeout)
		default:
			said, err := does()
			tell(w, said, err)
		}
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
		number := fmt.Sprintf("999-%010d", len(c.ledger.lines)+len(lines)+1)
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
	switch c.fault("ask") {
	case faultFail:
		http.Error(w, "Something is wrong here.", http.StatusInternalServerError)
		return
	case faultStall:
		<-r.Context().Done()
		return
	}
	c.mu.Lock()
	did, no := c.ledger.under(key), c.refused[key]
	c.mu.Unlock()
	switch {
	case no:
		tell(w, refused, nil)
	case len(did) == 0:
		http.Error(w, "There was no such call.", http.StatusNotFound)
	default:
		said := answer{Outcome: "done", Locator: did[0].Locator, Tickets: map[string]string{}}
		for _, n := range did {
			if n.Did == ticketed {
				said.Tickets[n.Passenger] = n.Ticket
			}
		}
		tell(w, said, nil)
	}
}

// show answers the whole ledger.
func (c *carrier) show(w http.ResponseWriter, _ *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	tell(w, map[string]any{"simulated": true, "lines": c.ledger.lines}, nil)
}

func tell(w http.ResponseWriter, what any, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(what); err != nil {
		return // whoever asked has gone
	}
}
