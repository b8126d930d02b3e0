package activities_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"homeward/activities"
	"homeward/avrr"
	"homeward/catcher"
	"homeward/lives"
	"homeward/store"
	"homeward/workflows"
)

// A family of two is booked by way of Vienna, and there is a mail server that other offices read.
type journey struct {
	*telling
	t        *testing.T
	mail     *catcher.Catcher
	id       string
	movement string
	kept     int
}

const (
	toTirana = "tirana@homeward.example"
	toVienna = "vienna@homeward.example"
)

var knownOffices = []store.Office{
	{Name: "Tirana office", Country: "AL", Email: toTirana, Phone: "+355 4 555 01", Airports: []string{"TIA"}, ReceivesNames: true},
	{Name: "Vienna office", Country: "AT", Email: toVienna, Phone: "+43 1 555 01", Airports: []string{"VIE"}},
}

func newJourney(t *testing.T, offices ...store.Office) *journey {
	t.Helper()
	o := newOffice(t)
	p, found := o.library.Current("standard")
	if !found {
		t.Fatal("there is no standard programme")
	}
	mail, err := catcher.Start(catcher.Options{SMTP: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := mail.Stop(); err != nil {
			t.Error(err)
		}
	})
	o.acts.Vault, o.acts.PublicURL = o.vault, "http://localhost:8080"
	o.acts.Post = &activities.Post{Server: mail.SMTP(), From: "journeys@homeward.example"}
	for _, office := range offices {
		if err := o.store.InTx(t.Context(), func(tx *store.Tx) error { return tx.SetOffice(office) }); err != nil {
			t.Fatal(err)
		}
	}
	tells := &telling{office: o, ctx: t.Context(), programme: p, chance: rand.New(rand.NewPCG(1, 1)), tally: map[string]int{}}
	j := &journey{telling: tells, t: t, mail: mail}
	j.id, j.movement = j.newID(), j.newID()
	return j
}

func (j *journey) newID() string {
	j.kept++
	return ulid.MustNew(ulid.Timestamp(j.now), bytes.NewReader(fmt.Appendf(nil, "%010d", j.kept))).String()
}

// does records an action in the name of somebody with the role.
func (j *journey) does(role avrr.Role, action, body string) {
	j.t.Helper()
	a, _ := avrr.Find(action)
	step := lives.Step{At: j.now, ID: j.newID(), Case: j.id, Action: action, Body: []byte(body)}
	at := slices.IndexFunc(j.world.Staff, func(s avrr.Actor) bool { return s.Role == role })
	if action == "decide-eligibility" {
		at++ // the other officer
	}
	step.Who = j.world.Staff[at]
	if a.Of == avrr.OfMovement {
		step.Movement = j.movement
	}
	s, err := j.accepts(step)
	if err != nil {
		j.t.Fatalf("%s: %v", action, err)
	}
	j.records(s)
	if err := j.deliversAll(); err != nil {
		j.t.Fatalf("after %s: %v", action, err)
	}
}

func (j *journey) records(s store.Submission) {
	j.t.Helper()
	answer, err := j.acts.Record(j.ctx, workflows.ToRecord{Subject: s.Subject.String(), Submission: s.ID})
	if err != nil || answer.Refused != "" {
		j.t.Fatalf("%s: refused %q, %v", s.Action, answer.Refused, err)
	}
	recorded, err := j.store.Read(j.ctx).Submission(s.ID)
	if err == nil {
		err = j.store.InTx(j.ctx, func(tx *store.Tx) error { return tx.Settle(s.ID, store.SubmissionRecorded, recorded.RecordedSeq, nil) })
	}
	if err != nil {
		j.t.Fatal(err)
	}
}

