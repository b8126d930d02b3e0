package vault

import (
	"container/list"
	"sync"
	"time"
)

// cache keeps the unwrapped keys of the owners used last, each for a limited time.
type cache struct {
	size int
	ttl  time.Duration

	mu      sync.Mutex
	recent  *list.List // of *held, the latest used first
	byOwner map[string]*list.Element
	dropped uint64
}

type held struct {
	owner string
	keys  keysOf
	until time.Time
}

func newCache(size int, ttl time.Duration) *cache {
	return &cache{size: size, ttl: ttl, recent: list.New(), byOwner: map[string]*list.Element{}}
}

func (c *cache) get(owner string) (keysOf, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.byOwner[owner]
	if !ok {
		return nil, false
	}
	h := element.Value.(*held)
	if time.Now().After(h.until) {
		c.remove(element)
		return nil, false
	}
	c.recent.MoveToFront(element)
	return h.keys, true
}

// drops counts the owners dropped so far; a reader takes it before it reads the store.
func (c *cache) drops() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dropped
}

// put remembers keys, unless an owner was dropped since the reader looked: its keys may be the ones just destroyed.
func (c *cache) put(owner string, keys keysOf, seen uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dropped != seen {
		return
	}
	if element, ok := c.byOwner[owner]; ok {
		c.remove(element)
	}
	c.byOwner[owner] = c.recent.PushFront(&held{owner: owner, keys: keys, until: time.Now().Add(c.ttl)})
	if c.recent.Len() > c.size {
		c.remove(c.recent.Back())
	}
}

func (c *cache) drop(owner string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dropped++
	if element, ok := c.byOwner[owner]; ok {
		c.remove(element)
	}
}

func (c *cache) remove(element *list.Element) {
	c.recent.Remove(element)
	delete(c.byOwner, element.Value.(*held).owner)
}
