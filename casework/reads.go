package casework

import (
	"context"
	"slices"

	"homeward/access"
	"homeward/avrr"
)

// Case answers a case. The reading stands in the audit before anything is shown.
func (d *Desk) Case(ctx context.Context, who access.Person, reference string) (*CaseView, error) {
	f, err := d.read(ctx, who, reference, "case")
	if err != nil {
		return nil, err
	}
	return d.view(ctx, d.Store.Read(ctx), f, who)
}

// read opens a case for somebody who may see it, and notes that they did.
func (d *Desk) read(ctx context.Context, who access.Person, reference, what string) (*file, error) {
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return nil, err
	}
	if err := access.May(who.Actor, access.SeeCase, f.c); err != nil {
		return nil, err
	}
	return f, d.audit(ctx, who, "read", f.row, what)
}

// Tasks answers what the case waits for.
func (d *Desk) Tasks(ctx context.Context, who access.Person, reference string) ([]TaskView, error) {
	v, err := d.Case(ctx, who, reference)
	if err != nil {
		return nil, err
	}
	return v.Tasks, nil
}

// errNoDecision is the answer before anybody has assessed the case.
var errNoDecision = avrr.Errorf(avrr.CodeNotFound, "Eligibility has not been assessed yet, so there is no decision to explain.")

// A DecisionView is the explained eligibility decision: that of the member who was assessed first, usually the principal, and
// those of the others.
type DecisionView struct {
	Member string `json:"member"`
	avrr.EligibilityDecision
	EarlierCases int                   `json:"earlier_cases,omitempty"` // other cases the member is probably in; likely_duplicates of the case names those one may know
	Others       []avrr.MemberDecision `json:"others,omitempty"`
}

// Decision answers the explained eligibility decision.
func (d *Desk) Decision(ctx context.Context, who access.Person, reference string) (DecisionView, error) {
	f, err := d.read(ctx, who, reference, "decision")
	if err != nil {
		return DecisionView{}, err
	}
	if !access.SeesPersonal(who.Actor, f.c) {
		return DecisionView{}, avrr.Errorf(avrr.CodeNotFound, "Ask the case owner about this decision.")
	}
	if !access.SeesClaims(who.Actor) {
		return DecisionView{}, avrr.Errorf(avrr.CodeNotFound, "The decision on eligibility rests on facts that stay with the office of the host country.")
	}
	if a := f.c.Assessment; a == nil || len(a.Each) == 0 {
		return DecisionView{}, errNoDecision
	}
	first := f.c.Assessment.Each[0]
	others := slices.Clone(f.c.Assessment.Each[1:])
	for i := range others {
		others[i].By = "" // an account, and no name
	}
	return DecisionView{first.Member, first.Decision, first.EarlierCases, others}, nil
}

// Horizon answers until when every paper and clock the journey needs holds.
func (d *Desk) Horizon(ctx context.Context, who access.Person, reference string) (avrr.Horizon, error) {
	f, err := d.read(ctx, who, reference, "horizon")
	if err != nil {
		return avrr.Horizon{}, err
	}
	return f.horizon(who), nil
}

// horizon leaves out what stays with the office of the host country.
func (f *file) horizon(who access.Person) avrr.Horizon {
	h := f.c.Horizon(f.p)
	if access.SeesClaims(who.Actor) {
		return h
	}
	return h.Without(avrr.Interval.HostStatus)
}
