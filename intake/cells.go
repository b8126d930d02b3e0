package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"homeward/avrr"
)

// A cell is what stands in one place of the file.
type cell struct {
	line   int
	column string
	text   string
}

// An entry is one row of the file: one person, with what is told on their line.
type entry struct {
	line   int
	told   map[string]string // the cells that are not empty, by column; days in ISO 8601 as the file has them
	values map[string]any    // what they say: string, bool, avrr.Date, moment, int, *avrr.Birth, []string; days moved by the shift
}

func (e *entry) text(column string) string { s, _ := e.values[column].(string); return s }

// day answers the day of a column, of a day and time the day alone; zero when the cell is empty.
func (e *entry) day(column string) avrr.Date {
	switch v := e.values[column].(type) {
	case avrr.Date:
		return v
	case moment:
		return v.day
	}
	return avrr.Date{}
}

func (e *entry) moment(column string) moment { m, _ := e.values[column].(moment); return m }

// A reader knows how a file writes its days and by how much they are moved.
type reader struct {
	order order
	shift int
}

// read reads a row's cells, each by what its column holds.
func (r reader) read(header []string, from row) (*entry, []Problem) {
	e := &entry{line: from.line, told: map[string]string{}, values: map[string]any{}}
	var problems []Problem
	for i, text := range from.cells {
		if i >= len(header) {
			if text != "" {
				problems = append(problems, Problem{Line: from.line, Text: fmt.Sprintf("There are more cells than the %d columns of the header; a separator within a text needs quotes around the text.", len(header))})
				break
			}
			continue
		}
		if text == "" {
			continue
		}
		c := columns[header[i]]
		value, told, err := r.value(c, text)
		if err != nil {
			problems = append(problems, Problem{Line: from.line, Column: c.name, Text: sentence(err)})
			e.told[c.name] = text // it is told, if not legibly: nothing else is missing for it
			continue
		}
		e.values[c.name], e.told[c.name] = value, told
	}
	return e, problems
}

// value reads one cell; told is how it is remembered: the same however the file writes its days, and before they are moved.
func (r reader) value(c column, text string) (value any, told string, err error) {
	switch c.holds {
	case aCode:
		value, err = oneOf(c.codes, text)
	case aList:
		value, err = several(c.codes, text)
	case aDay:
		d, rest, failed := readDay(text, r.order)
		if failed == nil && rest != "" && strings.Trim(rest, "0:.") != "" {
			failed = fmt.Errorf("a day stands here without a time")
		}
		return d.AddDays(r.shift), d.String(), failed
	case aMoment:
		m, failed := readMoment(text, r.order)
		told = m.day.String() + " " + m.clock + m.offset
		m.day = m.day.AddDays(r.shift)
		return m, told, failed
	case aBirth:
		return r.birth(text)
	case aCountry:
		value, err = country(text)
	case anID:
		value, err = matching(documentID, strings.ToUpper(strings.ReplaceAll(text, " ", "")), "3 to 20 letters and digits")
	case aYesNo:
		value, err = yesOrNo(text)
	case anAmount, amounts:
		value, err = money(text, c.holds == amounts)
	case aRate:
		if thousands.MatchString(text) {
			return nil, text, fmt.Errorf("this can be read as %s or as %s; write it with a point, or without a separator of thousands", strings.Replace(text, ",", "", 1), strings.Replace(text, ",", ".", 1))
		}
		value, err = matching(rate, strings.Replace(text, ",", ".", 1), "a rate such as 0.0102: what one unit of the currency that was paid is worth in the programme's")
	case aCurrency:
		value, err = currency(text)
	case aNumber:
		value, err = strconv.Atoi(text)
	default:
		value, err = plain(text)
	}
	return value, text, err
}

