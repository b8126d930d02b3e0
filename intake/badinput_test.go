package intake

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"homeward/avrr"
)

func TestContradictionsAreNamedWithTheirLines(t *testing.T) {
	for name, c := range map[string]struct {
		row  map[string]string
		want string
	}{
		"arrived before departed":    {like("arrived_at", "2026-03-10 09:00"), "line 2, arrived_at: 2026-03-10 lies before departed_at, which is 2026-03-11 (line 2)."},
		"visit before arrival":       {like("visit1_on", "2026-03-01"), "line 2, visit1_on: 2026-03-01 lies before arrived_at, which is 2026-03-11 (line 2)."},
		"decided without assessing":  {until("decided_on", "assessed_on", ""), "line 2, decided_on: This cannot be without assessed_on, which is empty."},
		"detail without its day":     {until("counselled_on", "counselled_on", "", "counselling_mode", "phone"), "line 2, counselled_on: counselling_mode is told, but not the day it happened."},
		"day without its detail":     {like("locator", ""), "line 2, locator: This is needed because ticketed_on is told."},
		"nobody's consent":           {until("decided_on", "data_consent_on", ""), "line 2, assessed_on: There is no standing data consent of m1."},
		"document ends first":        {like("document_expires", "2026-03-01"), "line 2, booked_on: The travel document of m1 does not hold on 2026-03-11."},
		"document backwards":         {like("document_expires", "2020-03-01"), "line 2, document_expires: The document expires before it was issued."},
		"born after applying":        {like("birth", "2026-05-05"), "line 2, birth: The birth 2026-05-05 lies after the application of 2026-02-02."},
		"in the future":              {until("counselled_on", "counselled_on", "2026-06-30"), "line 2, counselled_on: 2026-06-30 lies in the future; what has not happened yet cannot be recorded."},
		"a name too long":            {until("counselled_on", "given_names", strings.Repeat("ë", 301)), "line 2, given_names: members/0/given_names must be at most 300 characters long."},
		"no such programme":          {until("counselled_on", "programme", "varp"), "line 2, programme: There is no programme of this code; homeward programme list prints them."},
		"no such code":               {until("counselled_on", "counselling_mode", "telepathy"), "line 2, counselling_mode: This must be one of in_person, phone, video, outreach."},
		"no such country":            {until("counselled_on", "nationality", "Albania"), "line 2, nationality: This must be the two letters of a country (ISO 3166-1), such as AL; the United Kingdom's are GB, Kosovo's XK."},
		"an amount to be read twice": {like("measure1_amounts", "1.000"), "line 2, measure1_amounts: This can be read as 1000 or as 1.000; write it as 1250 or 1250.50, without a separator of thousands."},
		"a separator of thousands":   {like("measure1_amounts", "1,000.00"), "line 2, measure1_amounts: This is no amount; write it as 1250 or 1250.50, without a separator of thousands."},
		"letters damaged before":     {until("counselled_on", "family_name", "Ã‡ela"), "line 2, family_name: The letters were damaged before they came here (ë and ç stand as two letters each): export the file anew as “CSV UTF-8”."},
	} {
		t.Run(name, func(t *testing.T) { plan1June(t, sheet(t, c.row), Options{}).says(t, c.want) })
	}
}

func TestANameOf300LettersIsAName(t *testing.T) {
	plan1June(t, sheet(t, until("counselled_on", "given_names", strings.Repeat("ë", 300))), Options{}).says(t)
}

func TestOnePersonInTwoPlacesIsNamedInBoth(t *testing.T) {
	one := until("counselled_on", "case", "A")
	passport := until("counselled_on", "case", "B", "given_names", "Besnik")
	plan1June(t, sheet(t, one, passport), Options{}).says(t,
		"line 2, document_number: Line 3 has the same document number.",
		"line 3, document_number: Line 2 has the same document number.")

	namesake := until("counselled_on", "case", "B", "given_names", "ARBËN", "document_number", "BA7654321")
	plan1June(t, sheet(t, one, namesake), Options{}).says(t,
		"line 2, birth: Line 3 has the same name and birth, so this is probably one person.",
		"line 3, birth: Line 2 has the same name and birth, so this is probably one person.")

	if load := plan1June(t, sheet(t, one, one), Options{}); len(load.Problems) != 4 || len(load.Cases) != 0 {
		t.Errorf("the same row twice: %v", load.Problems)
	}
}

