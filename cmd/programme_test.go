package cmd

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/casework"
	"homeward/store"
)

// ownFolder makes a folder of programmes out of shipped ones, each changed a little.
func ownFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, source := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(source), 0o600))
	}
	return dir
}

// harbour is the demonstration under another code, which is an office's own programme.
func harbour(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("../programmes/data/demo.yaml")
	require.NoError(t, err)
	return strings.Replace(string(source), "programme: demo", "programme: harbour", 1)
}

func TestProgrammeListShowsTheShippedOnesAndTheOfficesOwn(t *testing.T) {
	code, said := run("programme", "list")
	require.Equal(t, exitOK, code, said)
	for _, shipped := range []string{"al-third-country", "demo", "eurp", "reag-garp", "standard", "varrp-uk-albania"} {
		require.Contains(t, said, shipped)
	}
	require.NotContains(t, said, "harbour")

	dir := ownFolder(t, map[string]string{"harbour.yaml": harbour(t), "notes.txt": "no programme"})
	code, said = run("programme", "list", "--programmes", dir)
	require.Equal(t, exitOK, code, said)
	require.Contains(t, said, "harbour")
	require.Contains(t, said, "eurp")

	t.Setenv("HOMEWARD_PROGRAMMES", dir)
	code, said = run("programme", "list")
	require.Equal(t, exitOK, code, said)
	require.Contains(t, said, "harbour")
}

func TestProgrammesThatCannotBeUsedStopTheStartAndEveryMistakeIsSaid(t *testing.T) {
	data := t.TempDir()
	code, said := run("migrate", "--data", data)
	require.Equal(t, exitOK, code, said)
	dir := ownFolder(t, map[string]string{
		"good.yaml":  harbour(t),
		"one.yaml":   strings.Replace(harbour(t), "age >= 18", "agee >= 18", 1),
		"other.yaml": strings.Replace(strings.Replace(harbour(t), "form: cash", "form: coins", 1), "review:", "revue:", 1),
	})
	for _, args := range [][]string{
		{"serve", "--data", data, "--programmes", dir},
		{"api", "--data", data, "--temporal", "127.0.0.1:1", "--programmes", dir},
		{"worker", "--data", data, "--temporal", "127.0.0.1:1", "--programmes", dir},
		{"programme", "list", "--programmes", dir},
	} {
		code, said := run(args...)
		require.Equal(t, exitNotReady, code, said)
		require.Contains(t, said, filepath.Join(dir, "one.yaml")+":")
		require.Contains(t, said, `there is no fact "agee"; did you mean "age"?`)
		require.Contains(t, said, filepath.Join(dir, "other.yaml")+":")
		require.Contains(t, said, `"coins" is not one of cash, in_kind`)
		require.Contains(t, said, `no rule knows a clock "revue"`)
		require.NotContains(t, said, "good.yaml")
	}
	for says, dir := range map[string]string{"cannot be read": filepath.Join(dir, "nowhere"), "There is no programme": t.TempDir()} {
		code, said := run("serve", "--data", data, "--programmes", dir)
		require.Equal(t, exitNotReady, code, said)
		require.Contains(t, said, says)
	}
}

func TestACaseIsOpenedUnderAnOfficesOwnProgramme(t *testing.T) {
	dir := ownFolder(t, map[string]string{"harbour.yaml": harbour(t)})
	ctx, stop := context.WithCancel(context.Background())
	o := &office{t: t, data: t.TempDir(), address: freeAddress(t), stop: stop, ended: make(chan error, 1)}
	log := logging{LogLevel: "warn"}.logger(streams{t.Output(), t.Output()})
	h, err := openHouse(ctx, storage{Data: o.data, ownProgrammes: ownProgrammes{dir}}, opening{create: true, migrate: true}, log)
	require.NoError(t, err)
	require.NoError(t, h.gate.SeedDemo(ctx))
	ready := make(chan struct{})
	go func() {
		o.ended <- h.everything(ctx, o.data, temporalPlace{Namespace: "homeward"}, listening{Listen: o.address}, nil, func(*casework.Desk) error {
			close(ready)
			return nil
		})
	}()
	select {
	case <-ready:
	case err := <-o.ended:
		t.Fatal(err)
	}
	o.as("officer")
	var c struct{ Programme struct{ Code string } }
	o.sends("/api/v1/cases", map[string]any{"programme": "harbour", "applied_on": ago(21), "language": "sq",
		"members": []any{map[string]any{"given_names": "Arta"}}}, http.StatusCreated, &c)
	require.Equal(t, "harbour", c.Programme.Code)
	o.close()
	h.shut()
}

