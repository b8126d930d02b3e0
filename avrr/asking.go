package avrr

import (
	"fmt"
	"slices"
)

// What a carrier is asked for, where a machine answers for it.
const (
	AskHold    = "hold"
	AskTicket  = "ticket"
	AskRelease = "release"
)

// What became of a call. A carrier that did what it was asked says so in its own word, as a bank does.
const (
	CarrierDid  = "done"
	CallRefused = "refused"
	CallUnknown = "unknown" // nobody could find out
)

// An Asked is one thing a carrier is asked to do for the passengers of a case, by one event of a movement. Desks that book by
// telephone and mail type what the carrier said, and ask nothing here.
type Asked struct {
	Seq     int      `json:"seq"` // of the movement's event
	Kind    string   `json:"kind"`
	Case    string   `json:"case"`
	Members []string `json:"members"`
	Hold    int      `json:"hold"`              // the seq that asked for the seats it is about
	Outcome string   `json:"outcome,omitempty"` // empty while it is not known
}

// AskKey is the key a carrier knows one asking by: the same whoever asks, and however often.
func AskKey(movement, caseID string, seq int) string {
	return fmt.Sprintf("%s#%d/%s", movement, seq, caseID)
}

// Asks answers what the carrier has been asked, or is to be asked, without anybody knowing the outcome, in order.
func (m *Movement) Asks() []Asked {
	var open []Asked
	for _, a := range m.Asked {
		if a.Outcome == "" {
			open = append(open, *a)
		}
	}
	return open
}

// HeldAs answers the key of the hold that an asking is about.
func (m *Movement) HeldAs(a Asked) string { return AskKey(m.ID, a.Case, a.Hold) }

// asked answers what an event asked for a case, or nil.
func (m *Movement) asked(seq int, caseID string) *Asked {
	for _, a := range m.Asked {
		if a.Seq == seq && a.Case == caseID {
			return a
		}
	}
	return nil
}

// ask notes what an event asks of the carrier: to hold the seats it took, to give back those it freed, to ticket those it names.
func (m *Movement) ask(in voyage, e *Event, before []Passenger) {
	if _, holds := in.(HoldSeats); holds {
		m.Operated = e.operated()
	}
	if _, answer := in.(CarrierAnswered); answer || !m.Operated {
		return
	}
	for i := range m.Passengers {
		p := &m.Passengers[i]
		at := slices.IndexFunc(before, func(b Passenger) bool { return b.Case == p.Case && b.Member == p.Member })
		had := at >= 0 && before[at].awaited()
		switch confirm, confirms := in.(ConfirmBooking); {
		case p.held() && !had:
			p.Asked = AskHold
			m.askFor(AskHold, p, e)
		case had && p.Outcome == outcomeReleased:
			m.askFor(AskRelease, p, e)
		case confirms && confirm.asks() && p.held() && e.about(p.Case):
			p.Asked = AskTicket
			m.askFor(AskTicket, p, e)
		}
	}
}

// askFor adds a passenger to what an event asks. Seats that the carrier refused are not there to give back.
func (m *Movement) askFor(kind string, p *Passenger, e *Event) {
	hold := e.Seq
	if kind != AskHold {
		at := slices.IndexFunc(m.Asked, func(a *Asked) bool { return a.Kind == AskHold && a.Case == p.Case && a.Hold == p.Hold })
		if at < 0 || m.Asked[at].Outcome == CallRefused {
			return
		}
		hold = p.Hold
	}
	p.Hold = hold
	if a := m.asked(e.Seq, p.Case); a != nil {
		a.Members = append(a.Members, p.Member)
		return
	}
	m.Asked = append(m.Asked, &Asked{Seq: e.Seq, Kind: kind, Case: p.Case, Members: []string{p.Member}, Hold: hold})
}
