package papers

import (
	"fmt"
	"slices"
	"time"

	"homeward/avrr"
)

var (
	dhaka    = zone("Asia/Dhaka")
	istanbul = zone("Europe/Istanbul")
)

func mother() Passenger {
	return Passenger{Key: "RC-26-00318/m1", Reference: "RC-26-00318", Person: person(), Ticket: "257-2400117845", Seat: "14A", Services: []Service{"WCHR", "MAAS"}}
}

func son() Passenger {
	p := Person{FamilyName: "Hoxha", GivenNames: "Luan", Birth: "12 March 2015", Sex: Male, Nationality: "Albanian",
		Document: Document{Kind: "Passport", Number: "BA4471121", IssuedBy: "Republic of Albania", ValidUntil: time.Date(2027, 1, 9, 0, 0, 0, 0, time.UTC)}}
	return Passenger{Key: "RC-26-00318/m2", Reference: "RC-26-00318", Person: p, Ticket: "257-2400117846", Seat: "14B", Services: []Service{"CHLD"}}
}

// nameless is a traveller of whom papers show the reference alone.
func nameless() Passenger {
	return Passenger{Key: "RC-26-00402/m1", Reference: "RC-26-00402", ReferenceOnly: true,
		Person: Person{FamilyName: "Unspoken", GivenNames: "Name", Birth: "1 January 1990"}, Ticket: "257-2400117899", Seat: "22C"}
}

// overnight is a journey by bus, air and bus, with a night on the way, a codeshare and an arrival on the next day.
func overnight() []Leg {
	return []Leg{
		{Mode: ByBus, Carrier: "Rrjeti Coaches", Flight: "12", From: Airport{City: "Shkodër", Name: "Bus station"},
			To: Airport{Code: "TIA", City: "Tirana", Name: "Tirana International Airport"}, Locator: "B-7710",
			Departs: time.Date(2026, 6, 9, 7, 30, 0, 0, tirana), Arrives: time.Date(2026, 6, 9, 9, 40, 0, 0, tirana)},
		{Carrier: "Turkish Airlines", Flight: "TK 1078", From: Airport{Code: "TIA", City: "Tirana", Name: "Tirana International Airport"},
			To: Airport{Code: "IST", City: "Istanbul", Name: "Istanbul Airport"}, Locator: "X4TQ9Z",
			Departs: time.Date(2026, 6, 9, 12, 20, 0, 0, tirana), Arrives: time.Date(2026, 6, 9, 15, 5, 0, 0, istanbul)},
		{Mode: Lodging, Carrier: "Transit House Arnavutköy", From: Airport{City: "Istanbul"}, To: Airport{City: "Istanbul"},
			Departs: time.Date(2026, 6, 9, 17, 0, 0, 0, istanbul), Arrives: time.Date(2026, 6, 10, 14, 0, 0, 0, istanbul)},
		{Carrier: "Turkish Airlines", Flight: "TK 712", OperatedBy: "Biman Bangladesh Airlines", From: Airport{Code: "IST", City: "Istanbul", Name: "Istanbul Airport"},
			To: Airport{Code: "DAC", City: "Dhaka", Name: "Hazrat Shahjalal International Airport"}, Locator: "X4TQ9Z",
			Departs: time.Date(2026, 6, 10, 18, 55, 0, 0, istanbul), Arrives: time.Date(2026, 6, 11, 4, 45, 0, 0, dhaka)},
	}
}

func escort() Escort {
	return Escort{Name: "Arben Kola", Organisation: "Travel Support Tirana", Phone: "+355 4 555 0177", Accompanies: []string{"Hoxha, Luan"},
		WayBack: []Leg{{Flight: "TK 1077", From: Airport{Code: "IST", City: "Istanbul"}, To: Airport{Code: "TIA", City: "Tirana"},
			Departs: time.Date(2026, 6, 11, 9, 15, 0, 0, istanbul), Arrives: time.Date(2026, 6, 11, 10, 0, 0, 0, tirana)}}}
}

func date(year, month, day, hour, minute int, in *time.Location) time.Time {
	return time.Date(year, time.Month(month), day, hour, minute, 0, 0, in)
}

func contacts() []Contact { return letter().Contacts }

func itinerary() Itinerary {
	return Itinerary{Reference: "RC-26-00318", Travellers: []Passenger{mother(), son()}, Legs: overnight(), Baggage: "23 kg and one cabin bag each",
		Escorts: []Escort{escort()}, Contacts: contacts()}
}

func receivingOffice() Office {
	return Office{Name: "Reintegration Centre Dhaka", Place: "Gulshan Avenue 7, Dhaka", Phone: "+880 2 555 0110", Email: "desk@centre.example"}
}

