package web

import (
	"slices"

	"homeward/avrr"
)

// A layout says how the form of an action is laid out for those who fill it in many times a day: what comes first, what is chosen with
// one tap, and what is asked of so few that it stands folded away under "More". A field that is named nowhere follows what comes first.
type layout struct {
	first []string
	rare  []string
	open  []string // choices shown all at once, however many there are
}

var layouts = map[string]layout{
	"log-visit": {
		first: []string{"visit", "safe_contact_checked", "mode", "visited_on", "members", "outcome", "findings", "next_steps"},
		rare:  []string{"place", "present", "photos", "photo_consent", "photo_consent_by", "concerns", "outcome_on", "survey"},
		open:  []string{"outcome"},
	},
	"log-contact":        {first: []string{"member", "channel", "outcome", "summary"}, rare: []string{"direction", "at"}},
	"record-counselling": {first: []string{"mode", "outcome", "note", "language", "held_on", "has_means", "assisted_before", "in_detention"}, rare: []string{"interpreter"}},
	"report-event":       {first: []string{"member", "event", "on", "source", "note"}},
	"confirm-departure":  {first: []string{"boarded", "departed_at"}},
	"confirm-arrival":    {first: []string{"members", "arrived_at", "met_by"}, rare: []string{"onward"}},
	"release-instalment": {first: []string{"instalment", "evidence", "pay", "payee"}, rare: []string{"reached_on", "pay_in"}},
	"decide-plan":        {first: []string{"decision", "reason"}},
	"schedule":           {first: []string{"kind", "at", "place", "members"}, rare: []string{"interpreter", "note"}},
	"record-payment":     {first: []string{"instalment", "line", "amount", "currency", "paid_on", "method", "place", "receipt"}, rare: []string{"paid_to"}},
	"record-delivery":    {first: []string{"instalment", "delivered", "short", "on", "accepted_by"}, rare: []string{"accepted_by_name"}},
	"give-consent":       {first: []string{"member", "kind", "signed_on", "language"}, rare: []string{"given_by", "recipient", "interpreter", "witness", "file"}},
	"record-survey":      {first: []string{"member", "instrument", "held_on", "mode", "answers"}, rare: []string{"version", "language"}},
	"amend-booking":      {first: []string{"segments", "cause"}, rare: []string{"tickets"}},
	"confirm-booking":    {first: []string{"record_locator", "tickets"}, rare: []string{"record_locators"}},
	"join-movement":      {first: []string{"movement", "passengers"}},
	"report-leg":         {first: []string{"segment", "passengers", "occurred_at"}, rare: []string{"movement"}},
	"withdraw":           {first: []string{"member", "channel"}, rare: []string{"reason"}},
}

// rareEverywhere is folded away in every form that leaves it open: late entry, and money paid in another currency.
var rareEverywhere = []string{"happened_on", "happened_at", "rate", "rate_source", "rate_on"}

// rareWithin is folded away in each entry of a list.
var rareWithin = map[string][]string{
	"measures":    {"milestones"},
	"quotes":      {"why_not_cheapest"},
	"instalments": {"condition", "evidence", "not_before", "milestone"},
}

// rarely is what stands under "More", which is open where something is entered or wrong.
type rarely struct {
	Rare     []*input
	RareOpen bool
}

// foldRare parts the inputs of an entry of a list into what is asked of everybody and the rest.
func (a *asking) foldRare(list string, inputs []*input) (shown []*input, rest rarely) {
	for _, i := range inputs {
		if !slices.Contains(rareWithin[list], lastName(i.Name)) {
			shown = append(shown, i)
			continue
		}
		rest.Rare = append(rest.Rare, i)
	}
	rest.RareOpen = usedRare(rest.Rare)
	each(rest.Rare, func(i *input) {
		rest.RareOpen = rest.RareOpen || a.entries.Get(i.Name) != ""
	})
	return shown, rest
}

// laidOut answers the fields of a form in their order, those asked of few apart.
func (a *asking) laidOut(fields []avrr.Field) (shown, rare []avrr.Field) {
	l := layouts[a.action.Action]
	for _, name := range l.first {
		if at := slices.IndexFunc(fields, func(f avrr.Field) bool { return f.Name == name }); at >= 0 {
			shown = append(shown, fields[at])
		}
	}
	for _, f := range fields {
		switch {
		case slices.Contains(l.first, f.Name):
		case slices.Contains(l.rare, f.Name), f.Optional && slices.Contains(rareEverywhere, f.Name):
			rare = append(rare, f)
		default:
			shown = append(shown, f)
		}
	}
	return shown, rare
}

// opensAll reports whether all choices of a field are shown at once.
func (a *asking) opensAll(f avrr.Field) bool {
	return len(f.Choices) <= mostRadios && !f.Optional || slices.Contains(layouts[a.action.Action].open, f.Name)
}

// leadsTo is the page of the case an action leads to, where that is not the case itself: what is done next stands there.
var leadsTo = map[string]string{"log-visit": "/visits", "reschedule-visit": "/visits", "assign-visit": "/visits", "record-survey": "/surveys",
	"record-payment": "/money", "reverse-payment": "/money", "record-delivery": "/money", "refer": "/money", "answer-referral": "/money"}

// nothingToName reports whether a field names things of the case of which there are none: nobody is asked for the number of a file.
func nothingToName(f avrr.Field) bool {
	if f.Entry != nil {
		f.Ref, f.Choices = f.Entry.Ref, f.Entry.Choices
	}
	return f.Optional && f.Ref != "" && len(f.Choices) == 0
}

// reaching are the actions before which somebody is called or visited: how that is safe is said first.
var reaching = []string{"log-visit", "log-contact", "schedule", "reschedule-visit", "assign-visit"}

// rule says how the person may be reached safely, where the form comes before reaching them; empty elsewhere.
func (a *asking) rule() string {
	switch {
	case !slices.Contains(reaching, a.action.Action) || a.view.Reference == "":
		return ""
	case !a.view.NamesShown:
		return a.w.t("contact.ask_owner")
	}
	return a.w.text(a.view.Contact.Rule())
}

// everybody answers whom a list of people means when nothing else is said: all who can have boarded or arrived.
func (a *asking) everybody(f avrr.Field, choices []string) []string {
	fates := map[string][]avrr.Fate{"boarded": {avrr.Going}, "members": {avrr.Departed, avrr.Going}}[f.Name]
	if f.Optional || fates == nil || a.posted() || a.action.Action != "confirm-departure" && a.action.Action != "confirm-arrival" {
		return nil
	}
	var all []string
	for _, m := range a.view.Members {
		if slices.Contains(choices, m.ID) && slices.Contains(fates, m.Fate) {
			all = append(all, m.ID)
		}
	}
	return all
}

// posted reports whether the form comes back from somebody: what they took out must not return by itself.
func (a *asking) posted() bool { return a.entries.Has("key") }

// usedRare reports whether the fields under "More" must be seen: something is wrong with one of them, or a list in them has grown.
func usedRare(inputs []*input) (used bool) {
	each(inputs, func(i *input) { used = used || i.Problem.Words != "" || len(i.Entries) > 0 })
	return used
}
