package avrr

import (
	"maps"
	"strings"
	"unicode"
)

// recommended are letters as they stand in a machine-readable zone, in the forms ICAO Doc 9303-3 §6 recommends. Cyrillic is in its
// general form; where a state writes a name otherwise, its own documents say so and are read as they are.
var recommended = letters(scripts(), map[string]string{
	"A": "ÁÀÂÃĀĂĄẠẢẤẦẨẪẬẮẰẲẴẶ", "AE": "ÄÆ", "AA": "Å", "C": "ÇĆĈĊČ", "D": "ÐĐĎ", "E": "ËÉÈÊĒĔĖĘĚẸẺẼẾỀỂỄỆ", "G": "ĞĜĠĢ", "H": "ĦĤ",
	"I": "İÍÌÎÏĨĪĬĮỈỊ", "IJ": "Ĳ", "J": "Ĵ", "K": "ĶĸƘ", "L": "ŁĹĻĽĿ", "N": "ŊŃŅŇÑ", "O": "ÕÓÒÔŌŎŐỌỎỐỒỔỖỘỚỜỞỠỢƠ", "OE": "ÖØŒ", "R": "ŔŖŘ",
	"S": "ŚŜŞŠȘ", "SS": "ẞß", "T": "ŢŤŦȚ", "TH": "Þ", "U": "ÚÙÛŨŪŬŮŰŲỤỦỨỪỬỮỰƯ", "UE": "Ü", "W": "Ŵ", "Y": "ÝŶŸỲỴỶỸ", "Z": "ŹŻŽ",
})

// letterForms are the recommended forms and those that §6 allows beside them: a document may have any.
var letterForms = []map[rune]string{
	recommended,
	letters(recommended, map[string]string{"A": "ÄÅ", "O": "ÖØ", "U": "Ü"}),
	letters(recommended, map[string]string{"NXX": "Ñ", "UXX": "Ü"}),
}

// scripts maps the letters that have one form: plain Latin ones, Arabic and Cyrillic.
func scripts() map[rune]string {
	all := map[rune]string{}
	for r := 'A'; r <= 'Z'; r++ {
		all[r] = string(r)
	}
	for _, pair := range strings.Fields(arabicLetters + cyrillicLetters) {
		r := []rune(pair)
		all[r[0]] = string(r[1:])
	}
	return all
}

// letters adds forms to those of a map, in whose place they stand.
func letters(to map[rune]string, forms map[string]string) map[rune]string {
	all := maps.Clone(to)
	for form, from := range forms {
		for _, r := range from {
			all[r] = form
		}
	}
	return all
}

const (
	arabicLetters = "ءXE آXAA أXAE ؤU إI ئXI اA بB تT ثXTH جJ حXH خXKH دD ذXDH رR زZ سS شXSH صXSS ضXDZ طXTT ظXZZ عE غG فF قQ كK لL مM نN هH وW ىXAY يY" +
		" پP چXC ژXJ کXKK گXGG ٹXXT ڈXXD ڑXXR ںXNN ےXYB یXYA "
	cyrillicLetters = "АA БB ВV ГG ДD ЕE ЁE ЖZH ЗZ ИI ІI ЙI КK ЛL МM НN ОO ПP РR СS ТT УU ФF ХKH ЦTS ЧCH ШSH ЩSHCH ЪIE ЫY ЭE ЮIU ЯIA" +
		" ЂD ЉLJ ЊNJ ЋC ЏDZ ЈJ ЅDZ ЃG ЌK ЄIE ЇI ҐG ЎU "
)

const (
	shadda    = '\u0651'
	tatweel   = '\u0640'
	marbuta   = 'ة' // XTA within a word, XAH at its end
	softSign  = 'Ь'
	afterMark = '\u0652' // the last of the short vowels and their marks, from U+064B on
)

