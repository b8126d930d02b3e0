package avrr

import (
	"fmt"
	"regexp"
	"strconv"
)

// Where a payment order stands, as its row outside the case says it: the outcomes of BankOrder, and those of one without an outcome.
const (
	OrderWaiting    = "waiting"    // a batch file may take it
	OrderAsked      = "asked"      // a bank that answers the engine is asked
	OrderSent       = "sent"       // it waits, and the bank has it in a file
	OrderHeld       = "held"       // no money moves in its case just now
	OrderTakenBack  = "taken_back" // its instalment is to be paid no more, or by a later order
	OrderUnreadable = "unreadable" // nobody knows any more to whom: its case does not open, as after an erasure
)

// OrderState answers where an order of the case stands.
func (c *Case) OrderState(o *BankOrder) string {
	switch {
	case o.Outcome != "":
		return o.Outcome
	case o.Awaited():
		return OrderAsked
	case !c.Batchable(o):
		return OrderTakenBack
	case c.OnHold || c.mourning():
		return OrderHeld
	}
	return OrderWaiting
}

// A FileOf answers which batch file that the bank has a payment order stands in, "" when in none. Whoever records has the order locked
// then: it gets into no file meanwhile.
type FileOf func(order string) (batch string, err error)

// atTheBank answers the batch file by which a bank may be paying an instalment, "" when by none.
func (j *Judging) atTheBank(instalment string) (string, error) {
	o := j.Case.lastOrder(instalment)
	if j.FileOf == nil || o == nil || o.By != ByDesk || !o.open() {
		return "", nil
	}
	batch, err := j.FileOf(o.Key)
	if err != nil {
		return "", fmt.Errorf("batch of an instalment: %w", err)
	}
	return batch, nil
}

// notAtTheBank refuses to order again what a bank may be paying by a file it has.
func (in ReleaseInstalment) notAtTheBank(j *Judging) error {
	batch, err := j.atTheBank(in.Instalment)
	if err != nil || batch == "" {
		return err
	}
	return broken("bank-has-it", "/instalment", "The bank was told in batch %s to pay this instalment. Record its answer first.", batch)
}

// secondPair refuses to let one person say where money goes and send it there, and to pay into a changed account before somebody has
// asked the payee.
func (in ReleaseInstalment) secondPair(j *Judging) error {
	p := j.Case.payee(in.Payee)
	switch {
	case p == nil:
		return nil
	case p.By != "" && p.By == j.Actor.ID:
		return broken("another-person", "/payee", "You recorded this account yourself. Another person releases money to it.")
	case j.Case.openTask(p.Asks):
		return broken("payee-unconfirmed", "/payee", "This account was changed. Ask the payee in person first, and tick off the task that says so.")
	}
	return nil
}

// BatchName is what people call a batch by, "" for number 0.
func BatchName(number int) string {
	if number == 0 {
		return ""
	}
	return fmt.Sprintf("B-%05d", number)
}

var batchName = regexp.MustCompile("^B-0*([1-9][0-9]{0,8})$")

// BatchNumber answers the number of the batch of that name, false when none is called so.
func BatchNumber(name string) (int, bool) {
	said := batchName.FindStringSubmatch(name)
	if said == nil {
		return 0, false
	}
	number, err := strconv.Atoi(said[1])
	return number, err == nil
}
