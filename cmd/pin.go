package cmd

import (
	"context"
	"errors"

	"homeward/avrr"
	"homeward/programmes"
	"homeward/store"
)

// pin keeps the text of every programme there is, so that cases and decisions can be read by it for ever. A text that changed
// under a version that is in use is refused: a change is a new version.
func (h *house) pin(ctx context.Context) error {
	for _, p := range h.library.All() {
		err := h.store.InTx(ctx, func(tx *store.Tx) error {
			return tx.PinProgramme(p.Code, p.Version, string(h.library.Source(p.Code, p.Version)))
		})
		if errors.Is(err, store.ErrDuplicate) && shipped(p) {
			return notReadyf("Programme %s %s is kept there with another text than this Homeward brings: the data is of a build before the first release, and is not carried over. Go on with that build, or begin with an empty data folder or database; docs/operator.md says how the cases come along.", p.Code, p.Version)
		}
		if errors.Is(err, store.ErrDuplicate) {
			return notReadyf("Programme %s %s was changed although it is in use. Give the change a new version, and keep the old file as it was.", p.Code, p.Version)
		}
		if errors.Is(err, store.ErrAltered) {
			return notReadyf("The text that is kept of programme %s %s was altered. Cases may have been opened under it: find out who did that before anybody works on.", p.Code, p.Version)
		}
		if err != nil {
			return notReadyf("The programmes cannot be kept: %v.", err)
		}
	}
	return nil
}

// shipped reports whether a programme came with the binary: no operator can give that one another version.
func shipped(p *avrr.Programme) bool {
	library, err := programmes.Embedded()
	if err != nil {
		return false
	}
	_, is := library.Programme(p.Code, p.Version)
	return is
}
