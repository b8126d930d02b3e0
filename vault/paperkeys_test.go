package vault_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"homeward/vault"
)

func paperKeys(t *testing.T, v *vault.Vault) (scalars []string) {
	t.Helper()
	keys, err := v.PaperKeys(t.Context())
	must(t, err)
	for _, k := range keys {
		scalar, err := k.Bytes()
		must(t, err)
		scalars = append(scalars, string(scalar))
	}
	return scalars
}

func TestPaperKeyIsMadeOnceForAnInstallation(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		first := paperKeys(t, open(t, config))
		if again := paperKeys(t, open(t, config)); len(first) != 1 || !slices.Equal(first, again) {
			t.Errorf("one process has %d keys, the next has %d, and they are the same: %t", len(first), len(again), slices.Equal(first, again))
		}
	})
}

func TestRotationPutsANewPaperKeyBeforeTheOldOnes(t *testing.T) {
	onEach(t, func(t *testing.T, config vault.Config) {
		v, elsewhere := open(t, config), open(t, config)
		before := paperKeys(t, v)
		must(t, v.RotatePaperKey(t.Context()))
		must(t, v.RotatePaperKey(t.Context()))
		after := paperKeys(t, elsewhere)
		if len(after) != 3 || after[2] != before[0] || after[0] == after[1] || after[1] == after[2] {
			t.Errorf("of %d keys the oldest is the first one: %t", len(after), after[len(after)-1] == before[0])
		}
	})
}

func TestPaperKeyLiesWrappedInTheKeyStore(t *testing.T) {
	config := vault.Config{KeyFile: filepath.Join(t.TempDir(), "key"), Create: true, Store: "sqlite:" + filepath.Join(t.TempDir(), "keys.db")}
	keys := paperKeys(t, open(t, config))
	db, err := sql.Open("sqlite", strings.TrimPrefix(config.Store, "sqlite:"))
	must(t, err)
	defer func() { must(t, db.Close()) }()
	var wrapped []byte
	must(t, db.QueryRow("select wrapped from case_keys where owner = 'system/papers'").Scan(&wrapped))
	if strings.Contains(string(wrapped), keys[0]) {
		t.Error("the key lies in the key store as it is")
	}

	// One moved to another number does not open there.
	_, err = db.Exec("insert into case_keys (owner, compartment, key_id, wrapped, created_at) select owner, 'seal-0002', key_id, wrapped, created_at from case_keys where owner = 'system/papers'")
	must(t, err)
	_, err = vault.Open(t.Context(), config)
	wants(t, err, vault.ErrForeignStore)
}

func TestPaperKeyCannotBeErasedLikeACase(t *testing.T) {
	v := inMemory(t)
	if err := v.Destroy(t.Context(), "system/papers"); err == nil || len(paperKeys(t, v)) != 1 {
		t.Errorf("destroyed: %v", err)
	}
}
