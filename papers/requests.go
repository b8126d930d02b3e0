package papers

import (
	"fmt"

	"homeward/avrr"
)

// An Office is somebody a paper is sent to or answered to.
type Office struct {
	Name  string
	Place string
	Phone string
	Email string
}

// A Request is what an office on the way is asked to do.
type Request struct {
	Kind   RequestKind
	Detail string     // already worded, naming no traveller; may be empty
	Amount avrr.Money // of PayCash
}

// A RequestKind is what an office on the way can be asked for. None of them says why.
type RequestKind string

const (
	Meet            RequestKind = "meet"
	HelpInTransit   RequestKind = "transit"
	OnwardTransport RequestKind = "onward_transport"
	StayOvernight   RequestKind = "lodging"
	PayCash         RequestKind = "cash"
	Interpreter     RequestKind = "interpreter"
)

func checkRequests(all []Request) error {
	for i, r := range all {
		if _, ok := requestWords[English].Kinds[r.Kind]; !ok {
			return fmt.Errorf("%w: request %d asks for %q", ErrContent, i+1, r.Kind)
		}
		if r.Kind == PayCash && (r.Amount.Amount <= 0 || r.Amount.Currency == "") {
			return fmt.Errorf("%w: request %d asks for cash without an amount", ErrContent, i+1)
		}
	}
	return nil
}

// requests are printed under a title of their own, or not at all.
func (s *sheet) requests(all []Request) { s.changedRequests(all, nil) }

// changedRequests marks what differs from the requests before, unless those are nil.
func (s *sheet) changedRequests(all, before []Request) {
	if len(all)+len(before) == 0 {
		return
	}
	w := requestWords[s.language]
	s.section(w.Title)
	s.entries([]column{{"", 8}, {w.Service, 72}, {w.Detail, 90}}, s.asked(all), s.asked(before))
}

// asked requests are known again by their kind.
func (s *sheet) asked(all []Request) []entry {
	if all == nil {
		return nil
	}
	entries := make([]entry, len(all))
	for i, r := range all {
		field := fmt.Sprintf("request[%d]", i)
		detail := []part{{field + ".detail", r.Detail, body}}
		if r.Kind == PayCash {
			detail = append([]part{{field + ".amount", r.Amount.String(), strongBody}}, detail...)
		}
		entries[i] = entry{string(r.Kind), [][]part{
			{{field, fmt.Sprint(i + 1), sectionStyle}},
			{{field, requestWords[s.language].Kinds[r.Kind], strongBody}},
			detail,
		}}
	}
	return entries
}

func (o Office) inOneLine() string { return inOneLine(o.Name, o.Place, unbroken(o.Phone), o.Email) }

// office is a labelled place for who a paper goes to.
func (s *sheet) office(field, title string, o Office) []part {
	return []part{
		{field, title, label},
		{field + ".name", o.Name, strongBody},
		{field + ".place", o.Place, small},
		{field + ".phone", o.Phone, small},
		{field + ".email", o.Email, small},
	}
}
