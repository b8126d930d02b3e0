package vault

// tatweel stretches a line of Arabic and means nothing.
const tatweel = 'ـ'

// letters spells in Latin what decomposition leaves as it is. Cyrillic and Greek follow what passports print
// (ICAO Doc 9303-3 §6 for Cyrillic, ELOT 743 for Greek); Arabic is spelled by consonants, as it is written.
var letters = map[rune]string{
	// Latin letters that have no decomposition
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ħ': "h", 'ŋ': "n",
	'ə': "e",

	// Cyrillic; й, ё, ї, ѓ, ќ and ў have already lost their marks
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts",
	'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "ie", 'ы': "y", 'ь': "", 'э': "e", 'ю': "iu", 'я': "ia",
	'ђ': "d", 'є': "ie", 'ѕ': "dz", 'і': "i", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz", 'ґ': "g",
	'ғ': "g", 'қ': "k", 'ң': "n", 'ө': "o", 'ү': "u", 'ұ': "u", 'ҳ': "h", 'һ': "h", 'ҷ': "j", 'ә': "a",

	// Greek; ου is spelled in FoldName
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l",
	'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f",
	'χ': "ch", 'ψ': "ps", 'ω': "o",

	// Arabic; hamza on a carrier has already been taken off it
	'ا': "a", 'ٱ': "a", 'ب': "b", 'ت': "t", 'ث': "th", 'ج': "j", 'ح': "h", 'خ': "kh", 'د': "d", 'ذ': "dh", 'ر': "r",
	'ز': "z", 'س': "s", 'ش': "sh", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "z", 'ع': "a", 'غ': "gh", 'ف': "f", 'ق': "q",
	'ك': "k", 'ل': "l", 'م': "m", 'ن': "n", 'ه': "h", 'ة': "h", 'و': "w", 'ي': "y", 'ى': "a", 'ء': "",

	// Persian, Dari, Pashto, Urdu and Kurdish additions. Their yeh and kaf fold with the Arabic ones, because keyboards
	// mix them within one name.
	'پ': "p", 'چ': "ch", 'ژ': "zh", 'گ': "g", 'ک': "k", 'ی': "y", 'ې': "y", 'ۍ': "y", 'ے': "y", 'ە': "h", 'ہ': "h",
	'ھ': "h", 'ں': "n", 'ټ': "t", 'ٹ': "t", 'ډ': "d", 'ڈ': "d", 'ړ': "r", 'ڑ': "r", 'ڕ': "r", 'ږ': "zh", 'ښ': "sh",
	'ځ': "dz", 'څ': "ts", 'ڼ': "n", 'ګ': "g", 'ڵ': "l", 'ۆ': "o", 'ێ': "e", 'ڤ': "v",
}
