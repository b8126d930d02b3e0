package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"homeward/avrr"
)

// A Sort is an order of the caseload. There is none by name: names are ciphertext.
type Sort string

// The orders of the caseload. Rows that tie follow their ids.
const (
	SortDue       Sort = "due"       // first what falls due first, last what waits for nothing
	SortOpened    Sort = "opened"    // newest first
	SortStage     Sort = "stage"     // the way a case goes
	SortReference Sort = "reference" // alphabetically
)

// Filter chooses cases; an empty field does not choose.
type Filter struct {
	Stage       string
	Officer     string // account id
	Office      string
	Country     string // destination, ISO 3166
	Overdue     bool   // something was due before now
	NeedsPerson bool
	OnHold      bool
	OpenOnly    bool
	Due         *time.Time   // something falls due before this
	OpenedFrom  string       // the first day, as 2026-01-31
	OpenedUntil string       // the last day
	Departs     [2]time.Time // a journey the case is on leaves from the first on and before the second; a zero one does not choose
	Clock       string       // what falls due next; with a colon at its end whatever begins so
	Unheld      bool         // nobody is its return officer
	Figures     FigureFilter // as a report counts them
	Tokens      [][]byte     // index tokens a case must all have, for one of Audiences
	ChildOn     avrr.Date    // the youngest member is a child in the month of this day, or may be one
	Audiences   []string     // who searches; AudienceStaff alone when empty
	Find        *Find        // what somebody looks for; what is spelt otherwise comes after what is found exactly
	Sort        Sort         // SortDue when empty
	Cursor      string       // where the page before ended
	Limit       int          // at most 100; 100 when 0
}

// Caseload answers a page of cases and the cursor of the next one, empty on the last. Headlines are open, states are not
// read; a case whose headline does not open is Sealed, and fails nobody else's list. A case that is inserted or moves while somebody pages is seen once or not at all, and shifts no other.
// It answers ErrCursor for a cursor of another list or order.
func (r *Reader) Caseload(f Filter) ([]Case, string, error) {
	order, ok := orders[cmp.Or(f.Sort, SortDue)]
	if !ok {
		return nil, "", fmt.Errorf("%w: there is no order %q", ErrCheck, f.Sort)
	}
	first, after, err := order.read(f.Cursor, f.Find.bands())
	if err != nil {
		return nil, "", err
	}
	page := atMost(f.Limit)
	var rows []caseRow
	var next string
	for band := first; band < f.Find.bands() && next == ""; band++ {
		query := r.chosen(f, band)
		if band == first && after != nil {
			query = query.Where(order.beyond, after...)
		}
		var more []caseRow
		if err := query.Omit("state").Order(order.by).Limit(page + 1 - len(rows)).Find(&more).Error; err != nil {
			return nil, "", fmt.Errorf("caseload: %w", classify(err))
		}
		if rows = append(rows, more...); len(rows) > page {
			last := band
			if len(more) == 1 && band > first {
				last-- // the page ends with the band before
			}
			if next, err = order.position(rows[page-1], last).text(); err != nil {
				return nil, "", fmt.Errorf("caseload: %w", err)
			}
			rows = rows[:page]
		}
	}
	cases, err := r.listed(rows)
	if err != nil {
		return nil, "", fmt.Errorf("caseload: %w", err)
	}
	return cases, next, nil
}

// CaseCount answers how many cases are chosen. Sort, Cursor and Limit of the filter mean nothing here.
func (r *Reader) CaseCount(f Filter) (int, error) {
	var n int64
	if err := r.chosen(f, everyBand).Model(&caseRow{}).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("case count: %w", classify(err))
	}
	return int(n), nil
}

// CaseCounts answers how many cases each of several filters chooses, in one statement. Sort, Cursor and Limit mean nothing here.
func (r *Reader) CaseCounts(filters []Filter) ([]int, error) {
	if len(filters) == 0 {
		return nil, nil
	}
	parts, queries := make([]string, len(filters)), make([]any, len(filters))
	for i, f := range filters {
		parts[i], queries[i] = fmt.Sprintf("SELECT %d AS n, (?) AS cases", i), r.chosen(f, everyBand).Model(&caseRow{}).Select("count(*)")
	}
	var found []struct{ N, Cases int }
	if err := r.db.Raw(strings.Join(parts, " UNION ALL "), queries...).Scan(&found).Error; err != nil {
		return nil, fmt.Errorf("case counts: %w", classify(err))
	}
	counts := make([]int, len(filters))
	for _, f := range found {
		counts[f.N] = f.Cases
	}
	return counts, nil
}

// A StageCount says how many cases are in a stage.
type StageCount struct {
	Stage avrr.Stage
	Cases int
}

// StageCounts answers how many of the chosen cases are in each stage, every stage named in the order a case goes. Sort,
// Cursor and Limit of the filter mean nothing here.
func (r *Reader) StageCounts(f Filter) ([]StageCount, error) {
	var found []StageCount
	if err := r.chosen(f, everyBand).Model(&caseRow{}).Select("stage, count(*) AS cases").Group("stage").Find(&found).Error; err != nil {
		return nil, fmt.Errorf("stage counts: %w", classify(err))
	}
	counts := make([]StageCount, len(avrr.StageOrder))
	for i, stage := range avrr.StageOrder {
		counts[i].Stage = stage
		if n := slices.IndexFunc(found, func(c StageCount) bool { return c.Stage == stage }); n >= 0 {
			counts[i].Cases = found[n].Cases
		}
	}
	return counts, nil
}

