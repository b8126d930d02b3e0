package cmd

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/access"
	"homeward/avrr"
	"homeward/cmd/sample"
	"homeward/web"
)

// What people do all day takes no more answers, keys and taps than they have patience for, counted in a real browser.
func TestTheTasksOfADayTakeFewKeysAndTaps(t *testing.T) {
	o := sampled(t)
	defer o.close()
	require.GreaterOrEqual(t, o.inBrowser("tasks.mjs"), 4)
}

// sampled is a serving house with the sample caseload in it.
func sampled(t *testing.T) *office {
	t.Helper()
	o := servingWith(t, t.TempDir(), &web.DemoInfo{Accounts: access.DemoAccounts, Password: access.DemoPassword, Progress: func() (opened, wanted int) { return 1, 1 }}, temporalPlace{Namespace: "homeward"})
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
