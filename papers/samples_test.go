package papers

import "time"

func zone(name string) *time.Location {
	at, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return at
}

var (
	vienna = zone("Europe/Vienna")
	tirana = zone("Europe/Tirane")
)

func meta(l Language) Meta {
	return Meta{
		Number:    "HW-2026-004217",
		Version:   2,
		Language:  l,
		IssuedAt:  time.Date(2026, 6, 1, 10, 15, 0, 0, vienna),
		Code:      "K7QWMBXR2NT4HVPL9ZCDGJ3FY",
		VerifyURL: "https://homeward.example/verify/K7QWMBXR2NT4HVPL9ZCDGJ3FY",
		Office:    "Return and Reintegration Office Vienna",
	}
}

func person() Person {
	return Person{
		FamilyName: "Hoxha-Çeliku", GivenNames: "Arbëresha Drita", Birth: "about 1985", BirthPlace: "Gjirokastër",
		Sex: Female, Nationality: "Albanian",
		Document: Document{Kind: "Passport", Number: "BA4471120", IssuedBy: "Republic of Albania",
			ValidUntil: time.Date(2028, 4, 30, 0, 0, 0, 0, time.UTC)},
	}
}

func declaration() VoluntaryReturnDeclaration {
	return VoluntaryReturnDeclaration{
		Programme: "Going Home 2026", CaseReference: "RC-26-00318", Person: person(),
		Dependants: []Dependant{
			{Name: "Luan Hoxha", Birth: "12 March 2015", Relation: "son"},
			{Name: "Era Hoxha", Birth: "3 July 2018", Relation: "daughter"},
		},
		Destination: "Albania, Gjirokastër",
		Recipients:  []string{"Austrian Airlines", "Reintegration Centre Tirana", "Austrian Ministry of the Interior"},
		ReadIn:      "Albanian", Interpreter: "Besnik Gjoka", Officer: "Maria Steiner",
	}
}

func letter() TravelLetter {
	return TravelLetter{
		Reference: "RC-26-00318", Traveller: person(), Companions: []string{"Luan Hoxha", "Era Hoxha"},
		Legs: []Leg{
			{Carrier: "Austrian Airlines", Flight: "OS 175", From: Airport{Code: "GRZ", City: "Graz"}, To: Airport{Code: "VIE", City: "Vienna"},
				Departs: time.Date(2026, 6, 10, 6, 5, 0, 0, vienna), Arrives: time.Date(2026, 6, 10, 6, 45, 0, 0, vienna),
				Locator: "X4TQ9Z", Ticket: "257-2400117845"},
			{Carrier: "Austrian Airlines", Flight: "OS 847", From: Airport{Code: "VIE", City: "Vienna"}, To: Airport{Code: "TIA", City: "Tirana"},
				Departs: time.Date(2026, 6, 10, 10, 20, 0, 0, vienna), Arrives: time.Date(2026, 6, 10, 11, 50, 0, 0, tirana),
				Locator: "X4TQ9Z", Ticket: "257-2400117846"},
		},
		Contacts: []Contact{
			{At: AtDeparture, Place: "Graz airport, check-in hall", Name: "Maria Steiner", Organisation: "Travel Office", Phone: "+43 1 555 0101"},
			{At: InTransit, Place: "Vienna airport, gate area F", Name: "Duty desk", Organisation: "Airport assistance", Phone: "+43 1 555 0102"},
			{At: AtArrival, Place: "Tirana airport, arrivals", Name: "Genc Leka", Organisation: "Reintegration Centre Tirana", Phone: "+355 4 555 0103"},
		},
		Services:  []Service{"WCHR", "MAAS", "LANG"},
		Signatory: "Maria Steiner, travel desk",
	}
}
