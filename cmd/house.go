package cmd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.temporal.io/sdk/client"

	"homeward/access"
	"homeward/activities"
	"homeward/casework"
	"homeward/intake"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
)

// storage says where cases and their keys are kept. What is left out lies in the data folder.
type storage struct {
	Data     string `help:"Folder of the data, where nothing else is said." placeholder:"DIR" default:"homeward-data"`
	Database string `help:"Database of the cases: sqlite:PATH or postgres://…" placeholder:"URL"`
	Keys     string `help:"Key store, never backed up together with the database: sqlite:PATH or postgres://…" placeholder:"URL"`
	KeyFile  string `help:"File with the key that wraps all keys." placeholder:"PATH"`
	ownProgrammes
	scoring
}

func (s storage) database() string {
	if s.Database != "" {
		return s.Database
	}
	return "sqlite:" + filepath.Join(s.Data, "homeward.db")
}

func (s storage) keys() string {
	switch {
	case s.Keys != "":
		return s.Keys
	case strings.HasPrefix(s.Database, "postgres"):
		return ""
	}
	return "sqlite:" + filepath.Join(s.Data, "keys.db")
}

func (s storage) keyFile() string {
	if s.KeyFile != "" {
		return s.KeyFile
	}
	return filepath.Join(s.Data, "homeward.key")
}

// logging says how the process tells what it does.
type logging struct {
	LogFormat string `help:"How the log is written." enum:"text,json" default:"text"`
	LogLevel  string `help:"The least that is logged." enum:"debug,info,warn,error" default:"info"`
}

func (l logging) logger(s streams) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if l.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(s.errs, options))
	}
	return slog.New(slog.NewTextHandler(s.errs, options))
}

// A house is the rooms of one process, opened.
type house struct {
	store   *store.Store
	vault   *vault.Vault
	gate    *access.Gate
	library *programmes.Library
	weights *programmes.WeightSet // nil where instruments are scored by their own
	post    *activities.Post      // nil where other offices are telephoned
	carrier activities.Carrier    // nil where the travel desk books by telephone and mail
	bank    activities.Bank       // nil where the desk pays
	log     *slog.Logger
}

// opening says how far a house may be changed while it is opened.
type opening struct {
	create  bool // the data folder may be new
	migrate bool // an empty database gets its schema
	pin     bool // the programmes are kept, for the cases opened under them
}

// openHouse opens the key store and the database and looks whether they fit this version.
func openHouse(ctx context.Context, s storage, o opening, log *slog.Logger) (*house, error) {
	if o.create {
		if err := os.MkdirAll(s.Data, 0o700); err != nil {
			return nil, notReadyf("The data folder cannot be made: %v.", err)
		}
	}
	h, err := openRooms(ctx, s, o.create, log)
	if err != nil {
		return nil, err
	}
	if err := h.checkSchema(ctx, o.migrate); err != nil {
		return nil, errors.Join(err, h.close())
	}
	if o.pin {
		if err := h.pin(ctx); err != nil {
			return nil, errors.Join(err, h.close())
		}
	}
	return h, nil
}

// openUnchecked opens a house whose database may have any schema.
func openUnchecked(ctx context.Context, s storage, log *slog.Logger) (*house, error) {
	return openRooms(ctx, s, true, log)
}

func openRooms(ctx context.Context, s storage, create bool, log *slog.Logger) (*house, error) {
	if s.keys() == "" {
		return nil, usage{"Say where the keys are kept, apart from the database and its backups: --keys URL."}
	}
	v, err := vault.Open(ctx, vault.Config{KeyFile: s.keyFile(), Create: create, Store: s.keys()})
	if err != nil {
		return nil, notReadyf("The key store cannot be opened: %v.", err)
	}
	st, err := store.Open(ctx, store.Config{URL: s.database(), Sealer: store.SealerOf(v), Logger: log})
	if err != nil {
		return nil, errors.Join(notReadyf("The database cannot be opened: %v.", err), v.Close())
	}
	h := &house{store: st, vault: v, gate: access.New(access.Config{Store: st}), log: log}
	if h.library, err = s.library(); err != nil {
		return nil, errors.Join(err, h.close())
	}
	if h.weights, err = s.weights(); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

func (h *house) checkSchema(ctx context.Context, migrate bool) error {
	have, want, err := h.store.SchemaState(ctx)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrSchemaOlder) && have == 0 && migrate:
		if err := h.store.Migrate(ctx); err != nil {
			return notReadyf("The database cannot be migrated: %v.", err)
		}
		return nil
	case errors.Is(err, store.ErrSchemaOlder):
		return notReadyf("The database has schema %d and this version needs %d: run homeward migrate.", have, want)
	case errors.Is(err, store.ErrSchemaNewer):
		return notReadyf("The database has schema %d, made by a newer version of Homeward; this one knows %d.", have, want)
	}
	return notReadyf("The database cannot be read: %v.", err)
}

func (h *house) close() error { return errors.Join(h.store.Close(), h.vault.Close()) }

// desk makes the room where case work is done, over a way to reach Temporal.
func (h *house) desk(temporal func() client.Client) *casework.Desk {
	return &casework.Desk{Store: h.store, Vault: h.vault, Gate: h.gate, Temporal: temporal, Library: h.library, Weights: h.weights, Clock: time.Now, Logger: h.log,
		Intake: intake.Sheets(func(ctx context.Context) (intake.Rules, error) {
			library, err := h.everyProgramme(ctx)
			if err != nil {
				return intake.Rules{}, err
			}
			return rulesOf(library, nil), nil
		})}
}

// activities makes what the worker carries out.
func (h *house) activities(publicURL string) *activities.Activities {
	return &activities.Activities{Store: h.store, Vault: h.vault, Library: h.library, Weights: h.weights, PublicURL: strings.TrimSuffix(publicURL, "/"), Post: h.post, Carrier: h.carrier, Bank: h.bank, Clock: time.Now, Logger: h.log}
}

// hostName names this process in leases.
func hostName() string {
	name, err := os.Hostname()
	if err != nil {
		name = "unnamed"
	}
	return fmt.Sprintf("%s/%d", name, os.Getpid())
}
