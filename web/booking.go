package web

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

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

// A pastedLine is one line of the carrier's text.
type pastedLine struct {
	N     int
	Text  string
	Known bool
}

type pastedQuestion struct {
	About   string
	Words   string
	Detail  line
	Options []option
	Year    string // what was answered, where a year is asked for
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

// read fills the rows with what the carrier's text says.
func (b *booking) read() (screen, error) {
	order, year := b.entries.Get("date_order"), 0
	if said := b.entries.Get("travel_year"); said != "" {
		if _, err := fmt.Sscanf(said, "%d", &year); err != nil {
			b.problem("travel_year", "form.no_number")
		}
	}
	b.pasted = true
	b.asking.entries.Set("text", strings.ReplaceAll(b.entries.Get("text"), "\r\n", "\n"))
	b.itinerary = avrr.ReadItinerary(avrr.PastedItinerary{Text: b.entries.Get("text"), TravelYear: year, DateOrder: order})
	if year == 0 {
		b.takeNextYear(order)
	}
	if b.nothingPasted() {
		return b.screen(http.StatusUnprocessableEntity, false), nil
	}
	if len(b.itinerary.Segments) == 0 {
		return b.screen(http.StatusOK, false), nil
	}
	for name := range b.entries {
		if strings.HasPrefix(name, "segments.") {
			delete(b.entries, name)
		}
	}
	said, err := json.Marshal(map[string]any{"segments": b.itinerary.Segments})
	if err != nil {
		return screen{}, fmt.Errorf("booking: %w", err)
	}
	for name, values := range b.flat(said) {
		b.entries[name] = values
	}
	return b.screen(http.StatusOK, false), nil
}

func (b *booking) nothingPasted() bool { return strings.TrimSpace(b.entries.Get("text")) == "" }

// takeNextYear reads a text that names no year as of the next time its first day comes, for what is booked is still to be flown. The page
// says which year it took, and takes another.
func (b *booking) takeNextYear(order string) {
	if !slices.ContainsFunc(b.itinerary.Questions, func(q avrr.PastedUnclear) bool { return q.About == avrr.UnclearYear }) {
		return
	}
	today := avrr.DateOf(b.now.In(b.place))
	for year := today.Year; year <= today.Year+1; year++ {
		read := avrr.ReadItinerary(avrr.PastedItinerary{Text: b.entries.Get("text"), TravelYear: year, DateOrder: order})
		if len(read.Segments) > 0 && !avrr.DateOf(read.Segments[0].DepartsAt).Before(today) {
			b.itinerary, b.taken = read, year
			return
		}
	}
}

// check has the rules look at what was entered before anything is asked of a carrier.
func (b *booking) check() (screen, error) {
	body := b.body()
	if len(b.problems) > 0 {
		return b.screen(http.StatusUnprocessableEntity, false), nil
	}
	if err := b.try(b.ctx(), b.who, casework.Request{Action: b.action.Action, Body: body}); err != nil {
		s, err := b.refused(err)
		if err != nil {
			return s, err
		}
		return b.screen(s.Status, false), nil
	}
	return b.screen(http.StatusOK, true), nil
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

// showReading shows what was made of the pasted text: no line of it is dropped, and what can be meant in two ways is asked.
func (b *booking) showReading(body *bookingFormBody) {
	if !b.pasted {
		return
	}
	body.Nothing = b.nothingPasted()
	for n, text := range strings.Split(b.entries.Get("text"), "\n") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		known := !slices.ContainsFunc(b.itinerary.NotUnderstood, func(l avrr.PastedLine) bool { return l.Line == n+1 })
		body.Pasted = append(body.Pasted, pastedLine{n + 1, text, known})
		if !known {
			body.Lost++
		}
	}
	if b.taken != 0 {
		body.Questions = append(body.Questions, pastedQuestion{About: avrr.UnclearYear, Words: b.w.t("booking.year.taken", b.taken), Year: strconv.Itoa(b.taken)})
	}
	for _, q := range b.itinerary.Questions {
		asked := pastedQuestion{About: q.About, Words: b.w.word("paste", q.About), Detail: line{Words: q.Text, English: b.in != avrr.English}}
		switch q.About {
		case avrr.UnclearYear:
			asked.Year = b.entries.Get("travel_year")
		case avrr.UnclearDateOrder:
			for _, order := range []string{"day_first", "month_first"} {
				asked.Options = append(asked.Options, option{order, b.w.word("paste", order), b.entries.Get("date_order") == order})
			}
		}
		if !slices.ContainsFunc(body.Questions, func(o pastedQuestion) bool { return o.About == q.About && o.Detail == asked.Detail }) {
			body.Questions = append(body.Questions, asked)
		}
	}
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

// obstacles are what the case still needs for this journey, and what ends before its end.
func (b *booking) obstacles(segments []avrr.Segment) []line {
	if b.needs == nil || len(b.needs.Travellers) == 0 {
		return nil
	}
	r := *b.asking.reading
	if len(segments) > 0 {
		view := *r.view
		view.Booking = &avrr.Booking{Status: avrr.Held, Segments: segments}
		r.view = &view
	}
	return r.horizon(*b.needs).Obstacles
}

// showSaid puts what was entered into words, to be looked through, and keeps it for the next step.
func (b *booking) showSaid(body *bookingFormBody, segments []avrr.Segment) {
	for _, s := range segments {
		body.Journey = append(body.Journey, b.w.leg(s))
	}
	say := func(i *input, said string) {
		if said != "" {
			body.Said = append(body.Said, fact{Title: i.Label, Said: said})
		}
	}
	for _, i := range body.Fields {
		if i.Name != "segments" {
			say(i, b.inWords(i))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.entries)) {
		if !slices.Contains([]string{"key", "seen", "step", "more", lessField, drafting}, name) {
			for _, value := range b.entries[name] {
				body.Kept = append(body.Kept, option{Value: value, Title: name})
			}
		}
	}
}

// inWords says what was entered in a field: of a list each entry, of a choice its words, of a time its place.
func (b *booking) inWords(i *input) string {
	var said []string
	switch i.Kind {
	case drawnRadios, drawnTicks, drawnSelect:
		for _, c := range i.Choices {
			if c.Chosen {
				said = append(said, c.Title)
			}
		}
	case drawnGroup, drawnList:
		within := [][]*input{i.Within}
		for _, e := range i.Entries {
			within = append(within, e.Within)
		}
		for _, group := range within {
			var parts []string
			for _, one := range group {
				if words := b.inWords(one); words != "" && !b.untouchedField(one) {
					parts = append(parts, words)
				}
			}
			joint := ", "
			if len(group) > 0 && group[0].Kind == drawnMoney { // an amount and its currency
				joint = " "
			}
			if len(parts) > 0 {
				said = append(said, strings.Join(parts, joint))
			}
		}
		return strings.Join(said, "; ")
	case drawnInstant:
		if i.Value != "" {
			if at, err := time.ParseInLocation(localTime, i.Value, b.clockAt(i.Name)); err == nil {
				return b.w.day(avrr.DateOf(at)) + ", " + clockOf(at)
			}
		}
	default:
		return i.Value
	}
	return strings.Join(said, ", ")
}

// untouchedField reports whether a field says only what the form filled in by itself.
func (b *booking) untouchedField(i *input) bool {
	at := strings.LastIndex(i.Name, ".")
	return at > 0 && b.untouched(i.Name[:at])
}

// leg puts a segment into words, each time by the clock of its place.
func (w *words) leg(s avrr.Segment) legLine {
	departs, arrives := s.DepartsAt, s.ArrivesAt
	if port, known := avrr.Airport(s.From); known {
		departs = departs.In(port.Location())
	}
	if port, known := avrr.Airport(s.To); known {
		arrives = arrives.In(port.Location())
	}
	return legLine{Means: w.word("means", s.Means()), Flight: s.Flight(), OperatedBy: s.OperatedBy, From: w.stop(s.From, s.FromPlace), To: w.stop(s.To, s.ToPlace),
		Departs: w.day(avrr.DateOf(departs)), DepartsAt: clockOf(departs), Arrives: w.day(avrr.DateOf(arrives)), ArrivesAt: clockOf(arrives)}
}
