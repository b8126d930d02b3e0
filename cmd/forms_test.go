package cmd

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What is typed into the forms survives a lost connection, a closed page and an impatient hand, in a real browser.
func TestNothingTypedIsLostInARealBrowser(t *testing.T) {
	o := serving(t, t.TempDir())
	defer o.close()
	require.GreaterOrEqual(t, o.inBrowser("forms.mjs", o.open()), 6)
}
