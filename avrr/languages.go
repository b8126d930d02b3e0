package avrr

import "strings"

// IsLanguage reports whether a BCP 47 tag begins with the code of a language. One that has two letters (ISO 639-1) is written with them
// (RFC 5646 §2.2.1): "eng" and "alb" are none. Whether a longer code is a language's is not looked up: there are thousands.
func IsLanguage(tag string) bool {
	code, _, _ := strings.Cut(tag, "-")
	short, listed := languages[code]
	return short || !listed && len(code) == 3
}

// languages are the codes of ISO 639: true for two letters, false for the three that stand for the same language.
var languages = func() map[string]bool {
	all := map[string]bool{}
	for _, pair := range strings.Fields(languageCodes) {
		all[pair[:3]], all[pair[3:]] = false, true
	}
	for _, code := range strings.Fields(otherCodes) {
		all[code] = false
	}
	return all
}()

const languageCodes = "" +
	"aaraa abkab aveae afraf akaak amham argan araar asmas avaav aymay azeaz bakba belbe bulbg bisbi bambm benbn bodbo brebr bosbs " +
	"catca chece chach cosco crecr cescs chucu chvcv cymcy danda deude divdv dzodz eweee ellel engen epoeo spaes estet euseu fasfa " +
	"fulff finfi fijfj faofo frafr fryfy glega glagd glggl grngn gujgu glvgv hauha hebhe hinhi hmoho hrvhr hatht hunhu hyehy herhz " +
	"inaia indid ileie iboig iiiii ipkik idoio islis itait ikuiu jpnja javjv katka konkg kikki kuakj kazkk kalkl khmkm kankn korko " +
	"kaukr kasks kurku komkv corkw kirky latla ltzlb luglg limli linln laolo litlt lublu lavlv mlgmg mahmh mrimi mkdmk malml monmn " +
	"marmr msams mltmt myamy nauna nobnb ndend nepne ndong nldnl nnonn norno nblnr navnv nyany ocioc ojioj ormom orior ossos panpa " +
	"plipi polpl pusps porpt quequ rohrm runrn ronro rusru kinrw sansa srdsc sndsd smese sagsg hbssh sinsi slksk slvsl smosm snasn " +
	"somso sqisq srpsr sswss sotst sunsu swesv swasw tamta telte tgktg thath tirti tuktk tgltl tsntn tonto turtr tsots tattt twitw " +
	"tahty uigug ukruk urdur uzbuz venve vievi volvo wlnwa wolwo xhoxh yidyi yoryo zhaza zhozh zulzu"

// otherCodes are the three letters by which libraries know some of them (ISO 639-2/B).
const otherCodes = "alb arm baq bur chi cze dut fre geo ger gre ice mac mao may per rum slo tib wel"
