package cmd

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A family of four goes home through the pages alone, in the hands of five signed-in people, in a real browser with scripts and in
// one without.
func TestAFamilyGoesHomeThroughThePages(t *testing.T) {
	for _, scripts := range []string{"script", "noscript"} {
		t.Run(scripts, func(t *testing.T) {
			o := serving(t, t.TempDir())
			defer o.close()
			require.Equal(t, 4, o.inBrowser("family.mjs", scripts), "people who went home")
		})
	}
}
