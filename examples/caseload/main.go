// Caseload writes the sample caseload: 450 fictional people who return from the United Kingdom to Albania, the same ones each time.
package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"

	"homeward/intake"
)

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "caseload:", err)
		os.Exit(1)
	}
}

// write writes the caseload as CSV, with the columns that anybody fills in.
func write(out io.Writer) error {
	rows := everybody()
	var header []string
	for _, name := range intake.Columns() {
		if slices.ContainsFunc(rows, func(r map[string]string) bool { return r[name] != "" }) {
			header = append(header, name)
		}
	}
	w := csv.NewWriter(out)
	if err := w.Write(header); err != nil {
		return err
	}
	for _, r := range rows {
		line := make([]string, len(header))
		for i, name := range header {
			line[i] = r[name]
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
