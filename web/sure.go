package web

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"homeward/avrr"
)

// A doubt is what a form says back once before it is recorded: a slip of the thumb must not end a case, nor a rate that is the wrong way
// round be paid out. Whoever sends the form again means it.
type doubt struct{ Key, Said string }

// tooMuch is how many times its instalment a payment comes to before somebody is asked whether that is meant.
const tooMuch = 2

// doubts answers what is to be said back, nil for almost every form.
func (a *asking) doubts(body json.RawMessage) *doubt {
	var d *doubt
	switch a.action.Action {
	case "log-visit":
		var in avrr.LogVisit
		if json.Unmarshal(body, &in) == nil && in.Outcome == avrr.VisitDied {
			d = a.ofDeath(cmp.Or(strings.Join(in.Concerns, " "), strings.Join(in.Members, " ")))
		}
	case "report-event":
		var in avrr.ReportEvent
		if json.Unmarshal(body, &in) == nil && in.Event == avrr.Death {
			d = a.ofDeath(in.Member)
		}
	case "record-payment":
		d = a.ofPayment(body)
	}
	if d == nil || a.sureOf(d.Key) {
		return nil
	}
	return d
}

// twice is the doubt whether the same is to be recorded a second time: whoever goes back, or has two tabs open, sends a form again
// without meaning it.
const twice = "twice"

// sureOf reports whether a doubt was said back already.
func (a *asking) sureOf(key string) bool { return slices.Contains(a.entries["sure"], key) }

// ofDeath names who is said to have died; nobody by name is everybody who was visited.
func (a *asking) ofDeath(ids string) *doubt {
	var who []string
	for _, m := range a.view.Members {
		if ids == "" && m.Fate == avrr.Arrived || slices.Contains(strings.Fields(ids), m.ID) {
			who = append(who, a.person(m.ID))
		}
	}
	return &doubt{"death " + ids, a.w.t("sure.death", strings.Join(who, ", "))}
}

func (a *asking) ofPayment(body json.RawMessage) *doubt {
	var in avrr.RecordPayment
	if json.Unmarshal(body, &in) != nil || a.view.Plan == nil {
		return nil
	}
	paid := avrr.Money{Amount: in.Amount, Currency: in.Currency}
	for _, i := range a.view.Plan.Instalments {
		worth, ok := in.Worth(paid, i.Money.Currency)
		if i.ID == in.Instalment && ok && worth.Amount > tooMuch*i.Money.Amount {
			key := "paid " + in.Instalment + " " + paid.String() + " " + in.Rate
			if in.Rate == "" {
				return &doubt{key, a.w.t("sure.paid_more", paid.String(), i.Money.String())}
			}
			return &doubt{key, a.w.t("sure.paid", paid.String(), worth.String(), i.Money.String())}
		}
	}
	return nil
}
