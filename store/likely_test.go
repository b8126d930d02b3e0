package store

import (
	"testing"

	"homeward/avrr"
)

var likelyMember = &avrr.Member{ID: "m1", Person: avrr.Person{FamilyName: "Hoxha", GivenNames: "Arta", Birth: &avrr.Birth{About: 1990}},
	Papers: []*avrr.TravelDocument{{Number: "BA1"}}}

func TestAPersonOfAnotherCaseIsFoundForTheAudienceThatMayFindThem(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 6, func(i int, c *Case) { c.Closed = i == 1 })
		born := func(family, given string, year int, number string) *avrr.Member {
			return &avrr.Member{Person: avrr.Person{FamilyName: family, GivenNames: given, Birth: &avrr.Birth{Year: year}}, Papers: []*avrr.TravelDocument{{Number: number}}}
		}
		held := map[avrr.Duty]string{avrr.ReturnDuty: "besa", avrr.ProtectionDuty: "ruth"}
		in(t, s, func(tx *Tx) error {
			for i, c := range []*avrr.Case{
				{Members: []*avrr.Member{born("Leka", "Zef", 1970, "BA1")}},
				{Members: []*avrr.Member{born("HOXHA", "Arta Maria", 1992, "BA2")}},
				{Members: []*avrr.Member{born("Hoxha", "Gjon", 1990, "BA3"), born("Leka", "Arta", 1991, "BA4")}},
				{Members: []*avrr.Member{born("Hoxha", "Arta", 1987, "BA5")}},
				{Members: []*avrr.Member{born("Hoxha", "Arta", 1990, "BA1")}, Restricted: true, Officers: held},
				{Members: []*avrr.Member{born("Leka", "Mira", 1950, "BA6")}, Restricted: true, Officers: held},
			} {
				if err := tx.SetIndexTokens(someCase(i).ID, tx.IndexTokens(c)); err != nil {
					return err
				}
			}
			return nil
		})
		document := Match{CaseID: someCase(0).ID, Reference: someCase(0).Reference, Member: "m1", Why: MatchDocument}
		namesake := Match{CaseID: someCase(1).ID, Reference: someCase(1).Reference, Closed: true, Member: "m1", Why: MatchPerson}
		restricted := Match{CaseID: someCase(4).ID, Reference: someCase(4).Reference, Member: "m1", Why: MatchDocument}
		for _, c := range []struct {
			name      string
			audiences []string
			want      []Match
		}{
			{"everybody", []string{AudienceStaff}, []Match{document, namesake}},
			{"protection alone", []string{AudienceProtection}, []Match{restricted}},
			{"protection and everybody", []string{AudienceStaff, AudienceProtection}, []Match{document, namesake, restricted}},
			{"who holds a duty of the restricted one", []string{AudienceStaff, "besa"}, []Match{document, namesake, restricted}},
			{"who holds none", []string{AudienceStaff, "drita"}, []Match{document, namesake}},
			{"nobody", nil, nil},
		} {
			got, err := s.Read(t.Context()).Likely(&avrr.Case{ID: someCase(5).ID}, c.audiences, likelyMember)
			if err != nil || len(got) != len(c.want) {
				t.Errorf("%s: got %+v, %v", c.name, got, err)
				continue
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("%s: got %+v, want %+v", c.name, got[i], c.want[i])
				}
			}
		}
		if got, err := s.Read(t.Context()).Likely(&avrr.Case{ID: someCase(0).ID}, []string{AudienceStaff}, likelyMember); err != nil || len(got) != 1 {
			t.Errorf("a case is likely itself: %+v, %v", got, err)
		}
		family := &avrr.Case{ID: someCase(5).ID, Links: []avrr.Link{{Case: someCase(0).ID}}}
		if got, err := s.Read(t.Context()).Likely(family, []string{AudienceStaff}, likelyMember); err != nil || len(got) != 1 || got[0] != namesake {
			t.Errorf("a linked case is no other: %+v, %v", got, err)
		}
		if got, err := s.Read(t.Context()).Likely(&avrr.Case{}, []string{AudienceStaff}, &avrr.Member{}); err != nil || got != nil {
			t.Errorf("nobody knows a name or a document: %+v, %v", got, err)
		}
	})
}

// Nobody is told that there is no other case because there are more than one look reads.
func TestAPersonIsFoundAmongMoreCasesThanOneLookReads(t *testing.T) {
	atOnce := candidatesAtOnce
	candidatesAtOnce = 4
	t.Cleanup(func() { candidatesAtOnce = atOnce })
	onBoth(t, func(t *testing.T, s *Store) {
		withCases(t, s, 7, nil)
		in(t, s, func(tx *Tx) error {
			for i := range 7 {
				if err := tx.SetIndexTokens(someCase(i).ID, tx.IndexTokens(&avrr.Case{Members: []*avrr.Member{likelyMember}})); err != nil {
					return err
				}
			}
			return nil
		})
		got, err := s.Read(t.Context()).Likely(&avrr.Case{ID: someCase(0).ID}, []string{AudienceStaff}, likelyMember)
		if err != nil || len(got) != 6 {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

// How many tokens a case has must not tell that it is restricted, or that somebody protects a person in it.
func TestARestrictedCaseHasAsManyTokensAsAnother(t *testing.T) {
	s := openStore(t, backends["sqlite"](t))
	open := &avrr.Case{Members: []*avrr.Member{likelyMember}, Contact: &avrr.Contact{Value: "+355691234567"}, Officers: map[avrr.Duty]string{avrr.ReturnDuty: "besa"}}
	restricted := *open
	restricted.Restricted, restricted.Officers = true, map[avrr.Duty]string{avrr.ReturnDuty: "besa", avrr.ProtectionDuty: "ruth"}
	r := s.Read(t.Context())
	if a, b := r.IndexTokens(open), r.IndexTokens(&restricted); len(a) != len(b) || len(a) == 0 {
		t.Errorf("%d and %d tokens", len(a), len(b))
	}
}
