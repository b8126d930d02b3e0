package activities

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"homeward/avrr"
	"homeward/store"
)

// A caseFile is one case, locked and folded to its head, with what is to be written about it.
type caseFile struct {
	a   *Activities
	tx  *store.Tx
	c   *avrr.Case
	p   *avrr.Programme
	now time.Time

	written  bool
	decides  bool                   // a plan is decided: no budget may be exceeded by it
	imported bool                   // what is recorded was told from a file
	withdrew map[string]avrr.Date   // when each holder had last withdrawn
	passages []avrr.Event           // voided, and to be taken back on their movements
	papers   map[string]string      // status by number, as the register has it
	notices  map[string]toldOf      // by id
	seats    int                    // how many seats were being given back
	steps    []store.InstalmentStep // which of its instalments were released and paid
	index    []store.IndexToken
	people   []store.IndexToken
}

// openFile locks a case. What its family was promised may count for it, so its family is locked with it, all in the order of their ids.
func (a *Activities) openFile(tx *store.Tx, id string) (*caseFile, error) {
	row, err := tx.Case(id)
	if err != nil {
		return nil, err
	}
	links, err := store.LinksOf(row)
	if err != nil {
		return nil, err
	}
	family, err := tx.FamilyOf(id, links)
	if err != nil {
		return nil, err
	}
	rows, err := tx.LockCases(append(family, id))
	if err != nil {
		return nil, err
	}
	return a.file(tx, rows[slices.IndexFunc(rows, func(r store.Case) bool { return r.ID == id })])
}

func (a *Activities) file(tx *store.Tx, row store.Case) (*caseFile, error) {
	p, err := a.programme(tx.Reader, row.Programme, row.ProgrammeVersion)
	if err != nil {
		return nil, err
	}
	c, err := tx.Folded(row, p)
	if err != nil {
		return nil, err
	}
	f := &caseFile{a: a, tx: tx, c: c, p: p, now: a.Clock().UTC().Truncate(time.Microsecond)}
	f.remember()
	return f, nil
}

// remember notes how the world outside the case stands, so that save can tell what changed.
func (f *caseFile) remember() {
	f.papers = statuses(f.c.Papers)
	f.rememberNotices()
	f.seats = len(f.leaving())
	f.steps = store.StepsOf(f.c)
	f.withdrew = maps.Clone(f.c.Withdrew)
	f.index, f.people = f.tx.IndexTokens(f.c), f.tx.PeopleTokens(f.c)
}

func (f *caseFile) judging(actor avrr.Actor) avrr.Judging {
	return avrr.Judging{CarrierAnswers: f.a.Carrier != nil, BankAnswers: f.a.Bank != nil, Case: f.c, Programme: f.p, Actor: actor, Now: f.now, Assess: f.assess, Staff: f.tx.Staff, Named: f.named, History: f.history, Family: f.family, Budgets: f.budgets, FileOf: f.fileOf,
		Earlier: f.earlier}
}

// append writes one event at the head of the log.
func (f *caseFile) append(e avrr.Event) error {
	if err := orRefolded(f.c.Append(f.p, &e), func() error { return f.refold(&e) }); err != nil {
		return err
	}
	f.written = true
	if err := f.tx.Write(store.CaseSubject(f.c.ID), e); err != nil {
		return err
	}
	return f.tx.Audit(store.AuditRow{At: f.now, Actor: e.Actor.ID, Verb: "record", SubjectKind: store.KindCase, SubjectID: f.c.ID, CaseID: f.c.ID,
		Detail: fmt.Sprintf("event %d", e.Seq)}) // which action it was would tell which cases are restricted
}

// named answers what colleagues call an account's holder.
func (f *caseFile) named(account string) string {
	a, err := f.tx.Account(account)
	if err != nil {
		f.a.Logger.Warn("who did something cannot be named", "account", account, "cause", err)
		return ""
	}
	return a.DisplayName
}

// earlier counts the cases a member is probably in, too. Restricted ones are left out: the count is read by whoever reads the decision.
func (f *caseFile) earlier(m *avrr.Member) (int, error) {
	matches, err := f.tx.Likely(f.c, []string{store.AudienceStaff}, m)
	return len(matches), err
}

func (f *caseFile) history() ([]avrr.Event, error) { return f.tx.History(store.CaseSubject(f.c.ID)) }

