package avrr_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"homeward/avrr"
)

const bankHeader = "end_to_end_id,outcome,amount,currency,paid_on,bank_reference,reason\n"

func TestABanksAnswersAreReadAsSpreadsheetsSaveThem(t *testing.T) {
	for name, file := range map[string]string{
		"commas":     bankHeader + "A-1-i1,paid,1250.00,EUR,2026-03-14,B-1,\nA-2-i1,refused,,,,,\"Closed, long ago\"\n",
		"semicolons": "\ufeff" + strings.ReplaceAll(bankHeader, ",", ";") + "A-1-i1; PAID;1250.00;eur;2026-03-14;B-1\r\nA-2-i1;refused;;;;;\"Closed, long ago\"\r\n;;;;;;\r\n",
		"tabs":       "Outcome\tEnd_to_end_id\treason\tamount\tcurrency\tpaid_on\tbank_reference\npaid\tA-1-i1\t\t1250\tEUR\t2026-03-14\tB-1\nrefused\tA-2-i1\tClosed, long ago\n",
	} {
		lines, err := avrr.ReadBankFile([]byte(file))
		if err != nil || len(lines) != 2 {
			t.Fatalf("%s: %+v, %v", name, lines, err)
		}
		paid, refused := lines[0], lines[1]
		if paid != (avrr.BankLine{Line: 2, Order: "A-1-i1", Outcome: "paid", Money: avrr.Money{Amount: 125000, Currency: "EUR"}, On: avrr.MustDate("2026-03-14"), Reference: "B-1"}) {
			t.Errorf("%s: %+v", name, paid)
		}
		if refused.Line != 3 || refused.Outcome != "refused" || refused.Reason != "Closed, long ago" || refused.Money != (avrr.Money{}) {
			t.Errorf("%s: %+v", name, refused)
		}
	}
}

func TestTheFirstMistakeRefusesABanksFileByLineAndColumn(t *testing.T) {
	good := "A-1-i1,paid,1250.00,EUR,2026-03-14,B-1,\n"
	for file, want := range map[string]string{
		"":                                  "The file is empty.",
		bankHeader:                          "The file has a header and no line under it.",
		"\xff\xfe" + bankHeader:             "The file is not UTF-8 text. Save it as CSV UTF-8.",
		"end_to_end_id,iban\n":              "Line 1, column 2: its name is none of end_to_end_id, outcome,",
		"outcome,outcome\n":                 "Line 1, column outcome: it stands there twice.",
		"end_to_end_id,outcome\n":           "Line 1: the column amount is missing.",
		bankHeader + good + good:            "Line 3, column end_to_end_id: the same payment stands in line 2.",
		bankHeader + good + ",paid,1,EUR,,": "Line 3, column end_to_end_id: it is empty.",
		bankHeader + good + "A,done,1,EUR,2026-03-14,B,\n":                   "Line 3, column outcome: an outcome is paid, refused or returned.",
		bankHeader + "A,paid,1.005,EUR,2026-03-14,B,\n":                      "Line 2, column amount: an amount of EUR is written like 1250.00, without spaces.",
		bankHeader + "A,paid,1.5,JPY,2026-03-14,B,\n":                        "Line 2, column amount: an amount of JPY is written like 1250, without spaces.",
		bankHeader + "A,paid,\"1,250.00\",EUR,2026-03-14,B,\n":               "Line 2, column amount: an amount of EUR",
		bankHeader + "A,paid,-5,EUR,2026-03-14,B,\n":                         "Line 2, column amount: an amount of EUR",
		bankHeader + "A,paid,0.00,EUR,2026-03-14,B,\n":                       "Line 2, column amount: an amount of EUR",
		bankHeader + "A,paid,,EUR,2026-03-14,B,\n":                           "Line 2, column amount: it is empty.",
		bankHeader + "A,paid,5,XXX,2026-03-14,B,\n":                          "Line 2, column currency: this is no currency of ISO 4217.",
		bankHeader + "A,paid,5,EUR,14.03.2026,B,\n":                          "Line 2, column paid_on: a day is written like 2026-03-14.",
		bankHeader + "A,paid,5,EUR,,B,\n":                                    "Line 2, column paid_on: say on which day it was paid.",
		bankHeader + "A,returned,5,EUR,,B,late\n":                            "Line 2, column paid_on: say on which day the money came back.",
		bankHeader + "A,paid,5,EUR,2026-03-14,,\n":                           "Line 2, column bank_reference: a payment that was made has the bank's reference.",
		bankHeader + "A,returned,5,EUR,2026-03-14,B,\n":                      "Line 2, column reason: say why the money came back.",
		bankHeader + "A,paid,5,EUR,2026-03-14,B,,more\n":                     "Line 2: it has 8 cells, the header 7.",
		bankHeader + good + "A,paid,\"5\"x,EUR,2026-03-14,B,\n":              "Line 3, sign",
		bankHeader + strings.Repeat("A", 41) + ",paid,5,EUR,2026-03-14,B,\n": "Line 2, column end_to_end_id: this is longer than 40 signs.",
	} {
		lines, err := avrr.ReadBankFile([]byte(file))
		if err == nil || avrr.ErrorCode(err) != avrr.CodeInvalid || !strings.HasPrefix(err.Error(), want) || lines != nil {
			t.Errorf("%q: %v, not %q", file, err, want)
		}
	}
}

// Whatever stands in a file, it is read or refused; a refusal says nothing of what stands there.
func TestNoBankFileBreaksItsReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := "QZJXVK" + rapid.StringMatching("[0-9]{4}").Draw(t, "number")
		cells := rapid.SliceOfN(rapid.SampledFrom([]string{"A-1-i1", "paid", "refused", "5.00", "EUR", "2026-03-14", "", "\"", "\n", ";", secret}), 0, 20).Draw(t, "cells")
		if _, err := avrr.ReadBankFile([]byte(bankHeader + strings.Join(cells, ","))); err != nil && (strings.Contains(err.Error(), secret) || !strings.HasSuffix(err.Error(), ".")) {
			t.Fatalf("the refusal is %q", err)
		}
	})
}
