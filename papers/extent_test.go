package papers

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func TestTwelveLegsRunOverPagesUnderTheirTitles(t *testing.T) {
	var legs []Leg
	for i := range 12 {
		leg := letter().Legs[i%2]
		leg.Flight = fmt.Sprintf("QX %03d", i+1)
		legs = append(legs, leg)
	}
	l, i, n, h := letter(), itinerary(), notification(), handover()
	l.Legs, i.Legs, n.Legs, h.Legs = legs, legs, legs, legs
	n.Before = nil
	for _, c := range []Content{l, i, n, h} {
		p := render(t, c, meta(English))
		mustStayInside(t, p)
		text := layout(t, p)
		for n := range 12 {
			mustSay(t, text, fmt.Sprintf("QX %03d", n+1))
		}
		if p.Pages < 2 || strings.Count(text, "Departure, local time") < 2 {
			t.Errorf("%T: %d pages with the column titles %d times, want them on every page of the journey",
				c, p.Pages, strings.Count(text, "Departure, local time"))
		}
		mustSay(t, text, fmt.Sprintf("Page %d of %d", p.Pages, p.Pages))
	}
}

func TestBarestPapersHaveNoEmptyTitlesAndNoInventedDates(t *testing.T) {
	one, someDay := []Leg{{}}, date(2026, 6, 10, 0, 0, vienna)
	who := []Passenger{{Person: Person{GivenNames: "Suharto"}}}
	guardian, receiver := Keeper{Role: GuardianRole, Name: "A"}, Keeper{Role: ReceiverRole, Name: "B"}
	bare := []Content{
		TravelLetter{Traveller: who[0].Person, Legs: one},
		Itinerary{Travellers: who, Legs: one},
		AdvanceBookingNotification{Notice: NewNotice, To: Office{Name: "Desk"}, Passengers: who, Legs: one},
		AssistanceRequest{At: AtArrival, To: Office{Name: "Desk"}, ReplyTo: Office{Name: "Desk"}, Passengers: who, Legs: one, Requests: []Request{{Kind: Meet}}},
		Handover{Child: who[0].Person, Guardian: guardian, Receiver: receiver, Legs: one, Links: []Link{{From: guardian, To: receiver}}},
		TravelDocumentApplication{Authority: Office{Name: "Consulate"}, AsksFor: "A document", Applicant: who[0].Person},
		Manifest{Legs: one, Rows: []ManifestRow{{Passenger: who[0]}}},
		ReintegrationPlan{For: []string{"Suharto"}, Measures: []PlannedMeasure{{What: "Tools", Amount: euro(1)}}, ApprovedOn: someDay},
		PurchaseOrder{Supplier: Office{Name: "A"}, Buyer: Office{Name: "B"}, For: "Suharto", Lines: []OrderLine{{What: "Tools", Amount: euro(1)}}},
		DeliveryNote{Supplier: Office{Name: "A"}, For: "Suharto", Ordered: []string{"Tools"}},
		VisitForm{Visit: "Suharto", Reference: "R"},
		ClosureLetter{To: "Suharto", Reference: "R", ClosedOn: someDay},
		FinalReport{Reference: "Suharto", ClosedOn: someDay},
	}
	for _, c := range bare {
		p := render(t, c, meta(English))
		mustStayInside(t, p)
		text := layout(t, p)
		mustSay(t, text, "Suharto")
		mustNotSay(t, text, "0001", "00:00", "January", "Services requested", "Contacts", "Escorts", "Evidence", "together", "Specimen", "%!",
			"Supplier:", "Steps", "You were given", "Final budget", "Costs", "Weighed")
	}
}

func TestPapersWithoutWhatTheyAreForAreRefused(t *testing.T) {
	for _, c := range []Content{
		TravelLetter{}, Itinerary{}, AdvanceBookingNotification{}, AssistanceRequest{}, Handover{}, TravelDocumentApplication{},
		Manifest{}, CashReceipt{}, DecisionLetter{}, RefusalLetter{}, VoluntaryReturnDeclaration{},
		ReintegrationPlan{}, PurchaseOrder{}, DeliveryNote{}, VisitForm{}, ClosureLetter{}, FinalReport{},
	} {
		if _, err := Render(c, meta(English)); err == nil {
			t.Errorf("%s: an empty paper was printed", reflect.TypeOf(c))
		}
	}
}

func TestHundredLettersInParallelAreTheSameHundredLetters(t *testing.T) {
	letters := make([]TravelLetter, 100)
	for i := range letters {
		letters[i] = letter()
		letters[i].Reference = fmt.Sprintf("RC-26-%05d", i)
		if i%10 == 0 {
			letters[i].Traveller.FamilyName = "Παπαδόπουλος" // drawn from the whole font
		}
	}
	together := make([]Paper, len(letters))
	var wg sync.WaitGroup
	for i, l := range letters {
		wg.Go(func() {
			p, err := Render(l, meta(Albanian))
			if err != nil {
				t.Error(err)
			}
			together[i] = p
		})
	}
	wg.Wait()
	for i, l := range letters {
		if alone := render(t, l, meta(Albanian)); alone.SHA256 != together[i].SHA256 {
			t.Errorf("letter %d differs from the same letter printed alone", i)
		}
	}
}
