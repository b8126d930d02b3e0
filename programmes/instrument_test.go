package programmes_test

import (
	"testing"

	"homeward/avrr"
	"homeward/programmes"
)

func instrument(t testing.TB, code string) *avrr.Instrument {
	t.Helper()
	all, err := programmes.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		if i.Code == code {
			return i
		}
	}
	t.Fatalf("no instrument %s", code)
	return nil
}

func TestEveryShippedProgrammeAsksEveryShippedInstrument(t *testing.T) {
	all, err := programmes.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 7 {
		t.Errorf("%d instruments are shipped", len(all))
	}
	for _, p := range shipped(t).All() {
		for _, i := range all {
			if p.Instrument(i.Code) != i {
				t.Errorf("%s does not ask %s", p.Code, i.Code)
			}
		}
	}
}
