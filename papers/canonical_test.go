package papers

import "testing"

func TestCanonicalFormIsThatOfTheStandard(t *testing.T) {
	for name, c := range map[string]struct {
		of   object
		want string
	}{
		"order, RFC 8785 §3.2.3": {
			object{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One", "\U0001f600": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"},
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
		},
		"text, RFC 8785 §3.2.2": {object{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/<\u2028"}, "{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/<\u2028\"}"},
		"numbers":               {object{"least": int64(-mostExact), "most": int64(mostExact), "none": int64(0)}, `{"least":-9007199254740991,"most":9007199254740991,"none":0}`},
		"objects in objects":    {object{"b": object{"d": "1", "c": object{}}, "a": "2"}, `{"a":"2","b":{"c":{},"d":"1"}}`},
	} {
		got, err := c.of.canonical()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if string(got) != c.want {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.want)
		}
	}
}

func TestWhatHasNoCanonicalFormIsRefused(t *testing.T) {
	for name, o := range map[string]object{
		"a number readers round": {"n": int64(mostExact + 1)}, "a fraction": {"n": 1.5}, "a list": {"l": []string{"a"}}, "no text": {"s": "\xff"}, "no name": {"\xff": "s"},
	} {
		if got, err := o.canonical(); err == nil {
			t.Errorf("%s was written as %s", name, got)
		}
	}
}
