package vault

import (
	"slices"
	"strings"
)

// soundLength is how many digits of a code count.
const soundLength = 6

// albanian respells what the rules below, made for Slavic, German and Yiddish spellings, would read otherwise: xh is the j of
// "judge", which English and French clerks write dj, gj close to it, and dh comes and goes with the clerk (alphabet of the Congress of
// Manastir, 1908).
var albanian = strings.NewReplacer("xh", "dzh", "dj", "dzh", "gj", "j", "dh", "d")

// A soundRule says how letters are coded at the start of a name, before a vowel, and elsewhere. A slash separates two ways to
// read them, "-" leaves them out.
type soundRule struct{ letters, start, beforeVowel, elsewhere string }

// soundRules are those of the Daitch–Mokotoff Soundex (Gary Mokotoff and Randy Daitch, 1985), which was made for names that were
// carried from one spelling to another. Where several fit, the longest counts. An x is read as the dz of
// Albanian, too.
var soundRules = readSoundRules(`
ai aj ay ei ej ey oi oj oy ui uj uy: 0 1 -
au: 0 7 -
eu: 1 1 -
ia ie io iu y: 1 - -
a e i o u ue: 0 - -
b fb f pf ph p v w: 7 7 7
chs ks: 5 54 54
x: 5/4 54/4 54/4
ch c: 5/4 5/4 5/4
ck: 5/45 5/45 5/45
cz cs csz czs drz drs ds dsh dsz dz dzh dzs sch sh sz tch ttch ttsch trz trs tsch tsh ts tts ttsz tc tz ttz tzs tsz zh zs zsch zsh s z: 4 4 4
d dt th t: 3 3 3
g kh k q: 5 5 5
h: 5 5 -
j: 1/4 -/4 -/4
l: 8 8 8
m n: 6 6 6
rz rs: 94/4 94/4 94/4
r: 9 9 9
schtsch schtsh schtch shtch shch shtsh stch stsch sc strz strs stsh szcz szcs zdz zdzh zhdzh: 2 4 4
sht scht schd st szt shd szd sd zd zhd: 2 43 43
`)

func readSoundRules(table string) []soundRule {
	var rules []soundRule
	for line := range strings.Lines(strings.TrimSpace(table)) {
		letters, codes, _ := strings.Cut(line, ":")
		code := strings.Fields(codes)
		for group := range strings.FieldsSeq(letters) {
			rules = append(rules, soundRule{group, code[0], code[1], code[2]})
		}
	}
	slices.SortStableFunc(rules, func(a, b soundRule) int { return len(b.letters) - len(a.letters) })
	return rules
}

// A reading of a name is the digits it has come to, and what the letters before came to.
type reading struct{ code, last string }

// Sounds answers how a folded part of a name sounds: its Daitch–Mokotoff codes of six digits, several where letters can be read in
// several ways; none for a part without a letter of the Latin alphabet.
func Sounds(part string) []string {
	name := albanian.Replace(part)
	readings := []reading{{}}
	started := false
	var before byte
	for at := 0; at < len(name); {
		n := slices.IndexFunc(soundRules, func(r soundRule) bool { return strings.HasPrefix(name[at:], r.letters) })
		if n < 0 {
			at++
			continue
		}
		rule := soundRules[n]
		after := at + len(rule.letters)
		code := rule.elsewhere
		switch {
		case !started:
			code = rule.start
		case after < len(name) && strings.IndexByte("aeiou", name[after]) >= 0:
			code = rule.beforeVowel
		}
		nasals := before == 'm' && rule.letters == "n" || before == 'n' && rule.letters == "m" // two sounds, though of one code
		readings = read(readings, code, nasals)
		started, before, at = true, name[after-1], after
	}
	if !started {
		return nil
	}
	codes := make([]string, len(readings))
	for i, r := range readings {
		codes[i] = (r.code + strings.Repeat("0", soundLength))[:soundLength]
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// read goes on with each reading in each way the next letters can be read.
func read(readings []reading, code string, anew bool) (next []reading) {
	for _, r := range readings {
		for way := range strings.SplitSeq(code, "/") {
			way = strings.TrimPrefix(way, "-")
			goes := reading{r.code, way}
			if len(goes.code) < soundLength && (anew || !strings.HasSuffix(r.last, way)) {
				goes.code += way
			}
			if !slices.Contains(next, goes) {
				next = append(next, goes)
			}
		}
	}
	return next
}
