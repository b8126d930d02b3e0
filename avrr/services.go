package avrr

import (
	"fmt"
	"slices"
)

// A ServiceCode is what a carrier is asked to do for a traveller (IATA AIRIMP special service requests). DEPU and DEPA mark
// deportees: they are no codes of a voluntary return, and no case or movement that held one could be read.
type ServiceCode string

// Codes that a rule looks at.
const (
	UnaccompaniedMinor ServiceCode = "UMNR"
)

// ServiceCodes lists every code, in the order papers name them.
var ServiceCodes = []ServiceCode{"WCHR", "WCHS", "WCHC", "BLND", "DEAF", "MEDA", "STCR", "OXYG", "UMNR", "EXST", "MAAS", "LANG", "INFT", "CHLD", "DPNA"}

// serviceNames are the codes as a schema lists them.
var serviceNames = func() (names []string) {
	for _, code := range ServiceCodes {
		names = append(names, string(code))
	}
	return names
}()

// UnmarshalText reads one of ServiceCodes and nothing else.
func (s *ServiceCode) UnmarshalText(text []byte) error {
	if *s = ServiceCode(text); !slices.Contains(ServiceCodes, *s) {
		return fmt.Errorf("%q is no service a voluntary traveller is booked with", printable(string(text)))
	}
	return nil
}

// A ServiceRequest asks a carrier for one service for one traveller: the need, never what it comes from.
type ServiceRequest struct {
	Member string      `json:"member" schema:"ref=member"`
	Code   ServiceCode `json:"code" doc:"IATA code of the service."`
}

// forPassengers refuses a request for somebody who has no seat, and one made twice.
func forPassengers(requests []ServiceRequest, passengers []string) error {
	for i, r := range requests {
		at := fmt.Sprintf("/service_requests/%d", i)
		switch {
		case !slices.Contains(passengers, r.Member):
			return broken("service-without-seat", at+"/member", "%s is not among the passengers, so nothing can be asked of the carrier for them.", r.Member)
		case slices.Contains(requests[:i], r):
			return broken("service-twice", at, "%s is asked for %s twice.", r.Code, r.Member)
		}
	}
	return nil
}

// codesFor answers what is asked for one member.
func codesFor(requests []ServiceRequest, member string) []ServiceCode {
	var codes []ServiceCode
	for _, r := range requests {
		if r.Member == member {
			codes = append(codes, r.Code)
		}
	}
	return codes
}

// ServicesAboard answers the same of a passenger of a movement, whatever has become of the booking.
func (c *Case) ServicesAboard(p Passenger) []ServiceCode {
	asked := slices.Clone(p.Services)
	if m := c.Member(p.Member); m != nil {
		asked = append(asked, c.Services(m)...)
	}
	return inOrder(asked)
}

// Services answers what the carrier is to do for a member, in the order of ServiceCodes: what the doctor found they need, and what
// was asked for with their seat.
func (c *Case) Services(m *Member) []ServiceCode {
	var asked []ServiceCode
	if m.Clearance != nil {
		asked = append(asked, m.Clearance.Services...)
	}
	if c.Booking != nil {
		asked = append(asked, codesFor(c.Booking.Services, m.ID)...)
	}
	return inOrder(asked)
}

// TravelNeeds answers what carriers are to do for those of the case who travel, each code once, in the order of ServiceCodes.
func (c *Case) TravelNeeds() []ServiceCode {
	var asked []ServiceCode
	for _, m := range c.Members {
		if m.Awaited() || m.Fate == Departed || m.Fate == Stranded {
			asked = append(asked, c.Services(m)...)
		}
	}
	return inOrder(asked)
}

// inOrder answers each code once, in the order of ServiceCodes.
func inOrder(asked []ServiceCode) []ServiceCode {
	var codes []ServiceCode
	for _, code := range ServiceCodes {
		if slices.Contains(asked, code) {
			codes = append(codes, code)
		}
	}
	return codes
}
