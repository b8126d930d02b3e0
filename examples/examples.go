// Package examples holds the sample caseload that the demonstration loads.
package examples

import _ "embed"

// VARRP is the caseload of varrp-uk-albania.csv: fictional people, modelled on the programme under which IOM assisted 450 people
// who returned from the United Kingdom to Albania. examples/caseload writes it.
//
//go:embed varrp-uk-albania.csv
var VARRP []byte

// VARRPAsOf is the day the caseload was written as of, in ISO 8601.
const VARRPAsOf = "2026-11-18"
