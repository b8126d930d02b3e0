package avrr

import (
	"slices"
	"strings"
	"time"
)

// An Appointment is a meeting that was agreed, and what became of it.
type Appointment struct {
	ID          string    `json:"id"`
	Kind        string    `json:"kind"`
	At          time.Time `json:"at"`
	Place       string    `json:"place,omitempty"`
	Members     []string  `json:"members"`
	Interpreter string    `json:"interpreter,omitempty"`
	Duty        Duty      `json:"duty"` // whose appointment it is
	RecordedAt  time.Time `json:"recorded_at"`
	Outcome     string    `json:"outcome,omitempty"` // kept, missed, moved; called_off when nobody is left to come
	MovedTo     string    `json:"moved_to,omitempty"`
	MovedFrom   string    `json:"moved_from,omitempty"`
}

// What became of an appointment.
const (
	AppointmentKept      = "kept"
	AppointmentMissed    = "missed"
	AppointmentMoved     = "moved"
	AppointmentCalledOff = "called_off"
)

var appointmentTitles = map[string]Text{
	"counselling": T("counselling", "këshillimi"),
	"screening":   T("screening", "vlerësimi"),
	"briefing":    T("briefing", "informimi"),
	"medical":     T("medical appointment", "takimi mjekësor"),
	"consulate":   T("appointment at the consulate", "takimi në konsullatë"),
	"authority":   T("appointment at the authority", "takimi tek autoriteti"),
	"visit":       T("visit", "vizita"),
	"other":       T("appointment", "takimi"),
}

