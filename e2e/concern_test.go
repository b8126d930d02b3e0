package e2e

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
	"homeward/store"
)

// Who holds a copy of the database and no key must not be told by any plain column in which case a screening raised a concern.
func TestNoPlainColumnTellsWhichCaseIsRestricted(t *testing.T) {
	for _, b := range backends {
		t.Run(b.name, func(t *testing.T) {
			dir := t.TempDir()
			database := b.url(t, dir)
			h := newHouse(t, dir, database)
			another := oneAdult("standard") // of two cases of one person, the first is asked about the second: that would tell them apart
			another["members"] = []body{{"family_name": "Leka", "given_names": "Mira", "birth": body{"date": "1988-07-15"}, "sex": "F", "nationality": "AL"}}
			restricted, harmless := h.begin("standard"), walk{house: h, ref: h.open(another)}
			suspicion := body{"member": "m1", "screened_on": day(0), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}}
			nothing := body{"member": "m1", "screened_on": day(0), "vulnerabilities": []string{"elderly"}}

			restricted.do("officer", restricted.ref, "record-screening", suspicion)
			harmless.do("officer", harmless.ref, "record-screening", nothing)
			h.tellsNothing(database, restricted, harmless)
			work, _, err := h.store.Read(context.Background()).WorkList(store.WorkFilter{Of: store.Work{Duty: string(avrr.ProtectionDuty)}})
			require.NoError(t, err)
			require.Len(t, work, 1)
			require.Equal(t, "risk:m1", work[0].ID, "those it is for find the work all the same")

			restricted.do("protection", restricted.ref, "record-risk-assessment", body{"member": "m1", "on": day(0), "safe": "with_measures", "measures": []string{"Met at the gate."}})
			harmless.do("protection", harmless.ref, "record-screening", nothing)
			h.tellsNothing(database, restricted, harmless)

			// Both must be met on arrival before their letter is printed: one for what was screened, one for what a doctor said.
			examined := map[walk]string{restricted: "fit", harmless: "fit_with_conditions"}
			for _, w := range []walk{restricted, harmless} {
				w.toAssessment()
				w.do("manager", w.ref, "decide-eligibility", body{"decision": "approve"}) // an officer who does not look after the case may not
				w.do("officer", w.ref, "record-medical-clearance", body{"member": "m1", "result": examined[w], "examined_on": day(0), "valid_until": day(60)})
				w.toPapers()
				w.holdFarAhead()
				w.toTicket()
			}
			h.tellsNothing(database, restricted, harmless)
			for _, w := range []walk{restricted, harmless} {
				w.do("field", w.ref, "confirm-reception", body{"members": []string{"m1"}, "confirmed_on": day(0), "by": "Partner in Tirana"})
				w.toArrival()
			}
			require.True(t, h.folded(restricted.ref).Restricted)
			h.tellsNothing(database, restricted, harmless)
		})
	}
}

// caseTables are the tables with rows of a case, by the column that names it.
var caseTables = map[string]string{"cases": "id", "case_events": "case_id", "submissions": "case_id", "tasks": "case_id", "outbox": "subject_id",
	"documents": "subject_id", "movement_passengers": "case_id", "index_tokens": "case_id", "audit": "case_id"}

// tellsNothing checks that two cases have the same values in every column that can be read without a key.
func (h *house) tellsNothing(database string, one, other walk) {
	h.t.Helper()
	require.Eventually(h.t, func() bool { return h.toDo() == 0 }, patience, 50*time.Millisecond)
	driver, source := "pgx", database
	if file, ok := strings.CutPrefix(database, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+file+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, source)
	require.NoError(h.t, err)
	defer func() { require.NoError(h.t, db.Close()) }()
	for table, key := range caseTables {
		require.Equal(h.t, one.plain(db, table, key), other.plain(db, table, key), table)
	}
}

// own is what differs between any two rows and tells nothing: moments, random ids, references, and the keys this test counts up.
var own = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|[0-9A-HJKMNP-TV-Z]{26}|HW-[0-9A-Z]{3}-[0-9A-Z]{4}|-[0-9]+$`)

// plain answers the values each column of a table has for the case, but for what is sealed, keyed, or a moment.
func (w walk) plain(db *sql.DB, table, key string) map[string]map[string]bool {
	w.t.Helper()
	rows, err := db.Query(fmt.Sprintf("SELECT * FROM %s WHERE %s = $1", table, key), w.row().ID)
	require.NoError(w.t, err)
	columns, err := rows.Columns()
	require.NoError(w.t, err)
	found := map[string]map[string]bool{}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		require.NoError(w.t, rows.Scan(into...))
		for i, v := range values {
			switch v.(type) {
			case []byte, time.Time:
				continue
			}
			column := columns[i]
			if table == "audit" && column == "id" {
				continue // counts the rows of every case
			}
			if table == "outbox" && column == "attempts" {
				continue // a message waits for its papers in any case; how often it is tried meanwhile depends on how busy the relay is
			}
			if found[column] == nil {
				found[column] = map[string]bool{}
			}
			said := fmt.Sprint(v)
			if column != "actor" && column != "officer" { // who did it may tell, too: here the same people work on both cases
				said = own.ReplaceAllString(said, "*")
			}
			found[column][said] = true
		}
	}
	require.NoError(w.t, rows.Err())
	require.NoError(w.t, rows.Close())
	return found
}
