package avrr_test

import (
	"fmt"
	"strings"
	"testing"

	"homeward/avrr"

	"pgregory.net/rapid"
)

// curious is the homebound programme with every shipped instrument.
func curious(t rapid.TB) *avrr.Programme {
	p := *homebound
	for _, code := range []string{"needs", "skills", "family", "risk", "rss", "return-satisfaction", "reintegration-satisfaction"} {
		p.Instruments = append(p.Instruments, instrument(t, code))
	}
	return &p
}

// asks lets a case that was opened under a programme without questionnaires have been opened under one that asks.
func (f *file) asks(p *avrr.Programme) {
	f.p, f.c.Instruments = p, nil
	for _, i := range p.Instruments {
		f.c.Instruments = append(f.c.Instruments, i.Code)
	}
}

func survey(t rapid.TB, code, on string, a avrr.Answers, more ...string) string {
	return fmt.Sprintf(`{"member":"m1","instrument":%q,"held_on":%q,"mode":"home","answers":%s%s}`, code, on, asJSON(t, a), strings.Join(more, ""))
}

// poorAmongFriends has little money in a place where much else is good: 1 of 9 points, and 1 of 1.
func poorAmongFriends(t rapid.TB) avrr.Answers {
	best, worst := ends(rss(t))
	a := best
	for _, item := range rss(t).Items {
		if item.Dimension == "economic" {
			a[item.ID] = worst[item.ID]
		}
	}
	return a
}

func TestAnswersAreKeptWithTheVersionTheyWereGivenTo(t *testing.T) {
	f := travelled(t, curious(t), monday)
	f.does(field, "record-survey", survey(t, "rss", "2026-03-10", settling, `,"language":"sq"`))
	s := f.c.Surveys[0]
	if s.ID != "survey-1" || s.Version != "1" || s.By != "field" || s.Answers["debt"] != "spending_larger" || s.Mode != "home" || s.Language != "sq" {
		t.Errorf("%+v", s)
	}
	f.does(field, "record-survey", survey(t, "needs", "2026-03-10", avrr.Answers{"housing": "much_help", "own-words": "A room of my own."}, `,"version":"1"`))
	if len(f.c.Surveys) != 2 || doubts(f) != "" {
		t.Errorf("%d surveys, doubts %q", len(f.c.Surveys), doubts(f))
	}
}

func TestASurveyIsHeldAtAVisit(t *testing.T) {
	f := travelled(t, curious(t), monday)
	f.on("2026-03-20")
	f.does(field, "log-visit", fmt.Sprintf(`{"visit":"month-1","visited_on":"2026-03-20","mode":"phone","outcome":"on_track","survey":{"instrument":"rss","answers":%s}}`, asJSON(t, poorAmongFriends(t))))
	s := f.c.Surveys[0]
	if s.Member != "m1" || s.Visit != "month-1" || s.HeldOn.String() != "2026-03-20" || s.Mode != "phone" || s.Version != "1" {
		t.Errorf("%+v", s)
	}
	if !hasTask(f, "replan:m1") {
		t.Error("a visit suggests no other plan where a survey would")
	}
	for rule, within := range map[string]string{
		"no-such-item": `{"instrument":"rss","answers":{"shoe-size":"43"}}`,
		"invalid":      `{"instrument":"horoscope","answers":{"sign":"lion"}}`,
	} {
		e := f.refused(field, "log-visit", `{"visit":"month-3","visited_on":"2026-03-19","mode":"home","outcome":"on_track","survey":`+within+`}`)
		if rules(e) != rule || !strings.HasPrefix(e.Field, "/survey/") {
			t.Errorf("%s at %s: %s", rules(e), e.Field, e)
		}
	}
}

// Of a family, somebody in particular answers, and was there.
func TestASurveyAtAVisitIsOfSomebodyWhoWasVisited(t *testing.T) {
	f := familyWithTickets(t)
	f.asks(curious(t))
	f.now = moment("2026-03-10T16:00:00Z")
	f.does(field, "confirm-arrival", `{"arrived_at":"2026-03-10T15:30:00+01:00","members":["m1","m2","m3","m4"]}`)
	f.on("2026-03-20")
	visit := func(members, who string) string {
		return fmt.Sprintf(`{"visit":"month-1","visited_on":"2026-03-20","mode":"home","outcome":"on_track"%s,"survey":{%s"instrument":"rss","answers":%s}}`, members, who, asJSON(t, settling))
	}
	for rule, body := range map[string]string{
		"whose-survey": visit("", ""),
		"not-visited":  visit(`,"members":["m2","m3"]`, `"member":"m1",`),
	} {
		if e := f.refused(field, "log-visit", body); rules(e) != rule || e.Field != "/survey/member" {
			t.Errorf("%s at %s, not %s", e, e.Field, rule)
		}
	}
	f.does(field, "log-visit", visit(`,"members":["m2","m3"]`, ""))
	if s := f.c.Surveys[0]; s.Member != "m2" {
		t.Errorf("the only adult who was visited is m2, not %s", s.Member)
	}
}

