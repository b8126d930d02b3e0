package avrr

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// An overwriter is an input that puts something else where others may just have written. It answers, in its own shape, what of the
// case it touches as it stands and as it would stand; userName answers by what name an account signs in.
//
// Every other decision rests on the whole of a case, as its author saw it, and is refused whole when that has changed.
type overwriter interface {
	overwrites(c *Case, userName func(account string) string) (stands, would Input, err error)
}

// Overwrites reports whether an edit of what nobody else has touched stands although the case has changed.
func (a *Action) Overwrites() bool {
	_, does := a.Input.(overwriter)
	return does
}

// A Clash is one field of an edit that somebody else changed after its author had looked.
type Clash struct {
	Field string          // a JSON pointer into the edit (RFC 6901)
	Yours json.RawMessage // what the edit would put there; nil for nothing
	Now   json.RawMessage // what stands there; nil for nothing
	By    string          // the account that put it there
	At    time.Time
}

// Clashes answers, in their order, the fields of an edit that somebody has changed since a version of the case, otherwise than the edit
// would. The log is that of the case; what one puts into it at the same place as another is no clash.
func Clashes(c *Case, p *Programme, log []Event, edit Input, seen int, userName func(account string) string) ([]Clash, error) {
	in, does := edit.(overwriter)
	if !does {
		return nil, nil
	}
	fields := func(c *Case) (stands, would map[string]json.RawMessage, err error) {
		is, will, err := in.overwrites(c, userName)
		if err == nil {
			stands, err = leavesOf(is)
		}
		if err == nil {
			would, err = leavesOf(will)
		}
		return stands, would, err
	}
	then, at := map[string]json.RawMessage{}, NewCase(c.ID, c.Reference, p)
	last := map[string]*Event{}
	var stands, would map[string]json.RawMessage
	for i := range log {
		e := &log[i]
		err := at.Fold(p, e)
		if errors.Is(err, ErrRefold) {
			at, err = at.Refold(p, log[:i], e)
		}
		if err != nil {
			return nil, fmt.Errorf("clashes of case %s: %w", c.ID, err)
		}
		if e.Version < seen || i+1 < len(log) && log[i+1].Version <= seen {
			continue
		}
		before := stands
		if stands, would, err = fields(at); err != nil {
			return nil, err
		}
		if e.Version <= seen {
			then = stands
			continue
		}
		for field := range both(before, stands) {
			if !bytes.Equal(before[field], stands[field]) {
				last[field] = e
			}
		}
	}
	var clashes []Clash
	for field, e := range last {
		if !bytes.Equal(then[field], stands[field]) && !bytes.Equal(would[field], stands[field]) {
			clashes = append(clashes, Clash{field, would[field], stands[field], e.Actor.ID, e.RecordedAt})
		}
	}
	slices.SortFunc(clashes, func(a, b Clash) int { return cmp.Compare(a.Field, b.Field) })
	return clashes, nil
}

func both(one, other map[string]json.RawMessage) map[string]json.RawMessage {
	all := maps.Clone(one)
	if all == nil {
		all = map[string]json.RawMessage{}
	}
	maps.Copy(all, other)
	return all
}

// leavesOf answers the single values of an input by their JSON pointers. A birth is one: its parts mean nothing apart.
func leavesOf(in Input) (map[string]json.RawMessage, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("write an edit: %w", err)
	}
	leaves := map[string]json.RawMessage{}
	return leaves, addLeaves(leaves, "", raw)
}

func addLeaves(leaves map[string]json.RawMessage, at string, value json.RawMessage) error {
	var group map[string]json.RawMessage
	var list []json.RawMessage
	switch {
	case strings.HasPrefix(string(value), "{") && !strings.HasSuffix(at, "/birth"):
		if err := json.Unmarshal(value, &group); err != nil {
			return fmt.Errorf("read an edit: %w", err)
		}
	case strings.HasPrefix(string(value), "["):
		if err := json.Unmarshal(value, &list); err != nil {
			return fmt.Errorf("read an edit: %w", err)
		}
	default:
		leaves[at] = value
		return nil
	}
	for name, of := range group {
		if err := addLeaves(leaves, at+"/"+name, of); err != nil {
			return err
		}
	}
	for n, of := range list {
		if err := addLeaves(leaves, fmt.Sprintf("%s/%d", at, n), of); err != nil {
			return err
		}
	}
	return nil
}
