package store

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"homeward/avrr"
)

func TestARequestRepeatedAtTheSameMomentIsKeptOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		var kept, repeated atomic.Int32
		atOnce(t, 8, func(person int) error {
			return s.InTx(t.Context(), func(tx *Tx) error {
				sub := someSubmission(fmt.Sprintf("s-%d", person), CaseSubject("c"), noon)
				sub.IdempotencyKey = "the-same"
				switch err := tx.InsertSubmission(sub); {
				case err == nil:
					kept.Add(1)
					return nil
				default:
					repeated.Add(1)
					wantError(t, err, ErrDuplicate)
					_, err = tx.SubmissionByKey("the-same")
					return err
				}
			})
		})
		if kept.Load() != 1 || repeated.Load() != 7 {
			t.Fatalf("kept %d times, repeated %d times", kept.Load(), repeated.Load())
		}
	})
}

func TestWhatWasAskedForBeforeIsFoundByItsFingerprintUnlessItWasRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		in(t, s, func(tx *Tx) error {
			for id, at := range map[string]time.Time{"early": noon, "late": noon.Add(time.Minute), "refused": noon.Add(time.Hour)} {
				if err := tx.InsertSubmission(someSubmission(id, CaseSubject("c"), at)); err != nil {
					return err
				}
			}
			return tx.Settle("refused", SubmissionRefused, nil, []byte(`{"code":"rule"}`))
		})
		r := s.Read(t.Context())
		if at, found, err := r.AskedSince([]byte("print"), noon); err != nil || !found || !at.Equal(noon.Add(time.Minute)) {
			t.Errorf("last asked at %v, %t, %v", at, found, err)
		}
		if at, found, err := r.AskedSince([]byte("print"), noon.Add(2*time.Minute)); err != nil || found {
			t.Errorf("after that it was asked at %v, %v", at, err)
		}
		if at, found, err := r.AskedSince([]byte("another"), noon); err != nil || found {
			t.Errorf("something else was asked at %v, %v", at, err)
		}
	})
}

func TestASubmissionWaitsIsRecordedAndIsSettledOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		subject, seq := CaseSubject("c"), 4
		in(t, s, func(tx *Tx) error {
			for _, id := range []string{"a", "b"} {
				if err := tx.InsertSubmission(someSubmission(id, subject, noon)); err != nil {
					return err
				}
			}
			if err := tx.MarkRecorded("a", seq); err != nil {
				return err
			}
			wantError(t, tx.MarkRecorded("a", seq+1), ErrStale)
			return tx.MarkRecorded("a", seq)
		})
		r := s.Read(t.Context())
		if unsettled, err := r.UnsettledOf("c"); err != nil || len(unsettled) != 2 {
			t.Fatalf("unsettled: %+v, %v", unsettled, err)
		}
		if first, err := r.FirstUnsettled(Submission{CaseID: "c"}); err != nil || first != "a" {
			t.Fatalf("the turn is %q's, %v", first, err)
		}
		problem := []byte(`{"code":"rule"}`)
		in(t, s, func(tx *Tx) error {
			for range 2 {
				if err := tx.Settle("a", SubmissionRecorded, &seq, nil); err != nil {
					return err
				}
				if err := tx.Settle("b", SubmissionRefused, nil, problem); err != nil {
					return err
				}
			}
			wantError(t, tx.Settle("a", SubmissionRefused, nil, problem), ErrStale)
			wantError(t, tx.Postpone("a", 1, noon), ErrStale)
			return tx.StoreAnswer("b", 422, problem)
		})
		b, err := r.Submission("b")
		if err != nil || string(b.Problem) != string(problem) || string(b.Answer) != string(problem) || b.AnswerStatus != 422 || *b.SettledAt != noon {
			t.Fatalf("got %+v, %v", b, err)
		}
	})
}

