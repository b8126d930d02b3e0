package avrr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

// hop is a flight as a body says it: "LHR 2026-03-10T08:00:00Z VIE 2026-03-10T11:20:00+01:00".
func hop(said string) string {
	f := strings.Fields(said)
	return fmt.Sprintf(`{"carrier":"OS","number":"452","from":%q,"departs_at":%q,"to":%q,"arrives_at":%q}`, f[0], f[1], f[2], f[3])
}

// ride is a leg by anything else: "bus LHR 2026-03-10T08:00:00Z LGW 2026-03-10T10:00:00Z".
func ride(said string) string {
	f := strings.Fields(said)
	end := func(side, at string) string {
		if len(at) == 3 {
			return fmt.Sprintf(`"%s":%q`, side, at)
		}
		return fmt.Sprintf(`"%s_place":%q`, side, strings.ReplaceAll(at, "_", " "))
	}
	return fmt.Sprintf(`{"mode":%q,%s,"departs_at":%q,%s,"arrives_at":%q}`, f[0], end("from", f[1]), f[2], end("to", f[3]), f[4])
}

func holding(segments ...string) string {
	return `{"passengers":["m1"],"hold_until":"2026-03-01T12:00:00Z","segments":[` + strings.Join(segments, ",") + `]}`
}

func TestAnItineraryNobodyCouldTravelIsRefusedInWords(t *testing.T) {
	for _, c := range []struct {
		rule, field string
		segments    []string
		words       string
	}{
		{"airport-unknown", "/segments/0/from", []string{hop("LON 2026-03-10T08:00:00Z TIA 2026-03-10T11:20:00Z")},
			"Segment 1 departs from LON, and no airport has that code. Did you mean LHR (London), LGW (London), STN (London), LTN (London), LCY (London)?"},
		{"airport-unknown", "/segments/0/to", []string{hop("LHR 2026-03-10T08:00:00Z VEI 2026-03-10T11:20:00Z")},
			"Segment 1 arrives at VEI, and no airport has that code. Did you mean VIE (Vienna)?"},
		{"clock-elsewhere", "/segments/0/departs_at", []string{hop("LHR 2026-03-29T10:00:00+00:00 TIA 2026-03-29T14:00:00+02:00")},
			"Segment 1 departs from LHR at a time that its clock does not show: London is at +01:00 on 29 March 2026, not +00:00."},
		{"clock-elsewhere", "/segments/0/arrives_at", []string{hop("LHR 2026-03-10T10:00:00Z TIA 2026-03-10T14:00:00+00:00")},
			"Segment 1 arrives at TIA at a time that its clock does not show: Tirana is at +01:00 on 10 March 2026, not +00:00."},
		{"clock-elsewhere", "/segments/0/departs_at", []string{hop("LHR 2026-03-29T01:30:00+00:00 TIA 2026-03-29T06:00:00+02:00")},
			"Segment 1 departs from LHR at a time that its clock does not show: 01:30 does not exist in London on 29 March 2026, because the clocks go forward that night."},
		{"clock-elsewhere", "/segments/0/departs_at", []string{hop("LHR 2026-10-25T01:30:00+02:00 TIA 2026-10-25T06:00:00+01:00")},
			"Segment 1 departs from LHR at a time that its clock does not show: 01:30 happens twice in London on 25 October 2026, at +01:00 and at +00:00, and never at +02:00."},
		{"segment-backwards", "/segments/0/arrives_at", []string{hop("HNL 2026-03-10T23:00:00-10:00 AKL 2026-03-11T07:00:00+13:00")},
			"Segment 1 arrives at AKL before it departs from HNL, whatever the clocks show there."},
		{"connection-too-short", "/segments/1/departs_at", []string{hop("LHR 2026-03-10T08:00:00Z VIE 2026-03-10T11:20:00+01:00"), hop("VIE 2026-03-10T11:49:00+01:00 TIA 2026-03-10T13:30:00+01:00")},
			"Between segment 1 and segment 2 there are 29 minutes. Changing planes at VIE takes at least 30."},
		{"connection-too-short", "/segments/1/departs_at", []string{hop("LHR 2026-03-10T08:00:00Z ATH 2026-03-10T13:20:00+02:00"), hop("ATH 2026-03-10T14:19:00+02:00 TIA 2026-03-10T15:30:00+01:00")},
			"Between segment 1 and segment 2 there are 59 minutes. Changing planes at ATH takes at least 60."},
		{"connection-too-short", "/segments/1/departs_at", []string{hop("EDI 2026-03-10T08:00:00Z STN 2026-03-10T09:20:00Z"), hop("STN 2026-03-10T10:00:00Z MAN 2026-03-10T11:00:00Z")},
			"Between segment 1 and segment 2 there are 40 minutes. Changing planes at STN takes at least 45."},
		{"segments-apart", "/segments/1/from", []string{hop("EDI 2026-03-10T08:00:00Z LHR 2026-03-10T09:20:00Z"), hop("LGW 2026-03-10T15:00:00Z TIA 2026-03-10T19:00:00+01:00")},
			"Segment 2 departs from LGW, but segment 1 ended at LHR. Both are airports of London: add the leg between them, by bus, train or car."},
		{"connection-too-short", "/segments/2/departs_at", []string{hop("EDI 2026-03-10T08:00:00Z LHR 2026-03-10T09:20:00Z"), ride("bus LHR 2026-03-10T10:00:00Z LGW 2026-03-10T11:15:00Z"), hop("LGW 2026-03-10T12:00:00Z TIA 2026-03-10T16:00:00+01:00")},
			"Between segment 1 and segment 3 there are 160 minutes. Going from LHR to LGW takes at least 180."},
		{"segments-apart", "/segments/1/from", []string{ride("bus Leeds 2026-03-10T05:00:00Z Manchester_Piccadilly 2026-03-10T07:00:00Z"), ride("train York 2026-03-10T08:00:00Z MAN 2026-03-10T09:00:00Z")},
			"Segment 2 departs from York, but segment 1 ended at Manchester Piccadilly."},
		{"journey-too-long", "/segments", []string{hop("LHR 2026-03-10T08:00:00Z VIE 2026-03-10T11:20:00+01:00"), hop("VIE 2026-03-13T11:20:00+01:00 TIA 2026-03-13T13:00:00+01:00")},
			"The journey takes 76 hours. Nothing longer than 72 hours is booked as one journey; look at the dates again."},
	} {
		e := approvedFile(t, homebound, monday).refused(desk, "hold-seats", holding(c.segments...))
		if len(e.Blocks) == 0 || e.Blocks[0].Rule != c.rule || e.Field != c.field || e.Message != c.words {
			t.Errorf("%s\nis refused at %s with %q, not by %s at %s with %q", c.segments, e.Field, e.Message, c.rule, c.field, c.words)
		}
	}
}

