package tables

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// A text is one table as RFC 4180 has it, with a row of hashtags under the header where its columns have any.
type text struct {
	out   *csv.Writer
	begun bool
	cells []string
}

func newText(w io.Writer) *text {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &text{out: out}
}

var errSecondTable = errors.New("a CSV file holds one table")

func (t *text) Table(_ string, columns []Column) error {
	if t.begun {
		return errSecondTable
	}
	t.begun = true
	var titles, tags []string
	tagged := false
	for _, c := range columns {
		titles, tags, tagged = append(titles, harmless(c.Title)), append(tags, c.Tag), tagged || c.Tag != ""
	}
	if err := t.out.Write(titles); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	if !tagged {
		return nil
	}
	if err := t.out.Write(tags); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

func (t *text) Row(cells ...any) error {
	t.cells = t.cells[:0]
	for _, cell := range cells {
		as, err := plain(cell)
		if err != nil {
			return err
		}
		t.cells = append(t.cells, as)
	}
	if err := t.out.Write(t.cells); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// plain writes a cell as text.
func plain(cell any) (string, error) {
	switch v := cell.(type) {
	case nil:
		return "", nil
	case string:
		return harmless(v), nil
	case Phone:
		return v.String(), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case Amount:
		return v.String(), nil
	}
	return "", fmt.Errorf("a cell cannot hold %T", cell)
}

func (t *text) Close() error {
	t.out.Flush()
	if err := t.out.Error(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}
