package cmd

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/access"
)

// A family of four goes home through the pages alone, in the hands of five signed-in people, in a real browser with scripts and in
// one without.
func TestAFamilyGoesHomeThroughThePages(t *testing.T) {
	browser, node := firstOf(t, "chromium", "chromium-browser", "google-chrome"), firstOf(t, "node")
	for _, scripts := range []string{"script", "noscript"} {
		t.Run(scripts, func(t *testing.T) {
			o := serving(t, t.TempDir())
			defer o.close()
			out, err := exec.Command(node, "../scripts/browser/family.mjs", "http://"+o.address, browser, access.DemoPassword, scripts).CombinedOutput()
			require.NoError(t, err, string(out))
			t.Log(string(out))
		})
	}
}
