package workflows

import "homeward/avrr"

// In travel the person is briefed, departs, and is met.
//
// Waits for: the departure and, after the planned arrival, its confirmation.
// Unwinds when left early: until departure tickets are given back, the notice to the receiving office is called back and
// the travel letter is withdrawn. A cancelled flight or a person who does not show up leads back to preparation.
// Hands on: a person who has arrived, and the day from which every visit counts.
var travel = stage{is: avrr.Travel}
