package cmd

import (
	"context"
	"path/filepath"

	"homeward/activities"
	"homeward/catcher"
	"homeward/store"
)

// demoOffices are those the demonstration's travellers are sent from, change planes at, and are received by. Nobody has the numbers.
var demoOffices = []store.Office{
	{Name: "London office", Country: "GB", Email: "london@homeward.example", Phone: "+44 20 7946 0123", Airports: []string{"LGW", "LHR", "LTN", "STN"}},
	{Name: "Travel desk", Country: "GB", Phone: "+44 20 7946 0124"},
	{Name: "Vienna office", Country: "AT", Email: "vienna@homeward.example", Phone: "+43 1 555 0100", Airports: []string{"VIE"}},
	{Name: "Tirana office", Country: "AL", Email: "tirana@homeward.example", Phone: "+355 4 555 0100", Airports: []string{"TIA"}, ReceivesNames: true},
}

// catchMail starts the simulator that stands in for other offices' mailboxes, and registers those offices.
func (h *house) catchMail(ctx context.Context, page, data string) (*catcher.Catcher, error) {
	err := h.store.InTx(ctx, func(tx *store.Tx) error {
		if known, err := tx.Offices(); err != nil || len(known) > 0 {
			return err // kept from an earlier start, and perhaps put right since
		}
		for _, o := range demoOffices {
			if err := tx.SetOffice(o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	c, err := catcher.Start(catcher.Options{SMTP: "127.0.0.1:0", Page: page, Ledger: filepath.Join(data, "caught-mail.jsonl"), Logger: h.log})
	if err != nil {
		return nil, notReadyf("The mail catcher cannot start: %v.", err)
	}
	h.post = &activities.Post{Server: c.SMTP(), From: "journeys@homeward.example"}
	return c, nil
}
