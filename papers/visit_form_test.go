package papers

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestVisitFormSaysHowThePersonMayBeReachedBeforeWhoTheyAre(t *testing.T) {
	for _, form := range []VisitForm{visitForm(), visitReport()} {
		text := layout(t, render(t, form, meta(English)))
		rule, name := strings.Index(text, "Before you call or go there"), strings.Index(text, "Hoxha")
		if rule < 0 || name < rule {
			t.Errorf("the rule stands at %d, the name at %d", rule, name)
		}
	}
}

func TestContactRuleSaysWhatTheVisitorMayDo(t *testing.T) {
	careful := layout(t, render(t, visitForm(), meta(English)))
	mustSay(t, careful, "Leave no message, with anybody.", "Do not say which office you are from", "weekdays after 17:00", "Speak: Albanian", "her brother-in-law")
	mustNotSay(t, careful, "You may leave a message", "You may say which office")
	open := layout(t, render(t, visitReport(), meta(English)))
	mustSay(t, open, "You may leave a message.", "You may say which office you are from.")
	mustNotSay(t, open, "Leave no message", "Do not say")
	none := visitForm()
	none.Contact = nil
	mustSay(t, layout(t, render(t, none, meta(English))), "No way of contact was agreed. Ask the office")
	mustSay(t, layout(t, render(t, none, meta(Albanian))), "Pyesni zyrën para se të telefononi")
}

func TestVisitReportTicksWhatCameOfTheVisit(t *testing.T) {
	blank := layout(t, render(t, visitForm(), meta(English)))
	mustSay(t, blank, "Visit form", tickBox+" at home", tickBox+" needs more support")
	mustNotSay(t, blank, tickedBox, "Visit report")
	for _, mode := range visitModes {
		for _, outcome := range visitOutcomes {
			if visitWords[English].Modes[mode] == "" || visitWords[Albanian].Modes[mode] == "" || visitWords[English].Outcomes[outcome] == "" || visitWords[Albanian].Outcomes[outcome] == "" {
				t.Errorf("%s, %s: no words in both languages", mode, outcome)
			}
		}
	}
	text := layout(t, render(t, visitReport(), meta(English)))
	mustSay(t, text, "Visit report", tickedBox+" at home", tickBox+" at the office", tickedBox+" needs more support", tickBox+" on track", tickedBox+" We went through the rule", "2, agreed by Arbëresha Hoxha")
	unread := visitReport()
	unread.Made.RuleChecked = false
	mustSay(t, layout(t, render(t, unread, meta(English))), tickBox+" We went through the rule")
}

func TestVisitOfNoKnownKindIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*VisitForm){
		"no day":     func(v *VisitForm) { v.Made.On = time.Time{} },
		"no mode":    func(v *VisitForm) { v.Made.Mode = "letter" },
		"no outcome": func(v *VisitForm) { v.Made.Outcome = "" },
		"no visit":   func(v *VisitForm) { v.Visit = "" },
		"no case":    func(v *VisitForm) { v.Reference = "" },
	} {
		v := visitReport()
		spoil(&v)
		if _, err := Render(v, meta(English)); !errors.Is(err, ErrContent) {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
}
