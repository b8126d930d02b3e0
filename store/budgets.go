package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// tokenFunding is the kind of the token that stands for who pays.
const tokenFunding = "funding"

// A budgetRow is one budget with what all cases together draw on it.
type budgetRow struct {
	Programme    string `gorm:"primaryKey"`
	FundingToken string `gorm:"primaryKey"`
	Funding      string
	Currency     string
	Amount       int64
	Drawn        drawn `gorm:"embedded"`
	Over         int64
	SetAt        time.Time
}

func (budgetRow) TableName() string { return "budgets" }

// drawn are the running totals a case, or all of them, stand at.
type drawn struct{ Promised, Committed, Paid int64 }

func (d drawn) plus(o drawn) drawn {
	return drawn{d.Promised + o.Promised, d.Committed + o.Committed, d.Paid + o.Paid}
}

func (d drawn) less(o drawn) drawn { return d.plus(drawn{-o.Promised, -o.Committed, -o.Paid}) }

// A budgetDraw is what one case draws, and on which budgets.
type budgetDraw struct {
	CaseID       string `gorm:"primaryKey"`
	Programme    string
	FundingToken string
	Currency     string
	Drawn        drawn `gorm:"embedded"`
}

// on reports whether the case draws on a budget.
func (d budgetDraw) on(b budgetRow) bool {
	return d.Programme == b.Programme && d.Currency == b.Currency && (b.FundingToken == "" || d.FundingToken == b.FundingToken)
}

func (b budgetRow) budget(own drawn) avrr.Budget {
	return avrr.Budget{Programme: b.Programme, Funding: b.Funding, Currency: b.Currency, Amount: b.Amount, Promised: b.Drawn.Promised,
		Committed: b.Drawn.Committed, Paid: b.Drawn.Paid, Own: own.Promised}
}

// fundingToken answers what stands for who pays, nothing for a whole programme.
func (r *Reader) fundingToken(funding string) string {
	funding = avrr.OneFunding(funding)
	if funding == "" {
		return ""
	}
	return hex.EncodeToString(r.store.sealer.Token(tokenFunding, funding))
}

// drawOf is what a case draws as it stands.
func (r *Reader) drawOf(c *avrr.Case, currency string) budgetDraw {
	t := c.Totals()
	return budgetDraw{CaseID: c.ID, Programme: c.Programme, FundingToken: r.fundingToken(c.Funding), Currency: currency, Drawn: drawn{t.Promised, t.Committed, t.Paid + t.Gone}}
}

// drew answers what a case draws as it was last recorded; nothing where it never drew.
func (r *Reader) drew(caseID string) (budgetDraw, error) {
	d := budgetDraw{CaseID: caseID}
	err := classify(r.db.Where("case_id = ?", caseID).Take(&d).Error)
	if errors.Is(err, ErrNotFound) {
		return d, nil
	}
	return d, err
}

// BudgetsOf answers the budgets a case draws on, with what it draws on them itself. A programme without any has no bounds.
func (r *Reader) BudgetsOf(c *avrr.Case, currency string) ([]avrr.Budget, error) {
	return r.budgetsOf(c, currency, clause.Locking{})
}

// LockBudgetsOf is BudgetsOf for whoever decides: nobody else draws on them before the transaction ends.
func (tx *Tx) LockBudgetsOf(c *avrr.Case, currency string) ([]avrr.Budget, error) {
	return tx.budgetsOf(c, currency, clause.Locking{Strength: clause.LockingStrengthUpdate})
}

func (r *Reader) budgetsOf(c *avrr.Case, currency string, lock clause.Locking) (all []avrr.Budget, err error) {
	draw := r.drawOf(c, currency)
	rows, err := r.budgetsOn(lock, draw)
	if err != nil {
		return nil, err
	}
	before, err := r.drew(c.ID)
	if err != nil {
		return nil, fmt.Errorf("budgets of a case: %w", err)
	}
	for _, b := range rows {
		own := drawn{}
		if before.on(b) {
			own = before.Drawn
		}
		all = append(all, b.budget(own))
	}
	return all, nil
}

