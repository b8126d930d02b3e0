package api_test

import (
	"net/http"
	"testing"

	"homeward/store"
)

func TestThePackageSaysWhatIsGivenWhyAndWhatIsLeft(t *testing.T) {
	o := newOffice(t)
	body := with(with(o.application(), "programme", "eurp"), "entry", "already_returned")
	body["members"] = []any{
		map[string]any{"given_names": "Arta", "nationality": "NG", "birth": map[string]any{"date": "1990-04-02"}},
		map[string]any{"given_names": "Ben", "nationality": "NG", "relation": "child", "birth": map[string]any{"date": "2015-04-02"}},
	}
	reference := o.opened("officer", body)
	o.do("field", reference, "propose-plan", map[string]any{"measures": []any{map[string]any{"line": "reintegration", "dimension": "economic", "level": "individual", "kind": "training",
		"description": "A course.", "amount": 120000, "currency": "EUR"}}})
	o.do("manager", reference, "decide-plan", map[string]any{"decision": "approve"})
	o.do("field", reference, "record-payment", map[string]any{"line": "on-arrival", "amount": 61500, "currency": "EUR", "paid_on": o.day(0), "place": "arrival", "method": "cash", "receipt": "R-1"})

	answer := o.ask("field", "GET", caseURL(reference)+"/package", nil)
	if answer.status != http.StatusOK || answer.body["currency"] != "EUR" {
		t.Fatalf("%d %v", answer.status, answer.body)
	}
	lines := answer.body["lines"].([]any)
	for n, want := range []struct {
		line                             string
		total, promised, committed, paid float64
		left                             float64
		because                          string
	}{
		{"on-arrival", 123000, 61500, 0, 61500, 61500, "For 2 members of this case: 1\u00a0230.00\u00a0EUR."},
		{"reintegration", 300000, 120000, 0, 0, 180000, "For 2 members of this case: 3\u00a0000.00\u00a0EUR."},
	} {
		line := lines[n].(map[string]any)
		if line["line"] != want.line || line["total"] != want.total || line["promised"] != want.promised || line["committed"] != want.committed || line["paid"] != want.paid || line["left"] != want.left {
			t.Errorf("%s: %v", want.line, line)
		}
		if said := line["because"].(map[string]any)["en"]; said != want.because {
			t.Errorf("%s: %v", want.line, said)
		}
		if until := text(line["until"]); until <= o.day(0) {
			t.Errorf("%s is given until %q", want.line, until)
		}
	}
	share := lines[1].(map[string]any)["shares"].([]any)[1].(map[string]any)
	if share["member"] != "m2" || share["amount"] != 100000.0 || share["because"].(map[string]any)["en"] != "1\u00a0000.00\u00a0EUR: further member of the family." {
		t.Errorf("%v", share)
	}
	totals := answer.body["totals"].(map[string]any)
	if totals["promised"] != 181500.0 || totals["paid"] != 61500.0 || totals["left"] != 241500.0 || totals["overpaid"] != 0.0 {
		t.Errorf("%v", totals)
	}
	if got := o.ask("admin", "GET", caseURL(reference)+"/package", nil); got.status != http.StatusForbidden {
		t.Errorf("an administrator is answered %d", got.status)
	}
}

func TestTheBudgetsAreSeenByThoseWhoAnswerForThem(t *testing.T) {
	o := newOffice(t)
	must(t, o.store.InTx(t.Context(), func(tx *store.Tx) error {
		_, err := tx.SetBudget("eurp", "Red Cross", "EUR", 500000)
		return err
	}))
	for username, status := range map[string]int{"manager": http.StatusOK, "auditor": http.StatusOK, "admin": http.StatusOK, "field": http.StatusForbidden, "officer": http.StatusForbidden} {
		answer := o.ask(username, "GET", "/api/v1/budgets", nil)
		if answer.status != status {
			t.Errorf("%s: %d", username, answer.status)
		}
		if status != http.StatusOK {
			continue
		}
		b := answer.body["budgets"].([]any)[0].(map[string]any)
		if b["programme"] != "eurp" || b["funding"] != "Red Cross" || b["amount"] != 500000.0 || b["left"] != 500000.0 {
			t.Errorf("%v", b)
		}
	}
}
