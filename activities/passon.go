package activities

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/oklog/ulid/v2"

	"homeward/avrr"
	"homeward/store"
)

// passedOnKey is what a withdrawal is submitted under in a linked case. The space in it keeps it apart from clients' keys.
const passedOnKey = "withdrawal of case/%s#%d to case/%s %s"

// passOnWithdrawals has a withdrawal heard in the linked cases in which a child needs the consent of who withdrew, by a
// submission like any other.
func (f *caseFile) passOnWithdrawals() error {
	var newly []string
	for _, who := range slices.Sorted(maps.Keys(f.c.Withdrew)) {
		if f.withdrew[who] != f.c.Withdrew[who] {
			newly = append(newly, who)
		}
	}
	if len(newly) == 0 || len(f.c.Links) == 0 {
		return nil
	}
	family, err := f.family()
	if err != nil {
		return err
	}
	for _, c := range family {
		for _, who := range newly {
			for _, holder := range c.NeededAs(who, f.c.ID) {
				if err := f.passOn(c, holder); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (f *caseFile) passOn(to *avrr.Case, holder string) error {
	body, err := json.Marshal(map[string]string{"member": holder, "channel": "partner"})
	if err != nil {
		return fmt.Errorf("pass on a withdrawal: %w", err)
	}
	id, err := ulid.New(ulid.Timestamp(f.now), rand.Reader)
	if err != nil {
		return fmt.Errorf("pass on a withdrawal: %w", err)
	}
	return f.tx.InsertSubmission(store.Submission{ID: id.String(), Subject: store.CaseSubject(to.ID), CaseID: to.ID, Action: "withdraw", Actor: avrr.SystemActor,
		IdempotencyKey: fmt.Sprintf(passedOnKey, f.c.ID, f.c.Seq, to.ID, holder), Fingerprint: []byte{}, Body: body, ReceivedAt: f.now, Urgent: true})
}
