package avrr_test

import (
	"strings"
	"testing"
	"time"

	"homeward/avrr"
)

func TestAnAirportIsKnownByItsCodeWithItsCityAndItsClocks(t *testing.T) {
	for code, want := range map[string]avrr.Port{
		"TIA": {Code: "TIA", Name: "Tirana International Airport Nënë Tereza", City: avrr.T("Tirana", "Tiranë"), Country: "AL", Zone: "Europe/Tirane"},
		"LHR": {Code: "LHR", Name: "London Heathrow", City: avrr.T("London", "Londër"), Country: "GB", Zone: "Europe/London"},
		"MAN": {Code: "MAN", Name: "Manchester", City: avrr.T("Manchester", "Mançester"), Country: "GB", Zone: "Europe/London"},
		"DOH": {Code: "DOH", Name: "Hamad International", City: avrr.T("Doha", "Dohë"), Country: "QA", Zone: "Asia/Qatar"},
		"HNL": {Code: "HNL", Name: "Daniel K. Inouye International", City: avrr.T("Honolulu", ""), Country: "US", Zone: "Pacific/Honolulu"},
	} {
		if got, ok := avrr.Airport(code); !ok || got != want {
			t.Errorf("%s is %+v, want %+v", code, got, want)
		}
	}
	for _, code := range []string{"", "tia", "LON", "TIAX", "ZZZ"} {
		if got, ok := avrr.Airport(code); ok {
			t.Errorf("%q is known as %+v", code, got)
		}
	}
}

func TestEveryAirportHasAClockThatCanBeRead(t *testing.T) {
	for code, a := range avrr.Ports() {
		if _, err := time.LoadLocation(a.Zone); err != nil || a.Zone == "" {
			t.Errorf("%s: zone %q: %v", code, a.Zone, err)
		}
		if len(a.Code) != 3 || code != a.Code || len(a.Country) != 2 || a.City.EN == "" || a.Name == "" {
			t.Errorf("%s is told incompletely: %+v", code, a)
		}
	}
}

func TestTheAirportsOfTheShippedProgrammesAreKnownInBothLanguages(t *testing.T) {
	for _, code := range strings.Fields("TIA KFZ LHR LGW STN LTN LCY MAN BHX EDI VIE FRA MUC BER IST SAW FCO MXP ATH PRN SKP TGD BEG CDG AMS DAC DOH CAI ISB KBL RMO TBS BGW") {
		if a, ok := avrr.Airport(code); !ok || a.City.SQ == "" {
			t.Errorf("%s is %+v", code, a)
		}
	}
}
