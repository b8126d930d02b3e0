package web

import (
	"homeward/avrr"
	"homeward/casework"
)

// A galleryBody shows every component of the pages in each of its states, for whoever changes one and for the tests that look at all
// of them. It is served in the demo only, and says nothing of anybody.
type galleryBody struct {
	Flags    []flag
	States   [][]galleryState
	Dues     []due
	Notes    []string // kinds of notes, as the style sheet calls them
	Steps    []step
	Tabs     []tab
	Why      []line
	Tasks    []taskLine
	Fields   []*input
	Timeline []historyLine
	Horizon  *horizonBody
}

type galleryState struct{ Kind, Shape, Title string }

func (f *face) gallery(v *visit) (screen, error) {
	if f.Demo == nil {
		return screen{}, avrr.Errorf(avrr.CodeNotFound, "There is no page at this address.")
	}
	w := v.here.words
	r := f.reading(v, &casework.CaseView{Stage: avrr.Preparation, NamesShown: true, HostCountry: "DE"})
	r.names["m1"] = "Arta Hoxha"
	return screen{Name: "gallery", Title: "gallery.title", Body: &galleryBody{
		Flags: w.flags([]string{"on_hold", "withdrawn", "needs_person", "restricted"}), States: w.galleryStates(), Dues: r.galleryDues(), Notes: []string{"info", "good", "warn", "bad"},
		Steps: []step{{w.text(avrr.Eligibility.Title()), "done"}, {w.text(avrr.Preparation.Title()), "now"}, {w.text(avrr.Travel.Title()), "ahead"}, {w.text(avrr.Closed.Title()), "unknown"}},
		Tabs:  []tab{{Title: w.t("part.case"), Href: "#tabs", Here: true}, {Title: w.t("part.people"), Href: "#tabs", N: 12}, {Title: w.t("part.notes"), Href: "#tabs"}},
		Why:   []line{r.mended(avrr.Blocked{Rule: "horizon-unknown", Member: "m1", Thing: "travel document", Duty: avrr.ReturnDuty}, ""), w.ruled("The case is on hold. Resume it first.", nil)},
		Tasks: r.galleryTasks(), Fields: w.galleryFields(), Timeline: r.galleryTimeline(), Horizon: r.galleryHorizon(),
	}}, nil
}

// galleryStates are the statuses a thing goes through, a row a thing.
func (w *words) galleryStates() (rows [][]galleryState) {
	for _, set := range []struct {
		class, words string
		shapes       map[string]string
		values       []string
	}{
		{"d-", "document", documentShapes, []string{"ordered", "current", "superseded", "withdrawn"}},
		{"b-", "booking", bookingShapes, []string{avrr.Held, avrr.Ticketed, avrr.Under, avrr.Completed, avrr.Releasing, avrr.Cancelled, avrr.Lapsed}},
		{"", "result", resultShapes, []string{avrr.Pass, avrr.Ask, avrr.Fail}},
	} {
		var row []galleryState
		for _, value := range set.values {
			row = append(row, galleryState{set.class + value, set.shapes[value], w.word(set.words, value)})
		}
		rows = append(rows, row)
	}
	var fates []galleryState
	for _, fate := range []avrr.Fate{avrr.Going, avrr.Deferred, avrr.NoShow, avrr.Stranded, avrr.Refused, avrr.Arrived} {
		fates = append(fates, galleryState{"fate-" + string(fate), fateShapes[fate], w.text(fate.Title())})
	}
	return append(rows, fates)
}

// galleryDues are deadlines from long past to far ahead.
func (r *reading) galleryDues() (dues []due) {
	for _, days := range []int{-10, -1, 0, 1, 30} {
		dues = append(dues, r.w.due(r.now.AddDate(0, 0, days), r.now, r.place))
	}
	return dues
}

func (r *reading) galleryTasks() []taskLine {
	late, soon := r.w.due(r.now.AddDate(0, 0, -2), r.now, r.place), r.w.due(r.now.AddDate(0, 0, 1), r.now, r.place)
	return []taskLine{{Title: r.w.t("part.eligibility"), By: r.w.word("duty", "return"), You: true, Due: &late}, {Title: r.w.t("part.travel"), By: r.w.word("duty", "travel"), Due: &soon}}
}

// galleryFields are a control of every kind, empty, filled in and wrong.
func (w *words) galleryFields() []*input {
	choices := []option{{"a", w.t("yes"), true}, {"b", w.t("no"), false}}
	wrong := line{Words: w.t("gallery.wrong")}
	var fields []*input
	for _, kind := range []string{drawnLine, drawnText, drawnDate, drawnNumber, drawnSelect, drawnRadios, drawnTicks, drawnTick} {
		fields = append(fields,
			&input{ID: "g-" + kind, Name: "g-" + kind, Kind: kind, Label: w.t("gallery.field"), Hint: line{Words: w.t("gallery.hint")}, Optional: true, Choices: choices},
			&input{ID: "w-" + kind, Name: "w-" + kind, Kind: kind, Label: w.t("gallery.field"), Problem: wrong, Choices: choices})
	}
	return fields
}

func (r *reading) galleryTimeline() []historyLine {
	at, iso := r.w.moment(r.now, r.place), r.now.UTC().Format("2006-01-02T15:04:05Z")
	return []historyLine{
		{What: r.w.t("did.add-note"), Quote: r.w.t("gallery.hint"), By: "Maya Whitcombe", At: at, ISO: iso},
		{What: r.w.t("did.confirm-departure"), Said: []string{"Arta Hoxha"}, By: "Sofia Lindqvist", At: at, ISO: iso, Doubt: r.w.ruled("Somebody boarded although the case is on hold.", nil)},
		{What: r.w.t("did.add-note"), By: "Homeward", At: at, ISO: iso, Clock: true},
		{What: r.w.t("did.add-note"), By: "Daniel Osei", At: at, ISO: iso, Void: true},
	}
}

func (r *reading) galleryHorizon() *horizonBody {
	today := avrr.DateOf(r.now.In(r.place))
	return r.horizon(avrr.Horizon{Travellers: []avrr.TravellerHorizon{{Member: "m1", Intervals: []avrr.Interval{
		{Thing: "passport", Kind: avrr.DocumentInterval, Known: true, From: today.AddDays(-20), Until: today.AddDays(90), Place: "DE"},
		{Thing: "medical clearance", Kind: avrr.LegalClock, Known: true, From: today.AddDays(-20), Until: today.AddDays(-1), Place: "DE"},
		{Thing: "travel document", Kind: avrr.DocumentInterval},
	}}}})
}
