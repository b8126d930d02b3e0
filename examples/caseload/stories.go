package main

import (
	"math/rand/v2"
	"slices"
)

// A story is a way a return can go, and how many of this caseload go it. A size is how many people it needs; 0 takes any.
type story struct {
	cases    int
	size     int
	chapters []chapter
}

func then(before []chapter, more ...chapter) []chapter { return slices.Concat(before, more) }

// stories are told so that every stage has people in it, and everything that can go otherwise does for somebody.
func stories() []story {
	talked := []chapter{counselled, screened, consented}
	answered := then(talked, asked, cleared)
	decided := then(answered, assessed, approved)
	received := then(decided, accepted)
	flown := then(received, journey, departed)
	home := then(flown, arrived)
	plan := then(home, planned, granted)
	settled := then(plan, paid(1), paid(2), paid(3))
	family := func(chapters ...chapter) []chapter { return chapters }
	return []story{
		{cases: 8}, {cases: 7, chapters: family(counselled)}, {cases: 5, chapters: family(counselled, called)}, {cases: 7, chapters: talked}, {cases: 5, chapters: then(talked, asked)},
		{cases: 4, chapters: answered}, {cases: 6, chapters: then(answered, assessed)}, {cases: 3, chapters: then(answered, assessed, sentBack)},
		{cases: 6, chapters: decided}, {cases: 7, chapters: received}, {cases: 3, chapters: then(decided, officeSentBack)},
		{cases: 5, chapters: then(received, withoutPassport)}, {cases: 3, chapters: then(received, withoutPassport, paperArrived)}, {cases: 4, chapters: then(received, fitToFly)},
		{cases: 7, chapters: then(received, heldAhead)}, {cases: 7, chapters: then(received, heldAhead, ticketed)}, {cases: 5, chapters: then(received, heldAhead, ticketed, briefed)},
		{cases: 8, chapters: flown},
		{cases: 10, chapters: home}, {cases: 6, chapters: then(home, planned)}, {cases: 3, chapters: then(home, planned, planSentBack)},
		{cases: 7, chapters: plan}, {cases: 4, chapters: then(plan, released(1))}, {cases: 8, chapters: then(plan, paid(1))}, {cases: 6, chapters: then(plan, paid(1), visited(1, "on_track"), paid(2))},
		{cases: 6, chapters: settled}, {cases: 7, chapters: then(settled, visited(1, "on_track"))}, {cases: 6, chapters: then(settled, visited(1, "on_track"), visited(2, "needs_support"))},
		{cases: 5, chapters: then(plan, paid(1), visited(1, "on_track"), paid(2), visited(2, "on_track"), paid(3), visited(3, "on_track"))},
		{cases: 12, chapters: then(settled, visited(1, "on_track"), visited(2, "on_track"), visited(3, "on_track"), visited(4, "on_track"), closed("completed", ""))},
		{cases: 3, chapters: then(settled, visited(1, "on_track"), unanswered, closed("lost_contact", "Nobody answers, and the house is empty."))},
		{cases: 2, chapters: then(settled, visited(1, "on_track"), visited(2, "re_migrated"))},
		{cases: 4, chapters: then(home, declined)}, {cases: 3, chapters: then(home, declined, visited(1, "on_track"))},

		{cases: 4, chapters: then(talked, withdrew)}, {cases: 4, chapters: then(received, withdrew)}, {cases: 4, chapters: then(received, heldAhead, ticketed, withdrew)},
		{cases: 3, size: 3, chapters: then(talked, oneWithdrew, asked, cleared, assessed, approved, accepted, journey, departed, arrived)},
		{cases: 5, chapters: then(answered, assessed, refused)}, {cases: 3, chapters: then(talked, asked, objected, assessed, refused)},
		{cases: 2, chapters: then(answered, assessed, refused, appealed)}, {cases: 2, chapters: then(answered, assessed, refused, appealed, appealDismissed)},
		{cases: 2, chapters: then(answered, accepted, assessed, refused, appealed, appealAllowed)}, {cases: 1, chapters: then(answered, accepted, assessed, refused, appealed, appealAllowed, journey, departed, arrived)},
		{cases: 3, chapters: family(counselled, paused)}, {cases: 4, chapters: then(received, paused)}, {cases: 2, chapters: then(plan, paid(1), paused)}, {cases: 3, chapters: then(received, paused, resumed, journey, departed, arrived)},
		{cases: 5, chapters: then(received, journey, gate(0, "no_show"), departed), size: 1}, {cases: 3, size: 2, chapters: then(received, journey, gate(1, "no_show"), departed, arrived)},
		{cases: 3, size: 3, chapters: then(received, journey, gate(2, "refused_at_gate"), departed, arrived)},
		{cases: 2, size: 1, chapters: then(received, journey, gate(0, "denied_boarding"), departed)},
		{cases: 3, size: 4, chapters: then(received, splitOff, journey, departed, arrived)},
		{cases: 2, size: 3, chapters: then(received, splitOff, journey, departed, arrived, theOthers, journey, departed, arrived)},
		{cases: 2, size: 2, chapters: then(received, splitOff, journey, departed, arrived, planned, granted)},
		{cases: 7, chapters: then(flown, arrivedToldLate)},
		{cases: 3, size: 1, chapters: family(counselled, screened, concern, consented)}, {cases: 2, size: 1, chapters: family(counselled, screened, possibleConcern, consented, asked, cleared, assessed, approved)},
		{cases: 2, size: 1, chapters: family(counselled, screened, concern, assessedSafe, consented, asked, cleared, assessed, approved, accepted, journey, met, departed, arrived)},
		{cases: 2, size: 1, chapters: family(alone, counselled, screened)}, {cases: 2, size: 1, chapters: family(alone, counselled, screened, guarded, consented, asked, cleared)},
		{cases: 1, size: 1, chapters: family(alone, counselled, screened, guarded, consented, asked, cleared, assessed, approvedChild, accepted, bestFound)},
		{cases: 2, size: 1, chapters: family(alone, counselled, screened, guarded, consented, asked, cleared, assessed, approvedChild, accepted, bestFound, lookedAfter)},
		{cases: 3, size: 4, chapters: then(talked, newborn, asked)},
		{cases: 1, size: 1, chapters: then(received, happened("death", "The hospital"))}, {cases: 1, size: 1, chapters: then(settled, visited(1, "on_track"), happened("death", "A brother"))}, {cases: 1, size: 3, chapters: then(plan, happened("death", "The municipality"))},
		{cases: 1, size: 1, chapters: then(received, happened("detention", "The solicitor"))}, {cases: 1, size: 1, chapters: then(received, happened("hospital", "The person"))},
		{cases: 1, size: 1, chapters: then(talked, happened("asylum_claim", "The person"))}, {cases: 2, size: 1, chapters: then(plan, paid(1), happened("re_migrated", "A neighbour"))}, {cases: 1, size: 1, chapters: then(received, happened("own_departure", "The person, by telephone"))},
		{cases: 3, size: 1, chapters: family(alreadyHome)}, {cases: 2, size: 1, chapters: family(alreadyHome, planned, granted)},
		{cases: 2, chapters: then(received, closed("own_departure", "The person travelled by own means before the booking."))},
	}
}

