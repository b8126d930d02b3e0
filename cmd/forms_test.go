package cmd

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/access"
)

// What is typed into the forms survives a lost connection, a closed page and an impatient hand, in a real browser.
func TestNothingTypedIsLostInARealBrowser(t *testing.T) {
	browser := firstOf(t, "chromium", "chromium-browser", "google-chrome")
	node := firstOf(t, "node")
	o := serving(t, t.TempDir())
	defer o.close()
	out, err := exec.Command(node, "../scripts/browser/forms.mjs", "http://"+o.address, browser, access.DemoPassword, o.open()).CombinedOutput()
	require.NoError(t, err, string(out))
	var tried, faults int
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	_, err = fmt.Sscanf(lines[len(lines)-1], "%d tried, %d faults", &tried, &faults)
	require.NoError(t, err, string(out))
	require.Zero(t, faults, string(out))
	require.GreaterOrEqual(t, tried, 6, string(out))
}
