// Package cmd is the command line: it wires the rooms together and says in words what went wrong.
package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"homeward/banksim/bank"
)

// Exit codes of the command.
const (
	exitOK       = 0
	exitFailed   = 1
	exitUsage    = 2
	exitNotReady = 3
)

// Version is set when a release is built.
var Version = "development"

type commandLine struct {
	Demo       demoCommand       `cmd:"" help:"Try Homeward: everything embedded, with a sample caseload, on this machine only."`
	Serve      serveCommand      `cmd:"" help:"Run everything in one process, with your data in a folder."`
	API        apiCommand        `cmd:"" name:"api" help:"Run the API and the pages; Temporal and the workers run elsewhere."`
	Worker     workerCommand     `cmd:"" help:"Run the worker and the relay; Temporal runs elsewhere."`
	Migrate    migrateCommand    `cmd:"" help:"Bring the database to this version's schema."`
	Programme  programmeCommand  `cmd:"" help:"Check, load and list return programmes."`
	Instrument instrumentCommand `cmd:"" help:"Check and list the surveys and assessments a programme asks."`
	Budget     budgetCommand     `cmd:"" help:"Set what a programme may promise, and see what is left of it."`
	Bank       bankCommand       `cmd:"" help:"Read what a bank answered to batch files."`
	Simulate   simulateCommand   `cmd:"" help:"Stand in for somebody outside, for tests and trials, in a process of its own."`
	Import     importCommand     `cmd:"" help:"Read a caseload from a spreadsheet, say what is wrong with it, and record it when asked to."`
	Results    resultsCommand    `cmd:"" help:"Write what the cases come to in a period, for a donor, as .xlsx, .csv or .json."`
	Decision   decisionCommand   `cmd:"" help:"Replay decisions from what is stored."`
	Engine     engineCommand     `cmd:"" help:"Look after Temporal's side."`
	User       userCommand       `cmd:"" help:"Look after accounts."`
	Office     officeCommand     `cmd:"" help:"Look after the register of other offices."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

const description = `Homeward carries assisted voluntary return and reintegration cases.

Examples:
  homeward demo                                  try it at http://localhost:8080
  homeward serve --data ./homeward-data          run an office on one machine
  homeward serve --database postgres://… --temporal HOST:7233
  homeward programme check my-programme.yaml     find every mistake in a programme file
  homeward programme load my-programme.yaml      put it into use, without a restart
  homeward instrument check my-survey.yaml       find every mistake in a survey, or in a file of weights for one
  homeward budget set eurp 250000.00             what the programme may promise altogether
  homeward office set "Tirana office" --country AL --airports TIA --email desk@example.org
  homeward bank answers answers.csv --by USER    record what the bank says of the payments in its files
  homeward simulate bank                         a bank that pays nobody, for: homeward serve --bank http://127.0.0.1:8091
  homeward import caseload.csv                   try a spreadsheet: what would be opened, and what is wrong
  homeward results year.xlsx                     what the cases of this year come to, for a donor
  homeward decision replay HW-7K3-M9PX           recompute a decision from what is stored

Every flag can also be set as HOMEWARD_… in the environment. Exit codes: 0 ok, 1 failed, 2 usage, 3 not ready.`

// A notReady error is something the command needs and does not find; it says so in one sentence.
type notReady struct{ reason string }

func (e notReady) Error() string { return e.reason }

func notReadyf(format string, args ...any) error { return notReady{fmt.Sprintf(format, args...)} }

// A usage error is a command line that cannot be meant so.
type usage struct{ reason string }

func (e usage) Error() string { return e.reason }

// Run runs the command line and answers the exit code.
func Run(args []string, out, errs io.Writer) int {
	code, parser, helped, err := parserFor(out, errs)
	if err != nil {
		fmt.Fprintln(errs, "homeward:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if *helped {
		return *code
	}
	if err != nil {
		fmt.Fprintf(errs, "homeward: %s. Try homeward --help.\n", err)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(streams{out, errs})
	err = parsed.Run()
	var unready notReady
	var misused usage
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &misused):
		fmt.Fprintln(errs, "homeward:", misused)
		return exitUsage
	case errors.As(err, &unready):
		fmt.Fprintln(errs, "homeward:", unready)
		return exitNotReady
	}
	fmt.Fprintln(errs, "homeward:", err)
	return exitFailed
}

// parserFor makes the parser of the command line. Asked for help it prints it, and notes that it did.
func parserFor(out, errs io.Writer) (code *int, parser *kong.Kong, helped *bool, err error) {
	code, helped = new(int), new(bool)
	parser, err = kong.New(&commandLine{}, kong.Name("homeward"), kong.Description(description), kong.Writers(out, errs), kong.DefaultEnvars("HOMEWARD"),
		kong.Vars{"bankListen": bank.Program.Listen, "bankLedger": bank.Program.Ledger},
		kong.Exit(func(c int) { *code, *helped = c, true }))
	return code, parser, helped, err
}

// streams are where a command writes.
type streams struct{ out, errs io.Writer }

type versionCommand struct{}

func (versionCommand) Run(s streams) error {
	_, err := fmt.Fprintln(s.out, "homeward", Version)
	return err
}
