package papers

import (
	"errors"
	"testing"
)

func TestHandoverSaysWhoHasTheChildAndWhenNotToHandOver(t *testing.T) {
	text := layout(t, render(t, handover(), meta(English)))
	mustSay(t, text, "Guardian at departure → Carrier", "Carrier → Escort", "Escort → Who receives the child", "Planned: 10 June 2026, 08:20", "Date and time",
		"Do not hand over when", "never handed to somebody who only offers to help", "Identity card J40112233K, Albania", "UMNR")
	mustSay(t, layout(t, render(t, handover(), meta(Albanian))), "Kujdestari në nisje → Transportuesi", "Mos e dorëzoni fëmijën", "Data dhe ora")
}

func TestHandoverChainHasNoGapAndEndsWithWhoIsNamed(t *testing.T) {
	stranger := Keeper{Role: ReceiverRole, Name: "Somebody else"}
	for name, spoil := range map[string]func(*Handover){
		"begins elsewhere":  func(h *Handover) { h.Links = h.Links[1:] },
		"ends on the way":   func(h *Handover) { h.Links = h.Links[:2] },
		"another receiver":  func(h *Handover) { h.Links[2].To = stranger },
		"a gap":             func(h *Handover) { h.Links[1].From = Keeper{Role: EscortRole, Name: "Somebody else"} },
		"no receiver":       func(h *Handover) { h.Receiver = Keeper{} },
		"a nameless keeper": func(h *Handover) { h.Links[0].To.Name = "" },
		"an unknown role":   func(h *Handover) { h.Links[0].To.Role = "friend" },
	} {
		h := handover()
		spoil(&h)
		if _, err := Render(h, meta(English)); !errors.Is(err, ErrContent) {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
}
