package store

import (
	"reflect"
	"testing"
)

func TestAnOfficeIsFoundByItsNameAndByTheAirportsItServes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		vienna := Office{Name: "Vienna office", Country: "AT", Email: "vienna@example.org", Phone: "+43 1 555 01", Airports: []string{"BTS", "VIE"}, ReceivesNames: true}
		set := func(o Office) error { return s.InTx(t.Context(), func(tx *Tx) error { return tx.SetOffice(o) }) }
		if err := set(vienna); err != nil {
			t.Fatal(err)
		}
		r := s.Read(t.Context())
		for _, find := range []func() (Office, error){
			func() (Office, error) { return r.OfficeCalled(" VIENNA office") },
			func() (Office, error) { return r.OfficeAt("BTS") },
		} {
			if o, err := find(); err != nil || !reflect.DeepEqual(o, vienna) {
				t.Fatalf("%+v, %v", o, err)
			}
		}
		_, err := r.OfficeAt("TIA")
		wantError(t, err, ErrNotFound)

		wantError(t, set(Office{Name: "Airport chaplaincy", Country: "AT", Airports: []string{"GRZ", "VIE"}}), ErrDuplicate)
		if all, err := r.Offices(); err != nil || len(all) != 1 {
			t.Fatalf("a refused office is kept: %+v, %v", all, err)
		}

		moved := Office{Name: "Vienna Office", Country: "AT", Phone: "+43 1 555 02", Airports: []string{"VIE"}}
		if err := set(moved); err != nil {
			t.Fatal(err)
		}
		if all, err := r.Offices(); err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], moved) {
			t.Fatalf("%+v, %v", all, err)
		}
		_, err = r.OfficeAt("BTS")
		wantError(t, err, ErrNotFound)
	})
}
