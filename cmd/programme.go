package cmd

import (
	"fmt"
	"os"
	"text/tabwriter"

	"homeward/programmes"
)

type programmeCommand struct {
	Check checkProgramme `cmd:"" help:"Explain every mistake in a programme file."`
	List  listProgrammes `cmd:"" help:"List the programmes a case can be opened under."`
}

type checkProgramme struct {
	File string `arg:"" help:"The programme file." type:"existingfile"`
}

// Run prints each mistake with its place, and fails when there is one.
func (c checkProgramme) Run(s streams) error {
	source, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	mistakes := programmes.Check(c.File, source)
	for _, m := range mistakes {
		if _, err := fmt.Fprintln(s.out, m); err != nil {
			return err
		}
	}
	if len(mistakes) > 0 {
		return fmt.Errorf("%s has %d mistakes", c.File, len(mistakes))
	}
	_, err = fmt.Fprintf(s.out, "%s has no mistakes.\n", c.File)
	return err
}

type listProgrammes struct{}

// Run lists every programme in every version.
func (listProgrammes) Run(s streams) error {
	library, err := programmes.Embedded()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(s.out, 0, 8, 2, ' ', 0)
	for _, p := range library.All() {
		if _, err := fmt.Fprintf(table, "%s\t%s\t%s\n", p.Code, p.Version, p.Title.EN); err != nil {
			return err
		}
	}
	return table.Flush()
}
