package store

import (
	"bytes"
	"testing"
	"time"
)

func TestADraftIsOfOnePersonAndOnePageAndIsKeptSealed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		const page = "/cases/HW-1/do/record-screening"
		hired(t, s, "arta", "besa")
		first := Draft{Account: "arta", Owner: CaseSubject(someCase(0).ID), SavedAt: noon, Content: []byte("what she told")}
		again := first
		again.SavedAt, again.Content = noon.Add(time.Minute), []byte("what she told me today")
		in(t, s, func(tx *Tx) error { return tx.KeepDraft(page, first) })
		in(t, s, func(tx *Tx) error { return tx.KeepDraft(page, again) })
		r := s.Read(t.Context())
		got, err := r.Draft("arta", page)
		if err != nil || !bytes.Equal(got.Content, again.Content) || !got.SavedAt.Equal(again.SavedAt) {
			t.Fatalf("got %q of %v, %v", got.Content, got.SavedAt, err)
		}
		if n, err := r.CountDrafts("arta"); err != nil || n != 1 {
			t.Fatalf("%d drafts, %v", n, err)
		}
		_, err = r.Draft("besa", page)
		wantError(t, err, ErrNotFound)
		_, err = r.Draft("arta", page+"?member=m1")
		wantError(t, err, ErrNotFound)
		var raw struct{ Content []byte }
		if err := s.read.Raw("SELECT content FROM drafts").Scan(&raw).Error; err != nil || bytes.Contains(raw.Content, []byte("told")) {
			t.Fatalf("the table shows %q, %v", raw.Content, err)
		}
		in(t, s, func(tx *Tx) error { return tx.DropDraft("arta", page) })
		_, err = r.Draft("arta", page)
		wantError(t, err, ErrNotFound)
	})
}

func TestDraftsAreListedByTheirAgeAndEndWithIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		hired(t, s, "arta")
		in(t, s, func(tx *Tx) error {
			for n, page := range []string{"/old", "/new"} {
				d := Draft{Account: "arta", Owner: AccountSubject("arta"), SavedAt: noon.Add(time.Duration(n) * time.Hour), Content: []byte(page)}
				if err := tx.KeepDraft(page, d); err != nil {
					return err
				}
			}
			return nil
		})
		list, err := s.Read(t.Context()).Drafts("arta")
		if err != nil || len(list) != 2 || string(list[0].Content) != "/new" {
			t.Fatalf("got %+v, %v", list, err)
		}
		in(t, s, func(tx *Tx) error { return tx.DropDraftsBefore(noon.Add(time.Minute)) })
		if list, err = s.Read(t.Context()).Drafts("arta"); err != nil || len(list) != 1 {
			t.Fatalf("got %+v, %v", list, err)
		}
	})
}

func hired(t *testing.T, s *Store, accounts ...string) {
	t.Helper()
	in(t, s, func(tx *Tx) error {
		for _, a := range accounts {
			if err := tx.InsertAccount(Account{ID: a, Username: a, Role: "return_officer"}); err != nil {
				return err
			}
		}
		return nil
	})
}
