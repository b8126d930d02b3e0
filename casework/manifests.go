package casework

import (
	"context"
	"errors"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// MovementDocuments answers the manifests of a movement, those still to be printed included. The reading stands in the audit first.
func (d *Desk) MovementDocuments(ctx context.Context, who access.Person, id string) ([]DocumentView, error) {
	j, err := d.readTogether(ctx, who, id, "documents")
	if err != nil {
		return nil, err
	}
	printed, err := d.Store.Read(ctx).Documents(store.MovementSubject(id))
	if err != nil {
		return nil, err
	}
	return documentViews(j.m.Papers, printed, MovementURL(id), func(p *avrr.IssuedPaper) bool { return j.opens(p, who.Actor) }), nil
}

// MovementDocumentFile answers the PDF of a manifest; opening it stands in the audit first.
func (d *Desk) MovementDocumentFile(ctx context.Context, who access.Person, id, document string) (store.Document, error) {
	none := avrr.Errorf(avrr.CodeNotFound, "This movement has no such document.")
	j, err := d.readTogether(ctx, who, id, "document "+document)
	if err != nil {
		return store.Document{}, err
	}
	paper, err := d.Store.Read(ctx).DocumentFile(document)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.Document{}, none
	case err != nil:
		return store.Document{}, err
	}
	open := slices.ContainsFunc(j.m.Papers, func(p *avrr.IssuedPaper) bool { return p.Number == paper.Number && j.opens(p, who.Actor) })
	if paper.Subject != store.MovementSubject(id) || !open {
		return store.Document{}, none
	}
	return paper, nil
}

func (d *Desk) readTogether(ctx context.Context, who access.Person, id, what string) (*journey, error) {
	if err := access.May(who.Actor, access.SeeMovements, nil); err != nil {
		return nil, err
	}
	j, err := d.journeyOf(d.Store.Read(ctx), id, nil)
	if err != nil {
		return nil, err
	}
	return j, d.auditMovement(ctx, who, "read", id, what)
}

// opens reports whether somebody may open a manifest: whoever may see the names of every case that it names. One of them may have
// become restricted after it was printed.
func (j *journey) opens(p *avrr.IssuedPaper, who avrr.Actor) bool {
	for _, named := range p.Members {
		at := slices.IndexFunc(j.files, func(f *file) bool { return f.row.ID == named })
		if at < 0 || !access.SeesPersonal(who, j.files[at].c) {
			return false
		}
	}
	return access.May(who, access.OpenPaper, nil) == nil
}
