package avrr

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// BankReturned is said of a payment that left the account and came back.
const BankReturned = "returned"

// A BankLine is what one line of a bank's answer file says of one payment.
type BankLine struct {
	Line      int    // in the file, counted from 1
	Order     string // the end-to-end id
	Outcome   string // BankPaid, CallRefused or BankReturned
	Money     Money  // zero where the line gives no amount
	On        Date   // when it was paid, or came back
	Reference string // the bank's own
	Reason    string
}

// Columns of a bank's answer file.
const (
	columnOrder     = "end_to_end_id"
	columnOutcome   = "outcome"
	columnAmount    = "amount"
	columnCurrency  = "currency"
	columnPaidOn    = "paid_on"
	columnReference = "bank_reference"
	columnReason    = "reason"
)

// BankFileColumns are the columns of a bank's answer file. The last may be left out.
var BankFileColumns = []string{columnOrder, columnOutcome, columnAmount, columnCurrency, columnPaidOn, columnReference, columnReason}

// Bounds of a bank's answer file.
const (
	MostBankFile  = 1 << 20 // bytes
	mostBankLines = 5000
)

// ReadBankFile reads a bank's answers: UTF-8 text under a header, parted by commas, semicolons or tabs (RFC 4180 with any of the three).
// The first mistake refuses the whole file, with its line and column; no refusal repeats what stands there.
func ReadBankFile(raw []byte) ([]BankLine, error) {
	switch {
	case len(raw) > MostBankFile:
		return nil, notBankFile("The file is larger than %d MB.", MostBankFile>>20)
	case !utf8.Valid(raw):
		return nil, notBankFile("The file is not UTF-8 text. Save it as CSV UTF-8.")
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	head, _, _ := strings.Cut(string(raw), "\n")
	reader := csv.NewReader(bytes.NewReader(raw))
	reader.Comma = separatorIn(head)
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if err != nil {
		return nil, notBankFile("The file is empty.")
	}
	columns, err := bankColumns(header)
	if err != nil {
		return nil, err
	}
	var lines []BankLine
	seen := map[string]int{}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var fault *csv.ParseError
		if errors.As(err, &fault) {
			return nil, notBankFile("Line %d, sign %d: a quotation mark is out of place.", fault.Line, fault.Column)
		}
		if err != nil {
			return nil, notBankFile("The file cannot be read to its end.")
		}
		if strings.Join(cells, "") == "" { // spreadsheets leave such lines at the end
			continue
		}
		at, _ := reader.FieldPos(0)
		row := bankCells{at, columns, cells}
		line, err := row.read()
		if err != nil {
			return nil, err
		}
		if before := seen[line.Order]; before > 0 {
			return nil, row.wrong(columnOrder, "the same payment stands in line %d", before)
		}
		if seen[line.Order] = at; len(seen) > mostBankLines {
			return nil, notBankFile("The file has more than %d lines; divide it.", mostBankLines)
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil, notBankFile("The file has a header and no line under it.")
	}
	return lines, nil
}

func notBankFile(format string, args ...any) error {
	return &Error{Code: CodeInvalid, Field: "/file", Message: fmt.Sprintf(format, args...)}
}

// separatorIn answers what parts the cells of a header.
func separatorIn(head string) rune {
	separators := []string{",", ";", "\t"}
	return rune(slices.MaxFunc(separators, func(a, b string) int { return strings.Count(head, a) - strings.Count(head, b) })[0])
}

// bankColumns answers where each column stands.
func bankColumns(header []string) (map[string]int, error) {
	columns := map[string]int{}
	for i, title := range header {
		name := strings.ToLower(strings.TrimSpace(title))
		if !slices.Contains(BankFileColumns, name) {
			return nil, notBankFile("Line 1, column %d: its name is none of %s.", i+1, strings.Join(BankFileColumns, ", "))
		}
		if _, twice := columns[name]; twice {
			return nil, notBankFile("Line 1, column %s: it stands there twice.", name)
		}
		columns[name] = i
	}
	for _, name := range BankFileColumns {
		if _, there := columns[name]; !there && name != columnReason {
			return nil, notBankFile("Line 1: the column %s is missing.", name)
		}
	}
	return columns, nil
}

// bankCells is one line of the file.
type bankCells struct {
	line    int
	columns map[string]int
	cells   []string
}

func (r bankCells) wrong(column, format string, args ...any) error {
	return notBankFile("Line %d, column %s: %s.", r.line, column, fmt.Sprintf(format, args...))
}

// of answers a cell, "" where the line or the file has none.
func (r bankCells) of(column string) string {
	if i, there := r.columns[column]; there && i < len(r.cells) {
		return strings.TrimSpace(r.cells[i])
	}
	return ""
}

// longest are the most signs of a cell; ids are those of ISO 20022, reference and reason those of the actions they end in.
var longest = map[string]int{columnOrder: 40, columnReference: 80, columnReason: 1000}

func (r bankCells) read() (BankLine, error) {
	l := BankLine{Line: r.line, Order: r.of(columnOrder), Outcome: strings.ToLower(r.of(columnOutcome)), Reference: r.of(columnReference), Reason: r.of(columnReason)}
	if len(r.cells) > len(r.columns) {
		return l, notBankFile("Line %d: it has %d cells, the header %d.", r.line, len(r.cells), len(r.columns))
	}
	for _, column := range BankFileColumns {
		if most := longest[column]; most > 0 && utf8.RuneCountInString(r.of(column)) > most {
			return l, r.wrong(column, "this is longer than %d signs", most)
		}
	}
	if l.Order == "" {
		return l, r.wrong(columnOrder, "it is empty")
	}
	if !slices.Contains([]string{BankPaid, CallRefused, BankReturned}, l.Outcome) {
		return l, r.wrong(columnOutcome, "an outcome is %s, %s or %s", BankPaid, CallRefused, BankReturned)
	}
	var err error
	if l.Money, err = r.money(l.Outcome != CallRefused); err != nil {
		return l, err
	}
	switch on := r.of(columnPaidOn); {
	case on != "":
		if l.On, err = ParseDate(on); err != nil {
			return l, r.wrong(columnPaidOn, "a day is written like 2026-03-14")
		}
	case l.Outcome == BankReturned:
		return l, r.wrong(columnPaidOn, "say on which day the money came back")
	case l.Outcome != CallRefused:
		return l, r.wrong(columnPaidOn, "say on which day it was paid")
	}
	switch {
	case l.Outcome == BankPaid && l.Reference == "":
		return l, r.wrong(columnReference, "a payment that was made has the bank's reference")
	case l.Outcome == BankReturned && l.Reason == "":
		return l, r.wrong(columnReason, "say why the money came back")
	}
	return l, nil
}

// money reads the amount of a line with its currency; a refused payment may leave out both.
func (r bankCells) money(needed bool) (Money, error) {
	amount, code := r.of(columnAmount), strings.ToUpper(r.of(columnCurrency))
	switch {
	case amount == "" && code == "" && !needed:
		return Money{}, nil
	case amount == "":
		return Money{}, r.wrong(columnAmount, "it is empty")
	}
	currency, known := CurrencyOf(code)
	if !known {
		return Money{}, r.wrong(columnCurrency, "this is no currency of ISO 4217")
	}
	minor, ok := MinorUnits(amount, currency)
	if !ok || minor == 0 {
		return Money{}, r.wrong(columnAmount, "an amount of %s is written like %s, without spaces", code, strconv.FormatFloat(1250, 'f', currency.Digits, 64))
	}
	return Money{minor, code}, nil
}
