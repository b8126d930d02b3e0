package papers

import (
	"errors"
	"testing"
	"time"
)

func TestRefusalGivesReasonsSourceAndWhatCanBeDoneByWhen(t *testing.T) {
	text := layout(t, render(t, refusal(), meta(English)))
	mustSay(t, text, "not approved", "No help of this kind was given", "Source: Programme rules, section 6 (2)", "You may ask for a review",
		"Review Board", "Friday 12 June 2026, 23:59", "Going Home 2026, version 3", "You may apply again", "What happens next")
	mustSay(t, layout(t, render(t, refusal(), meta(Albanian))), "nuk u miratua", "Burimi: Programme rules", "e premte, 12 qershor 2026, 23:59",
		"Çfarë mund të bëni kundër këtij vendimi")
	without := refusal()
	without.Remedy.Until = time.Time{}
	mustSay(t, layout(t, render(t, without, meta(English))), "no time limit")
}

func TestApprovalSaysWhatIsGivenAndThatOneMayStillWithdraw(t *testing.T) {
	mustSay(t, layout(t, render(t, approval(), meta(English))), "We have approved", "in kind", "3 000.00 EUR", "holds until 12 November 2026",
		"You may change your mind at any time before departure")
	mustSay(t, layout(t, render(t, approval(), meta(Albanian))), "E kemi miratuar", "në natyrë", "deri më 12 nëntor 2026", "Mund të ndryshoni mendje në çdo kohë")
}

func TestRefusalWithoutReasonOrRemedyIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*RefusalLetter){
		"no reason":  func(r *RefusalLetter) { r.Reasons = nil },
		"no remedy":  func(r *RefusalLetter) { r.Remedy = Remedy{} },
		"no date":    func(r *RefusalLetter) { r.DecidedOn = time.Time{} },
		"for nobody": func(r *RefusalLetter) { r.About = nil },
	} {
		r := refusal()
		spoil(&r)
		if _, err := Render(r, meta(English)); !errors.Is(err, ErrContent) {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
}
