package avrr

import (
	"regexp"
	"strconv"
	"strings"
)

// AmountReadings answers what an amount that somebody typed can mean, in minor units of a currency of so many
// digits (0, 2 or 3, as currencies people are paid in have): nothing for what is
// no amount, one reading for "1250", "1 250.50", "1,250.50" or "1.250,50", and two for "1.250", which is a thousand and more to one reader
// and one and a bit to another. Nobody's habit decides between them: whoever typed it is asked.
func AmountReadings(typed string, digits int) []int64 {
	text, negative := strings.CutPrefix(thinSpaces.Replace(strings.TrimSpace(typed)), "-")
	var readings []int64
	switch either := eitherWay.FindStringSubmatch(text); {
	case either == nil || digits == 0:
		readings = strictly(text, digits)
	case digits == 3 || strings.HasSuffix(either[2], "0"): // the small reading is an amount, too
		readings = append(strictly(either[1]+either[2], digits), strictly((either[1] + either[2])[:len(either[1])+digits], 0)...)
	}
	for n := range readings {
		if negative {
			readings[n] = -readings[n]
		}
	}
	return readings
}

var (
	thinSpaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "’", "'")

	// eitherWay is a number whose one mark parts thousands or the minor units.
	eitherWay = regexp.MustCompile(`^([1-9][0-9]{0,2})[.,]([0-9]{3})$`)

	plainNumber = regexp.MustCompile(`^[0-9]{1,15}$`)

	// thousands are parted by one mark throughout.
	thousands = regexp.MustCompile(`^[1-9][0-9]{0,2}(?:( [0-9]{3})+|('[0-9]{3})+|(\.[0-9]{3})+|(,[0-9]{3})+)$`)
)

// strictly reads a number whose marks can only mean one thing.
func strictly(text string, digits int) []int64 {
	whole, part, ok := parted(text)
	if len(part) == 4 && digits == 3 { // a digit more than there is, so that the mark cannot part thousands
		part = strings.TrimSuffix(part, "0")
	}
	if !ok || len(part) > digits {
		return nil
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", digits-len(part)), 10, 64)
	if err != nil {
		return nil
	}
	return []int64{n}
}

// parted answers the digits before and behind the decimal mark of a number whose other marks part thousands, false where they cannot.
func parted(text string) (whole, part string, ok bool) {
	whole = text
	if at := strings.LastIndexAny(text, ".,"); at >= 0 && !thousands.MatchString(text) {
		if whole, part = text[:at], text[at+1:]; part == "" || strings.Contains(whole, text[at:at+1]) {
			return "", "", false
		}
	}
	if thousands.MatchString(whole) {
		whole = strings.NewReplacer(" ", "", "'", "", ".", "", ",", "").Replace(whole)
	}
	return whole, part, plainNumber.MatchString(whole) && (part == "" || plainNumber.MatchString(part))
}

// RateReadings answers what a rate that somebody typed can mean, as AtRate takes it: nothing for what is none, one reading for "1135",
// "0,0102", ".5" or "1.135,50", and two for "1,135", as AmountReadings has it.
func RateReadings(typed string) []string {
	text := thinSpaces.Replace(strings.TrimSpace(typed))
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, ",") { // begun with its decimals
		text = "0" + text
	}
	if either := eitherWay.FindStringSubmatch(text); either != nil {
		return []string{either[1] + either[2], either[1] + "." + either[2]}
	}
	whole, part, ok := parted(text)
	switch {
	case !ok:
		return nil
	case part == "":
		return []string{whole}
	}
	return []string{whole + "." + part}
}

// TypedRate writes a rate as somebody may type it and be read in one way only.
func TypedRate(rate string, l Language) string {
	if eitherWay.MatchString(rate) {
		rate += "0"
	}
	return strings.Replace(rate, ".", decimalMarks[l], 1)
}

// TypedAmount writes an amount as somebody may type it and be read in one way only. The mark of the minor units is that of the language.
func TypedAmount(amount int64, digits int, l Language) string {
	text := strconv.FormatInt(max(amount, -amount), 10)
	if digits > 0 {
		text = strings.Repeat("0", max(0, digits+1-len(text))) + text
		text = text[:len(text)-digits] + decimalMarks[l] + text[len(text)-digits:]
	}
	if digits == 3 && eitherWay.MatchString(text) {
		text += "0"
	}
	if amount < 0 {
		return "-" + text
	}
	return text
}

var decimalMarks = map[Language]string{English: ".", Albanian: ","}
