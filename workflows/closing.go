package workflows

import "homeward/avrr"

// A closed case has nothing left to do but to hear what it asked for while it was open.
//
// Waits for: the bank, where a payment was ordered and nobody knows yet what became of it.
// Unwinds when left early: nothing; money that went out is told of a closed case, too.
// Hands on: a settled log.
var closing = stage{is: avrr.Closed}
