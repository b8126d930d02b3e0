package api_test

import (
	"strings"
	"testing"
)

// person makes an application of one member.
func (o *office) person(family, given string, birth map[string]any, passport string) map[string]any {
	member := map[string]any{"family_name": family, "given_names": given, "birth": birth, "nationality": "AL"}
	if passport != "" {
		member["documents"] = []any{map[string]any{"kind": "passport", "number": passport, "issuer": "AL", "expires_on": o.day(400)}}
	}
	return with(o.application(), "members", []any{member})
}

// likely answers what somebody is shown of other cases, as "reference why".
func (o *office) likely(username, reference string) string {
	o.t.Helper()
	var all []string
	for _, d := range o.see(username, reference)["likely_duplicates"].([]any) {
		d := d.(map[string]any)
		if text(d["href"]) != "/api/v1/cases/"+text(d["reference"]) || d["member"] != "m1" {
			o.t.Errorf("shown is %v", d)
		}
		all = append(all, text(d["reference"])+" "+text(d["why"]))
	}
	return strings.Join(all, ", ")
}

func TestACaseOfTheSamePersonIsShown(t *testing.T) {
	o := newOffice(t)
	on := func(day string) map[string]any { return map[string]any{"date": day} }
	first := o.opened("officer", o.person("Çela", "Arta Maria", on("1990-04-02"), "BA7000001"))
	for _, c := range []struct {
		name string
		body map[string]any
		why  string
	}{
		{"the same passport, whatever the name", o.person("Smith", "Jane", on("1960-01-01"), "BA7000001"), "document"},
		{"the same name in other letters, another day of the year", o.person("CELA", "arta maria", on("1990-09-30"), "BA7000002"), "name_and_birth"},
		{"a part of the name", o.person("Çela", "Arta", on("1990-04-02"), ""), "name_and_birth"},
		{"only the year is known", o.person("Çela", "Arta", map[string]any{"year": 1990}, ""), "name_and_birth"},
		{"born about then", o.person("Çela", "Arta", map[string]any{"about": 1992}, ""), "name_and_birth"},
		{"born about another time", o.person("Çela", "Arta", map[string]any{"about": 1995}, ""), ""},
		{"another name besides", o.person("Çela", "Arta Drita", on("1990-04-02"), ""), ""},
		{"another year", o.person("Çela", "Arta Maria", on("1991-04-02"), ""), ""},
		{"nobody knows when she was born", o.person("Çela", "Arta Maria", nil, ""), ""},
	} {
		member := c.body["members"].([]any)[0].(map[string]any)
		if member["birth"] == nil || len(member["birth"].(map[string]any)) == 0 {
			delete(member, "birth")
		}
		got := o.likely("officer2", o.opened("officer2", c.body))
		if c.why == "" && strings.Contains(got, first) || c.why != "" && !strings.Contains(got, first+" "+c.why) {
			t.Errorf("%s: shown are %q", c.name, got)
		}
	}
	if got := o.likely("officer", first); strings.Count(got, " document") != 1 {
		t.Errorf("the first case shows the later ones: %q", got)
	}
}

func TestARestrictedCaseIsNoDuplicateForWhomItIsHiddenFrom(t *testing.T) {
	o := newOffice(t)
	hidden := o.opened("officer", o.application())
	o.restricted("protection", hidden)
	body := o.application()
	reference := o.opened("officer2", body)
	for username, want := range map[string]string{"officer2": "", "desk": "", "auditor": "", "protection": hidden + " document", "manager": hidden + " document", "officer": hidden + " document"} {
		if got := o.likely(username, reference); got != want {
			t.Errorf("%s is shown %q, not %q", username, got, want)
		}
	}
	if got := o.likely("desk", hidden); got != "" {
		t.Errorf("of a restricted case nothing is shown: %q", got)
	}
	if got := o.likely("protection", hidden); got != reference+" document" {
		t.Errorf("protection sees the other case from it: %q", got)
	}
}
