package casework

import (
	"encoding/json"
	"time"

	"homeward/avrr"
)

// root is where the API's addresses begin; they are part of what a case says can be done to it.
const root = "/api/v1"

// A CaseView is a case as one person may see it.
type CaseView struct {
	Reference        string                `json:"reference"`
	Stage            avrr.Stage            `json:"stage"`
	Flags            []string              `json:"flags"`
	Version          int                   `json:"version"`
	Programme        ProgrammeView         `json:"programme"`
	Principal        string                `json:"principal"` // the name, or the reference where names are not shown
	Members          []MemberView          `json:"members"`
	AppliedOn        avrr.Date             `json:"applied_on"`
	OpenedAt         time.Time             `json:"opened_at"`
	Officers         map[string]string     `json:"officers"` // display name by duty
	Offices          map[string]OfficeView `json:"offices"`  // whom each duty was offered to, by duty
	HostCountry      string                `json:"host_country,omitempty"`
	Destination      *avrr.Destination     `json:"destination,omitempty"`
	Language         string                `json:"language,omitempty" doc:"BCP 47, the language the person is counselled in."`
	Interpreter      bool                  `json:"interpreter_needed,omitempty"`
	Contact          *avrr.Contact         `json:"contact,omitempty"`
	NextDue          *DueView              `json:"next_due"`
	Booking          *avrr.Booking         `json:"booking,omitempty"`
	Plan             *avrr.Plan            `json:"plan,omitempty"`
	Amendment        *avrr.Plan            `json:"amendment,omitempty"`     // of the plan, waiting for its decision
	PlanVersions     []*avrr.Plan          `json:"plan_versions,omitempty"` // before the plan in force, the oldest first
	Payments         []avrr.Payment        `json:"payments,omitempty"`
	Payees           []PayeeView           `json:"payees,omitempty"`
	BankOrders       []BankOrderView       `json:"bank_orders,omitempty"`
	Package          []GrantView           `json:"package,omitempty"`
	Exchange         []avrr.ExchangeLine   `json:"exchange,omitempty"`
	Totals           *avrr.Totals          `json:"totals,omitempty"` // of plan, payments and costs, in minor units of the programme's currency
	Deliveries       []avrr.Delivery       `json:"deliveries,omitempty"`
	SupplierReports  []avrr.SupplierReport `json:"supplier_reports,omitempty"`
	Costs            []avrr.Cost           `json:"costs,omitempty"`
	Referrals        []ReferralView        `json:"referrals,omitempty"`
	Visits           []*avrr.Visit         `json:"visits,omitempty"`
	Notices          []*avrr.Notice        `json:"notices,omitempty"`
	Appointments     []*avrr.Appointment   `json:"appointments,omitempty"`
	Owner            *OwnerView            `json:"owner,omitempty"` // who is to act next; nobody on a closed case
	Closure          *avrr.Closure         `json:"closure,omitempty"`
	Waiting          []WaitingView         `json:"waiting"`
	Tasks            []TaskView            `json:"tasks"`
	LikelyDuplicates []LikelyView          `json:"likely_duplicates"` // other cases of which this person may see the names
	AvailableActions []ActionView          `json:"available_actions"`
	Links            []LinkView            `json:"links,omitempty"`
	Representatives  []RepresentativeView  `json:"representatives,omitempty"`
	Appeal           *avrr.Appeal          `json:"appeal,omitempty"`
	NamesShown       bool                  `json:"names_shown"`
	Instruments      []*avrr.Instrument    `json:"-"` // what the programme asks, for whoever draws its forms
}

// A ProgrammeView names the pinned version of a programme.
type ProgrammeView struct {
	Code    string    `json:"code"`
	Version string    `json:"version"`
	Title   avrr.Text `json:"title"`
	// Currency is the one amounts of the programme are in, ISO 4217.
	Currency string `json:"currency"`
}

