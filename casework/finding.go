package casework

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"homeward/avrr"
	"homeward/store"
	"homeward/vault"
)

// Why a case is found, beside the kinds of numbers and of spellings the store keeps tokens of.
const (
	foundByReference = "reference"
	foundByPayment   = "payment"
)

// mostParts is how many parts of a name are looked for: more than passports print, and fewer than a statement may hold.
const mostParts = 40

// paymentKey is what the bank knows an order by: it begins with the id of its case.
var paymentKey = regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{26})-\d+-`)

// A quest is what somebody typed into the search box, read in every way it can be meant.
type quest struct {
	ending string // of a reference
	id     string // of the case an order to the bank is of
	whole  string // reference

	numbers []spelt // a case needs one of them
	parts   []vault.Sought
}

// A spelt number is a token with what it would be a number of.
type spelt struct {
	kind  string
	token []byte
}

// seek reads what somebody typed. Figures make it a number of some kind; without any it is a name, or else letters only, as most record
// locators are.
func (d *Desk) seek(q string) *quest {
	q = strings.TrimSpace(q)
	var s quest
	if reference, err := avrr.ParseReference(q); err == nil {
		s.whole = reference
		return &s
	}
	if order := paymentKey.FindStringSubmatch(strings.ToUpper(q)); order != nil {
		s.id = order[1]
		return &s
	}
	s.ending = avrr.ReferenceEnding(q)
	if number := store.NumberKey(q); number != "" {
		for _, kind := range []string{store.IndexDocument, store.IndexBooking} {
			s.numbers = append(s.numbers, spelt{kind, d.Vault.Token(kind, number)})
		}
	}
	if tails := avrr.PhoneKeys(q); len(tails) > 0 {
		s.numbers = append(s.numbers, spelt{store.IndexPhone, d.Vault.Token(store.IndexPhone, tails[0])})
	}
	if strings.ContainsAny(q, "0123456789") {
		return &s
	}
	if joined := d.Vault.SeekJoined(q); joined != nil {
		s.numbers = append(s.numbers, spelt{store.IndexName, joined})
	}
	s.parts = d.Vault.Seek(q)
	s.parts = s.parts[:min(len(s.parts), mostParts)]
	return &s
}

// find is what the store looks for.
func (s *quest) find() *store.Find {
	f := &store.Find{ID: s.id, Reference: s.whole, Ending: s.ending}
	for _, n := range s.numbers {
		f.Tokens = append(f.Tokens, n.token)
	}
	for _, part := range s.parts {
		f.Parts = append(f.Parts, store.Part{Exact: part.Exact, Alike: slices.Concat(slices.Collect(maps.Values(part.Alike))...)})
	}
	return f
}

// farFetched are the ways a part of a name is found, the nearest first.
var farFetched = []string{store.IndexName, store.IndexScript, store.IndexInitial, store.IndexSound}

// why answers by id what each of the cases was found by: the surest way there is and, of a name, the way its least sure part was.
func (s *quest) why(r *store.Reader, cases []store.Case, audiences []string) (map[string]string, error) {
	var tokens [][]byte
	for _, n := range s.numbers {
		tokens = append(tokens, n.token)
	}
	far := map[int][]int{} // by position among the tokens, how far from what was typed, for each part
	at := map[string]int{}
	for p, part := range s.parts {
		for distance, kind := range farFetched {
			of := part.Alike[kind]
			if kind == store.IndexName {
				of = [][]byte{part.Exact}
			}
			for _, token := range of {
				n, known := at[string(token)]
				if !known {
					n = len(tokens)
					at[string(token)], tokens, far[n] = n, append(tokens, token), unreached(len(s.parts))
				}
				far[n][p] = min(far[n][p], distance)
			}
		}
	}
	found, err := r.FoundBy(cases, tokens, audiences)
	if err != nil {
		return nil, err
	}
	why := map[string]string{}
	for _, c := range cases {
		why[c.ID] = s.whyOf(c, found[c.ID], far)
	}
	return why, nil
}

func unreached(parts int) []int { return slices.Repeat([]int{len(farFetched)}, parts) }

func (s *quest) whyOf(c store.Case, held map[int]bool, far map[int][]int) string {
	switch {
	case s.whole != "" && c.Reference == s.whole, s.ending != "" && strings.HasSuffix(c.Reference, "-"+s.ending):
		return foundByReference
	case s.id != "" && c.ID == s.id:
		return foundByPayment
	}
	for i, n := range s.numbers {
		if held[i] {
			return n.kind
		}
	}
	farthest := 0
	for p := range s.parts {
		nearest := len(farFetched)
		for i := range held {
			if distances, ok := far[i]; ok {
				nearest = min(nearest, distances[p])
			}
		}
		farthest = max(farthest, nearest)
	}
	if len(s.parts) == 0 || farthest == len(farFetched) {
		return "" // what it was found by has changed since
	}
	return farFetched[farthest]
}
