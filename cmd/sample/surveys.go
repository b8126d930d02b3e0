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

// onOwnFeet is what they answer half a year later: the debt is gone, the shop pays, and they belong.
var onOwnFeet = body{
	"economy-satisfaction": "satisfied", "food-cut": "rarely", "could-borrow": "yes", "borrows": "rarely", "debt": "no_debt", "job-training-access": "fair",
	"works": "yes", "owns-assets": "tools,vehicle", "looking-for-work": "no",
	"housing-access": "good", "housing-standard": "good", "education-access": "good", "school-age-children": "yes", "children-at-school": "all", "justice-access": "good",
	"identity-document": "yes", "documentation-access": "good", "drinking-water": "very_good", "health-access": "good", "health-quality": "good", "public-services": "good",
	"social-activities": "often", "support-network": "very_good", "belonging": "strongly_agree", "physical-safety": "always", "family-tension": "never", "discrimination": "never",
	"distress": "rarely", "psychological-support": "no", "able-to-stay": "yes",
}

// satisfied is what they say of the help when it is over.
var satisfied = body{"relevance": "very_satisfied", "timeliness": "neither", "amount": "satisfied", "choice": "satisfied", "partners": "satisfied", "change": "much_better",
	"knows-complaints": "yes", "complained": "no", "leave-again": "stays"}
