package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward/avrr"
)

// What was entered in a form, as the action takes it. A field that was left empty is not sent; what cannot be read is a problem of
// its own, in words for whoever typed it.

func (a *asking) group(fields []avrr.Field, within string) map[string]any {
	body := map[string]any{}
	for _, f := range fields {
		name := within + f.Name
		value := a.value(f, name)
		if value == nil && !f.Optional && a.problems[name] == (line{}) {
			a.problem(name, "form.missing", a.labelOf(f, name))
		}
		if value != nil {
			body[f.Name] = value
		}
	}
	return body
}

func (a *asking) problem(name, key string, args ...any) {
	a.problems[name] = line{Words: a.w.t(key, args...)}
}

// value reads one field; nil when nothing was entered.
func (a *asking) value(f avrr.Field, name string) any {
	said := strings.TrimSpace(strings.ReplaceAll(a.entries.Get(name), "\r\n", "\n"))
	switch f.Kind {
	case avrr.GroupField:
		if asksBirth(f) {
			return a.birth(name)
		}
		if f.Optional && a.untouched(name) {
			return nil
		}
		return a.group(f.Of, name+".")
	case avrr.ListField:
		return a.listed(f, name)
	case avrr.MapField:
		if f.Name == answersField {
			return a.answered(name)
		}
		return a.mapped(f, name)
	case avrr.FlagField:
		if said != "yes" && f.Optional {
			return nil
		}
		return said == "yes"
	}
	if said == "" {
		return nil
	}
	switch f.Kind {
	case avrr.AnswerField:
		return said == "yes"
	case avrr.NumberField:
		return a.number(f, name, said)
	case avrr.InstantField:
		at, err := time.ParseInLocation(localTime, said[:min(len(said), len(localTime))], a.clockAt(name))
		if err != nil {
			a.problem(name, "form.no_time")
			return nil
		}
		return at.Format(time.RFC3339)
	case avrr.DateField:
		if _, err := avrr.ParseDate(said); err != nil {
			a.problem(name, "form.no_date")
			return nil
		}
	}
	return a.fitting(f, name, said)
}

func (a *asking) number(f avrr.Field, name, said string) any {
	if !isMoney(f.Name) {
		n, err := strconv.ParseInt(said, 10, 64)
		if err != nil {
			a.problem(name, "form.no_number")
			return nil
		}
		return a.bounded(f, name, n, func(n int64) string { return strconv.FormatInt(n, 10) })
	}
	within := name[:strings.LastIndex(name, ".")+1]
	currency := a.currencyOf(func(field string) string { return a.entries.Get(within + field) })
	readings := avrr.AmountReadings(said, avrr.MinorDigits(currency))
	if len(readings) != 1 {
		a.problems[name] = line{Words: a.w.amountProblem(said, readings, currency)}
		return nil
	}
	return a.bounded(f, name, readings[0], func(n int64) string { return avrr.Money{Amount: n, Currency: currency}.String() })
}

// currencyOf is the currency of an amount: the one that stands beside it, else that of the payment or of the order to the bank it is
// about, else the programme's. What stands beside it is asked for by the name of its field.
func (r *reading) currencyOf(beside func(field string) string) string {
	if said := strings.ToUpper(strings.TrimSpace(beside("currency"))); said != "" {
		return said
	}
	for _, p := range r.view.Payments {
		if p.ID == beside("payment") {
			return p.Money.Currency
		}
	}
	for _, o := range r.view.BankOrders {
		if o.Order == beside("order") {
			return o.Money.Currency
		}
	}
	return r.view.Programme.Currency
}

// amountProblem says why an amount is not read: it can be meant in two ways, or it is none.
func (w *words) amountProblem(typed string, readings []int64, currency string) string {
	if len(readings) != 2 {
		return w.t("form.no_amount", avrr.Money{Amount: 125000, Currency: currency}.String())
	}
	var meant, better [2]string
	for n, reading := range readings {
		meant[n] = avrr.Money{Amount: reading, Currency: currency}.String()
		better[n] = avrr.TypedAmount(reading, avrr.MinorDigits(currency), w.in)
	}
	return w.t("form.two_amounts", typed, meant[0], meant[1], better[0], better[1])
}

