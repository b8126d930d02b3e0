package store

import (
	"cmp"
	"fmt"
	"slices"
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
	OpenOnly    bool
	Tokens      [][]byte // index tokens a case must all have, for one of Audiences
	Audiences   []string // who searches; AudienceStaff alone when empty
	Reference   string
	Sort        Sort   // SortDue when empty
	Cursor      string // where the page before ended
	Limit       int    // at most 100; 100 when 0
}

// Caseload answers a page of cases and the cursor of the next one, empty on the last. Headlines are open, states are not
// read; a case whose headline does not open is Sealed, and fails nobody else's list. A case that is inserted or moves while somebody pages is seen once or not at all, and shifts no other.
// It answers ErrCursor for a cursor of another list or order.
func (r *Reader) Caseload(f Filter) ([]Case, string, error) {
	order, ok := orders[cmp.Or(f.Sort, SortDue)]
	if !ok {
		return nil, "", fmt.Errorf("%w: there is no order %q", ErrCheck, f.Sort)
	}
	query, err := order.after(r.chosen(f), f.Cursor)
	if err != nil {
		return nil, "", err
	}
	page := atMost(f.Limit)
	var rows []caseRow
	if err := query.Omit("state").Order(order.by).Limit(page + 1).Find(&rows).Error; err != nil {
		return nil, "", fmt.Errorf("caseload: %w", classify(err))
	}
	var next string
	if len(rows) > page {
		rows = rows[:page]
		if next, err = order.position(rows[page-1]).text(); err != nil {
			return nil, "", fmt.Errorf("caseload: %w", err)
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
	if err := r.chosen(f).Model(&caseRow{}).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("case count: %w", classify(err))
	}
	return int(n), nil
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
	if err := r.chosen(f).Model(&caseRow{}).Select("stage, count(*) AS cases").Group("stage").Find(&found).Error; err != nil {
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

func (r *Reader) chosen(f Filter) *gorm.DB {
	query := r.db
	for _, equal := range []struct{ column, value string }{
		{"stage", f.Stage}, {"officer", f.Officer}, {"office", f.Office}, {"destination", f.Country}, {"reference", f.Reference},
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
	if f.Overdue {
		query = query.Where("next_due < ?", r.store.now())
	}
	audiences := f.Audiences
	if len(audiences) == 0 {
		audiences = []string{AudienceStaff}
	}
	for _, token := range f.Tokens {
		query = query.Where("id IN (SELECT case_id FROM index_tokens WHERE token IN ?)", r.forAudiences(audiences, token))
	}
	return query
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

func (o order) list() string { return "cases/" + string(o.name) }

func (o order) position(last caseRow) position { return position{o.list(), o.key(last)} }

func (o order) after(query *gorm.DB, cursor string) (*gorm.DB, error) {
	if cursor == "" {
		return query, nil
	}
	key, err := readPosition(o.list(), cursor, 2)
	if err != nil {
		return nil, err
	}
	values, err := o.values(key)
	if err != nil {
		return nil, ErrCursor
	}
	return query.Where(o.beyond, values...), nil
}
