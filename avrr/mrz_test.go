package avrr

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var mrzDay = MustDate("2026-11-22")

// The specimens of ICAO Doc 9303 parts 4 to 6, a public test document of part 8, and invented people.
func TestZonesAreReadAndWrittenAgain(t *testing.T) {
	anna := MRZ{Code: "P", Issuer: "UTO", Number: "L898902C3", FamilyName: "ERIKSSON", GivenNames: "ANNA MARIA", Nationality: "UTO",
		Birth: MRZBirth{1974, 8, 12}, Sex: "F", ExpiresOn: MustDate("2012-04-15")}
	with := func(z MRZ, set func(*MRZ)) MRZ { set(&z); return z }
	for name, v := range map[string]struct {
		lines []string
		says  MRZ
	}{
		"passport": {[]string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
			with(anna, func(z *MRZ) { z.Format, z.Optional = TD3, "ZE184226B" })},
		"two lines of 36": {[]string{"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"},
			with(anna, func(z *MRZ) { z.Format, z.Code, z.Number = TD2, "I", "D23145890" })},
		"card": {[]string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
			with(anna, func(z *MRZ) { z.Format, z.Code, z.Number = TD1, "I", "D23145890" })},
		"single sheet": {[]string{"PUD<<KOEPPENIK<<JONATHAN<GERALD<<<<<", "2L1T3QPB04D<<8506210M2604239<<<<<<<8"},
			MRZ{Format: TD2, Code: "PU", Issuer: "D", Number: "2L1T3QPB0", FamilyName: "KOEPPENIK", GivenNames: "JONATHAN GERALD", Nationality: "D",
				Birth: MRZBirth{1985, 6, 21}, Sex: "M", ExpiresOn: MustDate("2026-04-23")}},
		"Albanian single sheet": {[]string{"PUALBCELA<<ALBE<MIRE<<<<<<<<<<<<<<<<", "LP00012340ALB9001011F2603014<<<<<<<4"},
			MRZ{Format: TD2, Code: "PU", Issuer: "ALB", Number: "LP0001234", FamilyName: "CELA", GivenNames: "ALBE MIRE", Nationality: "ALB",
				Birth: MRZBirth{1990, 1, 1}, Sex: "F", ExpiresOn: MustDate("2026-03-01")}},
	} {
		t.Run(name, func(t *testing.T) {
			read, err := ReadMRZ(v.lines, mrzDay)
			require.NoError(t, err)
			require.Equal(t, v.says, read)
			again, err := v.says.Lines()
			require.NoError(t, err)
			require.Equal(t, v.lines, again)
		})
	}
}

func TestACheckDigitOverASpecimensNumberIsTheOneTheNormPrints(t *testing.T) {
	require.Equal(t, "9", string(checkDigit("D23145890734")))
	require.Equal(t, "3", string(checkDigit("90<<<<")))
}

// The year of birth alone, no sex told and nothing in the optional data, whose digit may be a filler or 0.
func TestAPartialBirthStaysPartial(t *testing.T) {
	for _, digit := range []string{"0", "<"} {
		second := "LP00012340ALB90<<<<3<2603014<<<<<<<<<<<<<<" + digit
		second += string(checkDigit(second[0:10] + second[13:20] + second[21:43]))
		z, err := ReadMRZ([]string{"PPALBCELA<<ALBE<MIRE", second}, mrzDay)
		require.NoError(t, err)
		require.Equal(t, MRZBirth{Year: 1990}, z.Birth)
		require.Equal(t, &Birth{Year: 1990}, z.Birth.Birth())
		require.Equal(t, "X", z.Sex)
		lines, err := z.Lines()
		require.NoError(t, err)
		require.Equal(t, "LP00012340ALB90<<<<3<2603014<<<<<<<<<<<<<<00", lines[1])
	}
}

