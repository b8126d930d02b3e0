package web_test

import (
	"bytes"
	"html"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"homeward/casework"
)

// atHome is a case whose people have arrived, with its visits to come.
func atHome(t *testing.T) (o *office, reference string) {
	o = newOffice(t)
	reference = o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	return o, reference
}

func TestAVisitIsTakenOnWithoutTypingAUserName(t *testing.T) {
	o, reference := atHome(t)
	b, at := o.as("field"), "/cases/"+reference+"/do/assign-visit"
	p := b.shows(at+"?visit=month-1", `<select id="f-person" name="person"`, `<option value="field" selected>Arben Kelmendi, Reintegration officer`)
	if strings.Contains(p.html, `value="desk"`) {
		t.Error("the travel desk is offered as a visitor")
	}
	if p := b.post(at, b.fills(at, url.Values{"visit": {"month-1"}, "person": {"field"}})); p.status != http.StatusSeeOther {
		t.Errorf("it was not taken on: %d %.900s", p.status, p.html[max(0, strings.Index(p.html, "problems")):])
	}
	o.as("officer").shows("/cases/"+reference+"/do/assign", `<option value="desk">Sofia Lindqvist, Travel desk`)
}

func TestAVisitThatWasMadeIsNotOfferedAgain(t *testing.T) {
	o, reference := atHome(t)
	o.do("field", reference, "log-visit", body{"visit": "month-1", "visited_on": day(0), "mode": "home", "outcome": "on_track"})
	for _, action := range []string{"log-visit", "assign-visit", "reschedule-visit"} {
		p := o.as("field").shows("/cases/"+reference+"/do/"+action, `name="visit" value="month-3"`)
		if strings.Contains(p.html, `name="visit" value="month-1"`) {
			t.Errorf("%s offers the visit that was made", action)
		}
	}
}

func TestAFormNamesFilesAsPeopleKnowThem(t *testing.T) {
	o, reference := atHome(t)
	path := "/cases/" + reference
	var picture bytes.Buffer
	o.must(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 2, 2))))
	for name, is := range map[string]casework.Upload{"shop.png": {Kind: "photo", Content: picture.Bytes()}, "till.pdf": {Kind: "receipt", Content: []byte(scanned)}} {
		is.Key, is.Member, is.Name = "key-"+name, "m1", name
		answer, _, err := o.desk.Upload(t.Context(), o.people["field"], reference, is)
		o.must(err)
		o.record("record-file", answer.Submission)
	}
	form := html.UnescapeString(o.as("field").shows(path + "/do/log-visit").html)
	if !strings.Contains(form, "<span>Photo, Arta Hoxha, shop.png, ") {
		t.Errorf("the photo is not named: %.600s", form[max(0, strings.Index(form, `name="photos"`)):])
	}
	if strings.Contains(form, "till.pdf") {
		t.Error("a receipt is offered as a photo")
	}
}
