package main

import (
	"encoding/json"
	"net/http"
	"slices"
)

// How the carrier may misbehave.
const (
	faultFail   = "fail"   // it answers that something is wrong, and does nothing
	faultRefuse = "refuse" // it says no
	faultStall  = "stall"  // it says nothing until the caller gives up, and does nothing
	faultLate   = "late"   // it says nothing until the caller gives up, and then does it
	faultLose   = "lose"   // it does it, and answers that it took too long
)

// A fault is what the next calls of one kind meet with.
type fault struct {
	Call  string `json:"call"` // hold, ticket, release or ask
	Do    string `json:"do"`   // one of the faults
	Times int    `json:"times"`
}

// misbehave sets the fault of one kind of call, in place of the one before.
func (c *carrier) misbehave(w http.ResponseWriter, r *http.Request) {
	var f fault
	calls, faults := []string{"hold", "ticket", "release", "ask"}, []string{faultFail, faultRefuse, faultStall, faultLate, faultLose}
	if err := json.NewDecoder(r.Body).Decode(&f); err != nil || !slices.Contains(calls, f.Call) || !slices.Contains(faults, f.Do) {
		http.Error(w, "A fault names a call and what it meets with.", http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults[f.Call] = &f
	w.WriteHeader(http.StatusNoContent)
}

// fault answers what this call meets with, "" for nothing.
func (c *carrier) fault(call string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.faults[call]
	if f == nil || f.Times <= 0 {
		return ""
	}
	f.Times--
	return f.Do
}
