package casework

import (
	"context"
	"fmt"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
)

// OfficeClock answers the clock of the office somebody works at: that of an airport it serves, else of its country. Where the register
// of offices does not know it, days are counted by universal time.
func (d *Desk) OfficeClock(ctx context.Context, who access.Person) (*time.Location, error) {
	offices, err := d.Store.Read(ctx).Offices()
	if err != nil {
		return nil, fmt.Errorf("clock of an office: %w", err)
	}
	for _, o := range offices {
		if !strings.EqualFold(strings.TrimSpace(o.Name), strings.TrimSpace(who.Office)) {
			continue
		}
		for _, code := range o.Airports {
			if port, known := avrr.Airport(code); known {
				return port.Location(), nil
			}
		}
		return avrr.Zone(o.Country), nil
	}
	return time.UTC, nil
}