func TestAnEncodingThatIsNotUnicodeIsRefusedWithLineAndByte(t *testing.T) {
	raw := strings.ReplaceAll(sheet(t, until("counselled_on", "family_name", "Bërxhani")), "ë", "\xeb")
	const want = `line 2: The byte 0xEB ('ë' in windows-1250, 'ë' in windows-1252) is not UTF-8. Save the file as “CSV UTF-8”, or say what it is in: --encoding windows-1252.`
	plan1June(t, raw, Options{}).says(t, want)
	for _, encoding := range []string{"windows-1250", "windows-1252"} {
		load := plan1June(t, raw, Options{Encoding: encoding})
		load.says(t)
		if name := load.Cases[0].Cases[0].Members[0].FamilyName; name != "Bërxhani" {
			t.Errorf("%s reads %q", encoding, name)
		}
	}
	plan1June(t, raw, Options{Encoding: "utf-8"}).says(t, want)
}

func TestUnicodeIsReadWithAndWithoutItsMark(t *testing.T) {
	text := sheet(t, until("counselled_on", "family_name", "Çela"))
	for name, raw := range map[string]string{"plain": text, "UTF-8 with a mark": "\ufeff" + text, "UTF-16 little": inUTF16(text, binary.LittleEndian), "UTF-16 big": inUTF16(text, binary.BigEndian),
		"letters and marks apart": strings.ReplaceAll(text, "Ç", "C\u0327")} {
		load := plan1June(t, raw, Options{})
		load.says(t)
		if len(load.Cases) != 1 || load.Cases[0].Cases[0].Members[0].FamilyName != "Çela" {
			t.Errorf("%s is not read", name)
		}
	}
	plan1June(t, strings.Join(strings.Split(text, ""), "\x00"), Options{}).says(t,
		"The file is not text: it holds zero bytes. A file in UTF-16 needs its mark; a workbook needs a name that ends in .xlsx.")
}

func inUTF16(text string, o binary.ByteOrder) string {
	var b bytes.Buffer
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		pair := make([]byte, 2)
		o.PutUint16(pair, unit)
		b.Write(pair)
	}
	return b.String()
}

func TestTheSeparatorIsFoundFromTheHeader(t *testing.T) {
	for _, separator := range []rune{',', ';', '\t'} {
		load := plan1June(t, separated(t, separator, until("counselled_on", "destination_place", "Fushë-Arrëz, Kryezi; over the bridge")), Options{})
		load.says(t)
		if load.Cases[0].Cases[0].Destination.Place != "Fushë-Arrëz, Kryezi; over the bridge" {
			t.Errorf("%q reads %q", separator, load.Cases[0].Cases[0].Destination.Place)
		}
	}
	plan1June(t, strings.ReplaceAll(sheet(t, until("open")), ",", "|"), Options{}).says(t,
		"line 1: The header is one single column. Comma, semicolon and tab were tried; save the file with one of them between the columns.")
	plan1June(t, "", Options{}).says(t, "The file is empty.")
}

