package sample

// settlingIn is what somebody answers in the first month at home: a roof and friends, a debt, and a shop that does not pay yet.
var settlingIn = body{
	"economy-satisfaction": "dissatisfied", "food-cut": "sometimes", "could-borrow": "yes", "borrows": "sometimes", "debt": "debt_larger", "job-training-access": "poor",
	"works": "yes", "owns-assets": "tools", "looking-for-work": "no",
	"housing-access": "fair", "housing-standard": "good", "education-access": "good", "school-age-children": "yes", "children-at-school": "all", "justice-access": "fair",
	"identity-document": "yes", "documentation-access": "good", "drinking-water": "very_good", "health-access": "fair", "health-quality": "fair", "public-services": "fair",
	"social-activities": "often", "support-network": "good", "belonging": "agree", "physical-safety": "always", "family-tension": "rarely", "discrimination": "rarely",
	"distress": "sometimes", "psychological-support": "dont_know", "able-to-stay": "yes",
}