// family answers the family's other cases, locked: what they were promised counts for this one, too.
func (f *caseFile) family() ([]*avrr.Case, error) {
	ids, err := f.tx.FamilyOf(f.c.ID, f.c.Links)
	if err != nil {
		return nil, err
	}
	rows, err := f.tx.LockCases(ids)
	if err != nil {
		return nil, err
	}
	var family []*avrr.Case
	for _, row := range rows {
		c, err := f.tx.Folded(row, f.p) // a family keeps the programme it was opened under
		if err != nil {
			return nil, err
		}
		family = append(family, c)
	}
	return family, nil
}

// budgets answers what the case draws on, locked: nobody else is promised of it meanwhile.
func (f *caseFile) budgets() ([]avrr.Budget, error) { return f.tx.LockBudgetsOf(f.c, f.p.Currency) }

// fileOf answers in which batch the bank has an order, which is locked: it gets into none meanwhile.
func (f *caseFile) fileOf(order string) (string, error) {
	number, err := f.tx.LockFileOf(order)
	return avrr.BatchName(number), err
}

// save moves the read model forward and writes down what others are to carry out.
func (f *caseFile) save() error {
	if !f.written {
		return nil
	}
	row, err := store.RowOf(f.c, f.p)
	if err != nil {
		return err
	}
	if err := f.tx.SaveCase(row); err != nil {
		return err
	}
	if err := f.tx.DrawOnBudgets(f.c, f.p.Currency, f.decides); err != nil {
		return err
	}
	tasks, err := store.TaskRowsOf(f.c, f.p)
	if err != nil {
		return err
	}
	if err := f.tx.ReplaceTasks(f.c.ID, tasks); err != nil {
		return err
	}
	if err := f.tx.ReplaceVisits(f.c.ID, store.VisitRowsOf(f.c)); err != nil {
		return err
	}
	if err := f.tx.NoteFigures(f.c, f.p.Currency); err != nil {
		return err
	}
	if err := f.moveMoney(); err != nil {
		return err
	}
	if err := f.tx.KeepPaymentOrders(f.c.ID, store.PaymentOrdersOf(f.c)); err != nil {
		return err
	}
	if err := f.findable(); err != nil {
		return err
	}
	if err := orderPapers(f.tx, store.CaseSubject(f.c.ID), f.c.Seq, f.c.Papers, f.papers); err != nil {
		return err
	}
	if err := f.orderMessages(); err != nil {
		return err
	}
	if err := f.giveSeatsBack(); err != nil {
		return err
	}
	if err := f.voidPassages(); err != nil {
		return err
	}
	return f.passOnWithdrawals()
}

// findable lets the case be found by the names and numbers it has now, and has others looked for when the people in it have changed.
func (f *caseFile) findable() error {
	index := f.tx.IndexTokens(f.c)
	if reflect.DeepEqual(index, f.index) {
		return nil
	}
	if err := f.tx.SetIndexTokens(f.c.ID, index); err != nil {
		return err
	}
	if reflect.DeepEqual(f.tx.PeopleTokens(f.c), f.people) {
		return nil
	}
	return f.tx.PutOutbox(store.OutboxRow{Subject: store.CaseSubject(f.c.ID), Seq: f.c.Seq, Kind: store.OutboxAlike})
}

// ownKey is what giving seats back is submitted under. The space in it keeps it apart from clients' keys, which have none.
const ownKey = "seats of case/%s#%d"

// giveSeatsBack asks the movement, by a submission like any other, to release who will not travel.
func (f *caseFile) giveSeatsBack() error {
	leaving := f.leaving()
	if len(leaving) == 0 || len(leaving) == f.seats {
		return nil
	}
	body, err := json.Marshal(avrr.ReleasePassengers{Members: leaving, Gone: f.c.Gone(leaving), Reason: "withdrawn"})
	if err != nil {
		return fmt.Errorf("give seats back: %w", err)
	}
	id, err := ulid.New(ulid.Timestamp(f.now), rand.Reader)
	if err != nil {
		return fmt.Errorf("give seats back: %w", err)
	}
	return f.tx.InsertSubmission(store.Submission{ID: id.String(), Subject: store.MovementSubject(f.c.Booking.Movement), CaseID: f.c.ID,
		Action: "release-passengers", Actor: avrr.SystemActor, IdempotencyKey: fmt.Sprintf(ownKey, f.c.ID, f.c.Seq),
		Fingerprint: []byte{}, Body: body, ReceivedAt: f.now, Urgent: true, Imported: f.imported})
}

// leaving answers whose seats the movement is still to give back.
func (f *caseFile) leaving() []string {
	b := f.c.Booking
	switch {
	case b == nil:
		return nil
	case b.Status == avrr.Releasing:
		return b.Members
	}
	return b.Leaving
}
