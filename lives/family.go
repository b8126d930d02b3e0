package lives

import (
	"slices"

	"homeward/avrr"
)

// A family as it applies: 1 to 6 people, their ages as well as anybody knows them.
type family struct {
	host, home string
	surname    string
	received   string // the office in the country of return
	members    []any
}

type body = map[string]any

var (
	surnames = []string{"Hoxha", "Gjoka", "Çela", "Dervishi", "Mëhilli", "Krasniqi", "Përparimi", "Shehu"}
	names    = []string{"Ardit", "Besa", "Çlirim", "Drita", "Erjon", "Fatmire", "Gëzim", "Hana", "Ilir", "Jeta", "Kastriot", "Luljeta"}
	hosts    = []string{"GB", "DE", "AT", "BE"}
	homes    = []string{"AL", "XK", "GE", "MD"}
)

// invent makes up a family for the programme's corridor.
func (l *Life) invent() family {
	f := family{host: pick(l, hosts), home: pick(l, homes), surname: pick(l, surnames), received: l.received()}
	if corridors := l.programme.Corridors; len(corridors) > 0 {
		c := pick(l, corridors)
		if len(c.From) > 0 {
			f.host = pick(l, c.From)
		}
		if len(c.To) > 0 {
			f.home = pick(l, c.To)
		}
	}
	for f.home == f.host {
		f.home = pick(l, homes)
	}
	if l.oneIn(12) { // a child alone
		f.members = []any{l.person(f, pick(l, []string{"other", "principal"}), 14+l.chance.IntN(4))}
		return f
	}
	f.members = []any{l.person(f, "principal", 20+l.chance.IntN(45))}
	if l.oneIn(2) {
		return f
	}
	if !l.oneIn(4) {
		f.members = append(f.members, l.person(f, "spouse", 20+l.chance.IntN(40)))
	}
	for range l.chance.IntN(5) {
		f.members = append(f.members, l.person(f, "child", l.chance.IntN(19)))
	}
	return f
}

// received is the office that meets the family: where the staff works, so that somebody may answer for it.
func (l *Life) received() string {
	for _, who := range l.world.Staff {
		if who.Role == avrr.ReintegrationOfficer && who.Office != "" {
			return who.Office
		}
	}
	return "Tirana office"
}

func (l *Life) person(f family, relation string, age int) body {
	p := body{"given_names": pick(l, names), "family_name": f.surname, "relation": relation, "sex": pick(l, []string{"F", "M", "X"}), "nationality": f.home}
	if birth := l.birth(age); birth != nil {
		p["birth"] = birth
	}
	if relation == "spouse" && l.oneIn(12) {
		p["travels"] = false // stays, and is asked about the children all the same
	}
	if l.oneIn(3) {
		p["documents"] = []any{l.document(f)}
	}
	return p
}

// birth is known to the day, to the year, about, or not at all. One child in five comes of age within the months of the return.
func (l *Life) birth(age int) body {
	today := avrr.DateOf(l.now)
	year := today.Year - age
	switch l.chance.IntN(12) {
	case 0:
		return body{"year": year}
	case 1:
		return body{"about": year}
	case 2:
		if age > 20 {
			return nil
		}
	}
	if age < 18 && l.oneIn(5) {
		return body{"date": today.AddYears(-18).AddDays(5 + l.chance.IntN(60)).String()}
	}
	return body{"date": today.AddYears(-age).AddDays(-1 - l.chance.IntN(360)).String()}
}

func (l *Life) document(f family) body {
	today := avrr.DateOf(l.now)
	return body{"kind": "passport", "number": l.number(), "issuer": f.home, "issued_on": today.AddYears(-3).String(), "expires_on": today.AddDays(l.chance.IntN(3000) - 100).String()}
}

func (l *Life) number() string { return "BA" + l.ulid()[17:] }

// opens is the first step: the application.
func (l *Life) opens() Step {
	f := l.family
	in := body{"programme": l.programme.Code, "applied_on": avrr.DateOf(l.now).AddDays(-l.chance.IntN(20)).String(), "language": "sq", "host_country": f.host,
		"host_office": "London office", "legal_status": pick(l, []string{"asylum_seeker", "rejected", "irregular", "stranded"}), "members": f.members}
	if !l.oneIn(8) {
		in["destination"] = body{"country": f.home, "district": "Shkodër"}
	}
	if !l.oneIn(8) {
		in["contact"] = body{"channel": "phone", "value": "+355 69 555 0100", "may_leave_message": l.oneIn(2)}
	}
	if !l.oneIn(3) {
		in["receiving_office"] = f.received
	}
	if l.oneIn(3) {
		in["return_decision_on"] = avrr.DateOf(l.now).AddDays(-l.chance.IntN(30)).String()
	}
	if l.oneIn(15) {
		in["entry"], in["return_type"] = "already_returned", pick(l, []string{"voluntary", "forced"})
	}
	return Step{At: l.now, ID: l.ulid(), Case: l.ulid(), Who: l.whoever(avrr.ReturnOfficer), Action: "open", Body: written(in)}
}

// whoever answers somebody of a role.
func (l *Life) whoever(roles ...avrr.Role) avrr.Actor {
	able := slices.DeleteFunc(slices.Clone(l.world.Staff), func(a avrr.Actor) bool { return !slices.Contains(roles, a.Role) })
	if len(able) == 0 {
		return pick(l, l.world.Staff)
	}
	return pick(l, able)
}
