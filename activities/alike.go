package activities

import (
	"context"
	"fmt"

	"homeward/avrr"
	"homeward/store"
)

// LookForAlike carries out an order to look whether people of a case are in other cases, too. The case's officer is asked about a
// document that another open case holds. Of a restricted case nothing is said on this one, which others may see: protection is asked on
// the restricted case itself, where only those learn of it who may.
func (a *Activities) LookForAlike(ctx context.Context, order store.OutboxRow) (err error) {
	defer a.guard("look for alike", &err)
	var restricted []string
	var reference string
	err = a.Store.InTx(ctx, func(tx *store.Tx) error {
		f, err := a.openFile(tx, order.Subject.ID)
		if err != nil {
			return err
		}
		reference = f.c.Reference
		if restricted, err = f.restrictedAlike(); err != nil {
			return err
		}
		return f.askAboutDocuments()
	})
	if err != nil {
		return fmt.Errorf("look for alike: %w", err)
	}
	for _, id := range restricted {
		if err := a.askProtection(ctx, id, order.Subject.ID, reference); err != nil {
			return fmt.Errorf("look for alike: %w", err)
		}
	}
	// The outcome is the same whatever was found: it stands in the clear.
	return a.Store.InTx(ctx, func(tx *store.Tx) error { return tx.FinishOutbox(order, store.OutboxDone, "looked") })
}

// restrictedAlike answers the restricted cases that people of this one are probably in.
func (f *caseFile) restrictedAlike() (ids []string, err error) {
	matches, err := f.tx.Likely(f.c, []string{store.AudienceProtection}, f.c.Members...)
	for _, m := range matches {
		ids = append(ids, m.CaseID)
	}
	return ids, err
}

// askAboutDocuments asks the officer, once for each member, about a document that another open case holds. A document may be
// shared for many reasons, so this refuses nothing.
func (f *caseFile) askAboutDocuments() error {
	matches, err := f.tx.Likely(f.c, []string{store.AudienceStaff}, f.c.Members...)
	if err != nil {
		return err
	}
	for _, m := range matches {
		if m.Why != store.MatchDocument || m.Closed || f.c.Stage == avrr.Closed {
			continue
		}
		if err := f.ask("shared-document/"+m.Member, avrr.ReturnDuty, fmt.Sprintf("A document of %s is in another open case too: is it the same person?", m.Member)); err != nil {
			return err
		}
	}
	return nil
}

// askProtection asks on a restricted case about another one, once.
func (a *Activities) askProtection(ctx context.Context, restricted, other, reference string) error {
	return a.Store.InTx(ctx, func(tx *store.Tx) error {
		f, err := a.openFile(tx, restricted)
		if err != nil || !f.c.Restricted {
			return err
		}
		return f.ask("alike/"+other, avrr.ProtectionDuty, fmt.Sprintf("Somebody of this case is probably in case %s, too: look at both", reference))
	})
}
