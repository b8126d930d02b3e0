package lives

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"homeward/avrr"
)

// An Office keeps the cases of one family in memory, and does about them what the real one does with its store: it judges at the
// head of a log, lets clocks run out, gives seats back and takes voided passages back.
type Office struct {
	Programme *avrr.Programme
	Assess    func(*avrr.Programme, avrr.Facts) (avrr.EligibilityDecision, error)
	Now       time.Time
	// CarrierAnswers says that a machine answers for the carriers of flights, some time after it is asked.
	CarrierAnswers bool
	// BankAnswers says that a bank answers, some time after it is ordered to pay.
	BankAnswers bool
	// Appended sees every event of a case right before it is folded.
	Appended func(c *avrr.Case, e avrr.Event) error

	files   []*File
	voyages []*Voyage
	settled map[string]error // what became of each submission
}

// A File is one case with its log.
type File struct {
	Case *avrr.Case
	Log  []avrr.Event

	seats int // how many seats were being given back
}

// A Voyage is one movement with its log.
type Voyage struct {
	Movement *avrr.Movement
	Log      []avrr.Event
}

// Files answers the family's cases in the order they were opened.
func (o *Office) Files() []*File { return o.files }

// Voyages answers the family's movements.
func (o *Office) Voyages() []*Voyage { return o.voyages }

// Standing is what the next step is chosen by.
func (o *Office) Standing() Standing {
	s := Standing{Now: o.Now, Log: func(id string) []avrr.Event { return o.file(id).Log }}
	for _, f := range o.files {
		s.Cases = append(s.Cases, f.Case)
	}
	return s
}

func (o *Office) file(id string) *File {
	for _, f := range o.files {
		if f.Case.ID == id {
			return f
		}
	}
	return nil
}

func (o *Office) voyage(id string) *Voyage {
	for _, v := range o.voyages {
		if v.Movement.ID == id {
			return v
		}
	}
	return nil
}

// Take lets the time pass until the step, with every clock that runs out on the way, and takes it. It answers the refusal, an
// *avrr.Error, apart from what must never happen.
func (o *Office) Take(s Step) (refusal *avrr.Error, err error) {
	if err := o.passes(s.At); err != nil {
		return nil, err
	}
	if before, known := o.settled[s.ID]; known {
		return asRefusal(before)
	}
	err = o.perform(s)
	refusal, broken := asRefusal(err)
	if broken != nil {
		return nil, broken
	}
	if o.settled == nil {
		o.settled = map[string]error{}
	}
	o.settled[s.ID] = err
	return refusal, o.tidies()
}

func asRefusal(err error) (*avrr.Error, error) {
	var refusal *avrr.Error
	if err == nil || errors.As(err, &refusal) {
		return refusal, nil
	}
	return nil, err
}

func (o *Office) perform(s Step) error {
	submission := avrr.Submission{ID: s.ID, Action: s.Action, Actor: s.Who, Case: s.Case, Body: s.Body, Received: o.Now, Seen: s.Seen}
	if s.Action == "open" {
		f := &File{Case: avrr.NewCase(s.Case, reference(s.Case), o.Programme)}
		e, err := avrr.Judge(o.judging(f, s.Who), submission)
		if err != nil {
			return err
		}
		o.files = append(o.files, f)
		return o.append(f, e)
	}
	f := o.file(s.Case)
	if s.Movement != "" {
		return o.performOnMovement(s.Movement, submission)
	}
	j := o.judging(f, s.Who)
	j.Into = avrr.Link{Case: s.ID, Reference: reference(s.ID)}
	e, err := avrr.Judge(j, submission)
	if err != nil {
		return err
	}
	if s.Action == "split-case" {
		if err := o.beginLinked(f, e); err != nil {
			return err
		}
	}
	return o.append(f, e)
}

func (o *Office) beginLinked(f *File, split avrr.Event) error {
	begin, into, err := f.Case.BeginLinked(split)
	if err != nil {
		return err
	}
	linked := &File{Case: avrr.NewCase(into.Case, into.Reference, o.Programme)}
	o.files = append(o.files, linked)
	return o.append(linked, begin)
}

func (o *Office) performOnMovement(id string, s avrr.Submission) error {
	v := o.voyage(id)
	known := v != nil
	if !known {
		v = &Voyage{Movement: avrr.NewMovement(id)}
	}
	concerned := o.concerned(v, s.Case)
	var aboard []avrr.Judging
	for _, f := range concerned {
		aboard = append(aboard, o.judging(f, s.Actor))
	}
	own, theirs, err := avrr.JudgeMovement(v.Movement, aboard, s, o.Now, s.Actor)
	if err != nil {
		return err
	}
	if !known {
		o.voyages = append(o.voyages, v)
	}
	return o.appendOn(v, own, theirs, concerned)
}

// concerned are the cases a submission on a movement is about: the one it was made on, or all that travel.
func (o *Office) concerned(v *Voyage, caseID string) []*File {
	return slices.DeleteFunc(slices.Clone(o.files), func(f *File) bool {
		return caseID != "" && f.Case.ID != caseID || caseID == "" && !slices.Contains(v.Movement.Cases(), f.Case.ID)
	})
}