func (c *Case) appointment(id string) *Appointment {
	for _, a := range c.Appointments {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// expected reports whether somebody may still come.
func (c *Case) expected(a *Appointment) bool {
	return a.Outcome == "" && slices.ContainsFunc(a.Members, func(id string) bool {
		m := c.Member(id)
		return m != nil && !m.gone()
	})
}

// Schedule agrees an appointment. One that lies in the past is told late.
type Schedule struct {
	Kind        string    `json:"kind" schema:"enum=counselling|screening|briefing|medical|consulate|authority|visit|other"`
	At          time.Time `json:"at"`
	Place       string    `json:"place,omitempty" schema:"max=200"`
	Members     []string  `json:"members,omitempty" schema:"ref=member,min=0" doc:"Who is to come; everybody of the case when left out."`
	Interpreter string    `json:"interpreter,omitempty" schema:"max=200"`
	Note        string    `json:"note,omitempty" schema:"max=2000"`
}

// farthest is how far ahead people make appointments; what lies beyond is a slip of the pen.
const farthest = 3 * 365 * 24 * time.Hour

func (in Schedule) check(j *Judging) error { return aboutNow(j, "/at", in.At) }

func aboutNow(j *Judging, field string, at time.Time) error {
	switch {
	case at.Year() < earliest:
		return broken("long-past", field, "%s cannot be right: it lies before %d.", at.Format(time.RFC3339), earliest)
	case at.After(j.Now.Add(farthest)):
		return broken("far-ahead", field, "%s cannot be right: it lies more than three years ahead.", at.Format(time.RFC3339))
	}
	return nil
}

func (in Schedule) apply(c *Case, _ *Programme, e *Event) {
	a := &Appointment{Kind: in.Kind, At: in.At, Place: in.Place, Members: in.Members, Interpreter: in.Interpreter, RecordedAt: e.RecordedAt, Duty: ReturnDuty}
	if in.Kind == "visit" || !c.ArrivedAt.IsZero() {
		a.Duty = ReintegrationDuty
	}
	if len(a.Members) == 0 {
		a.Members = c.references("member")
	}
	c.agree(a)
}

func (c *Case) agree(a *Appointment) {
	a.ID = c.newID("a")
	c.Appointments = append(c.Appointments, a)
}

// RecordAppointment records what became of an appointment; one that is moved goes on as another.
type RecordAppointment struct {
	Appointment string    `json:"appointment" schema:"ref=appointment"`
	Outcome     string    `json:"outcome" schema:"enum=kept|missed|moved"`
	MovedTo     time.Time `json:"moved_to,omitzero" doc:"The new time, for one that was moved."`
	Note        string    `json:"note,omitempty" schema:"max=2000"`
	On          Date      `json:"on,omitzero"`
}

func (in RecordAppointment) happenedOn() Date { return in.On }

func (in RecordAppointment) check(j *Judging) error {
	a := j.Case.appointment(in.Appointment)
	switch {
	case a.Outcome != "":
		return broken("appointment-recorded", "/appointment", "What became of this appointment is already recorded.")
	case in.Outcome != AppointmentMoved && !in.MovedTo.IsZero():
		return broken("not-moved", "/moved_to", "Only an appointment that was moved has a new time.")
	case in.Outcome != AppointmentMoved && a.At.After(j.Now.Add(latest)):
		return broken("in-the-future", "/outcome", "%s lies in the future; what has not happened yet cannot be recorded.", a.At.Format(time.RFC3339))
	case in.Outcome == AppointmentMoved && in.MovedTo.IsZero():
		return broken("new-time-missing", "/moved_to", "Say when the appointment was moved to.")
	case in.Outcome == AppointmentMoved:
		return aboutNow(j, "/moved_to", in.MovedTo)
	}
	return nil
}

func (in RecordAppointment) apply(c *Case, _ *Programme, e *Event) {
	a := c.appointment(in.Appointment)
	a.Outcome = in.Outcome
	switch in.Outcome {
	case AppointmentMoved:
		next := *a
		next.Outcome, next.At, next.MovedFrom, next.RecordedAt = "", in.MovedTo, a.ID, e.RecordedAt
		c.agree(&next)
		a.MovedTo = next.ID
	case AppointmentMissed:
		for _, id := range a.Members {
			if c.mayReach(id) && c.missedBefore(id, a) {
				c.raise("missed-twice:"+id, T("Two appointments in a row were missed: ask why", "Dy takime radhazi u humbën: pyesni pse"), "", ReturnDuty, e.RecordedAt)
			}
		}
	}
}

// missedBefore reports whether the member missed the appointment before this one as well.
func (c *Case) missedBefore(member string, this *Appointment) bool {
	var before *Appointment
	for _, a := range c.Appointments {
		came := a.Outcome == AppointmentKept || a.Outcome == AppointmentMissed
		if a != this && came && slices.Contains(a.Members, member) && !a.At.After(this.At) && (before == nil || !a.At.Before(before.At)) {
			before = a
		}
	}
	return before != nil && before.Outcome == AppointmentMissed
}

// hasAppointments reports whether anything was agreed.
func hasAppointments(j *Judging) bool { return len(j.Case.Appointments) > 0 }

// appointmentMark begins the name of an appointment's clocks and the ids of its tasks.
const appointmentMark = "appointment:"

// appointments runs two clocks for each appointment somebody is expected at: one at its time, and one as the day before
// begins, unless the appointment was made later than that.
func (r *running) appointments() {
	for _, a := range r.c.Appointments {
		if !r.c.expected(a) {
			continue
		}
		at := a.At.UTC()
		r.clocks = append(r.clocks, Clock{Name: appointmentMark + a.ID, Start: at, Due: at})
		before := dayBreak(DateOf(a.At.In(r.c.place())).AddDays(-1), r.c.place()).UTC()
		if before.After(a.RecordedAt) && !r.c.mourning() {
			r.clocks = append(r.clocks, Clock{Name: appointmentMark + a.ID + reminderMark, Start: at, Due: before})
		}
	}
}

// appointmentRan raises the task of an appointment's clock: to remind of it or, at its time, to say what became of it.
func (c *Case) appointmentRan(clock string, e *Event) {
	a := c.appointment(strings.TrimSuffix(strings.TrimPrefix(clock, appointmentMark), reminderMark))
	if a == nil { // it has been voided since
		return
	}
	title := appointmentTitles[a.Kind]
	if strings.HasSuffix(clock, reminderMark) {
		c.raise(clock, T("Remind of tomorrow: "+title.EN, "Kujtoni për nesër: "+title.SQ), "", a.Duty, e.RecordedAt)
		return
	}
	c.raise(clock, T("Record whether it took place: "+title.EN, "Regjistroni nëse u zhvillua: "+title.SQ), "", a.Duty, e.RecordedAt)
	c.raised(clock).Action = "record-appointment"
}

// endAppointments ends the tasks of appointments that are settled, and reminders of those that are past.
func (c *Case) endAppointments(at time.Time) {
	for _, t := range c.Raised {
		id, of := strings.CutPrefix(t.ID, appointmentMark)
		id, reminds := strings.CutSuffix(id, reminderMark)
		if !of || !t.DoneAt.IsZero() {
			continue
		}
		if a := c.appointment(id); a == nil || !c.expected(a) || reminds && !a.At.After(at) {
			t.DoneAt = at
		}
	}
}
