package programmes

import "homeward/avrr"

// profiles reads the named sets of thresholds.
func (r *reader) profiles(f field) []avrr.Profile {
	profiles, taken := []avrr.Profile{}, map[string]bool{}
	for _, entry := range r.list(f) {
		m := r.mapping(entry, "id", "title", "source", "composite_only", "bands")
		profiles = append(profiles, avrr.Profile{ID: r.id(m.need("id"), taken), Title: r.text(m.need("title")), Source: r.line(m.need("source")),
			Composite: r.boolean(m.may("composite_only")), Bands: r.bands(m.need("bands"))})
	}
	return profiles
}

// bands reads ranges of scores from the lowest on. All but the first say where they begin.
func (r *reader) bands(f field) (bands []avrr.Band) {
	taken, last := map[string]bool{}, 0.0
	for n, entry := range r.someOf(f) {
		m := r.mapping(entry, "id", "title", "from", "above")
		band := avrr.Band{ID: r.id(m.need("id"), taken), Title: r.text(m.need("title"))}
		from, above := m.may("from"), m.may("above")
		switch {
		case n == 0 && (from.given() || above.given()):
			r.note(entry, "the first band begins at 0; leave from and above out")
		case n > 0 && from.given() == above.given():
			r.note(entry, "a band begins from a score or above one: give one of the two")
		}
		for given, at := range map[*field]**float64{&from: &band.From, &above: &band.Above} {
			if !given.given() {
				continue
			}
			start := r.share(*given)
			if *at = &start; start <= last && n > 0 {
				r.note(*given, "the band begins no higher than the one above it; bands stand from the lowest on")
			}
			last = start
		}
		bands = append(bands, band)
	}
	return bands
}

// pattern reads which low score beside which high one suggests another plan.
func (r *reader) pattern(f field, i *avrr.Instrument) *avrr.Pattern {
	if !f.given() || !i.Scored() {
		return nil
	}
	m := r.mapping(f, "low", "below", "high", "above")
	p := &avrr.Pattern{Low: r.among(m.need("low"), i.Dimensions), Below: r.share(m.need("below")), High: r.among(m.need("high"), i.Dimensions), Above: r.share(m.need("above"))}
	if p.Low != "" && p.Low == p.High {
		r.note(m.may("high"), "one dimension cannot be low and high at once")
	}
	return p
}