// A MemberView is one member; without names where they are not shown.
type MemberView struct {
	ID        string                `json:"id"`
	Person    *avrr.Person          `json:"person,omitempty"`
	Relation  string                `json:"relation,omitempty"`
	Fate      avrr.Fate             `json:"fate"`
	Consents  []string              `json:"consents"`
	Missing   []MissingConsent      `json:"consents_missing,omitempty"`
	Decision  string                `json:"decision,omitempty"`  // on eligibility: approve or refuse
	Recheck   bool                  `json:"recheck,omitempty"`   // a correction has it decided again
	Authority string                `json:"authority,omitempty"` // what the host authority answered
	Documents []avrr.TravelDocument `json:"documents,omitempty"`
	Screened  bool                  `json:"screened"`
	Cleared   string                `json:"medical_clearance,omitempty"`
	Services  []avrr.ServiceCode    `json:"service_requests,omitempty"` // what carriers are asked to do for them
	Alone     bool                  `json:"child_alone,omitempty"`      // travels as a child on their own
	Receiver  *avrr.Receiver        `json:"receiver,omitempty"`
	Handovers []avrr.Handover       `json:"handovers,omitempty"`
	Contacts  *avrr.ContactSummary  `json:"contacts,omitempty"`
	Ended     *avrr.Ended           `json:"ended,omitempty"`
	Life      []avrr.LifeEvent      `json:"life,omitempty"`
}

// An OfficeView is where a duty stands with the office that was asked to take it.
type OfficeView struct {
	Office     string    `json:"office"`
	Status     string    `json:"status"`
	Since      time.Time `json:"since"`
	AnsweredBy string    `json:"answered_by,omitempty"`
	Reason     string    `json:"reason,omitempty"`
}

// An OwnerView is who is to act next: a person, else an office, else whoever has the duty's role.
type OwnerView struct {
	Duty   avrr.Duty `json:"duty"`
	Office string    `json:"office,omitempty"`
	Person string    `json:"person,omitempty"`
}

// A DueView is the clock that runs out next.
type DueView struct {
	Clock string    `json:"clock"`
	Title avrr.Text `json:"title"`
	At    time.Time `json:"at"`
}

// A WaitingView is a submission that is accepted and not recorded yet.
type WaitingView struct {
	Submission string    `json:"submission"`
	Action     string    `json:"action"`
	Title      avrr.Text `json:"title"`
	By         string    `json:"by"`
	Since      time.Time `json:"since"`
	StatusURL  string    `json:"status_url"`
}

// A TaskView is something a person has to do.
type TaskView struct {
	ID     string     `json:"id"`
	Title  avrr.Text  `json:"title"`
	Detail string     `json:"detail,omitempty"`
	Says   *avrr.Text `json:"says,omitempty"` // how the person may be reached, where that is what it takes
	Duty   avrr.Duty  `json:"duty,omitempty"`
	Office string     `json:"office,omitempty"`
	Person string     `json:"person,omitempty"`
	Action string     `json:"action,omitempty"`
	Due    *time.Time `json:"due,omitempty"`
	// Entries are what was entered, kept for its author when it was refused after having been accepted.
	Entries json.RawMessage `json:"entries,omitempty"`
}

// An ActionView is one thing this person may do to the case now, or could if something did not stand in the way.
type ActionView struct {
	Action      string         `json:"action"`
	Title       avrr.Text      `json:"title"`
	Kind        avrr.Kind      `json:"kind"`
	Method      string         `json:"method"`
	Href        string         `json:"href"`
	InputSchema avrr.Schema    `json:"input_schema"`
	BlockedBy   []avrr.Blocked `json:"blocked_by,omitempty"`
}

// StatusURL is where the author of a submission asks what became of it.
func StatusURL(submission string) string { return root + "/submissions/" + submission }

// CaseURL is where the API answers a case.
func CaseURL(reference string) string { return root + "/cases/" + reference }

// A GrantView is what one line of the package gives this case's members, and altogether the family with its linked cases.
// Amounts are minor units of the programme's currency.
type GrantView struct {
	Line   string           `json:"line"`
	Title  avrr.Text        `json:"title"`
	Shares map[string]int64 `json:"shares"` // by member
	Total  int64            `json:"total"`
	AtCost bool             `json:"at_cost"` // given at what it costs
}
