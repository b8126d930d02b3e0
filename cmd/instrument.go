package cmd

import (
	"fmt"
	"os"
	"regexp"
	"text/tabwriter"

	"homeward/programmes"
)

type instrumentCommand struct {
	Check checkInstrument `cmd:"" help:"Explain every mistake in the file of a survey, or in a file of weights for one."`
	List  listInstruments `cmd:"" help:"List the surveys and assessments that are shipped."`
}

type checkInstrument struct {
	File string `arg:"" help:"The file of the survey, or of weights." type:"existingfile"`
}

// weightsFirst tells a file of weights from one of questions: by its first key of the two.
var weightsFirst = regexp.MustCompile(`(?m)^(weights|instrument):`)

// Run prints each mistake with its place, and fails when there is one.
func (c checkInstrument) Run(s streams) error {
	source, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	var mistakes []programmes.Mistake
	if first := weightsFirst.FindSubmatch(source); first != nil && string(first[1]) == "weights" {
		_, mistakes = programmes.ParseWeights(c.File, source)
	} else {
		_, mistakes = programmes.ParseInstrument(c.File, source)
	}
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

type listInstruments struct{}

// Run lists every instrument in every version, with how many questions it asks and what its scores are called.
func (listInstruments) Run(s streams) error {
	all, err := programmes.Instruments()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(s.out, 0, 8, 2, ' ', 0)
	for _, i := range all {
		result := i.Result()
		if result == "" {
			result = "not scored"
		}
		if _, err := fmt.Fprintf(table, "%s@%s\t%s\t%d items\t%s\n", i.Code, i.Version, i.Title.EN, len(i.Items), result); err != nil {
			return err
		}
	}
	return table.Flush()
}

// scoring says how the scores of a survey are weighed.
type scoring struct {
	Weights string `help:"File of weights for the scores of a survey, in place of the default ones. Their name stands beside every score." placeholder:"FILE"`
}

// weights answers the weights of the file, and nil where none is named.
func (o scoring) weights() (*programmes.WeightSet, error) {
	if o.Weights == "" {
		return nil, nil
	}
	source, err := os.ReadFile(o.Weights)
	if err != nil {
		return nil, notReadyf("The file of weights cannot be read: %v.", err)
	}
	set, mistakes := programmes.ParseWeights(o.Weights, source)
	if len(mistakes) > 0 {
		return nil, notReadyf("The file of weights has %d mistakes; the first is: %s", len(mistakes), mistakes[0])
	}
	return set, nil
}
