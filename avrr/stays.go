package avrr

// A Stay is the time a case spent in a stage, in days of the place it was in.
type Stay struct {
	Stage Stage `json:"stage"`
	From  Date  `json:"from"`
	Until Date  `json:"until,omitzero"` // zero while the case is there
}

// stays notes where an event has left the case. Entries arrive late and out of order: a stay never begins before the one it follows.
func (c *Case) stays(e *Event) {
	on := e.on(c)
	if n := len(c.Stays); n > 0 {
		last := &c.Stays[n-1]
		if last.Stage == c.Stage {
			return
		}
		if on.Before(last.From) {
			on = last.From
		}
		last.Until = on
	}
	c.Stays = append(c.Stays, Stay{Stage: c.Stage, From: on})
}
