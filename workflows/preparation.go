package workflows

import "homeward/avrr"

// In preparation papers, the authority's answer and, where needed, medical clearance are collected, and seats are held while
// they come: consulates ask for the reservation.
//
// Waits for: the authority, a booking, and the tickets, each with its clock; the hold itself lapses in the movement.
// Unwinds when left early: held seats are given back, unpaid money becomes void, papers are withdrawn.
// Hands on: tickets that every paper survives, to travel.
var preparation = stage{is: avrr.Preparation}
