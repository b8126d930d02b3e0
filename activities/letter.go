package activities

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward/avrr"
	"homeward/store"
)

// A letter is a message as it goes out. It names nobody: the reference stands for the travellers.
type letter struct {
	office   store.Office
	id       string // made from the order, the same at every attempt
	at       time.Time
	subject  string
	text     string
	enclosed []enclosure
}

// An enclosure is a paper of the register that goes along.
type enclosure struct {
	name string
	file []byte
}

func (s *sending) letter(office store.Office) (*letter, error) {
	enclosed, err := s.enclosed(office)
	if err != nil {
		return nil, err
	}
	return &letter{office: office, id: messageID(s.order), at: s.order.CreatedAt, subject: s.subject(), text: s.text(len(enclosed) > 0), enclosed: enclosed}, nil
}

// messageID names a message for ever by what makes its order unique.
func messageID(o store.OutboxRow) string {
	key := sha256.Sum256(fmt.Appendf(nil, "%s#%d#%s#%d", o.Subject, o.Seq, o.Kind, o.N))
	return hex.EncodeToString(key[:16])
}

func (s *sending) subject() string {
	return fmt.Sprintf("%s %s, version %d (%s)", avrr.NoticeTitles[s.notice.Kind].EN, s.c.Reference, s.notice.Version, s.what.Says)
}

// asks are what each kind wants of whoever reads it.
var asks = map[string]string{
	avrr.NoticeAdvanceBooking:    "Please expect %s as follows, and answer this message to say that you know.",
	avrr.NoticeTransitAssistance: "Please help %s at the connection in %s, and answer this message to say that you will.",
	avrr.NoticeDeparture:         "%s left as planned below.",
	avrr.NoticeArrival:           "%s arrived. This journey is over:",
}

func (s *sending) text(enclosed bool) string {
	var b strings.Builder
	n := s.notice
	fmt.Fprintf(&b, "%s\nReference %s, version %d (%s)\n", avrr.NoticeTitles[n.Kind].EN, s.c.Reference, n.Version, s.what.Says)
	if s.c.HostOffice != "" {
		fmt.Fprintf(&b, "From %s\n", s.c.HostOffice)
	}
	b.WriteString("\n" + s.wish() + "\n\n")
	for i, leg := range n.Segments {
		fmt.Fprintf(&b, "%d. %s\n   %s  %s\n   %s  %s\n", i+1, means(leg), local(leg.DepartsAt), place(leg.Start()), local(leg.ArrivesAt), place(leg.End()))
	}
	if requests := s.requests(); requests != "" {
		fmt.Fprintf(&b, "\nService requests: %s\n", requests)
	}
	if enclosed {
		b.WriteString("\nThe travellers are named in the paper enclosed. It is for your office alone.\n")
	} else {
		b.WriteString("\nThis message names nobody. Quote the reference when you answer or telephone.\n")
	}
	return b.String()
}

// means names what a leg is travelled by.
func means(leg avrr.Segment) string {
	if flight := leg.Flight(); flight != "" {
		return flight
	}
	return leg.Means()
}

// wish says in a sentence what the message is about.
func (s *sending) wish() string {
	n := s.notice
	travellers := fmt.Sprintf("%d travellers", len(n.Members))
	if len(n.Members) == 1 {
		travellers = "1 traveller"
	}
	asked := fmt.Sprintf(asks[n.Kind], travellers)
	if n.Kind == avrr.NoticeTransitAssistance {
		asked = fmt.Sprintf(asks[n.Kind], travellers, place(n.Place))
	}
	switch s.what.Says {
	case saysCancelled:
		return "This is CANCELLED: do not expect anybody of this reference on the journey below."
	case saysAmended:
		return "Something changed, and this replaces the version before. " + asked
	case saysRestored:
		return "It was called back by mistake and holds after all. " + asked
	case saysReminder:
		return "We have no answer from you yet. " + asked
	}
	return asked
}

// requests are the service codes that say what to do and not what a person has. Of the others, and of a restricted case, nothing
// is written: the offices speak of them.
func (s *sending) requests() string {
	if s.c.Restricted {
		return ""
	}
	counts := map[avrr.ServiceCode]int{}
	for _, code := range s.notice.Services {
		if slices.Contains(printable, code) {
			counts[code]++
		}
	}
	var said []string
	for _, code := range printable {
		if counts[code] > 0 {
			said = append(said, fmt.Sprintf("%s × %d", code, counts[code]))
		}
	}
	return strings.Join(said, ", ")
}

func place(code string) string {
	if a, known := avrr.Airport(code); known {
		return fmt.Sprintf("%s (%s)", a.City.EN, code)
	}
	return code
}

// local writes an instant as the clocks of its own place show it.
func local(t time.Time) string { return t.Format("Mon 2 Jan 2006 15:04 (UTC-07:00)") }

// enclosed are the papers that go along: the advance booking notification with the travellers' names, to an office that may have
// them, and never of a restricted case. Its messages wait all the same: how often one was tried is read without a key.
func (s *sending) enclosed(office store.Office) ([]enclosure, error) {
	if !office.ReceivesNames || s.notice.Kind != avrr.NoticeAdvanceBooking || s.what.Says == saysCancelled {
		return nil, nil
	}
	if err := s.wait(); err != nil || s.c.Restricted {
		return nil, err
	}
	documents, err := s.tx.Documents(store.CaseSubject(s.c.ID))
	if err != nil {
		return nil, err
	}
	var papers []enclosure
	for _, d := range documents {
		if d.Kind != avrr.PaperAdvanceBooking || d.Status != store.DocumentCurrent {
			continue
		}
		with, err := s.tx.DocumentFile(d.ID)
		if err != nil {
			return nil, err
		}
		papers = append(papers, enclosure{name: with.Number + ".pdf", file: with.File})
	}
	return papers, nil
}

// errUnprinted says that a paper which is to go along is still to be printed.
var errUnprinted = errors.New("the paper that goes along is still to be printed")

// wait holds a message back until the papers of its event are printed, or given up.
func (s *sending) wait() error {
	orders, err := s.tx.Outbox(s.order.Subject)
	if err != nil {
		return err
	}
	for _, o := range orders {
		if o.Kind == store.OutboxPaper && o.Status == store.OutboxIntent && o.Seq == s.order.Seq {
			return errUnprinted
		}
	}
	return nil
}
