package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "homeward"

// A room is a folder with one job. What lies deeper and is no room of its own belongs to it.
type room struct {
	dir        string
	may        []string // the rooms it may import
	everything bool     // it wires the others, so it may import them all
}

// house is the plan of docs/architecture.md. A new thing has one obvious room; when it has none, change the plan first.
var house = []room{
	{dir: "avrr"},
	{dir: "workflows", may: []string{"avrr"}},
	{dir: "workflows/call", may: []string{"workflows"}},
	{dir: "activities", may: []string{"avrr", "workflows", "programmes", "papers", "store", "vault"}},
	{dir: "worker", may: []string{"workflows", "workflows/call", "activities", "store"}},
	{dir: "casework", may: []string{"avrr", "workflows", "workflows/call", "programmes", "papers", "store", "access", "vault", "tables"}},
	{dir: "intake", may: []string{"avrr", "casework", "access"}},
	{dir: "api", may: []string{"avrr", "casework", "access"}},
	{dir: "web", may: []string{"avrr", "casework", "access"}},
	{dir: "lives", may: []string{"avrr"}},
	{dir: "store", may: []string{"avrr"}},
	{dir: "store/pgtest"},
	{dir: "papers", may: []string{"avrr"}},
	{dir: "tables"},
	{dir: "access", may: []string{"avrr", "store"}},
	{dir: "vault"},
	{dir: "engine"},
	{dir: "catcher"},
	{dir: "programmes", may: []string{"avrr"}},
	{dir: "cmd", everything: true},
	{dir: "e2e", everything: true},
	{dir: "carriersim", may: []string{"simulator"}},
	{dir: "banksim", may: []string{"simulator"}},
	{dir: "simulator"},
	{dir: "scripts"},
	{dir: "examples"},
	{dir: "examples/caseload", may: []string{"avrr", "examples", "intake"}},
	{dir: ".", everything: true},
}

// A keeper is the only one, or one of few, to import a part of the outside world.
type keeper struct {
	of    string // an import path; what lies deeper is meant too
	rooms []string
}

var keepers = []keeper{
	{"go.temporal.io/server", []string{"engine"}},
	{"go.temporal.io/sdk/client", []string{"workflows/call", "casework", "worker", "cmd", "."}},
	{"gorm.io", []string{"store"}},
	{"github.com/gin-gonic/gin", []string{"api", "web", "cmd"}}, // cmd joins the two on one engine
	{"github.com/jung-kurt/gofpdf", []string{"papers"}},
	{"github.com/pdfcpu/pdfcpu", []string{"papers"}},
	{"github.com/tink-crypto/tink-go", []string{"vault"}},
	{"cel.dev/cel-go", []string{"programmes"}},
	{"github.com/xuri/excelize", []string{"intake", "tables"}},
	{"github.com/wneessen/go-mail", []string{"activities"}},
	{"github.com/emersion/go-smtp", []string{"catcher"}},
}

// secluded rooms are replayed or folded years later, so they see nothing of the world but what they are given.
var secluded = []struct {
	dir     string
	outside []string // the only packages beyond the standard library
	without []string // of the standard library; what lies deeper is meant too
	clocks  []string // functions of package time that answer differently each time
}{
	{"avrr", nil, worldly, wallClocks},
	{"workflows", []string{"go.temporal.io/sdk/workflow", "go.temporal.io/sdk/temporal"}, append([]string{"sync"}, worldly...), wallClocks},
}

var (
	worldly    = []string{"net", "os", "database/sql", "math/rand", "crypto/rand", "syscall"}
	wallClocks = []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
)

func TestNoArrowIsForbidden(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		from := roomOf(f.dir)
		if from == nil {
			t.Errorf("%s lies in no room; give it one in docs/architecture.md and in house_test.go first", f.path)
			continue
		}
		for _, imported := range f.imports() {
			if why := forbidden(from, imported); why != "" {
				t.Errorf("%s: %s", f.path, why)
			}
		}
	}
}

func TestSecludedRoomsSeeNoWorldAndNoClock(t *testing.T) {
	files := goFiles(t)
	for _, s := range secluded {
		for _, f := range files {
			if f.test || roomOf(f.dir) == nil || roomOf(f.dir).dir != s.dir {
				continue
			}
			for _, imported := range f.imports() {
				switch {
				case strings.HasPrefix(imported, module+"/"), slices.Contains(s.outside, imported):
				case thirdParty(imported):
					t.Errorf("%s imports %s; beyond the standard library %s may import only: %s", f.path, imported, s.dir, list(s.outside))
				case slices.ContainsFunc(s.without, func(w string) bool { return within(imported, w) }):
					t.Errorf("%s imports %s; what %s does must be the same when it is done again years later", f.path, imported, s.dir)
				}
			}
			for _, used := range f.uses("time") {
				if slices.Contains(s.clocks, used) {
					t.Errorf("%s uses time.%s; what %s does must be the same when it is done again years later", f.path, used, s.dir)
				}
			}
		}
	}
}

