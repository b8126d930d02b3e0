package web

import (
	"fmt"
	"time"

	"homeward/avrr"
)

// A bookingBody is the journey of a case.
type bookingBody struct {
	State, Kind, Shape string
	Locator            string
	HoldUntil          *due
	Segments           []segmentLine
	Passengers         []string
	Reason             string
	Movement           string // its id, for those who may look at it
	Notices            []noticeLine
}

type segmentLine struct {
	Flight, From, To, Departs, Arrives string
	DepartsAt, ArrivesAt               string // with the offset of their place
	Told                               []string
}

var bookingShapes = map[string]string{avrr.Unjoined: "◇", avrr.Held: "◆", avrr.Ticketed: "●", avrr.Under: "●", avrr.Completed: "✓", avrr.Releasing: "▲", avrr.Cancelled: "■", avrr.Lapsed: "■"}

func (r *reading) booking() *bookingBody {
	b := r.view.Booking
	if b == nil {
		return nil
	}
	body := &bookingBody{State: r.w.word("booking", b.Status), Kind: b.Status, Shape: bookingShapes[b.Status], Locator: b.Locator, Reason: b.Reason}
	body.Notices = r.notices()
	if r.seesMovements() {
		body.Movement = b.Movement
	}
	if b.Status == avrr.Held && !b.HoldUntil.IsZero() {
		until := r.w.due(b.HoldUntil, r.now, r.place)
		body.HoldUntil = &until
	}
	for n, s := range b.Segments {
		body.Segments = append(body.Segments, segmentLine{Told: r.told(b, n+1), Flight: s.Flight(), From: s.Start(), To: s.End(),
			Departs: r.w.day(avrr.DateOf(s.DepartsAt)), DepartsAt: clockOf(s.DepartsAt), Arrives: r.w.day(avrr.DateOf(s.ArrivesAt)), ArrivesAt: clockOf(s.ArrivesAt)})
	}
	for _, id := range b.Members {
		body.Passengers = append(body.Passengers, r.names[id])
	}
	return body
}

// told says what became of each passenger on a segment, in the order it was reported.
func (r *reading) told(b *avrr.Booking, segment int) []string {
	var said []string
	for _, l := range b.Legs {
		if l.Segment == segment {
			said = append(said, r.names[l.Member]+": "+r.w.word("leg", l.Outcome)+", "+clockOf(l.At))
		}
	}
	return said
}

// clockOf writes the time a place's own clock shows, with its distance from UTC: 06:40 (UTC+2).
func clockOf(t time.Time) string {
	_, offset := t.Zone()
	zone := "UTC"
	if offset != 0 {
		zone = fmt.Sprintf("UTC%+d", offset/3600)
		if rest := offset % 3600 / 60; rest != 0 {
			zone += fmt.Sprintf(":%02d", max(rest, -rest))
		}
	}
	return t.Format("15:04") + " (" + zone + ")"
}

// A visitLine is one follow-up visit.
type visitLine struct {
	Title, Kind, Shape, State, On string
	Due                           *due
}

func (r *reading) visits() []visitLine {
	var lines []visitLine
	for _, v := range r.view.Visits {
		lines = append(lines, r.visitLine(v))
	}
	return lines
}

func (r *reading) visitLine(v *avrr.Visit) visitLine {
	l := visitLine{Title: r.w.text(v.Title), Kind: "planned", Shape: "◇", State: r.w.t("visit.planned")}
	switch {
	case v.Made():
		l.Kind, l.Shape, l.State, l.On = v.Outcome, "▲", r.w.word("visit_outcome", v.Outcome), r.w.day(v.VisitedOn)
		if v.Outcome == avrr.OnTrack {
			l.Shape = "✓"
		}
	case v.NotMade != "" || r.view.Stage == avrr.Closed:
		l.Shape, l.State = "–", r.w.t("visit.not_made")
	default:
		d := r.w.due(v.Due, r.now, r.place)
		l.Due = &d
		if d.Late {
			l.Kind, l.Shape, l.State = "late", "▲", r.w.t("visit.late")
		}
	}
	return l
}
