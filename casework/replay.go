package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/programmes"
	"homeward/store"
)

// A Difference is a stored decision that its own rules and facts do not give again.
type Difference struct{ Detail string }

func (d *Difference) Error() string { return "a stored decision differs from its recomputation" }

// ReplayDecisions recomputes every assessment of a case, under the programme version and on the facts it was made on, and
// compares it, nearest alternative included, with what was recorded. It answers how many there are, and a *Difference for the
// first that differs.
func (d *Desk) ReplayDecisions(ctx context.Context, reference string) (int, error) {
	r := d.Store.Read(ctx)
	f, err := d.fileOf(r, reference)
	if err != nil {
		return 0, err
	}
	history, err := r.History(store.CaseSubject(f.row.ID))
	if err != nil {
		return 0, err
	}
	operator := access.Person{Actor: avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}}
	if err := d.audit(ctx, operator, "read", f.row, "decision replay"); err != nil {
		return 0, err
	}
	replayed := 0
	for _, e := range history {
		if e.Action != "assess-eligibility" {
			continue
		}
		if err := d.replay(r, f.p, e); err != nil {
			return replayed, err
		}
		replayed++
	}
	return replayed, nil
}

func (d *Desk) replay(r *store.Reader, p *avrr.Programme, e avrr.Event) error {
	var each []avrr.MemberDecision
	if err := json.Unmarshal(e.Derived, &each); err != nil {
		return fmt.Errorf("replay event %d: %w", e.Seq, err)
	}
	for _, m := range each {
		if err := d.replayOne(r, p, e, m.Decision); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) replayOne(r *store.Reader, p *avrr.Programme, e avrr.Event, then avrr.EligibilityDecision) error {
	considered, err := d.considered(r, then.Considered)
	if err != nil {
		return fmt.Errorf("replay event %d: %w", e.Seq, err)
	}
	now, err := programmes.Assess(p, then.Facts, considered)
	if err != nil {
		return fmt.Errorf("replay event %d: %w", e.Seq, err)
	}
	before, err := json.Marshal(then)
	if err != nil {
		return fmt.Errorf("replay event %d: %w", e.Seq, err)
	}
	after, err := json.Marshal(now)
	if err != nil {
		return fmt.Errorf("replay event %d: %w", e.Seq, err)
	}
	if !bytes.Equal(before, after) {
		return &Difference{fmt.Sprintf("event %d\n  recorded:   %s\n  recomputed: %s", e.Seq, before, after)}
	}
	return nil
}

// considered answers the pinned programmes an alternative was looked for among.
func (d *Desk) considered(r *store.Reader, names []string) ([]*avrr.Programme, error) {
	var all []*avrr.Programme
	for _, name := range names {
		code, version, _ := strings.Cut(name, "@")
		p, err := d.programme(r, code, version)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}
