package cmd

import (
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/store"
)

func TestABudgetIsSetAndListedAndNotedInTheAudit(t *testing.T) {
	data := t.TempDir()
	code, said := run("migrate", "--data", data)
	require.Equal(t, exitOK, code, said)
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"set", "eurp", "250000.00"}, exitOK, "eurp may promise 250\u00a0000.00\u00a0EUR; 250\u00a0000.00\u00a0EUR is left."},
		{[]string{"set", "eurp", "1000.5", "--funding", "Red Cross"}, exitOK, "eurp for Red Cross may promise 1\u00a0000.50\u00a0EUR"},
		{[]string{"set", "eurq", "1"}, exitUsage, `There is no programme "eurq"`},
		{[]string{"set", "eurp", "1.005"}, exitUsage, `"1.005" is not an amount of EUR such as 250000.00.`},
		{[]string{"set", "eurp", "1,000"}, exitUsage, "is not an amount"},
		{[]string{"list"}, exitOK, "eurp for Red Cross"},
		{[]string{"set", "eurp", "90"}, exitOK, "eurp may promise 90.00\u00a0EUR"},
	} {
		code, said := run(append(append([]string{"budget"}, c.args...), "--data", data)...)
		require.Equal(t, c.code, code, said)
		require.Contains(t, said, c.says)
	}
	h, err := openHouse(t.Context(), storage{Data: data}, opening{}, logging{LogLevel: "warn"}.logger(streams{t.Output(), t.Output()}))
	require.NoError(t, err)
	defer h.shut()
	budgets, err := h.store.Read(t.Context()).Budgets()
	require.NoError(t, err)
	require.Len(t, budgets, 2)
	require.EqualValues(t, 9000, budgets[0].Amount)
	noted, err := h.store.Read(t.Context()).AuditTrail(store.AuditFilter{Subject: store.Subject{Kind: "programme", ID: "eurp"}})
	require.NoError(t, err)
	require.Len(t, noted, 3)
	require.Contains(t, noted[0].Detail, "9000 EUR")
}
