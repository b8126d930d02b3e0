package web

import (
	"math"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// How often one address may ask about papers: a counter at a border checks a family in a minute, a machine that guesses codes does not get far.
const (
	askedAtOnce = 30
	askedAgain  = 2 * time.Second // what one more question costs once those are used up
	remembered  = 10_000          // addresses kept in mind; more than that are only met in an attack
)

// strangers counts the questions of each address, in memory only. An address is forgotten once it could ask its fill again.
type strangers struct {
	mu   sync.Mutex
	free map[netip.Prefix]time.Time // when all its questions are free again
}

// take answers how long an address has to wait before it may ask; 0 means that it has asked.
func (s *strangers) take(address string, now time.Time) time.Duration {
	from := networkOf(address)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.free == nil || len(s.free) >= remembered {
		s.forget(now)
	}
	free := s.free[from]
	if free.Before(now) {
		free = now
	}
	if wait := free.Sub(now) - (askedAtOnce-1)*askedAgain; wait > 0 {
		return wait
	}
	s.free[from] = free.Add(askedAgain)
	return 0
}

// forget drops who has been quiet, and everybody when that is not enough: better to let a few ask again than to run out of memory.
func (s *strangers) forget(now time.Time) {
	kept := map[netip.Prefix]time.Time{}
	for from, free := range s.free {
		if free.After(now) && len(kept) < remembered/2 {
			kept[from] = free
		}
	}
	s.free = kept
}

// networkOf answers who is counted as one: an IPv4 address, or the /64 network a household or an office has in IPv6.
func networkOf(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	a = a.Unmap()
	bits := a.BitLen()
	if a.Is6() {
		bits = 64
	}
	network, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return network
}

func seconds(d time.Duration) string { return strconv.Itoa(int(math.Ceil(d.Seconds()))) }