// A wait that nobody can end makes a stop slow, and a test that sleeps is slow or wrong.
func TestNobodySleeps(t *testing.T) {
	for _, f := range goFiles(t) {
		if slices.Contains(f.uses("time"), "Sleep") {
			t.Errorf("%s uses time.Sleep; wait for what is meant, with a context", f.path)
		}
	}
}

func TestEveryPackageSaysItsOneJobInOneSentence(t *testing.T) {
	said := map[string][]string{}
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		doc := ""
		if f.syntax.Doc != nil {
			doc = strings.TrimSpace(f.syntax.Doc.Text())
			if why := unfit(f, doc); why != "" {
				t.Errorf("%s: the package comment %s: %q", f.path, why, doc)
			}
		}
		if doc != "" || said[f.dir] == nil {
			said[f.dir] = append(slices.DeleteFunc(said[f.dir], func(d string) bool { return d == "" }), doc)
		}
	}
	for dir, docs := range said {
		switch {
		case docs[0] == "":
			t.Errorf("%s has no package comment; say its one job in one sentence", dir)
		case len(docs) > 1:
			t.Errorf("%s has %d package comments; one file of it says what it is for", dir, len(docs))
		}
	}
}

func TestThePlanIsInTheDocumentation(t *testing.T) {
	page, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range house {
		arrows := slices.Sorted(slices.Values(r.may))
		written := "nothing of ours"
		if len(arrows) > 0 {
			written = "`" + strings.Join(arrows, "`, `") + "`"
		}
		if r.everything {
			written = "everything"
		}
		if row := fmt.Sprintf("| `%s` | %s |", r.dir, written); !strings.Contains(string(page), row) {
			t.Errorf("docs/architecture.md has no row that begins %q", row)
		}
	}
}

// forbidden says why a room may not import something, or nothing when it may.
func forbidden(from *room, imported string) string {
	for _, k := range keepers {
		if within(imported, k.of) && !slices.Contains(k.rooms, from.dir) {
			return fmt.Sprintf("the arrow from %s to %s is forbidden; only %s may import %s", from.dir, imported, list(k.rooms), k.of)
		}
	}
	inside, ours := strings.CutPrefix(imported, module+"/")
	if !ours || from.everything {
		return ""
	}
	to := roomOf(inside)
	if to == nil || to.dir == from.dir || slices.Contains(from.may, to.dir) {
		return ""
	}
	return fmt.Sprintf("the arrow from %s to %s is forbidden; of the other rooms %s may import only: %s", from.dir, to.dir, from.dir, list(from.may))
}

// roomOf answers the innermost room a folder lies in. The top folder holds main and nothing else.
func roomOf(dir string) *room {
	var found *room
	for i, r := range house {
		if r.dir == dir || r.dir != "." && within(dir, r.dir) {
			if found == nil || len(r.dir) > len(found.dir) {
				found = &house[i]
			}
		}
	}
	return found
}

func within(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

func thirdParty(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return strings.Contains(first, ".")
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// unfit says what is wrong with the first paragraph of a package comment, or nothing.
func unfit(f goFile, doc string) string {
	doc, _, _ = strings.Cut(doc, "\n\n")
	opening := "Package " + f.syntax.Name.Name + " "
	if f.syntax.Name.Name == "main" {
		program := path.Base(path.Join(module, f.dir))
		opening = strings.ToUpper(program[:1]) + program[1:] + " "
	}
	switch {
	case !strings.HasPrefix(doc, opening):
		return fmt.Sprintf("does not begin with %q", opening)
	case !strings.HasSuffix(doc, "."), strings.Contains(doc, ". "), strings.Contains(doc, ".\n"):
		return "is not one sentence"
	}
	return ""
}

// A goFile is one parsed source file.
type goFile struct {
	path, dir string
	test      bool
	syntax    *ast.File
}

func goFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	err := fs.WalkDir(os.DirFS("."), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(p) != ".go" {
			return nil
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, goFile{path: p, dir: path.Dir(p), test: strings.HasSuffix(p, "_test.go"), syntax: syntax})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func (f goFile) imports() []string {
	var paths []string
	for _, i := range f.syntax.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

// uses answers the names a file takes from a package of the standard library that it imports under its own name.
func (f goFile) uses(pkg string) []string {
	var names []string
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if from, ok := s.X.(*ast.Ident); ok && from.Name == pkg {
				names = append(names, s.Sel.Name)
			}
		}
		return true
	})
	return names
}
