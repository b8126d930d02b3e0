package avrr

// youngestParent is how many years a parent is older than their child at least. Below that one of the two births was likely mistyped, or
// the relation is another one; but life is wider than rules, and nobody is refused for it.
const youngestParent = 12

// Kin is somebody of a family as far as ages can contradict each other.
type Kin struct {
	Called   string
	Relation string // to the principal, as in NewMember
	Birth    *Birth
	Told     bool // the birth or the relation is being said now
}

// UnlikelyBirths answers the pairs of parent and child whose births cannot well both be right, as far as one of the two is being told. A
// birth that is not known to the day is taken as far from a doubt as it can be.
func UnlikelyBirths(family []Kin) (pairs [][2]Kin) {
	for _, p := range family {
		if p.Relation != "principal" {
			continue
		}
		for _, k := range family {
			parent, child := p, k
			switch k.Relation {
			case "child":
			case "parent":
				parent, child = k, p
			default:
				continue
			}
			if (parent.Told || child.Told) && child.bornTooSoonAfter(parent) {
				pairs = append(pairs, [2]Kin{parent, child})
			}
		}
	}
	return pairs
}

func (k Kin) bornTooSoonAfter(parent Kin) bool {
	return k.Birth != nil && parent.Birth != nil && k.Birth.latest().Before(parent.Birth.earliest().AddYears(youngestParent))
}
