package web

import (
	"fmt"
	"maps"
	"slices"
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

var bookingShapes = map[string]string{avrr.Held: "◆", avrr.Ticketed: "●", avrr.Under: "●", avrr.Completed: "✓", avrr.Releasing: "▲", avrr.Cancelled: "■", avrr.Lapsed: "■"}

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

// A moneyBody is the reintegration plan and what was paid of it.
type moneyBody struct {
	State, Kind, Shape string
	Reason             string
	Measures           []measureLine
	Planned            []string // by currency
	Paid               []string
	Payments           []paymentLine
}

type measureLine struct {
	Title, Description, Amount, Supplier string
	Instalments                          []instalmentLine
}

type instalmentLine struct{ ID, Amount, State, Kind, Shape string }

type paymentLine struct {
	On, Amount, Method, Receipt, Of string
	Beside                          []string // its rate, what came back of it, and what was too much
}

var instalmentShapes = map[string]string{avrr.Planned: "◇", avrr.Released: "◆", avrr.Paid: "✓", avrr.Void: "■"}

// exchanged tells of a payment in another currency what it was worth, and what the rates moved since its release.
func (r *reading) exchanged(p avrr.Payment) []string {
	if p.Rate == "" {
		return nil
	}
	told := []string{r.w.t("money.rate", avrr.Money{Amount: p.Worth, Currency: r.view.Programme.Currency}.String(), p.Rate, p.RateSource, r.w.day(p.RateOn))}
	switch moved := p.KeptExchange(); {
	case moved > 0:
		told = append(told, r.w.t("money.exchange.loss", avrr.Money{Amount: moved, Currency: r.view.Programme.Currency}.String()))
	case moved < 0:
		told = append(told, r.w.t("money.exchange.gain", avrr.Money{Amount: -moved, Currency: r.view.Programme.Currency}.String()))
	}
	return told
}

func (r *reading) money() *moneyBody {
	p := r.view.Plan
	if p == nil && len(r.view.Payments) == 0 {
		return nil
	}
	body := &moneyBody{}
	paid := map[string]int64{}
	for _, m := range r.view.Payments {
		paid[m.Money.Currency] += m.Money.Amount
		l := paymentLine{On: r.w.day(m.PaidOn), Amount: m.Money.String(), Method: r.w.word("method", m.Method), Receipt: m.Receipt, Of: r.w.t("money.instalment", m.Instalment)}
		if m.Instalment == "" {
			l.Of = r.w.t("money.line", m.Line)
		}
		if m.Overpaid > 0 {
			l.Beside = append(l.Beside, r.w.t("money.overpaid", avrr.Money{Amount: m.Overpaid, Currency: r.view.Programme.Currency}.String()))
		}
		l.Beside = append(l.Beside, r.exchanged(m)...)
		for _, back := range m.Reversals {
			paid[m.Money.Currency] -= back.Amount
			l.Beside = append(l.Beside, r.w.t("money.reversed."+back.Kind, avrr.Money{Amount: back.Amount, Currency: m.Money.Currency}.String()))
		}
		body.Payments = append(body.Payments, l)
	}
	body.Paid = sums(paid)
	if p == nil {
		return body
	}
	decision := p.Decision
	if decision == "" {
		decision = "proposed"
	}
	body.State, body.Kind, body.Shape, body.Reason = r.w.word("plan", decision), decision, planShapes[decision], p.Reason
	planned := map[string]int64{}
	for n, m := range p.Measures {
		planned[m.Currency] += m.Amount
		l := measureLine{Title: r.w.word("measure", m.Kind), Description: m.Description, Amount: avrr.Money{Amount: m.Amount, Currency: m.Currency}.String(), Supplier: m.Supplier}
		for _, i := range p.Instalments {
			if i.Measure == n {
				l.Instalments = append(l.Instalments, instalmentLine{i.ID, i.Money.String(), r.w.word("instalment", i.State), i.State, instalmentShapes[i.State]})
			}
		}
		body.Measures = append(body.Measures, l)
	}
	body.Planned = sums(planned)
	return body
}

var planShapes = map[string]string{"proposed": "◆", "approve": "✓", "refuse": "■", "send_back": "▲"}

// sums writes an amount for each currency.
func sums(by map[string]int64) []string {
	var said []string
	for _, currency := range slices.Sorted(maps.Keys(by)) {
		said = append(said, avrr.Money{Amount: by[currency], Currency: currency}.String())
	}
	return said
}

// A visitLine is one follow-up visit.
type visitLine struct {
	Title, Kind, Shape, State, On string
	Due                           *due
}

func (r *reading) visits() []visitLine {
	var lines []visitLine
	for _, v := range r.view.Visits {
		l := visitLine{Title: r.w.text(v.Title), Kind: "planned", Shape: "◇", State: r.w.t("visit.planned")}
		if v.Outcome != "" {
			l.Kind, l.Shape, l.State, l.On = v.Outcome, "▲", r.w.word("visit_outcome", v.Outcome), r.w.day(v.VisitedOn)
			if v.Outcome == "on_track" {
				l.Shape = "✓"
			}
		} else {
			d := r.w.due(v.Due, r.now, r.place)
			l.Due = &d
			if d.Late {
				l.Kind, l.Shape = "late", "▲"
			}
		}
		lines = append(lines, l)
	}
	return lines
}
