package casework

import (
	"context"
	"encoding/json"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A TimelineEntry is one line of a case's history in words. Personal parts are in Details, and only where names are shown.
type TimelineEntry struct {
	Seq        int       `json:"seq"`
	Version    int       `json:"version"`
	Action     string    `json:"action"`
	Title      avrr.Text `json:"title"`
	By         string    `json:"by"`
	Role       avrr.Role `json:"role"`
	HappenedOn avrr.Date `json:"happened_on,omitzero"`
	RecordedAt time.Time `json:"recorded_at"`
	Doubt      string    `json:"doubt,omitempty"`
	VoidedBy   int       `json:"voided_by,omitempty"` // the seq of the entry that voided this one
	Details    any       `json:"details,omitempty"`
	// Protected are the answers of a screening or a risk assessment: for their author and for protection officers alone.
	Protected json.RawMessage `json:"protected,omitempty"`
}

// Timeline answers the history of a case, the newest line first.
func (d *Desk) Timeline(ctx context.Context, who access.Person, reference string) ([]TimelineEntry, error) {
	f, err := d.read(ctx, who, reference, "timeline")
	if err != nil {
		return nil, err
	}
	return d.timeline(ctx, d.Store.Read(ctx), f, who)
}

func (d *Desk) timeline(ctx context.Context, r *store.Reader, f *file, who access.Person) ([]TimelineEntry, error) {
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, err
	}
	history, err := r.History(store.CaseSubject(f.row.ID))
	if err != nil {
		return nil, err
	}
	shown := access.SeesPersonal(who.Actor, f.c)
	apart, err := d.protectedParts(ctx, who, f.row.ID, history)
	if err != nil {
		return nil, err
	}
	entries := make([]TimelineEntry, 0, len(history))
	for i := len(history) - 1; i >= 0; i-- {
		e := history[i]
		if !inTimeline(e, f.c, who) {
			continue
		}
		a, _ := avrr.Find(e.Action)
		entry := TimelineEntry{Seq: e.Seq, Version: e.Version, Action: e.Action, Title: a.Title, By: display(names, e.Actor.ID), Role: e.Actor.Role,
			HappenedOn: e.HappenedOn, RecordedAt: e.RecordedAt, VoidedBy: f.c.Voided[e.Seq]}
		if shown {
			entry.Details, entry.Protected, entry.Doubt = told(e, who.Actor), apart[e.Seq], e.Doubt
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// inTimeline reports whether somebody is shown that an event is there: what protection does in a restricted case is not for all.
func inTimeline(e avrr.Event, c *avrr.Case, who access.Person) bool {
	return e.Actor.Role != avrr.ProtectionOfficer || access.SeesPersonal(who.Actor, c)
}

// protectedParts answers what was sealed apart of the events this person may read it of, by seq.
func (d *Desk) protectedParts(ctx context.Context, who access.Person, caseID string, history []avrr.Event) (map[int]json.RawMessage, error) {
	readable := map[int]bool{}
	for _, e := range history {
		if a, _ := avrr.Find(e.Action); a.Protects() && access.SeesProtected(who.Actor, e.Actor.ID) {
			readable[e.Seq] = true
		}
	}
	if len(readable) == 0 {
		return nil, nil
	}
	lines, err := d.Store.Read(ctx).EventsWithProtected(store.CaseSubject(caseID), 0)
	if err != nil {
		return nil, err
	}
	parts := map[int]json.RawMessage{}
	for _, line := range lines {
		if readable[line.Seq] {
			parts[line.Seq] = line.Protected
		}
	}
	return parts, nil
}
