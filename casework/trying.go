package casework

import (
	"context"

	"homeward/access"
	"homeward/avrr"
)

// Try answers why a request on a case would be refused now, and nil when it would not. Nothing is done.
func (d *Desk) Try(ctx context.Context, who access.Person, reference string, req Request) error {
	a, ok := avrr.Find(req.Action)
	if !ok || !a.OnCases() || a.Name == "open" {
		return avrr.Errorf(avrr.CodeNotFound, "There is no such action.")
	}
	body, err := normal(req.Body)
	if err != nil {
		return err
	}
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return err
	}
	return d.check(ctx, f, who, a, body, req.Seen)
}

// TryPlan answers why a movement would not be planned so, and nil when it would be. Nothing is done.
func (d *Desk) TryPlan(ctx context.Context, who access.Person, req Request) error {
	a, _ := avrr.Find("plan-movement")
	body, err := normal(req.Body)
	if err != nil {
		return err
	}
	return d.checkTogether(ctx, &journey{m: avrr.NewMovement("")}, who, a, body, nil)
}
