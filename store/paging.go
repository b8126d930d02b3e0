package store

import (
	"encoding/base64"
	"encoding/json"
	"time"
)

// maxLimit is the most rows one call answers; asking for more, or for none, means this many.
const maxLimit = 100

func atMost(limit int) int {
	if limit <= 0 || limit > maxLimit {
		return maxLimit
	}
	return limit
}

// A position is where a page ended: the list it belongs to and the sort key of its last row. Text carries it opaquely.
type position struct {
	List string   `json:"l"`
	Key  []string `json:"k"`
}

func (p position) text() (string, error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

// readPosition answers the key in a cursor made by the same list with n parts, and ErrCursor for any other text.
func readPosition(list, cursor string, n int) ([]string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, ErrCursor
	}
	var p position
	if err := json.Unmarshal(raw, &p); err != nil || p.List != list || len(p.Key) != n {
		return nil, ErrCursor
	}
	return p.Key, nil
}

// duePosition is the position in a list sorted by an instant and then by ids.
func duePosition(list string, at time.Time, ids ...string) position {
	return position{list, append([]string{at.Format(time.RFC3339Nano)}, ids...)}
}

// readDuePosition reads what duePosition wrote, n parts in all.
func readDuePosition(list, cursor string, n int) (at time.Time, ids []string, err error) {
	key, err := readPosition(list, cursor, n)
	if err != nil {
		return time.Time{}, nil, err
	}
	if at, err = time.Parse(time.RFC3339Nano, key[0]); err != nil {
		return time.Time{}, nil, ErrCursor
	}
	return at, key[1:], nil
}
