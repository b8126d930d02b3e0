package cmd

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestABanksFileIsRefusedBeforeAnythingIsStarted(t *testing.T) {
	data := t.TempDir()
	code, said := run("migrate", "--data", data)
	require.Equal(t, exitOK, code, said)
	const header = "end_to_end_id,outcome,amount,currency,paid_on,bank_reference,reason\n"
	for _, c := range []struct {
		file, by string
		code     int
		says     string
	}{
		{"", "manager", exitNotReady, "The file cannot be read"},
		{header + "A-1-i1,paid,12.345,EUR,2026-03-14,B-1,\n", "manager", exitUsage, "Line 2, column amount: an amount of EUR is written like 1250.00, without spaces."},
		{header + "A-1-i1,paid,12.34,EUR,2026-03-14,B-1,\n", "nobody", exitUsage, `there is no account in use with the user name "nobody"`},
	} {
		path := filepath.Join(t.TempDir(), "answers.csv")
		if c.file != "" {
			require.NoError(t, os.WriteFile(path, []byte(c.file), 0o600))
		}
		code, said := run("bank", "answers", path, "--by", c.by, "--data", data)
		require.Equal(t, c.code, code, said)
		require.Contains(t, said, c.says)
	}
}
