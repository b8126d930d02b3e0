package web

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"homeward/avrr"
	"homeward/casework"
)

// A doubt is what a form says back once before it is recorded: a slip of the thumb must not end a case, nor a rate that is the wrong way
// round be paid out, nor a child be older than its mother. Whoever sends the form again means it.
type doubt struct{ Key, Said string }

// sureField is what a form says that means what was said back.
const sureField = "sure"

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
	case "open", "change-members", "correct-details":
		d = a.ofBirths(avrr.UnlikelyBirths(a.family(body)))
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
func (a *asking) sureOf(key string) bool { return slices.Contains(a.entries[sureField], key) }

// answeredDoubts are what goes along with a doubt: whoever sends the form again means this one, and those before it.
func (a *asking) answeredDoubts() []string {
	if a.doubt == nil {
		return nil
	}
	return append(slices.Clone(a.entries[sureField]), a.doubt.Key)
}

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

// family is the family of the case with what the form says of it.
func (a *asking) family(body json.RawMessage) []avrr.Kin {
	var kin []avrr.Kin
	join := func(told []avrr.NewMember) {
		for _, m := range told {
			if len(kin) == 0 {
				m.Relation = cmp.Or(m.Relation, "principal")
			}
			kin = append(kin, avrr.Kin{Called: m.Name(), Relation: m.Relation, Birth: m.Birth, Told: true})
		}
	}
	for _, m := range a.view.Members {
		k := avrr.Kin{Called: a.person(m.ID), Relation: m.Relation}
		if m.Person != nil {
			k.Birth = m.Person.Birth
		}
		kin = append(kin, k)
	}
	switch a.action.Action {
	case "open":
		var in avrr.OpenCase
		if json.Unmarshal(body, &in) == nil {
			join(in.Members)
		}
	case "change-members":
		var in avrr.ChangeMembers
		if json.Unmarshal(body, &in) == nil {
			join(in.Add)
		}
	case "correct-details":
		var in avrr.CorrectDetails
		if json.Unmarshal(body, &in) != nil {
			return nil
		}
		for _, right := range in.Members {
			n := slices.IndexFunc(a.view.Members, func(m casework.MemberView) bool { return m.ID == right.Member })
			if n < 0 || right.Birth == nil && right.Relation == "" {
				continue
			}
			kin[n].Relation, kin[n].Told = cmp.Or(right.Relation, kin[n].Relation), true
			if right.Birth != nil {
				kin[n].Birth = right.Birth
			}
		}
	}
	return kin
}

// ofBirths names children who would have been born before a parent could have them.
func (a *asking) ofBirths(pairs [][2]avrr.Kin) *doubt {
	d := &doubt{Key: "births"}
	for _, pair := range pairs {
		parent, child := pair[0], pair[1]
		said := a.w.t("sure.births", child.Called, a.w.birth(child.Birth), parent.Called, a.w.birth(parent.Birth))
		d.Key += " " + child.Called + " " + child.Birth.String() + " " + parent.Birth.String()
		d.Said = strings.TrimSpace(d.Said + " " + said)
	}
	if len(pairs) == 0 {
		return nil
	}
	return d
}