// budgetsOn answers the budgets that draws are on, in the order they are locked in.
func (r *Reader) budgetsOn(lock clause.Locking, draws ...budgetDraw) ([]budgetRow, error) {
	tokens := []string{""}
	for _, d := range draws {
		tokens = append(tokens, d.FundingToken)
	}
	query := r.db.Where("programme = ? AND funding_token IN ?", draws[0].Programme, tokens).Order("programme, funding_token")
	if lock.Strength != "" {
		query = query.Clauses(lock)
	}
	var rows, on []budgetRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("budgets: %w", classify(err))
	}
	for _, b := range rows {
		for _, d := range draws {
			if d.on(b) {
				on = append(on, b)
				break
			}
		}
	}
	return on, nil
}

// DrawOnBudgets moves the running totals of a case's budgets to where the case now stands. A decision may not bring a budget above its
// amount: ErrCheck says that it would, and nothing of the transaction may be kept. What a fact brings above it is kept as over.
func (tx *Tx) DrawOnBudgets(c *avrr.Case, currency string, decision bool) error {
	before, err := tx.drew(c.ID)
	if err != nil {
		return fmt.Errorf("draw on budgets: %w", err)
	}
	now := tx.drawOf(c, currency)
	if before.Drawn == now.Drawn && (now.Drawn == drawn{} || before.FundingToken == now.FundingToken) {
		return nil
	}
	if err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&now).Error; err != nil {
		return fmt.Errorf("draw on budgets: %w", classify(err))
	}
	if before.Programme == "" {
		before.Programme, before.FundingToken, before.Currency = now.Programme, now.FundingToken, now.Currency
	}
	rows, err := tx.budgetsOn(clause.Locking{Strength: clause.LockingStrengthUpdate}, now, before)
	if err != nil {
		return fmt.Errorf("draw on budgets: %w", err)
	}
	for _, b := range rows {
		if before.on(b) {
			b.Drawn = b.Drawn.less(before.Drawn)
		}
		if now.on(b) {
			b.Drawn = b.Drawn.plus(now.Drawn)
		}
		above := max(0, b.Drawn.Promised-b.Amount)
		if b.Over = min(b.Over, above); !decision {
			b.Over = above
		}
		moved := tx.db.Model(&budgetRow{}).Where("programme = ? AND funding_token = ?", b.Programme, b.FundingToken).
			Updates(map[string]any{"promised": b.Drawn.Promised, "committed": b.Drawn.Committed, "paid": b.Drawn.Paid, "over": b.Over})
		if err := exactlyOne(moved, ErrNotFound); err != nil {
			return fmt.Errorf("draw on budgets: %w", err)
		}
	}
	return nil
}

// SetBudget gives a programme, or one funding of it, an amount it may promise, or another one. What cases were promised before counts
// at once. It answers ErrCheck, with the budget as it stands, when more than that was promised already.
func (tx *Tx) SetBudget(programme, funding, currency string, amount int64) (avrr.Budget, error) {
	b := budgetRow{Programme: programme, FundingToken: tx.fundingToken(funding), Funding: strings.TrimSpace(funding), Currency: currency, Amount: amount, SetAt: tx.store.now()}
	if tx.store.base.dialect == goose.DialectPostgres { // a case that draws just now is summed up, or finds the budget; SQLite has one writer
		if err := tx.db.Exec("LOCK TABLE budget_draws IN SHARE MODE").Error; err != nil {
			return avrr.Budget{}, fmt.Errorf("set budget: %w", classify(err))
		}
	}
	sums := tx.db.Model(&budgetDraw{}).Select("COALESCE(SUM(promised), 0) AS promised, COALESCE(SUM(committed), 0) AS committed, COALESCE(SUM(paid), 0) AS paid").
		Where("programme = ? AND currency = ?", programme, currency)
	if b.FundingToken != "" {
		sums = sums.Where("funding_token = ?", b.FundingToken)
	}
	if err := sums.Scan(&b.Drawn).Error; err != nil {
		return avrr.Budget{}, fmt.Errorf("set budget: %w", classify(err))
	}
	if b.Drawn.Promised > amount {
		return b.budget(drawn{}), fmt.Errorf("set budget: %w: more is promised", ErrCheck)
	}
	if err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&b).Error; err != nil {
		return avrr.Budget{}, fmt.Errorf("set budget: %w", classify(err))
	}
	return b.budget(drawn{}), nil
}

// Budgets answers every budget, by programme and funding; there are some dozens of them.
func (r *Reader) Budgets() ([]avrr.Budget, error) {
	var rows []budgetRow
	if err := r.db.Order("programme, funding").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("budgets: %w", classify(err))
	}
	all := make([]avrr.Budget, len(rows))
	for i, b := range rows {
		all[i] = b.budget(drawn{})
	}
	return all, nil
}
