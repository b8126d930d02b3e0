package vault_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"homeward/vault"
)

// backend is one kind of key store, emptied for each test.
type backend struct {
	name  string
	store func(t *testing.T) string
}

// backends are SQLite and, when HOMEWARD_TEST_POSTGRES holds the URL of a server that may create databases, PostgreSQL.
func backends() []backend {
	all := []backend{{"sqlite", func(t *testing.T) string {
		return "sqlite:" + filepath.Join(t.TempDir(), "keys.db")
	}}}
	if address := os.Getenv("HOMEWARD_TEST_POSTGRES"); address != "" {
		all = append(all, backend{"postgres", func(t *testing.T) string { return freshDatabase(t, address) }})
	}
	return all
}

func freshDatabase(t *testing.T, address string) string {
	t.Helper()
	admin, err := sql.Open("pgx", address)
	must(t, err)
	name := "vault_" + strings.ToLower(rand.Text())
	_, err = admin.Exec("create database " + name)
	must(t, err)
	t.Cleanup(func() {
		_, err := admin.Exec("drop database " + name + " with (force)")
		must(t, errors.Join(err, admin.Close()))
	})
	fresh, err := url.Parse(address)
	must(t, err)
	fresh.Path = "/" + name
	return fresh.String()
}

func onEach(t *testing.T, test func(t *testing.T, config vault.Config)) {
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			test(t, vault.Config{
				KeyFile: filepath.Join(t.TempDir(), "keys", "master.key"),
				Create:  true,
				Store:   b.store(t),
			})
		})
	}
}

func open(t testing.TB, config vault.Config) *vault.Vault {
	t.Helper()
	v, err := vault.Open(t.Context(), config)
	must(t, err)
	t.Cleanup(func() { must(t, v.Close()) })
	return v
}

func inMemory(t testing.TB, owners ...string) *vault.Vault {
	t.Helper()
	v, err := vault.NewInMemory([32]byte{1, 2, 3})
	must(t, err)
	for _, owner := range owners {
		for _, c := range []vault.Compartment{vault.Case, vault.Protection, vault.Medical, vault.Temporal} {
			must(t, v.CreateKey(t.Context(), owner, c))
		}
	}
	return v
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
}

const (
	owner = "case/01JD8K3M5N7P9Q1R3S5T7V9W1X"
	other = "movement/01JD8K3M5N7P9Q1R3S5T7V9W2Y"
)

func TestSealedDataOpensAgainInAnotherProcess(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		first := open(t, config)
		must(t, first.CreateKey(t.Context(), owner, vault.Case))
		sealed, err := first.Seal(t.Context(), owner, vault.Case, "case_events/body/7", []byte("Gjon Çela"))
		must(t, err)
		if bytes.Contains(sealed, []byte("Gjon")) {
			t.Fatal("the name is readable in its ciphertext")
		}
		if len(sealed) != len("Gjon Çela")+33 {
			t.Errorf("sealing added %d bytes, documented are 33", len(sealed)-len("Gjon Çela"))
		}

		second := open(t, config)
		must(t, second.Warm(t.Context(), owner, other))
		got, err := second.Open(t.Context(), owner, vault.Case, "case_events/body/7", sealed)
		must(t, err)
		if string(got) != "Gjon Çela" {
			t.Errorf("opened %q", got)
		}
	})
}

func TestManyKeysAreReadAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		first := open(t, config)
		var owners []string
		sealed := map[string][]byte{}
		for n := range 250 {
			owners = append(owners, fmt.Sprintf("case/%03d", n))
			must(t, first.CreateKey(t.Context(), owners[n], vault.Case))
			var err error
			sealed[owners[n]], err = first.Seal(t.Context(), owners[n], vault.Case, "p", []byte(owners[n]))
			must(t, err)
		}
		second := open(t, config)
		must(t, second.Warm(t.Context(), append(owners, other, owners[0])...))
		must(t, second.Close()) // what opens now opens from memory
		for _, owner := range owners {
			got, err := second.Open(t.Context(), owner, vault.Case, "p", sealed[owner])
			must(t, err)
			if string(got) != owner {
				t.Fatalf("%s opened %q", owner, got)
			}
		}
	})
}

func TestSealingNeverCreatesAKey(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		v := open(t, config)
		must(t, v.CreateKey(t.Context(), owner, vault.Case))
		_, err := v.Seal(t.Context(), owner, vault.Medical, "p", nil)
		wants(t, err, vault.ErrNoKey)
		_, err = v.Seal(t.Context(), other, vault.Case, "p", nil)
		wants(t, err, vault.ErrNoKey)
		_, err = v.Open(t.Context(), other, vault.Case, "p", []byte("x"))
		wants(t, err, vault.ErrNoKey)
	})
}

