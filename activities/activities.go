// Package activities touches the world for the workflows: it records at the head of a log, and carries out what was recorded.
package activities

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"go.temporal.io/sdk/temporal"

	"homeward/avrr"
	"homeward/programmes"
	"homeward/store"
	"homeward/vault"
)

// Activities are what the workflows may call, with all they need.
type Activities struct {
	Store     *store.Store
	Vault     *vault.Vault          // whose key seals papers
	Library   *programmes.Library   // the programmes an alternative may name, with those that were loaded since
	Weights   *programmes.WeightSet // of the scores of a survey; its own where it is nil
	PublicURL string                // where strangers verify papers, without a slash at the end
	Post      *Post                 // how other offices are told; nil where somebody telephones them
	Carrier   Carrier               // whom seats are asked of; nil where the travel desk books by telephone and mail
	Bank      Bank                  // whom payments are ordered of; nil where the desk pays
	Clock     func() time.Time
	Logger    *slog.Logger
	// AskFor is how long somebody outside is asked what became of a call before a person is; five minutes when it is zero.
	AskFor time.Duration

	read  programmes.Pinned // versions that cases were opened under
	shelf programmes.Shelf
}

// programme answers the version a case is pinned to.
func (a *Activities) programme(r *store.Reader, code, version string) (*avrr.Programme, error) {
	return a.read.Programme(code, version, a.Weights, func() (string, error) {
		p, err := r.Programme(code, version)
		return p.Source, err
	})
}

// guard turns a panic into an error that is not tried again, and that says nothing of the case.
func (a *Activities) guard(doing string, err *error) {
	if r := recover(); r != nil {
		a.Logger.Error("panic", "doing", doing, "stack", string(debug.Stack()))
		*err = temporal.NewNonRetryableApplicationError(fmt.Sprintf("%s broke off", doing), "panic", nil)
	}
}
