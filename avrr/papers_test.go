package avrr_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"homeward/avrr"
)

func ofKind(f *file, kind string) []*avrr.IssuedPaper {
	return slices.DeleteFunc(slices.Clone(f.c.Papers), func(p *avrr.IssuedPaper) bool { return p.Kind != kind })
}

// register answers the papers as "number status", in the order they were issued.
func register(f *file, kinds ...string) (lines []string) {
	for _, p := range f.c.Papers {
		if len(kinds) == 0 || slices.Contains(kinds, p.Kind) {
			lines = append(lines, p.Number+" "+p.Status)
		}
	}
	return lines
}

func TestPapersOfAJourneyEndAWeekAfterIt(t *testing.T) {
	f := ticketed(t, homebound, monday)
	for _, kind := range []string{avrr.PaperTravelLetter, avrr.PaperItinerary} {
		p := ofKind(f, kind)[0]
		arrives := f.m.Segments[len(f.m.Segments)-1].ArrivesAt
		if want := arrives.AddDate(0, 0, 7); p.ValidUntil.Before(want) || p.ValidUntil.After(want.Add(24*time.Hour)) || p.ValidUntil.Format("15:04:05") != "23:59:59" {
			t.Errorf("%s counts until %s; the journey ends %s", p.Number, p.ValidUntil, arrives)
		}
	}
	f.does(officer, "issue-document", `{"kind":"declaration","member":"m1","language":"en"}`)
	if p := ofKind(f, avrr.PaperDeclaration)[0]; !p.ValidUntil.IsZero() {
		t.Errorf("a declaration ends %s", p.ValidUntil)
	}
}

// The others of a family travel on what is true of them: their own papers stay, and what they carry together names them alone.
func TestWithdrawalCallsBackThePapersOfOneAndNotThoseOfTheOthers(t *testing.T) {
	f := familyWithTickets(t)
	f.does(officer, "issue-document", `{"kind":"itinerary","language":"sq"}`)
	f.does(officer, "issue-document", `{"kind":"itinerary","member":"m4","language":"en"}`)
	f.does(officer, "withdraw", `{"member":"m4","channel":"phone"}`)
	want := []string{
		"HW-7K3-M9PX-L1-1 current", "HW-7K3-M9PX-L2-1 current", "HW-7K3-M9PX-L3-1 current", "HW-7K3-M9PX-L4-1 withdrawn",
		"HW-7K3-M9PX-I-1 superseded", "HW-7K3-M9PX-I-2 superseded", "HW-7K3-M9PX-I4-1 withdrawn", "HW-7K3-M9PX-I-3 current", "HW-7K3-M9PX-I-4 current",
	}
	if got := register(f, avrr.PaperTravelLetter, avrr.PaperItinerary); !slices.Equal(got, want) {
		t.Fatalf("the register is\n%q, want\n%q", got, want)
	}
	for _, p := range ofKind(f, avrr.PaperItinerary)[3:] {
		if !slices.Equal(p.Members, []string{"m1", "m2", "m3"}) {
			t.Errorf("%s names %v", p.Number, p.Members)
		}
	}
	f.does(officer, "withdraw", `{"channel":"phone"}`)
	for _, p := range f.c.Papers {
		if p.Status == avrr.PaperCurrent {
			t.Errorf("nobody travels and %s is still current", p.Number)
		}
	}
}

func TestEveryPaperHasATitleAMarkOfItsOwnAndAPlaceInTheSchema(t *testing.T) {
	a, _ := avrr.Find("issue-document")
	var schema struct {
		Properties struct{ Kind struct{ Enum []string } }
	}
	if err := json.Unmarshal([]byte(asJSON(t, a.Schema(nil))), &schema); err != nil {
		t.Fatal(err)
	}
	offered := schema.Properties.Kind.Enum
	if len(offered)+1 != len(avrr.PaperTitles) { // the manifest is a movement's
		t.Errorf("%d kinds are offered, %d have a title", len(offered), len(avrr.PaperTitles))
	}
	for _, kind := range offered {
		if title, ok := avrr.PaperTitles[kind]; !ok || title.EN == "" || title.SQ == "" || title.EN == title.SQ {
			t.Errorf("%s has the title %+v", kind, title)
		}
	}
}
