package avrr_test

import (
	"math/big"
	"slices"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// Four women cannot be found as ten people less six men.
func TestAHiddenNumberTakesAnotherOneAlong(t *testing.T) {
	counts := []avrr.Count{{N: 30, Fewest: 5}, {N: 4, Fewest: 5}, {N: 17, Fewest: 5}, {N: 9, Fewest: 5}, {N: 0, Fewest: 5}}
	avrr.Suppress(counts, []avrr.Sum{{Whole: 0, Parts: []int{1, 2, 3, 4}}})
	if got := hiddenOf(counts); !slices.Equal(got, []int{1, 3}) {
		t.Errorf("hidden are %v: the four, and the smallest beside them, would do", got)
	}
}

// Two groups of two that are all that is left of a whole would each be known to be at least one, and the two together to be few.
func TestWhatIsHiddenTogetherIsManyTogether(t *testing.T) {
	counts := []avrr.Count{{N: 40, Fewest: 5}, {N: 1, Fewest: 5}, {N: 1, Fewest: 5}, {N: 38, Fewest: 5}}
	avrr.Suppress(counts, []avrr.Sum{{Whole: 0, Parts: []int{1, 2, 3}}})
	if got := hiddenOf(counts); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("hidden are %v: the two ones must not be told by what is left", got)
	}
}

func TestAMoreEndangeredGroupIsHiddenLonger(t *testing.T) {
	counts := []avrr.Count{{N: 60, Fewest: 5}, {N: 10, Fewest: 11}, {N: 20, Fewest: 5}, {N: 30, Fewest: 5}}
	avrr.Suppress(counts, []avrr.Sum{{Whole: 0, Parts: []int{1, 2, 3}}})
	if got := hiddenOf(counts); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("hidden are %v", got)
	}
}

// Six people who saw a doctor and were given a room are not twelve: what is left of all lines would be their bill.
func TestTheSamePeopleUnderTwoLinesAreNotManyTogether(t *testing.T) {
	counts := []avrr.Count{{N: 30, Fewest: 11}, {N: 30, Fewest: 11}, {N: 6, Fewest: 11}, {N: 6, Fewest: 11}}
	avrr.Suppress(counts, []avrr.Sum{{Whole: 0, Parts: []int{1, 2, 3}, Overlap: true}})
	if got := hiddenOf(counts); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("hidden are %v: the two sixes may be the same six", got)
	}
}

// Where every sum has two hidden numbers, several of them together may still give one away.
func TestSeveralSumsTogetherTellNothingEither(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts, sums := crossed(t)
		avrr.Suppress(counts, sums)
		for i, c := range counts {
			switch {
			case c.Hidden && c.N == 0:
				t.Fatalf("count %d is about nobody and hidden", i)
			case !c.Hidden && 0 < c.N && c.N < c.Fewest:
				t.Fatalf("count %d is told: %d, below %d", i, c.N, c.Fewest)
			}
		}
		tellsNothing(t, counts, sums)
	})
}

// crossed is a table of rows and columns with a whole for each and for all, split once more by other rows.
func crossed(t *rapid.T) ([]avrr.Count, []avrr.Sum) {
	columns, first, second := rapid.IntRange(1, 4).Draw(t, "columns"), rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "other rows")
	few := rapid.SampledFrom([]int{0, 0, 1, 2, 3, 4, 6, 12, 40})
	var counts []avrr.Count
	var sums []avrr.Sum
	add := func(n int64) int {
		counts = append(counts, avrr.Count{N: n, Fewest: rapid.SampledFrom([]int64{5, 5, 11}).Draw(t, "fewest")})
		return len(counts) - 1
	}
	wholes := make([]int64, columns) // of each column
	table := func(rows int, fill func(row, column int) int64) [][]int {
		at := make([][]int, rows)
		for r := range at {
			line, whole := []int{}, int64(0)
			for c := range columns {
				n := fill(r, c)
				line, whole = append(line, add(n)), whole+n
			}
			at[r] = append(line, add(whole))
			sums = append(sums, avrr.Sum{Whole: at[r][columns], Parts: line})
		}
		return at
	}
	one := table(first, func(_, c int) int64 {
		n := int64(few.Draw(t, "n"))
		wholes[c] += n
		return n
	})
	left := slices.Clone(wholes)
	two := table(second, func(r, c int) int64 {
		n := left[c]
		if r < second-1 && n > 0 {
			n = min(n, int64(few.Draw(t, "n")))
		}
		left[c] -= n
		return n
	})
	all := table(1, func(_, c int) int64 { return wholes[c] })[0]
	for _, rows := range [][][]int{one, two} {
		for c := range columns + 1 {
			s := avrr.Sum{Whole: all[c]}
			for _, row := range rows {
				s.Parts = append(s.Parts, row[c])
			}
			sums = append(sums, s)
		}
	}
	return counts, sums
}

// tellsNothing looks at what is shown as somebody would who reads it with a pencil: for every hidden number there must be other
// numbers that add up as well, and what is left of a whole must be many. A count of fewest 0 stands nowhere and may be known.
func tellsNothing(t rapid.TB, counts []avrr.Count, sums []avrr.Sum) {
	t.Helper()
	hidden := hiddenOf(counts)
	var rows [][]int64
	for _, s := range sums {
		row := make([]int64, len(hidden))
		left, needed := int64(0), int64(0)
		for _, part := range s.Parts {
			if at := slices.Index(hidden, part); at >= 0 {
				row[at]++
				needed = max(needed, counts[part].Fewest)
				if s.Overlap {
					left = max(left, counts[part].N)
				} else {
					left += counts[part].N
				}
			}
		}
		if at := slices.Index(hidden, s.Whole); at >= 0 {
			row[at]--
		} else if left > 0 && left < needed {
			t.Fatalf("what is left of count %d when the shown parts are taken off is %d, below %d", s.Whole, left, needed)
		}
		rows = append(rows, row)
	}
	for _, row := range reduced(rows) {
		if alone := standing(row); len(alone) == 1 && counts[hidden[alone[0]]].Fewest > 0 {
			t.Fatalf("count %d, which is %d, can be reckoned back from what is shown", hidden[alone[0]], counts[hidden[alone[0]]].N)
		}
	}
}

// reduced solves a matrix as far as it goes, by fractions: a number that stands alone in a row is known.
func reduced(matrix [][]int64) [][]*big.Rat {
	rows := make([][]*big.Rat, len(matrix))
	for i, row := range matrix {
		for _, v := range row {
			rows[i] = append(rows[i], big.NewRat(v, 1))
		}
	}
	n := 0
	for column := 0; n < len(rows) && column < len(rows[0]); column++ {
		with := slices.IndexFunc(rows[n:], func(row []*big.Rat) bool { return row[column].Sign() != 0 })
		if with < 0 {
			continue
		}
		rows[n], rows[n+with] = rows[n+with], rows[n]
		for i, other := range rows {
			if i == n || other[column].Sign() == 0 {
				continue
			}
			factor := new(big.Rat).Quo(other[column], rows[n][column])
			for _, at := range standing(rows[n]) {
				other[at].Sub(other[at], new(big.Rat).Mul(factor, rows[n][at]))
			}
		}
		n++
	}
	return rows
}

// standing answers where a row is not zero.
func standing(row []*big.Rat) []int {
	var at []int
	for i, v := range row {
		if v.Sign() != 0 {
			at = append(at, i)
		}
	}
	return at
}

func hiddenOf(counts []avrr.Count) []int {
	var hidden []int
	for i, c := range counts {
		if c.Hidden {
			hidden = append(hidden, i)
		}
	}
	return hidden
}