// toHold leads the family to its seats on a flight that leaves a number of days ahead.
func (j *journey) toHold(ahead int) {
	j.t.Helper()
	today := avrr.DateOf(j.now)
	j.does(avrr.ReturnOfficer, "open", fmt.Sprintf(`{"programme":"standard","applied_on":%q,"language":"sq","host_country":"GB","host_office":"London office",
		"receiving_office":"Tirana office","legal_status":"rejected","destination":{"country":"AL","place":"Kukës"},"members":[
		{"family_name":"Hoxhallari","given_names":"Ardita","birth":{"date":"1990-04-02"},"sex":"F","nationality":"AL"},
		{"family_name":"Hoxhallari","given_names":"Besim","birth":{"date":"1988-01-12"},"sex":"M","nationality":"AL","relation":"spouse"}]}`, today))
	j.does(avrr.ReintegrationOfficer, "answer-assignment", `{"duty":"reintegration","answer":"accept"}`)
	j.does(avrr.ReturnOfficer, "record-counselling", fmt.Sprintf(`{"held_on":%q,"language":"sq","mode":"in_person","outcome":"wishes_to_return"}`, today))
	for i, m := range []string{"m1", "m2"} {
		j.does(avrr.ReturnOfficer, "record-screening", fmt.Sprintf(`{"member":%q,"screened_on":%q}`, m, today))
		for _, kind := range []string{"return", "data"} {
			j.does(avrr.ReturnOfficer, "give-consent", fmt.Sprintf(`{"member":%q,"kind":%q,"signed_on":%q,"language":"sq"}`, m, kind, today))
		}
		j.does(avrr.ReturnOfficer, "record-travel-document", fmt.Sprintf(`{"member":%q,"status":"issued","kind":"passport","number":"BA12345%d","issuer":"AL","issued_on":%q,"expires_on":%q}`,
			m, i, today.AddDays(-400), today.AddDays(2000)))
	}
	j.does(avrr.ReturnOfficer, "assess-eligibility", `{"recommendation":"approve"}`)
	j.does(avrr.ReturnOfficer, "decide-eligibility", `{"decision":"approve"}`)
	j.does(avrr.ReturnOfficer, "request-authority", fmt.Sprintf(`{"members":["m1","m2"],"authority":"Border Force","sent_on":%q}`, today))
	for _, m := range []string{"m1", "m2"} {
		j.does(avrr.ReturnOfficer, "record-authority-reply", fmt.Sprintf(`{"member":%q,"reply":"no_objection","replied_on":%q}`, m, today))
	}
	departs := j.now.AddDate(0, 0, ahead)
	j.does(avrr.TravelDesk, "hold-seats", fmt.Sprintf(`{"passengers":["m1","m2"],"hold_until":%q,"segments":%s}`, departs.Add(-time.Hour).Format(time.RFC3339), byVienna(departs)))
}

func byVienna(departs time.Time) string {
	at := func(hours int) string { return departs.Add(time.Duration(hours) * time.Hour).Format(time.RFC3339) }
	return fmt.Sprintf(`[{"carrier":"OS","number":"456","from":"LHR","to":"VIE","departs_at":%q,"arrives_at":%q},{"carrier":"OS","number":"851","from":"VIE","to":"TIA","departs_at":%q,"arrives_at":%q}]`,
		at(0), at(2), at(4), at(6))
}

func (j *journey) toTicket() {
	j.t.Helper()
	j.toHold(10)
	j.tickets()
}

func (j *journey) tickets() {
	j.t.Helper()
	j.does(avrr.TravelDesk, "confirm-booking", `{"record_locator":"HXAB12","tickets":{"m1":"257-2410310000","m2":"257-2410310001"}}`)
}

// due are the messages to be sent by now, once the papers are printed.
func (j *journey) due() []store.OutboxRow {
	j.t.Helper()
	orders, err := j.store.Read(j.ctx).DueOutbox(j.now, 100)
	if err != nil {
		j.t.Fatal(err)
	}
	for _, o := range orders {
		if o.Kind != store.OutboxPaper {
			continue
		}
		if err := j.acts.Print(j.ctx, o); err != nil {
			j.t.Fatal(err)
		}
	}
	due, err := j.store.Read(j.ctx).DueMessages(j.now, 100)
	if err != nil {
		j.t.Fatal(err)
	}
	return due
}

