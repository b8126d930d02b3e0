package main

import (
	"slices"
	"time"

	"homeward/simulator"
)

// What is done to a seat.
const (
	held     = "held"
	ticketed = "ticketed"
	released = "released"
)

// A line says what was done to one seat, and under which key it was asked. What is asked twice is done twice, and stands here
// twice: this carrier does not recognise a key it has seen, so that whoever repeats a call is found out.
type line struct {
	At        time.Time `json:"at"`
	Did       string    `json:"did"`
	Key       string    `json:"key"`
	Hold      string    `json:"hold"` // the key the seat was asked for under
	Locator   string    `json:"record_locator"`
	Passenger string    `json:"passenger"`
	Name      string    `json:"name,omitempty"`
	Services  []string  `json:"service_requests,omitempty"`
	Flights   []string  `json:"flights,omitempty"`
	Ticket    string    `json:"ticket,omitempty"`
}

// A ledger is what was ever done to a seat.
type ledger struct{ *simulator.Ledger[line] }

// under answers what was done the first time a key was used.
func (l *ledger) under(key string) []line {
	var did []line
	for _, n := range l.Lines {
		if n.Key == key && !slices.ContainsFunc(did, func(d line) bool { return d.Passenger == n.Passenger }) {
			did = append(did, n)
		}
	}
	return did
}

// stands answers the last line of a passenger's seat that was asked for under a key.
func (l *ledger) stands(hold, passenger string) (line, bool) {
	for _, n := range slices.Backward(l.Lines) {
		if n.Hold == hold && n.Passenger == passenger {
			return n, true
		}
	}
	return line{}, false
}

// bookings counts the record locators given out.
func (l *ledger) bookings() int {
	seen := map[string]bool{}
	for _, n := range l.Lines {
		seen[n.Locator] = true
	}
	return len(seen)
}
