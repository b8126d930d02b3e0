package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"homeward/avrr"
	"homeward/examples"
)

// asOf is the day the caseload is written as of, a Wednesday.
var asOf = avrr.MustDate(examples.VARRPAsOf)

// A life is one case as it is told, in days since the Monday before its application. What lies ahead is told in days from asOf.
type life struct {
	r      *rand.Rand
	number int
	people []person
	rows   []map[string]any // text, since, or ahead
	first  int              // the row that tells of the case: 0, or the first of those who were split from it
	day    int
	part   int // the first instalment of the plan, in pounds
	recent int // how many days before asOf the last thing happened
	home   place
	way    route
}

type (
	since struct { // a day of the case
		days  int
		clock string
	}
	ahead struct { // a day after asOf
		days  int
		clock string
	}
)

// begin tells who somebody is and how they may be reached. No two people of the caseload bear one name.
func begin(r *rand.Rand, named map[string]bool, number, size int) *life {
	people := household(r, size)
	for slices.ContainsFunc(people, func(p person) bool { return named[p.given+" "+p.family] }) {
		people = household(r, size)
	}
	for _, p := range people {
		named[p.given+" "+p.family] = true
	}
	l := &life{r: r, number: number, people: people, recent: 1 + r.IntN(9), home: pick(r, places), way: pick(r, routes())}
	for i, p := range l.people {
		birthday := asOf.AddYears(-p.age).AddDays(-1 - (number*37+i*11)%350)
		row := map[string]any{"case": fmt.Sprintf("VA-%04d", number), "family_name": p.family, "given_names": p.given, "sex": p.sex, "relation": p.relation, "nationality": "AL",
			"birth": birthday.String(), "document_kind": "passport", "document_number": fmt.Sprintf("%c%c%07d", 'A'+r.IntN(3), 'A'+r.IntN(26), 1000000+number*97+i*13),
			"document_issuer": "AL", "document_issued": asOf.AddDays(-900 - r.IntN(900)).String(), "document_expires": asOf.AddDays(900 + r.IntN(1500)).String()}
		if p.age > 45 && r.IntN(6) == 0 {
			row["birth"] = fmt.Sprintf("about %d", birthday.Year)
		}
		l.rows = append(l.rows, row)
	}
	phone := fmt.Sprintf("+447700900%03d", number%1000)
	l.tell("programme", "varrp-uk-albania", "applied_on", since{days: 0}, "language", pick(r, []string{"sq", "sq", "sq", "en"}), "host_country", "GB", "host_office", "London office", "receiving_office", "Tirana office",
		"legal_status", pick(r, []string{"asylum_seeker", "rejected", "rejected", "irregular", "irregular", "tolerated", "stranded"}), "contact_channel", pick(r, []string{"phone", "phone", "sms", "whatsapp"}), "contact_value", phone,
		"may_leave_message", pick(r, []string{"no", "no", "yes"}), "destination_country", "AL", "destination_district", l.home.district, "destination_place", l.home.town)
	if r.IntN(3) == 0 {
		l.tell("contact_hours", pick(r, []string{"after six in the evening", "in the morning", "at weekends"}))
	}
	if r.IntN(4) == 0 {
		l.tell("destination_directions", "Ask at the bakery by the bus stop.")
	}
	return l
}

// tell fills cells of the row that tells of the case.
func (l *life) tell(cells ...any) {
	for i := 0; i < len(cells); i += 2 {
		l.rows[l.first][cells[i].(string)] = cells[i+1]
	}
}

// all fills cells of everybody who is in the case: those who were split from it only where they are told of.
func (l *life) all(cells ...any) {
	for i, row := range l.rows {
		if i < l.first || l.first == 0 && row["split_on"] != nil || row["joined_on"] != nil && row["joined_on"].(since).days > l.day {
			continue
		}
		for n := 0; n < len(cells); n += 2 {
			row[cells[n].(string)] = cells[n+1]
		}
	}
}

// after lets working days pass: at least from, at most to days, never to a weekend.
func (l *life) after(from, to int) since {
	l.day += from + l.r.IntN(to-from+1)
	if weekday := l.day % 7; weekday > 4 {
		l.day += 7 - weekday
	}
	return since{days: l.day}
}

// written resolves the days, so that the last thing that happened lies a few days before asOf.
func (l *life) written() []map[string]string {
	monday := asOf.AddDays(-l.recent - l.day)
	monday = monday.AddDays(-(int(monday.Weekday()) + 6) % 7)
	var rows []map[string]string
	for _, row := range l.rows {
		cells := map[string]string{}
		for name, value := range row {
			switch v := value.(type) {
			case since:
				cells[name] = stamp(monday.AddDays(v.days), v.clock)
			case ahead:
				cells[name] = stamp(asOf.AddDays(v.days), v.clock)
			case string:
				cells[name] = v
			}
		}
		rows = append(rows, cells)
	}
	return rows
}

func stamp(day avrr.Date, clock string) string {
	if clock == "" {
		return day.String()
	}
	if _, err := time.Parse("15:04", clock); err != nil {
		return day.String()
	}
	return day.String() + " " + clock
}
