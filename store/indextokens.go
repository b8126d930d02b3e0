package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"homeward/avrr"
)

// Kinds of index tokens.
const (
	IndexName     = "name"
	IndexSound    = "sound"   // how a part of a name sounds
	IndexScript   = "script"  // the consonants of a part of a name, from one script to another
	IndexInitial  = "initial" // the first letter of a part of a name, beside another part
	IndexDocument = "document"
	IndexPhone    = "phone"    // the last digits of a number
	IndexBooking  = "booking"  // a record locator or the number of a ticket
	IndexOfficer  = "officer"  // account id of somebody who holds a duty of the case, protection excepted
	IndexYoungest = "youngest" // the last month the youngest member can have been born in
	IndexPerson   = "person"   // a part of a member's name with a year the member may be born in; for Likely, nobody types it
)

// An IndexToken lets a case be found by something that is only kept sealed: Token is keyed, for one audience.
type IndexToken struct {
	CaseID string `gorm:"primaryKey"`
	Kind   string `gorm:"primaryKey"` // one of the above
	Token  []byte `gorm:"primaryKey"`
}

// Audiences a case is found by, beside the accounts that hold one of its duties, which are audiences of their own. Whom a
// restricted case does not show its names must not find it by one: a hit alone would tell that this person is in it.
const (
	AudienceStaff      = ""           // of a case that is not restricted: everybody who works on cases
	AudienceProtection = "protection" // of a restricted one: who may see the names of every case
)

// Audiences answers who finds a case by what is indexed of it. There are as many of a restricted case as of another, so that
// the number of its tokens does not give it away.
func Audiences(c *avrr.Case) []string {
	first := AudienceStaff
	if c.Restricted {
		first = AudienceProtection
	}
	return append([]string{first}, holders(c)...)
}

// holders are the accounts that hold a duty of the case, in a fixed order. Who protects somebody in it is left out: one row more
// would tell that somebody does, and protection finds every case.
func holders(c *avrr.Case) (accounts []string) {
	for duty, account := range c.Officers {
		if duty != avrr.ProtectionDuty && account != "" {
			accounts = append(accounts, account)
		}
	}
	slices.Sort(accounts)
	return slices.Compact(accounts)
}

// forAudience keys a token once more, so that tokens of two audiences have nothing in common that the table shows.
func (r *Reader) forAudience(audience string, token []byte) []byte {
	if audience == AudienceStaff {
		return token
	}
	return r.store.sealer.Token("index for "+audience, string(token))
}

func (r *Reader) forAudiences(audiences []string, token []byte) [][]byte {
	tokens := make([][]byte, len(audiences))
	for i, audience := range audiences {
		tokens[i] = r.forAudience(audience, token)
	}
	return tokens
}

// IndexTokens answers what a case is to be found by, in a fixed order: the names and document numbers of its members, the
// contact's number and the booking for each of its audiences, and who looks after it.
func (r *Reader) IndexTokens(c *avrr.Case) []IndexToken {
	audiences := Audiences(c)
	tokens := r.peopleTokens(c, audiences)
	for _, number := range bookingNumbers(c) {
		for _, token := range r.forAudiences(audiences, r.store.sealer.Token(IndexBooking, number)) {
			tokens = append(tokens, IndexToken{Kind: IndexBooking, Token: token})
		}
	}
	if youngest := youngestOf(c.Members); youngest != nil {
		for _, token := range r.forAudiences(audiences, r.store.sealer.Token(IndexYoungest, youngest.LatestMonth())) {
			tokens = append(tokens, IndexToken{Kind: IndexYoungest, Token: token})
		}
	}
	for _, account := range holders(c) {
		tokens = append(tokens, IndexToken{Kind: IndexOfficer, Token: r.store.sealer.Token(IndexOfficer, account)})
	}
	return tokens
}

// PeopleTokens are what the people of a case are known by, whoever may find it: they change when the people do, and not because a
// case is restricted or given to somebody.
func (r *Reader) PeopleTokens(c *avrr.Case) []IndexToken {
	return r.peopleTokens(c, []string{AudienceStaff})
}

func (r *Reader) peopleTokens(c *avrr.Case, audiences []string) []IndexToken {
	var tokens []IndexToken
	add := func(kind string, values ...[]byte) {
		for _, v := range values {
			for _, token := range r.forAudiences(audiences, v) {
				tokens = append(tokens, IndexToken{Kind: kind, Token: token})
			}
		}
	}
	keyed := r.store.sealer
	for _, m := range c.Members {
		parts := keyed.NameTokens(m.FamilyName, m.GivenNames, m.OriginalScript)
		add(IndexName, parts...)
		alike := keyed.AlikeTokens(m.FamilyName, m.GivenNames, m.OriginalScript)
		for _, kind := range slices.Sorted(maps.Keys(alike)) {
			add(kind, alike[kind]...)
		}
		for _, year := range birthYears(m.Birth) {
			add(IndexPerson, r.personTokens(parts, year)...)
		}
		for _, number := range documentNumbers(m) {
			add(IndexDocument, keyed.Token(IndexDocument, number))
		}
	}
	if c.Contact != nil {
		for _, tail := range avrr.PhoneKeys(c.Contact.Value) {
			add(IndexPhone, keyed.Token(IndexPhone, tail))
		}
	}
	return tokens
}

// bookingNumbers are what a carrier knows the journey by that the case is on.
func bookingNumbers(c *avrr.Case) (numbers []string) {
	if c.Booking == nil || c.Booking.Locator == "" {
		return nil
	}
	numbers = append(numbers, NumberKey(c.Booking.Locator))
	for _, m := range c.Members {
		if m.Ticket != "" {
			numbers = append(numbers, NumberKey(m.Ticket))
		}
	}
	return numbers
}

// NumberKey is how the number of a document, of a ticket or of a booking is looked for, however it is spaced and written.
func NumberKey(number string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -./\u00a0", r) {
			return -1
		}
		return r
	}, strings.ToUpper(number))
}

// SetIndexTokens makes tokens all that a case is found by; none of them for a case whose data was erased. Tokens may
// repeat; their CaseID is ignored.
func (tx *Tx) SetIndexTokens(caseID string, tokens []IndexToken) error {
	var stored []IndexToken
	if err := tx.db.Where("case_id = ?", caseID).Find(&stored).Error; err != nil {
		return fmt.Errorf("set index tokens: %w", classify(err))
	}
	var gone [][]byte
	for _, old := range stored {
		if !slices.ContainsFunc(tokens, old.same) {
			gone = append(gone, old.Token) // a token's kind is keyed into it
		}
	}
	if len(gone) > 0 {
		if err := tx.db.Where("case_id = ? AND token IN ?", caseID, gone).Delete(&IndexToken{}).Error; err != nil {
			return fmt.Errorf("set index tokens: %w", classify(err))
		}
	}
	var added []IndexToken
	for _, t := range tokens {
		if t.CaseID = caseID; !slices.ContainsFunc(stored, t.same) && !slices.ContainsFunc(added, t.same) {
			added = append(added, t)
		}
	}
	if len(added) > 0 {
		if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&added, tokensAtOnce).Error; err != nil {
			return fmt.Errorf("set index tokens: %w", classify(err))
		}
	}
	return nil
}

// tokensAtOnce bounds the values of one statement, far below what either database takes.
const tokensAtOnce = 1000

func (t IndexToken) same(o IndexToken) bool { return t.Kind == o.Kind && bytes.Equal(t.Token, o.Token) }
