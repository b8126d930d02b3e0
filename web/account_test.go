package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"homeward/access"
)

// Somebody gives themselves another password: other browsers are signed out, this one goes on, and a mistake changes nothing.
func TestSomebodyChangesTheirPasswordAndStaysSignedInHereAlone(t *testing.T) {
	o := newOffice(t)
	here, elsewhere := o.as("officer"), o.as("officer")
	here.shows("/account", "Maya Whitcombe", "Return officer", "London office")
	change := func(present, next, again string) page {
		return here.post("/account", url.Values{"present": {present}, "password": {next}, "again": {again}})
	}
	const next = "the sea at Vlora in June"
	for says, p := range map[string]page{
		"The current password is not right.":             change("a guess", next, next),
		"was not typed the same twice":                   change(access.DemoPassword, next, "the sea at Vlora in July"),
		"A password has between 12 and 128 characters.":  change(access.DemoPassword, "short", "short"),
		"The new password was not typed the same twice.": change(access.DemoPassword, next, ""),
	} {
		if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, says) || strings.Contains(p.html, "Vlora") {
			t.Errorf("%s: %d", says, p.status)
		}
	}
	elsewhere.shows("/help", "Maya Whitcombe")
	if p := change(access.DemoPassword, next, next); p.header.Get("Location") != "/account?done=1" {
		t.Fatalf("got %d: %.600s", p.status, p.html)
	}
	here.shows("/account?done=1", "Your password is changed.", "Maya Whitcombe")
	if p := elsewhere.get("/work"); !strings.HasPrefix(p.header.Get("Location"), "/sign-in") {
		t.Errorf("another browser is still signed in: %d", p.status)
	}
	for password, status := range map[string]int{access.DemoPassword: http.StatusUnauthorized, next: http.StatusSeeOther} {
		if p := o.browser().post("/sign-in", url.Values{"username": {"officer"}, "password": {password}}); p.status != status {
			t.Errorf("a sign-in with %q: %d", password, p.status)
		}
	}
}