// sends carries out every message that is due.
func (j *journey) sends() {
	j.t.Helper()
	for _, o := range j.due() {
		if err := j.acts.Send(j.ctx, o); err != nil {
			j.t.Fatalf("message %d of event %d: %v", o.N, o.Seq, err)
		}
	}
}

// heard answers what each office was told, in order, such as "advance_booking 1 new", each message counted once.
func (j *journey) heard() map[string][]string {
	said := map[string][]string{}
	for _, m := range j.mail.Mails() {
		kind, rest, _ := strings.Cut(m.Subject, " HW-")
		_, rest, _ = strings.Cut(rest, ", version ")
		said[m.To[0]] = append(said[m.To[0]], kind+" "+rest)
		for _, name := range []string{"Hoxhallari", "Ardita", "Besim"} {
			if strings.Contains(string(m.Raw), name) || strings.Contains(m.Text, name) {
				j.t.Errorf("a mail says %s:\n%s", name, m.Raw)
			}
		}
	}
	return said
}

func (j *journey) hears(want map[string][]string) {
	j.t.Helper()
	got, err := json.Marshal(j.heard())
	if err != nil {
		j.t.Fatal(err)
	}
	wanted, err := json.Marshal(want)
	if err != nil {
		j.t.Fatal(err)
	}
	if string(got) != string(wanted) {
		j.t.Fatalf("heard %s\n wanted %s", got, wanted)
	}
}

func (j *journey) folded() *avrr.Case {
	j.t.Helper()
	read := j.store.Read(j.ctx)
	row, err := read.Case(j.id)
	if err != nil {
		j.t.Fatal(err)
	}
	c, err := read.Folded(row, j.programme)
	if err != nil {
		j.t.Fatal(err)
	}
	return c
}

// asked answers the titles of the tasks somebody raised that begin so.
func (j *journey) asked(beginning string) []string {
	var titles []string
	for _, task := range j.folded().Raised {
		if strings.HasPrefix(task.Title.EN, beginning) && task.DoneAt.IsZero() && task.Duty == avrr.TravelDuty {
			titles = append(titles, task.Title.EN)
		}
	}
	return titles
}

func TestAMessageIsOneMessageWhateverTheMailServerDoes(t *testing.T) {
	for name, c := range map[string]struct {
		fault   catcher.Fault
		arrives int
	}{
		"busy":                         {catcher.Busy, 1},
		"stalls":                       {catcher.Stall, 1},
		"takes it and is lost":         {catcher.Drop, 2},
		"takes it and answers at once": {catcher.None, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJourney(t, knownOffices...)
			j.toTicket()
			j.mail.Next(c.fault)
			first := j.due()[0]
			patience := time.Minute
			if c.fault == catcher.Stall { // it ends no other way
				patience = 15 * time.Second
			}
			short, cancel := context.WithTimeout(j.ctx, patience)
			defer cancel()
			if err := j.acts.Send(short, first); (err != nil) != (c.fault != catcher.None) {
				t.Fatalf("the first attempt: %v", err)
			}
			if left := j.due(); c.fault != catcher.None && len(left) != 1 {
				t.Fatalf("%d messages are due while one may be under way", len(left))
			}
			j.now = j.now.Add(2 * time.Minute)
			j.sends()
			j.hears(map[string][]string{toTirana: {"Advance booking notification 1 (new)"}, toVienna: {"Advance booking notification 1 (new)"}})
			if got := j.mail.Mails(); got[0].Times != c.arrives || got[1].Times != 1 {
				t.Fatalf("arrived %d and %d times", got[0].Times, got[1].Times)
			}
			for _, o := range j.messages() {
				if o.Status != store.OutboxDone || !strings.HasPrefix(o.Outcome, "sent to ") {
					t.Fatalf("message %d of event %d is %s: %s", o.N, o.Seq, o.Status, o.Outcome)
				}
			}
		})
	}
}