func TestAFileHasOneOrderOfDays(t *testing.T) {
	row := func(applied, counselled string) map[string]string {
		return map[string]string{"case": "A", "given_names": "Arben", "programme": "varrp-uk-albania", "applied_on": applied, "counselled_on": counselled}
	}
	for name, c := range map[string]struct {
		dates, applied, counselled, opened, problem string
	}{
		"day first":         {"", "2/3/2026", "14/3/2026", "2026-03-02", ""},
		"month first":       {"", "3/2/2026", "3/14/2026", "2026-03-02", ""},
		"dots":              {"", "2.3.2026", "14.3.2026", "2026-03-02", ""},
		"ISO 8601":          {"", "2026-03-02", "14/3/2026", "2026-03-02", ""},
		"said":              {"mdy", "3/2/2026", "3/4/2026", "2026-03-02", ""},
		"both":              {"", "13/3/2026", "3/14/2026", "", "line 2, applied_on: This day is written the other way round than most of the file, which has the month first. Bring every day into one order, best 2026-03-14."},
		"ambiguous":         {"", "2/3/2026", "4/3/2026", "", "line 2, applied_on: No day of the file shows whether the day or the month comes first. Say --dates dmy or --dates mdy."},
		"said and not so":   {"mdy", "2/3/2026", "14/3/2026", "", "line 2, counselled_on: This day cannot be read as --dates mdy says."},
		"the same twice":    {"", "3/3/2026", "4.4.2026", "2026-03-03", ""},
		"two digits a year": {"", "2/3/26", "14/3/2026", "", "line 2, applied_on: This is no day; write it as 2026-03-14, with four digits for the year."},
		"no such day":       {"", "30/2/2026", "14/3/2026", "", "line 2, applied_on: There is no such day."},
	} {
		t.Run(name, func(t *testing.T) {
			load := plan1June(t, sheet(t, row(c.applied, c.counselled)), Options{Dates: c.dates})
			if c.problem != "" {
				if len(load.Problems) == 0 || load.Problems[0].String() != c.problem || len(load.Cases) != 0 {
					t.Errorf("the problems are %v", load.Problems)
				}
				return
			}
			load.says(t)
			if on := load.Cases[0].Cases[0].AppliedOn.String(); on != c.opened {
				t.Errorf("applied on %s", on)
			}
		})
	}
}

func TestAnUnknownColumnIsNamedWithTheNearest(t *testing.T) {
	raw := strings.Replace(sheet(t, until("counselled_on")), "counselled_on", "counseled_on", 1)
	plan1June(t, raw, Options{}).says(t, `line 1: There is no column "counseled_on". Did you mean counselled_on? A column that is nobody's business here is taken out of the file.`)
	raw = strings.Replace(sheet(t, until("counselled_on")), "counselled_on", "shoe size of the grandmother", 1)
	plan1June(t, raw, Options{}).says(t, `line 1: There is no column "shoe size of the grandmother". A column that is nobody's business here is taken out of the file.`)
	raw = strings.Replace(sheet(t, until("counselled_on")), "counselled_on", "Counselled On", 1)
	plan1June(t, raw, Options{}).says(t)
}

func TestAMissingColumnAndABrokenQuoteAreNamed(t *testing.T) {
	plan1June(t, "case,given_names\nA,Arben\n", Options{}).says(t,
		"line 1, programme: The file has no such column, and nobody is opened without it.",
		"line 1, applied_on: The file has no such column, and nobody is opened without it.")
	plan1June(t, "case,given_names,programme,applied_on\nA,\"Arben,eurp,2026-02-02\n", Options{}).says(t,
		"line 2: From here on the quotes do not match (the entry begins on line 2): a text that holds a quote stands in quotes, with the inner quote doubled.")
	plan1June(t, "case,given_names,programme,applied_on\nA,Arben,eurp,2026-02-02,Kukës\n", Options{}).says(t,
		"line 2: There are more cells than the 4 columns of the header; a separator within a text needs quotes around the text.")
}

func TestAWorkbookIsReadLikeText(t *testing.T) {
	row := until("arrived_at", "arrived_at", "2026-03-11 17:05")
	for _, from1904 := range []bool{false, true} {
		raw := workbook(t, row, from1904)
		load := plan1June(t, raw, Options{Workbook: true})
		load.says(t)
		if c := load.Cases[0].Cases[0]; c.AppliedOn.String() != "2026-02-02" || c.ArrivedAt.Format("2006-01-02T15:04Z07:00") != "2026-03-11T17:05+01:00" || c.Members[0].Papers[0].Number != "BA1234567" {
			t.Errorf("applied on %s, arrived at %s", c.AppliedOn, c.ArrivedAt)
		}
		if got, want := load.Cases[0].Deeds, plan1June(t, sheet(t, row), Options{}).Cases[0].Deeds; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Error("the workbook asks for other things than the text")
		}
		plan1June(t, raw, Options{Workbook: true, Sheet: "Persons"}).says(t, "The workbook has no sheet of that name; it has Sheet1.")
	}
	plan1June(t, "no workbook", Options{Workbook: true}).says(t, "The file is no workbook that can be read (.xlsx). An old .xls, or one with a password, is saved anew first.")
}

