package web_test

import (
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

func TestTheKeysAreListedOnThePageOfHelp(t *testing.T) {
	b := newOffice(t).as("officer")
	b.shows("/help", "<kbd>Ctrl</kbd> <kbd>Enter</kbd>", "Blank the screen", "Use these keys in this browser")
	b.shows("/help?lang=sq", "Fshihni ekranin")
}
