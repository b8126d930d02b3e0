package lives

import (
	"slices"

	"homeward/avrr"
)

// surprise is what comes in between: how often each kind comes is how often it stands in the list.
func (t turn) surprise() proposal {
	m := pick(t.Life, t.c.Members).ID
	return pick(t.Life, []func() proposal{
		t.offered, t.offered, t.offered, t.offered,
		t.anything,
		t.corrected, t.corrected,
		t.voids, t.voids,
		t.splits,
		t.members,
		func() proposal { return proposal{nil, "hold", nil} },
		t.withdraws,
		func() proposal {
			return proposal{nil, "log-contact", body{"member": m, "direction": "out", "outcome": pick(t.Life, []string{"reached", "no_answer", "no_answer", "no_answer"})}}
		},
		func() proposal { return proposal{nil, "schedule", nil} },
		func() proposal { return proposal{nil, "record-appointment", nil} },
		func() proposal { return proposal{nil, "add-task", nil} },
		func() proposal { return proposal{nil, "complete-task", nil} },
		func() proposal { return proposal{nil, "assign", nil} },
		func() proposal { return proposal{nil, "record-file", body{"file": t.ulid(), "member": m}} },
		t.rarely("cancel-booking", nil),
		t.rarely("decline-reintegration", nil),
		t.rarely("close", body{"reason": pick(t.Life, []string{"lost_contact", "other", "completed"}), "note": "Not to be found"}),
		t.rarely("report-event", nil),
	})()
}

// rarely is something that changes everything after it, and comes to few families.
func (t turn) rarely(action string, given body) func() proposal {
	return func() proposal {
		if !t.oneIn(3) {
			return t.offered()
		}
		return proposal{nil, action, given}
	}
}

// anything is any action of the catalogue by somebody who may, whether or not it fits.
func (t turn) anything() proposal {
	a := pick(t.Life, avrr.Catalogue)
	if a.Roles == nil || a.Name == "open" {
		return t.offered()
	}
	return proposal{a.Roles, a.Name, nil}
}

// withdraws is somebody who changes their mind; sometimes it is told days later.
func (t turn) withdraws() proposal {
	in := body{"member": nil}
	if t.oneIn(2) || len(t.c.Members) > 1 {
		in["member"] = pick(t.Life, t.c.Members).ID
	}
	return proposal{nil, "withdraw", in}
}

// corrected puts one thing right.
func (t turn) corrected() proposal {
	m := pick(t.Life, t.c.Members)
	in := onlyCorrecting("contact", body{"channel": "sms", "value": "+355 69 555 0102"})
	switch t.chance.IntN(6) {
	case 0, 1:
		in = onlyCorrecting("members", []any{body{"member": m.ID, "given_names": pick(t.Life, names)}})
	case 2:
		in = onlyCorrecting("members", []any{body{"member": m.ID, "birth": t.birth(t.chance.IntN(60))}})
	case 3:
		in = onlyCorrecting("leave_by", t.today().AddDays(t.chance.IntN(60)).String())
	case 4:
		in = onlyCorrecting("legal_status", pick(t.Life, []string{"rejected", "irregular", "permit_holder"}))
	}
	return proposal{nil, "correct-details", in}
}

// onlyCorrecting leaves everything as it is but one detail.
func onlyCorrecting(detail string, right any) body {
	in := body{"contact": nil, "destination": nil, "host_country": nil, "applied_on": nil, "legal_status": nil, "return_type": nil, "return_decision_on": nil, "leave_by": nil, "members": nil, "receiving_office": nil}
	in[detail] = right
	return in
}

// voids takes back a fact that somebody else recorded, mostly one of the last.
func (t turn) voids() proposal {
	log := t.log(t.c.ID)
	for _, e := range slices.Backward(log) {
		a, _ := avrr.Find(e.Action)
		if a.Kind == avrr.Fact && a.Roles != nil && a.Name != "open" && t.c.Voided[e.Seq] == 0 && t.oneIn(3) {
			return proposal{nil, "void-event", body{"seq": e.Seq}}
		}
	}
	return proposal{nil, "void-event", body{"seq": 1 + t.chance.IntN(len(log)+1)}}
}

// splits has somebody travel later.
func (t turn) splits() proposal {
	if len(t.travellers()) < 2 || len(t.all) > 3 {
		return t.offered()
	}
	return proposal{nil, "split-case", body{"members": []string{pick(t.Life, t.travellers()).ID}}}
}

// members is a newborn, or somebody who goes a way of their own.
func (t turn) members() proposal {
	if t.oneIn(3) && len(t.c.Members) > 1 {
		return proposal{nil, "change-members", body{"add": nil, "remove": []string{pick(t.Life, t.c.Members).ID}}}
	}
	if len(t.c.Members) > 8 {
		return t.offered()
	}
	newborn := body{"given_names": pick(t.Life, names), "family_name": t.family.surname, "relation": "child", "nationality": t.family.home, "birth": body{"date": t.today().AddDays(-3).String()}}
	return proposal{nil, "change-members", body{"add": []any{newborn}, "remove": nil, "on": t.today().String()}}
}
