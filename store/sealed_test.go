package store

import (
	"testing"
	"time"

	"homeward/avrr"
)

func TestWhatDoesNotOpenKeepsNoOtherCaseWaiting(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 2, nil)
		one, two := someCase(0).ID, someCase(1).ID
		in(t, s, func(tx *Tx) error {
			for _, id := range []string{one, two} {
				sub := someSubmission("of "+id, CaseSubject(id), noon)
				sub.Protected = []byte("an account")
				if err := tx.InsertSubmission(sub); err != nil {
					return err
				}
				if err := tx.PutOutbox(OutboxRow{Subject: CaseSubject(id), Seq: 1, Kind: OutboxPaper, Payload: []byte("a paper")}); err != nil {
					return err
				}
			}
			due := noon
			for _, id := range []string{one, two} {
				if err := tx.ReplaceTasks(id, []Task{{ID: "call", Detail: []byte("{}"), Person: "arta", Due: &due, State: TaskOpen}}); err != nil {
					return err
				}
			}
			for _, id := range []string{"m0", "m1"} {
				if err := tx.InsertMovement(Movement{ID: id, Status: avrr.Held, State: []byte(`{"status":"held"}`)}); err != nil {
					return err
				}
			}
			return nil
		})
		for _, harm := range []string{
			"UPDATE submissions SET body = protected, protected = body WHERE case_id = 'case-00000'",
			"UPDATE outbox SET payload = (SELECT headline FROM cases WHERE id = 'case-00000') WHERE subject_id = 'case-00000'",
			"UPDATE cases SET headline = state WHERE id = 'case-00000'",
			"UPDATE tasks SET detail = (SELECT headline FROM cases WHERE id = 'case-00000') WHERE case_id = 'case-00000'",
			"UPDATE movements SET state = (SELECT state FROM movements WHERE id = 'm1') WHERE id = 'm0'",
		} {
			if err := s.write.Exec(harm).Error; err != nil {
				t.Fatal(err)
			}
		}

		r := s.Read(t.Context())
		if due, err := r.DueSubmissions(noon.Add(time.Hour), 10); err != nil || len(due) != 2 {
			t.Fatalf("due submissions: %+v, %v", due, err)
		}
		orders, err := r.DueOutbox(noon.Add(time.Hour), 10)
		if err != nil || len(orders) != 2 {
			t.Fatalf("due outbox: %+v, %v", orders, err)
		}
		in(t, s, func(tx *Tx) error {
			for _, o := range orders {
				_, err := tx.LockOutbox(o)
				if o.Subject.ID == one {
					wantError(t, err, ErrSealed)
				} else if err != nil {
					return err
				}
			}
			return nil
		})

		movements, _, err := r.Movements(MovementFilter{})
		if err != nil || len(movements) != 2 || !movements[0].Live() {
			t.Fatalf("movements: %+v, %v", movements, err)
		}
		cases, _, err := r.Caseload(Filter{Sort: SortReference})
		if err != nil || len(cases) != 2 || !cases[0].Sealed || cases[1].Sealed {
			t.Fatalf("caseload: %+v, %v", cases, err)
		}
		tasks, _, err := r.WorkList(WorkFilter{Of: Work{Person: "arta"}})
		if err != nil || len(tasks) != 2 || tasks[0].CaseID != one || tasks[0].Due == nil || tasks[0].Detail != nil || tasks[1].ID != "call" {
			t.Fatalf("work: %+v, %v", tasks, err)
		}
		h, err := ReadHeadline(cases[0])
		if err != nil || h.Name != cases[0].Reference || !h.Restricted {
			t.Fatalf("headline: %+v, %v", h, err)
		}
	})
}