func TestAKeyCreatedByAnotherProcessIsFoundAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		here, there := open(t, config), open(t, config)
		must(t, here.CreateKey(t.Context(), owner, vault.Case))
		must(t, here.Warm(t.Context(), owner))
		must(t, there.CreateKey(t.Context(), owner, vault.Medical))
		_, err := here.Seal(t.Context(), owner, vault.Medical, "p", nil)
		must(t, err)
	})
}

func TestOnlyCasesAndMovementsInKnownCompartmentsGetKeys(t *testing.T) {
	v := inMemory(t)
	for _, wrong := range []struct {
		owner       string
		compartment vault.Compartment
	}{{"", vault.Case}, {"system", vault.Temporal}, {owner, "gossip"}} {
		if err := v.CreateKey(t.Context(), wrong.owner, wrong.compartment); err == nil {
			t.Errorf("created a key for %q %q", wrong.owner, wrong.compartment)
		}
	}
	if err := v.Destroy(t.Context(), "system"); err == nil {
		t.Error("destroyed the vault's own key")
	}
}

func TestCiphertextMovedElsewhereNeverOpens(t *testing.T) {
	v := inMemory(t, owner, other)
	type home struct {
		owner       string
		compartment vault.Compartment
		place       string
	}
	var homes []home
	var sealed [][]byte
	for i := range 1000 {
		h := home{
			owner:       []string{owner, other}[i%2],
			compartment: []vault.Compartment{vault.Case, vault.Protection, vault.Medical, vault.Temporal}[i/2%4],
			place:       fmt.Sprintf("case_events/body/%d", i),
		}
		s, err := v.Seal(t.Context(), h.owner, h.compartment, h.place, []byte("same text everywhere"))
		must(t, err)
		homes, sealed = append(homes, h), append(sealed, s)
	}
	for i, h := range homes {
		// Eight further on is the same owner and compartment: only the place differs.
		for _, step := range []int{1, 2, 8} {
			_, err := v.Open(t.Context(), h.owner, h.compartment, h.place, sealed[(i+step)%len(sealed)])
			wants(t, err, vault.ErrWrongPlace)
		}
		_, err := v.Open(t.Context(), h.owner, h.compartment, h.place, sealed[i])
		must(t, err)
	}
}

func TestAssociatedDataCannotBeSplitDifferently(t *testing.T) {
	v := inMemory(t, owner)
	sealed, err := v.Seal(t.Context(), owner, vault.Case, "a/b", []byte("x"))
	must(t, err)
	for _, place := range []string{"", "a", "a/", "a/b/", "a/b\x00"} {
		_, err := v.Open(t.Context(), owner, vault.Case, place, sealed)
		wants(t, err, vault.ErrWrongPlace)
	}
}

func TestProcessesCreatingAKeyTogetherShareOne(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		const processes, owners = 4, 25
		vaults := make([]*vault.Vault, processes)
		var opening sync.WaitGroup
		for i := range vaults { // they also race for the key file and the schema
			opening.Go(func() {
				v, err := vault.Open(context.Background(), config)
				if err != nil {
					t.Error(err)
					return
				}
				vaults[i] = v
			})
		}
		opening.Wait()
		if t.Failed() {
			t.FailNow()
		}
		for _, v := range vaults {
			t.Cleanup(func() { must(t, v.Close()) })
		}

		sealed := make([][][]byte, processes)
		var racing sync.WaitGroup
		for i, v := range vaults {
			sealed[i] = make([][]byte, owners)
			racing.Go(func() {
				for n := range owners {
					who := fmt.Sprintf("case/%d", n)
					err := v.CreateKey(context.Background(), who, vault.Case)
					if err == nil {
						sealed[i][n], err = v.Seal(context.Background(), who, vault.Case, "p", []byte("x"))
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		racing.Wait()
		if t.Failed() {
			t.FailNow()
		}

		reader := open(t, config)
		for i := range processes {
			for n := range owners {
				_, err := reader.Open(t.Context(), fmt.Sprintf("case/%d", n), vault.Case, "p", sealed[i][n])
				must(t, err)
			}
		}
	})
}

func TestAnErasedOwnerIsGoneForGood(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		v := open(t, config)
		for _, who := range []string{owner, other} {
			must(t, v.CreateKey(t.Context(), who, vault.Case))
			must(t, v.CreateKey(t.Context(), who, vault.Medical))
		}
		sealed, err := v.Seal(t.Context(), owner, vault.Case, "p", []byte("x"))
		must(t, err)
		kept, err := v.Seal(t.Context(), other, vault.Case, "p", []byte("x"))
		must(t, err)

		must(t, v.Destroy(t.Context(), owner))
		must(t, v.Destroy(t.Context(), owner)) // asking again changes nothing

		for _, v := range []*vault.Vault{v, open(t, config)} {
			_, err = v.Open(t.Context(), owner, vault.Case, "p", sealed)
			wants(t, err, vault.ErrErased)
			_, err = v.Seal(t.Context(), owner, vault.Medical, "p", nil)
			wants(t, err, vault.ErrErased)
			wants(t, v.CreateKey(t.Context(), owner, vault.Protection), vault.ErrErased)
			must(t, v.Warm(t.Context(), owner, other))
			_, err = v.Open(t.Context(), other, vault.Case, "p", kept)
			must(t, err)
		}
	})
}

func TestErasureBesideCreationLeavesNoKey(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		here, there := open(t, config), open(t, config)
		for n := range 25 {
			who := fmt.Sprintf("case/%d", n)
			var racing sync.WaitGroup
			racing.Go(func() {
				if err := here.CreateKey(context.Background(), who, vault.Case); err != nil && !errors.Is(err, vault.ErrErased) {
					t.Error(err)
				}
			})
			racing.Go(func() {
				if err := there.Destroy(context.Background(), who); err != nil {
					t.Error(err)
				}
			})
			racing.Wait()
			_, err := here.Seal(t.Context(), who, vault.Case, "p", nil)
			wants(t, err, vault.ErrErased)
		}
	})
}

