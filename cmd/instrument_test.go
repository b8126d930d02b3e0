package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInstrumentsAreListedAndCheckedWithTheirWeights(t *testing.T) {
	code, said := run("instrument", "list")
	require.Equal(t, exitOK, code, said)
	require.Contains(t, said, "rss@1")
	require.Contains(t, said, "RSS-compatible, default weights v0")
	require.Contains(t, said, "not scored")

	shipped := "../programmes/data/instruments/rss-1.yaml"
	code, said = run("instrument", "check", shipped)
	require.Equal(t, exitOK, code, said)
	source, err := os.ReadFile(shipped)
	require.NoError(t, err)
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	require.NoError(t, os.WriteFile(broken, []byte(strings.Replace(string(source), "scale: work", "scale: wrok", 1)), 0o600))
	code, said = run("instrument", "check", broken)
	require.Equal(t, exitFailed, code, said)
	require.Contains(t, said, `there is no scale "wrok"; did you mean "work"?`)

	weights := filepath.Join(t.TempDir(), "weights.yaml")
	require.NoError(t, os.WriteFile(weights, []byte("weights: study\nversion: \"1\"\nsource: A study\ninstrument: rss@1\nitems: {works: {dimension: 1, composite: 1}}\n"), 0o600))
	code, said = run("instrument", "check", weights)
	require.Equal(t, exitFailed, code, said)
	require.Contains(t, said, `items.debt: "debt" is missing`)

	data := t.TempDir()
	code, said = run("migrate", "--data", data, "--weights", weights)
	require.Equal(t, exitNotReady, code, said)
	require.Contains(t, said, "The file of weights has 30 mistakes")
}
