package web

import (
	"net/url"
	"strconv"
	"time"

	"homeward/avrr"
	"homeward/casework"
)

// figureChoosers are the parts of the list's address by which a report leads to the cases behind a number.
var figureChoosers = []string{"programme", "reached", "age", "ended", "clock", "promised", "paid", "currency", "unheld"}

// figuresOf reads them.
func figuresOf(asked url.Values) casework.FigureSearch {
	return casework.FigureSearch{Programme: asked.Get("programme"), Reached: asked.Get("reached"), Age: asked.Get("age"), Ended: asked.Get("ended"), Clock: asked.Get("clock"),
		Promised: asked.Get("promised"), Paid: asked.Get("paid"), Currency: asked.Get("currency"), Unheld: asked.Get("unheld") != ""}
}

// figureChip says one of them.
func (w *words) figureChip(key, value string) string {
	switch key {
	case "unheld":
		return w.t("chip.unheld")
	case "reached":
		value = w.text(avrr.Stage(value).Title())
	case "ended":
		value = w.word("closure", value)
	case "clock":
		value = w.text(avrr.Clock{Name: value}.Title())
	case "promised", "paid":
		value = w.month(value)
	}
	return w.t("chip."+key, value)
}

// month says a month that is written as 2026-01; what is none stays as it is.
func (w *words) month(written string) string {
	at, err := time.Parse(month, written)
	if err != nil {
		return written
	}
	return upperFirst(w.t("month."+strconv.Itoa(int(at.Month())))) + " " + strconv.Itoa(at.Year())
}
