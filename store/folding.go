package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"homeward/avrr"
)

// foldVersion changes with the code that folds: a state folded by older code is folded again from the log.
const foldVersion = 5

// Folded answers the case as it stands at the head of its log. A case whose opening is not recorded yet is a case before
// its first event.
func (r *Reader) Folded(row Case, p *avrr.Programme) (*avrr.Case, error) {
	if row.Seq > 0 && row.Fold == foldVersion {
		var c avrr.Case
		if err := json.Unmarshal(row.State, &c); err != nil {
			return nil, fmt.Errorf("case %s: read the state: %w", row.ID, err)
		}
		return &c, nil
	}
	return r.FoldedTo(row, p, row.Seq)
}

// FoldedTo answers the case as it stood at one event of its log.
func (r *Reader) FoldedTo(row Case, p *avrr.Programme, seq int) (*avrr.Case, error) {
	c := avrr.NewCase(row.ID, row.Reference, p)
	history, err := r.History(CaseSubject(row.ID))
	if err != nil {
		return nil, err
	}
	if err := c.FoldAll(p, history[:min(seq, len(history))]); err != nil {
		return nil, err
	}
	return c, nil
}

// FoldedMovement answers the movement as it stands at the head of its log.
func (r *Reader) FoldedMovement(row Movement) (*avrr.Movement, error) {
	m := avrr.NewMovement(row.ID)
	if row.Seq > 0 && row.Fold == foldVersion {
		if err := json.Unmarshal(row.State, m); err != nil {
			return nil, fmt.Errorf("movement %s: read the state: %w", row.ID, err)
		}
		return m, nil
	}
	history, err := r.History(MovementSubject(row.ID))
	if err != nil {
		return nil, err
	}
	if err := m.FoldAll(history); err != nil {
		return nil, err
	}
	return m, nil
}

// History answers a log from its first line, protected parts left closed.
func (r *Reader) History(subject Subject) ([]avrr.Event, error) {
	lines, err := r.Events(subject, 0)
	if err != nil {
		return nil, err
	}
	history := make([]avrr.Event, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal(line.Body, &history[i]); err != nil {
			return nil, fmt.Errorf("%s: read event %d: %w", subject, line.Seq, err)
		}
	}
	return history, nil
}

// Write adds an event to a log. It answers ErrDuplicate, and changes nothing, when the seq or the cause is there.
func (tx *Tx) Write(subject Subject, e avrr.Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	line := Event{Subject: subject, Seq: e.Seq, Version: e.Version, Cause: e.Cause, Actor: e.Actor.ID,
		RecordedAt: e.RecordedAt, Body: body, Protected: e.Protected}
	if len(e.Protected) > 0 {
		line.Compartment = CompartmentProtection
	}
	switch {
	case !e.HappenedAt.IsZero():
		line.HappenedOn = e.HappenedAt.Format(time.RFC3339)
	case !e.HappenedOn.IsZero():
		line.HappenedOn = e.HappenedOn.String()
	}
	return tx.AppendEvent(line)
}

// A Headline is what lists show of a case's principal. Restricted says that only those who look after the case may be shown
// the rest.
type Headline struct {
	Name        string      `json:"name"`
	Nationality string      `json:"nationality,omitempty"`
	Birth       *avrr.Birth `json:"birth,omitempty"`
	Youngest    *avrr.Birth `json:"youngest,omitempty"` // of the members, as far as births are known
	Members     int         `json:"members"`
	// Names are the members', by id.
	Names      map[string]string `json:"names,omitempty"`
	Restricted bool              `json:"restricted,omitempty"`
	// Officers are who looks after the case, by duty: they are shown it when it is restricted.
	Officers map[avrr.Duty]string `json:"officers,omitempty"`
	// Needs are what carriers are to do for those who travel.
	Needs []avrr.ServiceCode `json:"needs,omitempty"`
}

// ReadHeadline opens what Caseload answers in Case.Headline. A sealed case goes by its reference, and counts as restricted
// since nobody can tell that it is not.
func ReadHeadline(c Case) (Headline, error) {
	var h Headline
	if c.Sealed {
		return Headline{Name: c.Reference, Restricted: true}, nil
	}
	if len(c.Headline) == 0 {
		return h, nil
	}
	if err := json.Unmarshal(c.Headline, &h); err != nil {
		return h, fmt.Errorf("case %s: read the headline: %w", c.ID, err)
	}
	return h, nil
}

// youngestOf answers the birth of the youngest of some members, as far as births are known; nil where none is.
func youngestOf(members []*avrr.Member) (youngest *avrr.Birth) {
	for _, m := range members {
		if m.Birth != nil && (youngest == nil || m.Birth.After(youngest)) {
			youngest = m.Birth
		}
	}
	return youngest
}

