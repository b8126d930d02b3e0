package activities

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"homeward/avrr"
	"homeward/papers"
	"homeward/store"
)

// printManifest carries out an order for a manifest: the journey as it stood when it was ordered, with the people in its cases.
func (a *Activities) printManifest(ctx context.Context, tx *store.Tx, order store.OutboxRow) (outcome string, err error) {
	then, err := movementAt(tx, order)
	if err != nil {
		return "", err
	}
	aboard, err := a.aboard(tx, then)
	if err != nil {
		return "", err
	}
	row, err := tx.LockMovement(then.ID)
	if err != nil {
		return "", err
	}
	today, err := tx.FoldedMovement(row)
	if err != nil {
		return "", err
	}
	order, issued, err := lockOrdered(tx, order)
	if err != nil {
		return "", err
	}
	if !stillCurrent(today.Papers, issued.Number) {
		return notCurrent, nil
	}
	document, err := a.printed(ctx, order.Subject, officeOf(aboard), wording{in: issued.Language}.manifest(then, aboard, issued.Members), issued)
	if err != nil {
		return "", err
	}
	if err := tx.InsertDocument(document); err != nil {
		return "", err
	}
	return "printed", tx.Audit(store.AuditRow{Actor: avrr.SystemActor, Verb: "issue", SubjectKind: store.KindMovement, SubjectID: then.ID, Detail: issued.Number})
}

// movementAt folds the movement to the event an order was made at.
func movementAt(tx *store.Tx, order store.OutboxRow) (*avrr.Movement, error) {
	history, err := tx.History(order.Subject)
	if err != nil {
		return nil, err
	}
	then := avrr.NewMovement(order.Subject.ID)
	return then, then.FoldAll(history[:min(order.Seq, len(history))])
}

// aboard answers the cases of everybody who is or was on a movement, locked, by their ids.
func (a *Activities) aboard(tx *store.Tx, m *avrr.Movement) (map[string]*avrr.Case, error) {
	var ids []string
	for _, p := range m.Passengers {
		ids = append(ids, p.Case)
	}
	rows, err := tx.LockCases(ids)
	if err != nil {
		return nil, err
	}
	cases := map[string]*avrr.Case{}
	for _, row := range rows {
		f, err := a.file(tx, row)
		if err != nil {
			return nil, err
		}
		cases[row.ID] = f.c
	}
	return cases, nil
}

// officeOf answers the office that everybody leaves from, "" where there are several.
func officeOf(aboard map[string]*avrr.Case) string {
	office := ""
	for _, c := range aboard {
		if office != "" && c.HostOffice != office {
			return ""
		}
		office = c.HostOffice
	}
	return office
}

// manifest lists who has a seat. Of a case that is not among the named, or was restricted since, there is the reference alone.
func (w wording) manifest(m *avrr.Movement, aboard map[string]*avrr.Case, named []string) papers.Content {
	veiled := func(c *avrr.Case) bool { return c.Restricted || !slices.Contains(named, c.ID) }
	list := papers.Manifest{Reference: cmp.Or(m.Locator, m.ID), Name: m.Name, Seats: m.Seats, Legs: w.journey(m.Segments, m.Locator, "")}
	if !m.ValidatedAt.IsZero() {
		list.ValidatedAt = m.ValidatedAt.In(m.Departs().Location())
	}
	for _, p := range m.Passengers {
		state, listed := p.Manifest()
		c := aboard[p.Case]
		member := c.Member(p.Member)
		if !listed || member == nil {
			continue
		}
		row := papers.ManifestRow{Added: state == avrr.ManifestAdded, Boarded: counted(m, state), Escort: strings.Join(escortNames(m, c, p.Member, veiled(c)), ", "),
			Passenger: papers.Passenger{Key: avrr.Key(c.Reference, p.Member), Reference: c.Reference, ReferenceOnly: true}}
		if !veiled(c) {
			row.Passenger.ReferenceOnly, row.Passenger.Person, row.Passenger.Ticket, row.Passenger.Locator = false, w.person(member), p.Ticket, p.Locator
			row.Passenger.Services = onPaper(c.ServicesAboard(p))
		}
		list.Rows = append(list.Rows, row)
	}
	slices.SortFunc(list.Rows, func(a, b papers.ManifestRow) int { return cmp.Compare(a.Passenger.Key, b.Passenger.Key) })
	for _, id := range m.Cases() {
		c := aboard[id]
		for _, e := range m.EscortsOf(id) {
			if printedEscort(e.Escort, e.State, veiled(c)) {
				list.Escorts = append(list.Escorts, w.escort(c, e.Escort, veiled(c)))
			}
		}
	}
	return list
}

// counted answers what was seen at the door, once the list was held against who came.
func counted(m *avrr.Movement, state string) papers.Presence {
	switch {
	case m.ValidatedAt.IsZero() || state == avrr.ManifestPlanned:
		return papers.NotCounted
	case state == avrr.ManifestAbsent:
		return papers.Absent
	}
	return papers.Present
}

func escortNames(m *avrr.Movement, c *avrr.Case, member string, veiled bool) (names []string) {
	for _, e := range m.EscortsOf(c.ID) {
		if printedEscort(e.Escort, e.State, veiled) && slices.Contains(e.Members, member) {
			names = append(names, e.Name)
		}
	}
	return names
}
