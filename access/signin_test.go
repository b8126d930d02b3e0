package access

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward/avrr"
	"homeward/store"
)

func TestATokenSaysWhoItsHolderIs(t *testing.T) {
	g, _ := newGate(t)
	arta := hire(t, g, "arta", avrr.ReintegrationOfficer)
	ticket := signIn(t, g, " Arta ", store.TokenBearer)
	if len(ticket.Token) != 43 || ticket.Account.ID != arta.ID {
		t.Fatalf("got %+v", ticket)
	}
	got, err := g.Identify(t.Context(), ticket.Token, store.TokenBearer)
	if err != nil {
		t.Fatal(err)
	}
	want := Person{avrr.Actor{ID: arta.ID, Role: avrr.ReintegrationOfficer, Office: "Tirana office"}, "arta", "Someone", "Tirana office", store.TokenBearer}
	if got != want {
		t.Fatalf("got %+v, want %+v", got, want)
	}
}

func TestWhateverIsWrongWithASignInSoundsTheSame(t *testing.T) {
	onBoth(t, func(t *testing.T, g *Gate, _ *clock) {
		hire(t, g, "arta", avrr.TravelDesk)
		gone := hire(t, g, "gone", avrr.TravelDesk)
		if err := g.Disable(t.Context(), boss, gone.ID); err != nil {
			t.Fatal(err)
		}
		heard := map[string]bool{}
		for username, password := range map[string]string{
			"arta": "not her password", "nobody": goodPassword, "gone": goodPassword, "": "", "ARTA\x00": strings.Repeat("x", 1<<20),
		} {
			_, err := g.SignIn(t.Context(), username, password, store.TokenSession)
			wantCode(t, err, avrr.CodeUnauthorised)
			heard[err.Error()] = true
		}
		if len(heard) != 1 {
			t.Fatalf("sign-ins fail with different words: %v", heard)
		}
	})
}

func TestEverySignInIsOnRecordAndNoUnknownNameIs(t *testing.T) {
	g, _ := newGate(t)
	arta := hire(t, g, "arta", avrr.TravelDesk)
	ticket := signIn(t, g, "arta", store.TokenSession)
	for _, username := range []string{"arta", "my secret typed in the wrong field"} {
		_, err := g.SignIn(t.Context(), username, "wrong", store.TokenSession)
		wantCode(t, err, avrr.CodeUnauthorised)
	}
	for range 2 {
		if err := g.SignOut(t.Context(), ticket.Token); err != nil {
			t.Fatal(err)
		}
	}
	want := []store.AuditRow{
		{Actor: arta.ID, Verb: "sign-out", SubjectID: arta.ID},
		{Verb: "sign-in-failed", Detail: "unknown username"},
		{Verb: "sign-in-failed", SubjectID: arta.ID, Detail: "wrong password"},
		{Actor: arta.ID, Verb: "sign-in", SubjectID: arta.ID, Detail: "session"},
		{Actor: boss.ID, Verb: "create-account", SubjectID: arta.ID, Detail: "travel_desk"},
	}
	got := trail(t, g)
	if len(got) != len(want) {
		t.Fatalf("got %d rows, want %d: %+v", len(got), len(want), got)
	}
	for i, row := range got {
		if row.Actor != want[i].Actor || row.Verb != want[i].Verb || row.SubjectKind != "account" ||
			row.SubjectID != want[i].SubjectID || row.Detail != want[i].Detail {
			t.Errorf("row %d is %+v, want %+v", i, row, want[i])
		}
	}
}

func TestATokenIsKeptOnlyAsItsHash(t *testing.T) {
	g, _ := newGate(t)
	hire(t, g, "arta", avrr.TravelDesk)
	ticket := signIn(t, g, "arta", store.TokenBearer)
	kept, err := g.store.Read(t.Context()).SignInToken(fingerprint(ticket.Token))
	if err != nil {
		t.Fatal(err)
	}
	if len(kept.Hash) != 32 || strings.Contains(fmt.Sprintf("%s%+v", kept.Hash, kept), ticket.Token) {
		t.Fatal("the secret itself is in the table")
	}
}

func TestATokenHoldsForItsKindAndItsTimeOnly(t *testing.T) {
	g, clock := newGate(t)
	hire(t, g, "arta", avrr.TravelDesk)
	bearer, session := signIn(t, g, "arta", store.TokenBearer), signIn(t, g, "arta", store.TokenSession)

	for token, kind := range map[string]string{bearer.Token: store.TokenSession, session.Token: store.TokenBearer, "": store.TokenBearer, "guess": ""} {
		_, err := g.Identify(t.Context(), token, kind)
		wantCode(t, err, avrr.CodeUnauthorised)
	}

	clock.pass(30*time.Minute - time.Second)
	identify(t, g, session.Token, store.TokenSession) // used: begins anew
	clock.pass(30*time.Minute - time.Second)
	identify(t, g, session.Token, store.TokenSession)
	clock.pass(30 * time.Minute)
	_, err := g.Identify(t.Context(), session.Token, store.TokenSession)
	wantCode(t, err, avrr.CodeUnauthorised)

	clock.pass(bearer.ExpiresAt.Sub(clock.Now()) - time.Second)
	identify(t, g, bearer.Token, store.TokenBearer)
	clock.pass(time.Second)
	_, err = g.Identify(t.Context(), bearer.Token, store.TokenBearer)
	wantCode(t, err, avrr.CodeUnauthorised)
}

