package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"homeward/access"
	"homeward/avrr"
	"homeward/tables"
)

// A manifestLine is one traveller in the table: of a restricted case the reference alone, as on the printed manifest.
type manifestLine struct {
	key, reference string
	member         *avrr.Member // nil where only the reference is shown
	passenger      avrr.Passenger
	services       []avrr.ServiceCode
	state          string
}

// ManifestTable answers who has a seat on a movement as a workbook, for whoever may open the printed manifest. A restricted case stands in
// it by its reference alone, whoever asks: a file goes further than a page. Making it stands in the audit first.
func (d *Desk) ManifestTable(ctx context.Context, who access.Person, id string, in avrr.Language) (*Export, error) {
	if err := access.May(who.Actor, access.OpenPaper, nil); err != nil {
		return nil, err
	}
	j, err := d.readTogether(ctx, who, id, "manifest as "+tables.XLSX)
	if err != nil {
		return nil, err
	}
	lines := j.manifestLines(who)
	name := "homeward-manifest-" + cmp.Or(j.m.Locator, j.m.ID)
	return exported(name, tables.XLSX, func(w tables.Writer) error {
		if err := w.Table(avrr.T("Manifest", "Lista e udhëtarëve").In(in), manifestColumns(in)); err != nil {
			return err
		}
		for n, l := range lines {
			if err := w.Row(l.cells(n+1, in)...); err != nil {
				return err
			}
		}
		return nil
	}), nil
}

func (j *journey) manifestLines(who access.Person) []manifestLine {
	var lines []manifestLine
	for _, f := range j.files {
		for _, p := range j.m.Passengers {
			state, listed := p.Manifest()
			member := f.c.Member(p.Member)
			if p.Case != f.c.ID || !listed || member == nil {
				continue
			}
			l := manifestLine{key: avrr.Key(f.c.Reference, p.Member), reference: f.c.Reference, passenger: p, state: state}
			if !f.c.Restricted && access.SeesPersonal(who.Actor, f.c) {
				l.member, l.services = member, f.c.ServicesAboard(p)
			}
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, func(a, b manifestLine) int { return cmp.Compare(a.key, b.key) })
	return lines
}

func manifestColumns(in avrr.Language) []tables.Column {
	var columns []tables.Column
	for _, c := range []struct {
		title avrr.Text
		tag   string
	}{
		{avrr.T("No.", "Nr."), "#meta +number"}, {avrr.T("Reference", "Referenca"), "#meta +id +case"}, {avrr.T("Family name", "Mbiemri"), "#affected +name +family"},
		{avrr.T("Given names", "Emri"), "#affected +name +given"}, {avrr.T("Born", "Lindur"), "#affected +birth"}, {avrr.T("Sex", "Gjinia"), "#affected +sex"},
		{avrr.T("Nationality", "Shtetësia"), "#affected +nationality"}, {avrr.T("Ticket", "Bileta"), "#meta +ticket"}, {avrr.T("Record locator", "Kodi i rezervimit"), "#meta +locator"},
		{avrr.T("Services", "Shërbimet"), "#service +codes"}, {avrr.T("On the list", "Në listë"), "#status +aboard"},
	} {
		columns = append(columns, tables.Column{Title: c.title.In(in), Tag: c.tag})
	}
	return columns
}

// manifestStates say how somebody stands on the list.
var manifestStates = map[string]avrr.Text{
	avrr.ManifestPlanned: avrr.T("planned", "planifikuar"), avrr.ManifestPresent: avrr.T("present", "i pranishëm"),
	avrr.ManifestAbsent: avrr.T("absent", "mungon"), avrr.ManifestAdded: avrr.T("added", "shtuar"),
}

func (l manifestLine) cells(n int, in avrr.Language) []any {
	cells := []any{int64(n), l.reference}
	if m := l.member; m != nil {
		var services []string
		for _, code := range l.services {
			services = append(services, string(code))
		}
		born := ""
		if m.Birth != nil {
			born = m.Birth.String()
		}
		cells = append(cells, m.FamilyName, m.GivenNames, born, m.Sex, m.Nationality, l.passenger.Ticket, l.passenger.Locator, strings.Join(services, " "))
	} else {
		cells = append(cells, "", "", "", "", "", "", "", "")
	}
	return append(cells, manifestStates[l.state].In(in))
}
