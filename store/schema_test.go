package store

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"homeward/store/pgtest"
)

func TestAnEmptyDatabaseIsOlderAndMigratingBringsItUp(t *testing.T) {
	for name, address := range map[string]string{
		"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "empty.db"), "postgres": pgtest.Database(t),
	} {
		t.Run(name, func(t *testing.T) {
			s := openStore(t, address)
			_, wanted, err := s.SchemaState(t.Context())
			wantError(t, err, ErrSchemaOlder)
			atOnce(t, 3, func(int) error { return s.Migrate(t.Context()) })
			current, _, err := s.SchemaState(t.Context())
			if err != nil || current != wanted {
				t.Fatalf("schema %d of %d, %v", current, wanted, err)
			}
		})
	}
}

func TestANewerSchemaIsNotTouched(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		if err := s.write.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9000, ?)", true).Error; err != nil {
			t.Fatal(err)
		}
		_, _, err := s.SchemaState(t.Context())
		wantError(t, err, ErrSchemaNewer)
		wantError(t, s.Migrate(t.Context()), ErrSchemaNewer)
	})
}

func TestEveryColumnIsClassifiedAndWhatIsPersonalIsSealed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		columns := "SELECT m.name || '.' || p.name AS name, p.type AS type FROM sqlite_schema m, pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
		binary := "blob"
		if s.base.dialect == goose.DialectPostgres {
			columns = "SELECT table_name || '.' || column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema = 'public'"
			binary = "bytea"
		}
		var found []struct{ Name, Type string }
		if err := s.read.Raw(columns).Scan(&found).Error; err != nil {
			t.Fatal(err)
		}
		classes := Classes()
		for _, column := range found {
			class, known := classes[column.Name]
			switch {
			case !known:
				t.Errorf("%s has no class", column.Name)
			case class >= C2 && !strings.EqualFold(column.Type, binary):
				t.Errorf("%s is %v and not sealed: its type is %s", column.Name, class, column.Type)
			}
			delete(classes, column.Name)
		}
		for name := range classes {
			t.Errorf("%s is classified and does not exist", name)
		}
	})
}

func TestAnInstantComesBackInUTCToTheMicrosecond(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		zone := time.FixedZone("east", 5*3600+1800)
		written := time.Date(2026, 7, 1, 3, 4, 5, 123456789, zone)
		withCases(t, s, 1, func(_ int, c *Case) { c.NextDue = &written })
		e := someEvent(someCase(0).ID, 1, "a")
		e.RecordedAt = written
		in(t, s, func(tx *Tx) error { return tx.AppendEvent(e) })
		c, err := s.Read(t.Context()).Case(someCase(0).ID)
		if err != nil {
			t.Fatal(err)
		}
		events, err := s.Read(t.Context()).Events(e.Subject, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := time.Date(2026, 6, 30, 21, 34, 5, 123456000, time.UTC)
		if *c.NextDue != want || events[0].RecordedAt != want || c.CreatedAt != noon {
			t.Fatalf("got %v, %v and %v", c.NextDue, events[0].RecordedAt, c.CreatedAt)
		}
	})
}

func TestTheAuditTrailOnlyGrows(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		in(t, s, func(tx *Tx) error {
			if err := tx.Audit(AuditRow{Actor: "arta", Verb: "read", SubjectKind: KindCase, SubjectID: "c", CaseID: "c"}); err != nil {
				return err
			}
			return tx.Audit(AuditRow{Verb: "sign-in-failed"})
		})
		for _, change := range []string{"UPDATE audit SET actor = 'somebody'", "DELETE FROM audit"} {
			wantError(t, classify(s.write.Exec(change).Error), ErrCheck)
		}
		all, err := s.Read(t.Context()).AuditTrail(AuditFilter{})
		if err != nil || len(all) != 2 || all[0].Verb != "sign-in-failed" || all[0].At != noon {
			t.Fatalf("got %+v, %v", all, err)
		}
		for name, f := range map[string]AuditFilter{
			"case": {CaseID: "c"}, "actor": {Actor: "arta"}, "subject": {Subject: CaseSubject("c")}, "page": {Before: all[0].ID},
		} {
			if rows, err := s.Read(t.Context()).AuditTrail(f); err != nil || len(rows) != 1 || rows[0].Verb != "read" {
				t.Errorf("by %s: got %+v, %v", name, rows, err)
			}
		}
	})
}

