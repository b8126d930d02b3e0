package activities

import (
	"errors"

	"homeward/avrr"
	"homeward/programmes"
	"homeward/store"
)

// assess lets the rules of the case's programme judge facts, and pins every programme it considered as an alternative, so that
// the decision can be recomputed years later.
func (f *caseFile) assess(facts avrr.Facts) (avrr.EligibilityDecision, error) {
	others, err := f.a.pinned(f.tx)
	if err != nil {
		return avrr.EligibilityDecision{}, err
	}
	return programmes.Assess(f.p, facts, others)
}

// pinned answers the programmes of the library and those loaded beside it, each pinned now if it was not before. One that was pinned with another text is left
// out: nobody could recompute a decision by a text that is not kept, and no case may wait for somebody to mend a file.
func (a *Activities) pinned(tx *store.Tx) ([]*avrr.Programme, error) {
	loaded, err := tx.LoadedProgrammes()
	if err != nil {
		return nil, err
	}
	library, mistakes := a.shelf.With(a.Library, loaded)
	for _, m := range mistakes {
		a.Logger.Error("a loaded programme cannot be read by this version, and is not considered", "mistake", m.String())
	}
	var kept []*avrr.Programme
	for _, p := range library.All() {
		err := tx.PinProgramme(p.Code, p.Version, string(library.Source(p.Code, p.Version)))
		switch {
		case errors.Is(err, store.ErrDuplicate), errors.Is(err, store.ErrAltered):
			a.Logger.Warn("a programme is not the one that was pinned, and is not considered", "programme", p.Code, "version", p.Version)
		case err != nil:
			return nil, err
		default:
			kept = append(kept, p)
		}
	}
	return kept, nil
}