func (o *Office) appendOn(v *Voyage, own avrr.Event, theirs []avrr.Event, concerned []*File) error {
	err := v.Movement.Append(&own)
	v.Log = append(v.Log, own)
	if errors.Is(err, avrr.ErrRefold) {
		v.Movement = avrr.NewMovement(v.Movement.ID)
		err = v.Movement.FoldAll(v.Log)
	}
	if err != nil {
		return err
	}
	for i, f := range concerned {
		e := theirs[i]
		e.Cause = avrr.MovementCause(v.Movement.ID, own.Seq)
		if err := o.append(f, e); err != nil {
			return err
		}
	}
	return nil
}

func (o *Office) append(f *File, e avrr.Event) error {
	if o.Appended != nil {
		if err := o.Appended(f.Case, e); err != nil {
			return err
		}
	}
	err := f.Case.Append(o.Programme, &e)
	voids := errors.Is(err, avrr.ErrRefold)
	if voids {
		f.Case, err = f.Case.Refold(o.Programme, f.Log, &e)
	}
	if err != nil {
		return err
	}
	f.Log = append(f.Log, e)
	if voids {
		return o.takesBackPassage(f, e)
	}
	return nil
}

// takesBackPassage takes back on a movement what was voided in a case.
func (o *Office) takesBackPassage(f *File, e avrr.Event) error {
	var void avrr.VoidEvent
	if err := json.Unmarshal(e.Input, &void); err != nil {
		return err
	}
	if f.Log[void.Seq-1].Movement == "" {
		return nil
	}
	movement, seq, err := avrr.PassageOf(f.Log[void.Seq-1])
	if err != nil {
		return err
	}
	return o.machinery(f, movement, "void-passage", avrr.VoidPassage{Seq: seq}, e.Seq)
}

// tidies gives back the seats of whoever will not travel.
func (o *Office) tidies() error {
	for _, f := range o.files {
		leaving := leaving(f.Case)
		if len(leaving) > 0 && len(leaving) != f.seats {
			if err := o.machinery(f, f.Case.Booking.Movement, "release-passengers", avrr.ReleasePassengers{Members: leaving, Reason: "withdrawn"}, f.Case.Seq); err != nil {
				return err
			}
			leaving = nil
		}
		f.seats = len(leaving)
	}
	return nil
}

// leaving answers whose seats a movement is still to give back.
func leaving(c *avrr.Case) []string {
	switch b := c.Booking; {
	case b == nil:
		return nil
	case b.Status == avrr.Releasing:
		return b.Members
	default:
		return b.Leaving
	}
}

// machinery submits to a movement what no person asked for.
func (o *Office) machinery(f *File, movement, action string, in any, seq int) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	err = o.performOnMovement(movement, avrr.Submission{ID: fmt.Sprintf("%s of %s#%d", action, f.Case.ID, seq), Action: action,
		Actor: avrr.Actor{ID: avrr.SystemActor, Role: avrr.System}, Case: f.Case.ID, Body: raw, Received: o.Now})
	if err != nil {
		return fmt.Errorf("%s: %w", action, fmt.Errorf("nobody can refuse this: %s", err))
	}
	return nil
}

func (o *Office) judging(f *File, who avrr.Actor) avrr.Judging {
	return avrr.Judging{CarrierAnswers: o.CarrierAnswers, BankAnswers: o.BankAnswers, Case: f.Case, Programme: o.Programme, Actor: who, Now: o.Now,
		Assess:  func(facts avrr.Facts) (avrr.EligibilityDecision, error) { return o.Assess(o.Programme, facts) },
		History: func() ([]avrr.Event, error) { return f.Log, nil },
		Family: func() (family []*avrr.Case, err error) {
			for _, link := range f.Case.Links {
				family = append(family, o.file(link.Case).Case)
			}
			return family, nil
		},
		Staff: func(username string) (avrr.Actor, bool, error) {
			role, known := accounts[username]
			return avrr.Actor{ID: "account-of-" + username, Role: role}, known, nil
		}}
}

// accounts are those whom a life names by their user names.
var accounts = map[string]avrr.Role{"desk": avrr.TravelDesk, "field": avrr.ReintegrationOfficer}

// reference makes a case's reference from its id, so that the same life has the same ones.
func reference(id string) string {
	made, err := avrr.NewReference(&digits{of: id})
	if err != nil {
		panic("lives: " + err.Error()) // digits never run out
	}
	return made
}

// digits are bytes without end, made of an id.
type digits struct {
	of   string
	read uint64
}

func (d *digits) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = d.of[len(d.of)-1-int(d.read)%len(d.of)] + byte(d.read)
		d.read++
	}
	return len(p), nil
}

// Sound answers what is wrong with the family's cases, its movements and their logs as they stand.
func (o *Office) Sound() error {
	var wrong []error
	for _, f := range o.files {
		wrong = append(wrong, Unbroken(f.Log), Sound(f.Case, o.Programme))
	}
	for _, v := range o.voyages {
		wrong = append(wrong, Unbroken(v.Log), Seated(v.Movement, o.Standing().Cases))
	}
	return errors.Join(wrong...)
}

// Retold answers how any case or movement differs from what its log alone tells.
func (o *Office) Retold() error {
	var wrong []error
	for _, f := range o.files {
		wrong = append(wrong, Retold(f.Case, o.Programme, f.Log))
	}
	for _, v := range o.voyages {
		wrong = append(wrong, RetoldMovement(v.Movement, v.Log))
	}
	return errors.Join(wrong...)
}