func (j *journey) messages() []store.OutboxRow {
	j.t.Helper()
	all, err := j.store.Read(j.ctx).Messages(j.id, 1<<20)
	if err != nil {
		j.t.Fatal(err)
	}
	return all
}

func TestWhoCannotBeMailedIsTelephoned(t *testing.T) {
	noMailbox := slices.Clone(knownOffices)
	noMailbox[0].Email, noMailbox[1].Phone = "", ""
	for name, c := range map[string]struct {
		offices []store.Office
		set     func(*journey)
		tirana  string
		vienna  string
	}{
		"nobody is registered": {nil, func(*journey) {}, "Nobody is registered at Tirana office: telephone", "Nobody is registered at VIE: telephone"},
		"no mail server":       {knownOffices, func(j *journey) { j.acts.Post = nil }, "Telephone Tirana office (+355 4 555 01)", "Telephone Vienna office (+43 1 555 01)"},
		"refused for good": {knownOffices, func(j *journey) { j.mail.Next(catcher.Refuse, catcher.Refuse) }, "A mail did not reach Tirana office: telephone (+355 4 555 01)",
			"A mail did not reach Vienna office: telephone (+43 1 555 01)"},
		"no mailbox, no number": {noMailbox, func(j *journey) { j.mail.Next(catcher.Refuse) }, "Telephone Tirana office (+355 4 555 01)",
			"A mail did not reach Vienna office: telephone (no number is registered)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJourney(t, c.offices...)
			c.set(j)
			j.toTicket()
			j.sends()
			j.hears(map[string][]string{})
			for _, beginning := range []string{c.tirana, c.vienna} {
				if got := j.asked(beginning); len(got) != 1 || !strings.HasSuffix(got[0], ": Advance booking notification, version 1 (new)") {
					t.Fatalf("%s: asked %q", beginning, got)
				}
			}
			j.sends()
			j.does(avrr.ReturnOfficer, "withdraw", `{"channel":"phone"}`)
			j.mail.Next(catcher.Refuse, catcher.Refuse)
			j.sends()
			for _, beginning := range []string{c.tirana, c.vienna} {
				if got := j.asked(beginning); len(got) != 1 || !strings.HasSuffix(got[0], "(cancelled)") {
					t.Fatalf("once they withdrew, %s: asked %q", beginning, got)
				}
			}
		})
	}
}

func TestEveryChangeReachesWhoeverWasTold(t *testing.T) {
	j := newJourney(t, knownOffices...)
	j.toTicket()
	j.sends()
	j.does(avrr.ReturnOfficer, "withdraw", `{"member":"m2","channel":"phone"}`)
	j.sends()
	j.does(avrr.TravelDesk, "amend-booking", fmt.Sprintf(`{"segments":[{"carrier":"BA","number":"2604","from":"LGW","to":"TIA","departs_at":%q,"arrives_at":%q}],"cause":"Schedule change"}`,
		j.now.AddDate(0, 0, 10).Format(time.RFC3339), j.now.AddDate(0, 0, 10).Add(3*time.Hour).Format(time.RFC3339)))
	j.sends()
	j.does(avrr.ReturnOfficer, "withdraw", `{"channel":"phone"}`)
	j.sends()
	j.hears(map[string][]string{
		toTirana: {"Advance booking notification 1 (new)", "Advance booking notification 2 (amended)", "Advance booking notification 3 (amended)", "Advance booking notification 3 (cancelled)"},
		toVienna: {"Advance booking notification 1 (new)", "Advance booking notification 2 (amended)", "Advance booking notification 2 (cancelled)"},
	})
	last := j.mail.Mails()
	if text := last[len(last)-1].Text; !strings.Contains(text, "CANCELLED") || !strings.Contains(text, j.folded().Reference) || !strings.Contains(text, "BA 2604") {
		t.Fatalf("the last mail says\n%s", text)
	}
}

