package web_test

import "testing"

func TestTheMoneyOfACaseSaysWhatIsGivenAndWhyAndWhatAPlanIsToBecome(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Hoxha", "Arta")
	o.approved(reference)
	o.home(reference)
	field := o.as("field")
	field.shows("/cases/"+reference+"/money", "What the package gives", "Gives", "1\u00a0500.00\u00a0EUR", "500.00\u00a0EUR", "R-17", "A small shop.")
	o.do("field", reference, "propose-plan", body{"amends": true, "reason": "The shop has moved.", "measures": []body{{"dimension": "economic", "level": "individual", "kind": "tools", "description": "A counter for the new shop.",
		"amount": 60000, "currency": "EUR"}}})
	for _, username := range []string{"field", "manager"} {
		b := o.as(username)
		b.shows("/cases/"+reference+"/money?lang=sq", "Plani siç propozohet të jetë")
		b.shows("/cases/"+reference+"/money?lang=en", "The plan as it is to be", "The shop has moved.", "A counter for the new shop.", "A small shop.")
	}
	o.as("manager").shows("/approvals?lang=en", "The shop has moved.", "A counter for the new shop.")
}
