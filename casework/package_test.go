package casework

import (
	"testing"

	"homeward/avrr"
)

func TestAReasonIsToldOnlyToWhoMayKnowWhatItRestsOn(t *testing.T) {
	share := func(facts ...string) avrr.Share {
		return avrr.Share{RestsOn: facts, Because: avrr.T("seeks asylum", "kërkon azil")}
	}
	for _, c := range []struct {
		share avrr.Share
		role  avrr.Role
		named bool
		told  bool
	}{
		{share("legal_status"), avrr.ReturnOfficer, true, true},
		{share("age", "legal_status"), avrr.ReintegrationOfficer, true, false},
		{share("age"), avrr.ReintegrationOfficer, true, true},
		{share("age"), avrr.ReintegrationOfficer, false, false},
	} {
		if got := reasonOf(c.share, avrr.Actor{ID: "a", Role: c.role}, c.named) == c.share.Because; got != c.told {
			t.Errorf("%v to %s (names shown: %t): %t", c.share.RestsOn, c.role, c.named, got)
		}
	}
}
