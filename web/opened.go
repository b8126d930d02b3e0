package web

import (
	"slices"

	"homeward/avrr"
	"homeward/casework"
)

// An openedBody is what stands after a case is opened: the slip its person takes along, and what is done next.
type openedBody struct {
	Reference, Name string
	Office, Day     string
	Next            *taskLine
	Appointment     string
	Do              []actionLine
	Waiting         bool
}

// afterOpening is what may be done as soon as a case is open, the screening first.
var afterOpening = []string{"record-screening", "record-counselling", "schedule", "give-consent"}

// openedPage gives the reference of a case that was just opened. The slip names nobody and no programme: it may be found.
func (f *face) openedPage(v *visit) (screen, error) {
	reference, err := avrr.ParseReference(v.c.Param("reference"))
	if err != nil {
		return screen{}, err
	}
	view, err := f.Desk.Case(v.ctx(), v.who, reference)
	if err != nil {
		return screen{}, err
	}
	r := f.reading(v, view)
	b := openedBody{Reference: reference, Name: view.Principal, Office: v.who.Office, Day: r.w.day(avrr.DateOf(r.now.In(r.place))), Waiting: slices.ContainsFunc(view.Waiting, isOpening)}
	if len(view.Tasks) > 0 {
		next := r.task(view.Tasks[0])
		b.Next = &next
	}
	for _, x := range view.Appointments {
		b.Appointment = upperFirst(r.w.word("choice", x.Kind)) + ", " + r.w.moment(x.At, r.place)
	}
	wanted := afterOpening
	if v.c.Query("screening") == "later" {
		wanted = append(slices.Clone(afterOpening[1:]), afterOpening[0])
	}
	for _, name := range wanted {
		at := slices.IndexFunc(view.AvailableActions, func(a casework.ActionView) bool { return a.Action == name && len(a.BlockedBy) == 0 })
		if at >= 0 {
			b.Do = append(b.Do, actionLine{Title: r.w.text(view.AvailableActions[at].Title), Href: "/cases/" + reference + "/do/" + name})
		}
	}
	return screen{Name: "opened", Said: v.here.t("opened.title", reference), Body: b}, nil
}
