package web

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
	"homeward/casework"
)

// arrivalsPage is where the list stands. The form of a party says in its address which one it is of.
const arrivalsPage = "/travel/arrivals"

// An arrivalsBody is who arrives today and tomorrow, and who should have, made for a telephone at an airport.
type arrivalsBody struct {
	Tabs        []choiceLink
	Days        []arrivalDay
	More        []string // what is not shown
	Problems    []problem
	Done, Taken string

	begun   map[string]begunArrival // by the page of its form
	refused *refusedArrival
}

// A refusedArrival is what was just told with one of the forms, and why it cannot stand.
type refusedArrival struct {
	action, reference, movement string // movement is empty where the form does not say it
	why                         line
}

// A begunArrival is what was typed into the form of a party and not sent.
type begunArrival struct{ At, From string }

type arrivalDay struct {
	ID, Title string
	Late      bool
	Rows      []arrivalRow
}

type arrivalRow struct {
	Href, Way, Flights string
	At, Place          string
	State, Kind, Shape string
	Late               string // for how long nobody has heard
	Parties            []arrivalParty
}

type arrivalParty struct {
	casework.ArrivingParty
	ID      string // of its control
	Named   bool
	Others  int
	Needs   []string
	Arrive  bool   // can be told with one tap
	Meet    bool   // can be confirmed with one tap
	When    string // the time that is told unless another is entered
	City    string
	Clock   string // by which the time is told, see clockNamed
	Key     string // of the form that tells of the arrival
	Draft   draftBar
	MeetKey string // of the form that confirms the reception
	Wrong   line   // why the arrival that was told cannot stand
	Unmet   line   // why the reception that was confirmed cannot
}

func (f *face) arrivals(v *visit) (screen, error) { return f.arrivalsList(v, http.StatusOK, nil) }

func (f *face) arrivalsList(v *visit, status int, refused *refusedArrival) (screen, error) {
	return f.byOffice(v, func(v *visit) (screen, error) { return f.arrivalsByOffice(v, status, refused) })
}

func (f *face) arrivalsByOffice(v *visit, status int, refused *refusedArrival) (screen, error) {
	list, err := f.Desk.Arrivals(v.ctx(), v.who)
	if err != nil {
		return screen{}, err
	}
	b := arrivalsBody{Tabs: v.travelTabs(arrivalsPage, f.today(v)), refused: refused}
	if refused != nil {
		b.Problems = []problem{{Said: line{Words: refused.reference + ": " + refused.why.Words, English: refused.why.English}}}
	}
	if b.begun, err = f.begunArrivals(v); err != nil {
		return screen{}, err
	}
	b.Done, b.Taken = v.justDone()
	for _, a := range list.Journeys {
		b.add(v, a, f.Desk.Clock())
	}
	for _, more := range []struct {
		words string
		n     int
	}{{"arrivals.more_late", list.MoreLate}, {"arrivals.more_coming", list.MoreComing}} {
		if more.n > 0 {
			b.More = append(b.More, v.here.count(more.words, more.n))
		}
	}
	return screen{Name: "arrivals", Title: "arrivals.title", Status: status, Body: b}, nil
}

// begunArrivals answers what was typed into the forms of the list: what has just been sent and could not stand, and drafts.
func (f *face) begunArrivals(v *visit) (map[string]begunArrival, error) {
	drafts, err := f.Desk.Drafts(v.ctx(), v.who)
	if err != nil {
		return nil, err
	}
	begun := map[string]begunArrival{}
	for _, d := range drafts {
		if !strings.HasPrefix(d.Page, arrivalsPage+"?") {
			continue
		}
		draft, found, err := f.Desk.Draft(v.ctx(), v.who, d.Page)
		if err != nil {
			return nil, err
		}
		if found {
			begun[d.Page] = begunArrival{url.Values(draft.Entries).Get("at"), v.here.moment(d.SavedAt, avrr.Zone(d.Country))}
		}
	}
	if v.c.Request.Method == http.MethodPost {
		begun[v.page()] = begunArrival{At: v.c.Request.PostForm.Get("at")}
	}
	return begun, nil
}

// draftOf fills in what was typed before into the form of a party.
func (b *arrivalsBody) draftOf(p *arrivalParty, movement string) {
	p.Draft.Page = arrivalsPage + "?" + url.Values{"case": {p.Reference}, "journey": {movement}}.Encode()
	if begun := b.begun[p.Draft.Page]; begun.At != "" {
		p.When = begun.At
		if p.Draft.From = begun.From; begun.From != "" {
			p.Draft.Anew = anew(p.Draft.Page)
		}
	}
}

// refuse puts what could not stand beside the control it was told with, and leads there.
func (b *arrivalsBody) refuse(p *arrivalParty, movement string) {
	r := b.refused
	if r == nil || r.reference != p.Reference || r.movement != "" && r.movement != movement {
		return
	}
	switch {
	case r.action == "confirm-arrival" && p.Arrive:
		p.Wrong, b.Problems[0].At = r.why, p.ID
	case r.action == "confirm-reception" && p.Meet:
		p.Unmet, b.Problems[0].At = r.why, p.ID+"-meet"
	}
}

