package e2e

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// away answers a desk of the same house that cannot reach Temporal.
func (h *house) away() *casework.Desk {
	return &casework.Desk{Store: h.store, Vault: h.vault, Gate: h.gate, Library: h.desk.Library, Clock: time.Now, Logger: h.desk.Logger, Temporal: func() client.Client { return nil }}
}

func TestTwoChangesOfTheSameVersionAreOneChangeAndOneRefusal(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("demo")
		w.toApproval()
		seen := h.folded(w.ref).Version
		h.stopWorker()
		ask := func(who, reason string) casework.Answer {
			req := h.request("add-task", body{"title": reason, "duty": "return"})
			req.Seen = &seen
			a, err := h.away().Perform(context.Background(), h.staff[who], w.ref, req)
			require.NoError(t, err)
			require.True(t, a.Waiting)
			return a
		}
		first := ask("officer", "One")
		req := h.request("add-task", body{"title": "Two", "duty": "return"})
		req.Seen = &seen
		_, err := h.away().Perform(context.Background(), h.staff["officer2"], w.ref, req)
		require.Equal(t, avrr.CodeStale, avrr.ErrorCode(err), "what waits is counted")
		h.startWorker()
		require.Eventually(t, func() bool {
			a, err := h.desk.Submission(context.Background(), h.staff["officer"], first.Submission)
			return err == nil && !a.Waiting
		}, patience, 50*time.Millisecond)
		require.Equal(t, seen+1, h.folded(w.ref).Version)
	})
}

func TestALateRefusalIsATaskWithItsEntriesUntilItsAuthorTicksItOff(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("demo")
		h.stopWorker()
		ctx := context.Background()
		hold := h.request("hold", body{"reason": "In hospital."})
		_, err := h.away().Perform(ctx, h.staff["officer"], w.ref, hold)
		require.NoError(t, err)
		withdrawal := h.request("withdraw", body{"channel": "phone"})
		_, err = h.away().Perform(ctx, h.staff["officer2"], w.ref, withdrawal)
		require.NoError(t, err)
		v, err := h.desk.Case(ctx, h.staff["officer"], w.ref)
		require.NoError(t, err)
		for _, offer := range v.AvailableActions {
			require.Equal(t, offer.Action != "withdraw", len(offer.BlockedBy) > 0 && offer.BlockedBy[0].Rule == "withdrawal-waiting", offer.Action)
		}
		h.startWorker()
		refused := func() *casework.TaskView {
			v, err := h.desk.Case(ctx, h.staff["officer"], w.ref)
			require.NoError(t, err)
			for _, task := range v.Tasks {
				if task.Action == "complete-task" && len(task.Entries) > 0 {
					return &task
				}
			}
			return nil
		}
		require.Eventually(t, func() bool { return refused() != nil }, patience, 50*time.Millisecond, "the hold comes after the withdrawal and is refused")
		task := refused()
		require.NotEmpty(t, task.Detail)
		var entries map[string]string
		require.NoError(t, json.Unmarshal(task.Entries, &entries))
		require.Equal(t, "In hospital.", entries["reason"])
		_, err = h.try("officer2", w.ref, "complete-task", body{"task": task.ID})
		require.Equal(t, avrr.CodeNotFound, avrr.ErrorCode(err), "it is its author's alone")
		h.do("officer", w.ref, "complete-task", body{"task": task.ID})
		require.Nil(t, refused())
	})
}

func TestTextsAreComposedHoweverTheyAreSent(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		a, err := h.desk.Open(context.Background(), h.staff["officer"], casework.Request{Action: "open", Key: t.Name(),
			Body: []byte(`{"programme":"demo","applied_on":"` + day(0) + `","language":"sq","members":[{"given_names":"Kuke\u0308s"}]}`)})
		require.NoError(t, err)
		h.settles("officer", a)
		require.Equal(t, "Kukës", h.folded(a.Reference).Principal().GivenNames)
	})
}

func TestARestrictedCaseShowsOthersNoMoreThanTheirWorkNeeds(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("demo")
		h.do("officer", w.ref, "record-screening", body{"member": "m1", "screened_on": day(0), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
		h.do("officer", w.ref, "add-note", body{"text": "Only for those who may see it."})
		h.do("officer", w.ref, "add-task", body{"title": "Ring the shelter", "duty": "return"})
		for who, shown := range map[string]bool{"officer": true, "protection": true, "manager": true, "officer2": false, "desk": false, "field": false} {
			v, err := h.desk.Case(context.Background(), h.staff[who], w.ref)
			require.NoError(t, err, who)
			line, err := h.desk.Timeline(context.Background(), h.staff[who], w.ref)
			require.NoError(t, err, who)
			all, err := json.Marshal([]any{v, line})
			require.NoError(t, err)
			for _, secret := range []string{"Hoxha", "Kukës", "restricted", "Only for those", "Ring the shelter", "Protection to look"} {
				if shown {
					require.Contains(t, string(all), secret, who)
				} else {
					require.NotContains(t, string(all), secret, who)
				}
			}
		}
	})
}

// elsewhere is somebody of the field who holds no duty of any case here.
var elsewhere = access.Person{Actor: avrr.Actor{ID: "01J00000000000000000000000", Role: avrr.ReintegrationOfficer}, Username: "elsewhere", DisplayName: "Field elsewhere", Office: "Shkodër office"}

