package cmd

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/access"
	"homeward/avrr"
	"homeward/cmd/sample"
	"homeward/web"
)

// What people do all day takes no more answers, keys and taps than they have patience for, counted in a real browser.
func TestTheTasksOfADayTakeFewKeysAndTaps(t *testing.T) {
	browser := firstOf(t, "chromium", "chromium-browser", "google-chrome")
	node := firstOf(t, "node")
	o := sampled(t)
	defer o.close()
	out, err := exec.Command(node, "../scripts/browser/tasks.mjs", "http://"+o.address, browser, access.DemoPassword).CombinedOutput()
	require.NoError(t, err, string(out))
	var figures, faults int
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	_, err = fmt.Sscanf(lines[len(lines)-1], "%d figures, %d faults", &figures, &faults)
	require.NoError(t, err, string(out))
	require.Zero(t, faults, string(out))
	require.GreaterOrEqual(t, figures, 4, string(out))
	t.Log(strings.Join(lines, "\n"))
}

// sampled is a serving house with the sample caseload in it.
func sampled(t *testing.T) *office {
	t.Helper()
	o := servingDemo(t, t.TempDir(), &web.DemoInfo{Accounts: access.DemoAccounts, Password: access.DemoPassword, Progress: func() (opened, wanted int) { return 1, 1 }})
	ctx := context.Background()
	staff := map[string]access.Person{}
	names, err := o.desk.Gate.Names(ctx)
	require.NoError(t, err)
	for id, n := range names {
		staff[n.Username] = access.Person{Actor: avrr.Actor{ID: id, Role: n.Role}, Username: n.Username, DisplayName: n.DisplayName, Office: n.Office}
	}
	require.NoError(t, sample.Drive(ctx, o.desk, staff, func() {}))
	return o
}