func TestTheRelayDeliversTheFirstOfEachCaseAndWithdrawalsBeforeAll(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		add := func(tx *Tx, id, caseID string, minute int, urgent bool) error {
			sub := someSubmission(id, CaseSubject(caseID), noon.Add(time.Duration(minute)*time.Minute))
			sub.Urgent = urgent
			return tx.InsertSubmission(sub)
		}
		in(t, s, func(tx *Tx) error {
			for i, row := range []struct {
				id, caseID string
				urgent     bool
			}{{"a1", "a", false}, {"a2", "a", false}, {"b1", "b", false}, {"b2-withdraw", "b", true}, {"c1", "c", false}, {"c2", "c", false}} {
				if err := add(tx, row.id, row.caseID, i, row.urgent); err != nil {
					return err
				}
			}
			travels := someSubmission("m1", MovementSubject("m"), noon.Add(30*time.Minute))
			travels.CaseID = "a" // made on the case, so it waits behind what was submitted on the case before
			if err := tx.InsertSubmission(travels); err != nil {
				return err
			}
			return tx.Postpone("c1", 1, noon.Add(24*time.Hour)) // so c2 waits behind it
		})
		due, err := s.Read(t.Context()).DueSubmissions(noon.Add(time.Hour), 10)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, sub := range due {
			ids = append(ids, sub.ID)
		}
		if got, want := fmt.Sprint(ids), "[b2-withdraw a1]"; got != want {
			t.Fatalf("due: %s, want %s", got, want)
		}
	})
}

func TestASubmissionIsReadBackWithItsActionAndOneThatCannotBeKeepsNoOtherWaiting(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		in(t, s, func(tx *Tx) error {
			for _, a := range avrr.Catalogue {
				sub := someSubmission(a.Name, CaseSubject(a.Name), noon)
				sub.Action = a.Name
				if err := tx.InsertSubmission(sub); err != nil {
					return err
				}
			}
			strange := someSubmission("x", CaseSubject("x"), noon)
			strange.Action = "unheard-of"
			wantError(t, tx.InsertSubmission(strange), ErrCheck)
			return nil
		})
		for _, a := range avrr.Catalogue {
			if sub, err := s.Read(t.Context()).Submission(a.Name); err != nil || sub.Action != a.Name {
				t.Fatalf("%s came back as %q, %v", a.Name, sub.Action, err)
			}
		}
		in(t, s, func(tx *Tx) error {
			return tx.db.Exec("UPDATE submissions SET action = (SELECT action FROM submissions WHERE id = 'open') WHERE id = 'withdraw'").Error
		})
		_, err := s.Read(t.Context()).Submission("withdraw")
		wantError(t, err, ErrSealed)
		due, err := s.Read(t.Context()).DueSubmissions(noon.Add(time.Hour), 100)
		if err != nil || len(due) != len(avrr.Catalogue)-1 {
			t.Fatalf("%d of %d are due, %v", len(due), len(avrr.Catalogue), err)
		}
		for _, sub := range due {
			if sub.Action != sub.ID {
				t.Errorf("%s is due as %q", sub.ID, sub.Action)
			}
		}
	})
}

func TestALeaseHasOneHolder(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		var holders atomic.Int32
		atOnce(t, 8, func(person int) error {
			got, err := s.TakeLease(t.Context(), "case/c", fmt.Sprint(person), time.Minute)
			if got {
				holders.Add(1)
			}
			return err
		})
		if holders.Load() != 1 {
			t.Fatalf("%d holders", holders.Load())
		}
		take := func(name, holder string, d time.Duration, want bool) {
			t.Helper()
			if got, err := s.TakeLease(t.Context(), name, holder, d); err != nil || got != want {
				t.Fatalf("%s takes %s: %v, %v", holder, name, got, err)
			}
		}
		take("case/d", "one", time.Minute, true)
		take("case/d", "one", 0, true) // renewed, and over at once
		take("case/d", "two", time.Minute, true)
		take("case/d", "one", time.Minute, false)
		for _, holder := range []string{"one", "two"} {
			if err := s.ReleaseLease(t.Context(), "case/d", holder); err != nil {
				t.Fatal(err)
			}
		}
		take("case/d", "one", time.Minute, true)
	})
}

