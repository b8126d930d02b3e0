package avrr

// dueFromBanks are the orders that are to be paid, and of which nobody knows that they were.
func (c *Case) dueFromBanks() (due []*BankOrder) {
	for _, o := range c.BankOrders {
		if o.open() && c.stillToPay(o) != nil {
			due = append(due, o)
		}
	}
	return due
}

// ended reports whether what an order was to pay is not to be paid any more: its plan was ended, or another one took its place.
func (c *Case) ended(o *BankOrder) bool {
	i := c.pays(o)
	return i == nil || i.State == Void
}

// callOff asks somebody to stop the orders that an event left without anything to pay: a bank that has them pays all the same. Which
// orders of the desk stand in a file the bank has is not in the case's log.
func (c *Case) callOff(ordered []*BankOrder, e *Event) {
	for _, o := range ordered {
		if !o.open() || !c.ended(o) {
			continue
		}
		stop := T("Ask the bank not to pay it", "Kërkojini bankës të mos e paguajë")
		if o.By == ByDesk {
			stop = T("See whether the bank has it in a batch, and ask it not to pay it then", "Shihni nëse banka e ka në një grup dhe në atë rast kërkojini të mos e paguajë")
		}
		c.askBank(o, stop, e)
	}
}
