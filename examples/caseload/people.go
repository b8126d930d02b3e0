package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Names are plausible and invented; no pair of them is meant to be anybody's.
var (
	families = []string{"Përmeti", "Çuni", "Gjeçi", "Lleshi", "Mëhilli", "Sadiku", "Tafa", "Uka", "Xhafa", "Ymeri", "Zyla", "Kçira", "Dedja", "Elezi", "Fusha", "Halili", "Isufi", "Jaku", "Këlliçi", "Laçi",
		"Metaj", "Ndoci", "Osmani", "Pëllumbi", "Qorri", "Rrahmani", "Spahiu", "Shkurti", "Tusha", "Vorpsi", "Xhepa", "Zefi", "Bregu", "Dushku", "Gropa", "Kodra", "Lumi", "Ura", "Çobani", "Bushi", "Lamçe", "Zenelaj"}
	men = []string{"Agim", "Besnik", "Çlirim", "Dritan", "Ëngjëll", "Fatos", "Gëzim", "Ilir", "Luan", "Petrit", "Arben", "Bledar", "Edmond", "Flamur", "Gjergj", "Haxhi", "Kastriot", "Lulëzim",
		"Mentor", "Ndriçim", "Përparim", "Qemal", "Rrezart", "Skënder", "Shpëtim", "Taulant", "Valon", "Xhevdet", "Ylli", "Zamir"}
	women = []string{"Arta", "Drita", "Ermira", "Fatmira", "Gresa", "Jonida", "Liri", "Majlinda", "Rovena", "Shpresa", "Albana", "Blerta", "Çelnike", "Dafina", "Elira", "Flutura", "Gjyste", "Hënë",
		"Kaltrina", "Lumturi", "Mirjeta", "Ndriçime", "Pranvera", "Qëndresa", "Rudina", "Silvana", "Teuta", "Valbona", "Xhuliana", "Zamira"}
	boys  = []string{"Ardit", "Bora", "Dion", "Endri", "Erion", "Gent", "Jon", "Klajdi", "Leart", "Noel", "Orges", "Redon", "Tedi", "Vigan"}
	girls = []string{"Ajla", "Dea", "Emëlda", "Era", "Hana", "Ina", "Klea", "Lea", "Melisa", "Noela", "Orjeta", "Rea", "Sara", "Viola"}
)

// A place somebody returns to.
type place struct{ district, town string }

var places = []place{{"Tiranë", "Tiranë"}, {"Tiranë", "Kamëz"}, {"Shkodër", "Shkodër"}, {"Shkodër", "Koplik"}, {"Elbasan", "Elbasan"}, {"Elbasan", "Gramsh"}, {"Kukës", "Kukës"}, {"Kukës", "Krumë"},
	{"Has", "Golaj"}, {"Tropojë", "Bajram Curri"}, {"Vlorë", "Vlorë"}, {"Vlorë", "Sarandë"}, {"Fier", "Fier"}, {"Fier", "Patos"}, {"Dibër", "Peshkopi"}, {"Dibër", "Burrel"}, {"Lezhë", "Lezhë"},
	{"Lezhë", "Rrëshen"}, {"Korçë", "Korçë"}, {"Korçë", "Pogradec"}, {"Durrës", "Durrës"}, {"Durrës", "Shijak"}, {"Berat", "Berat"}, {"Gjirokastër", "Përmet"}}

// postTowns are where people live in the United Kingdom.
var postTowns = []string{"London", "Birmingham", "Manchester", "Leeds", "Luton", "Croydon", "Barking", "Ilford", "Leicester", "Coventry", "Bradford", "Edinburgh", "Glasgow", "Cardiff", "Nottingham", "Derby"}

// A person of the caseload.
type person struct {
	family, given, sex, relation string
	age                          int
}

// household makes a family of a size, the principal first. Women and men bear one family name here, as in Albania.
func household(r *rand.Rand, size int) []person {
	family := pick(r, families)
	first := person{family, pick(r, men), "M", "principal", 19 + r.IntN(38)}
	if r.IntN(10) < 4 {
		first.given, first.sex = pick(r, women), "F"
	}
	people := []person{first}
	if size > 1 {
		people[0].age = 27 + r.IntN(16)
	}
	for len(people) < size {
		next := person{family: family, relation: "child", age: 4 + r.IntN(11)}
		if len(people) == 1 && (size > 2 || r.IntN(2) == 0) {
			next.relation, next.age = "spouse", people[0].age-3+r.IntN(6)
		}
		switch {
		case next.relation == "spouse" && first.sex == "M":
			next.sex, next.given = "F", pick(r, women)
		case next.relation == "spouse":
			next.sex, next.given = "M", pick(r, men)
		case r.IntN(2) == 0:
			next.sex, next.given = "F", pick(r, girls)
		default:
			next.sex, next.given = "M", pick(r, boys)
		}
		for taken(people, next.given) {
			next.given = pick(r, map[string][]string{"F": girls, "M": boys}[next.sex])
		}
		people = append(people, next)
	}
	return people
}

func taken(people []person, given string) bool {
	for _, p := range people {
		if p.given == given {
			return true
		}
	}
	return false
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// airports people leave from, and the journeys to Tirana there are in this caseload.
var airports = []string{"LTN", "LGW", "STN", "LHR", "MAN", "BHX", "EDI"}

// A route to Tirana: direct, or with a change.
type route struct {
	flight, from, via, flight2      string
	departs, viaIn, viaOut, arrives string
}

func routes() []route {
	var all []route
	for i, from := range airports {
		if slices.Contains([]string{"LTN", "STN", "LGW", "MAN"}, from) {
			all = append(all, route{fmt.Sprintf("W%d%d", 9, 4001+2*i), from, "", "", "06:20", "", "", "10:20"})
		}
		if slices.Contains([]string{"LHR", "MAN", "BHX", "EDI"}, from) {
			all = append(all,
				route{fmt.Sprintf("OS%d", 452+2*i), from, "VIE", "OS847", "10:20", "13:40", "15:10", "16:45"},
				route{fmt.Sprintf("LH%d", 903+2*i), from, "FRA", "LH1428", "07:05", "09:45", "11:10", "13:15"},
				route{fmt.Sprintf("TK%d", 1980+2*i), from, "IST", "TK1073", "11:30", "17:25", "19:40", "20:20"},
				route{fmt.Sprintf("LH%d", 2473+2*i), from, "MUC", "LH1744", "06:55", "09:45", "11:35", "13:25"})
		}
	}
	return all
}
