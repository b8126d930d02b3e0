package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"
)

func anAccount(iban string) string {
	return fmt.Sprintf(`{"for":"member","member":"m1","name":"Arta Hoxha","account":{"iban":%q}}`, iban)
}

func TestAnIBANIsTakenAsPeopleWriteItAndKeptInOneForm(t *testing.T) {
	for given, kept := range map[string]string{
		"AL47 2121 1009 0000 0002 3569 8741":     "AL47212110090000000235698741",
		" al47 2121 1009 0000 0002 3569 8741 ":   "AL47212110090000000235698741",
		"GB29\u00a0NWBK\u00a060161331926819":     "GB29NWBK60161331926819",
		"de89370400440532013000":                 "DE89370400440532013000",
		"MT84 MALT 0110 0001 2345 MTLC AST0 01S": "MT84MALT011000012345MTLCAST001S",
		"NO93 8601 1117 947":                     "NO9386011117947",
		"DZ58 0002 1000 0111 3000 0005 70":       "DZ580002100001113000000570", // of a country that is not in the registry
	} {
		f := planned(t, generous(), monday)
		f.does(field, "set-payee", anAccount(given))
		if got := f.c.Payees[0].Account.IBAN; got != kept {
			t.Errorf("%q is kept as %q", given, got)
		}
	}
}

func TestAWrongIBANIsRefusedWithoutRepeatingIt(t *testing.T) {
	for iban, rule := range map[string]string{
		"AL48 2121 1009 0000 0002 3569 8741":  "iban-wrong",  // check digits
		"AL47 2121 1009 0000 0002 3569 8714":  "iban-wrong",  // two digits changed places
		"AL47 2121 1009 0000 0002 3569 874":   "iban-length", // one too few
		"AL47 2121 1009 0000 0002 3569 87410": "iban-length", // one too many
		"DE89 3704 0044 0532 0130 0":          "iban-length",
		"GB29 NWBK 6016 1331 9268 190":        "iban-length",
		"47AL 2121 1009 0000 0002 3569 8741":  "iban-wrong",
		"ALO7 2121 1009 0000 0002 3569 8741":  "iban-wrong", // a letter O for a zero
		"AL47-2121-1009-0000-0002-3569-8741":  "iban-length",
		"AL47 2121 1009 0000 0002 3569 87ë1":  "iban-length",
		"A":                                   "iban-wrong",
		"  ":                                  "account-incomplete",
	} {
		f := planned(t, generous(), monday)
		refusal := f.refused(field, "set-payee", anAccount(iban))
		if rules(refusal) != rule {
			t.Errorf("%q: %s, not %s", iban, refusal, rule)
		}
		if bare := strings.ReplaceAll(iban, " ", ""); len(bare) > 4 && strings.Contains(strings.ReplaceAll(refusal.Message, " ", ""), bare[4:]) {
			t.Errorf("the refusal repeats the number: %s", refusal)
		}
	}
}

func TestAnAccountSaysOneWayToPay(t *testing.T) {
	for account, rule := range map[string]string{
		`{}`: "account-incomplete",
		`{"iban":"AL47212110090000000235698741","mobile_money_number":"+355691234567"}`: "account-incomplete",
		`{"account_number":"12345678"}`:                                       "account-incomplete",
		`{"account_number":"12345678","bank_code":"XK-01"}`:                   "account-incomplete",
		`{"mobile_money_number":"+355691234567","country":"AL"}`:              "account-incomplete",
		`{"account_number":"12345678","bank_code":"PCBKXKPR","country":"XK"}`: "",
		`{"mobile_money_number":"+355691234567"}`:                             "",
	} {
		f := planned(t, generous(), monday)
		body := `{"for":"member","member":"m1","name":"Arta Hoxha","account":` + account + `}`
		if rule == "" {
			f.does(field, "set-payee", body)
		} else if refusal := f.refused(field, "set-payee", body); rules(refusal) != rule {
			t.Errorf("%s: %s, not %s", account, refusal, rule)
		}
	}
}

const (
	goodIBAN  = "AL47212110090000000235698741"
	otherIBAN = "DE89370400440532013000"
)

// What was ordered stays with the account of then; the next order waits until somebody has asked the payee.
func TestAChangedAccountTakesNoMoneyBeforeThePayeeWasAsked(t *testing.T) {
	f := planned(t, generous(), monday)
	f.does(field, "set-payee", anAccount(goodIBAN))
	f.does(manager, "release-instalment", `{"instalment":"i1","payee":"p1"}`)
	f.does(field, "set-payee", strings.Replace(anAccount(otherIBAN), "{", `{"payee":"p1",`, 1))
	if o := f.c.BankOrders[0]; o.Account.IBAN != goodIBAN || !f.c.Batchable(o) {
		t.Fatalf("an order that was out went to another account: %+v", o)
	}
	if refusal := f.refused(manager, "release-instalment", `{"instalment":"i2","payee":"p1"}`); rules(refusal) != "payee-unconfirmed" {
		t.Fatalf("released to a changed account: %v", refusal)
	}
	f.does(manager, "complete-task", fmt.Sprintf(`{"task":%q}`, f.c.Payees[0].Asks))
	f.does(manager, "release-instalment", `{"instalment":"i2","payee":"p1"}`)
	if o := f.c.BankOrders[1]; o.Account.IBAN != otherIBAN {
		t.Fatalf("the confirmed account is not used: %+v", o)
	}
}

func TestNobodyReleasesMoneyToAnAccountTheyRecorded(t *testing.T) {
	f := planned(t, generous(), monday)
	f.does(avrr.Actor{ID: manager.ID, Role: avrr.ReintegrationOfficer}, "set-payee", anAccount(goodIBAN)) // before they became a manager
	if refusal := f.refused(manager, "release-instalment", `{"instalment":"i1","payee":"p1"}`); rules(refusal) != "another-person" {
		t.Fatalf("one person did both: %v", refusal)
	}
	f.does(avrr.Actor{ID: "another", Role: avrr.ProgrammeManager}, "release-instalment", `{"instalment":"i1","payee":"p1"}`)
}
