package workflows

import "homeward/avrr"

// In follow-up the person is visited until the year is over, and the case is closed.
//
// Waits for: each visit, and after the last one the closure.
// Unwinds when left early: nothing.
// Hands on: a closed case. A closed case is only its log; whoever speaks of it again starts a new run.
var followUp = stage{is: avrr.FollowUp, fresh: true}
