package access

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"homeward/avrr"
	"homeward/store"
)

func TestADisabledAccountStopsAtOnce(t *testing.T) {
	g, _ := newGate(t)
	arta := hire(t, g, "arta", avrr.TravelDesk)
	ticket := signIn(t, g, "arta", store.TokenSession)
	identify(t, g, ticket.Token, store.TokenSession)
	if err := g.Disable(t.Context(), boss, arta.ID); err != nil {
		t.Fatal(err)
	}
	_, err := g.Identify(t.Context(), ticket.Token, store.TokenSession)
	wantCode(t, err, avrr.CodeUnauthorised)

	if err := g.Enable(t.Context(), boss, arta.ID); err != nil {
		t.Fatal(err)
	}
	_, err = g.Identify(t.Context(), ticket.Token, store.TokenSession)
	wantCode(t, err, avrr.CodeUnauthorised) // an ended sign-in stays ended
	signIn(t, g, "arta", store.TokenSession)
}

func TestTheNextRequestSeesTheAccountAsItIsNow(t *testing.T) {
	g, _ := newGate(t)
	hire(t, g, "arta", avrr.TravelDesk)
	ticket := signIn(t, g, "arta", store.TokenBearer)
	save := func(edit func(a *store.Account)) {
		t.Helper()
		if err := g.store.InTx(t.Context(), func(tx *store.Tx) error {
			a, err := tx.AccountByUsername("arta")
			if err != nil {
				return err
			}
			edit(&a)
			return tx.SaveAccount(a)
		}); err != nil {
			t.Fatal(err)
		}
	}
	save(func(a *store.Account) { a.Role = string(avrr.Auditor) })
	if got := identify(t, g, ticket.Token, store.TokenBearer); got.Role != avrr.Auditor {
		t.Fatalf("still acts as %s", got.Role)
	}
	save(func(a *store.Account) { a.Disabled = true }) // with a token that a sign-in of the same moment left behind
	_, err := g.Identify(t.Context(), ticket.Token, store.TokenBearer)
	wantCode(t, err, avrr.CodeUnauthorised)
}

func TestANewPasswordEndsWhatTheOldOneOpened(t *testing.T) {
	g, _ := newGate(t)
	arta := hire(t, g, "arta", avrr.TravelDesk)
	ticket := signIn(t, g, "arta", store.TokenBearer)
	if err := g.SetPassword(t.Context(), boss, arta.ID, "ﬁve ⅸ new words"); err != nil {
		t.Fatal(err)
	}
	_, err := g.Identify(t.Context(), ticket.Token, store.TokenBearer)
	wantCode(t, err, avrr.CodeUnauthorised)
	_, err = g.SignIn(t.Context(), "arta", goodPassword, store.TokenBearer)
	wantCode(t, err, avrr.CodeUnauthorised)
	// The same password from a keyboard without the ligature and the numeral: NFKC makes them one.
	if _, err := g.SignIn(t.Context(), "arta", "five ix new words", store.TokenBearer); err != nil {
		t.Fatal(err)
	}
}

