package avrr

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Airline answers the name of an airline by its IATA code, as far as it flies where people return from or to.
func Airline(code string) (name string, ok bool) {
	name, ok = airlines[code]
	return name, ok
}

// airlineNamed finds the code of an airline that somebody wrote out: the one whose name the text begins with or, failing that, holds.
func airlineNamed(text string) (code string, ok bool) {
	text = strings.ToLower(text)
	for _, fits := range []func(text, name string) bool{strings.HasPrefix, strings.Contains} {
		for _, code := range airlineCodes {
			if fits(text, strings.ToLower(airlines[code])) {
				return code, true
			}
		}
	}
	return "", false
}

// airlineCodes are the codes in the order names are looked for: the longest name first, since one may begin like another.
var airlineCodes = func() []string {
	return slices.SortedFunc(maps.Keys(airlines), func(a, b string) int {
		return cmp.Or(len(airlines[b])-len(airlines[a]), strings.Compare(a, b))
	})
}()

var airlines = map[string]string{
	"2L": "Helvetic Airways", "4O": "Air Montenegro", "4Y": "Discover Airlines", "9U": "Air Moldova", "A3": "Aegean Airlines", "A9": "Georgian Airways",
	"AA": "American Airlines", "AC": "Air Canada", "AF": "Air France", "AH": "Air Algérie", "AI": "Air India", "AT": "Royal Air Maroc", "AY": "Finnair",
	"AZ": "ITA Airways", "BA": "British Airways", "BG": "Biman Bangladesh Airlines", "BJ": "Nouvelair", "BT": "airBaltic", "CL": "Lufthansa CityLine",
	"CX": "Cathay Pacific", "CY": "Cyprus Airways", "DE": "Condor", "DL": "Delta Air Lines", "DY": "Norwegian", "EI": "Aer Lingus", "EK": "Emirates",
	"EN": "Air Dolomiti", "ET": "Ethiopian Airlines", "EW": "Eurowings", "EY": "Etihad Airways", "FB": "Bulgaria Air", "FR": "Ryanair", "FZ": "flydubai",
	"G9": "Air Arabia", "GF": "Gulf Air", "H4": "HiSky", "HA": "Hawaiian Airlines", "HV": "Transavia", "HY": "Uzbekistan Airways", "IA": "Iraqi Airways",
	"IB": "Iberia", "J2": "Azerbaijan Airlines", "JU": "Air Serbia", "KC": "Air Astana", "KL": "KLM", "KM": "KM Malta Airlines", "KQ": "Kenya Airways",
	"KU": "Kuwait Airways", "LG": "Luxair", "LH": "Lufthansa", "LN": "Libyan Airlines", "LO": "LOT Polish Airlines", "LS": "Jet2", "LX": "SWISS",
	"ME": "Middle East Airlines", "MH": "Malaysia Airlines", "MS": "EgyptAir", "NZ": "Air New Zealand", "OA": "Olympic Air", "OS": "Austrian Airlines",
	"OU": "Croatia Airlines", "OV": "SalamAir", "PC": "Pegasus Airlines", "PK": "Pakistan International Airlines", "QF": "Qantas", "QR": "Qatar Airways",
	"RJ": "Royal Jordanian", "RO": "TAROM", "RQ": "Kam Air", "SK": "SAS", "SN": "Brussels Airlines", "SQ": "Singapore Airlines", "SV": "Saudia",
	"TG": "Thai Airways", "TK": "Turkish Airlines", "TP": "TAP Air Portugal", "TU": "Tunisair", "U2": "easyJet", "UA": "United Airlines", "UL": "SriLankan Airlines",
	"UX": "Air Europa", "VF": "AJet", "VL": "Lufthansa City Airlines", "VN": "Vietnam Airlines", "VS": "Virgin Atlantic", "VY": "Vueling", "W4": "Wizz Air Malta",
	"W6": "Wizz Air", "W9": "Wizz Air UK", "WY": "Oman Air", "XC": "Corendon Airlines", "XQ": "SunExpress", "ZB": "Air Albania",
}
