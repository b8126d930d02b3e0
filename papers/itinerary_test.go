package papers

import "testing"

func TestItineraryTellsTheDayTheWaitAndWhoFlies(t *testing.T) {
	text := layout(t, render(t, itinerary(), meta(English)))
	mustSay(t, text, "Tuesday 9 June 2026", "Bus 12", "2 h 10 min", "Change in Tirana TIA: 2 h 40 min", "12:20", "TK 1078",
		"Overnight stay", "Transit House Arnavutköy", "Wednesday 10 June 2026", "operated by Biman Bangladesh Airlines",
		"04:45 +1", "Thursday 11 June 2026", "Hazrat Shahjalal", "WCHR MAAS", "Arben Kola")
	mustNotSay(t, text, "Way back", "TK 1077", "return")
	mustSay(t, layout(t, render(t, itinerary(), meta(Albanian))), "e martë, 9 qershor 2026", "Autobus 12", "Ndërrim në Tirana TIA: 2 orë 40 min",
		"Qëndrim gjatë natës", "kryhet nga Biman Bangladesh Airlines", "04:45 +1", "Shoqëruesit")
}

func TestItineraryMarksAnArrivalTheDayBeforeAcrossTheDateLine(t *testing.T) {
	i := itinerary()
	auckland, honolulu := zone("Pacific/Auckland"), zone("Pacific/Honolulu")
	i.Legs = []Leg{{Flight: "NZ 10", From: Airport{Code: "AKL", City: "Auckland"}, To: Airport{Code: "HNL", City: "Honolulu"},
		Departs: date(2026, 6, 10, 2, 0, auckland), Arrives: date(2026, 6, 9, 13, 0, honolulu)}}
	mustSay(t, layout(t, render(t, i, meta(English))), "13:00 -1", "Tuesday 9 June 2026", "9 h 00 min")
}

func TestChangeBetweenAirportsOfOneCityIsSaid(t *testing.T) {
	i := itinerary()
	london := zone("Europe/London")
	i.Legs = []Leg{
		{Flight: "BA 1", From: Airport{Code: "DUB", City: "Dublin"}, To: Airport{Code: "LHR", City: "London"},
			Departs: date(2026, 6, 10, 8, 0, london), Arrives: date(2026, 6, 10, 9, 0, london)},
		{Flight: "W6 2", From: Airport{Code: "LTN", City: "London"}, To: Airport{Code: "TIA", City: "Tirana"},
			Departs: date(2026, 6, 10, 15, 0, london), Arrives: date(2026, 6, 10, 19, 0, tirana)},
	}
	mustSay(t, layout(t, render(t, i, meta(English))), "On from London LHR to London LTN: 6 h 00 min")
}