func TestALongNumberGoesOnInTheOptionalData(t *testing.T) {
	z := MRZ{Format: TD1, Code: "I", Issuer: "UTO", Number: "D23145890734", FamilyName: "ERIKSSON", GivenNames: "ANNA MARIA", Nationality: "UTO",
		Birth: MRZBirth{1974, 8, 12}, Sex: "F", ExpiresOn: MustDate("2012-04-15"), Optional: "AB"}
	lines, err := z.Lines()
	require.NoError(t, err)
	require.Equal(t, "I<UTOD23145890<7349<AB<<<<<<<<", lines[0])
	read, err := ReadMRZ(lines, mrzDay)
	require.NoError(t, err)
	require.Equal(t, z, read)
	lines[0] = strings.Replace(lines[0], "7349", "7359", 1)
	_, err = ReadMRZ(lines, mrzDay)
	require.ErrorContains(t, err, "goes on in line 1, columns 16 to 30")
}

func TestNamesAreTransliterated(t *testing.T) {
	for _, v := range []struct{ family, given, field string }{
		{"Çela", "Albë Mirë", "CELA<<ALBE<MIRE"},
		{"Müller-Weiß", "Jürgen", "MUELLER<WEISS<<JUERGEN"},
		{"O'Connor", "Seán Pat.", "OCONNOR<<SEAN<PAT"},
		{"Ștefănescu", "Țuțea", "STEFANESCU<<TUTEA"},
		{"", "Suharto", "SUHARTO"},
		{"بن عبد الله", "محمّد", "BN<EBD<ALLH<<MXHMMD"},
		{"فاطمة", "", "FAXTTMXAH"},
		{"Щербаков", "Юлия", "SHCHERBAKOV<<IULIIA"},
		{"Smith, Jones", "Ann", "SMITH<JONES<<ANN"},
	} {
		got, err := zoneName(v.family, v.given, 39, recommended)
		require.NoError(t, err, v.family)
		require.Equal(t, v.field, strings.TrimRight(got, "<"), v.family)
	}
	_, err := zoneName("明", "王", 39, recommended)
	require.ErrorContains(t, err, "has no form in a machine-readable zone")
	_, err = zoneName("R2", "D2", 39, recommended)
	require.ErrorContains(t, err, "no digits")
}

func TestALongNameIsCutSoThatItShows(t *testing.T) {
	for _, v := range []struct{ family, given, field string }{
		{"Nilavadhanananda", "Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"},
		{"Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo", "BENNELONG<WOOLOOMOOLOO<WARRANDYT<W<<D<P"},
		{strings.Repeat("a", 300), "", strings.Repeat("A", 39)},
	} {
		got, err := zoneName(v.family, v.given, 39, recommended)
		require.NoError(t, err)
		require.Len(t, got, 39)
		require.Equal(t, v.field, got)
	}
}

func TestWhatIsMistypedIsNamed(t *testing.T) {
	good := []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"}
	change := func(line, column int, to string) []string {
		lines := append([]string(nil), good...)
		lines[line-1] = lines[line-1][:column-1] + to + lines[line-1][column:]
		return lines
	}
	for says, lines := range map[string][]string{
		"Line 2, columns 14 to 19 (day of birth) takes digits, but column 16 holds O. Perhaps it is 0.": change(2, 16, "O"),
		"The second line has 43 signs; it has 44 on a passport and 36 on a single sheet.":               {good[0], good[1][:43]},
		"A machine-readable zone has two lines, or three on a card; here are 1.":                        good[:1],
		"Line 1, column 6: a zone has capital letters, digits and < only.":                              change(1, 6, "é"),
		"This is the zone of a visa, not of a travel document.":                                         change(1, 1, "V"),
		"Line 1, columns 6 to 44 (name) takes letters, but column 6 holds 3.":                           change(1, 6, "3"),
		"Line 1 has 45 signs; it has 44 in a TD3 zone.":                                                 {good[0][:43] + "AB", good[1]},
	} {
		_, err := ReadMRZ(lines, mrzDay)
		require.Equal(t, CodeInvalid, ErrorCode(err), says)
		require.EqualError(t, err, says)
	}
	_, err := ReadMRZ(change(2, 2, "B"), mrzDay)
	require.ErrorContains(t, err, "It would fit with one sign changed: 8 instead of B in line 2, column 2")
	_, err = ReadMRZ(change(2, 21, "7"), mrzDay)
	require.ErrorContains(t, err, "takes M, F or <")
}

