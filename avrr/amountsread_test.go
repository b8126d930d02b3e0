package avrr_test

import (
	"slices"
	"testing"

	"homeward/avrr"
)

func TestAnAmountIsReadInTheOnlyWayItCanBeMeant(t *testing.T) {
	for _, c := range []struct {
		typed    string
		digits   int
		readings []int64
	}{
		{"1250", 2, []int64{125000}},
		{"1250.5", 2, []int64{125050}},
		{"1250,50", 2, []int64{125050}},
		{"1 250,50", 2, []int64{125050}},
		{"1\u00a0250.50", 2, []int64{125050}},
		{"1'250.50", 2, []int64{125050}},
		{"1,500.00", 2, []int64{150000}},
		{"1.500,00", 2, []int64{150000}},
		{"1.250.000", 2, []int64{125000000}},
		{"1,250,000.75", 2, []int64{125000075}},
		{"0.05", 2, []int64{5}},
		{"-3", 2, []int64{-300}},

		{"1.500", 2, []int64{150000, 150}},
		{"1,500", 2, []int64{150000, 150}},
		{"250,000", 2, []int64{25000000, 25000}},
		{"-1.500", 2, []int64{-150000, -150}},
		{"1.250", 3, []int64{1250000, 1250}},
		{"1,255", 3, []int64{1255000, 1255}},

		{"1.255", 2, nil}, // a thousand and more, or a slip
		{"10.555", 2, nil},
		{"1250.500", 2, nil},
		{"1 250,500", 2, nil},
		{"1.2345", 2, nil},
		{"12,34.50", 2, nil},
		{"1500.000,00", 2, nil},
		{"1,500.000,00", 2, nil},
		{"12 50", 2, nil},
		{"1 5", 2, nil},
		{"1.", 2, nil},
		{".50", 2, nil},
		{"", 2, nil},
		{"ten", 2, nil},
		{"+5", 2, nil},
		{"1e3", 2, nil},
		{"99999999999999999999", 2, nil},

		{"250", 0, []int64{250}},
		{"1.250", 0, []int64{1250}}, // nothing is less than one
		{"2.5", 0, nil},
		{"1.00", 0, nil},

		{"1.5", 3, []int64{1500}},
		{"0.250", 3, []int64{250}},
		{"1505.250", 3, []int64{1505250}},
		{"1,505.250", 3, []int64{1505250}},
		{"1.2550", 3, []int64{1255}},
		{"1.2555", 3, nil},
	} {
		if got := avrr.AmountReadings(c.typed, c.digits); !slices.Equal(got, c.readings) {
			t.Errorf("%q with %d digits reads %d, not %d", c.typed, c.digits, got, c.readings)
		}
	}
}

func TestAnAmountIsWrittenSoThatItIsReadInOneWay(t *testing.T) {
	for _, l := range []avrr.Language{avrr.English, avrr.Albanian} {
		for _, digits := range []int{0, 2, 3} {
			for _, n := range []int64{0, 5, 150, 1255, 1500, 150000, 999999, 1255000, 150000000, -1255} {
				typed := avrr.TypedAmount(n, digits, l)
				if got := avrr.AmountReadings(typed, digits); !slices.Equal(got, []int64{n}) {
					t.Errorf("%d with %d digits is written %q in %s, which reads %d", n, digits, typed, l, got)
				}
			}
		}
	}
	if en, sq := avrr.TypedAmount(150000, 2, avrr.English), avrr.TypedAmount(150000, 2, avrr.Albanian); en != "1500.00" || sq != "1500,00" {
		t.Errorf("it is %s in English and %s in Albanian", en, sq)
	}
}

func TestARateIsReadInTheOnlyWayItCanBeMeant(t *testing.T) {
	for typed, want := range map[string][]string{
		"117": {"117"}, "0.0102": {"0.0102"}, "0,0102": {"0.0102"}, ".5": {"0.5"}, ",5": {"0.5"}, "98,5432": {"98.5432"}, "0,135": {"0.135"}, "1,1350": {"1.1350"},
		"1 135": {"1135"}, "1'135.5": {"1135.5"}, "1.135,50": {"1135.50"}, "1,135.50": {"1135.50"}, "12.345.678": {"12345678"},
		"1,135": {"1135", "1.135"}, "1.135": {"1135", "1.135"}, "250,000": {"250000", "250.000"},
		"": nil, ".": nil, "1.": nil, "..5": nil, "1/117": nil, "-0.85": nil, "ten": nil, "1.13,50": nil, "1,2,3": nil,
	} {
		if got := avrr.RateReadings(typed); !slices.Equal(got, want) {
			t.Errorf("%q reads as %q, not %q", typed, got, want)
		}
	}
	for _, l := range []avrr.Language{avrr.English, avrr.Albanian} {
		for _, rate := range []string{"1135", "1.135", "1.1350", "0.012", "98.5432", "117.000"} {
			if typed := avrr.TypedRate(rate, l); len(avrr.RateReadings(typed)) != 1 {
				t.Errorf("%s is written as %s, which reads as %q", rate, typed, avrr.RateReadings(typed))
			}
		}
	}
}