func sentence(err error) string {
	text := strings.TrimSuffix(err.Error(), ".")
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func plain(text string) (string, error) {
	if damaged(text) {
		return "", fmt.Errorf("the letters were damaged before they came here (ë and ç stand as two letters each): export the file anew as “CSV UTF-8”")
	}
	return text, nil
}

func oneOf(codes []string, text string) (string, error) {
	for _, code := range codes {
		if strings.EqualFold(code, text) {
			return code, nil
		}
	}
	return "", fmt.Errorf("this must be one of %s", strings.Join(codes, ", "))
}

func several(codes []string, text string) ([]string, error) {
	found := []string{}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;|+", r) }) {
		code, err := oneOf(codes, word)
		if err != nil {
			return nil, fmt.Errorf("each of these, separated by spaces, must be one of %s", strings.Join(codes, ", "))
		}
		if !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	return found, nil
}

var (
	documentID = regexp.MustCompile(`^[A-Z0-9]{3,20}$`)
	year       = regexp.MustCompile(`^\d{4}$`)
	aboutYear  = regexp.MustCompile(`(?i)^(?:about|c\.?|ca\.?|~|rreth)\s*(\d{4})$`)
	rate       = regexp.MustCompile(`^\d{1,9}(?:\.\d{1,15})?$`)
	sum        = regexp.MustCompile(`^(\d{1,9})(?:[.,](\d{2}))?$`)
	thousands  = regexp.MustCompile(`^[1-9]\d{0,2},\d{3}$`)
	twoAmounts = regexp.MustCompile(`^(\d{1,3})[.,](\d{3})$`)
)

func matching(pattern *regexp.Regexp, text, such string) (string, error) {
	if !pattern.MatchString(text) {
		return "", fmt.Errorf("this must be %s", such)
	}
	return text, nil
}

// country reads the two letters of a country, in either case.
func country(text string) (string, error) {
	if code := strings.ToUpper(text); avrr.IsCountry(code) {
		return code, nil
	}
	return "", fmt.Errorf("this must be the two letters of a country (ISO 3166-1), such as AL; the United Kingdom's are GB, Kosovo's XK")
}

func yesOrNo(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "yes", "y", "true", "1", "po":
		return true, nil
	case "no", "n", "false", "0", "jo":
		return false, nil
	}
	return false, fmt.Errorf("this must be yes or no")
}

// money reads amounts with two decimals or none as hundredths. A separator of thousands is refused: it could be a decimal one.
func money(text string, joined bool) ([]int64, error) {
	parts := []string{text}
	if joined {
		parts = strings.Split(text, "+")
	}
	var amounts []int64
	for _, part := range parts {
		m := sum.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			if either := twoAmounts.FindStringSubmatch(strings.TrimSpace(part)); either != nil {
				return nil, fmt.Errorf("this can be read as %s%s or as %s.%s; write it as 1250 or 1250.50, without a separator of thousands", either[1], either[2], either[1], either[2])
			}
			return nil, fmt.Errorf("this is no amount; write it as 1250 or 1250.50, without a separator of thousands")
		}
		whole, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("this is no amount")
		}
		cents := int64(0)
		if m[2] != "" {
			if cents, err = strconv.ParseInt(m[2], 10, 64); err != nil {
				return nil, fmt.Errorf("this is no amount")
			}
		}
		amounts = append(amounts, whole*100+cents)
	}
	return amounts, nil
}

func currency(text string) (string, error) {
	code := strings.ToUpper(text)
	if _, known := avrr.CurrencyOf(code); !known {
		return "", fmt.Errorf("this must be a currency of ISO 4217, such as ALL")
	}
	return code, nil
}

// birth reads a day, a year, or about which year somebody was born.
func (r reader) birth(text string) (*avrr.Birth, string, error) {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if year.MatchString(text) {
		return &avrr.Birth{Year: number(text)}, text, nil
	}
	if m := aboutYear.FindStringSubmatch(text); m != nil {
		return &avrr.Birth{About: number(m[1])}, "about " + m[1], nil
	}
	d, _, err := readDay(text, r.order)
	if err != nil {
		return nil, "", fmt.Errorf("a birth is a day (1985-04-02), a year (1985) or about a year (about 1985)")
	}
	return &avrr.Birth{Date: d.AddDays(r.shift)}, d.String(), nil
}