// add puts an arrival under its day by the clock of its place; those that are late stand together before all others.
func (b *arrivalsBody) add(v *visit, a casework.Arrival, now time.Time) {
	on := avrr.DateOf(a.At)
	day := arrivalDay{ID: "d" + on.String(), Title: v.here.departureDay(on, avrr.DateOf(now.In(a.At.Location())))}
	if a.Late {
		day = arrivalDay{ID: "late", Title: v.here.t("arrivals.late"), Late: true}
	}
	if n := len(b.Days); n == 0 || b.Days[n-1].ID != day.ID {
		b.Days = append(b.Days, day)
	}
	m := a.Movement
	row := arrivalRow{Href: "/movements/" + m.ID, Way: v.here.way(m.Segments), Flights: flights(m.Segments), At: clockOf(a.At), State: v.here.word("booking", m.Status), Kind: m.Status,
		Shape: bookingShapes[m.Status]}
	clock := a.At.Format(offset)
	if n := len(m.Segments); n > 0 {
		if _, known := avrr.Airport(m.Segments[n-1].To); known {
			clock = m.Segments[n-1].To
		}
		row.Place = v.here.stop(m.Segments[n-1].To, m.Segments[n-1].ToPlace)
	}
	if a.Late { // of no one day, as the others are
		row.At = v.here.day(on) + ", " + row.At
		row.Late = v.here.t("arrivals.unheard", int(now.Sub(a.At).Hours()))
		if days := int(now.Sub(a.At).Hours() / 24); days >= 2 {
			row.Late = v.here.t("arrivals.unheard.days", days)
		}
	}
	told := a.At
	if now.Before(told) {
		told = now.In(a.At.Location())
	}
	for n, p := range a.Parties {
		party := arrivalParty{ArrivingParty: p, ID: fmt.Sprintf("a-%s-%d", m.ID, n), Named: p.Principal != p.Reference, Others: len(p.Members) - 1, Arrive: p.MayTell && len(p.UnderWay) > 0,
			Meet: p.MayMeet && len(p.Awaiting) > 0, When: told.Format(localTime), City: row.Place, Clock: clock, Key: rand.Text(), MeetKey: rand.Text()}
		for _, code := range p.Needs {
			party.Needs = append(party.Needs, v.here.word("need", string(code)))
		}
		b.draftOf(&party, m.ID)
		b.refuse(&party, m.ID)
		row.Parties = append(row.Parties, party)
	}
	last := &b.Days[len(b.Days)-1]
	last.Rows = append(last.Rows, row)
}

// offset is how a clock is named where no airport is near, such as +02:00.
const offset = "-07:00"

// clockNamed answers the clock of a place that a form named, by its airport or by how far it is from universal time.
func clockNamed(said string) *time.Location {
	if port, known := avrr.Airport(said); known {
		return port.Location()
	}
	if at, err := time.Parse(offset, said); err == nil {
		return at.Location()
	}
	return time.UTC
}

// takesArrivals takes the forms of the list. That of an arrival keeps what is typed into it; into that of a reception nothing is.
func (f *face) takesArrivals() gin.HandlerFunc {
	typed, tapped := f.form(f.takeArrival), f.inOffice(f.takeArrival)
	return func(c *gin.Context) {
		if c.Query("case") != "" {
			typed(c)
			return
		}
		tapped(c)
	}
}

// takeArrival records with one tap that a party has arrived, or that it is met. What it says of is what the list shows now.
func (f *face) takeArrival(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, maxForm)
	if err := v.c.Request.ParseForm(); err != nil {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is longer than any form here, or was cut off on its way.")
	}
	told := v.c.Request.PostForm
	action, reference, key := told.Get("action"), told.Get("case"), told.Get("key")
	if !formKey.MatchString(key) {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	refuse := func(why line) (screen, error) {
		return f.arrivalsList(v, http.StatusUnprocessableEntity, &refusedArrival{action, reference, v.c.Query("journey"), why})
	}
	body := map[string]any{"members": told["member"]}
	switch action {
	case "confirm-reception":
		body["confirmed_on"], body["by"] = f.today(v), v.who.DisplayName
	case "confirm-arrival":
		at, err := time.ParseInLocation(localTime, told.Get("at"), clockNamed(told.Get("clock")))
		if err != nil {
			return refuse(line{Words: v.here.t("form.no_time")})
		}
		body["arrived_at"] = at.Format(time.RFC3339)
		if by := told.Get("met_by"); by != "" {
			body["met_by"] = by
		}
	default:
		return screen{}, avrr.Errorf(avrr.CodeNotFound, "There is no page at this address.")
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return screen{}, fmt.Errorf("arrival: %w", err)
	}
	answer, err := f.Desk.Perform(v.ctx(), v.who, reference, casework.Request{Action: action, Body: raw, Key: key})
	var said *avrr.Error
	if errors.As(err, &said) && said.Code != avrr.CodeInternal {
		return refuse(v.here.ruled(said.Message, nil))
	}
	if err != nil {
		return screen{}, err
	}
	to := arrivalsPage + "?done=" + action
	if answer.Waiting {
		to += "&waiting=" + answer.Submission
	}
	return v.goTo(to)
}
