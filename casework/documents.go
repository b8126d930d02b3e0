package casework

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// A DocumentView is one paper of the register.
type DocumentView struct {
	ID       string    `json:"id"`
	Kind     string    `json:"kind"`
	Title    avrr.Text `json:"title"`
	Member   string    `json:"member"`
	About    string    `json:"about,omitempty" doc:"The payment, the instalment or the visit it is of."`
	Language string    `json:"language"`
	Number   string    `json:"number"`
	Version  int       `json:"version"`
	Status   string    `json:"status"` // ordered, current, superseded or withdrawn
	IssuedAt time.Time `json:"issued_at"`
	// ValidUntil is the last instant of a paper that ends by itself.
	ValidUntil time.Time `json:"valid_until,omitzero"`
	SHA256     string    `json:"sha256,omitempty"`
	// Substitutions counts the letters no embedded font can draw: the paper shows their code points in brackets instead.
	Substitutions int    `json:"substitutions,omitempty"`
	Href          string `json:"href,omitempty"`
}

// Documents answers the papers of a case, those still to be printed included.
func (d *Desk) Documents(ctx context.Context, who access.Person, reference string) ([]DocumentView, error) {
	f, err := d.read(ctx, who, reference, "documents")
	if err != nil {
		return nil, err
	}
	return f.documents(d.Store.Read(ctx), who)
}

func (f *file) documents(r *store.Reader, who access.Person) ([]DocumentView, error) {
	printed, err := r.Documents(store.CaseSubject(f.row.ID))
	if err != nil {
		return nil, err
	}
	base, opens := CaseURL(f.row.Reference), access.May(who.Actor, access.OpenPaper, f.c) == nil
	return documentViews(f.c.Papers, printed, base, func(*avrr.IssuedPaper) bool { return opens }), nil
}

// documentViews are the papers of a case or a movement, the newest first; opens says which of them may be opened, at addresses below base.
func documentViews(papers []*avrr.IssuedPaper, printed []store.Document, base string, opens func(*avrr.IssuedPaper) bool) []DocumentView {
	byNumber := map[string]store.Document{}
	for _, p := range printed {
		byNumber[p.Number] = p
	}
	views := []DocumentView{}
	for _, p := range slices.Backward(papers) {
		v := DocumentView{Kind: p.Kind, Title: avrr.PaperTitles[p.Kind], Member: p.Member, About: p.About, Language: string(p.Language), Number: p.Number, Version: p.Version, Status: p.Status, IssuedAt: p.IssuedAt, ValidUntil: p.ValidUntil}
		file, there := byNumber[p.Number]
		switch {
		case there && opens(p):
			v.ID, v.SHA256, v.Href, v.Substitutions = file.ID, hex.EncodeToString(file.SHA256), base+"/documents/"+file.ID+".pdf", file.Substitutions
		case !there && p.Status == avrr.PaperCurrent:
			v.Status = "ordered"
		}
		views = append(views, v)
	}
	return views
}

// DocumentFile answers the PDF of a paper; opening it stands in the audit first.
func (d *Desk) DocumentFile(ctx context.Context, who access.Person, reference, id string) (store.Document, error) {
	none := avrr.Errorf(avrr.CodeNotFound, "This case has no such document.")
	f, err := d.read(ctx, who, reference, "document "+id)
	if err != nil {
		return store.Document{}, err
	}
	if access.May(who.Actor, access.OpenPaper, f.c) != nil {
		return store.Document{}, none
	}
	document, err := d.Store.Read(ctx).DocumentFile(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && document.Subject != store.CaseSubject(f.row.ID) {
		return store.Document{}, none
	}
	return document, err
}
