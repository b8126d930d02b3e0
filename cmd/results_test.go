package cmd

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestResultsAreWrittenAsTheNameOfTheFileAsks(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	code, said := run("migrate", "--data", data)
	require.Equal(t, exitOK, code, said)
	for name, begins := range map[string]string{"year.json": "{", "year.xlsx": "PK", "year.csv": "Term,What it means\r\n#meta +term"} {
		path := filepath.Join(dir, name)
		code, said = run("results", "--data", data, "--table", "definitions", "--from", "2026-01-01", "--to", "2026-06-30", path)
		require.Equal(t, exitOK, code, said)
		file, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Greater(t, len(file), len(begins), name)
		require.Equal(t, begins, string(file[:len(begins)]), name)
	}
}

func TestResultsThatCannotBeWrittenSayWhyAndLeaveNoFile(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	code, said := run("migrate", "--data", data)
	require.Equal(t, exitOK, code, said)
	for _, c := range []struct {
		file  string
		flags []string
		code  int
		says  string
	}{
		{"year.ods", nil, exitUsage, "ends in none of them"},
		{"year.csv", nil, exitFailed, "A CSV holds one table: name applied"},
		{"year.xlsx", []string{"--from", "2026-01-01", "--to", "2026-06-15"}, exitFailed, "2026-06-15 is not the last day of one"},
		{"year.xlsx", []string{"--from", "yesterday"}, exitUsage, "not a date"},
		{"year.json", []string{"--programme", "nonesuch"}, exitFailed, "There is no programme"},
	} {
		path := filepath.Join(dir, c.file)
		code, said := run(append(append([]string{"results", "--data", data}, c.flags...), path)...)
		require.Equal(t, c.code, code, said)
		require.Contains(t, said, c.says)
		require.NoFileExists(t, path)
	}
}
