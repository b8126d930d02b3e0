package avrr_test

import (
	"strings"
	"testing"
)

func TestACountryOrALanguageThatIsNoneIsRefusedWhereverItStands(t *testing.T) {
	for _, c := range []struct{ rule, field, from, to string }{
		{"no-such-country", "/host_country", `"GB"`, `"UK"`},
		{"no-such-country", "/destination/country", `"AL"`, `"KS"`},
		{"no-such-country", "/members/0/nationality", `"nationality":"AL"`, `"nationality":"XX"`},
		{"no-such-language", "/language", `"sq"`, `"alb"`},
		{"no-such-language", "/language", `"sq"`, `"al"`},
	} {
		body := strings.Replace(openLuan, c.from, c.to, 1)
		if e := newFile(t, generous(), monday).refused(officer, "open", body); rules(e) != c.rule || e.Field != c.field {
			t.Errorf("%s is refused by %s at %s, not by %s at %s", c.to, rules(e), e.Field, c.rule, c.field)
		}
	}
	for _, language := range []string{"sq", "sr-Latn", "rom", "prs"} {
		newFile(t, generous(), monday).does(officer, "open", strings.Replace(openLuan, `"sq"`, `"`+language+`"`, 1))
	}
}
