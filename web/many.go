package web

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// A manyBody is what is about to be done to many cases at once: to which of them, and to which not and why.
type manyBody struct {
	Kind     string
	Title    string
	Key      string // makes the job once, however often the form is sent
	Cases    []manyCase
	Shown    []manyCase // the first of them
	More     int        // cases that are not shown
	Left     []manyCase // to which it cannot be done now
	To       []manyGroup
	Chosen   string // of To
	Papers   []choice
	Paper    string // of Papers
	Issue    bool   // papers where there is none yet
	MayIssue bool
	Forms    []choice // of a file
	Says     string   // what is to be known before
	Problem  line
}

type manyCase struct {
	casework.Listed
	Href  string
	Named bool
	Why   line
}

// A manyGroup is one duty with those who can be given it.
type manyGroup struct {
	Title   string
	Choices []choice
}

// A manyAct is something that can be done to many cases.
type manyAct struct{ Kind, Title string }

// manyActs are the acts this person may do to many cases.
func (v *visit) manyActs() (acts []manyAct) {
	for _, kind := range casework.JobKinds {
		if casework.MayAsk(v.who, kind) == nil {
			acts = append(acts, manyAct{kind, v.here.t("many.do." + kind)})
		}
	}
	return acts
}

// together shows what is about to be done to the cases that were ticked on a list.
func (f *face) together(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, maxForm)
	if err := v.c.Request.ParseForm(); err != nil {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	references, err := f.ticked(v)
	var said *avrr.Error
	if errors.As(err, &said) && said.Code == avrr.CodeInvalid {
		return f.manyPage(v, nil, http.StatusUnprocessableEntity, said)
	}
	if err != nil {
		return screen{}, err
	}
	return f.manyPage(v, references, http.StatusOK, nil)
}

