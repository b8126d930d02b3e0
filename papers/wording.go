package papers

import (
	"fmt"
	"time"
)

// A Language is one the papers are written in, by its BCP 47 tag.
type Language string

const (
	English  Language = "en"
	Albanian Language = "sq"
)

func (l Language) known() bool {
	_, ok := wordings[l]
	return ok
}

// wording is what every paper says, whatever it is about.
type wording struct {
	Version, Page                   string // formats
	Issued, IssuedUntil             string
	Product                         string
	Specimen                        string
	ZoneSpecimen                    string
	VerifyTitle, VerifyHow          string
	Stamp                           string
	Person                          string
	FamilyName, GivenNames          string
	Birth, BirthPlace               string
	Sex, Female, Male, Other        string
	Nationality                     string
	Document, IssuedBy, ValidUntil  string
	Name, Signature, Place, Date    string
	Months                          [12]string
	Weekdays                        [7]string // from Sunday, as time.Weekday counts
	DayOrder, WeekdayOrder, ClockAt string
}

var wordings = map[Language]wording{
	English: {
		Version:      "version %d",
		Page:         "Page %d of %d",
		Issued:       "Issued on %s",
		IssuedUntil:  "Issued on %s, valid until %s",
		Product:      "Prepared with Homeward",
		Specimen:     "SPECIMEN",
		ZoneSpecimen: "Specimen of the machine-readable zone. This is not a travel document.",
		VerifyTitle:  "Check this paper",
		VerifyHow:    "Scan the square, or open the address and type the code. The answer says whether this paper is genuine and current. It shows nothing about the person.",
		Stamp:        "Office stamp",
		Person:       "Person",
		FamilyName:   "Family name",
		GivenNames:   "Given names",
		Birth:        "Born",
		BirthPlace:   "Place of birth",
		Sex:          "Sex",
		Female:       "female",
		Male:         "male",
		Other:        "unspecified",
		Nationality:  "Nationality",
		Document:     "Travel document",
		IssuedBy:     "Issued by",
		ValidUntil:   "Valid until",
		Name:         "Name",
		Signature:    "Signature",
		Place:        "Place",
		Date:         "Date",
		Months:       [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		Weekdays:     [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		DayOrder:     "%d %s %d",
		WeekdayOrder: "%s %s",
		ClockAt:      "%s (%s time)",
	},
	Albanian: {
		Version:      "versioni %d",
		Page:         "Faqja %d nga %d",
		Issued:       "Lëshuar më %s",
		IssuedUntil:  "Lëshuar më %s, i vlefshëm deri më %s",
		Product:      "Përgatitur me Homeward",
		Specimen:     "SHEMBULL",
		ZoneSpecimen: "Shembull i zonës së lexueshme nga makina. Ky nuk është dokument udhëtimi.",
		VerifyTitle:  "Verifikoni këtë dokument",
		VerifyHow:    "Skanoni katrorin, ose hapni adresën dhe shkruani kodin. Përgjigjja tregon nëse ky dokument është i vërtetë dhe në fuqi. Ajo nuk tregon asgjë për personin.",
		Stamp:        "Vula e zyrës",
		Person:       "Personi",
		FamilyName:   "Mbiemri",
		GivenNames:   "Emri",
		Birth:        "Datëlindja",
		BirthPlace:   "Vendlindja",
		Sex:          "Gjinia",
		Female:       "femër",
		Male:         "mashkull",
		Other:        "e papërcaktuar",
		Nationality:  "Shtetësia",
		Document:     "Dokumenti i udhëtimit",
		IssuedBy:     "Lëshuar nga",
		ValidUntil:   "I vlefshëm deri më",
		Name:         "Emri dhe mbiemri",
		Signature:    "Nënshkrimi",
		Place:        "Vendi",
		Date:         "Data",
		Months:       [12]string{"janar", "shkurt", "mars", "prill", "maj", "qershor", "korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor"},
		Weekdays:     [7]string{"e diel", "e hënë", "e martë", "e mërkurë", "e enjte", "e premte", "e shtunë"},
		DayOrder:     "%d %s %d",
		WeekdayOrder: "%s, %s",
		ClockAt:      "%s (ora e vendit: %s)",
	},
}

// day words a date as its own location sees it; a zero time is no date.
func (w wording) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf(w.DayOrder, t.Day(), w.Months[t.Month()-1], t.Year())
}

// issued words when a paper was issued and, where it ends by itself, the last day it counts.
func (w wording) issued(m Meta) string {
	if m.ValidUntil.IsZero() {
		return fmt.Sprintf(w.Issued, w.day(m.IssuedAt))
	}
	return fmt.Sprintf(w.IssuedUntil, w.day(m.IssuedAt), w.day(m.ValidUntil))
}

func (w wording) weekday(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf(w.WeekdayOrder, w.Weekdays[t.Weekday()], w.day(t))
}

// clock words a local time with the city whose time it is. The mark, "+1", stands beside the time.
func (w wording) clock(t time.Time, mark, city string) string {
	if t.IsZero() {
		return ""
	}
	hour := joined(t.Format("15:04"), mark)
	if city == "" {
		return hour
	}
	return fmt.Sprintf(w.ClockAt, hour, city)
}

// at words a moment: its day and the time of its own location.
func (w wording) at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.day(t) + ", " + t.Format("15:04")
}
