package casework

import (
	"homeward/avrr"
	"homeward/store"
)

// A PayeeView is somebody whom the bank pays. The account goes by its last signs.
type PayeeView struct {
	ID       string `json:"id"`
	For      string `json:"for"`
	Member   string `json:"member,omitempty"`
	Name     string `json:"name"`
	Supplier string `json:"supplier,omitempty"` // as the plan calls it
	Account  string `json:"account"`
	Currency string `json:"currency,omitempty"`
}

// A BankOrderView is money that a bank is to pay out, or has.
type BankOrderView struct {
	Order      string     `json:"order"` // the end-to-end id
	Instalment string     `json:"instalment"`
	Money      avrr.Money `json:"money"`
	By         string     `json:"by"`
	Payee      string     `json:"payee"`
	Account    string     `json:"account"`
	Outcome    string     `json:"outcome,omitempty"` // empty while it is not known
	Reference  string     `json:"reference,omitempty"`
	Batch      string     `json:"batch,omitempty"`       // the file it goes to the bank in
	BatchState string     `json:"batch_state,omitempty"` // open or sent
}

// showBank adds whom the bank pays, and what became of it.
func (v *CaseView) showBank(c *avrr.Case) {
	for _, p := range c.Payees {
		v.Payees = append(v.Payees, PayeeView{p.ID, p.For, p.Member, p.Name, p.Supplier, p.Account.Hidden(), p.Currency})
	}
	for _, o := range c.BankOrders {
		v.BankOrders = append(v.BankOrders, BankOrderView{Order: o.Key, Instalment: o.Instalment, Money: o.Money, By: o.By, Payee: o.Payee, Account: o.Account.Hidden(),
			Outcome: o.Outcome, Reference: o.Reference})
	}
}

// nameBatches says in which file each order goes to the bank, as far as it goes in one.
func (v *CaseView) nameBatches(r *store.Reader) error {
	var byDesk []string
	for _, o := range v.BankOrders {
		if o.By == avrr.ByDesk {
			byDesk = append(byDesk, o.Order)
		}
	}
	if len(byDesk) == 0 {
		return nil
	}
	batches, err := r.BatchesOf(byDesk)
	if err != nil {
		return err
	}
	for i, o := range v.BankOrders {
		if b, in := batches[o.Order]; in {
			v.BankOrders[i].Batch, v.BankOrders[i].BatchState = avrr.BatchName(b.Number), b.State
		}
	}
	return nil
}
