package web

import (
	"testing"

	"homeward/casework"
)

func TestTheEndOfAReferenceOpensItsCaseThoughItSoundsLikeANameElsewhere(t *testing.T) {
	for name, c := range map[string]struct {
		found []string
		opens bool
	}{
		"alone":                           {[]string{"reference"}, true},
		"sounds like somebody":            {[]string{"reference", "sound", "sound"}, true},
		"is somebody's name":              {[]string{"reference", "name"}, false},
		"is the number of a ticket":       {[]string{"reference", "booking"}, false},
		"is the end of two":               {[]string{"reference", "reference"}, false},
		"only sounds like somebody":       {[]string{"sound"}, false},
		"is nothing that anybody has got": {nil, false},
	} {
		var list []casework.Listed
		for _, by := range c.found {
			list = append(list, casework.Listed{FoundBy: by})
		}
		if isTheOne(list) != c.opens {
			t.Errorf("what %s opens: %t", name, !c.opens)
		}
	}
}
