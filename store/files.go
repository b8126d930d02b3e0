package store

import (
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm/clause"
)

// What has become of an uploaded file.
const (
	FileKept    = "kept"
	FileDropped = "dropped" // the request that brought it was refused: its content is gone
)

// A File is something uploaded to a case. What it is, whom it is about and what its owner called it are sealed with it.
type File struct {
	ID         string `gorm:"primaryKey"` // a ULID
	CaseID     string
	State      string // set by the store
	UploadedBy string // account id
	UploadedAt time.Time
	FileFacts  `gorm:"-"`
	SHA256     []byte `gorm:"-"` // of Content
	Content    []byte `gorm:"-"` // nil unless asked for with FileContent
}

// FileFacts is what is known of a file without opening it.
type FileFacts struct {
	Kind        string `json:"kind"`
	Member      string `json:"member,omitempty"` // empty when it is about the whole case
	Name        string `json:"name"`             // as it was uploaded
	ContentType string `json:"content_type"`
	Size        int    `json:"size"` // of the content, in bytes
}

type fileRow struct {
	File           File   `gorm:"embedded"`
	SealedMetadata []byte `gorm:"column:metadata"`
	SealedSHA256   []byte `gorm:"column:sha256"`
	SealedContent  []byte `gorm:"column:content"`
}

func (fileRow) TableName() string { return "files" }

func (f File) cell(column string) cell {
	return cell{CaseSubject(f.CaseID), CompartmentCase, "files", column, f.ID}
}

// InsertFile keeps an uploaded file. It answers ErrDuplicate when the id is taken.
func (tx *Tx) InsertFile(f File) error {
	f.State = FileKept
	facts, err := json.Marshal(f.FileFacts)
	if err != nil {
		return fmt.Errorf("insert file: %w", err)
	}
	row := fileRow{File: f}
	for _, c := range []struct {
		name   string
		plain  []byte
		sealed *[]byte
	}{
		{"metadata", facts, &row.SealedMetadata},
		{"sha256", orEmpty(f.SHA256), &row.SealedSHA256},
		{"content", orEmpty(f.Content), &row.SealedContent},
	} {
		if *c.sealed, err = tx.seal(f.cell(c.name), c.plain); err != nil {
			return fmt.Errorf("insert file: %w", err)
		}
	}
	if err := exactlyOne(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row), ErrDuplicate); err != nil {
		return fmt.Errorf("insert file %s: %w", f.ID, err)
	}
	return nil
}

// DropFile destroys the content of a file. Dropping it again changes nothing.
func (tx *Tx) DropFile(id string) error {
	var row fileRow
	if err := tx.db.Omit("content").Where("id = ?", id).Take(&row).Error; err != nil {
		return fmt.Errorf("drop file: %w", classify(err))
	}
	nothing, err := tx.seal(row.File.cell("content"), []byte{})
	if err != nil {
		return fmt.Errorf("drop file: %w", err)
	}
	done := tx.db.Model(&fileRow{}).Where("id = ?", id).Updates(map[string]any{"state": FileDropped, "content": nothing})
	if err := exactlyOne(done, ErrNotFound); err != nil {
		return fmt.Errorf("drop file %s: %w", id, err)
	}
	return nil
}

// FileRoom answers how many files of a case are kept and the bytes they take. Both databases know the length of a value
// without reading it.
func (r *Reader) FileRoom(caseID string) (count int, size int64, err error) {
	var room struct {
		Count int
		Size  int64
	}
	err = r.db.Model(&fileRow{}).Select("COUNT(*) AS count, COALESCE(SUM(LENGTH(content)), 0) AS size").
		Where("case_id = ? AND state = ?", caseID, FileKept).Scan(&room).Error
	if err != nil {
		return 0, 0, fmt.Errorf("room for files: %w", classify(err))
	}
	return room.Count, room.Size, nil
}

// Files answers the files a case keeps, without their content, the newest first.
func (r *Reader) Files(caseID string) ([]File, error) {
	var rows []fileRow
	err := r.db.Omit("content").Where("case_id = ? AND state = ?", caseID, FileKept).Order("uploaded_at DESC, id DESC").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("files: %w", classify(err))
	}
	all := make([]File, len(rows))
	for i, row := range rows {
		if all[i], err = r.openFile(row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// FileContent answers a kept file with its content.
func (r *Reader) FileContent(id string) (File, error) {
	var row fileRow
	if err := r.db.Where("id = ? AND state = ?", id, FileKept).Take(&row).Error; err != nil {
		return File{}, fmt.Errorf("file: %w", classify(err))
	}
	f, err := r.openFile(row)
	if err != nil {
		return File{}, err
	}
	f.Content, err = r.open(f.cell("content"), row.SealedContent)
	return f, err
}

// File answers a kept file without its content.
func (r *Reader) File(id string) (File, error) {
	var row fileRow
	if err := r.db.Omit("content").Where("id = ? AND state = ?", id, FileKept).Take(&row).Error; err != nil {
		return File{}, fmt.Errorf("file: %w", classify(err))
	}
	return r.openFile(row)
}

func (r *Reader) openFile(row fileRow) (File, error) {
	f := row.File
	facts, err := r.open(f.cell("metadata"), row.SealedMetadata)
	if err != nil {
		return File{}, err
	}
	if err := json.Unmarshal(facts, &f.FileFacts); err != nil {
		return File{}, fmt.Errorf("file %s: read what is known of it: %w", f.ID, err)
	}
	f.SHA256, err = r.open(f.cell("sha256"), row.SealedSHA256)
	return f, err
}
