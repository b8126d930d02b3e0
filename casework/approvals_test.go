package casework

import (
	"testing"

	"homeward/access"
	"homeward/store"
)

func TestApprovalsLeaveOutATaskWhoseCaseIsGone(t *testing.T) {
	d := newDesk(t)
	all, err := d.approvals(t.Context(), d.Store.Read(t.Context()), access.Person{}, []store.Task{{CaseID: "gone", Decides: "decide-plan"}})
	if err != nil || len(all) != 0 {
		t.Errorf("got %+v, %v", all, err)
	}
}
