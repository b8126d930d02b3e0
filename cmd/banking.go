package cmd

import (
	"fmt"

	"homeward/activities"
)

// banking says whom payments are ordered of.
type banking struct {
	Bank string `help:"Bank that is ordered to pay instalments released by bank; without it the desk pays, over the counter or by batch file. With a password in it, set HOMEWARD_BANK instead." placeholder:"URL"`
}

// bank answers whom payments are ordered of, nil where the desk pays.
func (b banking) bank() (activities.Bank, error) {
	if b.Bank == "" {
		return nil, nil
	}
	at, err := activities.NewBankAPI(b.Bank)
	if err != nil {
		return nil, usage{fmt.Sprintf("Nobody can be ordered to pay like this: %v.", err)}
	}
	return at, nil
}
