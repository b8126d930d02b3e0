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
	"time"
)

// outsideTakes is how long somebody outside may take to answer; what they do after that is found out by asking.
const outsideTakes = 10 * time.Second

// outsideSays is the longest answer that is read, in bytes.
const outsideSays = 64 << 10

// An outsideAPI is somebody who answers over HTTP: POST of an order makes a call, and GET /calls?key=… asks what became of it; each
// answers with the status 200, or 404 for a key that is not known. No error says what was ordered, or where.
type outsideAPI struct {
	who  string // such as "the carrier"
	at   *url.URL
	http *http.Client
}

// outsideAt answers who is at an address, which may hold the user and password they ask for.
func outsideAt(address, who string) (outsideAPI, error) {
	at, err := url.Parse(address)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return outsideAPI{}, fmt.Errorf("the address of %s looks like https://user:password@example.org/v1", who)
	}
	return outsideAPI{who: who, at: at, http: &http.Client{Timeout: outsideTakes, CheckRedirect: stay}}, nil
}

// stay follows no redirect: it would make the call a second time.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// post makes a call. Its key is in the body and not in a header Idempotency-Key: with that the transport would take leave to send
// it a second time by itself.
func (o outsideAPI) post(ctx context.Context, what string, order, answer any) error {
	body, err := json.Marshal(order)
	if err != nil {
		return fmt.Errorf("call %s: %w", o.who, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, o.at.JoinPath(what).String(), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("call %s: %w", o.who, err)
	}
	request.Header.Set("Content-Type", "application/json")
	return o.do(request, answer)
}

// ask finds out what became of a call.
func (o outsideAPI) ask(ctx context.Context, key string, answer any) error {
	at := o.at.JoinPath("calls")
	at.RawQuery = url.Values{"key": {key}}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return fmt.Errorf("ask %s: %w", o.who, err)
	}
	return o.do(request, answer)
}

func (o outsideAPI) do(request *http.Request, answer any) (err error) {
	response, err := o.http.Do(request)
	var dialled *net.OpError
	switch {
	case errors.As(err, &dialled) && dialled.Op == "dial":
		return fmt.Errorf("%s: %w", o.who, ErrNotAsked)
	case err != nil:
		return fmt.Errorf("%s did not answer in time", o.who) // the error would name the address
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return fmt.Errorf("%s: %w", o.who, ErrNotKnown)
	default:
		return fmt.Errorf("%s answered with the status %d", o.who, response.StatusCode)
	}
	said, err := io.ReadAll(io.LimitReader(response.Body, outsideSays))
	if err != nil {
		return fmt.Errorf("%s broke off", o.who)
	}
	if json.Unmarshal(said, answer) != nil {
		return o.unread()
	}
	return nil
}

// unread says that an answer is no answer. What it said stays untold: it may name somebody.
func (o outsideAPI) unread() error { return fmt.Errorf("the answer of %s cannot be read", o.who) }
