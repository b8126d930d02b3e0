package avrr

import (
	"fmt"
	"slices"
	"time"
)

// InPlace answers the instant as the place's own clock shows it. A time that came as UTC, with a Z, claims nothing about the place
// and is taken as it is. One that came with an offset claims that the place's clock stands there at that moment, and InPlace answers
// in one sentence, as an error, when it never does: at another offset, or in the hour that a night of changing clocks leaves out. Of
// a time that happens twice in such a night either offset is right.
func InPlace(t time.Time, a Port) (time.Time, error) {
	there := t.In(a.Location())
	if t.Location() == time.UTC {
		return there, nil
	}
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	_, said := t.Zone()
	shown := offsetsShowing(wall, a.Location())
	clock, day := wall.Format("15:04"), wall.Format("2 January 2006")
	switch {
	case slices.Contains(shown, said):
		return there, nil
	case len(shown) == 0:
		return there, fmt.Errorf("%s does not exist in %s on %s, because the clocks go forward that night", clock, a.City.EN, day)
	case len(shown) > 1:
		return there, fmt.Errorf("%s happens twice in %s on %s, at %s and at %s, and never at %s", clock, a.City.EN, day, offset(shown[0]), offset(shown[1]), offset(said))
	}
	return there, fmt.Errorf("%s is at %s on %s, not %s", a.City.EN, offset(shown[0]), day, offset(said))
}

// offsetsShowing answers the distances from UTC, in seconds, at which the place's clock shows a local time: none, one or two.
func offsetsShowing(wall time.Time, l *time.Location) []int {
	var shown []int
	for _, about := range []time.Time{wall.Add(-26 * time.Hour), wall.Add(26 * time.Hour)} { // before and after a change, wherever on earth
		_, o := about.In(l).Zone()
		_, then := wall.Add(-time.Duration(o) * time.Second).In(l).Zone()
		if o == then && !slices.Contains(shown, o) {
			shown = append(shown, o)
		}
	}
	return shown
}

// offset writes a distance from UTC as times carry it: +01:00.
func offset(seconds int) string {
	return time.Unix(0, 0).In(time.FixedZone("", seconds)).Format("-07:00")
}