func notification() AdvanceBookingNotification {
	before := AdvanceBookingNotification{Notice: NewNotice, Reference: "RC-26-00318", To: receivingOffice(), Destination: "Bangladesh, Sylhet",
		Baggage: "23 kg each", Funding: "DE-2026-14", Passengers: []Passenger{mother(), nameless()}, Legs: overnight()[:2],
		Requests: []Request{{Kind: Meet, Detail: "Arrivals, exit B"}, {Kind: Interpreter, Detail: "Sylheti"}}}
	before.Legs[1].Departs = before.Legs[1].Departs.Add(-time.Hour)
	now := before
	now.Notice, now.Before, now.AnswerBy = AmendedNotice, &before, date(2026, 6, 3, 0, 0, vienna)
	now.Baggage = "23 kg and one cabin bag each"
	now.Legs, now.Passengers, now.Escorts = overnight(), []Passenger{mother(), son(), nameless()}, []Escort{escort()}
	now.Requests = []Request{{Kind: Meet, Detail: "Arrivals, exit C"}, {Kind: PayCash, Amount: avrr.Money{Amount: 5000, Currency: "EUR"}, Detail: "To each adult, against a receipt"}}
	now.Contacts = contacts()
	return now
}

func assistance() AssistanceRequest {
	return AssistanceRequest{At: InTransit, Reference: "RC-26-00318", To: Office{Name: "Transit Desk Istanbul", Place: "Istanbul Airport", Phone: "+90 212 555 0120"},
		Place: Airport{Code: "IST", City: "Istanbul", Name: "Istanbul Airport"}, MeetAt: "At the aircraft door, with a name board",
		Legs: overnight()[1:], Passengers: []Passenger{mother(), son()}, Contacts: contacts(),
		Requests: []Request{{Kind: Meet}, {Kind: StayOvernight, Detail: "One night, three beds in one room"}, {Kind: HelpInTransit, Detail: "To gate F4 by 17:45"}},
		ReplyTo:  Office{Name: "Travel desk Vienna", Phone: "+43 1 555 0101", Email: "travel@office.example"}, ReplyBy: date(2026, 6, 5, 0, 0, vienna)}
}

func handover() Handover {
	guardian := Keeper{Role: GuardianRole, Name: "Teuta Marku", Relation: "appointed guardian", Organisation: "Youth Office Graz", Phone: "+43 1 555 0140",
		Document: Document{Kind: "Identity card", Number: "P7741200", IssuedBy: "Austria", ValidUntil: date(2030, 2, 1, 0, 0, time.UTC)}}
	airline := Keeper{Role: CarrierRole, Name: "Austrian Airlines", Organisation: "Passenger service Vienna", Phone: "+43 1 555 0102"}
	escorting := Keeper{Role: EscortRole, Name: "Arben Kola", Organisation: "Travel Support Tirana", Phone: "+355 4 555 0177",
		Document: Document{Kind: "Passport", Number: "BB3344556", IssuedBy: "Republic of Albania"}}
	aunt := Keeper{Role: ReceiverRole, Name: "Mirela Hoxha", Relation: "aunt", Phone: "+355 4 555 0190",
		Document: Document{Kind: "Identity card", Number: "J40112233K", IssuedBy: "Albania", ValidUntil: date(2029, 7, 31, 0, 0, time.UTC)}}
	child := son().Person
	child.BirthPlace = "Graz"
	return Handover{Reference: "RC-26-00318", Child: child, Speaks: "Albanian, German", Guardian: guardian, Receiver: aunt, Legs: letter().Legs[1:],
		Links: []Link{
			{From: guardian, To: airline, Place: "Vienna airport, check-in 3", At: date(2026, 6, 10, 8, 20, vienna)},
			{From: airline, To: escorting, Place: "Tirana airport, aircraft door", At: date(2026, 6, 10, 11, 55, tirana)},
			{From: escorting, To: aunt, Place: "Tirana airport, arrivals", At: date(2026, 6, 10, 12, 15, tirana)},
		},
		Services: []Service{"UMNR", "MAAS"}, Contacts: contacts()}
}

