package web

import (
	"testing"

	"homeward/avrr"
)

func TestEveryAnswerOfABankHasAWordAndAShape(t *testing.T) {
	en, _ := catalogues(t)
	for _, outcome := range []string{"waits", avrr.BankPaid, avrr.CallRefused, avrr.BankReturned, avrr.CallUnknown, avrr.PaidOtherwise} {
		if en.catalogue["bank."+outcome] == "" || bankShapes[outcome] == "" {
			t.Errorf("a bank that answers %s is not said", outcome)
		}
	}
}
