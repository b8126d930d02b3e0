package avrr_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"homeward/avrr"
)

// adasDocument is the zone of a single sheet that Ada Hoxha of openAda travels on.
var adasDocument = avrr.MRZ{Format: avrr.TD2, Code: "PU", Issuer: "ALB", Number: "LP0001234", FamilyName: "HOXHA", GivenNames: "ADA", Nationality: "ALB",
	Birth: avrr.MRZBirth{Year: 1990, Month: 5, Day: 1}, Sex: "F", ExpiresOn: avrr.MustDate("2026-08-01")}

func withZone(t *testing.T, z avrr.MRZ, more string) string {
	lines, err := z.Lines()
	require.NoError(t, err)
	raw, err := json.Marshal(lines)
	require.NoError(t, err)
	return fmt.Sprintf(`{"member":"m1","status":"issued","issued_on":"2026-02-01","mrz":%s%s}`, raw, more)
}

func TestTypedLinesFillTheTravelDocument(t *testing.T) {
	f := newFile(t, homebound, "2026-02-02T10:00:00Z")
	f.does(officer, "open", openAda)
	f.does(officer, "record-travel-document", withZone(t, adasDocument, ""))
	require.Empty(t, f.log[len(f.log)-1].Doubt)
	require.Equal(t, &avrr.TravelDocument{Kind: "emergency_travel_document", Status: "issued", Number: "LP0001234", Issuer: "AL",
		IssuedOn: avrr.MustDate("2026-02-01"), ExpiresOn: avrr.MustDate("2026-08-01")}, f.c.Members[0].TravelsOn())
}

func TestWhatIsTypedBesideTheLinesMustAgreeWithThem(t *testing.T) {
	f := newFile(t, homebound, "2026-02-02T10:00:00Z")
	f.does(officer, "open", openAda)
	f.does(officer, "record-travel-document", withZone(t, adasDocument, `,"kind":"laissez_passer","number":"LP0001234"`))
	require.Equal(t, "document-differs", rules(f.refused(officer, "record-travel-document", withZone(t, adasDocument, `,"number":"LP0001235"`))))
	require.Equal(t, "document-differs", rules(f.refused(officer, "record-travel-document", withZone(t, adasDocument, `,"expires_on":"2027-08-01"`))))
	mistyped := strings.Replace(withZone(t, adasDocument, ""), "LP0001234", "LP00O1234", 1)
	require.Equal(t, "zone-unreadable", rules(f.refused(officer, "record-travel-document", mistyped)))
}

func TestTheDocumentOfSomebodyElseMakesAPersonLook(t *testing.T) {
	for what, set := range map[string]func(*avrr.MRZ){
		"name":         func(z *avrr.MRZ) { z.GivenNames = "EDA" },
		"day of birth": func(z *avrr.MRZ) { z.Birth.Day = 2 },
		"nationality":  func(z *avrr.MRZ) { z.Nationality = "RKS" },
	} {
		t.Run(what, func(t *testing.T) {
			f := newFile(t, homebound, "2026-02-02T10:00:00Z")
			f.does(officer, "open", openAda)
			other := adasDocument
			set(&other)
			f.does(officer, "record-travel-document", withZone(t, other, ""))
			require.Equal(t, "The document of m1 differs from the case in: "+what+".", f.log[len(f.log)-1].Doubt)
			require.True(t, f.c.NeedsPerson())
		})
	}
}

func TestASpecimenZoneSaysWhatIsKnown(t *testing.T) {
	known := avrr.Person{FamilyName: "Çela", GivenNames: "Albë Mirë", Sex: "F", Nationality: "AL", Birth: &avrr.Birth{Date: avrr.MustDate("1990-01-01")}}
	require.Equal(t, []string{"PUALBCELA<<ALBE<MIRE<<<<<<<<<<<<<<<<", "<<<<<<<<<0ALB9001011F<<<<<<0<<<<<<<0"}, known.SpecimenZone())
	about := known
	about.Birth, about.Nationality = &avrr.Birth{About: 2009}, "DE"
	require.Equal(t, []string{"PUD<<CELA<<ALBE<MIRE<<<<<<<<<<<<<<<<", "<<<<<<<<<0D<<<<<<<<0F<<<<<<0<<<<<<<0"}, about.SpecimenZone())
	stateless := known
	stateless.Nationality = ""
	require.Nil(t, stateless.SpecimenZone())
}
