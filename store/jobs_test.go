package store

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

func someJob(id string) Job {
	return Job{ID: id, Kind: "assign", Account: "arta", RequestKey: "key of " + id, Total: 3, AskedAt: noon, ExpiresAt: noon.AddDate(0, 0, 7), Asked: []byte("told to go")}
}

func TestAJobCountsEachOfItsRowsOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		hired(t, s, "arta")
		in(t, s, func(tx *Tx) error { return tx.InsertJob(someJob("j"), []string{"a", "b", "c"}) })
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error {
			again := someJob("another")
			again.RequestKey = "key of j"
			return tx.InsertJob(again, nil)
		}), ErrDuplicate)
		for range 2 {
			in(t, s, func(tx *Tx) error {
				stopping, err := tx.SettleJobRow(JobRow{Job: "j", N: 2, CaseID: "b", Outcome: []byte("done")})
				if stopping {
					t.Error("nobody asked it to stop")
				}
				return err
			})
		}
		r := s.Read(t.Context())
		j, err := r.Job("j")
		if err != nil || j.Done != 1 || j.Total != 3 || j.State != JobRunning || string(j.Asked) != "told to go" {
			t.Fatalf("got %+v, %v", j, err)
		}
		rows, err := r.JobRows("j")
		if err != nil || len(rows) != 3 || rows[0].Settled || !rows[1].Settled || string(rows[1].Outcome) != "done" || rows[2].Outcome != nil {
			t.Fatalf("got %+v, %v", rows, err)
		}
	})
}

func TestAJobStopsWhenItIsAskedToAndEndsOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		hired(t, s, "arta")
		in(t, s, func(tx *Tx) error { return tx.InsertJob(someJob("j"), nil) })
		in(t, s, func(tx *Tx) error { return tx.StopJob("j") })
		in(t, s, func(tx *Tx) error {
			stopping, err := tx.CountJob("j", 100, 20000)
			if !stopping {
				t.Error("it goes on")
			}
			return err
		})
		if open, err := s.Read(t.Context()).OpenJobs(noon); err != nil || len(open) != 1 || open[0].Done != 100 || open[0].Total != 20000 {
			t.Fatalf("got %+v, %v", open, err)
		}
		end := func(tx *Tx) error { return tx.EndJob("j", JobCancelled, noon.AddDate(0, 0, 1)) }
		in(t, s, end)
		wantError(t, s.InTx(t.Context(), end), ErrStale)
		wantError(t, s.InTx(t.Context(), func(tx *Tx) error { _, err := tx.CountJob("j", 200, 20000); return err }), ErrStale)
		if open, err := s.Read(t.Context()).OpenJobs(noon); err != nil || len(open) != 0 {
			t.Fatalf("got %+v, %v", open, err)
		}
		mine, err := s.Read(t.Context()).Jobs("arta")
		if err != nil || len(mine) != 1 || mine[0].EndedAt == nil || mine[0].Seen || !mine[0].Ended() {
			t.Fatalf("got %+v, %v", mine, err)
		}
		in(t, s, func(tx *Tx) error { return tx.SeeJob("j") })
		if mine, err = s.Read(t.Context()).Jobs("arta"); err != nil || !mine[0].Seen {
			t.Fatalf("got %+v, %v", mine, err)
		}
	})
}

func TestAJobThatDoesNotWorkHasItsTurnAgainLater(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		hired(t, s, "arta")
		in(t, s, func(tx *Tx) error { return tx.InsertJob(someJob("j"), []string{"a", "b"}) })
		later := noon.Add(5 * time.Minute)
		for range 2 {
			in(t, s, func(tx *Tx) error { return tx.RetryJob("j", later) })
		}
		r := s.Read(t.Context())
		if open, err := r.OpenJobs(later.Add(-time.Second)); err != nil || len(open) != 0 {
			t.Fatalf("before its turn: %+v, %v", open, err)
		}
		if open, err := r.OpenJobs(later); err != nil || len(open) != 1 || open[0].Tries != 2 || open[0].RetryAt == nil || !open[0].RetryAt.Equal(later) {
			t.Fatalf("at its turn: %+v, %v", open, err)
		}
		in(t, s, func(tx *Tx) error {
			_, err := tx.CountJob("j", 1, 2)
			return err
		})
		if open, err := r.OpenJobs(noon); err != nil || len(open) != 1 || open[0].Tries != 2 || open[0].RetryAt != nil {
			t.Fatalf("while it is tried from the beginning: %+v, %v", open, err)
		}
		in(t, s, func(tx *Tx) error {
			_, err := tx.SettleJobRow(JobRow{Job: "j", N: 1, CaseID: "a", Outcome: []byte("done")})
			return err
		})
		if open, err := r.OpenJobs(noon); err != nil || len(open) != 1 || open[0].Tries != 0 || open[0].RetryAt != nil {
			t.Fatalf("once it came further: %+v, %v", open, err)
		}
	})
}

func TestOnlyAJobThatWaitsForAYesIsThrownAway(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		hired(t, s, "arta")
		for _, state := range []string{JobChecked, JobWaiting} {
			j := someJob(state)
			j.State = state
			in(t, s, func(tx *Tx) error { return tx.InsertJob(j, nil) })
		}
		in(t, s, func(tx *Tx) error { return tx.ThrowAwayJob(JobChecked) })
		for _, id := range []string{JobChecked, JobWaiting, "none"} {
			wantError(t, s.InTx(t.Context(), func(tx *Tx) error { return tx.ThrowAwayJob(id) }), ErrStale)
		}
		expired, err := s.Read(t.Context()).ExpiredJobs(time.Now().Add(time.Minute))
		if err != nil || len(expired) == 0 || expired[0].ID != JobChecked && expired[len(expired)-1].ID != JobChecked {
			t.Fatalf("its time is not over: %+v, %v", expired, err)
		}
	})
}

