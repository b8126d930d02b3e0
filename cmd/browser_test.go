package cmd

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/access"
)

// Every page of the sample caseload, in a real browser, in both languages, at both widths, light and dark: WCAG 2.2 AA by axe
// with target size, no console error, nothing sideways at 320 px, and within the budget of requests and bytes.
func TestThePagesKeepTheirPromisesInARealBrowser(t *testing.T) {
	browser := firstOf(t, "chromium", "chromium-browser", "google-chrome")
	node := firstOf(t, "node")
	o := sampled(t)
	defer o.close()
	out, err := exec.Command(node, "../scripts/browser/crawl.mjs", "http://"+o.address, browser, access.DemoPassword).CombinedOutput()
	require.NoError(t, err, string(out))
	var views, faults int
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	_, err = fmt.Sscanf(lines[len(lines)-1], "%d views, %d faults", &views, &faults)
	require.NoError(t, err, string(out))
	require.Zero(t, faults, string(out))
	require.GreaterOrEqual(t, views, leastViews, string(out))
}

// leastViews is how many views there were when a page was last added: fewer have been left out.
const leastViews = 376

// firstOf answers the first of several programs that is there.
func firstOf(t *testing.T, programs ...string) string {
	t.Helper()
	for _, p := range programs {
		if path, err := exec.LookPath(p); err == nil {
			return path
		}
	}
	t.Fatalf("the browser tests need %s: run make test, which installs it, or scripts/need tests", programs[0])
	return ""
}
