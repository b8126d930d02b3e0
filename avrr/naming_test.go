package avrr

import "testing"

func TestARuleNamesPeopleWhereItsReaderKnowsThem(t *testing.T) {
	said := T("m1 speaks for m2, and m10 for term1.", "m1 flet për m2.").Naming(map[string]string{"m1": "Arta", "m2": ""})
	if said != T("Arta speaks for m2, and m10 for term1.", "Arta flet për m2.") {
		t.Errorf("got %+v", said)
	}
}
