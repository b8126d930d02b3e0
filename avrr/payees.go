package avrr

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Payee is somebody whom a bank pays: a member of the case, or a supplier.
type Payee struct {
	ID       string    `json:"id"`
	For      string    `json:"for"` // member, supplier
	Member   string    `json:"member,omitempty"`
	Name     string    `json:"name"`
	Supplier string    `json:"supplier,omitempty"` // as the plan calls it, where the account is in another name
	Account  Account   `json:"account"`
	Currency string    `json:"currency,omitempty"` // of the account, where it is told
	Since    time.Time `json:"since"`              // when this account was told
	By       string    `json:"by,omitempty"`       // the account of who recorded it
	Asks     string    `json:"asks,omitempty"`     // the task to ask the payee in person, of an account that was changed
}

func (c *Case) payee(id string) *Payee {
	for _, p := range c.Payees {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// sameHolder reports whether another payee is the same member or a supplier of the same name: whoever diverts money may add an account
// instead of changing the one that is there.
func (p *Payee) sameHolder(o *Payee) bool {
	return p.For == o.For && p.Member == o.Member && (p.Member != "" || strings.EqualFold(p.Name, o.Name))
}

// askedAbout answers whose changed account a task asks about, or nil.
func (c *Case) askedAbout(task string) *Payee {
	for _, p := range c.Payees {
		if p.Asks != "" && p.Asks == task {
			return p
		}
	}
	return nil
}

// SetPayee records whom a bank pays, and where. What was ordered before stays with the account it was ordered for.
type SetPayee struct {
	Payee    string  `json:"payee,omitempty" schema:"ref=payee" doc:"The payee whose account changed; a new one when left out."`
	For      string  `json:"for" schema:"enum=member|supplier"`
	Member   string  `json:"member,omitempty" schema:"ref=member" doc:"Whose account it is; required for a member."`
	Name     string  `json:"name" schema:"max=70" doc:"The holder of the account, as the bank knows them."`
	Supplier string  `json:"supplier,omitempty" schema:"max=200" doc:"The supplier as the plan and its quotes call it, when the account is in another name."`
	Account  Account `json:"account"`
	Currency string  `json:"currency,omitempty" schema:"like=EUR,pattern=^[A-Z]{3}$" doc:"ISO 4217, of the account."`
	When
}

func (in SetPayee) settle(*Judging) (Input, error) {
	in.Account = in.Account.settled()
	return in, nil
}

func (in SetPayee) check(j *Judging) error {
	switch {
	case in.For == "member" && in.Member == "":
		return broken("member-missing", "/member", "Say which member the account belongs to.")
	case in.For != "member" && in.Member != "":
		return broken("member-needless", "/member", "A supplier is no member of the case.")
	case in.For == "member" && in.Supplier != "":
		return broken("supplier-needless", "/supplier", "A member of the case is no supplier.")
	}
	if before := j.Case.payee(in.Payee); before != nil && before.Account == in.Account && before.Name == in.Name && before.Supplier == in.Supplier {
		return broken("payee-recorded", "/account", "This account is already recorded for this payee.")
	}
	return in.Account.check()
}

func (in SetPayee) apply(c *Case, _ *Programme, e *Event) {
	p := Payee{ID: in.Payee, For: in.For, Member: in.Member, Name: in.Name, Supplier: in.Supplier, Account: in.Account, Currency: in.Currency, Since: e.when(c), By: e.Actor.ID}
	before, another := c.payee(in.Payee), slices.ContainsFunc(c.Payees, p.sameHolder)
	if before != nil {
		*before = p
	} else {
		p.ID = fmt.Sprintf("p%d", len(c.Payees)+1)
		c.Payees = append(c.Payees, &p)
	}
	if before == nil && !another {
		return
	}
	p.Asks = fmt.Sprintf("payee-changed-%d", e.Seq)
	*c.payee(p.ID) = p
	c.raise(p.Asks, T("Ask the payee in person whether the account has changed", "Pyesni personalisht përfituesin nëse llogaria ka ndryshuar").about(same(p.Account.Hidden())), "",
		ManagementDuty, e.RecordedAt)
}
