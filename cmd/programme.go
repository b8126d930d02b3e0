package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"homeward/avrr"
	"homeward/programmes"
)

type programmeCommand struct {
	Check checkProgramme `cmd:"" help:"Explain every mistake in a programme file."`
	Load  loadProgramme  `cmd:"" help:"Put a programme into use: new cases open under it at once, in every process."`
	List  listProgrammes `cmd:"" help:"List the programmes a case can be opened under."`
}

type checkProgramme struct {
	File string `arg:"" help:"The programme file." type:"existingfile"`
}

// Run prints each mistake with its place, and fails when there is one.
func (c checkProgramme) Run(s streams) error {
	if _, _, err := readProgramme(s, c.File); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.out, "%s has no mistakes.\n", c.File)
	return err
}

// readProgramme answers the programme of a file and its text. It prints every mistake, or what will count badly although it is
// none.
func readProgramme(s streams, file string) (*avrr.Programme, string, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, "", err
	}
	programme, mistakes := programmes.Parse(file, source)
	for _, m := range mistakes {
		if _, err := fmt.Fprintln(s.out, m); err != nil {
			return nil, "", err
		}
	}
	if len(mistakes) > 0 {
		return nil, "", fmt.Errorf("%s has %d mistakes", file, len(mistakes))
	}
	for _, w := range programmes.Warnings(file, source, avrr.DateOf(time.Now())) {
		if _, err := fmt.Fprintf(s.out, "warning: %s\n", w); err != nil {
			return nil, "", err
		}
	}
	return programme, string(source), nil
}

type listProgrammes struct {
	ownProgrammes
}

// Run lists every programme in every version.
func (c listProgrammes) Run(s streams) error {
	library, err := c.library()
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

// ownProgrammes says where an office keeps programmes of its own.
type ownProgrammes struct {
	Programmes string `help:"Folder of the office's own programmes, one a file, beside those shipped." placeholder:"DIR"`
}

// library answers the shipped programmes and the office's own. A folder that cannot be used in full is not used in part:
// a case must not be refused, or opened under an older version, because of a slip in a file.
func (o ownProgrammes) library() (*programmes.Library, error) {
	if o.Programmes == "" {
		return programmes.Embedded()
	}
	files, err := os.ReadDir(o.Programmes)
	if err != nil {
		return nil, notReadyf("The folder of programmes cannot be read: %v.", err)
	}
	if !slices.ContainsFunc(files, func(f os.DirEntry) bool { return filepath.Ext(f.Name()) == ".yaml" }) {
		return nil, notReadyf("There is no programme (*.yaml) in %s.", o.Programmes)
	}
	library, mistakes := programmes.WithOwn(os.DirFS(o.Programmes))
	if len(mistakes) > 0 {
		return nil, notReady{inWords(o.Programmes, mistakes)}
	}
	return library, nil
}

// inWords lists every mistake, each in the file it stands in.
func inWords(folder string, mistakes []programmes.Mistake) string {
	lines := []string{fmt.Sprintf("The programmes in %s have %d mistakes:", folder, len(mistakes))}
	for _, m := range mistakes {
		m.File = filepath.Join(folder, m.File)
		lines = append(lines, m.String())
	}
	return strings.Join(lines, "\n")
}
