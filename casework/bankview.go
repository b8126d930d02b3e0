package casework

import "homeward/avrr"

// A PayeeView is somebody whom the bank pays. The account goes by its last signs.
type PayeeView struct {
	ID       string `json:"id"`
	For      string `json:"for"`
	Member   string `json:"member,omitempty"`
	Name     string `json:"name"`
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
}

// showBank adds whom the bank pays, and what became of it.
func (v *CaseView) showBank(c *avrr.Case) {
	for _, p := range c.Payees {
		v.Payees = append(v.Payees, PayeeView{p.ID, p.For, p.Member, p.Name, p.Account.Hidden(), p.Currency})
	}
	for _, o := range c.BankOrders {
		v.BankOrders = append(v.BankOrders, BankOrderView{o.Key, o.Instalment, o.Money, o.By, o.Payee, o.Account.Hidden(), o.Outcome, o.Reference})
	}
}
