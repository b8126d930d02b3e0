package web_test

import (
	"net/http"
	"testing"

	"homeward/web"
)

func TestEveryComponentStandsInTheGalleryOfTheDemoAndNowhereElse(t *testing.T) {
	b := newOffice(t).browser()
	b.shows("/dev/ui?lang=en", "Components", "10 days overdue", "What is wrong, and how it is put right.", `class="horizon"`)
	b.shows("/dev/ui?lang=sq", "Përbërësit e faqeve")
	if p := newOffice(t, func(c *web.Config) { c.Demo = nil }).browser().get("/dev/ui"); p.status != http.StatusNotFound {
		t.Errorf("outside the demo: %d", p.status)
	}
}
