package programmes

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"homeward/avrr"
)

// expression notes every mistake of a criterion, each at its own place inside the expression where the file lets us tell.
func (r *reader) expression(f field, text string) {
	env, err := language()
	if err != nil {
		r.note(f, "%v", err)
		return
	}
	parsed, issues := env.Parse(text)
	r.noteIssues(f, text, issues)
	if issues.Err() != nil {
		return
	}
	tree := parsed.NativeRep()
	ast.PostOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if problem := badLiteral(e); problem != "" {
			at := tree.SourceInfo().GetStartLocation(e.ID())
			r.noteInside(f, text, at.Line(), at.Column(), problem)
		}
	}))
	checked, issues := env.Check(parsed)
	r.noteIssues(f, text, issues)
	if issues.Err() == nil && !checked.OutputType().IsExactType(types.BoolType) {
		r.note(f, "the expression is of type %s; a criterion must be true or false", checked.OutputType())
	}
}

func (r *reader) noteIssues(f field, text string, issues *cel.Issues) {
	for _, issue := range issues.Errors() {
		line, column := issue.Location.Line(), issue.Location.Column()
		r.noteInside(f, text, line, column, plainly(issue.Message, text, line, column))
	}
}

var (
	undeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	mismatched = regexp.MustCompile(`^found no matching overload for '_?(.*?)_?' applied to '(.*)'$`)
)

// plainly turns CEL's words into the author's.
func plainly(message, text string, line, column int) string {
	if found := mismatched.FindStringSubmatch(message); found != nil {
		problem := fmt.Sprintf("%q does not go with %s", found[1], found[2])
		if strings.Contains(found[2], "timestamp") && strings.Contains(found[2], "string") {
			problem += `; write a day as date("2026-01-31")`
		}
		return problem
	}
	found := undeclared.FindStringSubmatch(message)
	if found == nil {
		message, _, _ = strings.Cut(message, " expecting {") // the parser's list of tokens helps nobody
		return strings.Replace(strings.TrimSpace(message), "mismatched input '<EOF>'", "the expression ends too early", 1)
	}
	name := found[1]
	lines := strings.Split(text, "\n")
	if line >= 1 && line <= len(lines) {
		rest := []rune(lines[line-1])
		if column <= len(rest) && regexp.MustCompile(`^(`+regexp.QuoteMeta(name)+`)?\s*\(`).MatchString(string(rest[column:])) {
			return fmt.Sprintf("criteria cannot call %q", name)
		}
	}
	var facts []string
	for _, spec := range avrr.FactSpecs {
		facts = append(facts, spec.Name)
	}
	return fmt.Sprintf("there is no fact %q%s", name, didYouMean(name, facts))
}

// badLiteral answers what is wrong with a value written in the expression that its type cannot tell: a day that does not
// exist, a word a fact can never be.
func badLiteral(e ast.Expr) string {
	if e.Kind() != ast.CallKind {
		return ""
	}
	call := e.AsCall()
	args := call.Args()
	switch call.FunctionName() {
	case "date":
		if text, ok := literal(args[0]); ok {
			if _, err := avrr.ParseDate(text); err != nil {
				return err.Error()
			}
		}
	case operators.Equals, operators.NotEquals:
		if problem := neverIs(args[0], args[1]); problem != "" {
			return problem
		}
		return neverIs(args[1], args[0])
	case operators.In:
		if args[1].Kind() != ast.ListKind {
			return ""
		}
		for _, element := range args[1].AsList().Elements() {
			if problem := neverIs(args[0], element); problem != "" {
				return problem
			}
		}
	}
	return ""
}

// countryFacts are the facts whose values are country codes.
var countryFacts = []string{"nationality", "host_country", "destination"}

func neverIs(fact, value ast.Expr) string {
	text, ok := literal(value)
	if !ok || fact.Kind() != ast.IdentKind {
		return ""
	}
	name := fact.AsIdent()
	if slices.Contains(countryFacts, name) && !avrr.IsCountry(text) {
		return fmt.Sprintf("%s is never %q: it is not a country code of ISO 3166-1 alpha-2", name, text)
	}
	spec, _ := factSpec(name)
	if len(spec.Values) > 0 && !slices.Contains(spec.Values, text) {
		return fmt.Sprintf("%s is never %q; it is one of %s%s", name, text, strings.Join(spec.Values, ", "), didYouMean(text, spec.Values))
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	text, ok := e.AsLiteral().(types.String)
	return string(text), ok
}

func factSpec(name string) (avrr.FactSpec, bool) {
	at := slices.IndexFunc(avrr.FactSpecs, func(s avrr.FactSpec) bool { return s.Name == name })
	if at < 0 {
		return avrr.FactSpec{}, false
	}
	return avrr.FactSpecs[at], true
}

// noteInside notes a mistake at a line (from 1) and column (from 0) of the expression. Where YAML folds or escapes the text,
// so that the two cannot be laid on each other, it points at the expression and says where inside it.
func (r *reader) noteInside(f field, text string, line, column int, problem string) {
	lines := strings.Split(text, "\n")
	source := strings.Split(string(r.source), "\n")
	for _, first := range []int{f.node.Line, f.node.Line + 1} { // the second for a block that begins on the next line
		at := first + line - 2
		if line < 1 || line > len(lines) || at >= len(source) {
			break
		}
		if before, _, found := strings.Cut(source[at], lines[line-1]); found && lines[line-1] != "" {
			r.noteAt(at+1, len([]rune(before))+column+1, f.path, "%s", problem)
			return
		}
	}
	if line > 0 {
		problem = fmt.Sprintf("at line %d, character %d of the expression: %s", line, column+1, problem)
	}
	r.note(f, "%s", problem)
}