func hasTask(f *file, id string) bool {
	for _, task := range f.c.Tasks(f.p) {
		if task.ID == id {
			return true
		}
	}
	return false
}

func TestASurveyThatCannotBeSoIsRefusedPrecisely(t *testing.T) {
	f := travelled(t, curious(t), monday)
	f.does(field, "record-survey", survey(t, "rss", "2026-03-10", settling))
	for _, c := range []struct {
		rule, field, says, body string
		who                     avrr.Actor
	}{
		{"no-such-item", "/answers/shoe-size", `Reintegration Sustainability Survey, version 1, has no item "shoe-size".`,
			survey(t, "rss", "2026-03-09", avrr.Answers{"shoe-size": "43"}), field},
		{"not-of-the-scale", "/answers/works", "Item 7 (works) is answered by yes, in_training, no, dont_know or no_answer.",
			survey(t, "rss", "2026-03-09", avrr.Answers{"works": "maybe"}), field},
		{"not-of-the-scale", "/answers/works", "Item 7 (works) is answered by yes, in_training, no, dont_know or no_answer.",
			survey(t, "rss", "2026-03-09", avrr.Answers{"works": "not_applicable"}), field},
		{"contradictory-answers", "/answers/why-looking", "Item 10 (why-looking) is answered, but it is asked only of who answers item 9 (looking-for-work) with yes.",
			survey(t, "rss", "2026-03-09", avrr.Answers{"looking-for-work": "no", "why-looking": "other"}), field},
		{"contradictory-answers", "/answers/why-looking", "Item 10 (why-looking) is marked as not applicable, but it applies to who answers item 9 (looking-for-work) with yes.",
			survey(t, "rss", "2026-03-09", avrr.Answers{"looking-for-work": "yes", "why-looking": "not_applicable"}), field},
		{"contradictory-answers", "/answers/children-at-school", "Item 14 (children-at-school) is answered, but it is asked only of who answers item school-age-children with yes.",
			survey(t, "rss", "2026-03-09", avrr.Answers{"school-age-children": "no", "children-at-school": "all"}), field},
		{"contradictory-answers", "/answers/why-looking", "Item 7 (works) says that there is work, and item 10 (why-looking) that there is none.",
			survey(t, "rss", "2026-03-09", avrr.Answers{"works": "yes", "looking-for-work": "yes", "why-looking": "unemployed"}), field},
		{"contradictory-answers", "/answers/owns-assets", "Item 8 (owns-assets) names none beside another choice; it can only stand alone.",
			survey(t, "rss", "2026-03-09", avrr.Answers{"owns-assets": "land, none"}), field},
		{"answered-twice", "/answers/owns-assets", "Item 8 (owns-assets) names land twice.",
			survey(t, "rss", "2026-03-09", avrr.Answers{"owns-assets": "land,tools,land"}), field},
		{"another-version", "/version", "The programme of this case asks Reintegration Sustainability Survey in version 1, not 7.",
			survey(t, "rss", "2026-03-09", settling, `,"version":"7"`), field},
		{"not-yours-to-ask", "/instrument", "Reintegration Sustainability Survey is not asked by the role Return officer.",
			survey(t, "rss", "2026-03-09", settling), officer},
		{"survey-recorded", "/instrument", "The answers of m1 to Reintegration Sustainability Survey of 2026-03-10 are already recorded. Void that event to correct them.",
			survey(t, "rss", "2026-03-10", settling), field},
		{"in-the-future", "", "2026-05-01 lies in the future; what has not happened yet cannot be recorded.", survey(t, "rss", "2026-05-01", settling), field},
		{"invalid", "/instrument", `instrument: the case has no instrument "horoscope"; it has needs, skills, family, risk, rss, return-satisfaction, reintegration-satisfaction.`,
			survey(t, "horoscope", "2026-03-09", settling), field},
		{"invalid", "/answers", "answers must have 1 to 100 entries.", survey(t, "rss", "2026-03-09", avrr.Answers{}), field},
	} {
		if e := f.refused(c.who, "record-survey", c.body); rules(e) != c.rule || e.Field != c.field || e.Message != c.says {
			t.Errorf("got  %s at %s: %s\nwant %s at %s: %s", rules(e), e.Field, e.Message, c.rule, c.field, c.says)
		}
	}
	if len(f.c.Surveys) != 1 {
		t.Errorf("%d surveys stand after the refusals", len(f.c.Surveys))
	}
}

