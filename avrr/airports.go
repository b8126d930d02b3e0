package avrr

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Port is a place with an IATA code: where it lies, and whose clocks its times are told by.
type Port struct {
	Code    string // IATA, three letters
	Name    string // as it is known, without the word Airport at its end
	City    Text   // the city it serves, and whose time it keeps
	Country string // ISO 3166-1 alpha-2
	Zone    string // IANA
}

// Location answers the airport's time zone.
func (a Port) Location() *time.Location { return portZones()[a.Zone] }

// Airport finds an airport by its IATA code.
func Airport(code string) (Port, bool) {
	a, ok := airports()[code]
	return a, ok
}

// cityCodes are the codes of cities with more than one airport, which tickets and timetables use and no aeroplane lands at.
var cityCodes = map[string][]string{
	"BUH": {"OTP", "BBU"}, "CHI": {"ORD", "MDW"}, "LON": {"LHR", "LGW", "STN", "LTN", "LCY"}, "MIL": {"MXP", "LIN", "BGY"}, "MOW": {"SVO", "DME", "VKO"},
	"NYC": {"JFK", "EWR", "LGA"}, "PAR": {"CDG", "ORY", "BVA"}, "REK": {"KEF"}, "ROM": {"FCO", "CIA"}, "SAO": {"GRU", "CGH"}, "STO": {"ARN", "BMA", "NYO"},
	"TCI": {"TFS", "TFN"}, "TYO": {"HND", "NRT"}, "WAS": {"IAD", "DCA", "BWI"}, "YMQ": {"YUL"}, "YTO": {"YYZ", "YTZ"},
}

// mostSuggested is how many airports a person is asked about who typed a code of none.
const mostSuggested = 5

// NearestAirports answers those a code of no airport most likely means, the likeliest first: the airports of the city whose code it is,
// those of cities that begin like it, those with two letters the other way round, those with one letter else. The rest of the
// world is asked only when nothing is near where the programmes fly.
func NearestAirports(code string) []Port {
	var near []Port
	for _, of := range cityCodes[code] {
		if a, ok := Airport(of); ok {
			near = append(near, a)
		}
	}
	if len(near) > 0 || len(code) != 3 {
		return near
	}
	for _, a := range airports() {
		if a.unlike(code) < quiteUnlike {
			near = append(near, a)
		}
	}
	slices.SortFunc(near, func(a, b Port) int { return cmp.Or(a.unlike(code)-b.unlike(code), strings.Compare(a.Code, b.Code)) })
	if len(near) > 0 && near[0].served() {
		near = slices.DeleteFunc(near, func(a Port) bool { return !a.served() })
	}
	return near[:min(len(near), mostSuggested)]
}

// served reports whether the shipped programmes fly to the airport's city or by way of it.
func (a Port) served() bool { return a.City.SQ != "" }

const quiteUnlike = 10

// unlike answers how unlikely a code of three letters was meant to be the airport's.
func (a Port) unlike(code string) int {
	elsewhere := 0
	if !a.served() {
		elsewhere = 3
	}
	c := a.Code
	switch {
	case strings.HasPrefix(strings.ToUpper(a.City.EN), code):
		return 1 + elsewhere
	case code == c[1:2]+c[:1]+c[2:], code == c[:1]+c[2:]+c[1:2]:
		return 2 + elsewhere
	case code[:2] == c[:2], code[1:] == c[1:], code[:1]+code[2:] == c[:1]+c[2:]:
		return 3 + elsewhere
	}
	return quiteUnlike
}

// airportLines is the table of all airports, written by scripts/airports: a line of two fields is a country and a zone, the lines of
// three fields after it are the airports there (code, city, name; no name where it is the city's). Open Travel Data, CC BY 4.0.
//
//go:embed airports.tsv
var airportLines string

// airports reads the table when the first airport is asked for.
var airports = sync.OnceValue(func() map[string]Port {
	all := make(map[string]Port, strings.Count(airportLines, "\n"))
	var country, zone string
	for line := range strings.Lines(airportLines) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) == 2 {
			country, zone = f[0], f[1]
			continue
		}
		a := Port{Code: f[0], City: cityName(country, f[1]), Name: f[2], Country: country, Zone: zone}
		if a.Name == "" {
			a.Name = f[1]
		}
		all[a.Code] = a
	}
	return all
})

// portZones are the zones of all airports, read once: a page asks for many.
var portZones = sync.OnceValue(func() map[string]*time.Location {
	all := map[string]*time.Location{}
	for _, a := range airports() {
		if _, known := all[a.Zone]; known {
			continue
		}
		l, err := time.LoadLocation(a.Zone)
		if err != nil { // not met: the zone files are linked in, and a test reads every zone of the table
			l = time.UTC
		}
		all[a.Zone] = l
	}
	return all
})

func cityName(country, english string) Text { return T(english, albanianCities[country+" "+english]) }

// albanianCities are the cities the shipped programmes fly between and by way of, where Albanian writes them in its own way.
var albanianCities = map[string]string{
	"AL Tirana": "Tiranë", "AL Kukës": "Kukës", "XK Pristina": "Prishtinë", "MK Skopje": "Shkup", "ME Podgorica": "Podgoricë", "RS Belgrade": "Beograd",
	"AT Vienna": "Vjenë", "AT Salzburg": "Salcburg", "BE Brussels": "Bruksel", "BG Sofia": "Sofje", "CH Zürich": "Cyrih", "CH Geneva": "Gjenevë",
	"CY Larnaca": "Larnakë", "CZ Prague": "Pragë", "DE Frankfurt": "Frankfurt", "DE Munich": "Mynih", "DE Berlin": "Berlin", "DE Düsseldorf": "Dyseldorf",
	"DE Köln": "Këln", "DE Stuttgart": "Shtutgart", "DE Hamburg": "Hamburg", "DE Hannover": "Hanover", "DK Copenhagen": "Kopenhagë",
	"EG Cairo": "Kajro", "ES Madrid": "Madrid", "ES Barcelona": "Barcelonë", "FR Paris": "Paris", "GB London": "Londër", "GB Manchester": "Mançester",
	"GB Birmingham": "Birmingem", "GB Edinburgh": "Edinburg", "GE Tbilisi": "Tbilis", "GR Athens": "Athinë", "GR Thessaloníki": "Selanik",
	"HR Zagreb": "Zagreb", "HU Budapest": "Budapest", "IE Dublin": "Dublin", "IQ Baghdad": "Bagdad", "IT Rome": "Romë", "IT Milan": "Milano",
	"IT Venice": "Venecia", "IT Bari": "Bari", "IT Bologna": "Bolonjë", "IT Turin": "Torino", "MD Chisinau": "Kishinau", "NL Amsterdam": "Amsterdam",
	"NO Oslo": "Oslo", "PL Warsaw": "Varshavë", "PT Lisbon": "Lisbonë", "QA Doha": "Dohë", "RO Bucharest": "Bukuresht", "SE Stockholm": "Stokholm",
	"SI Ljubljana": "Lubjanë", "TR Istanbul": "Stamboll", "TR Ankara": "Ankara", "UA Kyiv": "Kiev", "BD Dhaka": "Daka", "PK Islamabad": "Islamabad",
	"AF Kabul": "Kabul", "AE Dubai": "Dubai", "SY Damascus": "Damask", "LB Beirut": "Bejrut", "JO Amman": "Aman", "LY Tripoli": "Tripoli", "TN Tunis": "Tunis",
	"MA Casablanca": "Kazablankë", "DZ Algiers": "Algjer", "IR Tehran": "Teheran",
}
