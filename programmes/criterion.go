package programmes

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"homeward/avrr"
)

// Criteria are written in CEL over the facts of avrr.FactSpecs, by name: strings, whole numbers (int) and true or false. A
// date is a timestamp, its first instant in UTC, and is compared with date("2026-01-31"). There are no macros (all, exists,
// map): the facts are single values, and an expression costs no more than its length.
const (
	maxExpression  = 1000   // characters
	maxNodes       = 400    // of the syntax tree
	maxDepth       = 40     // of the syntax tree
	maxCost        = 10_000 // CEL cost units; one is about one operation
	maxRegex       = 200    // instructions of a matches() pattern
	maxExpressions = 4096   // compiled and kept; an installation has a few hundred
)

var language = sync.OnceValues(func() (*cel.Env, error) {
	options := []cel.EnvOption{
		cel.ClearMacros(),
		cel.ParserExpressionSizeLimit(maxExpression),
		cel.ExpressionNodeLimit(maxNodes),
		cel.ParserRecursionLimit(maxDepth),
		cel.RegexProgramSizeLimit(maxRegex),
		cel.ASTValidators(cel.ValidateTimestampLiterals(), cel.ValidateDurationLiterals(), cel.ValidateRegexLiterals()),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{cel.StringType}, cel.TimestampType, cel.UnaryBinding(celDate))),
	}
	for _, fact := range avrr.FactSpecs {
		options = append(options, cel.Variable(fact.Name, celTypes[fact.Type]))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		return nil, fmt.Errorf("set up the language of criteria: %w", err)
	}
	return env, nil
})

var celTypes = map[string]*cel.Type{"string": cel.StringType, "int": cel.IntType, "bool": cel.BoolType, "date": cel.TimestampType}

func celDate(v ref.Val) ref.Val {
	date, err := avrr.ParseDate(string(v.(types.String)))
	if err != nil {
		return types.NewErr("%v", err)
	}
	return types.Timestamp{Time: date.In(time.UTC)}
}

// compiled keeps every expression that was ever judged, by its text: versions and programmes that share a criterion share
// the work, and a programme read again from its pinned source costs nothing.
var compiled = struct {
	sync.RWMutex
	programs map[string]cel.Program
}{programs: map[string]cel.Program{}}

func compile(expression string) (cel.Program, error) {
	compiled.RLock()
	program, ok := compiled.programs[expression]
	compiled.RUnlock()
	if ok {
		return program, nil
	}
	env, err := language()
	if err != nil {
		return nil, err
	}
	ast, issues := env.Compile(expression)
	if err := issues.Err(); err != nil {
		return nil, err
	}
	program, err = env.Program(ast, cel.EvalOptions(cel.OptPartialEval), cel.CostLimit(maxCost))
	if err != nil {
		return nil, err
	}
	compiled.Lock()
	defer compiled.Unlock()
	if len(compiled.programs) >= maxExpressions {
		clear(compiled.programs)
	}
	compiled.programs[expression] = program
	return program, nil
}

// known are the facts as CEL sees them; those that are absent are unknown to it, not false.
type known = cel.PartialActivation

func know(facts avrr.Facts) (known, error) {
	env, err := language()
	if err != nil {
		return nil, err
	}
	values := maps.Clone(map[string]any(facts))
	for _, spec := range avrr.FactSpecs {
		text, given := facts[spec.Name].(string)
		if spec.Type != "date" || !given {
			continue
		}
		date, err := avrr.ParseDate(text)
		if err != nil {
			return nil, err
		}
		values[spec.Name] = date.In(time.UTC)
	}
	return env.PartialVars(values)
}

// judge answers the result of one expression. When it cannot be decided, missing names the facts that would decide it, in
// the order of avrr.FactSpecs.
func judge(expression string, facts known) (result string, missing []string, err error) {
	program, err := compile(expression)
	if err != nil {
		return "", nil, err
	}
	value, _, err := program.Eval(facts)
	if err != nil {
		return "", nil, err
	}
	switch value := value.(type) {
	case types.Bool:
		if value {
			return avrr.Pass, nil, nil
		}
		return avrr.Fail, nil, nil
	case *types.Unknown:
		return avrr.Ask, namesIn(value), nil
	}
	return "", nil, fmt.Errorf("%q is neither true nor false", expression)
}

func namesIn(unknown *types.Unknown) (names []string) {
	absent := map[string]bool{}
	for _, id := range unknown.IDs() {
		trails, _ := unknown.GetAttributeTrails(id)
		for _, trail := range trails {
			absent[trail.Variable()] = true
		}
	}
	for _, spec := range avrr.FactSpecs {
		if absent[spec.Name] {
			names = append(names, spec.Name)
		}
	}
	return names
}

// CorridorCriterion is the id under which a decision judges the corridors of a programme, as its first criterion.
const CorridorCriterion = "corridor"

// corridorCriterion writes the corridors as a criterion of their own, so that they are judged and explained like any other.
func corridorCriterion(p *avrr.Programme) avrr.Criterion {
	ways := make([]string, 0, len(p.Corridors))
	for _, c := range p.Corridors {
		way := slices.DeleteFunc([]string{among("host_country", c.From), among("destination", c.To)}, func(s string) bool { return s == "" })
		if len(way) == 0 {
			ways = []string{"true"}
			break
		}
		ways = append(ways, "("+strings.Join(way, " && ")+")")
	}
	if len(ways) == 0 {
		ways = []string{"false"} // a programme without a corridor leads nowhere
	}
	return avrr.Criterion{
		ID:     CorridorCriterion,
		When:   strings.Join(ways, " || "),
		Text:   avrr.T("The way home is one this programme serves.", "Rruga e kthimit është një nga ato që mbulon ky program."),
		Source: "corridors of programme " + p.Code + " " + p.Version,
	}
}

func among(fact string, countries []string) string {
	if len(countries) == 0 {
		return ""
	}
	return fact + ` in ["` + strings.Join(countries, `", "`) + `"]`
}
