package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A budgetsBody is what each programme may promise, what became of it, and for those who set it the form.
type budgetsBody struct {
	Tabs       []choiceLink
	Done       string
	Programmes []budgetsOf
	Without    []string // programmes that have no bounds
	MaySet     bool
	Choices    []choice
	Entered    budgetEntry
	Problem    line
	At         string // the field that is wrong
}

type budgetsOf struct {
	Title string
	Lines []budgetLine
}

type budgetLine struct {
	For                                     string // who pays; empty for the whole programme
	Amount, Promised, Committed, Paid, Left string
	Over                                    bool // more is promised than there is
	Bars                                    []bar
	Used                                    int // percent of the amount
}

type budgetEntry struct{ Programme, Funding, Amount string }

func (f *face) budgets(v *visit) (screen, error) {
	b, err := f.budgetsBody(v)
	if err != nil {
		return screen{}, err
	}
	if v.c.Query("done") != "" {
		b.Done = v.here.t("budgets.done")
	}
	return screen{Name: "budgets", Title: "budgets.title", Body: b}, nil
}

func (f *face) budgetsBody(v *visit) (*budgetsBody, error) {
	all, err := f.Desk.Budgets(v.ctx(), v.who)
	if err != nil {
		return nil, err
	}
	programmes, err := f.Desk.Programmes(v.ctx())
	if err != nil {
		return nil, err
	}
	b := &budgetsBody{Tabs: v.moneyTabs("/budgets"), MaySet: access.May(v.who.Actor, access.SetBudget, nil) == nil}
	for _, p := range programmes {
		of := budgetsOf{Title: v.here.text(p.Title)}
		for _, one := range all {
			if one.Programme == p.Code {
				of.Lines = append(of.Lines, v.here.budget(one))
			}
		}
		if len(of.Lines) > 0 {
			b.Programmes = append(b.Programmes, of)
		} else {
			b.Without = append(b.Without, of.Title)
		}
		b.Choices = append(b.Choices, choice{p.Code, of.Title + " (" + p.Currency + ")"})
	}
	return b, nil
}

func (w *words) budget(b casework.BudgetView) budgetLine {
	in := func(minor int64) string { return avrr.Money{Amount: minor, Currency: b.Currency}.String() }
	l := budgetLine{For: b.Funding, Amount: in(b.Amount), Promised: in(b.Promised), Committed: in(b.Committed), Paid: in(b.Paid), Left: in(b.Left), Over: b.Left < 0}
	l.Bars = stacked(max(b.Amount, b.Promised), part{"paid", b.Paid}, part{"committed", b.Committed}, part{"promised", b.Promised - b.Committed - b.Paid})
	if b.Amount > 0 {
		l.Used = int(b.Promised * 100 / b.Amount)
	}
	return l
}

func (f *face) setBudget(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, mostOfForm)
	entered := budgetEntry{v.c.PostForm("programme"), strings.TrimSpace(v.c.PostForm("funding")), v.c.PostForm("amount")}
	programmes, err := f.Desk.Programmes(v.ctx())
	if err != nil {
		return screen{}, err
	}
	currency := ""
	if i := slices.IndexFunc(programmes, func(p *avrr.Programme) bool { return p.Code == entered.Programme }); i >= 0 {
		currency = programmes[i].Currency
	}
	amounts := avrr.AmountReadings(entered.Amount, avrr.MinorDigits(currency))
	read := len(amounts) == 1
	if !read {
		err = &avrr.Error{Code: avrr.CodeInvalid, Field: "/amount", Message: v.here.amountProblem(entered.Amount, amounts, currency)}
	} else {
		_, err = f.Desk.SetBudget(v.ctx(), v.who, entered.Programme, entered.Funding, amounts[0])
	}
	var said *avrr.Error
	switch {
	case err == nil:
		return v.goTo("/budgets?done=1")
	case !errors.As(err, &said) || said.Field == "":
		return screen{}, err
	}
	b, err := f.budgetsBody(v)
	if err != nil {
		return screen{}, err
	}
	b.Entered, b.At, b.Problem = entered, strings.TrimPrefix(said.Field, "/"), line{Words: said.Message}
	if read {
		b.Problem = v.here.ruled(said.Message, nil)
	}
	return screen{Name: "budgets", Title: "budgets.title", Status: http.StatusUnprocessableEntity, Body: b}, nil
}
