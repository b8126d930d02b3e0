package web

import (
	"strconv"
	"strings"
	"time"

	"homeward/avrr"
)

func (a *asking) label(field string) string { return a.w.word("field", field) }

// labelOf names a field as its own form does, else as every form does.
func (a *asking) labelOf(f avrr.Field, name string) string {
	if said, ok := a.w.catalogue["field."+a.action.Action+"."+name]; ok {
		return said
	}
	return a.label(f.Name)
}

// hint says what the field wants, where its label does not; the rules' own sentences are English.
func (a *asking) hint(f avrr.Field, name string) line {
	if said, ok := a.w.catalogue["hint."+a.action.Action+"."+name]; ok {
		return line{Words: said}
	}
	if said, ok := a.w.catalogue["hint."+f.Name]; ok {
		return line{Words: said}
	}
	if f.Kind == avrr.InstantField {
		return line{Words: a.w.t("form.time_in", a.w.cityOf(a.clockAt(name)))}
	}
	return line{}
}

// cityOf names a clock by the city it is kept in.
func (w *words) cityOf(place *time.Location) string {
	_, city, _ := strings.Cut(place.String(), "/")
	if city == "" {
		return place.String()
	}
	return w.word("city", city)
}

// named says a value of a field as people know it.
func (a *asking) named(f avrr.Field, value string) string {
	switch f.Ref {
	case "":
		if said, ok := a.w.catalogue["choice."+f.Name+"."+value]; ok {
			return said
		}
		return upperFirst(a.w.word("choice", value))
	case "member", "holder":
		return a.person(value)
	default:
		return a.thing(f.Ref, value)
	}
}

func (a *asking) person(id string) string {
	for _, r := range a.view.Representatives {
		if r.ID == id && r.Name != "" {
			return r.Name
		}
	}
	if name := a.names[id]; name != "" {
		return name
	}
	return id
}

// thing says which visit, payment, task … of the case an id names.
func (a *asking) thing(kind, id string) string {
	v := a.view
	switch kind {
	case "visit", "visit to log":
		if id == "extra" {
			return a.w.t("choice.visit.extra")
		}
		for _, x := range v.Visits {
			if x.ID == id {
				return a.w.text(x.Title) + ", " + a.w.day(avrr.DateOf(x.Due.Add(-time.Nanosecond).In(a.place))) // a day ends where the next begins
			}
		}
	case "instalment", "instalment to release", "released instalment", "instalment to deliver":
		if v.Plan == nil {
			break
		}
		for _, x := range v.Plan.Instalments {
			if x.ID == id {
				return commaed(a.w.text(v.Plan.Called(x)), x.Money.String(), v.Plan.Measures[x.Measure].Description)
			}
		}
	case "measure":
		if n, err := strconv.Atoi(id); err == nil && v.Plan != nil && n <= len(v.Plan.Measures) {
			m := v.Plan.Measures[n-1]
			return commaed(a.w.text(v.Plan.MeasureCalled(n-1)), m.Description)
		}
	case "payment":
		for _, x := range v.Payments {
			if x.ID == id {
				return commaed(x.Money.String(), a.w.day(x.PaidOn), x.Receipt)
			}
		}
	case "payee":
		for _, x := range v.Payees {
			if x.ID == id {
				return commaed(x.Name, x.Account)
			}
		}
	case "order":
		for _, x := range v.BankOrders {
			if x.Order == id {
				return commaed(a.thing("instalment", x.Instalment), x.Account)
			}
		}
	case "referral":
		for _, x := range v.Referrals {
			if x.ID == id {
				return commaed(a.w.word("choice", x.Service), x.Provider)
			}
		}
	case "appointment":
		for _, x := range v.Appointments {
			if x.ID == id {
				return upperFirst(a.w.word("choice", x.Kind)) + ", " + a.w.moment(x.At, a.place)
			}
		}
	case "file":
		return a.kept(id)
	case "instrument":
		return a.w.text(a.instrument(id).Title)
	case "task":
		for _, x := range v.Tasks {
			if x.ID == id {
				return upperFirst(a.withNames(a.w.text(x.Title)))
			}
		}
	case "notice":
		for _, x := range v.Notices {
			if x.ID == id {
				return upperFirst(a.w.word("notice", x.Kind)) + ", " + x.To + x.Place
			}
		}
	}
	return id
}
