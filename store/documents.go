package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// What a document is worth today.
const (
	DocumentCurrent    = "current"
	DocumentSuperseded = "superseded" // a newer version was issued
	DocumentWithdrawn  = "withdrawn"
)

// tokenDocumentCode is the kind of the keyed token a document is found by; the code itself is only kept sealed.
const tokenDocumentCode = "document-code"

// A Document is the register entry of one issued paper.
type Document struct {
	ID            string  `gorm:"primaryKey"`
	Subject       Subject `gorm:"embedded"`
	Member        string  // empty when it is about everybody
	About         string  // what in particular, such as a payment; empty for most kinds
	Kind          string
	Language      string
	Number        string // unique, printed on it
	Version       int    // from 1, counted over the languages of (subject, kind, member, about)
	Code          string `gorm:"-"`             // sealed; what the verification page is asked with
	SHA256        []byte `gorm:"column:sha256"` // of File
	Status        string // set by the store
	IssuedAt      time.Time
	ValidUntil    *time.Time // nil when it does not end by itself
	ChangedAt     time.Time  // when Status last changed; set by the store
	Seq           int        // the event it was issued by
	Substitutions int        // characters its fonts could not show
	File          []byte     `gorm:"-"` // sealed; nil unless asked for with DocumentFile
}

type documentRow struct {
	Document   Document `gorm:"embedded"`
	CodeToken  []byte
	SealedCode []byte `gorm:"column:code"`
	SealedFile []byte `gorm:"column:file"`
}

func (documentRow) TableName() string { return "documents" }

func (d Document) cell(column string) cell {
	return cell{d.Subject, CompartmentCase, "documents", column, d.ID}
}

// InsertDocument registers a paper as the current one. The one that was current for the same subject, kind, member,
// thing and language becomes superseded. It answers ErrDuplicate, and changes nothing, when the number, the code or the version is taken.
func (tx *Tx) InsertDocument(d Document) error {
	d.ChangedAt = tx.store.now()
	d.Status = DocumentSuperseded // until it is in: only one may be current, and a paper that is taken must not end the former
	row := documentRow{Document: d, CodeToken: tx.store.sealer.Token(tokenDocumentCode, d.Code)}
	var err error
	if row.SealedCode, err = tx.seal(d.cell("code"), []byte(d.Code)); err != nil {
		return fmt.Errorf("insert document: %w", err)
	}
	if row.SealedFile, err = tx.seal(d.cell("file"), orEmpty(d.File)); err != nil {
		return fmt.Errorf("insert document: %w", err)
	}
	if err := exactlyOne(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row), ErrDuplicate); err != nil {
		return fmt.Errorf("insert document: %w", err)
	}
	former := tx.db.Where("subject_kind = ? AND subject_id = ? AND kind = ? AND member = ? AND about = ? AND language = ?",
		d.Subject.Kind, d.Subject.ID, d.Kind, d.Member, d.About, d.Language)
	if _, err := tx.changeDocuments(former, DocumentSuperseded); err != nil {
		return fmt.Errorf("insert document: %w", err)
	}
	done := tx.db.Model(&documentRow{}).Where("id = ?", d.ID).Update("status", DocumentCurrent)
	if err := exactlyOne(done, ErrStale); err != nil {
		return fmt.Errorf("insert document: %w", err)
	}
	return nil
}

// Documents answers the register entries of a subject, without files, newest first.
func (r *Reader) Documents(of Subject) ([]Document, error) {
	var rows []documentRow
	if err := r.db.Omit("file").Where("subject_kind = ? AND subject_id = ?", of.Kind, of.ID).Order("issued_at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("documents: %w", classify(err))
	}
	all := make([]Document, len(rows))
	for i, row := range rows {
		var err error
		if all[i], err = r.openDocument(row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Document answers the register entry of that id, without its file.
func (r *Reader) Document(id string) (Document, error) {
	return r.oneDocument(r.db.Omit("file").Where("id = ?", id))
}

// DocumentFile answers the register entry of that id with its file.
func (r *Reader) DocumentFile(id string) (Document, error) {
	return r.oneDocument(r.db.Where("id = ?", id))
}

// DocumentByCode answers the register entry with that verification code, without its file and without opening anything
// sealed: a stranger may be asking, and the answer outlives the case's key.
func (r *Reader) DocumentByCode(code string) (Document, error) {
	var row documentRow
	err := r.db.Omit("file", "code").Where("code_token = ?", r.store.sealer.Token(tokenDocumentCode, code)).Take(&row).Error
	if err != nil {
		return Document{}, fmt.Errorf("document by code: %w", classify(err))
	}
	row.Document.Code = code
	return row.Document, nil
}

func (r *Reader) oneDocument(query *gorm.DB) (Document, error) {
	var row documentRow
	if err := query.Take(&row).Error; err != nil {
		return Document{}, fmt.Errorf("document: %w", classify(err))
	}
	return r.openDocument(row)
}

func (r *Reader) openDocument(row documentRow) (Document, error) {
	d := row.Document
	code, err := r.open(d.cell("code"), row.SealedCode)
	if err != nil {
		return Document{}, err
	}
	d.Code = string(code)
	d.File, err = r.open(d.cell("file"), row.SealedFile)
	return d, err
}

// changeDocuments moves the current papers of which to another status.
func (tx *Tx) changeDocuments(which *gorm.DB, status string) (int, error) {
	n, err := affected(which.Model(&documentRow{}).Where("status = ?", DocumentCurrent).
		Updates(map[string]any{"status": status, "changed_at": tx.store.now()}))
	return int(n), err
}