func TestTheFieldWorksOnARestrictedCaseWithoutItsWords(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("demo")
		w.toPay()
		w.do("manager", w.ref, "release-instalment", body{"instalment": "i1"})
		w.do("field", w.ref, "record-payment", body{"instalment": "i1", "amount": 50000, "currency": planCurrency, "paid_on": day(0), "place": "office", "paid_to": "Secret payee", "method": "cash", "receipt": "R-1"})
		w.do("manager", w.ref, "reverse-payment", body{"payment": "p1", "kind": "handed_back", "amount": 100, "reason": "Secret reversal", "on": day(0)})
		w.do("manager", w.ref, "release-instalment", body{"instalment": "i2"})
		w.do("field", w.ref, "record-delivery", body{"instalment": "i2", "delivered": "Secret goods", "short": "Secret lack", "accepted_by_name": "Secret acceptor", "on": day(0)})
		w.do("field", w.ref, "report-supplier", body{"instalment": "i2", "kind": "late", "reason": "Secret lateness", "on": day(0)})
		w.do("field", w.ref, "log-visit", body{"visit": w.folded(w.ref).Visits[0].ID, "visited_on": day(0), "mode": "home", "place": "Secret place", "present": []body{{"name": "Secret guest", "relation": "Secret aunt"}},
			"findings": "Secret findings", "next_steps": []body{{"what": "Secret step", "duty": "reintegration"}}, "outcome": "needs_support"})
		w.do("officer", w.ref, "give-consent", body{"member": "m1", "kind": "sharing", "recipient": "Secret shelter", "signed_on": day(0), "language": "sq"})
		w.do("field", w.ref, "refer", body{"service": "housing", "provider": "Secret shelter", "consent": "m1"})
		w.do("field", w.ref, "reschedule-visit", body{"visit": w.folded(w.ref).Visits[1].ID, "due_on": day(0), "reason": "Secret move"})
		w.do("officer", w.ref, "record-screening", body{"member": "m1", "screened_on": day(0), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
		for what, told := range h.everythingTold(elsewhere, w.ref) {
			for _, secret := range []string{"Hoxha", "Arta", "Secret", "Tools."} {
				require.NotContains(t, told, secret, what)
			}
		}
		v, err := h.desk.Case(context.Background(), elsewhere, w.ref)
		require.NoError(t, err)
		require.Equal(t, "p1", v.Payees[0].ID, "an account is still chosen by its last signs")
		require.Empty(t, v.Payees[0].Name)
		require.Equal(t, int64(50000), v.Payments[0].Money.Amount)
		require.Equal(t, "business", v.Plan.Measures[0].Kind)
		require.Equal(t, "Tools.", h.folded(w.ref).Plan.Measures[0].Description, "the case itself keeps its words")
		kept, err := json.Marshal(h.everythingTold(h.staff["manager"], w.ref))
		require.NoError(t, err)
		for _, secret := range []string{"Arta Hoxha", "Secret payee", "Secret findings", "Secret shelter"} {
			require.Contains(t, string(kept), secret, "whoever looks after the case reads on")
		}
	})
}

// everythingTold is what each way of looking at a case tells somebody, as it is sent.
func (h *house) everythingTold(who access.Person, reference string) map[string]string {
	h.t.Helper()
	ctx, all := context.Background(), map[string]any{}
	see := func(what string, shown any, err error) {
		require.NoError(h.t, err, what)
		all[what] = shown
	}
	v, err := h.desk.Case(ctx, who, reference)
	see("case", v, err)
	page, err := h.desk.Page(ctx, who, reference, casework.PageOfHistory)
	see("page", page, err)
	line, err := h.desk.Timeline(ctx, who, reference)
	see("timeline", line, err)
	visits, err := h.desk.VisitsPage(ctx, who, reference)
	see("visits", visits, err)
	papers, err := h.desk.Documents(ctx, who, reference)
	see("papers", papers, err)
	files, err := h.desk.Files(ctx, who, reference)
	see("files", files, err)
	horizon, err := h.desk.Horizon(ctx, who, reference)
	see("horizon", horizon, err)
	list, _, err := h.desk.Caseload(ctx, who, casework.Search{})
	see("caseload", list, err)
	work, err := h.desk.Work(ctx, who, casework.WorkSearch{})
	see("work", work, err)
	rounds, _, err := h.desk.Visits(ctx, who, casework.VisitSearch{})
	see("rounds", rounds, err)
	told := map[string]string{}
	for what, shown := range all {
		body, err := json.Marshal(shown)
		require.NoError(h.t, err, what)
		told[what] = string(body)
	}
	return told
}

func TestTheAnswersOfAScreeningAreForTheirAuthorAndProtectionAlone(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, h *house) {
		w := h.begin("demo")
		h.do("officer", w.ref, "record-screening", body{"member": "m1", "screened_on": day(0), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
		for who, reads := range map[string]bool{"officer": true, "protection": true, "manager": false, "officer2": false, "desk": false} {
			lines, err := h.desk.Timeline(context.Background(), h.staff[who], w.ref)
			require.NoError(t, err, who)
			all, err := json.Marshal(lines)
			require.NoError(t, err)
			require.Equal(t, reads, strings.Contains(string(all), "forced_labour"), who)
		}
	})
}
