package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Two tabs, a session that ends, a form that is refused and the way back: nothing typed is lost and nothing is done twice, in a real
// browser, with scripts and without.
func TestNothingTypedIsLostOnABadDay(t *testing.T) {
	for _, scripts := range []string{"script", "noscript"} {
		t.Run(scripts, func(t *testing.T) {
			o := newOffice(t)
			reference := o.opened("Hoxha", "Arta")
			does := http.NewServeMux()
			does.HandleFunc("/record", func(http.ResponseWriter, *http.Request) { o.recordAll() })
			does.HandleFunc("/expire", func(http.ResponseWriter, *http.Request) { o.passed.Add(int64(time.Hour)) })
			control := httptest.NewServer(does)
			defer control.Close()
			o.inBrowser("badday.mjs", reference, control.URL, scripts)
		})
	}
}
