package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// Kinds of index tokens.
const (
	IndexName     = "name"
	IndexDocument = "document"
	IndexPhone    = "phone"
	IndexOfficer  = "officer" // account id of somebody who holds a duty of the case, protection excepted
)

// An IndexToken lets a case be found by something that is only kept sealed: Token is keyed.
type IndexToken struct {
	CaseID string `gorm:"primaryKey"`
	Kind   string `gorm:"primaryKey"` // one of the above
	Token  []byte `gorm:"primaryKey"`
}

// IndexTokens answers what a case is to be found by: the names and document numbers of its members, the contact's number, and
// who looks after it. Who protects somebody in it is left out: one row more would tell that somebody does.
func (r *Reader) IndexTokens(c *avrr.Case) []IndexToken {
	var tokens []IndexToken
	add := func(kind string, values ...[]byte) {
		for _, v := range values {
			tokens = append(tokens, IndexToken{Kind: kind, Token: v})
		}
	}
	keyed := r.store.sealer
	for _, m := range c.Members {
		add(IndexName, keyed.NameTokens(m.FamilyName, m.GivenNames, m.OriginalScript)...)
		for _, d := range m.Papers {
			if d.Number != "" {
				add(IndexDocument, keyed.Token(IndexDocument, d.Number))
			}
		}
	}
	if c.Contact != nil {
		add(IndexPhone, keyed.Token(IndexPhone, avrr.PhoneKey(c.Contact.Value)))
	}
	for _, duty := range slices.Sorted(maps.Keys(c.Officers)) {
		if duty != avrr.ProtectionDuty {
			add(IndexOfficer, keyed.Token(IndexOfficer, c.Officers[duty]))
		}
	}
	return tokens
}

// SetIndexTokens makes tokens all that a case is found by; none of them for a case whose data was erased. Tokens may
// repeat; their CaseID is ignored.
func (tx *Tx) SetIndexTokens(caseID string, tokens []IndexToken) error {
	var stored []IndexToken
	if err := tx.db.Where("case_id = ?", caseID).Find(&stored).Error; err != nil {
		return fmt.Errorf("set index tokens: %w", classify(err))
	}
	for _, old := range stored {
		if slices.ContainsFunc(tokens, old.same) {
			continue
		}
		if err := tx.db.Delete(&old).Error; err != nil {
			return fmt.Errorf("set index tokens: %w", classify(err))
		}
	}
	for _, t := range tokens {
		if slices.ContainsFunc(stored, t.same) {
			continue
		}
		t.CaseID = caseID
		if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&t).Error; err != nil {
			return fmt.Errorf("set index tokens: %w", classify(err))
		}
	}
	return nil
}

func (t IndexToken) same(o IndexToken) bool { return t.Kind == o.Kind && bytes.Equal(t.Token, o.Token) }

// CasesByToken answers the ids of the cases that have a token, in order, at most 100: how two cases of one person are
// noticed.
func (r *Reader) CasesByToken(kind string, token []byte) ([]string, error) {
	var ids []string
	err := r.db.Model(&IndexToken{}).Where("token = ? AND kind = ?", token, kind).Order("case_id").Limit(maxLimit).Pluck("case_id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("cases by token: %w", classify(err))
	}
	return ids, nil
}
