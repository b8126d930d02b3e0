package sample

import (
	"context"
	"fmt"
	"sync"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A charter is the one journey of the sample that several cases travel on: to Tirana, and by bus to Shkodër.
type charter struct {
	begun   time.Time
	turn    sync.Mutex
	planned string // its movement's id, once it is planned
}

// plan answers the charter's movement. Whoever needs it first has it planned, by the travel desk; the others wait.
func (c *charter) plan(ctx context.Context, l *life) (string, error) {
	c.turn.Lock()
	defer c.turn.Unlock()
	if c.planned != "" {
		return c.planned, nil
	}
	day := avrr.DateOf(c.begun.In(avrr.Zone("GB"))).AddDays(6)
	at := func(country string, hour, minute int) string {
		return day.In(avrr.Zone(country)).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute).Format(time.RFC3339)
	}
	a, err := l.asks(ctx, "desk", "sample-charter", "plan-movement", body{
		"kind": "charter", "name": "Charter to Tirana and Shkodër", "seats": 40, "ticket_by": at("GB", -48, 0), "fare": body{"amount": 480000, "currency": "GBP"},
		"conditions": "Names can be changed until two days before the departure. Seats given back later are paid.",
		"segments": []body{
			{"carrier": "W4", "number": "9001", "from": "LGW", "to": "TIA", "departs_at": at("GB", 9, 40), "arrives_at": at("AL", 13, 35)},
			{"mode": "bus", "from": "TIA", "to_place": "Shkodër", "departs_at": at("AL", 15, 0), "arrives_at": at("AL", 17, 0)}},
	}, func(who access.Person, req casework.Request) (casework.Answer, error) {
		return l.desk.Plan(ctx, who, req)
	})
	c.planned = a.Movement
	return c.planned, err
}

// join takes a seat on the charter.
func join(ctx context.Context, l *life) error {
	movement, err := l.charter.plan(ctx, l)
	if err != nil {
		return fmt.Errorf("the charter: %w", err)
	}
	return l.do(ctx, "desk", "join-movement", body{"movement": movement, "passengers": []string{"m1"}})
}
