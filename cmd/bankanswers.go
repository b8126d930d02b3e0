package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
	"homeward/store"
)

type bankCommand struct {
	Answers bankAnswers `cmd:"" help:"Record the answers in a file, each once however often the file is read."`
}

type bankAnswers struct {
	File  string `arg:"" help:"The bank's answers: CSV in UTF-8 with the columns end_to_end_id, outcome, amount, currency, paid_on, bank_reference and reason."`
	By    string `required:"" help:"Account in whose name they are recorded: a programme manager." placeholder:"USER"`
	Batch string `help:"Only the payments of this batch; of every batch when left out." placeholder:"B-00001"`
	storage
	temporalPlace
	logging
}

// Run records the answers and prints what became of each line. It fails when any was not recorded, now or before.
func (c bankAnswers) Run(ctx context.Context, s streams) error {
	raw, err := readBankFile(c.File)
	if err != nil {
		return err
	}
	if _, err := avrr.ReadBankFile(raw); err != nil { // nothing is started for a file that cannot be read
		return usage{err.Error()}
	}
	h, err := openHouse(ctx, c.storage, opening{pin: true}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	who, err := h.personCalled(ctx, c.By)
	if err != nil {
		return err
	}
	var answered *casework.BankAnswered
	err = h.workingFor(ctx, c.Data, c.temporalPlace, func(desk *casework.Desk) error {
		var err error
		answered, err = desk.BankAnswers(ctx, who, c.Batch, raw)
		return err
	})
	var refusal *avrr.Error
	if errors.As(err, &refusal) {
		return usage{refusal.Message}
	}
	if err != nil {
		return err
	}
	return printAnswered(s.out, answered)
}

func readBankFile(path string) (raw []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, notReadyf("The file cannot be read: %v.", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	raw, err = io.ReadAll(io.LimitReader(f, avrr.MostBankFile+1))
	if err != nil {
		return nil, notReadyf("The file cannot be read: %v.", err)
	}
	return raw, nil
}

// personCalled answers whoever has that user name, to act in their name.
func (h *house) personCalled(ctx context.Context, username string) (access.Person, error) {
	a, err := h.store.Read(ctx).AccountByUsername(username)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && a.Disabled:
		return access.Person{}, usage{fmt.Sprintf("--by: there is no account in use with the user name %q.", username)}
	case err != nil:
		return access.Person{}, fmt.Errorf("account: %w", err)
	}
	return access.Person{Actor: avrr.Actor{ID: a.ID, Role: avrr.Role(a.Role), Office: a.Office}, Username: a.Username, DisplayName: a.DisplayName, Office: a.Office}, nil
}

func printAnswered(out io.Writer, answered *casework.BankAnswered) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	open := 0
	for _, l := range answered.Lines {
		if !l.Stands() {
			open++
		}
		if _, err := fmt.Fprintf(w, "line %d\t%s\t%s\t%s %s\n", l.Line, l.Order, l.Reference, l.Says.EN, l.Why); err != nil {
			return err
		}
	}
	for _, order := range answered.Missing {
		if _, err := fmt.Fprintf(w, "missing\t%s\t\tThe bank says nothing of this payment.\n", order); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if open > 0 {
		return fmt.Errorf("%d of %d lines were not recorded", open, len(answered.Lines))
	}
	return nil
}
