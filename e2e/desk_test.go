package e2e

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

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
