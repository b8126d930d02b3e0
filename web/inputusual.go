package web

import (
	"cmp"
	"slices"
	"time"

	"homeward/avrr"
)

// today lists the fields that are of today when nothing else is said. A birth, an expiry or a deadline never is.
var today = []string{"on", "held_on", "sent_on", "replied_on", "visited_on", "paid_on", "incurred_on", "screened_on", "acknowledged_on", "confirmed_on", "lodged_on", "signed_on", "decided_on"}

// usual is what a field is likely to say: the currency of the programme, and the day for what has just happened.
func (a *asking) usual(f avrr.Field) string {
	switch {
	case f.Name == "currency" && !f.Optional:
		return a.view.Programme.Currency
	case f.Kind == avrr.DateField && !f.Optional && slices.Contains(today, f.Name):
		return avrr.DateOf(a.now.In(a.place)).String()
	case f.Kind == avrr.InstantField && !f.Optional && f.Name == "at" && a.action.Kind == avrr.Fact && a.action.Action != "schedule":
		return a.now.In(a.place).Format(localTime)
	case f.Name == "arrived_at" && a.action.Action == "confirm-arrival":
		return a.now.In(a.clockAt(f.Name)).Format(localTime)
	case f.Name == "departed_at" && a.action.Action == "confirm-departure":
		return a.plannedDeparture()
	case f.Name == "language" && !f.Optional:
		return cmp.Or(a.view.Language, string(a.in)) // a journey of several has none of its own
	case f.Name == "channel" && a.action.Action == "log-contact" && a.view.Contact != nil:
		return a.view.Contact.Channel
	case f.Ref == "visit to log", f.Ref == "visit" && slices.Contains(visitsToCome, a.action.Action):
		return a.nextVisit(f.Choices)
	case asksPerson(f) && a.action.Action == "assign-visit" && a.who.Role == avrr.ReintegrationOfficer:
		return a.who.Username
	}
	return mostly[a.action.Action+"."+f.Name]
}

// mostly is what a field says on most days, by action and field.
var mostly = map[string]string{"log-contact.direction": "out", "log-visit.mode": "home", "record-counselling.mode": "in_person", "withdraw.channel": "in_person"}

// nextVisit is the visit that is due first among those that can be logged.
func (a *asking) nextVisit(offered []string) string {
	next := ""
	var due time.Time
	for _, v := range a.view.Visits {
		if slices.Contains(offered, v.ID) && (next == "" || v.Due.Before(due)) {
			next, due = v.ID, v.Due
		}
	}
	return next
}

// plannedDeparture is when the case is to leave, by the clock the form is read by; empty when that is still to come.
func (a *asking) plannedDeparture() string {
	b := a.view.Booking
	if b == nil || len(b.Segments) == 0 || b.Segments[0].DepartsAt.After(a.now) {
		return ""
	}
	return b.Segments[0].DepartsAt.In(a.clockAt("departed_at")).Format(localTime)
}
