package workflows

import "homeward/avrr"

// In eligibility a person is registered, counselled, screened and asked for consent; one officer assesses, another decides.
//
// Waits for: the counselling and the decision, each with its clock.
// Unwinds when left early: nothing. No seat is held yet, no paper is out and no money is promised.
// Hands on: an approval with the criteria it rests on, to preparation; a refusal or a withdrawal closes the case.
var eligibility = stage{is: avrr.Eligibility}