func TestAnOutboxRowIsWrittenOnceAndFinishedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		o := OutboxRow{Subject: MovementSubject("m"), Seq: 3, Kind: OutboxNudge, N: 1, Payload: []byte("first")}
		in(t, s, func(tx *Tx) error {
			if err := tx.PutOutbox(o); err != nil {
				return err
			}
			again := o
			again.Payload = []byte("second")
			return tx.PutOutbox(again)
		})
		due, err := s.Read(t.Context()).DueOutbox(noon, 10)
		if err != nil || len(due) != 1 {
			t.Fatalf("due: %+v, %v", due, err)
		}
		in(t, s, func(tx *Tx) error {
			if locked, err := tx.LockOutbox(due[0]); err != nil || string(locked.Payload) != "first" {
				t.Errorf("locked: %+v, %v", locked, err)
			}
			if err := tx.PostponeOutbox(o, 1, noon.Add(time.Minute), "the workers are away"); err != nil {
				return err
			}
			if due, err := tx.DueOutbox(noon, 10); err != nil || len(due) != 0 {
				t.Errorf("due after postponing: %+v, %v", due, err)
			}
			if err := tx.FinishOutbox(o, OutboxDone, ""); err != nil {
				return err
			}
			wantError(t, tx.FinishOutbox(o, OutboxFailed, "again"), ErrStale)
			_, err := tx.LockOutbox(o)
			wantError(t, err, ErrStale)
			return nil
		})
		all, err := s.Read(t.Context()).Outbox(o.Subject)
		if err != nil || all[0].Status != OutboxDone || *all[0].DoneAt != noon || all[0].Attempts != 1 {
			t.Fatalf("got %+v, %v", all, err)
		}
	})
}

func someDocument(id, caseID string, version int) Document {
	return Document{
		ID: id, Subject: CaseSubject(caseID), Kind: "travel-letter", Language: "en", Number: "N-" + id, Version: version, Code: "code-" + id,
		SHA256: []byte("sum"), IssuedAt: noon, Seq: 1, File: []byte("%PDF " + id),
	}
}

func TestANewPaperSupersedesTheOneBeforeAndWithdrawalEndsThemAll(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		id := someCase(0).ID
		albanian := someDocument("three", id, 3)
		albanian.Language = "sq"
		in(t, s, func(tx *Tx) error {
			for _, d := range []Document{someDocument("one", id, 1), someDocument("two", id, 2), albanian} {
				if err := tx.InsertDocument(d); err != nil {
					return err
				}
			}
			return nil
		})
		r := s.Read(t.Context())
		status := func(code string) string {
			d, err := r.DocumentByCode(code)
			if err != nil {
				t.Fatal(err)
			}
			return d.Status
		}
		if status("code-one") != DocumentSuperseded || status("code-two") != DocumentCurrent || status("code-three") != DocumentCurrent {
			t.Fatal("the wrong paper was superseded")
		}
		file, err := r.DocumentFile("two")
		if err != nil || string(file.File) != "%PDF two" || file.Code != "code-two" {
			t.Fatalf("got %+v, %v", file, err)
		}
		for _, clash := range []func(*Document){
			func(d *Document) { d.Number = "N-one" }, func(d *Document) { d.Code = "code-one" }, func(d *Document) { d.Version = 2 },
		} {
			d := someDocument("four", id, 4)
			clash(&d)
			in(t, s, func(tx *Tx) error {
				wantError(t, tx.InsertDocument(d), ErrDuplicate)
				_, err := tx.Document("two") // the transaction goes on
				return err
			})
		}
		if status("code-two") != DocumentCurrent {
			t.Fatal("a paper that was never registered superseded another")
		}
		registered, err := r.Documents(CaseSubject(id))
		if err != nil {
			t.Fatal(err)
		}
		in(t, s, func(tx *Tx) error {
			for _, d := range registered {
				if err := tx.SetDocumentStatus(d.Number, DocumentWithdrawn); err != nil { // changes only what is current
					return err
				}
			}
			return nil
		})
		all, err := r.Documents(CaseSubject(id))
		if err != nil || len(all) != 3 || all[0].File != nil || status("code-one") != DocumentSuperseded || status("code-two") != DocumentWithdrawn {
			t.Fatalf("got %+v, %v", all, err)
		}
		_, err = r.DocumentByCode("guessed")
		wantError(t, err, ErrNotFound)
	})
}

