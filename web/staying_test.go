package web_test

import (
	"crypto/rand"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestAPageKnowsWhenItsSessionEndsAndPutsThatOff(t *testing.T) {
	o := newOffice(t)
	b := o.as("officer")
	b.shows("/work", `data-ends="1`, "Stay signed in")
	o.passed.Store(int64(20 * time.Minute))
	if p := b.post("/stay", nil); !strings.Contains(p.html, `"ends":`) {
		t.Errorf("%d %s", p.status, p.html)
	}
	o.passed.Store(int64(40 * time.Minute))
	b.shows("/work", "Stay signed in")
	o.passed.Store(int64(13 * time.Hour))
	if p := b.post("/stay", nil); p.status != 303 {
		t.Errorf("a session of yesterday is answered %d", p.status)
	}
}

func TestASessionThatNothingPutsOffSaysSoWithoutAScript(t *testing.T) {
	o := newOffice(t)
	b := o.as("officer")
	for at := 20 * time.Minute; at < 11*time.Hour+40*time.Minute; at += 20 * time.Minute {
		o.passed.Store(int64(at))
		b.post("/stay", nil)
	}
	o.passed.Store(int64(11*time.Hour + 45*time.Minute))
	b.shows("/work", " data-last", "In 15 minutes you will be signed out, twelve hours after you signed in.", `href="/sign-in?to=%2Fwork"`)
	if p := b.post("/stay", nil); !strings.Contains(p.html, `"last":true`) {
		t.Errorf("%d %s", p.status, p.html)
	}
}

func TestWhatIsSentAfterTheSessionEndedIsNeverALostPage(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	b := o.as("officer")
	o.passed.Store(int64(31 * time.Minute))
	for path, back := range map[string]string{"/cases/views": "/cases", "/stay": "/", "/travel/arrivals": "/travel/arrivals"} {
		if to := b.post(path, nil).header.Get("Location"); to != "/sign-in?kept=no&to="+url.QueryEscape(back) {
			t.Errorf("%s leads to %q", path, to)
		}
	}
	path := "/cases/" + reference + "/files"
	to := b.sends(path, rand.Text(), "photo", "m1", "photo.png", "not looked at").header.Get("Location")
	if to != "/sign-in?kept=file&to="+url.QueryEscape(path+"?kind=photo&member=m1") {
		t.Errorf("files lead to %q", to)
	}
	b.shows(to, "you choose the files once more")
}

func TestTheKeysAreListedOnThePageOfHelp(t *testing.T) {
	b := newOffice(t).as("officer")
	b.shows("/help", "<kbd>Ctrl</kbd> <kbd>Enter</kbd>", "Blank the screen", "Use these keys in this browser")
	b.shows("/help?lang=sq", "Fshihni ekranin")
}
