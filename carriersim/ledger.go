package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
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

// A ledger is every line there ever was, in memory and in its file.
type ledger struct {
	file  *os.File
	lines []line
}

func openLedger(path string) (*ledger, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	l := &ledger{file: file}
	for in := bufio.NewScanner(file); in.Scan(); {
		var read line
		if err := json.Unmarshal(in.Bytes(), &read); err != nil {
			return nil, errors.Join(fmt.Errorf("ledger: %w", err), file.Close())
		}
		l.lines = append(l.lines, read)
	}
	return l, nil
}

func (l *ledger) close() error { return l.file.Close() }

// enter adds lines, and answers once they are on the disk.
func (l *ledger) enter(lines []line) error {
	for _, n := range lines {
		raw, err := json.Marshal(n)
		if err != nil {
			return fmt.Errorf("ledger: %w", err)
		}
		if _, err := l.file.Write(append(raw, '\n')); err != nil {
			return fmt.Errorf("ledger: %w", err)
		}
		l.lines = append(l.lines, n)
	}
	return l.file.Sync()
}

// under answers what was done the first time a key was used.
func (l *ledger) under(key string) []line {
	var did []line
	for _, n := range l.lines {
		if n.Key == key && !slices.ContainsFunc(did, func(d line) bool { return d.Passenger == n.Passenger }) {
			did = append(did, n)
		}
	}
	return did
}

// stands answers the last line of a passenger's seat that was asked for under a key.
func (l *ledger) stands(hold, passenger string) (line, bool) {
	for _, n := range slices.Backward(l.lines) {
		if n.Hold == hold && n.Passenger == passenger {
			return n, true
		}
	}
	return line{}, false
}

// bookings counts the record locators given out.
func (l *ledger) bookings() int {
	seen := map[string]bool{}
	for _, n := range l.lines {
		seen[n.Locator] = true
	}
	return len(seen)
}
