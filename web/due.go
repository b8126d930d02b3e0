package web

import (
	"time"

	"homeward/avrr"
)

// A due says in words when something has to be done.
type due struct {
	Words string // "3 days overdue", "today", "in 5 days"
	On    string // the day, or the moment when it is near
	ISO   string
	Late  bool
	Soon  bool // today or tomorrow
}

// due puts a deadline in words, seen from now, in the place where the case's days are counted.
func (w *words) due(at, now time.Time, place *time.Location) due {
	at, now = at.In(place), now.In(place)
	d := due{ISO: at.Format(time.RFC3339), Late: at.Before(now)}
	last := at
	if midnight := at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0; midnight {
		last = at.Add(-time.Second) // a deadline at the break of a day is the end of the day before
	}
	d.On = w.day(avrr.DateOf(last))
	days := avrr.DateOf(now).DaysUntil(avrr.DateOf(last))
	left := at.Sub(now).Abs()
	switch {
	case left < time.Minute:
		d.Words, d.On = w.t("due.now"), at.Format("15:04 MST")
		if d.Late {
			d.Words = w.t("due.now.late")
		}
	case left < time.Hour:
		d.Words, d.On = w.count(side("due.minutes", d.Late), int(left.Minutes())), at.Format("15:04 MST")
	case d.Late && days == 0:
		d.Words, d.On = w.count(side("due.hours", true), int(left.Hours())), at.Format("15:04 MST")
	case d.Late:
		d.Words = w.count("due.days.late", -days)
	case days == 0:
		d.Words = w.t("due.today")
		if last.Equal(at) {
			d.On = at.Format("15:04 MST")
		}
	case days == 1:
		d.Words = w.t("due.tomorrow")
		if last.Equal(at) {
			d.On += ", " + at.Format("15:04 MST")
		}
	default:
		d.Words = w.count("due.days.left", days)
	}
	d.Soon = !d.Late && days <= 1
	return d
}

func side(key string, late bool) string {
	if late {
		return key + ".late"
	}
	return key + ".left"
}

// ends puts the end of what is valid in words. What has ended is not overdue: nobody has to do anything about it.
func (w *words) ends(at, now time.Time, place *time.Location) due {
	d := w.due(at, now, place)
	if d.Late {
		d.Words = w.t("ends.late")
	}
	return d
}