func TestASignInUnderWayDoesNotOutliveItsPassword(t *testing.T) {
	g, _ := newGate(t)
	arta := hire(t, g, "arta", avrr.TravelDesk)
	recognised, err := g.recognise(t.Context(), "arta", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.SetPassword(t.Context(), boss, arta.ID, "the way back home"); err != nil {
		t.Fatal(err)
	}
	_, err = g.admit(t.Context(), recognised, store.TokenBearer)
	wantCode(t, err, avrr.CodeUnauthorised)
}

func TestWhoKnowsThePresentPasswordMayChangeIt(t *testing.T) {
	g, _ := newGate(t)
	hire(t, g, "arta", avrr.TravelDesk)
	ticket := signIn(t, g, "arta", store.TokenSession)
	arta := identify(t, g, ticket.Token, store.TokenSession)

	wantCode(t, g.ChangePassword(t.Context(), arta, "not the present one", "the way back home"), avrr.CodeUnauthorised)
	wantCode(t, g.ChangePassword(t.Context(), arta, goodPassword, "short"), avrr.CodeInvalid)
	identify(t, g, ticket.Token, store.TokenSession)

	if err := g.ChangePassword(t.Context(), arta, goodPassword, "the way back home"); err != nil {
		t.Fatal(err)
	}
	_, err := g.Identify(t.Context(), ticket.Token, store.TokenSession)
	wantCode(t, err, avrr.CodeUnauthorised)
	if _, err := g.SignIn(t.Context(), "arta", "the way back home", store.TokenSession); err != nil {
		t.Fatal(err)
	}
	if row := trail(t, g)[1]; row.Verb != "change-password" || row.Actor != arta.ID || row.SubjectID != arta.ID {
		t.Fatalf("the change is on record as %+v", row)
	}
}

func TestOnlyAnAdministratorManagesAccounts(t *testing.T) {
	g, _ := newGate(t)
	arta := hire(t, g, "arta", avrr.TravelDesk)
	for _, role := range avrr.Roles {
		if role == avrr.Administrator {
			continue
		}
		by := avrr.Actor{ID: arta.ID, Role: role}
		_, err := g.CreateAccount(t.Context(), by, Account{Username: "new", DisplayName: "New", Role: avrr.Auditor}, goodPassword)
		wantCode(t, err, avrr.CodeRole)
		_, err = g.Accounts(t.Context(), by, "")
		wantCode(t, err, avrr.CodeRole)
		wantCode(t, g.SetPassword(t.Context(), by, arta.ID, goodPassword), avrr.CodeRole)
		wantCode(t, g.Disable(t.Context(), by, arta.ID), avrr.CodeRole)
		wantCode(t, g.Enable(t.Context(), by, arta.ID), avrr.CodeRole)
	}
}

func TestAnAccountIsRefusedWithTheFieldAtFault(t *testing.T) {
	g, _ := newGate(t)
	hire(t, g, "taken", avrr.TravelDesk)
	good := Account{Username: "new", DisplayName: "New", Role: avrr.Auditor}
	for field, try := range map[string]func(a *Account, password *string){
		"/username":     func(a *Account, _ *string) { a.Username = "taken" },
		"/username ":    func(a *Account, _ *string) { a.Username = "Two words" },
		"/username  ":   func(a *Account, _ *string) { a.Username = strings.Repeat("a", 61) },
		"/display_name": func(a *Account, _ *string) { a.DisplayName = " " },
		"/office":       func(a *Account, _ *string) { a.Office = "two\nlines" },
		"/role":         func(a *Account, _ *string) { a.Role = avrr.System },
		"/password":     func(_ *Account, p *string) { *p = "eleven char" },
		"/password ":    func(_ *Account, p *string) { *p = strings.Repeat("x", 129) },
		"/password  ":   func(_ *Account, p *string) { *p = "not text \xff\xfe\xfd at all" },
	} {
		a, password := good, goodPassword
		try(&a, &password)
		_, err := g.CreateAccount(t.Context(), boss, a, password)
		wantCode(t, err, avrr.CodeInvalid)
		if said := err.(*avrr.Error); said.Field != strings.TrimSpace(field) {
			t.Errorf("got field %q, want %q", said.Field, field)
		}
	}
	if _, err := g.CreateAccount(t.Context(), boss, good, strings.Repeat("ж", 128)); err != nil {
		t.Fatal(err)
	}
}

func TestTheLastAdministratorCannotBeDisabled(t *testing.T) {
	onBoth(t, func(t *testing.T, g *Gate, _ *clock) {
		one, two := hire(t, g, "one", avrr.Administrator), hire(t, g, "two", avrr.Administrator)
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, id := range []string{one.ID, two.ID} {
			both.Go(func() { errs[i] = g.Disable(t.Context(), boss, id) })
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("exactly one of two should be disabled: %v", errs)
		}
		for _, err := range errs {
			if err != nil {
				wantCode(t, err, avrr.CodeRule)
			}
		}
		for _, id := range []string{"nobody", "a zero \x00", ulid.Make().String()} {
			wantCode(t, g.Disable(t.Context(), boss, id), avrr.CodeNotFound)
		}
		_, err := g.Accounts(t.Context(), boss, "a zero \x00")
		wantCode(t, err, avrr.CodeInvalid)
	})
}

func TestNamesAreReadAgainOnlyAfterAChange(t *testing.T) {
	g, _ := newGate(t)
	arta := hire(t, g, "arta", avrr.TravelDesk)
	names, err := g.Names(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := (Name{"arta", "Someone", avrr.TravelDesk, "Tirana office", false}); len(names) != 1 || names[arta.ID] != want {
		t.Fatalf("got %+v", names)
	}
	before := g.store.Statements()
	if _, err := g.Names(t.Context()); err != nil || g.store.Statements()-before != 1 {
		t.Fatalf("the names were read again, error %v", err)
	}
	elsewhere := New(Config{Store: g.store, Clock: g.now})
	hire(t, elsewhere, "besa", avrr.Auditor)
	if names, err = g.Names(t.Context()); err != nil || len(names) != 2 {
		t.Fatalf("got %+v, error %v, after another process added somebody", names, err)
	}
}

func TestTheSetUpLinkMakesOneAdministratorOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, g *Gate, clock *clock) {
		_, err := g.RedeemSetup(t.Context(), "", "root", "Root", goodPassword)
		wantCode(t, err, avrr.CodeUnauthorised)

		replaced, late := setUpSecret(t, g), setUpSecret(t, g)
		_, err = g.RedeemSetup(t.Context(), replaced, "root", "Root", goodPassword)
		wantCode(t, err, avrr.CodeUnauthorised)
		clock.pass(30 * time.Minute)
		_, err = g.RedeemSetup(t.Context(), late, "root", "Root", goodPassword)
		wantCode(t, err, avrr.CodeUnauthorised)

		secret := setUpSecret(t, g)
		_, err = g.RedeemSetup(t.Context(), secret, "root", "Root", "short")
		wantCode(t, err, avrr.CodeInvalid) // and the link still holds

		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, username := range []string{"root", "toor"} {
			both.Go(func() { _, errs[i] = g.RedeemSetup(t.Context(), secret, username, "Root", goodPassword) })
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("exactly one of two should get in: %v", errs)
		}
		if secret, needed, err := g.FirstAdministrator(t.Context()); secret != "" || needed || err != nil {
			t.Fatalf("got %q, %v, %v with an administrator in the house", secret, needed, err)
		}
		all, err := g.Accounts(t.Context(), boss, "")
		if err != nil || len(all) != 1 || all[0].Role != avrr.Administrator {
			t.Fatalf("got %+v, error %v", all, err)
		}
		signIn(t, g, all[0].Username, store.TokenSession)
		if kept, err := g.store.Read(t.Context()).Meta(setupKey); kept != "" || err != nil {
			t.Errorf("the spent link is still kept, error %v", err)
		}
	})
}

