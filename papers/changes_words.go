package papers

type changesWording struct {
	Added, Changed, LeftOut string
	Was                     string // format
}

var changesWords = map[Language]changesWording{
	English:  {Added: "new", Changed: "changed", LeftOut: "left out", Was: "was: %s"},
	Albanian: {Added: "e re", Changed: "ndryshuar", LeftOut: "hequr", Was: "ishte: %s"},
}
