package e2e

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/casework"
	"homeward/examples"
	"homeward/intake"
	"homeward/programmes"
)

// BenchmarkFiguresOfAnImport prints how fast a caseload is tried, with everybody looked up among the cases there are, and how fast it is recorded.
func BenchmarkFiguresOfAnImport(b *testing.B) {
	for b.Loop() {
		for _, backend := range backends {
			dir := b.TempDir()
			h := newHouse(b, dir, backend.url(b, dir))
			began := time.Now()
			load := h.tried()
			figure("import_tried_"+backend.name, round(float64(load.Rows)/time.Since(began).Seconds()), "rows/s")
			load.Cases = load.Cases[:importedCases]
			began = time.Now()
			h.imported(load)
			took := time.Since(began).Seconds()
			figure("import_recorded_"+backend.name, round(float64(load.Persons())/took), "rows/s")
			figure("import_recorded_actions_"+backend.name, round(float64(load.Deeds())/took), "actions/s")
		}
	}
}

// importedCases is how many cases of the sample caseload are recorded to measure.
const importedCases = 40

func (h *house) parts() intake.Staff {
	return intake.Staff{intake.Officer: h.staff["officer"], intake.Approver: h.staff["officer2"], intake.Manager: h.staff["manager"], intake.Desk: h.staff["desk"],
		intake.Field: h.staff["field"], intake.Protection: h.staff["protection"]}
}

// tried reads the sample caseload and plays it through the rules, with everybody looked up.
func (h *house) tried() *intake.Caseload {
	asOf, today := avrr.MustDate(examples.VARRPAsOf), avrr.DateOf(h.desk.Clock())
	load, err := intake.Read(examples.VARRP, intake.Options{AsOf: asOf, Today: today}).Plan(intake.Rules{Current: h.desk.Library.Current, Now: h.desk.Clock(), Actors: h.parts().Actors(),
		Assess: func(p *avrr.Programme, f avrr.Facts) (avrr.EligibilityDecision, error) {
			return programmes.Assess(p, f, h.desk.Library.All())
		}},
		func(members []*avrr.Member, opening string) ([]casework.LikelyView, error) {
			return h.desk.Known(context.Background(), members, opening)
		})
	require.NoError(h.t, err)
	require.Empty(h.t, load.Problems)
	require.Empty(h.t, load.Known)
	return load
}

func (h *house) imported(load *intake.Caseload) {
	refused, err := load.Record(context.Background(), h.desk, h.parts(), func() {})
	require.NoError(h.t, err)
	require.Empty(h.t, refused)
}

func TestAnImportedFamilyThatPartedLivesInTwoCasesAndNobodyIsToldOfThePast(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		load := h.tried()
		at := slices.IndexFunc(load.Cases, func(p *intake.Planned) bool { return len(p.Cases) > 1 && p.Cases[1].Stage == avrr.Arrival })
		require.GreaterOrEqual(t, at, 0, "the caseload has a family that parted and arrived")
		load.Cases = load.Cases[at : at+1]
		h.imported(load)
		list, _, err := h.desk.Caseload(context.Background(), h.staff["officer"], casework.Search{})
		require.NoError(t, err)
		require.Len(t, list, 2)
		stayed := h.folded(list[0].Reference)
		if stayed.Links[0].Kind == "split_from" {
			stayed = h.folded(stayed.Links[0].Reference)
		}
		for i, c := range []*avrr.Case{stayed, h.folded(stayed.Links[0].Reference)} {
			want := load.Cases[0].Cases[i]
			require.Equal(t, want.Stage, c.Stage)
			require.Equal(t, want.ArrivedAt.UTC(), c.ArrivedAt.UTC())
			require.Empty(t, c.Fired, "no deadline of the past ran out")
			require.Empty(t, c.Notices, "no office is told to expect a flight that has landed")
		}
	})
}