func TestDestroyedKeysLeaveTheSQLiteFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.db")
	config := vault.Config{KeyFile: filepath.Join(t.TempDir(), "key"), Create: true, Store: "sqlite:" + path}
	v := open(t, config)
	must(t, v.CreateKey(t.Context(), owner, vault.Case))

	db, err := sql.Open("sqlite", path)
	must(t, err)
	defer db.Close()
	var wrapped []byte
	must(t, db.QueryRow("select wrapped from case_keys where owner = ?", owner).Scan(&wrapped))
	if !inFiles(t, path, wrapped) {
		t.Fatal("the wrapped key was never in the files: this test looks in the wrong place")
	}

	must(t, v.Destroy(t.Context(), owner))
	if inFiles(t, path, wrapped) {
		t.Error("the wrapped key is still in the files after Destroy")
	}
}

func inFiles(t *testing.T, database string, needle []byte) bool {
	t.Helper()
	files, err := filepath.Glob(database + "*")
	must(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		if bytes.Contains(content, needle) {
			return true
		}
	}
	return false
}

func TestAKeyFileOthersCanReadIsRefused(t *testing.T) {
	config := vault.Config{KeyFile: filepath.Join(t.TempDir(), "key"), Create: true, Store: "sqlite:" + filepath.Join(t.TempDir(), "keys.db")}
	open(t, config)
	for _, file := range []string{config.KeyFile, strings.TrimPrefix(config.Store, "sqlite:")} {
		info, err := os.Stat(file)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s was made with mode %04o", file, info.Mode().Perm())
		}
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o777} {
		must(t, os.Chmod(config.KeyFile, mode))
		if v, err := vault.Open(t.Context(), config); err == nil {
			t.Errorf("ran with a key file of mode %04o", mode)
			must(t, v.Close())
		}
	}
}

func TestAMissingOrForeignKeyFileIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		open(t, config)

		absent := config
		absent.KeyFile, absent.Create = filepath.Join(t.TempDir(), "none"), false
		_, err := vault.Open(t.Context(), absent)
		wants(t, err, os.ErrNotExist)

		foreign := config
		foreign.KeyFile = filepath.Join(t.TempDir(), "another")
		_, err = vault.Open(t.Context(), foreign)
		wants(t, err, vault.ErrForeignStore)

		must(t, os.WriteFile(foreign.KeyFile, []byte("c2hvcnQ=\n"), 0o600))
		if _, err = vault.Open(t.Context(), foreign); err == nil || strings.Contains(err.Error(), "c2hvcnQ") {
			t.Errorf("a malformed key file answers %v", err)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	v := inMemory(b, owner)
	text := bytes.Repeat([]byte("x"), 1024)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := v.Seal(b.Context(), owner, vault.Case, "case_events/body/7", text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	v := inMemory(b, owner)
	text := bytes.Repeat([]byte("x"), 1024)
	sealed, err := v.Seal(b.Context(), owner, vault.Case, "case_events/body/7", text)
	must(b, err)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := v.Open(b.Context(), owner, vault.Case, "case_events/body/7", sealed); err != nil {
			b.Fatal(err)
		}
	}
}
