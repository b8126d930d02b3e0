package web_test

import (
	"strings"
	"testing"
)

func TestACaseShowsWhatHoldsWhereAndUntilWhen(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.do("officer", reference, "record-travel-document", body{"member": "m1", "status": "issued", "kind": "passport", "number": "BA1234567", "issuer": "AL", "issued_on": "2020-01-01", "expires_on": "2035-06-30"})
	o.do("officer", reference, "record-authority-reply", body{"member": "m1", "reply": "no_objection", "replied_on": day(0), "valid_until": "2035-03-31"})
	path := "/cases/" + reference
	o.as("officer").shows(path+"?lang=en", "United Kingdom", "Passport", "30 June 2035", "Everything holds until", "Ends first: authority&#39;s answer, Arta Hoxha, on 31 March 2035.",
		"Renewed, it would leave everything else holding until 30 June 2035.")
	o.as("officer").shows(path+"?lang=sq", "Mbretëria e Bashkuar", "30 qershor 2035", "Mbaron e para: përgjigjja e autoritetit, Arta Hoxha, më 31 mars 2035.")
	o.do("officer", reference, "record-authority-reply", body{"member": "m1", "reply": "no_objection", "replied_on": day(0), "valid_until": day(0)})
	o.do("manager", reference, "allow-exception", body{"member": "m1", "thing": "authority's answer", "until": "2034-12-31", "reason": "Their answer is on its way."})
	p := o.as("officer").shows(path+"?lang=en", "by exception", "31 December 2034", "Ends first: authority&#39;s answer, Arta Hoxha, on 31 December 2034.", "An exception was allowed")
	if strings.Contains(p.html, "does not hold for the whole journey") {
		t.Error("what an exception covers is still in the way")
	}
}

func TestAReceivingOfficeIsNotShownWhatStandsWithTheHostState(t *testing.T) {
	o := newOffice(t)
	in := application("Hoxha", "Arta")
	in["leave_by"] = "2035-03-31"
	reference := o.do("officer", "", "open", in).Reference
	o.approved(reference)
	path := "/cases/" + reference + "?lang=en"
	if p := o.as("officer").get(path); !strings.Contains(p.html, "Period to leave voluntarily") || !strings.Contains(p.html, "31 March 2035") {
		t.Error("the officer does not see until when they may leave")
	}
	if p := o.as("field").get(path); strings.Contains(p.html, "Period to leave voluntarily") || strings.Contains(p.html, "31 March 2035") {
		t.Error("the country of return sees until when they may leave the other")
	}
}

func TestATimeLimitThatEndsFirstIsNotSpokenOfAsIfItCouldBeRenewed(t *testing.T) {
	o := newOffice(t)
	in := application("Hoxha", "Arta")
	in["leave_by"] = day(30)
	reference := o.do("officer", "", "open", in).Reference
	o.approved(reference)
	p := o.as("officer").shows("/cases/"+reference+"?lang=en", "Ends first: period to leave voluntarily")
	if strings.Contains(p.html, "Renewed, it would") {
		t.Error("it is")
	}
}
