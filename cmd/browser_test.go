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
	o := sampled(t)
	defer o.close()
	require.GreaterOrEqual(t, o.inBrowser("crawl.mjs"), leastViews)
}

// leastViews is how many views there were when a page was last added: fewer have been left out.
const leastViews = 376

// inBrowser runs one of our scripts against the pages in a real browser. It fails for any fault the script found, with all it said,
// and answers how much it did: the last line is "N of something, N faults".
func (o *office) inBrowser(script string, args ...string) int {
	o.t.Helper()
	args = append([]string{"../scripts/browser/" + script, "http://" + o.address, firstOf(o.t, "chromium", "chromium-browser", "google-chrome"), access.DemoPassword}, args...)
	out, err := exec.Command(firstOf(o.t, "node"), args...).CombinedOutput()
	require.NoError(o.t, err, string(out))
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var did, faults int
	var what string
	_, err = fmt.Sscanf(lines[len(lines)-1], "%d %s %d faults", &did, &what, &faults)
	require.NoError(o.t, err, string(out))
	require.Zero(o.t, faults, string(out))
	o.t.Log(string(out))
	return did
}

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
