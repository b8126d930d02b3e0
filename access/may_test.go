package access

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
	"homeward/store"
)

var update = flag.Bool("update", false, "write testdata/matrix.txt anew")

// TestTheMatrix asks every role for every action. An officer with a duty of the case is compared with one without.
//
//	yes       on every case
//	duty      on a restricted case only who holds a duty of it
//	ordinary  on no restricted case
//	-         never
func TestTheMatrix(t *testing.T) {
	const golden = "testdata/matrix.txt"
	got := matrix(t)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Fatalf("who may do what has changed; read the difference, then run with -update:\n%s", got)
	}
}

func matrix(t *testing.T) string {
	var out strings.Builder
	row := func(name string, cell func(r avrr.Role) string) {
		fmt.Fprintf(&out, "%-24s", name)
		for _, r := range avrr.Roles {
			fmt.Fprintf(&out, " %-21s", cell(r))
		}
		out.WriteString("\n")
	}
	row("", func(r avrr.Role) string { return string(r) })
	row("(sees personal data)", func(r avrr.Role) string {
		return cellOf(t, r, func(a avrr.Actor, c *avrr.Case) bool { return SeesPersonal(a, c) })
	})
	for _, action := range actions() {
		row(action, func(r avrr.Role) string {
			return cellOf(t, r, func(a avrr.Actor, c *avrr.Case) bool { return May(a, action, c) == nil })
		})
	}
	lines := strings.Split(out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func cellOf(t *testing.T, r avrr.Role, allowed func(avrr.Actor, *avrr.Case) bool) string {
	t.Helper()
	me, ordinary, restricted, mine := avrr.Actor{ID: "me", Role: r}, caseOf("another", false), caseOf("another", true), caseOf("me", true)
	switch got := [3]bool{allowed(me, ordinary), allowed(me, restricted), allowed(me, mine)}; got {
	case [3]bool{true, true, true}:
		return "yes"
	case [3]bool{true, false, true}:
		return "duty"
	case [3]bool{true, false, false}:
		return "ordinary"
	case [3]bool{}:
		return "-"
	default:
		t.Errorf("a restricted case opens more than an ordinary one to %s: %v", r, got)
		return "?"
	}
}

// caseOf is a case whose every duty one account holds.
func caseOf(holder string, restricted bool) *avrr.Case {
	c := &avrr.Case{Restricted: restricted, Officers: map[avrr.Duty]string{}}
	for _, r := range avrr.Roles {
		if duty := avrr.DutyOf(r); duty != "" {
			c.Officers[duty] = holder
		}
	}
	return c
}

// actions are the acts of this room in alphabetical order, then the catalogue in its own.
func actions() []string {
	names := slices.Sorted(maps.Keys(acts))
	for _, a := range avrr.Catalogue {
		names = append(names, a.Name)
	}
	return names
}

func TestNobodysAccountHoldsNoDuty(t *testing.T) {
	unassigned := caseOf("", true)
	for _, r := range avrr.Roles {
		nobody := avrr.Actor{Role: r}
		if privileged := r == avrr.ProtectionOfficer || r == avrr.ProgrammeManager; SeesPersonal(nobody, unassigned) != privileged {
			t.Errorf("%s without an id: sees %v", r, !privileged)
		}
	}
}

func TestAnyDutyOfACaseShowsIt(t *testing.T) {
	for _, r := range []avrr.Role{avrr.ReturnOfficer, avrr.TravelDesk, avrr.ReintegrationOfficer} {
		c := &avrr.Case{Restricted: true, Officers: map[avrr.Duty]string{avrr.DutyOf(r): "me"}}
		if !SeesPersonal(avrr.Actor{ID: "me", Role: r}, c) || SeesPersonal(avrr.Actor{ID: "you", Role: r}, c) {
			t.Errorf("%s: the duty does not decide", r)
		}
	}
}

func TestACaseIsFoundByANameExactlyByWhomItIsShownTo(t *testing.T) {
	for _, r := range avrr.Roles {
		for _, actor := range []avrr.Actor{{ID: "me", Role: r}, {Role: r}} {
			for name, c := range map[string]*avrr.Case{"ordinary": caseOf("another", false), "restricted": caseOf("another", true), "mine": caseOf("me", true), "nobody's": caseOf("", true)} {
				finds := slices.ContainsFunc(store.Audiences(c), func(a string) bool { return slices.Contains(FindsAs(actor), a) })
				if finds != SeesPersonal(actor, c) {
					t.Errorf("%s %q and a case %s: finds it %t", r, actor.ID, name, finds)
				}
			}
		}
	}
}

func TestARestrictedCaseHasAsManyAudiencesAsAnother(t *testing.T) {
	if open, restricted := store.Audiences(caseOf("me", false)), store.Audiences(caseOf("me", true)); len(open) != 2 || len(restricted) != 2 {
		t.Errorf("%q and %q", open, restricted)
	}
}

func TestWithdrawalIsOpenToAllStaffOnEveryCase(t *testing.T) {
	for _, r := range onCases {
		if err := May(avrr.Actor{ID: "me", Role: r}, "withdraw", caseOf("another", true)); err != nil {
			t.Errorf("%s: %v", r, err)
		}
	}
}

func TestARefusalDoesNotTellThatACaseIsRestricted(t *testing.T) {
	err := May(avrr.Actor{ID: "me", Role: avrr.ReturnOfficer}, "assign", caseOf("another", true))
	wantCode(t, err, avrr.CodeRole)
	for _, word := range []string{"restrict", "protect", "traffick", "screen"} {
		if strings.Contains(strings.ToLower(err.Error()), word) {
			t.Errorf("%q tells", err)
		}
	}
}

func TestARefusalNamesWhoDoesIt(t *testing.T) {
	err := May(avrr.Actor{ID: "me", Role: avrr.Auditor}, "decide-plan", nil)
	wantCode(t, err, avrr.CodeRole)
	if want := "Another role does this: programme manager."; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	wantCode(t, May(avrr.Actor{Role: avrr.System}, "clock", nil), avrr.CodeRole)
	wantCode(t, May(boss, "no-such-action", nil), avrr.CodeNotFound)
}

func TestScreeningAnswersAreForTheirAuthorAndProtection(t *testing.T) {
	for _, r := range avrr.Roles {
		author, other := avrr.Actor{ID: "author", Role: r}, avrr.Actor{ID: "other", Role: r}
		if got, want := SeesProtected(author, "author"), r != avrr.Auditor && r != avrr.Administrator; got != want {
			t.Errorf("%s as the author: got %v", r, got)
		}
		if got, want := SeesProtected(other, "author"), r == avrr.ProtectionOfficer; got != want {
			t.Errorf("%s: got %v", r, got)
		}
	}
}
