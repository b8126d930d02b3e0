package avrr

import "slices"

// A Stage is where a case is on its way.
type Stage string

// The stages of a case, in order.
const (
	Eligibility   Stage = "eligibility"
	Preparation   Stage = "preparation"
	Travel        Stage = "travel"
	Arrival       Stage = "arrival"
	Reintegration Stage = "reintegration"
	FollowUp      Stage = "follow_up"
	Closed        Stage = "closed"
)

// StageOrder lists the stages in the order a case passes them.
var StageOrder = []Stage{Eligibility, Preparation, Travel, Arrival, Reintegration, FollowUp, Closed}

var stageTitles = map[Stage]Text{
	Eligibility:   T("Eligibility", "Përshtatshmëria"),
	Preparation:   T("Preparation", "Përgatitja"),
	Travel:        T("Travel", "Udhëtimi"),
	Arrival:       T("Arrival", "Mbërritja"),
	Reintegration: T("Reintegration", "Riintegrimi"),
	FollowUp:      T("Follow-up", "Ndjekja"),
	Closed:        T("Closed", "E mbyllur"),
}

// Title answers the stage's name for people.
func (s Stage) Title() Text { return stageTitles[s] }

// A Fate is what became of one member of a case.
type Fate string

// The fates of a member.
const (
	Going    Fate = "going"
	Staying  Fate = "staying" // named in the case, but not to travel
	Withdrew Fate = "withdrawn"
	Refused  Fate = "refused"
	NoShow   Fate = "no_show"
	Departed Fate = "departed"
	Arrived  Fate = "arrived"
	LeftCase Fate = "left_case"
	Deferred Fate = "deferred"         // not to travel for now; those who travel later move to a linked case
	Stranded Fate = "stranded"         // on the way, and the journey does not go on
	Returned Fate = "returned_to_host" // brought back to the host country
	Died     Fate = "died"
)

// Where the members stand whose return is not over.
var (
	separable = []Fate{Going, NoShow, Returned, Deferred} // may still travel, here or in a linked case
	onTheWay  = []Fate{Departed, Stranded}
	remaining = slices.Concat(separable, onTheWay, []Fate{Arrived}) // everybody the case still goes on for
)

var fateTitles = map[Fate]Text{
	Going:    T("Going", "Do të kthehet"),
	Staying:  T("Not travelling", "Nuk udhëton"),
	Withdrew: T("Withdrawn", "U tërhoq"),
	Refused:  T("Refused", "Refuzuar"),
	NoShow:   T("Did not show up", "Nuk u paraqit"),
	Departed: T("Departed", "U nis"),
	Arrived:  T("Arrived", "Mbërriti"),
	LeftCase: T("Left the case", "Doli nga çështja"),
	Deferred: T("Travels later", "Udhëton më vonë"),
	Stranded: T("Stranded on the way", "Mbeti në udhë"),
	Returned: T("Back in the host country", "U kthye në vendin pritës"),
	Died:     T("Died", "Ndërroi jetë"),
}

// gone reports whether nobody turns to a member about this case any more.
func (m *Member) gone() bool { return slices.Contains([]Fate{Withdrew, LeftCase, Died}, m.Fate) }

// Title answers the fate's name for people.
func (f Fate) Title() Text { return fateTitles[f] }
