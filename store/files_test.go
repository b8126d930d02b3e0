package store

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"
)

// largestFile is the most a file may hold, in bytes.
const largestFile = 10 << 20

func someFile(id, caseID string, content []byte) File {
	sum := sha256.Sum256(content)
	return File{
		ID: id, CaseID: caseID, UploadedBy: "arta", UploadedAt: noon, SHA256: sum[:], Content: content,
		FileFacts: FileFacts{Kind: "guardianship", Member: "m2", Name: "vendimi i gjykatës.pdf", ContentType: "application/pdf", Size: len(content)},
	}
}

func TestTheLargestFileComesBackAsItWasAndNoListReadsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 2, nil)
		one, other := someCase(0).ID, someCase(1).ID
		large := make([]byte, largestFile)
		rand.Read(large)
		later := someFile("f2", one, []byte("%PDF-1.7 small"))
		later.UploadedAt, later.Kind, later.Member = noon.Add(time.Minute), "receipt", ""
		in(t, s, func(tx *Tx) error {
			for _, f := range []File{someFile("f1", one, large), later, someFile("f3", other, []byte("another case's"))} {
				if err := tx.InsertFile(f); err != nil {
					return err
				}
			}
			wantError(t, tx.InsertFile(someFile("f1", other, nil)), ErrDuplicate)
			return nil
		})

		r := s.Read(t.Context())
		got, err := r.FileContent("f1")
		if err != nil || !bytes.Equal(got.Content, large) || got.FileFacts != someFile("f1", one, large).FileFacts || got.State != FileKept || !got.UploadedAt.Equal(noon) {
			t.Fatalf("got %+v, error %v", got.FileFacts, err)
		}
		if sum := sha256.Sum256(large); !bytes.Equal(got.SHA256, sum[:]) {
			t.Fatal("the sum does not fit the content")
		}
		list, err := r.Files(one)
		if err != nil || len(list) != 2 || list[0].ID != "f2" || list[0].FileFacts != later.FileFacts || list[1].Content != nil {
			t.Fatalf("the list is %+v, error %v", list, err)
		}
		if f, err := r.File("f3"); err != nil || f.CaseID != other || f.Content != nil {
			t.Fatalf("got %+v, error %v", f, err)
		}
		count, size, err := r.FileRoom(one)
		if least := int64(largestFile + len(later.Content)); err != nil || count != 2 || size < least || size > least+200 {
			t.Fatalf("%d files take %d bytes, error %v", count, size, err)
		}
	})
}

func TestADroppedFileIsGone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 1, nil)
		id := someCase(0).ID
		in(t, s, func(tx *Tx) error {
			if err := tx.InsertFile(someFile("f1", id, make([]byte, 5000))); err != nil {
				return err
			}
			wantError(t, tx.DropFile("f2"), ErrNotFound)
			for range 2 {
				if err := tx.DropFile("f1"); err != nil {
					return err
				}
			}
			return nil
		})
		r := s.Read(t.Context())
		_, err := r.File("f1")
		wantError(t, err, ErrNotFound)
		_, err = r.FileContent("f1")
		wantError(t, err, ErrNotFound)
		if list, err := r.Files(id); err != nil || len(list) != 0 {
			t.Fatalf("the list is %+v, error %v", list, err)
		}
		var left int
		if err := s.read.Raw("SELECT LENGTH(content) FROM files WHERE id = 'f1'").Scan(&left).Error; err != nil || left > 100 {
			t.Fatalf("%d bytes are left of it, error %v", left, err)
		}
		if count, size, err := r.FileRoom(id); err != nil || count != 0 || size != 0 {
			t.Fatalf("it still counts: %d files of %d bytes, error %v", count, size, err)
		}
	})
}

func TestAFileMovedToAnotherRowColumnOrCaseDoesNotOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 2, nil)
		files := func(column, value string) string {
			return fmt.Sprintf("UPDATE files SET %s = %s WHERE id = 'f1'", column, value)
		}
		from := func(column string) string { return fmt.Sprintf("(SELECT %s FROM files WHERE id = 'f2')", column) }
		for move, opens := range map[string]func(r *Reader) (File, error){
			files("content", from("content")):   func(r *Reader) (File, error) { return r.FileContent("f1") },
			files("content", "sha256"):          func(r *Reader) (File, error) { return r.FileContent("f1") },
			files("metadata", from("metadata")): func(r *Reader) (File, error) { return r.File("f1") },
			files("sha256", from("sha256")):     func(r *Reader) (File, error) { return r.File("f1") },
			files("case_id", "'case-00001'"):    func(r *Reader) (File, error) { return r.File("f1") },
		} {
			in(t, s, func(tx *Tx) error {
				if err := tx.db.Exec("DELETE FROM files").Error; err != nil {
					return err
				}
				for _, id := range []string{"f1", "f2"} {
					if err := tx.InsertFile(someFile(id, someCase(0).ID, []byte("%PDF of "+id))); err != nil {
						return err
					}
				}
				return nil
			})
			if _, err := opens(s.Read(t.Context())); err != nil {
				t.Fatal(err)
			}
			if err := s.write.Exec(move).Error; err != nil {
				t.Fatal(err)
			}
			_, err := opens(s.Read(t.Context()))
			wantError(t, err, ErrSealed)
		}
	})
}
