package cmd

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"homeward/access"
	"homeward/avrr"
)

type userCommand struct {
	First firstUser `cmd:"" help:"Make the first administrator with the one-time secret that serve printed."`
	Add   addUser   `cmd:"" help:"Add an account, on the machine the database is on."`
}

type firstUser struct {
	storage
	logging
	Username string `help:"User name to sign in with." required:""`
	Name     string `help:"Name that colleagues see; the user name when left out."`
}

// Run reads the secret and the password from standard input, so that they stand in no history.
func (c firstUser) Run(ctx context.Context, s streams) error {
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	typed := bufio.NewReader(os.Stdin)
	secret, err := ask(s, typed, "One-time secret: ")
	if err != nil {
		return err
	}
	password, err := ask(s, typed, passwordPrompt)
	if err != nil {
		return err
	}
	made, err := h.gate.RedeemSetup(ctx, secret, c.Username, orElse(c.Name, c.Username), password)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s can sign in as administrator.\n", made.Username)
	return err
}

type addUser struct {
	storage
	logging
	Username string `arg:"" help:"User name to sign in with."`
	Role     string `help:"What the account does." required:"" enum:"return_officer,travel_desk,reintegration_officer,programme_manager,protection_officer,auditor,administrator"`
	Office   string `help:"Office the account works in."`
	Name     string `help:"Name that colleagues see; the user name when left out."`
}

// Run adds the account. Whoever may open the key file may add accounts.
func (c addUser) Run(ctx context.Context, s streams) error {
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	password, err := ask(s, bufio.NewReader(os.Stdin), passwordPrompt)
	if err != nil {
		return err
	}
	operator := avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}
	made, err := h.gate.CreateAccount(ctx, operator, access.Account{Username: c.Username, DisplayName: orElse(c.Name, c.Username), Role: avrr.Role(c.Role), Office: c.Office}, password)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s can sign in as %s.\n", made.Username, made.Role.Title().EN)
	return err
}

const passwordPrompt = "Password (12 characters or more): "

// ask reads one line.
func ask(s streams, typed *bufio.Reader, prompt string) (string, error) {
	if _, err := fmt.Fprint(s.errs, prompt); err != nil {
		return "", err
	}
	line, err := typed.ReadString('\n')
	if err != nil && line == "" {
		return "", fmt.Errorf("nothing was typed on standard input")
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
