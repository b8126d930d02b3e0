package access

import (
	"context"
	"errors"
	"regexp"
	"testing"
)

func TestAHashIsArgon2idInPHCFormWithItsOwnSalt(t *testing.T) {
	g, _ := newGate(t)
	form := regexp.MustCompile(`^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`)
	seen := map[string]bool{}
	for range 2 {
		hash, err := g.hashPassword(t.Context(), goodPassword)
		if err != nil || !form.MatchString(hash) {
			t.Fatalf("got %q, error %v", hash, err)
		}
		seen[hash] = true
	}
	if len(seen) != 2 || !form.MatchString(g.stranger) {
		t.Fatal("two hashes share a salt, or the stranger's is of another form")
	}
}

// The vector is the reference implementation's own: github.com/P-H-C/phc-winner-argon2, src/test.c.
func TestAHashOfTheReferenceImplementationMatches(t *testing.T) {
	const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	for password, want := range map[string]bool{"password": true, "passwore": false, "": false} {
		if got, err := matches(hash, password); got != want || err != nil {
			t.Errorf("%q: got %v, error %v", password, got, err)
		}
	}
}

func TestAForeignHashIsAnErrorAndNotAMatch(t *testing.T) {
	for _, hash := range []string{"", "plain", "$2a$10$abc", "$argon2id$v=19$m=1,t=0,p=1$c29tZXNhbHQ$CTFh", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$", "$argon2id$v=16$m=8,t=1,p=1$c29t$CTFh"} {
		if ok, err := matches(hash, "password"); ok || !errors.Is(err, errHash) {
			t.Errorf("%q: got %v, error %v", hash, ok, err)
		}
	}
}

func TestWhoWaitsForATurnMayGiveUp(t *testing.T) {
	g, _ := newGate(t)
	for range hashesAtOnce {
		if err := g.takeTurn(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := g.hashPassword(ctx, goodPassword); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	g.endTurn()
	if _, err := g.hashPassword(t.Context(), goodPassword); err != nil {
		t.Fatal(err)
	}
}
