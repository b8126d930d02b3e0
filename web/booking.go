package web

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A booking is the form that holds seats, for a case or for a group: the carrier's text is pasted and read into rows, everything is
// looked through on a page of its own, and only then are the seats asked for.
type booking struct {
	*asking
	try       func(context.Context, access.Person, casework.Request) error
	needs     *avrr.Horizon // of the case; nil for a group
	itinerary avrr.ItineraryReading
	pasted    bool
	taken     int // the year that was taken where the text names none
}

// A bookingFormBody is the form as the page shows it or, when Checked, what it says, to be looked through.
type bookingFormBody struct {
	*askingBody
	Text      string
	Pasted    []pastedLine
	Nothing   bool // was there to be read
	Lost      int  // lines that were not understood
	Questions []pastedQuestion
	Legs      []legForm
	Who       *input
	Rest      []*input // the fields beside: needs, escorts, fare, time limits
	Obstacles []line   // what is needed before tickets are issued
	Checked   bool
	Kept      []option // everything that was entered, by name
	Said      []fact   // what was entered, in words
	Journey   []legLine
}

// onCaseBooking finds the form that holds seats for a case.
func (f *face) onCaseBooking(v *visit) (*booking, error) {
	v.c.AddParam("action", "hold-seats")
	a, err := f.onCase(v)
	if err != nil {
		return nil, err
	}
	h, err := f.Desk.Horizon(v.ctx(), v.who, a.view.Reference)
	if err != nil {
		return nil, err
	}
	reference := a.view.Reference
	return &booking{asking: a, needs: &h, try: func(ctx context.Context, who access.Person, req casework.Request) error {
		return f.Desk.Try(ctx, who, reference, req)
	}}, nil
}

// onGroupBooking finds the form that plans a journey for a group.
func (f *face) onGroupBooking(v *visit) (*booking, error) {
	a, err := f.newJourney(v)
	if err != nil {
		return nil, err
	}
	return &booking{asking: a, try: f.Desk.TryPlan}, nil
}

// books shows the form, with everybody ticked who is still going.
func (f *face) books(find func(*visit) (*booking, error)) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		b, err := find(v)
		if err != nil {
			return screen{}, err
		}
		if b.draft, b.entries, err = f.drafted(v, b.place); err != nil {
			return screen{}, err
		}
		if b.entries != nil {
			return b.screen(http.StatusOK, false), nil
		}
		b.entries = v.c.Request.URL.Query()
		b.entries.Del("lang")
		if refused := b.entries.Get("entries"); refused != "" {
			b.takeUp(refused)
		}
		if !b.entries.Has("passengers") {
			b.entries["passengers"] = b.stillGoing()
		}
		return b.screen(http.StatusOK, false), nil
	}
}

// takesBooking takes a step of the form: a text to be read, another row, what is to be looked through, and at last the seats.
func (f *face) takesBooking(find func(*visit) (*booking, error)) func(*visit) (screen, error) {
	return func(v *visit) (screen, error) {
		b, err := find(v)
		if err != nil {
			return screen{}, err
		}
		b.entries, b.draft = v.c.Request.PostForm, draftBar{Page: v.formAt().Page}
		switch b.more = b.entries.Get("more"); {
		case b.entries.Get(lessField) != "":
			b.entries = takeOut(b.entries, b.entries.Get(lessField))
			return b.screen(http.StatusOK, false), nil
		case b.more != "", b.entries.Get("step") == "change":
			return b.screen(http.StatusOK, false), nil
		case b.entries.Get("step") == "read":
			return b.read()
		case b.entries.Get("step") == "check":
			return b.check()
		}
		s, err := b.submit()
		if err != nil || s.Sent {
			return s, err
		}
		return b.screen(s.Status, false), nil
	}
}

func (b *booking) screen(status int, checked bool) screen {
	asked := b.asking.screen(status)
	body := &bookingFormBody{askingBody: asked.Body.(*askingBody), Text: b.entries.Get("text"), Checked: checked}
	for _, i := range body.Fields {
		switch i.Name {
		case "segments":
			body.Legs = i.Legs
		case "passengers":
			body.Who = i
		default:
			body.Rest = append(body.Rest, i)
		}
	}
	slices.SortStableFunc(body.Rest, func(x, y *input) int { return cmp.Compare(beside(x), beside(y)) })
	b.showReading(body)
	segments := b.segments()
	body.Obstacles = b.obstacles(segments)
	if checked {
		b.showSaid(body, segments)
	}
	return screen{Name: "booking", Said: asked.Said, Status: asked.Status, Body: body}
}

// beside orders the fields beside the journey: what must be said first.
func beside(i *input) int {
	switch {
	case !i.Optional:
		return 0
	case i.Kind == drawnInstant:
		return 1
	}
	return 2
}

// segments are the legs as they were entered, as far as they can be read.
func (b *booking) segments() []avrr.Segment {
	before := maps.Clone(b.problems)
	defer func() { b.problems = before }()
	entry, _ := avrr.Find(b.action.Action)
	at := slices.IndexFunc(entry.Fields(b.action.InputSchema), func(f avrr.Field) bool { return f.Name == "segments" })
	said, err := json.Marshal(b.value(entry.Fields(b.action.InputSchema)[at], "segments"))
	if err != nil {
		return nil
	}
	var segments []avrr.Segment
	if json.Unmarshal(said, &segments) != nil {
		return nil
	}
	return segments
}