// ticked are the cases of a list's form: those with a tick, and those of its page or of the whole list where that was asked for.
func (f *face) ticked(v *visit) ([]string, error) {
	references := v.c.Request.Form["case"]
	all := v.c.Request.Form["all"]
	if len(all) == 0 {
		return references, nil
	}
	asked, err := url.ParseQuery(v.c.Request.Form.Get("list"))
	if err != nil {
		return nil, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	s, err := search(asked)
	if err != nil {
		return nil, err
	}
	listed, err := f.Desk.ReferencesOf(v.ctx(), v.who, s, slices.Contains(all, "found"))
	for _, reference := range listed {
		if !slices.Contains(references, reference) {
			references = append(references, reference)
		}
	}
	return references, err
}

// manyPage is the form of what is done to many, with what is wrong with it.
func (f *face) manyPage(v *visit, references []string, status int, wrong *avrr.Error) (screen, error) {
	kind := v.c.Request.Form.Get("do")
	if err := casework.MayAsk(v.who, kind); err != nil {
		return screen{}, err
	}
	b := &manyBody{Kind: kind, Title: v.here.t("many.do." + kind), Key: rand.Text(), Chosen: v.c.Request.Form.Get("to")}
	if wrong == nil || len(references) > 0 {
		chosen, err := f.Desk.Choose(v.ctx(), v.who, references, kind)
		if said := (*avrr.Error)(nil); errors.As(err, &said) && said.Code == avrr.CodeInvalid {
			wrong, status, err = said, http.StatusUnprocessableEntity, nil
		}
		if err != nil {
			return screen{}, err
		}
		for _, c := range chosen {
			row := manyCase{Listed: c.Listed, Href: "/cases/" + c.Reference, Named: c.Principal != c.Reference}
			if c.Why == "" {
				b.Cases = append(b.Cases, row)
			} else {
				row.Why = v.here.ruled(c.Why, nil)
				b.Left = append(b.Left, row)
			}
		}
	}
	b.Shown = b.Cases[:min(len(b.Cases), rowsOfJob)]
	b.More = len(b.Cases) - len(b.Shown)
	if wrong != nil {
		b.Problem = v.here.ruled(wrong.Message, nil)
	}
	if err := f.fillMany(v, b); err != nil {
		return screen{}, err
	}
	return screen{Name: "many", Said: b.Title, Status: status, Body: b}, nil
}

// fillMany adds what an act asks for beside the cases.
func (f *face) fillMany(v *visit, b *manyBody) error {
	switch b.Kind {
	case casework.JobAssign:
		names, err := f.Gate.Names(v.ctx())
		if err != nil {
			return err
		}
		b.To = v.takers(names)
	case casework.JobRemind:
		b.Says = v.here.t("many.remind.text")
	case casework.JobLetters:
		for kind, title := range avrr.PaperTitles {
			b.Papers = append(b.Papers, choice{kind, v.here.text(title)})
		}
		slices.SortFunc(b.Papers, func(x, y choice) int { return strings.Compare(x.Title, y.Title) })
		b.Paper, b.MayIssue, b.Issue = v.c.PostForm("paper"), access.May(v.who.Actor, "issue-document", nil) == nil, v.c.PostForm("issue") != ""
	case casework.JobExport:
		b.Says, b.Forms = v.here.t("many.export.text"), []choice{{casework.FormXLSX, "XLSX"}, {casework.FormCSV, "CSV"}}
	}
	return nil
}

// takers are those a duty can be given to: by duty, the people who do it, then the offices that can be asked.
func (v *visit) takers(names map[string]access.Name) (groups []manyGroup) {
	for _, duty := range []avrr.Duty{avrr.ReturnDuty, avrr.TravelDuty, avrr.ReintegrationDuty, avrr.ProtectionDuty} {
		g := manyGroup{Title: v.here.word("many.duty", string(duty))}
		var offices []choice
		for _, n := range names {
			if n.Disabled || avrr.DutyOf(n.Role) != duty {
				continue
			}
			g.Choices = append(g.Choices, choice{string(duty) + " person " + n.Username, cmp.Or(n.DisplayName, n.Username)})
			if office := (choice{string(duty) + " office " + n.Office, v.here.t("many.office", n.Office)}); n.Office != "" && !slices.Contains(offices, office) {
				offices = append(offices, office)
			}
		}
		byTitle := func(a, b choice) int { return strings.Compare(a.Title, b.Title) }
		slices.SortFunc(g.Choices, byTitle)
		slices.SortFunc(offices, byTitle)
		g.Choices = append(g.Choices, offices...)
		if len(g.Choices) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// askForJob takes the form, and leads to the job.
func (f *face) askForJob(v *visit) (screen, error) {
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, maxForm)
	key, references := v.c.PostForm("key"), v.c.PostFormArray("case")
	if !formKey.MatchString(key) {
		return screen{}, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	job, err := f.ask(v, key, references)
	if err == nil {
		return v.goTo("/jobs/" + job.ID)
	}
	var said *avrr.Error
	if errors.As(err, &said) && (said.Code == avrr.CodeInvalid || said.Code == avrr.CodeRule) && len(references) > 0 {
		return f.manyPage(v, references, http.StatusUnprocessableEntity, said)
	}
	return screen{}, err
}

// ask asks for the job of a form: of the cases in it, or of a whole list as a file.
func (f *face) ask(v *visit, key string, references []string) (casework.JobView, error) {
	if v.c.PostForm("do") == "list" {
		asked, err := url.ParseQuery(v.c.PostForm("list"))
		if err != nil {
			return casework.JobView{}, avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
		}
		s, err := search(asked)
		if err != nil {
			return casework.JobView{}, err
		}
		return f.Desk.AskForExport(v.ctx(), v.who, key, casework.ExportOrder{Form: casework.FormXLSX, Language: v.in, List: &s})
	}
	order, err := v.jobOrder()
	if err != nil {
		return casework.JobView{}, err
	}
	return f.Desk.AskForJob(v.ctx(), v.who, key, order, references)
}

// jobOrder reads what is asked for.
func (v *visit) jobOrder() (casework.JobOrder, error) {
	switch kind := v.c.PostForm("do"); kind {
	case casework.JobAssign:
		duty, rest, _ := strings.Cut(v.c.PostForm("to"), " ")
		what, name, _ := strings.Cut(rest, " ")
		in := avrr.Assign{Duty: avrr.Duty(duty)}
		switch what {
		case "person":
			in.Person = name
		case "office":
			in.Office = name
		}
		return casework.AssignOrder(in)
	case casework.JobRemind:
		return casework.RemindOrder{Language: v.in}.Order()
	case casework.JobLetters:
		return casework.LettersOrder{Kind: v.c.PostForm("paper"), Language: v.in, Issue: v.c.PostForm("issue") != ""}.Order()
	case casework.JobExport:
		return casework.ExportOrder{Form: v.c.PostForm("form"), Language: v.in}.Order()
	default:
		return casework.JobOrder{}, avrr.Errorf(avrr.CodeInvalid, "There is no job of the kind %q.", kind)
	}
}
