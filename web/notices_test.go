package web_test

import (
	"strings"
	"testing"
)

func TestAJourneySaysOfficeByOfficeWhereItsNoticesStand(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.ticketed(reference)
	view, err := o.desk.Case(t.Context(), o.people["desk"], reference)
	o.must(err)
	desk, path := o.as("desk"), "/movements/"+view.Booking.Movement
	p := desk.shows(path, "What other offices were told", "Tirana office", "1 waits to be sent", `href="/cases/`+reference+`#travel"`)
	holds(t, path, p)
	desk.shows(path+"?lang=sq", "1 pret të dërgohet")
	o.do("desk", reference, "acknowledge-notice", body{"notice": view.Notices[0].ID, "by": "Teuta", "acknowledged_on": day(0)})
	if p := desk.shows(path+"?lang=en", "1 confirmed", "Teuta"); strings.Contains(p.html, "waits to be sent") {
		t.Error("what an office has confirmed still waits to be sent")
	}
}