func TestTypedLinesMayBeUntidy(t *testing.T) {
	z, err := ReadMRZ([]string{" p<uto eriksson<<anna<maria ", "", "L898902C36UTO7408122F1204159 ZE184226B<<<<<10"}, mrzDay)
	require.NoError(t, err)
	require.Equal(t, "ERIKSSON", z.FamilyName)
}

// aZone draws what a document could say.
func aZone(t *rapid.T) MRZ {
	format := rapid.SampledFrom([]MRZFormat{TD1, TD2, TD3}).Draw(t, "format")
	words := rapid.StringMatching(`[A-Z]{1,12}( [A-Z]{1,9}){0,3}`)
	number := `[A-Z0-9]{1,9}`
	if format != TD3 {
		number = `[A-Z0-9]{1,14}`
	}
	return MRZ{Format: format, Code: rapid.StringMatching(`[PIAC][A-UW-Z]?`).Draw(t, "code"), Issuer: rapid.StringMatching(`[A-Z]{3}|D`).Draw(t, "issuer"),
		Number: rapid.StringMatching(number).Draw(t, "number"), FamilyName: words.Draw(t, "family"), GivenNames: words.Draw(t, "given"),
		Nationality: rapid.StringMatching(`[A-Z]{3}|D`).Draw(t, "nationality"), Sex: rapid.SampledFrom([]string{"M", "F", "X"}).Draw(t, "sex"),
		Birth:     rapid.SampledFrom([]MRZBirth{{}, {Year: 1990}, {Year: 2001, Month: 5}, {2020, 2, 29}, {1931, 12, 31}}).Draw(t, "birth"),
		ExpiresOn: rapid.SampledFrom([]Date{{}, MustDate("2030-02-28"), MustDate("2076-01-01"), MustDate("1999-12-31")}).Draw(t, "expires")}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := aZone(t)
		lines, err := z.Lines()
		if err != nil { // a long number does not fit into the optional data of every format
			require.Equal(t, TD2, z.Format)
			return
		}
		read, err := ReadMRZ(lines, mrzDay)
		require.NoError(t, err, lines)
		again, err := read.Lines()
		require.NoError(t, err)
		require.Equal(t, lines, again)
		require.True(t, read.sameName(Person{FamilyName: z.FamilyName, GivenNames: z.GivenNames}), "%v", lines)
		if !read.Cut {
			require.Equal(t, z, read)
		}
	})
}

// A single wrong digit in a number or a date never passes for right.
func TestOneWrongDigitIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := aZone(t)
		z.Number = rapid.StringMatching(`[0-9]{9}`).Draw(t, "digits")
		lines, err := z.Lines()
		require.NoError(t, err)
		l := layoutOf(z.Format)
		column := rapid.IntRange(l.number.from, l.number.to).Draw(t, "column")
		line := []byte(lines[l.number.line-1])
		line[column-1] = '0' + (line[column-1]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "off")))%10
		lines[l.number.line-1] = string(line)
		_, err = ReadMRZ(lines, mrzDay)
		require.Error(t, err)
	})
}

func FuzzReadMRZ(f *testing.F) {
	f.Add("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
	f.Add("I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<")
	f.Add("PUD<<KOEPPENIK<<JONATHAN<GERALD<<<<<\n2L1T3QPB04D<<8506210M2604239<<<<<<<8")
	f.Add("ßé\u202e\n<<<<<<")
	f.Fuzz(func(t *testing.T, text string) {
		z, err := ReadMRZ(strings.Split(text, "\n"), mrzDay)
		if err != nil {
			require.Equal(t, CodeInvalid, ErrorCode(err))
			require.True(t, utf8.ValidString(err.Error()))
			return
		}
		lines, err := z.Lines()
		require.NoError(t, err)
		again, err := ReadMRZ(lines, mrzDay)
		require.NoError(t, err)
		require.Equal(t, z, again)
	})
}
