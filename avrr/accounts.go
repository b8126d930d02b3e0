package avrr

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// An Account is where a bank pays to: an IBAN, an account number with a bank code, or a mobile money number. It is shown to those who
// look after the case, by its last signs, and to nobody else.
type Account struct {
	IBAN        string `json:"iban,omitempty" schema:"max=42" doc:"ISO 13616; spaces do not matter."`
	Number      string `json:"account_number,omitempty" schema:"like=GB29 NWBK 6016 1331 9268 19,pattern=^[A-Za-z0-9 -]{3,40}$"`
	BankCode    string `json:"bank_code,omitempty" schema:"like=NWBKGB2L,pattern=^[A-Za-z0-9 -]{2,20}$" doc:"The bank's code in its country, or its BIC; with an account number."`
	Country     string `json:"country,omitempty" schema:"like=AL,pattern=^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2, of the bank; with an account number."`
	MobileMoney string `json:"mobile_money_number,omitempty" schema:"like=+355691234567,pattern=^\\+[0-9]{6,15}$" doc:"ITU-T E.164."`
}

// settled answers the account as it is kept: an IBAN without spaces, in capitals.
func (a Account) settled() Account {
	a.IBAN = strings.ToUpper(strings.Join(strings.Fields(a.IBAN), ""))
	return a
}

// check asks for exactly one way to pay, and that an IBAN is one. No refusal repeats a number.
func (a Account) check() error {
	ways := 0
	for _, number := range []string{a.IBAN, a.Number, a.MobileMoney} {
		if number != "" {
			ways++
		}
	}
	switch {
	case ways != 1:
		return broken("account-incomplete", "/account", "Give one of an IBAN, an account number with bank code and country, or a mobile money number.")
	case a.Number != "" && (a.BankCode == "" || a.Country == ""):
		return broken("account-incomplete", "/account", "An account number needs the bank's code and country beside it.")
	case a.Number == "" && (a.BankCode != "" || a.Country != ""):
		return broken("account-incomplete", "/account", "Bank code and country belong to an account number.")
	case a.IBAN != "" && !ibanFits(a.IBAN):
		return broken("iban-length", "/account/iban", "An IBAN of this country has %d letters and digits, this one %d. Compare it with the card.", ibanLengths[a.IBAN[:2]], len(a.IBAN))
	case a.IBAN != "" && !validIBAN(a.IBAN):
		return broken("iban-wrong", "/account/iban", "This is not an IBAN: its check digits do not fit. Compare it with the card, sign by sign.")
	}
	return nil
}

var ibanShape = regexp.MustCompile("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")

// validIBAN holds an IBAN against its check digits (ISO 13616-1 §6, by ISO/IEC 7064 MOD 97-10).
func validIBAN(iban string) bool {
	if !ibanShape.MatchString(iban) {
		return false
	}
	var digits strings.Builder
	for _, r := range iban[4:] + iban[:4] {
		if r >= 'A' {
			digits.WriteString(strconv.Itoa(int(r-'A') + 10))
		} else {
			digits.WriteRune(r)
		}
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && n.Mod(n, big.NewInt(97)).Int64() == 1
}

// Hidden answers the account as it may be shown: by its kind and its last signs.
func (a Account) Hidden() string {
	switch {
	case a.IBAN != "":
		return "IBAN …" + ending(a.IBAN)
	case a.MobileMoney != "":
		return "mobile money …" + ending(a.MobileMoney)
	}
	return "account …" + ending(a.Number)
}

// Kinds of an account, as a batch file names them.
const (
	IBANAccount        = "iban"
	NumberedAccount    = "account_number"
	MobileMoneyAccount = "mobile_money"
)

// Whole answers the kind of the account and its number in full, for the bank and nobody else.
func (a Account) Whole() (kind, number string) {
	switch {
	case a.IBAN != "":
		return IBANAccount, a.IBAN
	case a.MobileMoney != "":
		return MobileMoneyAccount, a.MobileMoney
	}
	return NumberedAccount, a.Number
}

// ending is as much of a number as tells it from another one on the same desk.
func ending(number string) string { return number[len(number)-min(4, len(number)/2):] }

// method is how money reaches the account, in the words of a payment.
func (a Account) method() string {
	if a.MobileMoney != "" {
		return "mobile_money"
	}
	return "bank_transfer"
}