// RowOf makes the read model of a folded case, to be saved with SaveCase or inserted with InsertCase.
func RowOf(c *avrr.Case, p *avrr.Programme) (Case, error) {
	state, err := json.Marshal(c)
	if err != nil {
		return Case{}, fmt.Errorf("case %s: %w", c.ID, err)
	}
	h := Headline{Members: len(c.Members), Restricted: c.Restricted, Officers: c.Officers, Names: map[string]string{}, Needs: c.TravelNeeds(),
		Youngest: youngestOf(c.Members)}
	if m := c.Principal(); m != nil {
		h.Name, h.Nationality, h.Birth = m.Name(), m.Nationality, m.Birth
	}
	for _, m := range c.Members {
		h.Names[m.ID] = m.Name()
	}
	headline, err := json.Marshal(h)
	if err != nil {
		return Case{}, fmt.Errorf("case %s: %w", c.ID, err)
	}
	row := Case{ID: c.ID, Reference: c.Reference, Programme: c.Programme, ProgrammeVersion: c.ProgrammeVersion,
		Stage: string(c.Stage), OnHold: c.OnHold, Withdrawn: c.Withdrawn, Closed: c.Stage == avrr.Closed,
		NeedsPerson: c.NeedsPerson(), Office: c.HostOffice, Officer: c.Officer(avrr.ReturnDuty), HostCountry: c.HostCountry,
		Destination: c.Destination.Country, OpenedOn: avrr.DateOf(c.OpenedAt).String(),
		Version: c.Version, Seq: c.Seq, Calls: len(c.Asks()), Fold: foldVersion, State: state, Headline: headline}
	if next, ok := c.FirstDue(p); ok {
		row.NextDue, row.NextClock = &next.Due, next.Name
	}
	return row, nil
}

// A JourneyLine is what lists show of a movement, beside the cases aboard.
type JourneyLine struct {
	Kind       string         `json:"kind,omitempty"`
	Name       string         `json:"name,omitempty"`
	Segments   []avrr.Segment `json:"segments"`
	Seats      int            `json:"seats,omitempty"`
	Taken      int            `json:"taken"`
	Held       int            `json:"held"` // of those taken, how many wait for a ticket
	HoldUntil  time.Time      `json:"hold_until,omitzero"`
	TicketBy   time.Time      `json:"ticket_by,omitzero"`
	DepartedAt time.Time      `json:"departed_at,omitzero"`
	ArrivedAt  time.Time      `json:"arrived_at,omitzero"`
	Escorts    int            `json:"escorts,omitempty"` // who travels along
	Seated     map[string]int `json:"seated,omitempty"`  // the seats of each case, by its id
}

// ReadJourney opens what Movements answers in Movement.Headline; a sealed movement shows none.
func ReadJourney(m Movement) (JourneyLine, error) {
	var l JourneyLine
	if m.Sealed || len(m.Headline) == 0 {
		return l, nil
	}
	if err := json.Unmarshal(m.Headline, &l); err != nil {
		return l, fmt.Errorf("movement %s: read the headline: %w", m.ID, err)
	}
	return l, nil
}

// MovementRowOf makes the read model of a folded movement.
func MovementRowOf(m *avrr.Movement) (Movement, error) {
	state, err := json.Marshal(m)
	if err != nil {
		return Movement{}, fmt.Errorf("movement %s: %w", m.ID, err)
	}
	headline, err := json.Marshal(JourneyLine{m.Kind, m.Name, m.Segments, m.Seats, m.Taken(), m.Held(), m.HoldUntil, m.TicketBy, m.DepartedAt, m.ArrivedAt, m.Escorted(), m.Seated()})
	if err != nil {
		return Movement{}, fmt.Errorf("movement %s: %w", m.ID, err)
	}
	row := Movement{ID: m.ID, Status: m.Status, Version: m.Version, Seq: m.Seq, Calls: len(m.Asks()), Awaited: m.Awaits(), Fold: foldVersion, State: state, Headline: headline}
	if t := m.Departs(); !t.IsZero() {
		row.DepartsAt = &t
	}
	if t := m.Arrives(); !t.IsZero() {
		row.ArrivesAt = &t
	}
	if next, ok := m.NextDue(); ok {
		row.NextDue = &next.Due
	}
	return row, nil
}

// TaskRowsOf makes the work list of a folded case.
func TaskRowsOf(c *avrr.Case, p *avrr.Programme) ([]Task, error) {
	var rows []Task
	for _, t := range c.Tasks(p) {
		detail, err := json.Marshal(t)
		if err != nil {
			return nil, fmt.Errorf("case %s: task %s: %w", c.ID, t.ID, err)
		}
		row := Task{CaseID: c.ID, ID: t.ID, Detail: detail, Duty: string(t.Duty), Office: c.OfficeOf(t.Duty), Country: c.Country(),
			Person: cmp.Or(t.Person, c.Officer(t.Duty)), State: TaskOpen, Raised: !t.RaisedAt.IsZero(), RaisedAt: t.RaisedAt}
		if !t.Due.IsZero() {
			row.Due = &t.Due
		}
		if a, _ := avrr.Find(t.Action); a != nil && a.Approves {
			row.Decides = t.Action
		}
		rows = append(rows, row)
	}
	hideAmongOthers(rows, c)
	return rows, nil
}

// hideAmongOthers gives the tasks of protection the office of the others: one of their own would tell, without a key, in
// which case protection has something to do.
func hideAmongOthers(rows []Task, c *avrr.Case) {
	office := c.HostOffice
	for _, t := range rows {
		if t.Duty != string(avrr.ProtectionDuty) {
			office = t.Office
		}
	}
	for i := range rows {
		if rows[i].Duty == string(avrr.ProtectionDuty) {
			rows[i].Office = office
		}
	}
}
