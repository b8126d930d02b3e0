package workflows

import "homeward/avrr"

// In arrival the person is received, and the reintegration plan is drawn up and decided.
//
// Waits for: the plan and its decision, each with its clock; first visits may already fall due.
// Unwinds when left early: nothing that has happened. A person who declines help goes straight to follow-up.
// Hands on: an approved plan with its instalments, to reintegration.
var arrival = stage{is: avrr.Arrival}
