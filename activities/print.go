package activities

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"homeward/avrr"
	"homeward/papers"
	"homeward/store"
)

// Print carries out an order for a paper: it renders the case as it stood when the paper was ordered and enters the file in the
// register, once. A paper that was withdrawn before it was printed is not printed.
func (a *Activities) Print(ctx context.Context, order store.OutboxRow) (err error) {
	defer a.guard("print", &err)
	return a.Store.InTx(ctx, func(tx *store.Tx) error {
		order, err := tx.LockOutbox(order)
		if err != nil {
			return fmt.Errorf("print: %w", err)
		}
		outcome, err := a.print(tx, order)
		if err != nil {
			return err
		}
		return tx.FinishOutbox(order, store.OutboxDone, outcome)
	})
}

// print answers what became of an order. Whoever comes second to the same one waits for the lock and finds it carried out.
func (a *Activities) print(tx *store.Tx, order store.OutboxRow) (outcome string, err error) {
	row, err := tx.LockCase(order.Subject.ID)
	if err != nil {
		return "", err
	}
	if order, err = tx.LockOutbox(order); err != nil {
		return "", err
	}
	var issued avrr.IssuedPaper
	if err := json.Unmarshal(order.Payload, &issued); err != nil {
		return "", fmt.Errorf("print: %w", err)
	}
	today, err := a.file(tx, row)
	if err != nil {
		return "", err
	}
	if !stillCurrent(today.c, issued.Number) {
		return "no longer current when it was to be printed", nil
	}
	then, err := tx.FoldedTo(row, today.p, order.Seq)
	if err != nil {
		return "", err
	}
	document, err := a.render(then, today.p, issued)
	if err != nil {
		return "", err
	}
	document.Seq = order.Seq
	if err := tx.InsertDocument(document); err != nil {
		return "", err
	}
	if document.Substitutions > 0 {
		if err := today.askToCheck(document); err != nil {
			return "", err
		}
	}
	return "printed", tx.Audit(store.AuditRow{Actor: avrr.SystemActor, Verb: "issue", SubjectKind: store.KindCase, SubjectID: row.ID, CaseID: row.ID, Detail: issued.Number})
}

func stillCurrent(c *avrr.Case, number string) bool {
	return slices.ContainsFunc(c.Papers, func(p *avrr.IssuedPaper) bool { return p.Number == number && p.Status == avrr.PaperCurrent })
}

// askToCheck raises a task about a paper that shows code points where its fonts have no letter: only a person can tell
// whether it may be handed out so.
func (f *caseFile) askToCheck(d store.Document) error {
	return f.ask("paper/"+d.Number, avrr.ReturnDuty,
		fmt.Sprintf("Check paper %s: letters that cannot be printed stand there as [U+…] (%d)", d.Number, d.Substitutions))
}

func (a *Activities) render(c *avrr.Case, p *avrr.Programme, issued avrr.IssuedPaper) (store.Document, error) {
	code, err := verificationCode()
	if err != nil {
		return store.Document{}, err
	}
	meta := papers.Meta{Number: issued.Number, Version: issued.Version, Language: papers.Language(issued.Language),
		IssuedAt: issued.IssuedAt, Code: code, VerifyURL: a.PublicURL + "/verify/" + code, Office: c.HostOffice}
	words := wording{issued.Language}
	var content papers.Content
	switch issued.Kind {
	case avrr.PaperDeclaration:
		content = words.declaration(c, p, c.Member(issued.Member))
	case avrr.PaperTravelLetter:
		content = words.letter(c, c.Member(issued.Member))
	default:
		return store.Document{}, fmt.Errorf("print: there is no paper %q", issued.Kind)
	}
	paper, err := papers.Render(content, meta)
	if err != nil {
		return store.Document{}, fmt.Errorf("print %s: %w", issued.Kind, err)
	}
	id, err := ulid.New(ulid.Timestamp(issued.IssuedAt), rand.Reader)
	if err != nil {
		return store.Document{}, fmt.Errorf("print: %w", err)
	}
	return store.Document{ID: id.String(), CaseID: c.ID, Member: issued.Member, Kind: issued.Kind, Language: string(issued.Language),
		Number: issued.Number, Version: issued.Version, Code: code, SHA256: paper.SHA256[:], IssuedAt: issued.IssuedAt,
		Substitutions: len(paper.Substitutions), File: paper.PDF}, nil
}

// codeLetters are 32 signs that are hard to mistake for each other; 26 of them hold 130 random bits.
const (
	codeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	codeLength  = 26
)

