// Package workflows says what happens in which order: the return case and the movement, as they wait, are told and go on.
package workflows

import (
	"strings"
	"time"
)

// TaskQueue is where workers wait for cases and movements.
const TaskQueue = "homeward"

// Names under which workflows, updates and activities are known to Temporal. Histories hold them for a year and longer, so
// none is ever renamed.
const (
	ReturnCaseType = "ReturnCase"
	MovementType   = "Movement"
	ActUpdate      = "act"
	CatchUpUpdate  = "catch-up"
	RecordActivity = "Record"
	CallActivity   = "CallCarrier" // carriers were the first to be called
)

// RefusedType is the type of the one error that is a refusal. Every other error leaves open what happened; of those,
// NotRecordedType is what an update ends with that could not have the log.
const (
	RefusedType     = "refused"
	NotRecordedType = "not-recorded"
)

const (
	casePrefix     = "case/"
	movementPrefix = "movement/"
)

// CaseWorkflowID answers the workflow id of a case.
func CaseWorkflowID(id string) string { return casePrefix + id }

// MovementWorkflowID answers the workflow id of a movement.
func MovementWorkflowID(id string) string { return movementPrefix + id }

// CaseID is the inverse of CaseWorkflowID.
func CaseID(workflowID string) (string, bool) { return strings.CutPrefix(workflowID, casePrefix) }

// MovementID is the inverse of MovementWorkflowID.
func MovementID(workflowID string) (string, bool) {
	return strings.CutPrefix(workflowID, movementPrefix)
}

// A File is what a run of a case or a movement starts from. The log is the truth: a run that starts without a Head learns it
// from the log with its first answer.
type File struct {
	Subject string `json:"subject"` // the workflow id
	Head    Head   `json:"head"`
	// Behind says that no update comes with the start, so the run asks the log by itself.
	Behind bool `json:"behind,omitempty"`
}

// A Head is as much of the newest line of a log as drives.
type Head struct {
	Seq     int       `json:"seq"`
	Stage   string    `json:"stage,omitempty"`
	NextDue time.Time `json:"next_due,omitzero"`
	Live    bool      `json:"live,omitempty"` // there is something left to wait for
	// Calls are what the log asks of the outside world without knowing the outcome, in order.
	Calls []Call `json:"calls,omitempty"`
}

// A Call is one thing that a carrier or a bank is asked, by the key it is known by there. What it says stays in the store.
type Call struct {
	Key  string `json:"key"`
	Kind string `json:"kind"`
}

// ToCall asks for one call to be carried out and its outcome recorded.
type ToCall struct {
	Subject string `json:"subject"`
	Key     string `json:"key"`
}

// Submitted names a submission; what it says stays in the store.
type Submitted struct {
	Submission string `json:"submission"`
	Action     string `json:"action"`
	Seen       int    `json:"seen"`            // the seq its pre-check saw
	Again      bool   `json:"again,omitempty"` // it may have been delivered before
	// Attempt counts the updates of this submission that ended without the log having been had. Temporal gives their answer
	// for ever, so the next one is an update of its own.
	Attempt int `json:"attempt,omitempty"`
}

// ToRecord asks Record to judge a submission at the head of a log, or to let the clocks run out that have, or (with
// neither) only to say where the log stands.
type ToRecord struct {
	Subject    string `json:"subject"`
	Submission string `json:"submission,omitempty"`
	Clocks     bool   `json:"clocks,omitempty"`
}

// Recorded is the answer of Record: where the log stands now, and why the submission was not taken, if it was not.
type Recorded struct {
	Head
	Refused string `json:"refused,omitempty"` // an avrr error code
}
