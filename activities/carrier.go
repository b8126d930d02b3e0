package activities

import (
	"context"
	"time"

	"homeward/avrr"
)

// A Carrier holds, tickets and gives back seats. Every call has a key of its own, under which Ask finds out later what became of it.
// An error leaves open what the carrier did, unless it is ErrNotAsked; no error names a passenger.
type Carrier interface {
	Hold(ctx context.Context, r SeatRequest) (CarrierAnswer, error)
	Ticket(ctx context.Context, r SeatRequest) (CarrierAnswer, error)
	Release(ctx context.Context, r SeatRequest) (CarrierAnswer, error)
	Ask(ctx context.Context, key string) (CarrierAnswer, error)
}

// A SeatRequest is all that a carrier is told: the journey, and of each passenger the name on the ticket and the services by their
// codes. To give seats back it is told no names.
type SeatRequest struct {
	Key        string         `json:"key"`
	Hold       string         `json:"hold,omitempty"` // the key under which the seats were asked for
	Segments   []avrr.Segment `json:"segments,omitempty"`
	HoldUntil  time.Time      `json:"hold_until,omitzero"`
	Passengers []Seat         `json:"passengers"`
}

// A Seat is one passenger of a SeatRequest, known to the carrier by an id that means nothing outside the booking.
type Seat struct {
	ID         string             `json:"id"`
	FamilyName string             `json:"family_name,omitempty"`
	GivenNames string             `json:"given_names,omitempty"`
	Services   []avrr.ServiceCode `json:"service_requests,omitempty"`
}

// A CarrierAnswer is what a carrier says it did: avrr.CarrierDid or avrr.CallRefused.
type CarrierAnswer struct {
	Outcome   string            `json:"outcome"`
	Locator   string            `json:"record_locator,omitempty"`
	HoldUntil time.Time         `json:"hold_until,omitzero"` // the carrier's own time limit, where it has one
	Tickets   map[string]string `json:"tickets,omitempty"`   // number by passenger
}

// ByDesk is the carrier of an office whose travel desk books by telephone and mail. What the desk types is the outcome, so the
// engine asks nothing of it; what was still to be asked when a machine stopped answering is left to the desk, as a task.
type ByDesk struct{}

// Hold leaves it to the desk to find seats.
func (ByDesk) Hold(context.Context, SeatRequest) (CarrierAnswer, error) { return leftToTheDesk, nil }

// Ticket leaves it to the desk to have tickets issued.
func (ByDesk) Ticket(context.Context, SeatRequest) (CarrierAnswer, error) { return leftToTheDesk, nil }

// Release leaves it to the desk to tell the carrier.
func (ByDesk) Release(context.Context, SeatRequest) (CarrierAnswer, error) {
	return leftToTheDesk, nil
}

// Ask knows nothing: whoever was asked before does not answer here.
func (ByDesk) Ask(context.Context, string) (CarrierAnswer, error) {
	return CarrierAnswer{}, ErrNotKnown
}

var leftToTheDesk = CarrierAnswer{Outcome: avrr.CallRefused}

func (a *Activities) carrier() Carrier {
	if a.Carrier == nil {
		return ByDesk{}
	}
	return a.Carrier
}
