package store

import "strings"

// A Class says how much harm a value does in the wrong hands.
type Class int

// The classes. From C2 on a column is sealed.
const (
	C0 Class = iota // public
	C1              // internal: references, stages, offices, staff, keyed tokens
	C2              // personal: names, birth dates, contacts, document numbers
	C3              // special: medical, vulnerability, family, bank
	C4              // life-threatening: trafficking accounts, persecution, whereabouts
)

func (c Class) String() string { return [...]string{"C0", "C1", "C2", "C3", "C4"}[c] }

// Classes answers the class of every column, by "table.column". A sealed column has the class of the worst it may hold.
// A column missing here fails the tests.
func Classes() map[string]Class {
	classes := map[string]Class{}
	for table, columns := range classified {
		for class, names := range columns {
			for name := range strings.FieldsSeq(names) {
				classes[table+"."+name] = class
			}
		}
	}
	return classes
}

const eventClasses = "seq version cause actor happened_on recorded_at compartment"

var classified = map[string]map[Class]string{
	"goose_db_version": {C0: "id version_id is_applied tstamp"},
	"meta":             {C1: "key value"},
	"programmes":       {C0: "code version source sha256 loaded_at offered"},
	"accounts":         {C1: "id username display_name role office password_hash disabled created_at"},
	"offices":          {C1: "key name country email phone receives_names"},
	"office_airports":  {C1: "airport office"},
	"tokens":           {C1: "hash account_id kind created_at expires_at last_seen_at revoked_at"},
	"cases": {
		C1: `id reference programme programme_version stage stage_rank on_hold withdrawn needs_person closed office officer
			host_country destination opened_on next_due next_clock version seq calls fold created_at updated_at`,
		C2: "headline",
		C3: "state",
	},
	"case_events":      {C1: "case_id " + eventClasses, C3: "body", C4: "protected"},
	"case_money":       {C1: "case_id currency approved paid overpaid exchange"}, // in the open, so that the database itself can hold them against each other
	"instalment_steps": {C1: "case_id instalment kind seq"},
	"payment_orders":   {C1: "key case_id instalment programme currency amount state"}, // to whom and to which account stands in the sealed case alone
	"batches":          {C1: "number programme currency state payments total made_by made_at settled_by settled_at request_key"},
	"batch_orders":     {C1: "batch order_key live"},
	"movements": {
		C1: "id status departs_at arrives_at next_due version seq fold calls awaited created_at updated_at",
		C2: "headline",
		C3: "state",
	},
	"movement_events":     {C1: "movement_id " + eventClasses, C3: "body", C4: "protected"},
	"movement_passengers": {C1: "movement_id case_id active"},
	"submissions": {
		C1: `id subject_kind subject_id case_id action actor idempotency_key fingerprint version_seen urgent imported received_at status
			recorded_seq settled_at answer_status attempts next_attempt_at`,
		C3: "body problem answer",
		C4: "protected",
	},
	"budgets":       {C1: "programme funding_token funding currency amount promised committed paid over set_at"},
	"budget_draws":  {C1: "case_id programme funding_token currency promised committed paid"},
	"outside_calls": {C1: "key made tried_at"},
	"leases":        {C1: "name holder until"},
	"outbox": {
		C1: "subject_kind subject_id seq kind n status attempts next_attempt_at outcome created_at done_at",
		C3: "payload",
	},
	"documents": {
		C1: `id subject_kind subject_id member about kind language number version code_token sha256 status issued_at valid_until
			changed_at seq substitutions`,
		C2: "code file",
	},
	"files":        {C1: "id case_id state uploaded_by uploaded_at", C4: "metadata sha256 content"},
	"drafts":       {C1: "account place subject_kind subject_id saved_at", C4: "content"},
	"jobs":         {C1: "id kind account request_key state total done stopping seen tries retry_at asked_at ended_at expires_at", C4: "asked"},
	"job_rows":     {C1: "job n case_id settled", C4: "outcome"},
	"job_files":    {C1: "job name media_type size", C4: "content"},
	"tasks":        {C1: "case_id id duty office country decides raised person due state raised_at held_since done_at", C4: "detail"},
	"visits":       {C1: "case_id id visitor office country day due"},
	"views":        {C1: "account query saved_at", C2: "name"},
	"stays":        {C1: "case_id stage programme opened_on entered_on days how"},
	"money_months": {C1: "case_id month currency programme promised paid"},
	"index_tokens": {C1: "case_id kind token"},
	"audit":        {C1: "id at actor verb via subject_kind subject_id case_id detail prev_hash hash"},
}
