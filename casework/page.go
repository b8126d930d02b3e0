package casework

import (
	"context"

	"homeward/access"
	"homeward/avrr"
)

// A PageView is all that the page of a case shows.
type PageView struct {
	Case      *CaseView
	Decisions []avrr.MemberDecision // of everybody assessed; none where they are not shown
	Horizon   avrr.Horizon
	Documents []DocumentView
	Files     FileList
	Timeline  []TimelineEntry
	MayLooks  bool // whether who looked at the case is shown, too
}

// Pages of a case, as the audit calls them.
const (
	PageOfCase      = "page"
	PageOfNotes     = "notes"
	PageOfHistory   = "history"
	PageOfMoney     = "money"
	PageOfDocuments = "files"
)

// Page answers a case with everything around it, for one of its pages: folded once, and one reading in the audit.
func (d *Desk) Page(ctx context.Context, who access.Person, reference, page string) (*PageView, error) {
	f, err := d.read(ctx, who, reference, page)
	if err != nil {
		return nil, err
	}
	r, p := d.Store.Read(ctx), &PageView{}
	if p.Case, err = d.view(ctx, r, f, who); err != nil {
		return nil, err
	}
	if p.Documents, err = f.documents(r, who); err != nil {
		return nil, err
	}
	if p.Files, err = d.files(ctx, r, f, who); err != nil {
		return nil, err
	}
	if p.Timeline, err = d.timeline(ctx, r, f, who); err != nil {
		return nil, err
	}
	if a := f.c.Assessment; a != nil && len(a.Each) > 0 && access.SeesPersonal(who.Actor, f.c) && access.SeesClaims(who.Actor) {
		p.Decisions = a.Each
	}
	p.Horizon = f.horizon(who)
	p.MayLooks = access.SeesWhoLooked(who.Actor, f.c)
	return p, nil
}
