package cmd

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os/user"

	"homeward/avrr"
	"homeward/store"
)

type loadProgramme struct {
	File string `arg:"" help:"The programme file." type:"existingfile"`
	storage
	logging
}

// Run keeps the file's text as a new version and offers it to every process that works on the same database. Cases that are open
// stay on theirs.
func (c loadProgramme) Run(ctx context.Context, s streams) error {
	p, source, err := readProgramme(s, c.File)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, c.storage, opening{}, c.logger(s))
	if err != nil {
		return err
	}
	defer h.shut()
	loaded, err := h.load(ctx, p, source)
	if err != nil {
		return err
	}
	if !loaded {
		_, err = fmt.Fprintf(s.out, "Programme %s %s was loaded before, with this very text: nothing has changed.\n", p.Code, p.Version)
		return err
	}
	newest, err := h.newest(ctx, p.Code)
	if err != nil {
		return err
	}
	if newest != p.Version {
		_, err = fmt.Fprintf(s.out, "Programme %s %s is kept, but new cases open under version %s, which is newer.\n", p.Code, p.Version, newest)
		return err
	}
	_, err = fmt.Fprintf(s.out, "New cases of %s open under version %s from now on; open cases stay on theirs.\n", p.Code, p.Version)
	return err
}

// load offers a version, and notes who did. It answers false when the version was offered already.
func (h *house) load(ctx context.Context, p *avrr.Programme, source string) (loaded bool, err error) {
	other := fmt.Errorf("programme %s %s is there already with other content: give the change a new version", p.Code, p.Version)
	if brought := h.library.Source(p.Code, p.Version); brought != nil && string(brought) != source {
		return false, other
	}
	err = h.store.InTx(ctx, func(tx *store.Tx) error {
		if loaded, err = tx.LoadProgramme(p.Code, p.Version, source); err != nil || !loaded {
			return err
		}
		return tx.Audit(store.AuditRow{Actor: avrr.SystemActor, Verb: "load-programme", SubjectKind: "programme", SubjectID: p.Code + "@" + p.Version,
			Detail: fmt.Sprintf("by %s on %s; sha256 %x", operator(), hostName(), sha256.Sum256([]byte(source)))})
	})
	if errors.Is(err, store.ErrDuplicate) {
		return false, other
	}
	return loaded, err
}

// newest answers the version that new cases of a programme open under.
func (h *house) newest(ctx context.Context, code string) (string, error) {
	current, err := h.desk(nil).Programmes(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range current {
		if p.Code == code {
			return p.Version, nil
		}
	}
	return "", fmt.Errorf("programme %s was loaded and cannot be found", code)
}

// operator names the account of the host that runs the command.
func operator() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "somebody the host does not know"
}
