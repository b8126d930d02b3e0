package programmes_test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	_ "time/tzdata"

	"homeward/avrr"
	"homeward/programmes"

	"golang.org/x/text/language"
)

func load(t testing.TB, folders ...fs.FS) *programmes.Library {
	t.Helper()
	library, mistakes := programmes.Load(folders...)
	if len(mistakes) > 0 {
		t.Fatal(lines(mistakes))
	}
	return library
}

func shipped(t testing.TB) *programmes.Library {
	t.Helper()
	library, err := programmes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return library
}

func TestTheShippedProgrammesLoad(t *testing.T) {
	var codes []string
	for _, p := range shipped(t).All() {
		codes = append(codes, p.Code)
		if p.Demo != (p.Code == "demo") || !p.Illustrative {
			t.Errorf("%s: a demonstration %t, illustrative %t", p.Code, p.Demo, p.Illustrative)
		}
	}
	if got := strings.Join(codes, " "); got != "al-third-country demo eurp reag-garp standard varrp-uk-albania" {
		t.Errorf("shipped are %s", got)
	}
}

func TestAnOldVersionStaysBesideTheNewOne(t *testing.T) {
	library := load(t, os.DirFS("testdata/versions"))
	current, ok := library.Current("harbour")
	if !ok || current.Version != "2" {
		t.Fatalf("current is %+v", current)
	}
	old, ok := library.Programme("harbour", "1")
	if !ok || old.PlanCeiling != 180000 || len(old.Criteria) != 2 {
		t.Errorf("version 1 is %+v", old)
	}
	if _, ok := library.Programme("harbour", "3"); ok {
		t.Error("there is no version 3")
	}
	if _, ok := library.Current("port"); ok {
		t.Error("there is no programme port")
	}
}

func TestVersionsAreOrderedAsPeopleCount(t *testing.T) {
	source := string(read(t, "testdata/versions/harbour-1.yaml"))
	folder := fstest.MapFS{}
	for _, version := range []string{"10", "9", "2026.10", "2026.9", "2"} {
		folder["v"+version+".yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(source, `version: "1"`, `version: "`+version+`"`, 1))}
	}
	var order []string
	library := load(t, folder)
	for _, p := range library.All() {
		order = append(order, p.Version)
	}
	if got := strings.Join(order, " "); got != "2 9 10 2026.9 2026.10" {
		t.Errorf("versions in order: %s", got)
	}
	if p, _ := library.Current("harbour"); p.Version != "2026.10" {
		t.Errorf("current is %s", p.Version)
	}
}

func TestAPinnedSourceMakesTheSameProgrammeAgain(t *testing.T) {
	for _, library := range []*programmes.Library{shipped(t), load(t, os.DirFS("testdata/versions"))} {
		for _, p := range library.All() {
			again, mistakes := programmes.Parse("pinned", library.Source(p.Code, p.Version))
			if len(mistakes) > 0 || !reflect.DeepEqual(p, again) {
				t.Errorf("%s %s: %v, %+v", p.Code, p.Version, mistakes, again)
			}
		}
	}
	if !bytes.Equal(shipped(t).Source("demo", "1"), read(t, "data/demo.yaml")) {
		t.Error("the source is not the file byte for byte")
	}
	if shipped(t).Source("demo", "0") != nil {
		t.Error("a version that is not there has a source")
	}
}

func TestTheSameVersionTwiceIsAMistakeAndGoodFilesStillLoad(t *testing.T) {
	one := read(t, "testdata/versions/harbour-1.yaml")
	library, mistakes := programmes.Load(
		fstest.MapFS{"a.yaml": {Data: one}, "bad.yaml": {Data: []byte("programme: x")}},
		fstest.MapFS{"b.yaml": {Data: one}, "notes.txt": {Data: []byte("not a programme")}},
	)
	got := lines(mistakes)
	if !strings.Contains(got, "b.yaml:1:1: version: programme harbour 1 is defined in another file already") || !strings.Contains(got, "bad.yaml:1:1") {
		t.Errorf("mistakes\n%s", got)
	}
	if len(library.All()) != 1 {
		t.Errorf("%d programmes loaded", len(library.All()))
	}
}

func TestAnOfficesOwnProgrammesStandBesideTheShippedOnes(t *testing.T) {
	newer := strings.Replace(string(read(t, "data/eurp.yaml")), `version: "1"`, `version: "2"`, 1)
	library, mistakes := programmes.WithOwn(fstest.MapFS{
		"harbour.yaml": {Data: read(t, "testdata/versions/harbour-1.yaml")},
		"eurp-2.yaml":  {Data: []byte(newer)},
	})
	if len(mistakes) > 0 {
		t.Fatal(lines(mistakes))
	}
	for code, version := range map[string]string{"harbour": "1", "eurp": "2", "standard": "1"} {
		if p, ok := library.Current(code); !ok || p.Version != version {
			t.Errorf("%s: %t, %+v", code, ok, p)
		}
	}
	if _, ok := library.Programme("eurp", "1"); !ok {
		t.Error("the shipped version gave way to the office's own")
	}
	_, mistakes = programmes.WithOwn(fstest.MapFS{"mine.yaml": {Data: read(t, "data/eurp.yaml")}})
	if got := lines(mistakes); !strings.Contains(got, "mine.yaml:1:1: version: programme eurp 1 is defined in another file already") {
		t.Errorf("a shipped version written over: %s", got)
	}
}

func TestTheDemonstrationLastsMinutesAndTheStandardYearAYear(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 12, 22, 15, 0, 0, 0, london)
	for _, c := range []struct {
		code  string
		least time.Duration
		most  time.Duration
	}{
		{"demo", 8 * time.Minute, 8 * time.Minute},
		{"standard", 365 * 24 * time.Hour, 367 * 24 * time.Hour},
	} {
		p, _ := shipped(t).Current(c.code)
		last, err := p.FollowUp[len(p.FollowUp)-1].After.From(start, london, nil)
		if err != nil || last.Sub(start) < c.least || last.Sub(start) > c.most {
			t.Errorf("%s: last visit %s after arrival, %v", c.code, last.Sub(start), err)
		}
		for clock := range p.Clocks {
			due, named, err := p.Due(clock, start, london)
			if err != nil || !named || due.Equal(start) || due.Before(start) != slices.Contains(avrr.Backwards, clock) {
				t.Errorf("%s: clock %s due %s, %t, %v", c.code, clock, due, named, err)
			}
		}
	}
}

