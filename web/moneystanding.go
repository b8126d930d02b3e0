package web

import (
	"context"
	"errors"
	"strconv"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A standingLine is one line of the package: what it gives and why, and what has become of it.
type standingLine struct {
	Title, Because              string
	Total, Promised, Paid, Left string
	Released                    string // and not paid yet
	Shares                      []shareLine
	AtCost                      bool
}

type shareLine struct{ For, Amount, Because string }

// standing answers the package with its reasons, nothing where it is not shown to this person.
func (r *reading) standing(ctx context.Context, who access.Person, desk *casework.Desk) ([]standingLine, error) {
	view, err := desk.Package(ctx, who, r.view.Reference)
	var said *avrr.Error
	if errors.As(err, &said) && said.Code == avrr.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	in := func(minor int64) string { return avrr.Money{Amount: minor, Currency: view.Currency}.String() }
	var lines []standingLine
	for _, l := range view.Lines {
		line := standingLine{Title: r.w.text(l.Title), Because: avrr.WithNames(r.w.text(l.Because), r.names), AtCost: l.AtCost, Total: in(l.Total), Promised: in(l.Promised), Paid: in(l.Paid), Left: in(l.Left)}
		if l.Committed > 0 {
			line.Released = in(l.Committed)
		}
		for _, s := range l.Shares {
			line.Shares = append(line.Shares, shareLine{r.names[s.Member], in(s.Amount), avrr.WithNames(r.w.text(s.Because), r.names)})
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// bankShapes are what goes with the answer of a bank.
var bankShapes = map[string]string{"waits": "◆", "batch": "○", "batch_open": "◇", "batch_sent": "◆", avrr.BankPaid: "✓", avrr.BankReturned: "■", avrr.PaidOtherwise: "✓", avrr.CallRefused: "■", avrr.CallUnknown: "▲"}

// bank says where an instalment stands that a bank is to pay, nil where none is.
func (r *reading) bank(instalment string) *flag {
	var last *flag
	for _, o := range r.view.BankOrders {
		if o.Instalment != instalment {
			continue
		}
		kind := o.Outcome
		switch {
		case kind != "":
		case o.Batch != "":
			kind = "batch_" + o.BatchState
		case o.By == avrr.ByDesk:
			kind = "batch"
		default:
			kind = "waits"
		}
		last = &flag{"bank-" + kind, bankShapes[kind], r.w.word("bank", kind)}
		if o.Batch != "" {
			last.Title += " (" + o.Batch + ")"
		}
	}
	return last
}

// evidence links the files something rests on.
func (r *reading) evidence(files ...string) (links []choiceLink) {
	for n, id := range files {
		if id != "" {
			links = append(links, choiceLink{Title: r.w.t("money.file", strconv.Itoa(n+1)), Href: "/cases/" + r.view.Reference + "/files/" + id})
		}
	}
	return links
}

// amendment fills in the plan as it is to be, while that waits for its decision.
func (r *reading) amendment(b *moneyBody) {
	p := r.view.Amendment
	if p == nil {
		return
	}
	b.AmendedBecause = p.Amends
	for n, m := range p.Measures {
		l := r.measureOf(p, n, m)
		for i := range l.Instalments {
			l.Instalments[i].Do = nil // nothing of it can be paid yet
		}
		b.Amended = append(b.Amended, l)
	}
}
