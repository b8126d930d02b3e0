package store

import (
	"testing"
	"time"

	"homeward/avrr"
)

func TestWhatAnAmendmentChangesIsPromisedInItsOwnMonth(t *testing.T) {
	plan := func(decision string, month time.Month, amounts ...int64) *avrr.Plan {
		p := &avrr.Plan{Decision: decision, DecidedAt: time.Date(2026, month, 12, 9, 0, 0, 0, time.UTC)}
		for _, amount := range amounts {
			p.Measures = append(p.Measures, avrr.Measure{Amount: amount})
		}
		return p
	}
	months := monthRowsOf(&avrr.Case{ID: "c", PlanVersions: []*avrr.Plan{plan("approve", time.January, 300000), plan("refuse", time.February, 900000)},
		Plan: plan("approve", time.April, 300000, 50000)}, "EUR")
	promised := map[string]int64{}
	for _, m := range months {
		promised[m.Month] += m.Promised
	}
	if len(promised) != 2 || promised["2026-01"] != 300000 || promised["2026-04"] != 50000 {
		t.Errorf("promised %v", promised)
	}
}