func TestEverySpanOfWorkingDaysOfTheShippedYearsCanBeCounted(t *testing.T) {
	holidays := shippedHolidays(t)
	for _, country := range []string{"GB", "AL", "DE"} {
		span := avrr.Span{Calendar: avrr.WorkingDays, Days: 980, Country: country} // from 2025 into November 2028
		if _, err := span.From(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC, holidays[country]); err != nil {
			t.Errorf("%s: %v", country, err)
		}
	}
}

// shippedHolidays gathers the holidays the shipped programmes count by.
func shippedHolidays(t testing.TB) map[string][]avrr.Date {
	holidays := map[string][]avrr.Date{}
	for _, p := range shipped(t).All() {
		maps.Copy(holidays, p.Holidays)
	}
	return holidays
}

// Movable feasts are reckoned here a second time, by other formulas than a calendar's copyist would use.
func TestMovableHolidaysFallWhereTheirReckoningsPutThem(t *testing.T) {
	holidays := shippedHolidays(t)
	has := func(country string, d avrr.Date) bool { return slices.Contains(holidays[country], d) }
	for year := 2025; year <= 2028; year++ {
		western, orthodox := gregorianEaster(year), julianEaster(year)
		for _, d := range []avrr.Date{western.AddDays(-2), western.AddDays(1)} {
			if !has("GB", d) {
				t.Errorf("GB lacks %s of Easter %d", d, year)
			}
		}
		for _, after := range []int{-2, 1, 39, 50} {
			if d := western.AddDays(after); !has("DE", d) {
				t.Errorf("DE lacks %s, day %d of Easter", d, after)
			}
		}
		for _, d := range []avrr.Date{western, orthodox} {
			if !has("AL", d) {
				t.Errorf("AL lacks Easter on %s", d)
			}
		}
		for name, eid := range map[string]avrr.Date{"Eid al-Fitr": hijri(year-579, 10, 1), "Eid al-Adha": hijri(year-579, 12, 10)} {
			if !has("AL", eid) && !has("AL", eid.AddDays(1)) && !has("AL", eid.AddDays(-1)) {
				t.Errorf("AL lacks %s near %s", name, eid)
			}
		}
	}
	for year := 2025; year <= 2028; year++ {
		n := 0
		for _, h := range holidays["GB"] {
			if h.Year == year {
				n++
				if h.Weekday() == time.Saturday || h.Weekday() == time.Sunday {
					t.Errorf("the bank holiday %s is on a weekend", h)
				}
			}
		}
		if n != 8 {
			t.Errorf("England has %d bank holidays in %d", n, year)
		}
		german := slices.DeleteFunc(slices.Clone(holidays["DE"]), func(h avrr.Date) bool { return h.Year != year })
		if len(german) != 9 {
			t.Errorf("all of Germany has %d holidays in %d", len(german), year)
		}
	}
}

// gregorianEaster is the first Sunday after the ecclesiastical full moon (Gauss), for 1900 to 2099.
func gregorianEaster(year int) avrr.Date {
	d := (19*(year%19) + 24) % 30
	e := (2*(year%4) + 4*(year%7) + 6*d + 5) % 7
	return avrr.Date{Year: year, Month: time.March, Day: 22}.AddDays(d + e)
}

// julianEaster is Gauss's rule in the Julian calendar, which runs 13 days late from 1900 to 2099.
func julianEaster(year int) avrr.Date {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) + 6*d + 6) % 7
	return avrr.Date{Year: year, Month: time.March, Day: 22}.AddDays(d + e + 13)
}

// hijri is a day of the tabular Islamic calendar (civil epoch, 16 July 622 Julian), a day or so from the sighted one.
func hijri(year, month, day int) avrr.Date {
	days := day + (29*(month-1) + month/2) + (year-1)*354 + (3+11*year)/30 - 1
	return avrr.MustDate("0622-07-19").AddDays(days)
}

func TestCountryCodesAreCountries(t *testing.T) {
	n := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			if !avrr.IsCountry(code) {
				continue
			}
			n++
			if region, err := language.ParseRegion(code); err != nil || !region.IsCountry() || region.Canonicalize().String() != code {
				t.Errorf("%s is not a country", code)
			}
		}
	}
	if n != 250 {
		t.Errorf("%d countries; ISO 3166-1 assigns 249, and XK", n)
	}
}