func TestReturnStaffAskHowTheReturnWas(t *testing.T) {
	f := travelled(t, curious(t), monday)
	f.does(officer, "record-survey", survey(t, "return-satisfaction", "2026-03-10", avrr.Answers{"staff": "satisfied", "reasons": "family,other"}))
	if e := f.refused(desk, "record-survey", survey(t, "return-satisfaction", "2026-03-10", avrr.Answers{"staff": "satisfied"})); e.Code != avrr.CodeRole {
		t.Error(e)
	}
}

// What is asked before the arrival about life after it is a fact that contradicts the case: kept, and a person is told.
func TestASurveyAboutLifeThatHasNotBegunRaisesADoubt(t *testing.T) {
	f := departed(t, curious(t), monday)
	f.does(field, "record-survey", survey(t, "needs", "2026-03-10", avrr.Answers{"income": "much_help"}))
	if doubts(f) != "" {
		t.Fatalf("needs may be asked at any time: %q", doubts(f))
	}
	f.does(field, "record-survey", survey(t, "rss", "2026-03-10", settling))
	if len(f.c.Surveys) != 2 || doubts(f) != "Reintegration Sustainability Survey asks about life after the arrival, and is dated 2026-03-10, before it." {
		t.Errorf("%d surveys, doubts %q", len(f.c.Surveys), doubts(f))
	}
}

func TestAnswersAfterADeathRaiseADoubt(t *testing.T) {
	f := travelled(t, curious(t), monday)
	f.on("2026-03-20")
	f.does(field, "report-event", `{"member":"m1","event":"death","on":"2026-03-15","source":"The hospital"}`)
	f.does(field, "record-survey", survey(t, "rss", "2026-03-18", settling))
	if !strings.Contains(doubts(f)+f.log[len(f.log)-1].Doubt, "after the death of m1") {
		t.Errorf("doubts %q, %+v", doubts(f), f.log[len(f.log)-1])
	}
}

func TestLittleMoneyAmongFriendsSuggestsAnotherPlanAndSaysWhatItIsNot(t *testing.T) {
	f := travelled(t, curious(t), monday)
	f.does(field, "record-survey", survey(t, "rss", "2026-03-10", settling))
	if hasTask(f, "replan:m1") {
		t.Fatal("who is half-way in everything is suggested another plan")
	}
	f.on("2026-03-11")
	f.does(field, "record-survey", survey(t, "rss", "2026-03-11", poorAmongFriends(t)))
	for _, task := range f.c.Tasks(f.p) {
		if task.ID != "replan:m1" {
			continue
		}
		want := "Money is short for m1 although much else goes well (RSS-compatible, default weights v0). This is a suggestion in their favour: no support is ever cut, refused or delayed because of a score."
		if task.Duty != avrr.ReintegrationDuty || task.Detail != want {
			t.Errorf("%+v", task)
		}
		f.does(field, "complete-task", `{"task":"replan:m1"}`)
		return
	}
	t.Fatal("no other plan is suggested")
}

func TestAWrongSurveyIsVoidedWithWhatFollowedFromIt(t *testing.T) {
	f := travelled(t, curious(t), monday)
	f.does(field, "record-survey", survey(t, "rss", "2026-03-10", poorAmongFriends(t)))
	seq := f.c.Seq
	f.does(manager, "void-event", fmt.Sprintf(`{"seq":%d,"reason":"Written down for somebody else"}`, seq))
	if len(f.c.Surveys) != 0 || hasTask(f, "replan:m1") {
		t.Fatalf("%d surveys stand, and tasks %+v", len(f.c.Surveys), f.c.Tasks(f.p))
	}
	f.does(field, "record-survey", survey(t, "rss", "2026-03-10", settling))
	if f.c.Surveys[0].ID != "survey-2" {
		t.Errorf("the survey that replaces it is %s", f.c.Surveys[0].ID)
	}
}

func TestTheBeginningIsComparedWithTheEnd(t *testing.T) {
	f := travelled(t, curious(t), monday)
	f.on("2026-07-01")
	best, _ := ends(rss(t))
	f.does(field, "record-survey", survey(t, "rss", "2026-06-30", best)) // told first, and held last
	if k := f.c.Comparison("m1", rss(t)); k != nil {
		t.Fatalf("one survey is compared with itself: %+v", k)
	}
	f.does(field, "record-survey", survey(t, "rss", "2026-03-12", but(settling, avrr.Answers{"works": "", "debt": "", "borrows": ""})))
	f.does(field, "record-survey", survey(t, "rss", "2026-05-01", settling))
	got := asJSON(t, f.c.Comparison("m1", rss(t)))
	want := `{"member":"m1","instrument":"rss","result":"RSS-compatible, default weights v0","baseline":"survey-2","endline":"survey-1","days":110,` +
		`"dimensions":[{"dimension":"economic","difference":null},{"dimension":"social","difference":0.225},{"dimension":"psychosocial","difference":0.6}],"composite":0.4329}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
