package avrr_test

import (
	"testing"

	"homeward/avrr"
)

func TestATelephoneNumberIsOneThatCanBeCalled(t *testing.T) {
	for said, is := range map[string]bool{
		"+355 69 123 4567": true, "069 123 4567": true, "(020) 7946-0012": true, "+49.30.123456": true, "(+355) 69 123 4567": true, "00355691234567": true, "123456": true, "123456789012345": true,
		"12ab": false, "": false, "12345": false, "1234567890123456": false, "call him": false, "355+691234567": false, "++355691234567": true, "+355 69 123 4567, brother": false, "069/1234567": true,
	} {
		f := opened(t, homebound, monday)
		err := f.try(officer, "correct-details", `{"reason":"New.","contact":{"channel":"phone","value":`+asJSON(t, said)+`}}`)
		if (err == nil) != is && said != "" {
			t.Errorf("%q: %v", said, err)
		}
		if err := f.try(officer, "correct-details", `{"reason":"By letter.","contact":{"channel":"letter","value":"Rruga 1, Kukës"}}`); err != nil {
			t.Errorf("an address is no number: %v", err)
		}
	}
}

func TestAChildIsBornLongAfterItsParents(t *testing.T) {
	on := func(day string) *avrr.Birth { return &avrr.Birth{Date: avrr.MustDate(day)} }
	for name, c := range map[string]struct {
		parent, kin *avrr.Birth
		relation    string
		unlikely    bool
	}{
		"older than the parent":               {on("1990-04-02"), on("1985-01-01"), "child", true},
		"a day short of twelve years":         {on("1990-04-02"), on("2002-04-01"), "child", true},
		"twelve years":                        {on("1990-04-02"), on("2002-04-02"), "child", false},
		"a parent younger than the child":     {on("1990-04-02"), on("1995-01-01"), "parent", true},
		"a parent":                            {on("1990-04-02"), on("1965-01-01"), "parent", false},
		"a year that may be enough":           {&avrr.Birth{Year: 1990}, &avrr.Birth{Year: 2002}, "child", false},
		"a year that cannot be":               {&avrr.Birth{Year: 1990}, &avrr.Birth{Year: 2001}, "child", true},
		"about a year that may be enough":     {&avrr.Birth{About: 1990}, &avrr.Birth{About: 1999}, "child", false},
		"a brother":                           {on("1990-04-02"), on("1990-04-02"), "sibling", false},
		"a child whose birth nobody knows":    {on("1990-04-02"), nil, "child", false},
		"a parent whose birth nobody knows":   {nil, on("1990-04-02"), "child", false},
		"somebody whose relation is not said": {on("1990-04-02"), on("1985-01-01"), "", false},
	} {
		family := []avrr.Kin{{Called: "Arta", Relation: "principal", Birth: c.parent}, {Called: "Besa", Relation: c.relation, Birth: c.kin, Told: true}}
		if got := avrr.UnlikelyBirths(family); (len(got) == 1) != c.unlikely {
			t.Errorf("%s: %+v", name, got)
		}
		family[1].Told = false // it stands in the case, and was asked about when it was told
		if got := avrr.UnlikelyBirths(family); len(got) != 0 {
			t.Errorf("%s is asked about again", name)
		}
	}
}