func TestAnItineraryIsKeptByTheClocksOfItsPlaces(t *testing.T) {
	for _, c := range []struct {
		segments []string
		kept     []string
	}{
		{[]string{hop("LHR 2026-05-10T08:00:00Z TIA 2026-05-10T11:00:00Z")}, []string{"2026-05-10T09:00:00+01:00", "2026-05-10T13:00:00+02:00"}}, // Z claims nothing about London
		{[]string{hop("LHR 2026-05-10T09:00:00+01:00 TIA 2026-05-10T13:00:00+02:00")}, []string{"2026-05-10T09:00:00+01:00", "2026-05-10T13:00:00+02:00"}},
		{[]string{hop("LHR 2026-10-25T01:30:00+01:00 TIA 2026-10-25T05:30:00+01:00")}, []string{"2026-10-25T01:30:00+01:00", "2026-10-25T05:30:00+01:00"}}, // the first half past one
		{[]string{hop("LHR 2026-10-25T01:30:00+00:00 TIA 2026-10-25T05:30:00+01:00")}, []string{"2026-10-25T01:30:00Z", "2026-10-25T05:30:00+01:00"}},      // the second
		// Over the date line the arrival is the day before the departure, or two days after.
		{[]string{hop("AKL 2026-03-10T23:55:00+13:00 HNL 2026-03-10T08:35:00-10:00")}, []string{"2026-03-10T23:55:00+13:00", "2026-03-10T08:35:00-10:00"}},
		{[]string{hop("AKL 2026-03-10T00:55:00+13:00 HNL 2026-03-09T09:35:00-10:00")}, []string{"2026-03-10T00:55:00+13:00", "2026-03-09T09:35:00-10:00"}},
		{[]string{hop("HNL 2026-03-10T23:00:00-10:00 AKL 2026-03-12T07:30:00+13:00")}, []string{"2026-03-10T23:00:00-10:00", "2026-03-12T07:30:00+13:00"}},
		// A coach to the airport, a night on the way, another airport of the same city.
		{[]string{ride("bus Leeds 2026-03-10T05:00:00Z LHR 2026-03-10T10:00:00Z"), hop("LHR 2026-03-10T18:00:00Z VIE 2026-03-10T21:20:00+01:00"),
			ride("lodging Hotel_am_Flughafen 2026-03-10T22:30:00+01:00 Hotel_am_Flughafen 2026-03-11T08:00:00+01:00"), hop("VIE 2026-03-11T10:00:00+01:00 TIA 2026-03-11T11:40:00+01:00"),
			ride("car TIA 2026-03-11T12:30:00+01:00 Kukës 2026-03-11T14:30:00+01:00")},
			[]string{"2026-03-10T05:00:00Z", "2026-03-10T10:00:00Z", "2026-03-10T18:00:00Z", "2026-03-10T21:20:00+01:00", "2026-03-10T22:30:00+01:00", "2026-03-11T08:00:00+01:00", "2026-03-11T10:00:00+01:00", "2026-03-11T11:40:00+01:00", "2026-03-11T12:30:00+01:00", "2026-03-11T14:30:00+01:00"}},
		{[]string{hop("EDI 2026-03-10T06:00:00Z LHR 2026-03-10T07:20:00Z"), ride("bus LHR 2026-03-10T08:00:00Z LGW 2026-03-10T09:15:00Z"), hop("LGW 2026-03-10T12:00:00Z TIA 2026-03-10T16:00:00+01:00")},
			[]string{"2026-03-10T06:00:00Z", "2026-03-10T07:20:00Z", "2026-03-10T08:00:00Z", "2026-03-10T09:15:00Z", "2026-03-10T12:00:00Z", "2026-03-10T16:00:00+01:00"}},
	} {
		f := approvedFile(t, homebound, monday)
		f.does(desk, "hold-seats", holding(c.segments...))
		var kept []string
		for _, s := range f.c.Booking.Segments {
			kept = append(kept, s.DepartsAt.Format(time.RFC3339), s.ArrivesAt.Format(time.RFC3339))
		}
		if !slices.Equal(kept, c.kept) {
			t.Errorf("%s\nis kept as %s, want %s", c.segments, kept, c.kept)
		}
	}
}