// Facts no action records yet leave criteria of the real programmes open: whoever approves says what they found.
func TestACaseOfARealProgrammeIsApprovedWithAReason(t *testing.T) {
	o := serving(t, t.TempDir())
	defer o.close()
	o.as("officer")
	var c seen
	o.sends("/api/v1/cases", map[string]any{"programme": "varrp-uk-albania", "applied_on": ago(21), "language": "sq",
		"host_country": "GB", "legal_status": "asylum_seeker", "destination": map[string]any{"country": "AL"},
		"members": []any{map[string]any{"given_names": "Arta", "birth": map[string]any{"date": "1990-04-02"}, "nationality": "AL"}}}, http.StatusCreated, &c)
	on := ago(20)
	o.do("officer", c.Reference, "record-counselling", map[string]any{"held_on": on, "language": "sq", "mode": "in_person", "outcome": "wishes_to_return"})
	for _, kind := range []string{"return", "data"} {
		o.do("officer", c.Reference, "give-consent", map[string]any{"member": "m1", "kind": kind, "signed_on": on, "language": "sq"})
	}
	o.do("officer", c.Reference, "assess-eligibility", map[string]any{"recommendation": "approve"})

	var decision struct {
		RuleSet  string `json:"rule_set"`
		Outcome  string
		Criteria []struct {
			ID, Result string
			Missing    []string
		}
	}
	require.Equal(t, http.StatusOK, o.ask("GET", "/api/v1/cases/"+c.Reference+"/decision", nil, &decision))
	require.Equal(t, "varrp-uk-albania", decision.RuleSet)
	require.Equal(t, "ask", decision.Outcome)
	open := map[string][]string{}
	for _, k := range decision.Criteria {
		if k.Result != "pass" {
			open[k.ID] = k.Missing
		}
	}
	require.Equal(t, map[string][]string{"not-detained": {"in_detention"}, "no-objection": {"authority_objects"}, "first-time": {"assisted_before"}}, open)

	o.as("officer2")
	var problem struct{ Field, Detail string }
	decide := "/api/v1/cases/" + c.Reference + "/actions/decide-eligibility"
	require.Equal(t, http.StatusConflict, o.ask("POST", decide, map[string]any{"decision": "approve"}, &problem))
	require.Equal(t, "/reason", problem.Field, problem.Detail)
	o.do("officer2", c.Reference, "decide-eligibility", map[string]any{"decision": "approve", "reason": "At liberty, never assisted before; the Home Office was asked."})
	require.Equal(t, "preparation", o.see(c.Reference).Stage)
}

// opened opens a case of a programme and answers its reference and the version it is pinned to.
func (o *office) openedUnder(code string) (reference, version string) {
	o.t.Helper()
	o.as("officer")
	var c struct {
		Reference string
		Programme struct{ Version string }
	}
	o.sends("/api/v1/cases", map[string]any{"programme": code, "applied_on": ago(21), "language": "sq", "host_country": "GB", "receiving_office": "Tirana office",
		"legal_status": "rejected", "destination": map[string]any{"country": "AL"},
		"members": []any{map[string]any{"given_names": "Arta", "birth": map[string]any{"date": "1990-04-02"}, "nationality": "AL"}}}, http.StatusCreated, &c)
	return c.Reference, c.Programme.Version
}

func TestAProgrammeIsLoadedWhilePeopleWork(t *testing.T) {
	o := serving(t, t.TempDir())
	defer o.close()
	first, version := o.openedUnder("demo")
	require.Equal(t, "1", version)
	o.approve(first)

	second := strings.Replace(strings.Replace(harbour(t), "programme: harbour", "programme: demo", 1), `version: "1"`, `version: "2"`, 1)
	second = strings.Replace(second, "age >= 18", "age >= 21", 1)
	dir := ownFolder(t, map[string]string{"second.yaml": second, "other.yaml": strings.Replace(second, "age >= 21", "age >= 25", 1),
		"shipped.yaml": strings.Replace(second, `version: "2"`, `version: "1"`, 1), "older.yaml": strings.Replace(second, `version: "2"`, `version: "0.9"`, 1),
		"broken.yaml": strings.Replace(second, "age >= 21", "agee >= 21", 1)})
	load := func(file string) (int, string) {
		return run("programme", "load", filepath.Join(dir, file), "--data", o.data)
	}

	code, said := load("second.yaml")
	require.Equal(t, exitOK, code, said)
	require.Contains(t, said, "New cases of demo open under version 2 from now on; open cases stay on theirs.")
	reference, version := o.openedUnder("demo")
	require.Equal(t, "2", version, "no restart was needed")
	o.approve(reference)
	var kept struct{ Programme struct{ Version string } }
	require.Equal(t, http.StatusOK, o.ask("GET", "/api/v1/cases/"+first, nil, &kept))
	require.Equal(t, "1", kept.Programme.Version)
	o.do("officer", first, "add-note", map[string]any{"text": "Still under the first version."})
	var list struct {
		Programmes []struct{ Code, Version string }
	}
	require.Equal(t, http.StatusOK, o.ask("GET", "/api/v1/programmes", nil, &list))
	require.Contains(t, list.Programmes, struct{ Code, Version string }{"demo", "2"})
	require.NotContains(t, list.Programmes, struct{ Code, Version string }{"demo", "1"})

	for _, c := range []struct {
		file string
		code int
		says string
	}{
		{"second.yaml", exitOK, "nothing has changed"},
		{"other.yaml", exitFailed, "programme demo 2 is there already with other content: give the change a new version"},
		{"shipped.yaml", exitFailed, "programme demo 1 is there already with other content"},
		{"older.yaml", exitOK, "Programme demo 0.9 is kept, but new cases open under version 2"},
		{"broken.yaml", exitFailed, `there is no fact "agee"`},
	} {
		code, said := load(c.file)
		require.Equal(t, c.code, code, said)
		require.Contains(t, said, c.says)
	}
	_, version = o.openedUnder("demo")
	require.Equal(t, "2", version)

	for reference := range map[string]bool{first: true, reference: true} {
		code, said := run("decision", "replay", reference, "--data", o.data)
		require.Equal(t, exitOK, code, said)
	}
	trail, err := o.desk.Store.Read(t.Context()).AuditTrail(store.AuditFilter{Subject: store.Subject{Kind: "programme", ID: "demo@2"}})
	require.NoError(t, err)
	require.Len(t, trail, 1, "loading it again left no second line")
	require.Regexp(t, `^by \S+.* on .*; sha256 [0-9a-f]{64}$`, trail[0].Detail)
}

