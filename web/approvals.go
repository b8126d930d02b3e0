package web

import (
	"net/url"
	"slices"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// approvalsOnPage is how many approvals a page shows: each with what it is decided on.
const approvalsOnPage = 15

// An approvalsBody is what waits for a decision by another person than whoever has put it forward.
type approvalsBody struct {
	Tabs        []choiceLink
	Kinds       []stageLink
	All         int
	Rows        []approvalRow
	First, Next string
	One         bool // the page shows one kind
}

type approvalRow struct {
	Href, Name, Reference string
	Named                 bool
	Title                 string
	Asked                 string // by whom and since when
	Due                   *due
	Sum                   string
	Rule                  string // whose approval it takes
	Said                  string // what its author wrote
	Measures              []measureLine
	Facts                 []string
	Files                 string
	FilesHref             string
	Do                    []actionLine
	Why                   []line
}

func (f *face) approvals(v *visit) (screen, error) {
	asked := v.c.Request.URL.Query()
	asked.Del("lang")
	s := casework.ApprovalSearch{Action: asked.Get("kind"), Cursor: asked.Get("cursor"), Limit: approvalsOnPage}
	page, err := f.Desk.Approvals(v.ctx(), v.who, s)
	if err != nil {
		return screen{}, err
	}
	b := approvalsBody{Tabs: v.moneyTabs("/approvals"), One: s.Action != ""}
	for _, n := range page.Counts {
		b.All += n.N
		b.Kinds = append(b.Kinds, stageLink{v.here.text(n.Title), n.N, "/approvals?kind=" + n.Action, n.Action == s.Action})
	}
	for _, a := range page.Rows {
		b.Rows = append(b.Rows, f.approvalRow(v, a))
	}
	if s.Cursor != "" {
		b.First = "/approvals?" + with(asked, "cursor", "")
	}
	if page.NextCursor != "" {
		b.Next = "/approvals?" + with(asked, "cursor", page.NextCursor)
	}
	return screen{Name: "approvals", Title: "approvals.title", Body: b}, nil
}

// decides puts before whoever decides what it is about: a task leads straight to the form, past the list of approvals.
func (f *face) decides(a *asking) error {
	asked, err := f.Desk.PutForward(a.ctx(), a.who, a.view.Reference, a.action.Action)
	if err != nil || asked == nil {
		return err
	}
	if i := asked.Instalment; i != nil && a.c.Request.FormValue("instalment") != i.ID { // of another one it would tell the wrong thing
		return nil
	}
	asked.Country = a.view.HostCountry
	row := f.approvalRow(a.visit, *asked)
	row.Why = nil
	a.forward = &row
	return nil
}

func (f *face) approvalRow(v *visit, a casework.Approval) approvalRow {
	at, place := "/cases/"+a.Reference, avrr.Zone(a.Country)
	row := approvalRow{Href: at, Name: a.Principal, Named: a.NamesShown, Reference: a.Reference, Title: v.here.text(a.Title)}
	if a.Due != nil {
		d := v.here.due(*a.Due, f.Desk.Clock(), place)
		row.Due = &d
	}
	switch {
	case a.AskedBy != "":
		row.Asked = v.here.t("approvals.asked", a.AskedBy, v.here.dayOrMoment(a.AskedAt, place))
	case !a.AskedAt.IsZero():
		row.Asked = v.here.t("approvals.since", v.here.dayOrMoment(a.AskedAt, place))
	}
	v.showApproval(&row, a)
	if len(a.Files) > 0 {
		row.Files, row.FilesHref = v.here.kept(a.Files), at+"#files"
	}
	if a.Mine() {
		row.Do = v.decisions(a, at)
	}
	for _, b := range a.Blocked {
		row.Why = append(row.Why, v.here.blocked(b, a.Names))
	}
	if len(a.Roles) > 0 {
		var roles []string
		for _, r := range a.Roles {
			roles = append(roles, strings.ToLower(v.here.text(r.Title())))
		}
		row.Why = append(row.Why, line{Words: v.here.t("approvals.by", strings.Join(roles, ", "))})
	}
	return row
}

// showApproval adds what the decision is about, as far as it is shown.
func (v *visit) showApproval(row *approvalRow, a casework.Approval) {
	w := v.here.words
	in := func(minor int64) string { return avrr.Money{Amount: minor, Currency: a.Currency}.String() }
	if plan := a.Asked; plan != nil {
		row.Sum, row.Said = in(plan.ComesTo), plan.Amends
		row.Rule = w.count("approvals.managers", plan.Managers)
		if plan.UpTo > 0 {
			row.Rule = w.count("approvals.managers.up_to", plan.Managers, in(plan.UpTo))
		}
		if len(a.ApprovedBy) > 0 {
			row.Rule += " " + w.count("approvals.left", plan.Left, strings.Join(a.ApprovedBy, ", "))
		}
		for _, m := range plan.Measures {
			row.Measures = append(row.Measures, w.planned(m))
		}
	}
	if i := a.Instalment; i != nil {
		row.Sum = i.Money.String()
		measure := w.planned(a.Plan.Measures[i.Measure])
		measure.Title, measure.Amount = w.text(a.Plan.Called(i)), ""
		row.Measures = append(row.Measures, measure)
		for _, kind := range i.Evidence {
			row.Facts = append(row.Facts, w.t("approvals.evidence", w.word("file_kind", kind), a.Files[kind]))
		}
	}
	if e := a.Assessment; e != nil {
		row.Said = e.Note
		if e.Recommendation != "" {
			row.Facts = append(row.Facts, w.t("approvals.recommended", w.word("choice", e.Recommendation)))
		}
		for _, m := range e.Each {
			var open []string
			for _, c := range m.Decision.Criteria {
				if c.Result != avrr.Pass {
					open = append(open, w.word("result", c.Result)+": "+w.text(c.Text))
				}
			}
			row.Facts = append(row.Facts, w.t("approvals.criteria", a.Names[m.Member], len(m.Decision.Criteria)-len(open), len(m.Decision.Criteria)))
			row.Facts = append(row.Facts, open...)
		}
	}
	if p := a.Appeal; p != nil {
		if a.Grounds != "" {
			row.Said = w.t("approvals.grounds", a.Grounds)
		}
		row.Facts = append(row.Facts, w.t("approvals.lodged", w.day(p.LodgedOn), p.Body))
		for _, why := range a.Refusals {
			row.Facts = append(row.Facts, w.t("approvals.refused", why))
		}
	}
}

// decisions are the answers a decision can have, each a form of the case that is filled in so far.
func (v *visit) decisions(a casework.Approval, at string) []actionLine {
	entry, _ := avrr.Find(a.Action)
	to := at + "/do/" + a.Action
	if a.Instalment != nil {
		return []actionLine{{Title: v.here.text(entry.Title), Href: to + "?instalment=" + url.QueryEscape(a.Instalment.ID)}}
	}
	var do []actionLine
	for _, field := range entry.Fields(entry.Schema(nil)) {
		if field.Name == "decision" {
			for _, answer := range field.Choices {
				do = append(do, actionLine{Title: v.here.word("choice", answer), Href: to + "?decision=" + answer})
			}
		}
	}
	return do
}

// kept says how many files of each kind there are.
func (w *words) kept(files map[string]int) string {
	var said []string
	for kind, n := range files {
		said = append(said, w.t("approvals.file", n, w.word("file_kind", kind)))
	}
	slices.Sort(said)
	return strings.Join(said, " · ")
}

// planned says a measure with what its suppliers asked for.
func (w *words) planned(m avrr.Measure) measureLine {
	l := measureLine{Title: w.text(avrr.MeasureTitles[m.Kind]), Description: m.Description, Amount: avrr.Money{Amount: m.Amount, Currency: m.Currency}.String(), Supplier: m.Seller(),
		Reason: m.QuotesReason}
	for _, q := range m.Quotes {
		l.Quotes = append(l.Quotes, quoteLine{q.Supplier, avrr.Money{Amount: q.Amount, Currency: q.Currency}.String(), q.WhyNotCheapest, q.Chosen, nil})
	}
	return l
}

// moneyTabs are the pages about money beside those of the cases.
func (v *visit) moneyTabs(here string) []choiceLink {
	var tabs []choiceLink
	for _, tab := range []struct{ act, href, title string }{
		{access.SeeApprovals, "/approvals", "approvals.title"},
		{access.SeeBudgets, "/budgets", "budgets.title"},
		{access.SeeBatches, "/batches", "batches.title"},
	} {
		if access.May(v.who.Actor, tab.act, nil) == nil {
			tabs = append(tabs, choiceLink{v.here.t(tab.title), tab.href, tab.href == here})
		}
	}
	return tabs
}
