package store

import (
	"encoding/json"
	"fmt"
	"slices"

	"homeward/avrr"
)

// mostOfAFamily bounds how many cases the links of a family are followed to.
const mostOfAFamily = 100

// FamilyOf answers the ids of the other cases of a case's family, in order and each once: those its links name, those theirs name,
// and so on. A case that was split off knows whom it came from, and not who was split off after it.
func (r *Reader) FamilyOf(id string, links []avrr.Link) ([]string, error) {
	known := []string{id}
	follow := func(links []avrr.Link) (unknown []string) {
		for _, link := range links {
			if !slices.Contains(known, link.Case) {
				known, unknown = append(known, link.Case), append(unknown, link.Case)
			}
		}
		return unknown
	}
	for next := follow(links); len(next) > 0 && len(known) <= mostOfAFamily; {
		rows, err := r.Cases(next)
		if err != nil {
			return nil, err
		}
		next = nil
		for _, row := range rows {
			theirs, err := LinksOf(row)
			if err != nil {
				return nil, err
			}
			next = append(next, follow(theirs)...)
		}
	}
	return slices.Sorted(slices.Values(known[1:])), nil
}

// LinksOf answers which cases of the same family a case itself names.
func LinksOf(row Case) ([]avrr.Link, error) {
	if len(row.State) == 0 { // not begun yet
		return nil, nil
	}
	var state struct {
		Links []avrr.Link `json:"links"`
	}
	if err := json.Unmarshal(row.State, &state); err != nil {
		return nil, fmt.Errorf("case %s: read the links: %w", row.ID, err)
	}
	return state.Links, nil
}
