package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/casework"
	"homeward/store"
	"homeward/vault"
	"homeward/web"
)

// emptyHouse is Homeward as it is started for the first time.
func emptyHouse(t *testing.T) (*office, *access.Gate) {
	t.Helper()
	o := &office{T: t}
	keys, err := vault.NewInMemory([32]byte{7})
	o.must(err)
	o.store, err = store.Open(t.Context(), store.Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "homeward.db"), Sealer: store.SealerOf(keys), Clock: time.Now})
	o.must(err)
	t.Cleanup(func() { o.must(o.store.Close()) })
	o.must(o.store.Migrate(t.Context()))
	gate := access.New(access.Config{Store: o.store})
	engine := gin.New()
	o.must(web.Mount(engine, web.Config{Desk: &casework.Desk{Clock: time.Now}, Gate: gate, Version: "test"}))
	o.server = httptest.NewServer(engine)
	t.Cleanup(o.server.Close)
	return o, gate
}

func TestTheFirstAdministratorIsMadeOnAPageAndSignedIn(t *testing.T) {
	o, gate := emptyHouse(t)
	b := o.browser()
	if p := b.get("/sign-in"); p.header.Get("Location") != "/first" {
		t.Fatalf("a house without an account leads to %q", p.header.Get("Location"))
	}
	secret, _, err := gate.FirstAdministrator(t.Context())
	o.must(err)
	b.shows("/first?secret="+url.QueryEscape(secret), `value="`+secret+`"`)
	b.accept = "sq"
	b.shows("/first", "Vendosni Homeward")
	b.accept = "en"
	form := url.Values{"secret": {"guessed"}, "display_name": {"Maya"}, "username": {"maya"}, "password": {"a long enough sentence"}}
	if p := b.post("/first", form); p.status != http.StatusUnauthorized || !strings.Contains(p.html, "spent or too old") {
		t.Errorf("a secret that is none: %d", p.status)
	}
	form.Set("secret", secret)
	form.Set("password", "short")
	if p := b.post("/first", form); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.html, `value="maya"`) || strings.Contains(p.html, "short") {
		t.Errorf("a short password: %d", p.status)
	}
	form.Set("password", "a long enough sentence")
	if p := b.post("/first", form); p.header.Get("Location") != "/" {
		t.Fatalf("got %d: %.600s", p.status, p.html)
	}
	b.shows("/help", "Maya")
	if p := o.browser().get("/first"); p.header.Get("Location") != "/sign-in" {
		t.Errorf("once it is done the page leads to %q", p.header.Get("Location"))
	}
}
