package casework

import (
	"context"
	"slices"

	"homeward/access"
	"homeward/avrr"
)

// A PackageView is what the programme gives the members of a case, line by line, and why. Amounts are minor units of Currency.
type PackageView struct {
	Currency string            `json:"currency"`
	Lines    []PackageLineView `json:"lines"`
	Totals   PackageTotals     `json:"totals"`
}

// A PackageLineView is one line: what it gives, from when until when, and what has become of it.
type PackageLineView struct {
	Line      string      `json:"line"`
	Title     avrr.Text   `json:"title"`
	Form      string      `json:"form"`
	Payer     string      `json:"payer"`
	Place     string      `json:"place"`
	From      avrr.Date   `json:"from,omitzero" doc:"The first day it is given."`
	Until     avrr.Date   `json:"until,omitzero" doc:"The last day it is given."`
	AtCost    bool        `json:"at_cost" doc:"Given at what it costs: there is no amount, and nothing to be left."`
	Shares    []ShareView `json:"shares"`
	Total     int64       `json:"total"`
	Because   avrr.Text   `json:"because"`
	Promised  int64       `json:"promised" doc:"The approved plan and what was paid."`
	Committed int64       `json:"committed" doc:"Released and not paid yet."`
	Paid      int64       `json:"paid"`
	Left      int64       `json:"left" doc:"What may still be planned or paid."`
}

// A ShareView is one member's part of a line.
type ShareView struct {
	Member  string    `json:"member"`
	Amount  int64     `json:"amount"`
	Because avrr.Text `json:"because"`
}

// PackageTotals are where the money of the case stands.
type PackageTotals struct {
	Promised  int64 `json:"promised"`
	Committed int64 `json:"committed"`
	Paid      int64 `json:"paid"`
	Overpaid  int64 `json:"overpaid"`
	Left      int64 `json:"left"`
}

// untold is all that is said of a reason to whoever may not know what it rests on.
var untold = avrr.T("As the programme sets it for this person; what it rests on stays with the case owner.", "Siç e cakton programi për këtë person; arsyet i di zotëruesi i çështjes.")

// Package answers the package of a case.
func (d *Desk) Package(ctx context.Context, who access.Person, reference string) (PackageView, error) {
	f, err := d.read(ctx, who, reference, "package")
	if err != nil {
		return PackageView{}, err
	}
	named := access.SeesPersonal(who.Actor, f.c)
	if !named && who.Role != avrr.ReintegrationOfficer {
		return PackageView{}, avrr.Errorf(avrr.CodeNotFound, "Ask the case owner about this package.")
	}
	family, err := d.family(d.Store.Read(ctx), f)
	if err != nil {
		return PackageView{}, err
	}
	lines, left := f.p.Standing(f.c, family)
	totals := f.c.Totals()
	view := PackageView{Currency: f.p.Currency, Lines: []PackageLineView{},
		Totals: PackageTotals{totals.Promised, totals.Committed, totals.Paid, totals.Overpaid, left}}
	for _, s := range lines {
		line := PackageLineView{Line: s.Line.ID, Title: s.Line.Title, Form: s.Line.Form, Payer: s.Line.Payer, Place: s.Line.Place, From: s.From, Until: s.Until,
			AtCost: s.Line.AtCost(), Shares: []ShareView{}, Total: s.Total, Because: s.Because, Promised: s.Promised, Committed: s.Committed, Paid: s.Paid, Left: s.Left}
		for _, share := range s.Shares {
			line.Shares = append(line.Shares, ShareView{share.Member, share.Amount, reasonOf(share, who.Actor, named)})
		}
		view.Lines = append(view.Lines, line)
	}
	return view, nil
}

// reasonOf is why a share is what it is, as far as somebody is told: reasons name family members, and may tell of a claim for protection.
func reasonOf(s avrr.Share, who avrr.Actor, named bool) avrr.Text {
	if !named || !access.SeesClaims(who) && slices.Contains(s.RestsOn, "legal_status") {
		return untold
	}
	return s.Because
}