// chosen answers the query of a filter, for a band of what is found or for all of them.
func (r *Reader) chosen(f Filter, band int) *gorm.DB {
	query := r.db
	for _, equal := range []struct{ column, value string }{
		{"stage", f.Stage}, {"officer", f.Officer}, {"office", f.Office}, {"destination", f.Country},
	} {
		if equal.value != "" {
			query = query.Where(equal.column+" = ?", equal.value)
		}
	}
	if f.OpenOnly {
		query = query.Where("closed = ?", false)
	}
	if f.NeedsPerson {
		query = query.Where("needs_person") // as the partial index says it
	}
	if f.OnHold {
		query = query.Where("on_hold")
	}
	if f.Due != nil {
		query = query.Where("next_due < ?", *f.Due)
	}
	if f.OpenedFrom != "" {
		query = query.Where("opened_on >= ?", f.OpenedFrom)
	}
	if f.OpenedUntil != "" {
		query = query.Where("opened_on <= ?", f.OpenedUntil)
	}
	if from, until := f.Departs[0], f.Departs[1]; !from.IsZero() || !until.IsZero() {
		query = query.Where("id IN (?)", r.departing(from, until))
	}
	if f.Overdue {
		query = query.Where("next_due < ?", r.store.now())
	}
	for _, token := range f.Tokens {
		query = query.Where("id IN (SELECT case_id FROM index_tokens WHERE token IN ?)", r.forAudiences(f.audiences(), token))
	}
	if !f.ChildOn.IsZero() {
		query = query.Where("id IN (SELECT case_id FROM index_tokens WHERE token IN ?)", r.childTokens(f.audiences(), f.ChildOn))
	}
	switch {
	case strings.HasSuffix(f.Clock, ":"):
		// What comes between two texts depends on the language a database sorts by; how a text begins does not.
		query = query.Where("substr(next_clock, 1, ?) = ?", len(f.Clock), f.Clock)
	case f.Clock != "":
		query = query.Where("next_clock = ?", f.Clock)
	}
	if f.Unheld {
		query = query.Where("officer = ''")
	}
	query = r.figured(query, f.Figures)
	if f.Find != nil {
		query = r.finding(query, f, band)
	}
	return query
}

// ofAge is the age at which nobody is a child any more (Convention on the Rights of the Child, Article 1); guessed is how many years a birth
// that is only guessed may lie ahead.
const (
	ofAge   = 18
	guessed = 3
)

// childTokens are those of every month in which the youngest of a case with a child may have been born.
func (r *Reader) childTokens(audiences []string, on avrr.Date) (tokens [][]byte) {
	first := time.Date(on.Year-ofAge, on.Month, 1, 0, 0, 0, 0, time.UTC)
	for month := first; month.Year() < on.Year+guessed; month = month.AddDate(0, 1, 0) {
		tokens = append(tokens, r.forAudiences(audiences, r.store.sealer.Token(IndexYoungest, month.Format("2006-01")))...)
	}
	return tokens
}

func (f Filter) audiences() []string {
	if len(f.Audiences) == 0 {
		return []string{AudienceStaff}
	}
	return f.Audiences
}

// departing are the ids of the cases on a journey that leaves between two instants.
func (r *Reader) departing(from, until time.Time) *gorm.DB {
	ids := r.db.Table("movements").Select("movement_passengers.case_id").Joins("JOIN movement_passengers ON movement_passengers.movement_id = movements.id AND movement_passengers.active")
	if !from.IsZero() {
		ids = ids.Where("movements.departs_at >= ?", from)
	}
	if !until.IsZero() {
		ids = ids.Where("movements.departs_at < ?", until)
	}
	return ids
}

// An order is a sort key, always ended by the id so that no two rows tie.
type order struct {
	name   Sort
	by     string
	beyond string // the rows after a key
	key    func(caseRow) []string
	values func(key []string) ([]any, error)
}

var orders = map[Sort]order{
	SortDue: {
		SortDue, "next_due, id", "(next_due, id) > (?, ?)",
		func(row caseRow) []string { return []string{row.DueOrNever.Format(time.RFC3339Nano), row.Case.ID} },
		func(key []string) ([]any, error) {
			due, err := time.Parse(time.RFC3339Nano, key[0])
			return []any{due, key[1]}, err
		},
	},
	SortOpened: {
		SortOpened, "opened_on DESC, id DESC", "(opened_on, id) < (?, ?)",
		func(row caseRow) []string { return []string{row.Case.OpenedOn, row.Case.ID} },
		asText,
	},
	SortStage: {
		SortStage, "stage_rank, id", "(stage_rank, id) > (?, ?)",
		func(row caseRow) []string { return []string{row.Case.Stage, row.Case.ID} },
		func(key []string) ([]any, error) {
			return []any{slices.Index(avrr.StageOrder, avrr.Stage(key[0])), key[1]}, nil
		},
	},
	SortReference: {
		SortReference, "reference, id", "(reference, id) > (?, ?)",
		func(row caseRow) []string { return []string{row.Case.Reference, row.Case.ID} },
		asText,
	},
}

func asText(key []string) ([]any, error) { return []any{key[0], key[1]}, nil }

// list names the order and the band that a cursor belongs to.
func (o order) list(band int) string { return fmt.Sprintf("cases/%s/%d", o.name, band) }

func (o order) position(last caseRow, band int) position { return position{o.list(band), o.key(last)} }

// read answers the band a cursor goes on in and the key it goes on after; the first band and no key for the beginning.
func (o order) read(cursor string, bands int) (band int, after []any, err error) {
	if cursor == "" {
		return bandExact, nil, nil
	}
	for band := range bands {
		key, err := readPosition(o.list(band), cursor, 2)
		if err != nil {
			continue
		}
		if after, err = o.values(key); err == nil {
			return band, after, nil
		}
	}
	return 0, nil, ErrCursor
}