func TestReplacingTasksTouchesOnlyWhatDiffers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		id, due := someCase(0).ID, noon.Add(time.Hour)
		task := func(name string) Task {
			return Task{CaseID: id, ID: name, Detail: []byte(name), Duty: "travel", Due: &due, State: TaskOpen, RaisedAt: noon.Add(time.Nanosecond)}
		}
		replace := func(tasks ...Task) int64 {
			before := s.Statements()
			in(t, s, func(tx *Tx) error { return tx.ReplaceTasks(id, tasks) })
			return s.Statements() - before - 1 // one reads what is there
		}
		moved := task("b")
		moved.Due = nil
		if n := replace(task("a"), task("b"), task("c")); n != 3 {
			t.Errorf("%d statements for three new tasks", n)
		}
		if n := replace(task("a"), task("b"), task("c")); n != 0 {
			t.Errorf("%d statements for no difference", n)
		}
		if n := replace(task("a"), moved); n != 2 {
			t.Errorf("%d statements for one changed and one gone", n)
		}
		tasks, err := s.Read(t.Context()).TasksOf(id)
		if err != nil || len(tasks) != 2 || tasks[0].ID != "a" || string(tasks[0].Detail) != "a" || tasks[1].Due != nil {
			t.Fatalf("got %+v, %v", tasks, err)
		}
	})
}

func TestAProgrammeVersionNeverChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		in(t, s, func(tx *Tx) error {
			if err := tx.PinProgramme("eurp", "1", "clocks: []"); err != nil {
				return err
			}
			if err := tx.PinProgramme("eurp", "1", "clocks: []"); err != nil {
				return err
			}
			wantError(t, tx.PinProgramme("eurp", "1", "clocks: [visit]"), ErrDuplicate)
			return tx.PinProgramme("eurp", "2", "clocks: [visit]")
		})
		err := s.InTx(t.Context(), func(tx *Tx) error { return tx.InsertCase(someCase(0)) })
		wantError(t, err, ErrReference)
	})
}

func TestWhomANameBelongsToIsUnknownWhenItCannotBeRead(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		in(t, s, func(tx *Tx) error {
			if err := tx.InsertAccount(Account{ID: "1", Username: "arta", Role: "return_officer"}); err != nil {
				return err
			}
			return tx.InsertAccount(Account{ID: "2", Username: "besa", Role: "return_officer", Disabled: true})
		})
		r := s.Read(t.Context())
		if account, ok, err := r.Staff("arta"); account.ID != "1" || !ok || err != nil {
			t.Fatalf("got %q, %v, %v", account, ok, err)
		}
		for _, nobody := range []string{"besa", "drita"} {
			if _, ok, err := r.Staff(nobody); ok || err != nil {
				t.Fatalf("%s: %v, %v", nobody, ok, err)
			}
		}
		over, cancel := context.WithCancel(t.Context())
		cancel()
		_, _, err := s.Read(over).Staff("arta")
		wantError(t, err, context.Canceled)
	})
}

func TestAnAccountSignsInUntilItsTokensAreRevoked(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		a := Account{ID: "1", Username: "arta", DisplayName: "Arta", Role: "return_officer", PasswordHash: "hash"}
		in(t, s, func(tx *Tx) error {
			if err := tx.InsertAccount(a); err != nil {
				return err
			}
			if err := tx.InsertSignInToken(SignInToken{Hash: []byte{1}, AccountID: "1", Kind: TokenBearer, CreatedAt: noon, ExpiresAt: noon.Add(time.Hour)}); err != nil {
				return err
			}
			if err := tx.SeenSignInToken([]byte{1}, noon, noon.Add(2*time.Hour)); err != nil {
				return err
			}
			a.Disabled = true
			return tx.SaveAccount(a)
		})
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.InsertAccount(Account{ID: "2", Username: "arta", Role: "desk"}) }), ErrDuplicate)
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error {
			return tx.InsertSignInToken(SignInToken{Hash: []byte{2}, AccountID: "9", Kind: TokenSession})
		}), ErrReference)
		in(t, s, func(tx *Tx) error { return tx.RevokeSignInTokens("1") })
		token, err := s.Read(t.Context()).SignInToken([]byte{1})
		if err != nil || *token.RevokedAt != noon || *token.LastSeenAt != noon || token.ExpiresAt != noon.Add(2*time.Hour) {
			t.Fatalf("got %+v, %v", token, err)
		}
		stored, err := s.Read(t.Context()).AccountByUsername("arta")
		if err != nil || !stored.Disabled || stored.CreatedAt != noon {
			t.Fatalf("got %+v, %v", stored, err)
		}
	})
}