func application() TravelDocumentApplication {
	leg := letter().Legs[1]
	return TravelDocumentApplication{Reference: "RC-26-00318", AsksFor: "Emergency travel document for one journey",
		Authority: Office{Name: "Embassy of the Republic of Albania", Place: "Prinz-Eugen-Strasse 18, Vienna", Phone: "+43 1 555 0160", Email: "consular@embassy.example"},
		Applicant: person(), FormerNames: "Kola", Father: "Gjergj Kola", Mother: "Lindita Kola", Marks: "165 cm, brown eyes, scar on the left hand",
		AddressHere: "Keplerstrasse 4, 8020 Graz", AddressThere: "Rruga Gjin Zenebisi 12, Gjirokastër",
		LastDocument: Document{Kind: "Passport", Number: "AA1102233", IssuedBy: "Republic of Albania", ValidUntil: date(2019, 3, 14, 0, 0, time.UTC)},
		Guardian:     "Teuta Marku", Leg: &leg,
		Evidence: []Evidence{
			{What: "Birth certificate", Detail: "Gjirokastër, 114/1985, 2 May 2024", Form: Original},
			{What: "Family certificate", Detail: "Gjirokastër, 2 May 2024", Form: CopyOf},
			{What: "Marriage certificate", Detail: "Graz, 12 June 2012, into Albanian", Form: Translation},
		},
		Enclosed: []string{"two photographs", "a set of fingerprints"},
		Zone:     []string{"PUALBCELA<<ALBE<MIRE<<<<<<<<<<<<<<<<", "LP00012340ALB9001011F2603014<<<<<<<4"}}
}

// manifest is a group of so many, every seventh of them by reference alone.
func manifest(travellers int) Manifest {
	m := Manifest{Reference: "MV-26-0031", Name: "Group Graz–Gjirokastër", Legs: letter().Legs, Seats: 42, Escorts: []Escort{escort()}}
	for i := range travellers {
		p := mother()
		p.Person.FamilyName, p.Ticket, p.Seat = fmt.Sprintf("Hoxha-%03d", i+1), fmt.Sprintf("257-24001%05d", i), fmt.Sprintf("%d%c", i/6+1, 'A'+rune(i%6))
		row := ManifestRow{Passenger: p, Bus: fmt.Sprint("B", i%2+1), Escort: "A. Kola", Standby: i%13 == 5}
		if i%7 == 3 {
			row.Passenger.ReferenceOnly, row.Passenger.Reference = true, fmt.Sprintf("RC-26-%05d", i)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// countedAtTheDoor is the manifest after the door closed: one absent, one added.
func countedAtTheDoor(m Manifest) Manifest {
	m.ValidatedAt = date(2026, 6, 10, 5, 40, vienna)
	m.Rows = slices.Clone(m.Rows)
	for i := range m.Rows {
		m.Rows[i].Boarded = Present
	}
	m.Rows[1].Boarded, m.Rows[len(m.Rows)-1].Added = Absent, true
	return m
}

func receipt() CashReceipt {
	return CashReceipt{Reference: "RC-26-00318", Programme: "Going Home 2026", Payee: person(),
		Lines: []ReceiptLine{
			{What: "Pocket money for the journey", Amount: avrr.Money{Amount: 5000, Currency: "EUR"}},
			{What: "First instalment", Amount: avrr.Money{Amount: 115050, Currency: "EUR"}},
		},
		Place: "Tirana airport, arrivals", PaidOn: date(2026, 6, 10, 0, 0, tirana), PaidBy: "Genc Leka"}
}

func decision() Decision {
	return Decision{Reference: "RC-26-00318", Programme: "Going Home 2026", To: "Arbëresha Drita Hoxha-Çeliku", Address: []string{"Keplerstrasse 4", "8020 Graz"},
		About: []string{"Arbëresha Drita Hoxha-Çeliku", "Luan Hoxha"}, DecidedOn: date(2026, 5, 12, 0, 0, vienna), RuleSet: "Going Home 2026, version 3",
		Reasons: []Reason{
			{Rule: "The application is made before departure.", Source: "Programme rules, section 4", Finding: "You applied on 2 May 2026 and have not left."},
			{Rule: "No help of this kind was given in the last two years.", Source: "Programme rules, section 6 (2)", Finding: "You were given help to start a business on 3 March 2025."},
		},
		Next: []string{"We call you within five working days.", "Bring your passport and those of your children to the next appointment."},
		Ask:  Office{Name: "Counselling desk Graz", Place: "Annenstrasse 10, Graz", Phone: "+43 1 555 0150", Email: "desk@office.example"}, Signatory: "Maria Steiner, head of office"}
}

func approval() DecisionLetter {
	return DecisionLetter{Decision: decision(), ValidUntil: date(2026, 11, 12, 0, 0, vienna),
		Granted: []Grant{
			{What: "Flight for the whole family"},
			{What: "Help to start again, for each adult", Amount: avrr.Money{Amount: 300000, Currency: "EUR"}},
		},
		Conditions: []string{"You travel before the date below.", "Your documents are valid on the day of travel."}}
}

func refusal() RefusalLetter {
	return RefusalLetter{Decision: decision(), Remedy: Remedy{What: "You may ask for a review of this decision.", How: "A letter in your own words is enough. We help you to write it.",
		To: Office{Name: "Review Board", Place: "Burggasse 2, Graz", Email: "review@board.example"}, Until: date(2026, 6, 12, 23, 59, vienna)}}
}