func TestAnAlteredProgrammeHoldsUpItsOwnCasesOnly(t *testing.T) {
	o := serving(t, t.TempDir())
	dir := ownFolder(t, map[string]string{"harbour.yaml": harbour(t)})
	code, said := run("programme", "load", filepath.Join(dir, "harbour.yaml"), "--data", o.data)
	require.Equal(t, exitOK, code, said)
	_, version := o.openedUnder("harbour")
	require.Equal(t, "1", version)
	alterProgramme(t, o.data, "harbour", "age >= 18", "age >= 60", false)
	_, version = o.openedUnder("demo")
	require.Equal(t, "1", version)
	o.as("officer")
	var problem struct{ Code string }
	require.Equal(t, http.StatusUnprocessableEntity, o.ask("POST", "/api/v1/cases", map[string]any{"programme": "harbour", "applied_on": ago(21), "language": "sq",
		"members": []any{map[string]any{"given_names": "Arta"}}}, &problem))
	o.close()

	alterProgramme(t, o.data, "standard", "!child || age >= 18", "age >= 60", false)
	code, said = run("serve", "--data", o.data)
	require.Equal(t, exitNotReady, code, said)
	require.Contains(t, said, "The text that is kept of programme standard 1 was altered.")
}

// An operator can mend their own programme, and nothing about a shipped one but which build runs on which data.
func TestDataWithAnotherTextOfAProgrammeIsRefusedWithAWayOn(t *testing.T) {
	data, dir := t.TempDir(), ownFolder(t, map[string]string{"harbour.yaml": harbour(t)})
	h, err := openHouse(t.Context(), storage{Data: data, ownProgrammes: ownProgrammes{dir}}, opening{create: true, migrate: true, pin: true}, logging{LogLevel: "warn"}.logger(streams{t.Output(), t.Output()}))
	require.NoError(t, err)
	h.shut()
	changed := ownFolder(t, map[string]string{"harbour.yaml": strings.Replace(harbour(t), "age >= 18", "age >= 21", 1)})
	code, said := run("serve", "--data", data, "--programmes", changed)
	require.Equal(t, exitNotReady, code, said)
	require.Contains(t, said, "Programme harbour 1 was changed although it is in use. Give the change a new version, and keep the old file as it was.")

	alterProgramme(t, data, "eurp", "age", "age ", true) // as a build before the first release had it
	code, said = run("serve", "--data", data)
	require.Equal(t, exitNotReady, code, said)
	require.Contains(t, said, "Programme eurp 1 is kept there with another text than this Homeward brings: the data is of a build before the first release, and is not carried over.")
	require.Contains(t, said, "begin with an empty data folder or database; docs/operator.md says how the cases come along.")
}

func TestACheckWarnsOfHolidaysThatEndTooSoon(t *testing.T) {
	source := strings.Replace(harbour(t), "review: {after: 5m, calendar: elapsed}", "review: {after: 5, calendar: working_days, country: NL}", 1) +
		"\nholidays: {NL: {source: Algemene termijnenwet, days: [{date: 2020-12-25, name: Kerst}]}}\n"
	dir := ownFolder(t, map[string]string{"harbour.yaml": source})
	code, said := run("programme", "check", filepath.Join(dir, "harbour.yaml"))
	require.Equal(t, exitOK, code, said)
	require.Regexp(t, `warning: .*harbour.yaml:\d+:\d+: clocks.review.country: the holidays of "NL" are not listed for \d{4} \(the list has 2020 only\)`, said)
	require.Contains(t, said, "has no mistakes")
}
