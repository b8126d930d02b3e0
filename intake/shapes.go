package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/avrr"
)

// inTheirLanguage says a talk was held, or a paper signed, in the language the case is carried in.
func inTheirLanguage(t *telling) { t.body["language"] = t.c.Language }

// going are the ids of everybody who is still to go.
func (t *telling) going() []string { return t.having(avrr.Going, avrr.NoShow) }

func (t *telling) having(fates ...avrr.Fate) []string {
	ids := []string{}
	for _, m := range t.c.Members {
		if slices.Contains(fates, m.Fate) {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// rowOf answers the row of a member.
func (t *telling) rowOf(id string) *entry {
	for _, e := range t.d.rows {
		if t.d.id(e) == id {
			return e
		}
	}
	return t.d.rows[0]
}

// instant answers a moment where the case is by then: the host country until arrival, the country of return from then on.
func (t *telling) instant(m moment, otherwise string) string {
	country := t.d.host()
	if !t.c.ArrivedAt.IsZero() {
		country = t.d.home()
	}
	return written(m.in(avrr.Zone(country), otherwise))
}

func written(t time.Time) string { return t.Format(time.RFC3339) }

// holdFor is how long seats are held when the file does not say.
const holdFor = 3 * 24 * time.Hour

// seats makes the itinerary of one flight or two.
func seats(t *telling) {
	at := func(column, code, country string) time.Time {
		return t.row.moment(column).in(clockAt(code, country), "12:00")
	}
	from, via, to := t.row.text("from"), t.row.text("via"), t.row.text("to")
	departs, arrives := at("departs_at", from, t.d.host()), at("arrives_at", to, t.d.home())
	if via == "" {
		t.body["segments"] = []any{segment(t.row.text("flight"), from, to, departs, arrives)}
	} else {
		t.body["segments"] = []any{segment(t.row.text("flight"), from, via, departs, at("via_arrives_at", via, "")),
			segment(t.row.text("flight2"), via, to, at("via_departs_at", via, ""), arrives)}
	}
	until := t.row.day("booked_on").In(avrr.Zone(t.d.host())).Add(holdFor)
	if said := t.row.moment("hold_until"); !said.day.IsZero() {
		until = said.in(avrr.Zone(t.d.host()), "12:00")
	}
	if until.After(departs) {
		until = departs
	}
	t.body["passengers"], t.body["hold_until"] = t.going(), written(until)
	if asked := t.asked(); len(asked) > 0 {
		t.body["service_requests"] = asked
	}
}

// clockAt answers whose clock a column's times are told by: the airport's or, when nobody knows the airport, the country's.
func clockAt(code, country string) *time.Location {
	if a, ok := avrr.Airport(strings.ToUpper(code)); ok {
		return a.Location()
	}
	return avrr.Zone(country)
}

func segment(flight, from, to string, departs, arrives time.Time) map[string]any {
	flight = strings.ToUpper(strings.ReplaceAll(flight, " ", ""))
	carrier := flight[:min(2, len(flight))]
	return map[string]any{"carrier": carrier, "number": flight[len(carrier):], "from": strings.ToUpper(from), "to": strings.ToUpper(to),
		"departs_at": written(departs), "arrives_at": written(arrives)}
}

// asked is what the carrier is asked for with each traveller's seat, from their own row.
func (t *telling) asked() []any {
	requests := []any{}
	for _, id := range t.going() {
		codes, _ := t.rowOf(id).values["seat_services"].([]string)
		for _, code := range codes {
			requests = append(requests, map[string]any{"member": id, "code": code})
		}
	}
	return requests
}

// handedOver is the first link of the chain a child who travels alone passes along; both signed the slip.
func handedOver(t *telling) {
	from, to := t.within("from"), t.within("to")
	from["role"], to["identity_checked"] = "guardian", true
	t.handed(t.instant(t.row.moment("handed_over_at"), "06:00"), "Airport of departure")
}

// received is the last link: from whoever had the child to the receiver.
func received(t *telling) {
	from, to := t.within("from"), t.within("to")
	to["role"], to["identity_checked"] = "receiver", true
	from["role"], from["name"] = "carrier", "unknown"
	id, _ := t.body["member"].(string)
	if m := t.c.Member(id); m != nil && len(m.Handovers) > 0 {
		had := m.Handovers[len(m.Handovers)-1].To
		from["role"], from["name"] = had.Role, had.Name
	}
	t.handed(t.instant(t.row.moment("received_at"), "20:00"), "Airport of arrival")
}

func (t *telling) handed(at, place string) {
	t.body["at"], t.body["place"], t.body["signed_from"], t.body["signed_to"] = at, place, true, true
}

// within answers an object of the body, empty when no cell told anything of it.
func (t *telling) within(name string) map[string]any {
	object, ok := t.body[name].(map[string]any)
	if !ok {
		object = map[string]any{}
		t.body[name] = object
	}
	return object
}

// tickets takes each traveller's number from their own row.
func tickets(t *telling) {
	numbers := map[string]string{}
	if t.c.Booking != nil {
		for _, id := range t.c.Booking.Members {
			if number := t.rowOf(id).text("ticket"); number != "" {
				numbers[id] = number
			}
		}
	}
	t.body["tickets"] = numbers
}

// departure takes what became of each traveller at the gate from their own row. Whoever neither boarded nor stayed away is told
// of by name.
func departure(t *telling) {
	boarded, outcomes, planned := []string{}, map[string]string{}, "12:00"
	plain := true
	if b := t.c.Booking; b != nil {
		for _, id := range b.Members {
			gate := cmp.Or(t.rowOf(id).text("gate"), "boarded")
			outcomes[id] = gate
			plain = plain && (gate == "boarded" || gate == "no_show")
			if gate == "boarded" {
				boarded = append(boarded, id)
			}
		}
		planned = b.Segments[0].DepartsAt.Format("15:04")
	}
	at := t.instant(t.row.moment("departed_at"), planned)
	if plain {
		t.body["boarded"], t.body["departed_at"] = boarded, at
		return
	}
	t.action = "report-leg"
	t.body = map[string]any{"segment": 1, "occurred_at": at, "passengers": outcomes}
}

// join brings the person of the row into the case.
func join(t *telling) {
	delete(t.body, "member")
	t.body["add"] = []any{member(t.row)}
}

// split moves everybody whose row tells the same day.
func split(t *telling) {
	on, ids := t.row.day("split_on"), []string{}
	for _, e := range t.d.rows {
		if e.day("split_on") == on {
			ids = append(ids, t.d.id(e))
		}
	}
	t.body["members"] = ids
}

// arrival is that of everybody who left.
func arrival(t *telling) {
	planned := "12:00"
	if b := t.c.Booking; b != nil {
		planned = b.Segments[len(b.Segments)-1].ArrivesAt.Format("15:04")
	}
	t.body["members"] = t.having(avrr.Departed)
	t.body["arrived_at"] = written(t.row.moment("arrived_at").in(avrr.Zone(t.d.home()), planned))
}

// Where the file does not say so, a measure is of the dimension mostly, and on the level nearest.
const (
	mostly  = "economic"
	nearest = "individual"
)

// plan makes the measures of the plan, each with its instalments.
func plan(t *telling) {
	measures := []any{}
	for n := 1; n <= measureColumns; n++ {
		cell := func(name string) string { return fmt.Sprintf("measure%d_%s", n, name) }
		parts, _ := t.row.values[cell("amounts")].([]int64)
		if parts == nil {
			continue
		}
		whole, instalments := int64(0), []any{}
		for _, part := range parts {
			whole += part
			instalments = append(instalments, map[string]any{"amount": minor(part, t.p.Currency)})
		}
		measures = append(measures, map[string]any{"dimension": cmp.Or(t.row.text(cell("dimension")), mostly), "level": cmp.Or(t.row.text(cell("level")), nearest),
			"kind": t.row.text(cell("kind")), "description": t.row.text(cell("for")), "amount": minor(whole, t.p.Currency), "currency": t.p.Currency, "instalments": instalments})
	}
	t.body["measures"] = measures
}

// minor turns hundredths, as a sheet holds amounts, into minor units of a currency. What is less than one of them stays a part, which the
// action refuses.
func minor(hundredths int64, currency string) any {
	switch digits := avrr.MinorDigits(currency); {
	case digits == 3:
		return hundredths * 10
	case digits == 0 && hundredths%100 != 0:
		return float64(hundredths) / 100
	case digits == 0:
		return hundredths / 100
	}
	return hundredths
}

// payment pays what was planned unless the file says how much it was. What was planned says nothing of an amount in another currency.
func payment(n int) func(*telling) {
	return func(t *telling) {
		cell := func(name string) string { return fmt.Sprintf("instalment%d_%s", n, name) }
		id, code := fmt.Sprintf("i%d", n), cmp.Or(t.row.text(cell("currency")), t.p.Currency)
		t.body["instalment"], t.body["currency"] = id, code
		switch paid, said := t.row.values[cell("amount")].([]int64); {
		case said:
			if t.body["amount"] = minor(paid[0], code); avrr.MinorDigits(code) == 0 && paid[0]%100 != 0 {
				t.wrong(cell("amount"), "An amount of %s has no decimals; write it as 1250.", code)
			}
		case code != t.p.Currency:
			t.wrong(cell("amount"), "This is needed because the payment was made in %s: the plan says how much it was in %s.", code, t.p.Currency)
		case t.c.Plan != nil:
			for _, i := range t.c.Plan.Instalments {
				if i.ID == id {
					t.body["amount"] = i.Money.Amount
				}
			}
		}
	}
}

// visit counts the visits as the programme does.
func visit(n int) func(*telling) {
	return func(t *telling) {
		t.body["visit"] = fmt.Sprintf("visit-%d", n)
		if n <= len(t.p.FollowUp) {
			t.body["visit"] = t.p.FollowUp[n-1].ID
		}
	}
}

// contact is a call to the principal on the case's channel.
func contact(t *telling) {
	t.body["direction"], t.body["channel"] = "out", "phone"
	if k := t.c.Contact; k != nil {
		t.body["channel"] = k.Channel
	}
	t.body["at"] = t.instant(t.row.moment("contacted_at"), "12:00")
}

// attempt is one to reach the principal, in vain.
func attempt(at string) func(*telling) {
	return func(t *telling) {
		t.body["direction"], t.body["outcome"] = "out", "no_answer"
		t.body["at"] = t.instant(t.row.moment(at), "12:00")
	}
}

// cellOf answers the column that holds a field of an action's body, of the step told in a column.
func cellOf(action, on, field string) (string, bool) {
	field = strings.TrimPrefix(field, "/")
	if field == "" {
		return "", false
	}
	for _, s := range steps {
		if s.action != action || s.on.name != on {
			continue
		}
		for _, c := range s.columns() {
			if c.to == field {
				return c.name, true
			}
		}
	}
	return "", false
}

// openingCell answers the line and the column a field of the opening was read from.
func (t *trial) openingCell(field string) (int, string) {
	field = strings.TrimPrefix(field, "/")
	within, ofMember := strings.CutPrefix(field, "members/")
	if !ofMember {
		for _, c := range caseColumns {
			if c.to == field {
				return t.d.rows[0].line, c.name
			}
		}
		return t.d.rows[0].line, ""
	}
	number, name, _ := strings.Cut(within, "/")
	row := t.d.rows[0]
	for i, e := range t.d.rows {
		if fmt.Sprint(i) == number {
			row = e
		}
	}
	name = strings.TrimPrefix(name, "documents/0/")
	for _, c := range slices.Concat(personColumns, documentColumns) {
		if lastOf(c) == name || strings.HasPrefix(name, lastOf(c)+"/") {
			return row.line, c.name
		}
	}
	return row.line, ""
}
