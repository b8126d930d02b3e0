package access

import (
	"context"
	"errors"
	"sync"

	"homeward/avrr"
	"homeward/store"
)

// DemoPassword opens every demo account.
const DemoPassword = "demo-homeward"

// The offices of the demo.
const (
	londonOffice = "London office"
	tiranaOffice = "Tirana office"
	deskOffice   = "Travel desk"
	headOffice   = "Head office"
)

// DemoAccounts are the fixed sign-ins of the demo. The people are invented.
var DemoAccounts = []Account{
	{Username: "officer", DisplayName: "Maya Whitcombe", Role: avrr.ReturnOfficer, Office: londonOffice},
	{Username: "officer2", DisplayName: "Daniel Osei", Role: avrr.ReturnOfficer, Office: londonOffice},
	{Username: "desk", DisplayName: "Sofia Lindqvist", Role: avrr.TravelDesk, Office: deskOffice},
	{Username: "field", DisplayName: "Arben Kelmendi", Role: avrr.ReintegrationOfficer, Office: tiranaOffice},
	{Username: "manager", DisplayName: "Helen Marchbank", Role: avrr.ProgrammeManager, Office: londonOffice},
	{Username: "protection", DisplayName: "Ruth Adeyemi", Role: avrr.ProtectionOfficer, Office: londonOffice},
	{Username: "auditor", DisplayName: "Tomasz Wren", Role: avrr.Auditor, Office: headOffice},
	{Username: "admin", DisplayName: "Ines Calder", Role: avrr.Administrator, Office: headOffice},
}

// SeedDemo adds the demo accounts that are not there yet and leaves the others as they are.
func (g *Gate) SeedDemo(ctx context.Context) error {
	for _, a := range DemoAccounts {
		switch _, err := g.store.Read(ctx).AccountByUsername(a.Username); {
		case err == nil:
			continue
		case !errors.Is(err, store.ErrNotFound):
			return during("seed demo accounts", err)
		}
		row, err := g.newAccount(a, demoHash)
		if err != nil {
			return during("seed demo accounts", err)
		}
		if err := g.changing(ctx, func(tx *store.Tx) error { return insertAccount(tx, avrr.Actor{Role: avrr.System}, row) }); err != nil {
			return during("seed demo accounts", err)
		}
	}
	return nil
}

// demoHash is the hash of DemoPassword, made once: what the program prints for everybody gains nothing from a salt for each account.
var demoHash = sync.OnceValues(func() (string, error) { return hash(DemoPassword), nil })
