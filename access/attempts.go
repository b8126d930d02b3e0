package access

import (
	"crypto/sha256"
	"sync"
	"time"
)

// How wrong passwords slow the next attempt down. There is no lock: it would let anybody shut staff out.
const (
	freeFailures  = 5                // this many in a row cost nothing
	firstDelay    = time.Second      // after the last free one; it doubles with each further failure
	longestDelay  = time.Minute      // so that the owner of a name under attack gets a try each minute
	forgetAfter   = 15 * time.Minute // since the last failure
	mostStrangers = 4096             // names without an account that are counted at once
)

// attempts counts failures in a row by the name that was typed, in this process. Names without an account are slowed down
// alike, so that waiting does not tell who has one, but counted apart, so that inventing names makes no real one forgotten.
type attempts struct {
	mu        sync.Mutex
	staff     map[typed]failures // at most one an account
	strangers map[typed]failures
}

// typed is the hash of a typed name, because people type passwords into the wrong field.
type typed [sha256.Size]byte

type failures struct {
	count int
	last  time.Time
}

func newAttempts() *attempts {
	return &attempts{staff: map[typed]failures{}, strangers: map[typed]failures{}}
}

// wait answers how long a name has to wait before its next attempt.
func (a *attempts) wait(username string, known bool, now time.Time) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	f := a.counted(known)[sha256.Sum256([]byte(username))]
	return max(0, f.last.Add(delayAfter(f.count)).Sub(now))
}

func (a *attempts) failed(username string, known bool, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	names, key := a.counted(known), typed(sha256.Sum256([]byte(username)))
	f := names[key]
	if now.Sub(f.last) > forgetAfter {
		f.count = 0
	}
	names[key] = failures{f.count + 1, now}
	if len(a.strangers) > mostStrangers {
		a.dropStrangers(now)
	}
}

func (a *attempts) succeeded(username string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.staff, sha256.Sum256([]byte(username)))
}

func (a *attempts) counted(known bool) map[typed]failures {
	if known {
		return a.staff
	}
	return a.strangers
}

// dropStrangers makes room: the forgotten ones go or, when there are none, any one.
func (a *attempts) dropStrangers(now time.Time) {
	for key, f := range a.strangers {
		if now.Sub(f.last) > forgetAfter {
			delete(a.strangers, key)
		}
	}
	for key := range a.strangers {
		if len(a.strangers) <= mostStrangers {
			return
		}
		delete(a.strangers, key)
	}
}

func delayAfter(failures int) time.Duration {
	if failures < freeFailures {
		return 0
	}
	delay := firstDelay
	for range failures - freeFailures {
		if delay *= 2; delay >= longestDelay {
			return longestDelay
		}
	}
	return delay
}
