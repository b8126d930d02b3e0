package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	"homeward/access"
	"homeward/avrr"
	"homeward/store"
)

// looksPage is how many rows of the audit one page of looks is made from.
const looksPage = 100

// A Look says that somebody read a case, or something it keeps. Looks of one person at one thing on one day are told
// once.
type Look struct {
	By    string
	Role  avrr.Role
	Via   string    // store.TokenSession from the pages, store.TokenBearer from the API, empty for the host's command line
	What  string    // "page", "timeline", "document" and the like
	At    time.Time // the last time
	Times int
	actor string
}

// verbs of the audit that are looks.
var looks = []string{"read", "open-file"}

// Looks answers who looked at a case, the newest first, and from which row the next page goes on; 0 when there is none. Asking is a
// look, too.
func (d *Desk) Looks(ctx context.Context, who access.Person, reference string, before int64) ([]Look, int64, error) {
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return nil, 0, err
	}
	if !access.SeesWhoLooked(who.Actor, f.c) {
		return nil, 0, avrr.Errorf(avrr.CodeRole, "Who looked at a case is shown to whom the case belongs, to programme managers and to auditors.")
	}
	if err := d.audit(ctx, who, "read", f.row, "looks"); err != nil {
		return nil, 0, err
	}
	rows, err := d.Store.Read(ctx).AuditTrail(store.AuditFilter{CaseID: f.row.ID, Verbs: looks, Before: before, Limit: looksPage})
	if err != nil {
		return nil, 0, err
	}
	next := int64(0)
	if len(rows) == looksPage {
		next = rows[len(rows)-1].ID
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return nil, 0, err
	}
	if !access.SeesPersonal(who.Actor, f.c) { // that protection looked says why names are not shown
		rows = slices.DeleteFunc(rows, func(row store.AuditRow) bool { return names[row.Actor].Role == avrr.ProtectionOfficer })
	}
	return together(rows, names), next, nil
}

// together tells rows of one person, one thing and one day once.
func together(rows []store.AuditRow, names map[string]access.Name) []Look {
	var told []Look
	for _, row := range rows {
		what, _, _ := strings.Cut(row.Detail, " ")
		l := Look{By: display(names, row.Actor), Role: names[row.Actor].Role, Via: row.Via, What: what, At: row.At, Times: 1, actor: row.Actor}
		if row.Actor == avrr.SystemActor {
			l.Role = avrr.System
		}
		same := slices.IndexFunc(told, func(o Look) bool {
			return o.actor == l.actor && o.Via == l.Via && o.What == l.What && avrr.DateOf(o.At) == avrr.DateOf(l.At)
		})
		if same >= 0 {
			told[same].Times++
			continue
		}
		told = append(told, l)
	}
	return told
}
