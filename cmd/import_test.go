package cmd

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/intake"
	"homeward/store"
)

// staffed makes a data folder with the demonstration's accounts, and answers the flags that record in their names.
func staffed(t *testing.T) (data string, flags []string) {
	t.Helper()
	data = t.TempDir()
	code, said := run("migrate", "--data", data)
	require.Equal(t, exitOK, code, said)
	inHouse(t, data, func(h *house) { require.NoError(t, h.gate.SeedDemo(t.Context())) })
	return data, []string{"--data", data, "--log-level", "error", "--officer", "officer", "--approver", "officer2", "--manager", "manager", "--desk", "desk", "--field", "field"}
}

func inHouse(t *testing.T, data string, do func(*house)) {
	t.Helper()
	h, err := openHouse(context.Background(), storage{Data: data}, opening{}, logging{LogLevel: "error"}.logger(streams{os.Stdout, os.Stderr}))
	require.NoError(t, err)
	defer h.shut()
	do(h)
}

// told writes the template with some cells told otherwise; an empty text empties a cell.
func told(t *testing.T, cells map[string]string) string {
	t.Helper()
	header, example, ok := strings.Cut(strings.TrimSpace(intake.Template()), "\n")
	require.True(t, ok)
	names, values := strings.Split(header, ","), strings.Split(strings.ReplaceAll(example, "Tools and first stock for a workshop.", "Tools."), ",")
	require.Len(t, values, len(names))
	for i, name := range names {
		if value, change := cells[name]; change {
			values[i] = value
		}
	}
	path := filepath.Join(t.TempDir(), "caseload.csv")
	require.NoError(t, os.WriteFile(path, []byte(header+"\n"+strings.Join(values, ",")+"\n"), 0o600))
	return path
}

// begun is the template before anything was planned after the arrival.
var begun = map[string]string{"plan_on": "", "measure1_kind": "", "measure1_for": "", "measure1_amounts": "", "plan_decided_on": ""}

// entries counts the lines of every log, of cases and movements.
func entries(t *testing.T, data string) (n int) {
	t.Helper()
	inHouse(t, data, func(h *house) {
		rows, _, err := h.store.Read(t.Context()).Caseload(store.Filter{Sort: store.SortReference})
		require.NoError(t, err)
		for _, row := range rows {
			history, err := h.store.Read(t.Context()).History(store.CaseSubject(row.ID))
			require.NoError(t, err)
			n += len(history)
		}
	})
	return n
}

func TestATemplateIsWrittenAsTheNameOfItsFileAsks(t *testing.T) {
	dir := t.TempDir()
	for name, begins := range map[string]string{"caseload.csv": "case,", "caseload.xlsx": "PK\x03\x04"} {
		path := filepath.Join(dir, name)
		code, said := run("import", "--template", path)
		require.Equal(t, exitOK, code, said)
		written, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(written), begins), name)
	}
	data, _ := staffed(t)
	code, said := run("import", filepath.Join(dir, "caseload.xlsx"), "--data", data)
	require.Equal(t, exitOK, code, said)
}

func TestAnImportTriesFirstRecordsOnceAndGoesOn(t *testing.T) {
	data, flags := staffed(t)
	file := told(t, begun)

	code, said := run("import", file, "--data", data)
	require.Equal(t, exitOK, code, said)
	require.Contains(t, said, "1 row read; 1 case with 1 person would be opened, 15 actions recorded.\nNothing was changed")
	require.Zero(t, entries(t, data))

	code, said = run(append([]string{"import", file, "--record"}, flags...)...)
	require.Equal(t, exitOK, code, said)
	require.Contains(t, said, "1 case recorded")
	require.Equal(t, 15, entries(t, data), "no deadline of the past ran out")

	code, said = run(append([]string{"import", file, "--record"}, flags...)...)
	require.Equal(t, exitOK, code, said)
	require.Equal(t, 15, entries(t, data), "the same file again changes nothing")

	later := told(t, nil)
	code, said = run(append([]string{"import", later, "--record"}, flags...)...)
	require.Equal(t, exitOK, code, said)
	require.Equal(t, 17, entries(t, data), "a file with later steps goes on")

	code, said = run("import", told(t, map[string]string{"case": "LON-2026-015"}), "--data", data)
	require.Equal(t, exitFailed, code, said)
	require.Regexp(t, regexp.MustCompile(`line 2: This person is probably in case HW-\w{3}-\w{4} already: it holds a document of the same number\.`), said)
	require.NotContains(t, said, "Kodra")
}

func TestAnImportOfAWrongFileChangesNothingAndSaysWhy(t *testing.T) {
	data, flags := staffed(t)
	file := told(t, map[string]string{"arrived_at": "2026-03-10 09:00"})
	code, said := run(append([]string{"import", file, "--record"}, flags...)...)
	require.Equal(t, exitFailed, code, said)
	require.Contains(t, said, "line 2, arrived_at: 2026-03-10 lies before departed_at, which is 2026-03-11 (line 2).")
	require.Contains(t, said, "left out: 1 case")
	require.Zero(t, entries(t, data))
}

func TestAnImportSaysInWhoseNameItCannotRecord(t *testing.T) {
	data, flags := staffed(t)
	file := told(t, nil)
	for says, args := range map[string][]string{
		"Say in whose name it is recorded: --officer USER, --approver USER": {"--data", data},
		"there is no account with the user name":                            {"--data", data, "--officer", "nobody"},
		"which does not do this: Hold seats":                                {"--data", data, "--desk", "field"},
		"must be two people":                                                append(flags, "--approver", "officer"),
	} {
		code, said := run(append([]string{"import", file, "--record"}, args...)...)
		require.Equal(t, exitUsage, code, said)
		require.Contains(t, said, says)
	}
	require.Zero(t, entries(t, data))
}
