package web

import (
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"homeward/casework"
)

func TestTheFileOfABankIsPagedAtAHundredPayments(t *testing.T) {
	all := make([]casework.BatchPaymentView, 2*ordersOnPage+1)
	for _, x := range []struct {
		of          int
		asked       string
		from, until int
		begins      bool
		next        string
	}{
		{of: ordersOnPage, until: ordersOnPage},
		{of: ordersOnPage + 1, until: ordersOnPage, next: "/batches/B-00001?from=100#orders"},
		{of: ordersOnPage + 1, asked: "100", from: ordersOnPage, until: ordersOnPage + 1, begins: true},
		{of: len(all), asked: "100", from: ordersOnPage, until: 2 * ordersOnPage, begins: true, next: "/batches/B-00001?from=200#orders"},
		{of: len(all), asked: "200", from: 2 * ordersOnPage, until: len(all), begins: true},
		{of: len(all), asked: "201", until: ordersOnPage, next: "/batches/B-00001?from=100#orders"},
		{of: len(all), asked: "-1", until: ordersOnPage, next: "/batches/B-00001?from=100#orders"},
		{of: len(all), asked: "many", until: ordersOnPage, next: "/batches/B-00001?from=100#orders"},
		{},
	} {
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequestWithContext(t.Context(), "GET", "/batches/B-00001?from="+x.asked, nil)
		b := batchBody{batchRow: batchRow{Href: "/batches/B-00001"}}
		shown := b.page(all[:x.of], &visit{c: c})
		if len(shown) != x.until-x.from || len(shown) > 0 && &shown[0] != &all[x.from] || b.Next != x.next || (b.First != "") != x.begins {
			t.Errorf("from %q of %d: %d shown, first %q, next %q", x.asked, x.of, len(shown), b.First, b.Next)
		}
	}
}
