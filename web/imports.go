package web

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"homeward/avrr"
	"homeward/casework"
)

// An importBody is the page that takes a spreadsheet.
type importBody struct {
	Key     string
	Thrown  bool // a sheet was thrown away just now
	Problem line
}

// A uploadBody is what was found in a spreadsheet, before anything is opened.
type uploadBody struct {
	Href, Away          string // where one says yes, and where one throws it away
	Cases, Persons      int
	Rows, Deeds, Others int
	Mistakes            []sheetMistake
	More                int
	Until               string
}

type sheetMistake struct {
	Where, Case string
	Text        line
}

// seesImport reports whether this person may open cases from a spreadsheet.
func (f *face) seesImport(v *visit) bool {
	return f.Desk.Intake != nil && casework.MayAsk(v.who, casework.JobImport) == nil
}

// imports shows the form for a spreadsheet.
func (f *face) imports(v *visit) (screen, error) { return f.importPage(v, http.StatusOK, nil) }

func (f *face) importPage(v *visit, status int, wrong *avrr.Error) (screen, error) {
	if !f.seesImport(v) {
		return screen{}, errors.Join(casework.MayAsk(v.who, casework.JobImport), avrr.Errorf(avrr.CodeNotFound, "There is no page at this address."))
	}
	b := &importBody{Key: rand.Text(), Thrown: v.c.Query("done") == "throw-away"}
	if wrong != nil {
		b.Problem = v.here.ruled(wrong.Message, nil)
	}
	return screen{Name: "import", Title: "import.title", Status: status, Body: b}, nil
}

// importTemplate hands out a sheet with every column and one example, as text or as a workbook.
func (f *face) importTemplate(v *visit) (screen, error) {
	if !f.seesImport(v) {
		return f.importPage(v, 0, nil)
	}
	kind, template := path.Ext(v.c.FullPath()), []byte(f.Desk.Intake.Template)
	if kind == ".xlsx" {
		var err error
		if template, err = f.Desk.Intake.Workbook(); err != nil {
			return screen{}, err
		}
	}
	h := v.c.Writer.Header()
	h.Set("Content-Type", sheetTypes[kind])
	h.Set("Content-Disposition", `attachment; filename="homeward-import`+kind+`"`)
	_, err := v.c.Writer.Write(template)
	return sent, err
}

var sheetTypes = map[string]string{".csv": "text/csv; charset=utf-8", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// takeSheet looks a spreadsheet over, and leads to what was found.
func (f *face) takeSheet(v *visit) (screen, error) {
	if !f.seesImport(v) {
		return f.importPage(v, 0, nil)
	}
	v.c.Request.Body = http.MaxBytesReader(v.c.Writer, v.c.Request.Body, casework.MostOfSheet+mostOfForm)
	sheet, err := sheetIn(v)
	if err == nil && !formKey.MatchString(v.c.PostForm("key")) {
		err = avrr.Errorf(avrr.CodeInvalid, "The form is not complete. Fill it in again.")
	}
	if err == nil {
		var job casework.JobView
		if job, err = f.Desk.CheckSheet(v.ctx(), v.who, v.c.PostForm("key"), sheet); err == nil {
			return v.goTo("/jobs/" + job.ID)
		}
	}
	var said *avrr.Error
	if errors.As(err, &said) && (said.Code == avrr.CodeInvalid || said.Code == avrr.CodeRule) {
		return f.importPage(v, http.StatusUnprocessableEntity, said)
	}
	return screen{}, err
}

func sheetIn(v *visit) (casework.Sheet, error) {
	given, header, err := v.c.Request.FormFile("file")
	if err != nil {
		return casework.Sheet{}, avrr.Errorf(avrr.CodeInvalid, "There is no file, or it is larger than 10 MB.")
	}
	raw, err := io.ReadAll(given)
	sheet := casework.Sheet{Workbook: strings.EqualFold(filepath.Ext(header.Filename), ".xlsx"), Dates: v.c.PostForm("dates"), Content: raw}
	if sheet.Dates != "dmy" && sheet.Dates != "mdy" {
		sheet.Dates = ""
	}
	return sheet, errors.Join(err, given.Close())
}

// openSheet has the cases of a sheet opened.
func (f *face) openSheet(v *visit) (screen, error) {
	if err := f.Desk.OpenSheet(v.ctx(), v.who, v.c.Param("job")); err != nil {
		return screen{}, err
	}
	return v.goTo("/jobs/" + v.c.Param("job"))
}

// throwSheetAway destroys a sheet. One that was said yes to meanwhile is shown as it is: that says more than a refusal.
func (f *face) throwSheetAway(v *visit) (screen, error) {
	err := f.Desk.ThrowSheetAway(v.ctx(), v.who, v.c.Param("job"))
	switch {
	case err == nil:
		return v.goTo("/import?done=throw-away")
	case avrr.ErrorCode(err) == avrr.CodeRule:
		return v.goTo("/jobs/" + v.c.Param("job"))
	}
	return screen{}, err
}

// mostMistakesShown is how many mistakes of a sheet a page shows.
const mostMistakesShown = 100

// sheet says what was found in a sheet, for its owner to say yes to.
func (v *visit) sheet(page *casework.JobPage, until string) *uploadBody {
	in := page.Import
	b := &uploadBody{Href: "/jobs/" + page.ID + "/open", Away: "/jobs/" + page.ID + "/throw-away", Cases: page.Total, Persons: in.Persons, Rows: in.Rows, Deeds: in.Deeds, Others: in.LeftOut, Until: until,
		More: in.More + max(0, len(in.Wrong)-mostMistakesShown)}
	for _, m := range in.Wrong[:min(len(in.Wrong), mostMistakesShown)] {
		b.Mistakes = append(b.Mistakes, sheetMistake{v.whereIn(m.Line, m.Column), m.Case, v.here.ruled(m.Text, nil)})
	}
	return b
}

// whereIn says where in a sheet something stands.
func (v *visit) whereIn(line int, column string) string {
	switch {
	case line == 0:
		return v.here.t("import.whole")
	case column == "":
		return v.here.t("import.line", strconv.Itoa(line))
	}
	return v.here.t("import.cell", strconv.Itoa(line), column)
}
