package avrr_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"homeward/avrr"
)

// A pastedExample is what testdata/pasted/NAME.json says of NAME.txt: what was said beside the text, and what is read.
type pastedExample struct {
	Asked avrr.PastedItinerary  `json:"asked"`
	Reads avrr.ItineraryReading `json:"reads"`
}

func pastedTexts(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/pasted/*.txt")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d texts: %v", len(files), err)
	}
	texts := map[string]string{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts[f] = string(raw)
	}
	return texts
}

func TestItinerariesArePastedAsTheyCome(t *testing.T) {
	for f, text := range pastedTexts(t) {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(strings.TrimSuffix(f, "txt") + "json")
			if err != nil {
				t.Fatal(err)
			}
			var want pastedExample
			d := json.NewDecoder(bytes.NewReader(raw))
			d.DisallowUnknownFields()
			if err := d.Decode(&want); err != nil {
				t.Fatal(err)
			}
			asked := want.Asked
			asked.Text = text
			if got := avrr.ReadItinerary(asked); asJSON(t, got) != asJSON(t, want.Reads) {
				out, err := json.MarshalIndent(pastedExample{want.Asked, got}, "", "\t")
				if err != nil {
					t.Fatal(err)
				}
				t.Errorf("reads\n%s", out)
			}
			accounted(t, text, avrr.ReadItinerary(asked))
		})
	}
}

func TestADateThatCanBeReadBothWaysIsAskedAboutAndTheAnswerCounts(t *testing.T) {
	const text = "BA2604  03/04/2026  LGW-TIA  06:40  10:35"
	for order, want := range map[string]string{"": "", "day_first": "2026-04-03", "month_first": "2026-03-04"} {
		r := avrr.ReadItinerary(avrr.PastedItinerary{Text: text, DateOrder: order})
		switch {
		case want == "" && (len(r.Segments) != 0 || len(r.Questions) != 1 || r.Questions[0].Text != "Does 03/04 mean 3 April 2026 or 4 March 2026?"):
			t.Errorf("unanswered: %+v", r)
		case want != "" && (len(r.Segments) != 1 || len(r.Questions) != 0 || r.Segments[0].DepartsAt.Format(time.DateOnly) != want):
			t.Errorf("%s: %+v", order, r)
		}
	}
	for text, want := range map[string]string{ // certain all the same
		"BA2604  Fri 03/04/2026  LGW-TIA  06:40  10:35": "2026-04-03", // the fourth of March is a Wednesday
		"BA2604  03/29/2026  LGW-TIA  06:40  10:35":     "2026-03-29",
		"BA2604  29/03/2026  LGW-TIA  06:40  10:35":     "2026-03-29",
		"BA2604  03.04.2026  LGW-TIA  06:40  10:35":     "2026-04-03",
		"BA2604  04/04/2026  LGW-TIA  06:40  10:35":     "2026-04-04",
		"BA2604  2026-04-03  LGW-TIA  06:40  10:35":     "2026-04-03",
	} {
		if r := avrr.ReadItinerary(avrr.PastedItinerary{Text: text}); len(r.Segments) != 1 || r.Segments[0].DepartsAt.Format(time.DateOnly) != want {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

func TestAWeekdayThatContradictsItsDateIsAskedAbout(t *testing.T) {
	for _, day := range []string{"Tue 12 Oct 2026", "Dienstag, den 12. Oktober 2026", "Di., 12.10.2026", "e martë, 12 tetor 2026", "Tuesday October 12th, 2026"} {
		r := avrr.ReadItinerary(avrr.PastedItinerary{Text: "OS 848, " + day + ", TIA 17:20 VIE 19:05"})
		if len(r.Segments) != 0 || len(r.Questions) != 1 || r.Questions[0].Text != "The text says Tuesday, but 12 October 2026 is a Monday. Which is right?" {
			t.Errorf("%s: %+v", day, r)
		}
	}
}

func TestAYearThatIsLeftOutIsAskedForOnce(t *testing.T) {
	const text = "1 OS 456 Y 30DEC 3 LHRVIE HK1 0955 1310\n2 OS 853 Y 02JAN 6 VIETIA HK1 1455 1630\n"
	r := avrr.ReadItinerary(avrr.PastedItinerary{Text: text})
	if len(r.Segments) != 0 || len(r.Questions) != 1 || r.Questions[0].About != avrr.UnclearYear || !slices.Equal(r.Questions[0].Lines, []int{1, 2}) || len(r.NotUnderstood) != 2 {
		t.Errorf("without a year: %+v", r)
	}
	r = avrr.ReadItinerary(avrr.PastedItinerary{Text: text, TravelYear: 2026})
	if len(r.Segments) != 2 || len(r.Questions) != 0 || r.Segments[1].DepartsAt.Format(time.DateOnly) != "2027-01-02" {
		t.Errorf("in 2026: %+v", r)
	}
}

// accounted fails when a line of the text was dropped, or when a segment could not be flown.
func accounted(t rapid.TB, text string, r avrr.ItineraryReading) {
	t.Helper()
	if len(r.Sources) != len(r.Segments) {
		t.Fatalf("%d segments with %d sources", len(r.Segments), len(r.Sources))
	}
	said := map[int]bool{}
	for _, lines := range r.Sources {
		for _, n := range lines {
			said[n] = true
		}
	}
	for _, n := range r.NotUnderstood {
		said[n.Line] = true
	}
	for n, line := range strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n") {
		if strings.Trim(line, " \t>|") != "" && !said[n+1] && strings.ContainsFunc(line, func(r rune) bool { return r > ' ' && r < 0x7f && r != '>' && r != '|' }) {
			t.Errorf("line %d is dropped: %q", n+1, line)
		}
	}
	for i, s := range r.Segments {
		from, known := avrr.Airport(s.From)
		to, too := avrr.Airport(s.To)
		if !known || !too || s.Carrier == "" || s.Number == "" || !s.ArrivesAt.After(s.DepartsAt) || len(r.Sources[i]) == 0 {
			t.Errorf("segment %d cannot be flown: %+v from %v", i+1, s, r.Sources[i])
			continue
		}
		if _, err := avrr.InPlace(s.DepartsAt, from); err != nil {
			t.Errorf("segment %d: %v", i+1, err)
		}
		if _, err := avrr.InPlace(s.ArrivesAt, to); err != nil {
			t.Errorf("segment %d: %v", i+1, err)
		}
	}
}

func FuzzPastedItinerary(f *testing.F) {
	for _, text := range pastedTexts(f) {
		f.Add(text, 2026, "")
	}
	f.Add("1 OS 852 Y 15MAR 7 VIETIA HK1 1010 1150 99FEB", 2026, "")
	f.Add("OS852 31/12/99 23:59 (VIE) (QQQ) 0:00 +2", 0, "day_first")
	f.Add("> > |\u202eOS 852\u00a0VIE\u2009TIA\r\r\n\x00\xff 12 am 12 pm 29 Feb", 2100, "month_first")
	f.Fuzz(func(t *testing.T, text string, year int, order string) {
		accounted(t, text, avrr.ReadItinerary(avrr.PastedItinerary{Text: text, TravelYear: year, DateOrder: order}))
	})
}

// cryptic writes flights as a booking system does.
func cryptic(segments []avrr.Segment) string {
	var out strings.Builder
	for i, s := range segments {
		fmt.Fprintf(&out, "%2d  %s %4s Y %s %d*%s%s HK1       %s %s  %s  E  %s/7QX4LM\n", i+1, s.Carrier, s.Number, strings.ToUpper(s.DepartsAt.Format("02Jan")), (s.DepartsAt.Weekday()+6)%7+1,
			s.From, s.To, s.DepartsAt.Format("1504"), s.ArrivesAt.Format("1504"), strings.ToUpper(s.ArrivesAt.Format("02Jan")), s.Carrier)
		if s.OperatedBy != "" {
			fmt.Fprintf(&out, "     OPERATED BY %s\n", s.OperatedBy)
		}
	}
	return out.String()
}

func TestFlightsWrittenAsABookingSystemDoesAreReadBack(t *testing.T) {
	var codes []string
	for code := range avrr.Ports() {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	carriers := []string{"BA", "OS", "W6", "4O", "A3", "TK"}
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(rapid.IntRange(2024, 2035).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 525_000).Draw(t, "minute")) * time.Minute)
		port := rapid.Custom(func(t *rapid.T) avrr.Port { return avrr.Ports()[rapid.SampledFrom(codes).Draw(t, "code")] })
		var flown []avrr.Segment
		from := port.Draw(t, "from")
		for range rapid.IntRange(1, 5).Draw(t, "flights") {
			to := port.Filter(func(a avrr.Port) bool { return a != from }).Draw(t, "to")
			s := avrr.Segment{Carrier: rapid.SampledFrom(carriers).Draw(t, "carrier"), Number: fmt.Sprint(rapid.IntRange(1, 9999).Draw(t, "number")), From: from.Code, To: to.Code, DepartsAt: at.In(from.Location())}
			s.ArrivesAt = at.Add(time.Duration(rapid.IntRange(20, 18*60).Draw(t, "minutes")) * time.Minute).In(to.Location())
			if other := rapid.SampledFrom(carriers).Draw(t, "operator"); other != s.Carrier {
				s.OperatedBy = other
			}
			if twice(s.DepartsAt) || twice(s.ArrivesAt) {
				t.Skip("the clock shows this time twice, which is asked about")
			}
			flown = append(flown, s)
			at, from = s.ArrivesAt.Add(time.Duration(rapid.IntRange(30, 40*60).Draw(t, "wait"))*time.Minute), to
		}
		text := cryptic(flown)
		r := avrr.ReadItinerary(avrr.PastedItinerary{Text: text, TravelYear: flown[0].DepartsAt.Year()})
		if asText(flown) != asText(r.Segments) || len(r.NotUnderstood)+len(r.Questions) > 0 {
			t.Errorf("%s\nis read as %s, not %s; %+v %+v", text, asText(r.Segments), asText(flown), r.NotUnderstood, r.Questions)
		}
	})
}

// twice reports whether a place's clock shows the same time an hour, or half of one, before or after.
func twice(at time.Time) bool {
	for _, by := range []time.Duration{-time.Hour, -30 * time.Minute, 30 * time.Minute, time.Hour, -2 * time.Hour, 2 * time.Hour} {
		if at.Add(by).Format("02 15:04") == at.Format("02 15:04") {
			return true
		}
	}
	return false
}

func asText(segments []avrr.Segment) string {
	var out strings.Builder
	for _, s := range segments {
		fmt.Fprintf(&out, "%s by %q %s %s %s %s; ", s.Flight(), s.OperatedBy, s.From, s.DepartsAt.Format(time.RFC3339), s.To, s.ArrivesAt.Format(time.RFC3339))
	}
	return out.String()
}

func BenchmarkPastedItinerary(b *testing.B) {
	texts, lines := pastedTexts(b), 0
	for b.Loop() {
		for _, text := range texts {
			avrr.ReadItinerary(avrr.PastedItinerary{Text: text, TravelYear: 2026})
			lines += strings.Count(text, "\n")
		}
	}
	b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "lines/s")
}