// A fact that is taken back leaves the office with what holds: the last it hears is not that nobody comes.
func TestWhatAMistakeChangedIsToldAsItStandsAndNotAsCalledOff(t *testing.T) {
	j := newJourney(t, knownOffices...)
	j.toTicket()
	j.sends()
	j.does(avrr.TravelDesk, "report-leg", fmt.Sprintf(`{"segment":1,"occurred_at":%q,"passengers":{"m2":"denied_boarding"}}`, j.now.Format(time.RFC3339)))
	j.sends()
	j.does(avrr.ReturnOfficer, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Another passenger"}`, j.lastSeq("report-leg")))
	j.sends()
	j.hears(map[string][]string{
		toTirana: {"Advance booking notification 1 (new)", "Advance booking notification 2 (amended)", "Advance booking notification 1 (restored)"},
		toVienna: {"Advance booking notification 1 (new)", "Advance booking notification 2 (amended)", "Advance booking notification 1 (restored)"},
	})
}

// lastSeq answers the number of the last event of an action.
func (j *journey) lastSeq(action string) int {
	j.t.Helper()
	log, err := j.store.Read(j.ctx).History(store.CaseSubject(j.id))
	if err != nil {
		j.t.Fatal(err)
	}
	for _, e := range slices.Backward(log) {
		if e.Action == action {
			return e.Seq
		}
	}
	j.t.Fatalf("nobody has recorded %s", action)
	return 0
}

func TestWhatWasOvertakenBeforeItWentOutIsNotSent(t *testing.T) {
	j := newJourney(t, knownOffices...)
	j.toTicket()
	j.does(avrr.ReturnOfficer, "withdraw", `{"channel":"phone"}`)
	j.sends()
	j.hears(map[string][]string{})
	outcomes := map[string]int{}
	for _, o := range j.messages() {
		outcomes[o.Outcome]++
	}
	if outcomes["overtaken before it was sent"] != 2 || outcomes["nobody had been told"] != 2 {
		t.Fatalf("the outcomes are %v", outcomes)
	}
}

func TestACancellationWaitsForTheMailThatIsUnderWay(t *testing.T) {
	j := newJourney(t, knownOffices[0])
	j.toTicket()
	j.mail.Next(catcher.Busy)
	for _, o := range j.due() {
		if err := j.acts.Send(j.ctx, o); err != nil && !strings.Contains(err.Error(), "451") {
			t.Fatal(err)
		}
	}
	j.does(avrr.ReturnOfficer, "withdraw", `{"channel":"phone"}`)
	ahead := 0
	for _, o := range j.due() {
		if err := j.acts.Send(j.ctx, o); err != nil {
			ahead++
		}
	}
	if ahead != 1 {
		t.Fatalf("%d cancellations wait", ahead)
	}
	j.now = j.now.Add(2 * time.Minute) // whoever was sending is gone, and what came of it nobody knows
	j.sends()
	j.hears(map[string][]string{toTirana: {"Advance booking notification 1 (cancelled)"}})
}

func TestNoMailTellsOfThePastAndAnImportSendsNobodyAnything(t *testing.T) {
	t.Run("told after the landing", func(t *testing.T) {
		j := newJourney(t, knownOffices...)
		j.toHold(1)
		j.now = j.now.AddDate(0, 0, 2)
		j.does(avrr.TravelDesk, "confirm-departure", fmt.Sprintf(`{"departed_at":%q,"boarded":["m1","m2"]}`, j.now.AddDate(0, 0, -1).Format(time.RFC3339)))
		j.does(avrr.ReintegrationOfficer, "confirm-arrival", fmt.Sprintf(`{"arrived_at":%q,"members":["m1","m2"]}`, j.now.Add(-18*time.Hour).Format(time.RFC3339)))
		if got := j.messages(); len(got) != 0 {
			t.Fatalf("%d messages are ordered", len(got))
		}
	})
	t.Run("cancelled after the landing", func(t *testing.T) {
		j := newJourney(t, knownOffices...)
		j.toTicket()
		j.sends()
		j.now = j.now.AddDate(0, 0, 11)
		j.does(avrr.TravelDesk, "cancel-booking", `{"reason":"Nobody came"}`)
		j.sends()
		j.hears(map[string][]string{toTirana: {"Advance booking notification 1 (new)"}, toVienna: {"Advance booking notification 1 (new)"}})
	})
	t.Run("imported", func(t *testing.T) {
		j := newJourney(t, knownOffices...)
		j.toHold(10)
		j.imported = true
		j.tickets()
		j.imported = false
		j.sends()
		j.hears(map[string][]string{})
		j.does(avrr.ReturnOfficer, "withdraw", `{"channel":"phone"}`)
		j.sends()
		j.hears(map[string][]string{toTirana: {"Advance booking notification 1 (cancelled)"}, toVienna: {"Advance booking notification 1 (cancelled)"}})
	})
}

func TestTheOfficeThatExpectsThemHearsOfDepartureAndTheOneThatSentThemOfArrival(t *testing.T) {
	j := newJourney(t, append(slices.Clone(knownOffices), store.Office{Name: "London office", Country: "GB", Email: "london@homeward.example"})...)
	j.toTicket()
	j.now = j.now.AddDate(0, 0, 10).Add(time.Hour)
	j.does(avrr.TravelDesk, "confirm-departure", fmt.Sprintf(`{"departed_at":%q,"boarded":["m1","m2"]}`, j.now.Add(-50*time.Minute).Format(time.RFC3339)))
	j.sends()
	j.now = j.now.Add(6 * time.Hour)
	j.does(avrr.ReintegrationOfficer, "confirm-arrival", fmt.Sprintf(`{"arrived_at":%q,"members":["m1","m2"]}`, j.now.Add(-time.Hour).Format(time.RFC3339)))
	j.sends()
	j.hears(map[string][]string{
		"london@homeward.example": {"Arrival confirmation 1 (new)"},
		toTirana:                  {"Advance booking notification 1 (new)", "Departure notice 1 (new)"},
		toVienna:                  {"Advance booking notification 1 (new)", "Departure notice 1 (new)"},
	})
}

func TestNamesGoOnlyInThePaperEnclosedAndNeverOfARestrictedCase(t *testing.T) {
	for name, c := range map[string]struct {
		before   func(*journey)
		enclosed map[string]int
	}{
		"an open case": {func(*journey) {}, map[string]int{toTirana: 1, toVienna: 0}},
		"a restricted case": {func(j *journey) {
			j.does(avrr.ReturnOfficer, "record-screening", fmt.Sprintf(`{"member":"m1","screened_on":%q,"trafficking":{"act":["transport"]}}`, avrr.DateOf(j.now)))
		}, map[string]int{toTirana: 0, toVienna: 0}},
	} {
		t.Run(name, func(t *testing.T) {
			j := newJourney(t, knownOffices...)
			j.toTicket()
			c.before(j)
			j.sends()
			for _, m := range j.mail.Mails() {
				if want, known := c.enclosed[m.To[0]]; !known || len(m.Enclosed) != want || want > 0 && !bytes.HasPrefix(m.Enclosed[0].File, []byte("%PDF")) {
					t.Fatalf("%s got %d papers", m.To[0], len(m.Enclosed))
				}
			}
			if got := len(j.mail.Mails()); got != 2 {
				t.Fatalf("%d mails", got)
			}
		})
	}
}
