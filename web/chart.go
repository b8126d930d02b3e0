package web

// scaleOfBars is how long a bar is that fills its place; the drawing stretches to the room there is.
const scaleOfBars = 1000

// A bar is one run of a drawing that stands beside the number it draws: the number is for everybody, the drawing for the eye.
type bar struct {
	Kind         string // how it is coloured
	Start, Width int    // from 0 to scaleOfBars
}

// width answers how long a bar is for n where most fills its place. Whatever is not nothing can be seen.
func width(n, most int64) int {
	if n <= 0 || most <= 0 {
		return 0
	}
	return int(max(4, min(n, most)*scaleOfBars/most))
}

// A part of a stack is an amount and how it is coloured.
type part struct {
	Kind   string
	Amount int64
}

// stacked lays parts end to end where whole fills the place.
func stacked(whole int64, parts ...part) []bar {
	var bars []bar
	at := 0
	for _, p := range parts {
		if w := min(width(p.Amount, whole), scaleOfBars-at); w > 0 {
			bars = append(bars, bar{p.Kind, at, w})
			at += w
		}
	}
	return bars
}