// The log says by itself at what time a place's clock stood: folding it asks no table.
func TestTheLogKeepsTheTimesByTheClocksOfTheirPlaces(t *testing.T) {
	f := approvedFile(t, homebound, monday)
	f.does(desk, "hold-seats", holding(hop("LHR 2026-05-10T08:00:00Z TIA 2026-05-10T11:00:00Z")))
	e := f.log[len(f.log)-1]
	if !strings.Contains(string(e.Input), "2026-05-10T09:00:00+01:00") || strings.Contains(string(e.Input), "2026-05-10T08:00:00Z") {
		t.Errorf("the log says %s", e.Input)
	}
}

func TestACodeOfNoAirportSuggestsThoseItMayMean(t *testing.T) {
	for code, want := range map[string]string{
		"LON": "LHR LGW STN LTN LCY", "PAR": "CDG ORY BVA", "LHX": "BHX LHR", "VEI": "VIE", "TIQ": "TIA TIP", "KUK": "KFZ", "QQW": "BQW CQW QGW QOW QRW", "": "", "LONDON": "",
	} {
		var got []string
		for _, a := range avrr.NearestAirports(code) {
			got = append(got, a.Code)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q suggests %q, want %q", code, s, want)
		}
	}
}

func TestWhereAYearTakesMinutesSoDoesAConnection(t *testing.T) {
	f := approvedFile(t, hasty, monday)
	f.does(desk, "hold-seats", strings.ReplaceAll(holding(hop("LHR 2026-02-02T10:20:00Z VIE 2026-02-02T10:20:10Z"), hop("VIE 2026-02-02T10:20:16Z TIA 2026-02-02T10:20:22Z")),
		"2026-03-01T12:00:00Z", "2026-02-02T10:15:00Z"))
}