func TestTheSetUpLinkIsOffOnceThereIsAnAdministrator(t *testing.T) {
	g, _ := newGate(t)
	secret := setUpSecret(t, g)
	hire(t, g, "admin", avrr.Administrator)
	_, err := g.RedeemSetup(t.Context(), secret, "root", "Root", goodPassword)
	wantCode(t, err, avrr.CodeUnauthorised)
}

func TestSeedingTheDemoTwiceChangesNothing(t *testing.T) {
	g, _ := newGate(t)
	var before []Account
	for range 2 {
		if err := g.SeedDemo(t.Context()); err != nil {
			t.Fatal(err)
		}
		all, err := g.Accounts(t.Context(), boss, "")
		if err != nil || len(all) != 8 {
			t.Fatalf("got %d accounts, error %v", len(all), err)
		}
		for i, a := range all {
			if _, err := ulid.ParseStrict(a.ID); err != nil {
				t.Errorf("the id of %s: %v", a.Username, err)
			}
			if before != nil && a != before[i] {
				t.Errorf("%s changed", a.Username)
			}
		}
		before = all
	}
	for _, a := range DemoAccounts {
		ticket, err := g.SignIn(t.Context(), a.Username, DemoPassword, store.TokenBearer)
		if err != nil || ticket.Account.Role != a.Role {
			t.Errorf("%s: got %+v, error %v", a.Username, ticket.Account, err)
		}
	}
}

func setUpSecret(t *testing.T, g *Gate) string {
	t.Helper()
	secret, needed, err := g.FirstAdministrator(t.Context())
	if err != nil || !needed {
		t.Fatalf("needed %v, error %v", needed, err)
	}
	return secret
}
