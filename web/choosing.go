package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// choosers are the parts of the list's address that choose cases, in the order of their chips. What looks for somebody comes first.
var choosers = append([]string{"q", "stage", "country", "office", "officer", "due", "overdue", "needs", "held", "child", "open", "mine", "opened_from", "opened_to", "departs_from", "departs_to"}, figureChoosers...)

// days are those of them that choose by days.
var days = []string{"opened_from", "opened_to", "departs_from", "departs_to"}

// rowsOnPage are the numbers of cases a page of the list may show; the first where none is asked for.
var rowsOnPage = []int{25, 50, 100}

// search reads what an address chooses. It answers an error for a day that is none.
func search(asked url.Values) (casework.Search, error) {
	s := casework.Search{Stage: asked.Get("stage"), Country: strings.ToUpper(asked.Get("country")), Office: asked.Get("office"), Officer: asked.Get("officer"),
		Query: strings.TrimSpace(asked.Get("q")), Week: asked.Get("due") != "", Overdue: asked.Get("overdue") != "", Open: asked.Get("open") != "", Needs: asked.Get("needs") != "",
		Held: asked.Get("held") != "", Child: asked.Get("child") != "", Mine: asked.Get("mine") != "", Sort: asked.Get("sort"), Cursor: asked.Get("cursor"), Limit: rowsOnPage[0]}
	s.Figures = figuresOf(asked)
	if s.Sort == "due" {
		s.Sort = ""
	}
	if rows, err := strconv.Atoi(asked.Get("rows")); err == nil && slices.Contains(rowsOnPage, rows) {
		s.Limit = rows
	}
	for key, day := range map[string]*avrr.Date{"opened_from": &s.OpenedFrom, "opened_to": &s.OpenedUntil, "departs_from": &s.DepartsFrom, "departs_to": &s.DepartsTo} {
		if said := asked.Get(key); said != "" {
			var err error
			if *day, err = avrr.ParseDate(said); err != nil {
				return s, avrr.Errorf(avrr.CodeInvalid, "%q is no day; one looks like 2026-03-31.", said)
			}
		}
	}
	return s, nil
}

// chosen is what an address chooses and how it sorts: the same address for the same choice, whatever page it is on.
func chosen(asked url.Values) url.Values {
	kept := url.Values{}
	for _, key := range append([]string{"sort"}, choosers...) {
		if value := strings.TrimSpace(asked.Get(key)); value != "" && !(key == "sort" && value == "due") {
			kept.Set(key, value)
		}
	}
	return kept
}

// viewOf is what a view keeps of a choice: all but whom somebody looked for.
func viewOf(asked url.Values) string {
	kept := chosen(asked)
	kept.Del("q")
	return kept.Encode()
}

// chips are the choices in force, each with the link of the same list without it.
func (v *visit) chips(asked url.Values, names map[string]access.Name) (chips []chip) {
	for _, key := range choosers {
		value := strings.TrimSpace(asked.Get(key))
		if value == "" {
			continue
		}
		without := url.Values{}
		for k, values := range asked {
			if k != key && k != "cursor" && k != "at" {
				without[k] = values
			}
		}
		chips = append(chips, chip{v.chip(key, value, names), "/cases?" + without.Encode()})
	}
	return chips
}

func (v *visit) chip(key, value string, names map[string]access.Name) string {
	switch key {
	case "stage":
		return v.here.text(avrr.Stage(value).Title())
	case "country":
		return v.here.country(strings.ToUpper(value))
	case "office":
		return value
	case "officer":
		for _, n := range names {
			if n.Username == value {
				return n.DisplayName
			}
		}
		return value
	case "q":
		return v.here.t("chip.q", value)
	}
	if slices.Contains(figureChoosers, key) {
		return v.here.figureChip(key, value)
	}
	if slices.Contains(days, key) {
		if day, err := avrr.ParseDate(value); err == nil {
			return v.here.t("chip."+key, v.here.date(day))
		}
	}
	return v.here.t("chip." + key)
}

// with is a query with one value changed; an empty value leaves it out.
func with(asked url.Values, key, value string) string {
	changed := url.Values{}
	for k, values := range asked {
		if len(values) > 0 && values[0] != "" {
			changed[k] = values
		}
	}
	changed.Set(key, value)
	if value == "" {
		changed.Del(key)
	}
	return changed.Encode()
}

// officers are those who may be a case's officer, and offices where somebody works, both for the filter.
func (v *visit) officers(names map[string]access.Name) (officers, offices []choice) {
	for _, n := range names {
		if n.Role == avrr.ReturnOfficer && !n.Disabled {
			officers = append(officers, choice{n.Username, cmp.Or(n.DisplayName, n.Username)})
			if n.Office != "" && !slices.Contains(offices, choice{n.Office, n.Office}) {
				offices = append(offices, choice{n.Office, n.Office})
			}
		}
	}
	byTitle := func(a, b choice) int { return strings.Compare(a.Title, b.Title) }
	slices.SortFunc(officers, byTitle)
	slices.SortFunc(offices, byTitle)
	return officers, offices
}
