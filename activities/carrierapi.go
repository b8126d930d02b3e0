package activities

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"homeward/avrr"
)

// carrierTakes is how long a carrier may take to answer; what it does after that is found out by asking.
const carrierTakes = 10 * time.Second

// carrierSays is the longest answer of a carrier that is read, in bytes.
const carrierSays = 64 << 10

// A CarrierAPI is a carrier whose booking system answers over HTTP: POST /holds, /tickets and /releases with a SeatRequest, and
// GET /calls?key=… each answer a CarrierAnswer with the status 200, or 404 for a key that is not known.
type CarrierAPI struct {
	at   *url.URL
	http *http.Client
}

// NewCarrierAPI answers the carrier at an address, which may hold the user and password it asks for.
func NewCarrierAPI(address string) (*CarrierAPI, error) {
	at, err := url.Parse(address)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return nil, errors.New("a carrier's address looks like https://user:password@carrier.example.org/booking")
	}
	return &CarrierAPI{at: at, http: &http.Client{Timeout: carrierTakes, CheckRedirect: stay}}, nil
}

// stay follows no redirect: it would make the call a second time.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Hold asks for seats.
func (c *CarrierAPI) Hold(ctx context.Context, r SeatRequest) (CarrierAnswer, error) {
	answer, err := c.post(ctx, "holds", r)
	if err == nil && answer.Outcome == avrr.CarrierDid && !locators.MatchString(answer.Locator) {
		return CarrierAnswer{}, errors.New("the carrier holds seats under no record locator")
	}
	return answer, err
}

// Ticket asks for tickets for seats that are held.
func (c *CarrierAPI) Ticket(ctx context.Context, r SeatRequest) (CarrierAnswer, error) {
	return c.post(ctx, "tickets", r)
}

// Release gives seats back, ticketed or not.
func (c *CarrierAPI) Release(ctx context.Context, r SeatRequest) (CarrierAnswer, error) {
	return c.post(ctx, "releases", r)
}

// Ask finds out what became of a call.
func (c *CarrierAPI) Ask(ctx context.Context, key string) (CarrierAnswer, error) {
	at := c.at.JoinPath("calls")
	at.RawQuery = url.Values{"key": {key}}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return CarrierAnswer{}, fmt.Errorf("ask the carrier: %w", err)
	}
	return c.do(request)
}

// locators are the record locators an office can type.
var locators = regexp.MustCompile("^[A-Z0-9]{5,8}$")

// post makes a call. Its key is in the body and not in a header Idempotency-Key: with that the transport would take leave to send
// it a second time by itself.
func (c *CarrierAPI) post(ctx context.Context, what string, r SeatRequest) (CarrierAnswer, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return CarrierAnswer{}, fmt.Errorf("call the carrier: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.at.JoinPath(what).String(), bytes.NewReader(body))
	if err != nil {
		return CarrierAnswer{}, fmt.Errorf("call the carrier: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	return c.do(request)
}

func (c *CarrierAPI) do(request *http.Request) (answer CarrierAnswer, err error) {
	response, err := c.http.Do(request)
	var dialled *net.OpError
	switch {
	case errors.As(err, &dialled) && dialled.Op == "dial":
		return answer, ErrNotAsked
	case err != nil:
		return answer, errors.New("the carrier did not answer in time") // the error would name the address
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return answer, ErrNotKnown
	default:
		return answer, fmt.Errorf("the carrier answered with the status %d", response.StatusCode)
	}
	said, err := io.ReadAll(io.LimitReader(response.Body, carrierSays))
	if err != nil {
		return answer, errors.New("the carrier broke off")
	}
	if json.Unmarshal(said, &answer) != nil || answer.Outcome != avrr.CarrierDid && answer.Outcome != avrr.CarrierRefused {
		return CarrierAnswer{}, errors.New("the carrier's answer cannot be read")
	}
	return answer, nil
}