// listed reads a list: ticked values, lines of a text, or groups, of which those nobody touched are left out.
func (a *asking) listed(f avrr.Field, name string) any {
	var list []any
	switch {
	case f.Entry.Choices != nil:
		for _, v := range a.entries[name] {
			if v != "" {
				list = append(list, v)
			}
		}
	case f.Entry.Kind == avrr.GroupField:
		for n := range a.rows(name) {
			row := fmt.Sprintf("%s.%d", name, n)
			if !a.untouched(row) {
				list = append(list, a.group(f.Entry.Of, row+"."))
			}
		}
	default:
		for said := range strings.Lines(a.entries.Get(name)) {
			if said = strings.TrimSpace(said); said == "" {
				continue
			}
			if f.Entry.Kind != avrr.NumberField {
				list = append(list, said)
				continue
			}
			currency := a.view.Programme.Currency
			readings := avrr.AmountReadings(said, avrr.MinorDigits(currency))
			if len(readings) != 1 {
				a.problems[name] = line{Words: a.w.amountProblem(said, readings, currency)}
				continue
			}
			list = append(list, readings[0])
		}
	}
	if list == nil && !f.Optional && f.Min != nil && *f.Min == 0 {
		return []any{} // to name nobody is an answer
	}
	if list == nil {
		return nil
	}
	return list
}

func (a *asking) mapped(f avrr.Field, name string) any {
	entries := map[string]any{}
	for _, key := range f.Keys {
		one := *f.Entry
		one.Name, one.Optional = f.Name, true
		if value := a.value(one, name+"."+key); value != nil {
			entries[key] = value
		}
	}
	if len(entries) == 0 {
		return nil
	}
	return entries
}

// untouched reports whether nothing was entered below a name. What a form fills in by itself counts for nothing.
func (a *asking) untouched(name string) bool {
	for key, values := range a.entries {
		if strings.HasPrefix(key, name+".") && !strings.HasSuffix(key, ".currency") && slices.ContainsFunc(values, func(v string) bool { return strings.TrimSpace(v) != "" }) {
			return false
		}
	}
	return true
}

// nameOf is the name in a form of what a JSON pointer points at.
func nameOf(pointer string) string {
	return strings.ReplaceAll(strings.TrimPrefix(pointer, "/"), "/", ".")
}

// flat is a body as a form holds it.
func (r *reading) flat(body json.RawMessage) url.Values {
	entries := url.Values{}
	var value any
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	if d.Decode(&value) == nil {
		r.flatten(entries, "", value)
	}
	return entries
}

func (r *reading) flatten(entries url.Values, name string, value any) {
	below := func(key string) string { return strings.TrimPrefix(name+"."+key, ".") }
	switch v := value.(type) {
	case map[string]any:
		currency := r.currencyOf(func(field string) string { said, _ := v[field].(string); return said })
		for key, of := range v {
			if n, ok := of.(json.Number); ok && isMoney(key) {
				if minor, err := n.Int64(); err == nil {
					of = avrr.TypedAmount(minor, avrr.MinorDigits(currency), avrr.English)
				}
			}
			if rate, ok := of.(string); ok && key == rateField {
				of = avrr.TypedRate(rate, avrr.English)
			}
			r.flatten(entries, below(key), of)
		}
	case []any:
		for n, of := range v {
			if _, group := of.(map[string]any); group {
				r.flatten(entries, below(strconv.Itoa(n)), of)
				continue
			}
			entries.Add(name, fmt.Sprint(of))
		}
	case bool:
		if v {
			entries.Set(name, "yes")
		} else {
			entries.Set(name, "no")
		}
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			v = at.Format(localTime)
		}
		entries.Set(name, v)
	default:
		entries.Set(name, fmt.Sprint(v))
	}
}
