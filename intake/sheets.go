package intake

import (
	"context"
	"slices"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// Sheets lets the pages read spreadsheets, in the name of the one person who uploads them; rules answers what a file is held against.
func Sheets(rules func(ctx context.Context) (Rules, error)) *casework.Intake {
	return &casework.Intake{Template: Template(), Workbook: Workbook, Read: func(ctx context.Context, desk *casework.Desk, who access.Person, sheet casework.Sheet) (*casework.SheetPlan, error) {
		r, err := rules(ctx)
		if err != nil {
			return nil, err
		}
		r.Actors = StandIns()
		r.Actors[Officer] = who.Actor
		load, err := Read(sheet.Content, Options{Workbook: sheet.Workbook, Dates: sheet.Dates, Today: avrr.DateOf(r.Now)}).
			Plan(r, func(members []*avrr.Member, opening string) ([]casework.LikelyView, error) {
				return desk.KnownTo(ctx, who, members, opening)
			})
		if err != nil {
			return nil, err
		}
		return load.forOne(desk), nil
	}}
}

// forOne answers what one person can open of a caseload. Nobody records in another's name, so a case that tells of what others do is left
// out whole: opened half, it would look as if the rest had not happened.
func (c *Caseload) forOne(desk *casework.Desk) *casework.SheetPlan {
	plan := &casework.SheetPlan{Rows: c.Rows, LeftOut: len(c.LeftOut)}
	for _, p := range slices.Concat(c.Problems, c.Known) {
		plan.Wrong = append(plan.Wrong, mistake(p))
	}
	for _, p := range c.Cases {
		if wrong := p.ofOthers(); wrong != nil {
			plan.LeftOut++
			plan.Wrong = append(plan.Wrong, *wrong)
			continue
		}
		plan.Persons += len(p.Lines)
		plan.Deeds += len(p.Deeds)
		plan.Cases = append(plan.Cases, casework.SheetCase{Key: p.Key, Open: func(ctx context.Context, who access.Person) (string, *casework.SheetMistake, error) {
			r := &recording{desk: desk, staff: Staff{Officer: who}, planned: p}
			problem, err := r.run(ctx)
			if err != nil || problem == nil {
				return r.reference, nil, err
			}
			wrong := mistake(*problem)
			return r.reference, &wrong, nil
		}})
	}
	slices.SortStableFunc(plan.Wrong, func(a, b casework.SheetMistake) int { return a.Line - b.Line })
	return plan
}

// ofOthers answers the first thing a case tells of that whoever opens it does not record.
func (p *Planned) ofOthers() *casework.SheetMistake {
	for _, deed := range p.Deeds {
		if deed.By == Officer {
			continue
		}
		a, _ := avrr.Find(deed.Action)
		return &casework.SheetMistake{Line: deed.Line, Column: deed.Column, Case: p.Key,
			Text: "Somebody else records this (" + a.Title.EN + "). Leave it out and record it on the case, or have the file imported on the server, where each part names its account."}
	}
	return nil
}

func mistake(p Problem) casework.SheetMistake {
	return casework.SheetMistake{Line: p.Line, Column: p.Column, Case: p.Case, Text: p.Text}
}
