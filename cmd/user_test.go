package cmd

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/store"
)

// types puts what somebody types on standard input.
func types(t *testing.T, text string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "typed")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	typed, err := os.Open(name)
	require.NoError(t, err)
	before := os.Stdin
	os.Stdin = typed
	t.Cleanup(func() {
		os.Stdin = before
		require.NoError(t, typed.Close())
	})
}

// Somebody joins, forgets their password, leaves and comes back; what is not possible is said in a sentence and changes nothing.
func TestAccountsAreLookedAfterFromTheCommandLine(t *testing.T) {
	data := t.TempDir()
	code, said := run("migrate", "--data", data)
	require.Equal(t, exitOK, code, said)
	h, err := openHouse(t.Context(), storage{Data: data}, opening{}, logging{LogLevel: "warn"}.logger(streams{t.Output(), t.Output()}))
	require.NoError(t, err)
	defer h.shut()
	signIn := func(password string) error {
		_, err := h.gate.SignIn(t.Context(), "arta", password, store.TokenSession)
		return err
	}
	for _, c := range []struct {
		args  []string
		typed string
		code  int
		says  string
		signs string // a password that must be good then
		not   string // one that must not
	}{
		{args: []string{"add", "ines", "--role", "administrator"}, typed: "the first password", code: exitOK, says: "ines can sign in as Administrator."},
		{args: []string{"add", "arta", "--role", "return_officer", "--office", "London office", "--name", "Arta Gashi"}, typed: "arta's password", code: exitOK, says: "arta can sign in", signs: "arta's password"},
		{args: []string{"list"}, code: exitOK, says: "arta  Arta Gashi  Return officer  London office  can sign in"},
		{args: []string{"password", "arta"}, typed: "short", code: exitFailed, says: "12", signs: "arta's password"},
		{args: []string{"password", "arta"}, typed: "another password", code: exitOK, says: "arta has another password", signs: "another password", not: "arta's password"},
		{args: []string{"disable", "arta"}, code: exitOK, says: "arta is signed out everywhere", not: "another password"},
		{args: []string{"list"}, code: exitOK, says: "London office  disabled"},
		{args: []string{"enable", "arta"}, code: exitOK, says: "arta can sign in again.", signs: "another password"},
		{args: []string{"disable", "ines"}, code: exitFailed, says: "This is the last administrator; make another one first."},
		{args: []string{"disable", "nobody"}, code: exitFailed, says: "There is no such account."},
	} {
		types(t, c.typed+"\n")
		code, said := run(append(append([]string{"user"}, c.args...), "--data", data)...)
		require.Equal(t, c.code, code, "%v: %s", c.args, said)
		require.Contains(t, said, c.says, "%v", c.args)
		if c.signs != "" {
			require.NoError(t, signIn(c.signs), "%v", c.args)
		}
		if c.not != "" {
			require.Error(t, signIn(c.not), "%v", c.args)
		}
	}
}
