package web

import (
	"cmp"
	"slices"

	"homeward/avrr"
	"homeward/casework"
)

// visitsToCome are the actions about a visit that is still to be made; log-visit may be about one that nobody had planned, too.
var visitsToCome = []string{"log-visit", "assign-visit", "reschedule-visit"}

// offered is a field with the things of the case it can mean: a visit that was made is neither moved nor made again, and a picture is
// chosen among the pictures.
func (a *asking) offered(f avrr.Field) avrr.Field {
	switch {
	case (f.Ref == "visit" || f.Ref == "visit to log") && slices.Contains(visitsToCome, a.action.Action):
		f.Choices = slices.DeleteFunc(slices.Clone(f.Choices), func(id string) bool {
			return slices.ContainsFunc(a.view.Visits, func(v *avrr.Visit) bool { return v.ID == id && v.Made() })
		})
	case f.Name == "photos" && f.Entry != nil:
		entry := *f.Entry
		entry.Choices = slices.DeleteFunc(slices.Clone(entry.Choices), func(id string) bool {
			return slices.ContainsFunc(a.files, func(x casework.FileView) bool { return x.ID == id && x.Kind != "photo" })
		})
		f.Entry = &entry
	}
	return f
}

// namesThings finds what the fields of an action name beside the case itself: its files, the staff, and the journeys of others.
func (f *face) namesThings(a *asking) (err error) {
	entry, _ := avrr.Find(a.action.Action)
	fields := entry.Fields(a.action.InputSchema)
	if asksFor(fields, func(field avrr.Field) bool { return field.Ref == "file" && len(field.Choices) > 0 }) {
		list, err := f.Desk.Files(a.ctx(), a.who, a.view.Reference)
		if err != nil {
			return err
		}
		a.files = list.Files
	}
	if asksFor(fields, asksPerson) {
		if a.staff, err = f.Gate.Names(a.ctx()); err != nil {
			return err
		}
	}
	if a.action.Action == "join-movement" {
		return f.journeysToJoin(a)
	}
	return nil
}

// asksFor reports whether a field, or one within it, is of a sort.
func asksFor(fields []avrr.Field, of func(avrr.Field) bool) bool {
	return slices.ContainsFunc(fields, func(f avrr.Field) bool {
		return of(f) || asksFor(f.Of, of) || f.Entry != nil && asksFor([]avrr.Field{*f.Entry}, of)
	})
}

// asksPerson reports whether a field is the user name of somebody who works here.
func asksPerson(f avrr.Field) bool { return f.Name == "person" && f.Pattern != "" }

// colleagues are those a duty or a visit may be given to, by their names: visits are made by reintegration staff.
func (a *asking) colleagues(chosen string) []option {
	var all []option
	for _, n := range a.staff {
		if n.Disabled || a.action.Action == "assign-visit" && n.Role != avrr.ReintegrationOfficer {
			continue
		}
		all = append(all, option{n.Username, commaed(cmp.Or(n.DisplayName, n.Username), a.w.text(n.Role.Title()), n.Office), n.Username == chosen})
	}
	slices.SortFunc(all, func(x, y option) int { return cmp.Or(cmp.Compare(x.Title, y.Title), cmp.Compare(x.Value, y.Value)) })
	return all
}

// kept says which file an id names, as people know it: what it is, whose, what it was called and when it came.
func (a *asking) kept(id string) string {
	for _, f := range a.files {
		if f.ID == id {
			line := a.fileLine(f)
			return commaed(line.Title, line.For, line.Name, line.At)
		}
	}
	return id
}
