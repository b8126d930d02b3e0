package web

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"homeward/avrr"
	"homeward/casework"
)

// How much of a case's history its first page shows, and how much one page of the whole.
const (
	linesShown  = 8
	linesOnPage = 50
)

// A historyLine is what happened once, in plain words.
type historyLine struct {
	What  string
	Said  []string // the particulars, in the page's words
	Quote string   // what somebody wrote
	By    string
	At    string
	ISO   string
	On    string // the day it happened, when another than it was recorded on
	Doubt line
	Clock bool
	Void  bool // taken back by a later entry
}

// seen are the entries this person is told of: that protection looked at a case says why its names are not shown.
func (r *reading) seen(entries []casework.TimelineEntry) []casework.TimelineEntry {
	if r.view.NamesShown {
		return entries
	}
	return slices.DeleteFunc(entries, func(e casework.TimelineEntry) bool { return e.Role == avrr.ProtectionOfficer })
}

func (r *reading) addHistory(entries []casework.TimelineEntry, b *caseBody) (err error) {
	entries = r.seen(entries)
	shown := entries[:min(linesShown, len(entries))]
	b.Earlier = len(entries) - len(shown)
	b.History, err = r.tell(shown)
	return err
}

// tell puts entries into words.
func (r *reading) tell(entries []casework.TimelineEntry) ([]historyLine, error) {
	lines := make([]historyLine, 0, len(entries))
	for _, e := range entries {
		l, err := r.past(e)
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// past tells an entry as something that has happened.
func (r *reading) past(e casework.TimelineEntry) (historyLine, error) {
	l := historyLine{What: r.w.catalogue["did."+e.Action], By: e.By, At: r.w.moment(e.RecordedAt, r.place), ISO: e.RecordedAt.UTC().Format("2006-01-02T15:04:05Z"), Clock: e.Role == avrr.System, Void: e.VoidedBy > 0}
	if l.What == "" {
		l.What = r.w.text(e.Title)
	}
	if e.Role != avrr.System {
		l.By += " · " + r.w.text(e.Role.Title())
	}
	if recorded := avrr.DateOf(e.RecordedAt.In(r.place)); !e.HappenedOn.IsZero() && e.HappenedOn != recorded {
		l.On = r.w.day(e.HappenedOn)
	}
	if e.Doubt != "" {
		l.Doubt = r.w.ruled(e.Doubt, r.names)
	}
	raw, err := json.Marshal(e.Details)
	if err != nil {
		return l, err
	}
	var p particulars
	if json.Unmarshal(raw, &p) == nil { // an older input may have had another shape: its line is then shorter
		switch e.Action {
		case "close": // its reason is one of a list, its note is free
			p.Closure, p.Reason = p.Reason, ""
		case "record-file": // its kinds are called otherwise than consents
			p.File, p.Kind = p.Kind, ""
		}
		l.Said, l.Quote = r.particulars(p), p.quote()
	}
	if e.Action == "clock" {
		l.Said = []string{r.w.text(avrr.Clock{Name: p.Clock}.Title())}
	}
	return l, nil
}

// particulars are the parts of an input that a line of history tells, whichever action it belongs to.
type particulars struct {
	Member         string   `json:"member"`
	Passengers     aboard   `json:"passengers"`
	Boarded        []string `json:"boarded"`
	Kind           string   `json:"kind"`
	Decision       string   `json:"decision"`
	Recommendation string   `json:"recommendation"`
	Outcome        string   `json:"outcome"`
	Result         string   `json:"result"`
	Reply          string   `json:"reply"`
	Status         string   `json:"status"`
	Mode           string   `json:"mode"`
	Channel        string   `json:"channel"`
	Authority      string   `json:"authority"`
	Locator        string   `json:"record_locator"`
	Instalment     string   `json:"instalment"`
	Answer         string   `json:"answer"`
	Delivered      string   `json:"delivered"`
	Amount         int64    `json:"amount"`
	Currency       string   `json:"currency"`
	Duty           string   `json:"duty"`
	Clock          string   `json:"clock"`
	Stage          string   `json:"stage"`
	Title          string   `json:"title"`
	Text           string   `json:"text"`
	Note           string   `json:"note"`
	Reason         string   `json:"reason"`
	Cause          string   `json:"cause"`
	Summary        string   `json:"summary"`
	Findings       string   `json:"findings"`
	Closure        string   `json:"-"`
	File           string   `json:"-"` // its kind
}

// aboard are passengers as a booking names them, or with what became of each on a leg.
type aboard struct {
	IDs  []string
	Told map[string]string
}

// UnmarshalJSON reads a list of members, or an outcome by member.
func (a *aboard) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &a.IDs) == nil {
		return nil
	}
	return json.Unmarshal(raw, &a.Told)
}

func (p particulars) quote() string {
	for _, s := range []string{p.Text, p.Title, p.Reason, p.Cause, p.Note, p.Summary, p.Findings, p.Delivered} {
		if s != "" {
			return s
		}
	}
	return ""
}

func (r *reading) particulars(p particulars) []string {
	var said []string
	for _, chosen := range []struct{ field, value string }{
		{"decision", p.Decision}, {"recommendation", p.Recommendation}, {"outcome", p.Outcome}, {"result", p.Result}, {"reply", p.Reply}, {"status", p.Status}, {"kind", p.Kind}, {"answer", p.Answer},
	} {
		if chosen.value != "" {
			said = append(said, r.w.valued(chosen.field, chosen.value))
		}
	}
	if p.Closure != "" {
		said = append(said, r.w.word("closure", p.Closure))
	}
	if p.File != "" {
		said = append(said, r.w.word("file_kind", p.File))
	}
	if p.Instalment != "" {
		said = append(said, r.instalmentCalled(p.Instalment))
	}
	if p.Authority != "" {
		said = append(said, p.Authority)
	}
	if p.Locator != "" {
		said = append(said, p.Locator)
	}
	if p.Amount != 0 && p.Currency != "" {
		said = append(said, avrr.Money{Amount: p.Amount, Currency: p.Currency}.String())
	}
	if p.Duty != "" {
		said = append(said, r.w.word("duty", p.Duty))
	}
	if p.Stage != "" {
		said = append(said, r.w.text(avrr.Stage(p.Stage).Title()))
	}
	ids := append(append(append([]string{}, p.Passengers.IDs...), p.Boarded...), p.Member)
	var who []string
	for _, id := range ids {
		if name := r.names[id]; name != "" {
			who = append(who, name)
		}
	}
	if len(who) > 0 {
		said = append(said, strings.Join(who, ", "))
	}
	for _, id := range slices.Sorted(maps.Keys(p.Passengers.Told)) {
		said = append(said, r.names[id]+": "+r.w.word("leg", p.Passengers.Told[id]))
	}
	return said
}