// zoneName lays out a name in a field of so many signs: family name, two fillers, given names. One that is too long is cut so that
// the field ends in a letter, the later given names first (Doc 9303-3 §4.6). A person of one name has it in the place of the family name.
func zoneName(family, given string, width int, letters map[rune]string) (string, error) {
	if strings.TrimSpace(family) == "" {
		family, given = given, ""
	}
	primary, err := zoneWords(family, letters)
	if err != nil {
		return "", err
	}
	secondary, err := zoneWords(given, letters)
	if err != nil {
		return "", err
	}
	if len(primary) == 0 {
		primary, secondary = secondary, nil
	}
	if len(primary) == 0 {
		return "", Errorf(CodeInvalid, "There is no name.")
	}
	return fitted(primary, secondary, width), nil
}

// zoneWords transliterates a name, word by word.
func zoneWords(name string, letters map[rune]string) ([]string, error) {
	var words []string
	for _, word := range strings.FieldsFunc(strings.ToUpper(name), apart) {
		var out strings.Builder
		last := ""
		runes := []rune(word)
		for i, r := range runes {
			to, known := letters[r]
			switch {
			case known:
			case r == shadda:
				to = last
			case r == marbuta && i == len(runes)-1:
				to = "XAH"
			case r == marbuta:
				to = "XTA"
			case r == tatweel, r == softSign, r >= '\u064b' && r <= afterMark, strings.ContainsRune("'’‘ʼʻ`´.", r):
				continue
			case unicode.IsDigit(r):
				return nil, Errorf(CodeInvalid, "A name in a machine-readable zone has no digits.")
			default:
				return nil, Errorf(CodeInvalid, "The letter %s has no form in a machine-readable zone.", printable(string(r)))
			}
			out.WriteString(to)
			last = to
		}
		if out.Len() > 0 {
			words = append(words, out.String())
		}
	}
	return words, nil
}

// apart reports whether a sign parts two words of a name.
func apart(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == ',' }

// fitted joins the words to a field.
func fitted(primary, secondary []string, width int) string {
	whole := joinedName(primary, secondary)
	if len(whole) <= width {
		return whole + strings.Repeat(filler, width-len(whole))
	}
	// As many words as keep a letter each, the later given names going first; the room left is given out in reading order.
	for shortest(primary, secondary) > width {
		if len(secondary) > 1 || len(primary) == 1 {
			secondary = secondary[:len(secondary)-1]
		} else {
			primary = primary[:len(primary)-1]
		}
	}
	spare := width - shortest(primary, secondary)
	shorten := func(words []string) []string {
		short := make([]string, len(words))
		for i, w := range words {
			more := min(spare, len(w)-1)
			short[i], spare = w[:1+more], spare-more
		}
		return short
	}
	primary, secondary = shorten(primary), shorten(secondary)
	field := joinedName(primary, secondary)
	return field + strings.Repeat(field[len(field)-1:], width-len(field)) // words were left out and their fillers with them: it still ends in a letter
}

func joinedName(primary, secondary []string) string {
	field := strings.Join(primary, filler)
	if len(secondary) > 0 {
		field += filler + filler + strings.Join(secondary, filler)
	}
	return field
}

// shortest answers the signs of a name whose words have one letter each.
func shortest(primary, secondary []string) int {
	n := 2*len(primary) - 1
	if len(secondary) > 0 {
		n += 2 * len(secondary)
	}
	if len(secondary) > 0 {
		n++
	}
	return n
}

// sameName reports whether the zone's name is the person's, in any of the forms a document may write it; of a name that was cut
// every word must begin as the person's does.
func (z MRZ) sameName(p Person) bool {
	family, given := p.FamilyName, p.GivenNames
	if strings.TrimSpace(family) == "" {
		family, given = given, ""
	}
	for _, forms := range letterForms {
		primary, err := zoneWords(family, forms)
		if err != nil {
			return false
		}
		secondary, err := zoneWords(given, forms)
		if err != nil {
			return false
		}
		if z.begins(z.FamilyName, primary) && z.begins(z.GivenNames, secondary) {
			return true
		}
	}
	return false
}

// begins compares words of the zone with those of a name.
func (z MRZ) begins(written string, words []string) bool {
	if !z.Cut {
		return written == strings.Join(words, " ")
	}
	short := strings.Fields(written)
	if len(short) > len(words) {
		return false
	}
	for i, w := range short {
		if !strings.HasPrefix(words[i], w) {
			return false
		}
	}
	return true
}
