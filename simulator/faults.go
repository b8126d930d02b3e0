package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
)

// How a simulator may misbehave.
const (
	fail   = "fail"   // it answers that something is wrong, and does nothing
	refuse = "refuse" // it says no
	stall  = "stall"  // it says nothing until the caller gives up, and does nothing
	late   = "late"   // it says nothing until the caller gives up, and then does it
	lose   = "lose"   // it does it, and answers that it took too long
)

// asking is the call that asks what became of another.
const asking = "ask"

// A fault is what the next calls of one kind meet with.
type fault struct {
	Call  string `json:"call"`
	Do    string `json:"do"`
	Times int    `json:"times"`
	Every int    `json:"every"` // only each so manieth call; each one when it is 0
	seen  int
}

// Faults are what the calls of a simulator meet with, one fault for each kind of call.
type Faults struct {
	calls []string
	mu    sync.Mutex
	set   map[string]*fault
}

// NewFaults answers no faults yet, for calls of those kinds and for asking.
func NewFaults(calls ...string) *Faults {
	return &Faults{calls: append(calls, asking), set: map[string]*fault{}}
}

// ServeHTTP sets the fault of one kind of call, in place of the one before: {"call": "hold", "do": "lose", "times": 1}.
func (f *Faults) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var wanted fault
	if err := json.NewDecoder(r.Body).Decode(&wanted); err != nil || !slices.Contains(f.calls, wanted.Call) || !slices.Contains([]string{fail, refuse, stall, late, lose}, wanted.Do) {
		http.Error(w, "A fault names a call and what it meets with.", http.StatusBadRequest)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.set[wanted.Call] = &wanted
	w.WriteHeader(http.StatusNoContent)
}

// next answers what this call meets with, "" for nothing.
func (f *Faults) next(call string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.set[call]
	if n == nil || n.Times <= 0 {
		return ""
	}
	if n.seen++; n.seen%max(n.Every, 1) != 0 {
		return ""
	}
	n.Times--
	return n.Do
}

// A Deed is what one call does to the ledger, or what it says when it does nothing.
type Deed struct {
	Does    func() (answer any, err error)
	Refuses func() (answer any)
}

// Call answers one call, through whatever fault is set for its kind.
func (f *Faults) Call(w http.ResponseWriter, r *http.Request, kind string, d Deed) {
	switch f.next(kind) {
	case fail:
		http.Error(w, "Something is wrong here.", http.StatusInternalServerError)
	case refuse:
		Tell(w, d.Refuses(), nil)
	case stall:
		<-r.Context().Done()
	case late:
		<-r.Context().Done()
		said, err := d.Does()
		Tell(w, said, err)
	case lose:
		if _, err := d.Does(); err != nil {
			Tell(w, nil, err)
			return
		}
		http.Error(w, "It took too long.", http.StatusGatewayTimeout)
	default:
		said, err := d.Does()
		Tell(w, said, err)
	}
}

// Ask answers what became of a call; nothing was ever said of one for which said answers nil.
func (f *Faults) Ask(w http.ResponseWriter, r *http.Request, said func() any) {
	switch f.next(asking) {
	case fail:
		http.Error(w, "Something is wrong here.", http.StatusInternalServerError)
		return
	case stall:
		<-r.Context().Done()
		return
	}
	what := said()
	if what == nil {
		http.Error(w, "There was no such call.", http.StatusNotFound)
		return
	}
	Tell(w, what, nil)
}

// Tell answers what a call came to.
func Tell(w http.ResponseWriter, what any, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(what); err != nil {
		return // whoever asked has gone
	}
}