func verificationCode() (string, error) {
	raw := make([]byte, codeLength)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("verification code: %w", err)
	}
	for i, b := range raw {
		raw[i] = codeLetters[int(b)%len(codeLetters)]
	}
	return string(raw), nil
}

// wording puts the case into the words of a paper's language.
type wording struct{ in avrr.Language }

func (w wording) tag() language.Tag { return language.Make(string(w.in)) }

func (w wording) country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return display.Regions(w.tag()).Name(region)
}

func (w wording) language(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	return display.Languages(w.tag()).Name(tag)
}

var documentKinds = map[string]avrr.Text{
	"passport":                  avrr.T("Passport", "Pasaportë"),
	"id_card":                   avrr.T("Identity card", "Letërnjoftim"),
	"emergency_travel_document": avrr.T("Emergency travel document", "Dokument udhëtimi emergjence"),
	"laissez_passer":            avrr.T("Laissez-passer", "Leje kalimi"),
}

func (w wording) person(m *avrr.Member) papers.Person {
	p := papers.Person{FamilyName: m.FamilyName, GivenNames: m.GivenNames, Sex: papers.Sex(m.Sex), Birth: w.birth(m.Birth)}
	if m.Nationality != "" {
		p.Nationality = w.country(m.Nationality)
	}
	if d := m.TravelsOn(); d != nil {
		p.Document = papers.Document{Kind: documentKinds[d.Kind].In(w.in), Number: d.Number, IssuedBy: w.country(d.Issuer), ValidUntil: d.ExpiresOn.In(time.UTC)}
	}
	return p
}

func (w wording) birth(b *avrr.Birth) string {
	about := avrr.T("about", "rreth vitit").In(w.in)
	return strings.Replace(b.String(), "about", about, 1)
}

func (w wording) declaration(c *avrr.Case, p *avrr.Programme, m *avrr.Member) papers.Content {
	destination := w.country(c.Destination.Country)
	if c.Destination.Place != "" {
		destination += ", " + c.Destination.Place
	}
	if c.Destination.Country == "" {
		destination = avrr.T("not named yet", "ende i papërcaktuar").In(w.in)
	}
	d := papers.VoluntaryReturnDeclaration{Programme: p.Title.In(w.in), CaseReference: c.Reference, Person: w.person(m), Destination: destination, ReadIn: w.language(c.Language)}
	for _, to := range []string{c.HostOffice, c.ReceivingOffice} {
		if to != "" {
			d.Recipients = append(d.Recipients, to)
		}
	}
	return d
}

// printable are the service codes a travel letter may carry: what to do, never what a person has or is.
var printable = []avrr.ServiceCode{"WCHR", "WCHS", "WCHC", "BLND", "DEAF", "UMNR", "EXST", "MAAS", "LANG", "INFT", "CHLD"}

func (w wording) letter(c *avrr.Case, m *avrr.Member) papers.Content {
	l := papers.TravelLetter{Reference: c.Reference, Traveller: w.person(m)}
	for _, s := range c.Booking.Segments {
		l.Legs = append(l.Legs, papers.Leg{Carrier: carriers[s.Carrier], Flight: s.Flight(), From: w.place(s.From, s.FromPlace), To: w.place(s.To, s.ToPlace),
			Departs: s.DepartsAt, Arrives: s.ArrivesAt, Locator: c.Booking.Locator, Ticket: m.Ticket})
	}
	for at, office := range map[papers.Point]string{papers.AtDeparture: c.HostOffice, papers.AtArrival: c.ReceivingOffice} {
		if office != "" {
			l.Contacts = append(l.Contacts, papers.Contact{At: at, Organisation: office})
		}
	}
	slices.SortFunc(l.Contacts, func(a, b papers.Contact) int { return strings.Compare(string(b.At), string(a.At)) })
	for _, code := range c.Services(m) {
		if slices.Contains(printable, code) {
			l.Services = append(l.Services, papers.Service(code))
		}
	}
	return l
}

// carriers by their IATA codes, as far as the shipped programmes fly with them; elsewhere the flight's code says enough.
var carriers = map[string]string{
	"A3": "Aegean Airlines", "AZ": "ITA Airways", "BA": "British Airways", "FR": "Ryanair", "JU": "Air Serbia", "LH": "Lufthansa",
	"OS": "Austrian Airlines", "QR": "Qatar Airways", "TK": "Turkish Airlines", "W6": "Wizz Air",
}

// place names where a leg begins or ends: the airport's city, the place without one, or the code the table does not know.
func (w wording) place(code, name string) papers.Airport {
	if known, ok := avrr.Airport(code); ok {
		name = known.City.In(w.in)
	}
	return papers.Airport{Code: code, City: cmp.Or(name, code)}
}
