// Package web is the face of Homeward: pages that a tired officer reads at a glance, on a desk or on a phone.
package web

import (
	"fmt"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// Config is what the pages are served from.
type Config struct {
	Desk    *casework.Desk
	Gate    *access.Gate
	Logger  *slog.Logger // slog.Default when nil
	Version string
	Demo    *DemoInfo // nil outside the demo
	Secure  bool      // served over HTTPS: the session cookie is then bound to this host
}

// DemoInfo is what the demo shows more: how to sign in, and how far its sample caseload has come.
type DemoInfo struct {
	Accounts []access.Account
	Password string
	Progress func() (opened, wanted int)
	Mail     string // where the mail to other offices can be read
}

// A face serves the pages.
type face struct {
	Config
	screens map[avrr.Language]*screens
	style   asset
	script  asset // what staff's pages do more where scripts run
	seal    asset // the script of the verify page

	strangers strangers
	origin    *http.CrossOriginProtection
}

// Mount adds the pages to r: /, /work, /cases, /travel, /results, /verify, /help, /account, /sign-in, /first and what they are made of, and the page for every address
// that is not there. It fails only when a template or a catalogue cannot be read.
func Mount(r *gin.Engine, c Config) error {
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	f := &face{Config: c, origin: http.NewCrossOriginProtection()}
	var err error
	if f.style, err = readAsset("style.css", "text/css"); err != nil {
		return fmt.Errorf("web: %w", err)
	}
	if f.script, err = readAsset("homeward.js", "text/javascript"); err != nil {
		return fmt.Errorf("web: %w", err)
	}
	if f.seal, err = readAsset("seal.js", "text/javascript"); err != nil {
		return fmt.Errorf("web: %w", err)
	}
	if f.screens, err = readScreens(f.style, f.script); err != nil {
		return fmt.Errorf("web: %w", err)
	}
	pages := r.Group("/", f.guard)
	for path, page := range map[string]gin.HandlerFunc{
		"/":                                 f.staff(f.front),
		"/work":                             f.inOffice(f.work),
		"/account":                          f.staff(f.account),
		"/cases":                            f.inOffice(f.caseload),
		"/travel":                           f.inOffice(f.travel),
		"/travel/day":                       f.inOffice(f.travelDay),
		"/travel/list":                      f.inOffice(f.movements),
		"/travel/to-book":                   f.inOffice(f.toBook),
		departuresPage:                      f.form(f.boarding),
		arrivalsPage:                        f.form(f.arrivals),
		"/movements":                        f.staff(f.movementsBefore),
		"/cases.xlsx":                       f.staff(f.casesFile(casework.FormXLSX)),
		"/cases.csv":                        f.staff(f.casesFile(casework.FormCSV)),
		"/cases/together":                   f.staff(f.together),
		"/jobs":                             f.staff(f.jobs),
		"/jobs/:job":                        f.staff(f.job),
		"/jobs/:job/file":                   f.staff(f.jobFile),
		"/import":                           f.staff(f.imports),
		"/import/template.csv":              f.staff(f.importTemplate),
		"/import/template.xlsx":             f.staff(f.importTemplate),
		"/visits":                           f.inOffice(f.visits),
		"/visits/sheet":                     f.inOffice(f.visitSheet),
		"/cases/:reference/visits":          f.staff(f.visitsPage),
		"/approvals":                        f.staff(f.approvals),
		"/budgets":                          f.staff(f.budgets),
		"/dashboard":                        f.staff(f.dashboard),
		"/batches":                          f.staff(f.batches),
		"/batches/:batch":                   f.staff(f.batch),
		"/batches/:batch/file.csv":          f.staff(f.batchFile),
		"/results":                          f.staff(f.results),
		"/results.xlsx":                     f.staff(f.resultsFile(casework.FormXLSX)),
		"/results.csv":                      f.staff(f.resultsFile(casework.FormCSV)),
		"/movements/:movement":              f.staff(f.movement),
		"/movements/:movement/papers/:file": f.staff(f.manifest),
		"/movements/:movement/aboard.xlsx":  f.staff(f.manifestTable),
		"/cases/:reference":                 f.staff(f.casePage),
		"/cases/:reference/notes":           f.staff(f.notesPage),
		"/cases/:reference/history":         f.staff(f.historyPage),
		"/cases/:reference/surveys":         f.staff(f.surveysPage),
		"/cases/:reference/documents/:file": f.staff(f.document),
		"/cases/:reference/money":           f.staff(f.moneyPage),
		"/cases/:reference/files":           f.staff(f.filesPage),
		"/cases/:reference/look/:file":      f.staff(f.look),
		"/cases/:reference/files/:file":     f.staff(f.file),
		"/cases/:reference/do/:action":      f.form(f.asks(f.onCase)),
		"/cases/new":                        f.form(f.opens),
		"/cases/new/long":                   f.form(f.asks(f.newCase)),
		"/cases/:reference/opened":          f.staff(f.openedPage),
		"/cases/:reference/do/hold-seats":   f.form(f.books(f.onCaseBooking)),
		"/movements/new":                    f.form(f.books(f.onGroupBooking)),
		"/movements/:movement/do/:action":   f.form(f.asks(f.onMovement)),
		"/sign-in":                          f.public(f.signInPage),
		"/first":                            f.public(f.firstRun),
		"/verify":                           f.public(f.verify),
		"/verify/:code":                     f.public(f.verify),
		"/help":                             f.public(f.help),
		"/dev/ui":                           f.public(f.gallery),
		"/.well-known/homeward-seal.json":   f.public(f.sealKeys),
		f.style.path:                        f.serve(f.style),
		f.script.path:                       f.serve(f.script),
		f.seal.path:                         f.serve(f.seal),
	} {
		pages.GET(path, page)
		pages.HEAD(path, page)
	}
	pages.POST("/cases/:reference/files", f.public(f.addFiles))
	pages.POST("/cases/:reference/do/:action", f.form(f.takes(f.onCase)))
	pages.POST("/cases/new", f.form(f.opensOn))
	pages.POST("/cases/new/long", f.form(f.takes(f.newCase)))
	pages.POST(arrivalsPage, f.takesArrivals())
	pages.POST(departuresPage, f.form(f.takeBoarding))
	pages.POST("/cases/together", f.staff(f.together))
	pages.POST("/jobs", f.staff(f.askForJob))
	pages.POST("/jobs/:job/cancel", f.staff(f.cancelJob))
	pages.POST("/import", f.staff(f.takeSheet))
	pages.POST("/jobs/:job/open", f.staff(f.openSheet))
	pages.POST("/jobs/:job/throw-away", f.staff(f.throwSheetAway))
	pages.POST("/jobs/:job/again", f.staff(f.jobAgain))
	pages.POST("/cases/views", f.staff(f.keepView))
	pages.POST("/cases/:reference/do/hold-seats", f.form(f.takesBooking(f.onCaseBooking)))
	pages.POST("/movements/new", f.form(f.takesBooking(f.onGroupBooking)))
	pages.POST("/movements/:movement/do/:action", f.form(f.takes(f.onMovement)))
	pages.POST("/budgets", f.staff(f.setBudget))
	pages.POST("/batches", f.staff(f.makeBatch))
	pages.POST("/batches/:batch/settle", f.staff(f.settleBatch))
	pages.POST("/batches/:batch/answers", f.staff(f.bankAnswers))
	pages.POST("/sign-in", f.public(f.signIn))
	pages.POST("/first", f.public(f.makeFirst))
	pages.POST("/account", f.staff(f.changePassword))
	pages.POST("/stay", f.staff(f.stay))
	pages.POST("/sign-out", f.public(f.signOut))
	r.NoRoute(f.guard, f.public(func(*visit) (screen, error) {
		return screen{}, avrr.Errorf(avrr.CodeNotFound, "There is no page at this address.")
	}))
	return nil
}