// A few kilobytes can claim to be gigabytes, and one cell a line of thousands.
func TestAWorkbookThatSwellsIsRefused(t *testing.T) {
	far := excelize.NewFile()
	if err := far.SetCellStr("Sheet1", "XFD1", "far out"); err != nil {
		t.Fatal(err)
	}
	var wide, swollen bytes.Buffer
	if err := far.Write(&wide); err != nil {
		t.Fatal(err)
	}
	plan1June(t, wide.String(), Options{Workbook: true}).says(t, "line 1: There are more than 500 columns.")

	raw := workbook(t, until("arrived_at", "arrived_at", "2026-03-11 17:05"), false)
	sound, err := zip.NewReader(strings.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	packed := zip.NewWriter(&swollen)
	for _, f := range sound.File {
		if err := packed.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	blank, err := packed.Create("xl/media/image1.png")
	if err == nil {
		_, err = blank.Write(make([]byte, 129<<20))
	}
	if err = errors.Join(err, packed.Close()); err != nil {
		t.Fatal(err)
	}
	if swollen.Len() > 1<<20 {
		t.Fatalf("it is %d bytes already: this test shows nothing", swollen.Len())
	}
	plan1June(t, swollen.String(), Options{Workbook: true}).says(t, "The workbook is larger than 128 MB once it is unpacked; divide it.")
}

// workbook writes a row with its days as cells of dates, its amounts and rates as cells of numbers.
func workbook(t *testing.T, row map[string]string, from1904 bool) string {
	t.Helper()
	book := excelize.NewFile()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	check(book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}))
	for i, name := range inOrder {
		at, err := excelize.CoordinatesToCellName(i+1, 1)
		check(err)
		check(book.SetCellStr("Sheet1", at, name))
		at, err = excelize.CoordinatesToCellName(i+1, 2)
		check(err)
		value := row[name]
		if h := columns[name].holds; (h == aDay || h == aMoment) && value != "" {
			m, err := readMoment(value, dayFirst)
			check(err)
			check(book.SetCellValue("Sheet1", at, m.in(avrr.Zone(""), "00:00")))
			continue
		}
		if n, err := strconv.ParseFloat(value, 64); err == nil && (columns[name].holds == anAmount || columns[name].holds == amounts || columns[name].holds == aRate) {
			check(book.SetCellValue("Sheet1", at, n))
			continue
		}
		check(book.SetCellStr("Sheet1", at, value))
	}
	var b bytes.Buffer
	check(book.Write(&b))
	return b.String()
}

func TestAFileIsMovedByWholeWeeks(t *testing.T) {
	o := Options{AsOf: avrr.MustDate("2026-04-01"), Today: avrr.MustDate("2026-05-20")} // both Wednesdays: seven weeks
	load := plan1June(t, sheet(t, until("data_consent_on")), o)
	load.says(t)
	if c := load.Cases[0].Cases[0]; c.AppliedOn.String() != "2026-03-23" || c.Members[0].Birth.String() != "1991-06-05" {
		t.Errorf("applied on %s, born %s", c.AppliedOn, c.Members[0].Birth)
	}
	for today, want := range map[string]int{"2026-04-01": 0, "2026-04-07": 0, "2026-04-08": 7, "2026-03-31": -7, "2026-03-25": -7, "2026-03-24": -14} {
		if got := shiftTo(avrr.MustDate(today), avrr.MustDate("2026-04-01")); got != want {
			t.Errorf("on %s the file moves by %d days, not by %d", today, got, want)
		}
	}
}

func TestNoProblemRepeatsWhatACellSays(t *testing.T) {
	secret := "Sekreti"
	for name, c := range columns {
		if c.holds == aText {
			continue
		}
		for _, p := range plan1June(t, sheet(t, like(name, secret)), Options{}).Problems {
			if strings.Contains(p.String(), secret) {
				t.Errorf("%s: %s", name, p)
			}
		}
	}
}

func TestAnAmountIsOfTheMinorUnitsTheProgrammesCurrencyHas(t *testing.T) {
	for _, c := range []struct {
		currency   string
		hundredths int64
		want       any
	}{{"EUR", 125050, int64(125050)}, {"TND", 125050, int64(1250500)}, {"XOF", 125000, int64(1250)}, {"XOF", 125050, 1250.5}} {
		if got := minor(c.hundredths, c.currency); got != c.want {
			t.Errorf("%d hundredths of %s are %v, not %v", c.hundredths, c.currency, got, c.want)
		}
	}
}
