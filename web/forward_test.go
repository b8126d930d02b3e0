package web_test

import (
	"strings"
	"testing"
)

// A task leads straight to the form of a decision, past the list of approvals: nobody is to decide blind.
func TestWhoeverDecidesSeesOnTheFormWhatItRestsOn(t *testing.T) {
	o := newOffice(t)
	unclear := application("Kola", "Besa")
	delete(unclear, "legal_status")
	reference := o.do("officer", "", "open", unclear).Reference
	at := "/cases/" + reference + "/do/"
	o.do("officer", reference, "record-counselling", body{"held_on": day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	o.do("officer", reference, "record-screening", body{"member": "m1", "screened_on": day(-2)})
	for _, kind := range []string{"return", "data"} {
		o.do("officer", reference, "give-consent", body{"member": "m1", "kind": kind, "signed_on": day(-1), "language": "en"})
	}
	before := o.as("officer").shows(at+"assess-eligibility", "What it rests on", "Besa Kola: 8 of 9 criteria are met", "<li>Not known: ")
	if strings.Contains(before.html, "Recommended:") {
		t.Error("nobody has recommended anything yet")
	}
	o.do("officer", reference, "assess-eligibility", body{"recommendation": "approve", "note": "Her brother waits in Vlorë."})
	o.as("officer2").shows(at+"decide-eligibility", "asked by Maya Whitcombe", "Recommended: Approve", "Besa Kola: 8 of 9 criteria are met", "<li>Not known: ", "Her brother waits in Vlorë.")
	o.as("officer2").shows(at+"decide-eligibility?lang=sq", "Ku mbështetet", "Besa Kola: ")
	o.do("officer2", reference, "decide-eligibility", body{"decision": "refuse", "reason": "Nobody could say what her status is."})
	o.do("officer", reference, "record-appeal", body{"lodged_on": day(0), "body": "Review board", "grounds": "She was never asked."})
	o.as("manager").shows(at+"decide-appeal", "with Review board", "Grounds of the appeal: She was never asked.", "Refused because: Nobody could say what her status is.")
	o.as("manager").shows(at+"decide-appeal?lang=sq", "Arsyet e ankimit: She was never asked.")
	if p := o.as("field").get(at + "decide-appeal"); strings.Contains(p.html, "never asked") {
		t.Error("the grounds of the appeal are told to who does not decide it")
	}

	planned := o.opened("Hoxha", "Arta")
	o.approved(planned)
	o.waitsForDecision(planned, 40000)
	o.as("manager").shows("/cases/"+planned+"/do/decide-plan", "What it rests on", "400.00", "Singer Tirana")
}

func TestOfARestrictedCaseAFormTellsNothingOfWhatItRestsOn(t *testing.T) {
	o := newOffice(t)
	reference := o.opened("Verysecret", "Unmistakable")
	o.do("officer", reference, "record-counselling", body{"held_on": day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	o.do("officer", reference, "record-screening", body{"member": "m1", "screened_on": day(-1), "trafficking": body{"act": []string{"recruitment"}, "purpose": []string{"forced_labour"}}})
	for _, action := range []string{"assess-eligibility", "decide-eligibility"} {
		if p := o.as("officer2").get("/cases/" + reference + "/do/" + action); strings.Contains(p.html, "criteria are met") || strings.Contains(p.html, "Verysecret") {
			t.Errorf("%s tells of a restricted case", action)
		}
	}
}

func TestACasePageExplainsTheEligibilityOfEachOfAFamily(t *testing.T) {
	o := newOffice(t)
	family := application("Hoxha", "Arta")
	family["members"] = append(family["members"].([]body), body{"family_name": "Hoxha", "given_names": "Bledi", "birth": body{"year": 1988}, "sex": "M", "nationality": "XK", "relation": "spouse"})
	reference := o.do("officer", "", "open", family).Reference
	o.do("officer", reference, "record-counselling", body{"held_on": day(-2), "language": "en", "mode": "in_person", "outcome": "wishes_to_return"})
	for _, member := range []string{"m1", "m2"} {
		o.do("officer", reference, "record-screening", body{"member": member, "screened_on": day(-2)})
		for _, kind := range []string{"return", "data"} {
			o.do("officer", reference, "give-consent", body{"member": member, "kind": kind, "signed_on": day(-1), "language": "en"})
		}
	}
	o.do("officer", reference, "assess-eligibility", body{"recommendation": "refuse"})
	p := o.as("officer").shows("/cases/" + reference)
	section := p.html[strings.Index(p.html, `id="eligibility"`):]
	section = section[:strings.Index(section, "</section>")]
	for _, want := range []string{"<bdi>Arta Hoxha</bdi>", "<bdi>Bledi Hoxha</bdi>"} {
		if !strings.Contains(section, want) {
			t.Errorf("the section does not show %s: %.600s", want, section)
		}
	}
	if n := strings.Count(section, "<details"); n != 2 {
		t.Errorf("%d members are explained: %.900s", n, section)
	}
}
