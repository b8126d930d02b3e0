package cmd

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"text/tabwriter"

	"homeward/store"
)

type officeCommand struct {
	Set  setOffice   `cmd:"" help:"Enter another office that is told of journeys, or put right what is known of it."`
	List listOffices `cmd:"" help:"List the offices that are told of journeys."`
}

type setOffice struct {
	storage
	logging
	Name          string   `arg:"" help:"The office's name, as cases name it."`
	Country       string   `help:"Country it is in, ISO 3166-1." required:"" placeholder:"AL"`
	Email         string   `help:"Mailbox for notices; without it the office is telephoned." placeholder:"ADDRESS"`
	Phone         string   `help:"Number to telephone when a mail does not reach it." placeholder:"+355…"`
	Airports      []string `help:"Airports at which it meets travellers, IATA codes." placeholder:"TIA"`
	ReceivesNames bool     `help:"It may be sent the travellers' names, in a paper enclosed."`
}

var (
	airportCode = regexp.MustCompile(`^[A-Z]{3}$`)
	countryCode = regexp.MustCompile(`^[A-Z]{2}$`)
)

// check says what of the entry cannot be meant so.
func (c setOffice) check() error {
	if !countryCode.MatchString(c.Country) {
		return usage{fmt.Sprintf("%q is not a country code such as AL.", c.Country)}
	}
	for _, airport := range c.Airports {
		if !airportCode.MatchString(airport) {
			return usage{fmt.Sprintf("%q is not the IATA code of an airport such as TIA.", airport)}
		}
	}
	if a, err := mail.ParseAddress(c.Email); c.Email != "" && (err != nil || a.Address != c.Email) {
		return usage{fmt.Sprintf("%q is not a mail address.", c.Email)}
	}
	return nil
}

// Run enters the office. An airport is served by one office.
func (c setOffice) Run(ctx context.Context, s streams) error {
	if err := c.check(); err != nil {
		return err
	}
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	o := store.Office{Name: strings.TrimSpace(c.Name), Country: c.Country, Email: c.Email, Phone: c.Phone, Airports: c.Airports, ReceivesNames: c.ReceivesNames}
	err = h.store.InTx(ctx, func(tx *store.Tx) error { return tx.SetOffice(o) })
	if errors.Is(err, store.ErrDuplicate) {
		return usage{"One of these airports is served by another office already; see homeward office list."}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s is told of journeys%s.\n", o.Name, at(o.Airports))
	return err
}

func at(airports []string) string {
	if len(airports) == 0 {
		return ""
	}
	return " to and by way of " + strings.Join(airports, ", ")
}

type listOffices struct {
	storage
	logging
}

// Run prints the register.
func (c listOffices) Run(ctx context.Context, s streams) error {
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	offices, err := h.store.Read(ctx).Offices()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, o := range offices {
		names := "no names"
		if o.ReceivesNames {
			names = "names enclosed"
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", o.Name, o.Country, strings.Join(o.Airports, " "), orElse(o.Email, "by telephone"), o.Phone, names); err != nil {
			return err
		}
	}
	return w.Flush()
}
