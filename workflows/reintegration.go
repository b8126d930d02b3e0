package workflows

import "homeward/avrr"

// In reintegration the plan is carried out: instalments are released and paid, visits are made.
//
// Waits for: the next instalment and the next visit, each with its clock.
// Unwinds when left early: instalments that were not paid become void.
// Hands on: a settled plan, to follow-up. Long as it lasts, it begins in a run of its own.
var reintegration = stage{is: avrr.Reintegration, fresh: true}
