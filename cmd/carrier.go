package cmd

import (
	"fmt"

	"homeward/activities"
)

// booking says whom seats are asked of.
type booking struct {
	Carrier string `help:"Booking system that is asked for seats on flights; without it the travel desk books by telephone and mail. With a password in it, set HOMEWARD_CARRIER instead." placeholder:"URL"`
}

// carrier answers whom seats are asked of, nil where the travel desk does that.
func (b booking) carrier() (activities.Carrier, error) {
	if b.Carrier == "" {
		return nil, nil
	}
	c, err := activities.NewCarrierAPI(b.Carrier)
	if err != nil {
		return nil, usage{fmt.Sprintf("Nobody can be asked for seats like this: %v.", err)}
	}
	return c, nil
}