func TestAJobIsKeptSealedAndGoesWithAllItHolds(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		hired(t, s, "arta", "besa")
		for n, id := range []string{"old", "new"} {
			j := someJob(id)
			j.AskedAt, j.ExpiresAt = noon.Add(time.Duration(n)*time.Hour), noon.Add(time.Duration(n)*time.Hour)
			in(t, s, func(tx *Tx) error { return tx.InsertJob(j, []string{"a"}) })
			in(t, s, func(tx *Tx) error {
				_, err := tx.SettleJobRow(JobRow{Job: id, N: 1, CaseID: "a", Outcome: []byte("told to wait")})
				return err
			})
			in(t, s, func(tx *Tx) error {
				return tx.KeepJobFile(JobFile{Job: id, Name: "letters.pdf", MediaType: "application/pdf", Content: []byte("told in a letter")})
			})
		}
		for _, column := range []string{"asked FROM jobs", "outcome FROM job_rows", "content FROM job_files"} {
			var raw [][]byte
			if err := s.read.Raw("SELECT " + column).Scan(&raw).Error; err != nil || len(raw) != 2 || bytes.Contains(raw[0], []byte("told")) {
				t.Fatalf("%s: %q, %v", column, raw, err)
			}
		}
		r := s.Read(t.Context())
		if f, err := r.JobFileContent("old"); err != nil || string(f.Content) != "told in a letter" || f.Size != 16 {
			t.Fatalf("got %+v, %v", f, err)
		}
		if f, err := r.JobFile("old"); err != nil || f.Content != nil || f.Size != 16 {
			t.Fatalf("got %+v, %v", f, err)
		}
		expired, err := r.ExpiredJobs(noon.Add(time.Minute))
		if err != nil || len(expired) != 1 || expired[0].ID != "old" {
			t.Fatalf("got %+v, %v", expired, err)
		}
		in(t, s, func(tx *Tx) error { return tx.DropJob("old") })
		for _, ask := range []func() error{
			func() error { _, err := r.Job("old"); return err },
			func() error { _, err := r.JobFile("old"); return err },
		} {
			wantError(t, ask(), ErrNotFound)
		}
		if rows, err := r.JobRows("old"); err != nil || len(rows) != 0 {
			t.Fatalf("got %+v, %v", rows, err)
		}
		if mine, err := r.Jobs("arta"); err != nil || len(mine) != 1 || mine[0].ID != "new" {
			t.Fatalf("got %+v, %v", mine, err)
		}
		if theirs, err := r.Jobs("besa"); err != nil || len(theirs) != 0 {
			t.Fatalf("got %+v, %v", theirs, err)
		}
	})
}

func TestTheRowsOfOneJobAreSettledByManyHandsAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		hired(t, s, "arta")
		cases := make([]string, 300)
		for n := range cases {
			cases[n] = fmt.Sprintf("case-%d", n)
		}
		j := someJob("j")
		j.Total = len(cases)
		in(t, s, func(tx *Tx) error { return tx.InsertJob(j, cases) })
		failed := make(chan error, 6)
		for hand := range cap(failed) {
			go func() {
				for n := hand; n < 120; n += cap(failed) {
					err := s.InTx(t.Context(), func(tx *Tx) error {
						_, err := tx.SettleJobRow(JobRow{Job: "j", N: n + 1, CaseID: cases[n], Outcome: []byte("{}")})
						return err
					})
					if err != nil {
						failed <- err
						return
					}
				}
				failed <- nil
			}()
		}
		for range cap(failed) {
			if err := <-failed; err != nil {
				t.Fatal(err)
			}
		}
		if j, err := s.Read(t.Context()).Job("j"); err != nil || j.Done != 120 {
			t.Fatalf("got %+v, %v", j, err)
		}
	})
}

func TestAJobThatIsOnlyLookedOverWaitsForAYes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		hired(t, s, "arta")
		j := someJob("j")
		j.State = JobChecked
		in(t, s, func(tx *Tx) error { return tx.InsertJob(j, []string{""}) })
		r := s.Read(t.Context())
		if open, err := r.OpenJobs(noon); err != nil || len(open) != 0 {
			t.Fatalf("got %+v, %v", open, err)
		}
		for range 2 {
			in(t, s, func(tx *Tx) error { return tx.BeginJob("j", noon.AddDate(0, 1, 0)) })
		}
		open, err := r.OpenJobs(noon)
		if err != nil || len(open) != 1 || !open[0].ExpiresAt.Equal(noon.AddDate(0, 1, 0)) {
			t.Fatalf("got %+v, %v", open, err)
		}
		in(t, s, func(tx *Tx) error {
			_, err := tx.SettleJobRow(JobRow{Job: "j", N: 1, CaseID: "a case that was opened", Outcome: []byte("{}")})
			return err
		})
		in(t, s, func(tx *Tx) error { return tx.BeginJob("j", noon) })
		if j, err := r.Job("j"); err != nil || j.State != JobRunning || j.ExpiresAt.Equal(noon) {
			t.Fatalf("got %+v, %v", j, err)
		}
		if rows, err := r.JobRows("j"); err != nil || rows[0].CaseID != "a case that was opened" {
			t.Fatalf("got %+v, %v", rows, err)
		}
		in(t, s, func(tx *Tx) error { return tx.DropJobFile("j") })
	})
}
