package activities

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"homeward/avrr"
	"homeward/store"
)

// LookForAlike carries out an order to look whether people of a case are in other cases, too, and asks somebody on each of those to
// look: its officer, or protection where it is restricted. Of a restricted case nothing is said on any that is not, and no question names a
// case: whoever may know of the others is shown them beside the question.
func (a *Activities) LookForAlike(ctx context.Context, order store.OutboxRow) (err error) {
	defer a.guard("look for alike", &err)
	var others []string
	var restricted bool
	err = a.Store.InTx(ctx, func(tx *store.Tx) error {
		f, err := a.openFile(tx, order.Subject.ID)
		if err != nil {
			return err
		}
		restricted = f.c.Restricted
		if others, err = f.others(); err != nil {
			return err
		}
		return f.askAboutDocuments()
	})
	for _, other := range others {
		err = errors.Join(err, a.askOn(ctx, other, order.Subject.ID, restricted))
	}
	if err != nil {
		return fmt.Errorf("look for alike: %w", err)
	}
	// The outcome is the same whatever was found: it stands in the clear.
	return a.Store.InTx(ctx, func(tx *store.Tx) error { return tx.FinishOutbox(order, store.OutboxDone, "looked") })
}

// others answers the cases that people of this one are probably in, restricted or not.
func (f *caseFile) others() (ids []string, err error) {
	matches, err := f.tx.Likely(f.c, []string{store.AudienceStaff, store.AudienceProtection}, f.c.Members...)
	for _, m := range matches {
		ids = append(ids, m.CaseID)
	}
	return slices.Compact(ids), err
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

// alikeQuestion stands beside the cases it is about; while it is open, it is about every one that comes.
const alikeQuestion = "Somebody of this case is probably in another case, too: look at the likely duplicates"

// askOn asks on one case about another, once. A closed case is asked about, too: somebody was helped before, or has come back to
// where they were not safe. Restricted cases and others are treated alike as far as anybody can see who holds no key.
func (a *Activities) askOn(ctx context.Context, id, other string, restricted bool) error {
	return a.Store.InTx(ctx, func(tx *store.Tx) error {
		f, err := a.openFile(tx, id)
		if err != nil || restricted && !f.c.Restricted || f.c.Seq == 0 {
			return err
		}
		if slices.ContainsFunc(f.c.Raised, func(t *avrr.Task) bool { return t.Title.EN == alikeQuestion && t.DoneAt.IsZero() }) {
			return nil
		}
		duty := avrr.ReturnDuty
		if f.c.Restricted {
			duty = avrr.ProtectionDuty
		}
		return f.ask("alike/"+a.Store.Opaque("alike", other), duty, alikeQuestion)
	})
}
