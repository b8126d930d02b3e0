package activities

import (
	"context"
	"errors"
	"regexp"

	"homeward/avrr"
)

// A CarrierAPI is a carrier whose booking system answers over HTTP: POST /holds, /tickets and /releases with a SeatRequest, and
// GET /calls?key=… each answer a CarrierAnswer.
type CarrierAPI struct{ outsideAPI }

// NewCarrierAPI answers the carrier at an address, which may hold the user and password it asks for.
func NewCarrierAPI(address string) (*CarrierAPI, error) {
	at, err := outsideAt(address, "the carrier")
	return &CarrierAPI{at}, err
}

// Hold asks for seats.
func (c *CarrierAPI) Hold(ctx context.Context, r SeatRequest) (CarrierAnswer, error) {
	answer, err := c.call(ctx, "holds", r)
	if err == nil && answer.Outcome == avrr.CarrierDid && !locators.MatchString(answer.Locator) {
		return CarrierAnswer{}, errors.New("the carrier holds seats under no record locator")
	}
	return answer, err
}

// Ticket asks for tickets for seats that are held.
func (c *CarrierAPI) Ticket(ctx context.Context, r SeatRequest) (CarrierAnswer, error) {
	return c.call(ctx, "tickets", r)
}

// Release gives seats back, ticketed or not.
func (c *CarrierAPI) Release(ctx context.Context, r SeatRequest) (CarrierAnswer, error) {
	return c.call(ctx, "releases", r)
}

// Ask finds out what became of a call.
func (c *CarrierAPI) Ask(ctx context.Context, key string) (answer CarrierAnswer, err error) {
	err = c.ask(ctx, key, &answer)
	return c.clear(answer, err)
}

// locators are the record locators an office can type.
var locators = regexp.MustCompile("^[A-Z0-9]{5,8}$")

func (c *CarrierAPI) call(ctx context.Context, what string, r SeatRequest) (answer CarrierAnswer, err error) {
	err = c.post(ctx, what, r, &answer)
	return c.clear(answer, err)
}

// clear takes no answer for one but a clear word.
func (c *CarrierAPI) clear(answer CarrierAnswer, err error) (CarrierAnswer, error) {
	if err == nil && answer.Outcome != avrr.CarrierDid && answer.Outcome != avrr.CallRefused {
		err = c.unread()
	}
	if err != nil {
		return CarrierAnswer{}, err
	}
	return answer, nil
}
