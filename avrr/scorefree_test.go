package avrr_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"homeward/avrr"
)

// readers are the functions of the rules that may look at answers or at scores: those that keep and compare them or take them along, the one that
// refuses the same survey twice, and the one that suggests another plan.
var readers = map[string][]string{
	"Surveys":    {"SurveysOf", "keepSurvey", "keepDealingsWith"},
	"SurveysOf":  {"Comparison", "checkSurvey"},
	"Score":      {"Compare", "Dimension", "concludeSurvey"},
	"shows":      {"concludeSurvey"},
	"Comparison": {},
	"Compare":    {"Comparison"},
	"Band":       {},
}

// No score cuts, refuses or delays anything: no other function of the rules so much as reads one. What counts cases for a donor
// decides about nobody; its files are named for it.
func TestNoRuleReadsAScore(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range files {
		name := f.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "result") {
			continue
		}
		source, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range source.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				may, watched := readers[s.Sel.Name]
				if s.Sel.Name == "Compare" && !named(s.X, "i") { // cmp.Compare and the comparison of dates are other things
					watched = false
				}
				if watched && !slices.Contains(may, fn.Name.Name) {
					t.Errorf("%s: %s reads %s", name, fn.Name.Name, s.Sel.Name)
				}
				seen[s.Sel.Name+" in "+fn.Name.Name] = watched
				return true
			})
		}
	}
	for what, functions := range readers {
		for _, fn := range functions {
			if !seen[what+" in "+fn] {
				t.Errorf("%s no longer reads %s: take it off the list", fn, what)
			}
		}
	}
}

func named(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}

// Whatever somebody answers, the same can be done for them, the same stands in the way and the same clocks run.
func TestTheSameCanBeDoneForWhoeverScoresLow(t *testing.T) {
	best, worst := ends(rss(t))
	var stood []string
	for _, answers := range []avrr.Answers{best, worst, poorAmongFriends(t), {"works": avrr.NoAnswer}} {
		f := planned(t, curious(t), monday)
		f.does(field, "record-survey", survey(t, "rss", "2026-03-10", answers))
		next, _ := f.c.NextDue(f.p)
		offers := ""
		for _, who := range staff {
			for _, o := range avrr.Offers(f.judging(who)) {
				if o.Action.Name != "complete-task" { // the suggestion can be ticked off
					offers += who.ID + " " + o.Action.Name + " " + asJSON(t, o.Blocked) + asJSON(t, o.Schema) + "\n"
				}
			}
		}
		f.does(manager, "release-instalment", `{"instalment":"i1"}`)
		f.does(field, "record-payment", paid("i1", 150000, "2026-03-10"))
		stood = append(stood, string(f.c.Stage)+" "+asJSON(t, next)+asJSON(t, f.c.Totals())+offers)
	}
	for n := range stood[1:] {
		if stood[n+1] != stood[0] {
			t.Errorf("answers change what can be done:\n%s\n%s", stood[0], stood[n+1])
		}
	}
}
