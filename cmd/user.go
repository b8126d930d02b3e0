package cmd

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"homeward/access"
	"homeward/avrr"
)

type userCommand struct {
	First    firstUser    `cmd:"" help:"Make the first administrator with the one-time secret that serve printed."`
	Add      addUser      `cmd:"" help:"Add an account, on the machine the database is on."`
	List     listUsers    `cmd:"" help:"List the accounts."`
	Disable  disableUser  `cmd:"" help:"End all sign-ins of an account at once, and let nobody sign in with it: who has left, or whose phone is lost."`
	Enable   enableUser   `cmd:"" help:"Let a disabled account sign in again."`
	Password passwordUser `cmd:"" help:"Give an account another password, and end all its sign-ins."`
}

// keyHolder is whoever may open the key file: they may do to accounts what an administrator may.
var keyHolder = avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}

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

// Run adds the account.
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
	made, err := h.gate.CreateAccount(ctx, keyHolder, access.Account{Username: c.Username, DisplayName: orElse(c.Name, c.Username), Role: avrr.Role(c.Role), Office: c.Office}, password)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s can sign in as %s.\n", made.Username, made.Role.Title().EN)
	return err
}

type listUsers struct {
	storage
	logging
}

// Run prints all accounts in the order of their user names.
func (c listUsers) Run(ctx context.Context, s streams) error {
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for after := ""; ; {
		page, err := h.gate.Accounts(ctx, keyHolder, after)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return w.Flush()
		}
		for _, a := range page {
			state := "can sign in"
			if a.Disabled {
				state = "disabled"
			}
			if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", a.Username, a.DisplayName, a.Role.Title().EN, a.Office, state); err != nil {
				return err
			}
		}
		after = page[len(page)-1].Username
	}
}

// A oneUser is a command about one account that is there.
type oneUser struct {
	storage
	logging
	Username string `arg:"" help:"User name of the account."`
}

// change does something to the account and says how it is then.
func (c oneUser) change(ctx context.Context, s streams, do func(*access.Gate, access.Account) error, then string) error {
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	a, err := h.gate.Account(ctx, keyHolder, c.Username)
	if err != nil {
		return err
	}
	if err := do(h.gate, a); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s %s\n", a.Username, then)
	return err
}

type disableUser struct{ oneUser }

// Run disables the account. What its holder has under way stays theirs until it is handed on.
func (c disableUser) Run(ctx context.Context, s streams) error {
	return c.change(ctx, s, func(g *access.Gate, a access.Account) error { return g.Disable(ctx, keyHolder, a.ID) },
		"is signed out everywhere and cannot sign in. Cases and tasks stay theirs: hand them on from the caseload.")
}

type enableUser struct{ oneUser }

// Run enables the account.
func (c enableUser) Run(ctx context.Context, s streams) error {
	return c.change(ctx, s, func(g *access.Gate, a access.Account) error { return g.Enable(ctx, keyHolder, a.ID) }, "can sign in again.")
}

type passwordUser struct{ oneUser }

// Run reads the password from standard input, so that it stands in no history.
func (c passwordUser) Run(ctx context.Context, s streams) error {
	return c.change(ctx, s, func(g *access.Gate, a access.Account) error {
		password, err := ask(s, bufio.NewReader(os.Stdin), passwordPrompt)
		if err != nil {
			return err
		}
		return g.SetPassword(ctx, keyHolder, a.ID, password)
	}, "has another password and is signed out everywhere.")
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
