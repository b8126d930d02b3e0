package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"homeward/avrr"
)

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