func TestCiphertextMovedToAnotherRowOrColumnDoesNotOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 2, nil)
		in(t, s, func(tx *Tx) error {
			if err := tx.AppendEvent(someEvent(someCase(0).ID, 1, "a")); err != nil {
				return err
			}
			return tx.AppendEvent(someEvent(someCase(0).ID, 2, "b"))
		})
		r := s.Read(t.Context())
		if _, err := r.Events(CaseSubject(someCase(0).ID), 0); err != nil {
			t.Fatal(err)
		}
		for _, move := range []string{
			"UPDATE case_events SET body = (SELECT body FROM case_events WHERE seq = 1) WHERE seq = 2",
			"UPDATE cases SET state = (SELECT state FROM cases WHERE id = 'case-00000') WHERE id = 'case-00001'",
			"UPDATE cases SET headline = state WHERE id = 'case-00000'",
		} {
			if err := s.write.Exec(move).Error; err != nil {
				t.Fatal(err)
			}
		}
		_, err := r.Events(CaseSubject(someCase(0).ID), 0)
		wantError(t, err, ErrSealed)
		for n := range 2 {
			_, err = r.Case(someCase(n).ID)
			wantError(t, err, ErrSealed)
		}
	})
}

func TestNothingPersonalIsReadableInTheFile(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, func(_ int, c *Case) { c.State, c.Headline = []byte("canary-1"), []byte("canary-2") })
		id := someCase(0).ID
		hired(t, s, "arta")
		in(t, s, func(tx *Tx) error {
			e := someEvent(id, 1, "a")
			e.Body, e.Compartment, e.Protected = []byte("canary-3"), CompartmentProtection, []byte("canary-4")
			if err := tx.AppendEvent(e); err != nil {
				return err
			}
			sub := someSubmission("s", CaseSubject(id), noon)
			sub.Body, sub.Protected, sub.Problem, sub.Answer = []byte("canary-5"), []byte("canary-6"), []byte("canary-7"), []byte("canary-8")
			if err := tx.InsertSubmission(sub); err != nil {
				return err
			}
			if err := tx.PutOutbox(OutboxRow{Subject: CaseSubject(id), Seq: 1, Kind: OutboxPaper, Payload: []byte("canary-9")}); err != nil {
				return err
			}
			d := someDocument("d", id, 1)
			d.Code, d.File = "canary-10", []byte("canary-11")
			if err := tx.InsertDocument(d); err != nil {
				return err
			}
			f := someFile("f", id, []byte("canary-14"))
			f.Name, f.SHA256 = "canary-15", []byte("canary-16")
			if err := tx.InsertFile(f); err != nil {
				return err
			}
			if err := tx.InsertMovement(Movement{ID: "m", Status: "held", State: []byte("canary-12")}); err != nil {
				return err
			}
			if err := tx.KeepDraft("/cases/new", Draft{Account: "arta", Owner: CaseSubject(id), SavedAt: noon, Content: []byte("canary-17")}); err != nil {
				return err
			}
			if err := tx.SaveView(View{Account: "arta", Query: "mine=1", Name: "canary-18", SavedAt: noon}); err != nil {
				return err
			}
			j := someJob("j")
			j.Asked = []byte("canary-19")
			if err := tx.InsertJob(j, []string{id}); err != nil {
				return err
			}
			if _, err := tx.SettleJobRow(JobRow{Job: "j", N: 1, CaseID: id, Outcome: []byte("canary-20")}); err != nil {
				return err
			}
			if err := tx.KeepJobFile(JobFile{Job: "j", Name: "cases.csv", MediaType: "text/csv", Content: []byte("canary-21")}); err != nil {
				return err
			}
			return tx.ReplaceTasks(id, []Task{{ID: "t", Detail: []byte("canary-13"), State: TaskOpen, RaisedAt: noon}})
		})
		for name, class := range Classes() {
			if class < C2 {
				continue
			}
			table, column, _ := strings.Cut(name, ".")
			var values [][]byte
			if err := s.read.Table(table).Where(column+" IS NOT NULL").Pluck(column, &values).Error; err != nil {
				t.Fatal(err)
			}
			if len(values) == 0 && table != "movement_events" {
				t.Errorf("%s was not filled by this test", name)
			}
			for _, value := range values {
				if strings.Contains(string(value), "canary") {
					t.Errorf("%s holds plain text", name)
				}
			}
		}
	})
}