// families of more than one, by size; everybody else returns alone.
var sizes = map[int]int{2: 30, 3: 24, 4: 13, 5: 6, 6: 3}

const persons = 450

// everybody tells the whole caseload, mixed, from one seed: the same each time.
func everybody() []map[string]string {
	r := rand.New(rand.NewPCG(1450, 2026))
	left := map[int]int{1: persons}
	for size, n := range sizes {
		left[size] = n
		left[1] -= size * n
	}
	var told [][]map[string]string
	named := map[string]bool{}
	tell := func(s story, size int) {
		l := begin(r, named, len(told)+1, size)
		for _, c := range s.chapters {
			c(l)
		}
		left[size]--
		told = append(told, l.written())
	}
	all := stories()
	for _, s := range all { // those that need a size take it first
		for range s.cases * min(s.size, 1) {
			tell(s, s.size)
		}
	}
	for _, s := range all {
		for n := range s.cases {
			if s.size == 0 {
				tell(s, next(left, n))
			}
		}
	}
	r.Shuffle(len(told), func(i, j int) { told[i], told[j] = told[j], told[i] })
	return slices.Concat(told...)
}

// next is the size of the next family: every third case is one, while there are any left.
func next(left map[int]int, n int) int {
	if n%3 == 1 {
		for _, size := range []int{2, 3, 4, 5, 6} {
			if left[size] > 0 && (left[size] >= left[2]/2 || size == 2) {
				return size
			}
		}
	}
	if left[1] > 0 {
		return 1
	}
	for size := 6; size > 1; size-- {
		if left[size] > 0 {
			return size
		}
	}
	return 1
}