func TestASessionInUseStillEndsAfterTwelveHours(t *testing.T) {
	g, clock := newGate(t)
	hire(t, g, "arta", avrr.TravelDesk)
	session := signIn(t, g, "arta", store.TokenSession)
	began := clock.Now()
	for clock.Now().Before(began.Add(12*time.Hour - 20*time.Minute)) {
		clock.pass(20 * time.Minute)
		identify(t, g, session.Token, store.TokenSession)
	}
	clock.pass(20 * time.Minute)
	_, err := g.Identify(t.Context(), session.Token, store.TokenSession)
	wantCode(t, err, avrr.CodeUnauthorised)
}

func TestReadingPagesWritesAtMostOnceAMinute(t *testing.T) {
	g, clock := newGate(t)
	hire(t, g, "arta", avrr.TravelDesk)
	session, bearer := signIn(t, g, "arta", store.TokenSession), signIn(t, g, "arta", store.TokenBearer)
	cost := func(token, kind string) int64 {
		before := g.store.Statements()
		identify(t, g, token, kind)
		return g.store.Statements() - before
	}
	for _, at := range []struct {
		after time.Duration
		want  int64
	}{{0, 2}, {59 * time.Second, 2}, {time.Second, 3}, {59 * time.Second, 2}} {
		clock.pass(at.after)
		if got := cost(session.Token, store.TokenSession); got != at.want {
			t.Errorf("%s later a session took %d statements, want %d", at.after, got, at.want)
		}
	}
	if got := cost(bearer.Token, store.TokenBearer); got != 2 {
		t.Errorf("a bearer token took %d statements, want 2", got)
	}
}

func TestFailuresSlowTheNextAttemptDownWhetherTheNameExistsOrNot(t *testing.T) {
	for _, username := range []string{"arta", "nobody"} {
		t.Run(username, func(t *testing.T) {
			g, clock := newGate(t)
			hire(t, g, "arta", avrr.TravelDesk)
			guess := func(code string) {
				t.Helper()
				_, err := g.SignIn(t.Context(), username, "a wrong password", store.TokenBearer)
				wantCode(t, err, code)
			}
			for range freeFailures {
				guess(avrr.CodeUnauthorised)
			}
			for _, delay := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
				guess(CodeTooManyAttempts)
				clock.pass(delay*time.Second - time.Millisecond)
				guess(CodeTooManyAttempts)
				clock.pass(time.Millisecond)
				guess(avrr.CodeUnauthorised)
			}
			clock.pass(forgetAfter + time.Second)
			for range freeFailures {
				guess(avrr.CodeUnauthorised)
			}
			guess(CodeTooManyAttempts)
		})
	}
}

func TestTheRightPasswordClearsEarlierFailures(t *testing.T) {
	g, _ := newGate(t)
	hire(t, g, "arta", avrr.TravelDesk)
	for range 3 {
		for range freeFailures - 1 {
			_, err := g.SignIn(t.Context(), "arta", "a wrong password", store.TokenBearer)
			wantCode(t, err, avrr.CodeUnauthorised)
		}
		signIn(t, g, "arta", store.TokenBearer)
	}
}

func TestGuessesSentAtOnceAreNoCheaper(t *testing.T) {
	g, _ := newGate(t)
	hire(t, g, "arta", avrr.TravelDesk)
	var judged, refused int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 60 {
		all.Go(func() {
			_, err := g.SignIn(t.Context(), "arta", "a wrong password", store.TokenBearer)
			mu.Lock()
			defer mu.Unlock()
			if avrr.ErrorCode(err) == CodeTooManyAttempts {
				refused++
			} else {
				judged++
			}
		})
	}
	all.Wait()
	if judged < freeFailures || judged >= freeFailures+hashesAtOnce || judged+refused != 60 {
		t.Fatalf("%d guesses were judged and %d refused", judged, refused)
	}
}

func TestInventedNamesTakeNoMoreThanTheirShareOfMemory(t *testing.T) {
	a, now := newAttempts(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for range freeFailures {
		a.failed("arta", true, now)
	}
	for i := range 3 * mostStrangers {
		a.failed(fmt.Sprint("stranger", i), false, now)
	}
	if len(a.strangers) != mostStrangers {
		t.Errorf("%d strangers are counted, want %d", len(a.strangers), mostStrangers)
	}
	if a.wait("arta", true, now) != firstDelay {
		t.Error("a real account's failures were forgotten")
	}
}

func identify(t testing.TB, g *Gate, token, kind string) Person {
	t.Helper()
	p, err := g.Identify(t.Context(), token, kind)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func BenchmarkIdentify(b *testing.B) {
	g, _ := newGate(b)
	hire(b, g, "arta", avrr.TravelDesk)
	token := signIn(b, g, "arta", store.TokenSession).Token
	for b.Loop() {
		identify(b, g, token, store.TokenSession)
	}
}

func BenchmarkSignIn(b *testing.B) {
	g, _ := newGate(b)
	hire(b, g, "arta", avrr.TravelDesk)
	for name, username := range map[string]string{"known": "arta", "unknown": "nobody"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				g.attempts = newAttempts()
				if _, err := g.SignIn(b.Context(), username, "a wrong password", store.TokenBearer); avrr.ErrorCode(err) != avrr.CodeUnauthorised {
					b.Fatal(err)
				}
			}
		})
	}
}
