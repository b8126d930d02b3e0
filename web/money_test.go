package web_test

import (
	"regexp"
	"strings"
	"testing"
)

func TestTheMoneyOfACaseSaysWhatIsGivenAndWhyAndWhatAPlanIsToBecome(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	field := o.as("field")
	field.shows("/cases/"+reference+"/money", "What the package gives", "Gives", "1\u00a0500.00\u00a0EUR", "500.00\u00a0EUR", "R-17", "A small shop.")
	o.do("field", reference, "record-delivery", body{"instalment": "i1", "delivered": "An oven", "short": "The door", "accepted_by": "m1", "on": day(0)})
	field.shows("/cases/"+reference+"/money?lang=sq", "Dorëzuar pjesërisht", "Mbetet për t&#39;u dorëzuar: The door")
	field.shows("/cases/"+reference+"/money?lang=en", "Partly delivered", "Still owed: The door", "accepted by Arta Hoxha", "/do/record-delivery?instalment=i1")
	o.do("field", reference, "record-delivery", body{"instalment": "i1", "delivered": "The door", "accepted_by_name": "A neighbour", "on": day(0)})
	field.shows("/cases/"+reference+"/money", "Delivered</span>", "accepted by A neighbour")
	field.shows("/cases/"+reference, "neither an adult of this case nor a representative")
	o.do("officer", reference, "give-consent", body{"member": "m1", "kind": "sharing", "recipient": "Chamber of Crafts", "signed_on": day(0), "language": "en"})
	o.do("field", reference, "refer", body{"service": "training", "provider": "Chamber of Crafts", "consent": "m1", "measure": "1"})
	field.shows("/cases/"+reference+"/money", "Chamber of Crafts", "Waits for the answer", "serves: <bdi>A small shop.</bdi>")
	field.shows("/cases/"+reference+"/do/refer", "A small shop.")
	o.do("field", reference, "withdraw-consent", body{"member": "m1", "kind": "sharing", "recipient": "Chamber of Crafts", "on": day(0)})
	field.shows("/cases/"+reference+"/money", "Consent withdrawn on")
	o.do("field", reference, "propose-plan", body{"amends": true, "reason": "The shop has moved.", "measures": []body{{"dimension": "economic", "level": "individual", "kind": "tools", "description": "A counter for the new shop.",
		"amount": 60000, "currency": "EUR"}}})
	for _, username := range []string{"field", "manager"} {
		b := o.as(username)
		b.shows("/cases/"+reference+"/money?lang=sq", "Plani siç propozohet të jetë")
		b.shows("/cases/"+reference+"/money?lang=en", "The plan as it is to be", "The shop has moved.", "A counter for the new shop.", "A small shop.")
	}
	o.as("manager").shows("/approvals?lang=en", "The shop has moved.", "A counter for the new shop.")
}

func TestAPaymentLeadsToItsReceipt(t *testing.T) {
	o, reference := atHome(t)
	b, path := o.as("field"), "/cases/"+reference+"/money"
	if p := b.shows(path, "receipt <bdi>R-17</bdi>"); strings.Contains(p.html, "/look/") || strings.Contains(p.html, "print the receipt") {
		t.Error("a receipt that is being printed is led to, or asked for again")
	}
	o.print()
	found := regexp.MustCompile(`<a href="(/cases/[^"]+/look/[^"]+)">receipt <bdi>R-17</bdi></a>`).FindStringSubmatch(b.shows(path).html)
	if found == nil {
		t.Fatal("the payment does not lead to its receipt")
	}
	b.shows(found[1], "<h1>Cash receipt</h1>")

	o.do("manager", reference, "release-instalment", body{"instalment": "i2"})
	o.do("field", reference, "record-payment", body{"instalment": "i2", "amount": 100000, "currency": "EUR", "paid_on": day(-60), "place": "office", "method": "cash", "receipt": "R-18"})
	o.print()
	form := regexp.MustCompile(`receipt <bdi>R-18</bdi> · <a href="([^"]+)">print the receipt</a>`).FindStringSubmatch(b.shows(path).html)
	if form == nil {
		t.Fatal("a payment that was told late does not lead to the form that prints its receipt")
	}
	b.shows(strings.ReplaceAll(form[1], "&amp;", "&"), `value="cash_receipt" selected`, `value="p2" selected`)
}
