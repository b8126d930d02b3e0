package web

import "homeward/access"

// An area is one entry of the menu, with the screens that belong to it.
type area struct {
	name    string
	href    string
	open    func(*visit) bool
	screens []string
}

// areas is the menu in its order. The screens of no area, such as help, stand beside it.
var areas = []area{
	{"work", "/work", toThoseWhoMay(access.SeeWork), []string{"work"}},
	{"cases", "/cases", toThoseWhoMay(access.SeeCaseload), []string{"cases", "case", "newcase", "opened", "ask", "files", "money", "surveys", "casevisits", "casenotes", "casehistory", "look", "many", "jobs", "job", "import"}},
	{"travel", "/travel", (*visit).seesMovements, []string{"travel", "travelday", "tobook", "boarding", "arrivals", "booking", "movements", "movement"}},
	{"visits", "/visits", toThoseWhoMay(access.SeeVisits), []string{"visits", "visitsheet"}},
	{"money", "/approvals", toThoseWhoMay(access.SeeApprovals), []string{"approvals", "budgets", "batches", "batch"}},
	{"money", "/budgets", (*visit).seesBudgetsAlone, nil},
	{"results", "/dashboard", (*visit).seesResults, []string{"dashboard", "results"}},
}

func toThoseWhoMay(action string) func(*visit) bool {
	return func(v *visit) bool { return v.may(action) }
}

// may reports whether somebody's role does this at all.
func (v *visit) may(action string) bool { return access.May(v.who.Actor, action, nil) == nil }

// seesBudgetsAlone reports whether budgets are all this person sees of the money.
func (v *visit) seesBudgetsAlone() bool {
	return access.May(v.who.Actor, access.SeeApprovals, nil) != nil && access.May(v.who.Actor, access.SeeBudgets, nil) == nil
}

type menuEntry struct{ Area, Href, Title string }

// menu is what somebody may go to.
func (v *visit) menu() (entries []menuEntry) {
	for _, a := range areas {
		if a.open(v) {
			entries = append(entries, menuEntry{a.name, a.href, v.here.t("nav." + a.name)})
		}
	}
	return entries
}

// areaOf names the area a screen belongs to; a screen of none is its own.
func areaOf(screen string) string {
	for _, a := range areas {
		for _, s := range a.screens {
			if s == screen {
				return a.name
			}
		}
	}
	return screen
}
