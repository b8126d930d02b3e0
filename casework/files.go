package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework/content"
	"homeward/store"
)

// What one case may keep.
const (
	mostFiles     = 500
	mostFileBytes = 200 << 20
)

// recordFile is the action that tells the log of an uploaded file.
const recordFile = "record-file"

// An Upload is a file somebody wants kept with a case.
type Upload struct {
	Key     string // Idempotency-Key
	Kind    string // of the input of record-file
	Member  string // empty when it is about the whole case
	Name    string // as its owner called it
	Content []byte // at most content.Limit
}

// Upload keeps a file and has it recorded, as any action is: the answer may be that it waits. The bytes and the request stand in
// the store together or not at all.
func (d *Desk) Upload(ctx context.Context, who access.Person, reference string, up Upload) (Answer, FileView, error) {
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return Answer{}, FileView{}, err
	}
	if err := access.May(who.Actor, access.AddFile, f.c); err != nil {
		return Answer{}, FileView{}, err
	}
	if up.Name, err = fileName(up.Name); err != nil {
		return Answer{}, FileView{}, err
	}
	print, err := d.fingerprintOf(who, f, up)
	if err != nil {
		return Answer{}, FileView{}, err
	}
	answer, err := d.once(ctx, who, up.Key, print, func() (store.Submission, error) { return d.keep(ctx, who, f, up, print) })
	if err != nil {
		return answer, FileView{}, err
	}
	view, err := d.uploaded(ctx, f.row.Reference, answer.Submission)
	return answer, view, err
}

// uploaded answers the file a request brought, as it now stands.
func (d *Desk) uploaded(ctx context.Context, reference, submission string) (FileView, error) {
	r := d.Store.Read(ctx)
	s, err := r.Submission(submission)
	if err != nil {
		return FileView{}, err
	}
	f, err := d.fileOf(r, reference)
	if err != nil {
		return FileView{}, err
	}
	kept, err := d.keptFile(ctx, f, fileNamed(s.Body))
	if err != nil {
		return FileView{}, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return FileView{}, err
	}
	return f.fileView(kept, names), nil
}

func (d *Desk) fingerprintOf(who access.Person, f *file, up Upload) ([]byte, error) {
	sum := sha256.Sum256(up.Content)
	what, err := json.Marshal([]string{up.Kind, up.Member, up.Name, hex.EncodeToString(sum[:])})
	if err != nil {
		return nil, fmt.Errorf("upload: %w", err)
	}
	return d.fingerprint(who.ID, f.row.Reference, "upload", what), nil
}

// keep cleans a file, checks the request that records it, and makes both durable.
func (d *Desk) keep(ctx context.Context, who access.Person, f *file, up Upload, print []byte) (store.Submission, error) {
	a, _ := avrr.Find(recordFile)
	id, err := d.newID()
	if err != nil {
		return store.Submission{}, err
	}
	body, err := json.Marshal(avrr.RecordFile{File: id, Kind: up.Kind, Member: up.Member})
	if err != nil {
		return store.Submission{}, fmt.Errorf("upload: %w", err)
	}
	if err := d.check(ctx, f, who, a, body, nil); err != nil {
		return store.Submission{}, err
	}
	clean, contentType, err := content.Clean(up.Content)
	if err != nil {
		return store.Submission{}, err
	}
	s, err := d.submission(who, a, body, up.Key, print)
	if err != nil {
		return s, err
	}
	s.Subject, s.CaseID = store.CaseSubject(f.row.ID), f.row.ID
	sum := sha256.Sum256(clean)
	kept := store.File{ID: id, CaseID: f.row.ID, UploadedBy: who.ID, UploadedAt: s.ReceivedAt, SHA256: sum[:], Content: clean,
		FileFacts: store.FileFacts{Kind: up.Kind, Member: up.Member, Name: up.Name, ContentType: contentType, Size: len(clean)}}
	return s, d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := room(tx, kept); err != nil {
			return err
		}
		if err := tx.InsertFile(kept); err != nil {
			return err
		}
		if err := tx.Audit(fileRow(who, kept, "upload")); err != nil {
			return err
		}
		return d.take(tx, who, s)
	})
}

// room refuses a file the case has no room for. The case is locked: of two files that come at once the second is counted with
// the first.
func room(tx *store.Tx, f store.File) error {
	if _, err := tx.LockCase(f.CaseID); err != nil {
		return err
	}
	count, size, err := tx.FileRoom(f.CaseID)
	if err != nil {
		return err
	}
	if count >= mostFiles || size+int64(f.Size) > mostFileBytes {
		return avrr.Errorf(avrr.CodeRule, "This case keeps as many files as it can: %d files or 200 MB in all.", mostFiles)
	}
	return nil
}

func fileRow(who access.Person, f store.File, verb string) store.AuditRow {
	return store.AuditRow{Actor: who.ID, Verb: verb, Via: who.Via, SubjectKind: store.KindCase, SubjectID: f.CaseID, CaseID: f.CaseID, Detail: "file " + f.ID}
}

// fileNamed reads which file the body of a record-file names.
func fileNamed(body json.RawMessage) string {
	var in avrr.RecordFile
	if json.Unmarshal(body, &in) != nil {
		return ""
	}
	return in.File
}

// checkKept refuses to record a file that is not there.
func (d *Desk) checkKept(ctx context.Context, f *file, a *avrr.Action, body json.RawMessage) error {
	if a.Name != recordFile {
		return nil
	}
	_, err := d.keptFile(ctx, f, fileNamed(body))
	if avrr.ErrorCode(err) != avrr.CodeNotFound {
		return err
	}
	unknown := avrr.Blocked{Rule: "file-unknown", Text: "This case keeps no such file. Upload it; that records it, too.", Thing: "file"}
	return &avrr.Error{Code: avrr.CodeRule, Field: "/file", Message: unknown.Text, Blocks: []avrr.Blocked{unknown}}
}

// A FileView is one uploaded file, for those who may open it.
type FileView struct {
	ID          string    `json:"id"`
	Kind        string    `json:"kind"`
	Member      string    `json:"member,omitempty"`
	Name        string    `json:"name" doc:"As it was uploaded."`
	ContentType string    `json:"content_type"`
	Size        int       `json:"size" doc:"Of what is kept, in bytes."`
	SHA256      string    `json:"sha256" doc:"Of what is kept, in hexadecimal."`
	UploadedBy  string    `json:"uploaded_by"`
	UploadedAt  time.Time `json:"uploaded_at"`
	Status      string    `json:"status" doc:"recorded, or waiting to be."`
	Href        string    `json:"href"`
}

// What has become of an uploaded file.
const (
	FileRecorded = "recorded"
	FileWaiting  = "waiting"
)

// FileURL is where the API answers an uploaded file.
func FileURL(reference, id string) string { return CaseURL(reference) + "/files/" + id }

// A FileList is what somebody may know of the files of a case, the newest first.
type FileList struct {
	Count  int        // of all, even where they are not shown
	Files  []FileView // empty where personal data of the case is not shown
	MayAdd bool
}

// Files answers the files of a case. To whom personal data of the case is not shown, their number is all that is.
func (d *Desk) Files(ctx context.Context, who access.Person, reference string) (FileList, error) {
	f, err := d.read(ctx, who, reference, "files")
	if err != nil {
		return FileList{}, err
	}
	return d.files(ctx, d.Store.Read(ctx), f, who)
}

func (d *Desk) files(ctx context.Context, r *store.Reader, f *file, who access.Person) (FileList, error) {
	kept, err := r.Files(f.row.ID)
	if err != nil {
		return FileList{}, err
	}
	kept = slices.DeleteFunc(kept, func(k store.File) bool { return f.statusOf(k.ID) == "" })
	for _, recorded := range slices.Backward(f.c.Files) {
		if slices.ContainsFunc(kept, func(k store.File) bool { return k.ID == recorded.ID }) {
			continue
		}
		brought, err := r.File(recorded.ID) // by who moved here from a linked case
		if err != nil {
			return FileList{}, err
		}
		kept = append(kept, brought)
	}
	list := FileList{Count: len(kept), Files: []FileView{}, MayAdd: access.May(who.Actor, access.AddFile, f.c) == nil}
	if !access.SeesPersonal(who.Actor, f.c) {
		return list, nil
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return FileList{}, err
	}
	for _, k := range kept {
		list.Files = append(list.Files, f.fileView(k, names))
	}
	return list, nil
}

// OpenFile answers an uploaded file with its content. That it was opened stands in the audit before anything is shown.
func (d *Desk) OpenFile(ctx context.Context, who access.Person, reference, id string) (FileView, []byte, error) {
	f, err := d.fileOf(d.Store.Read(ctx), reference)
	if err != nil {
		return FileView{}, nil, err
	}
	if err := access.May(who.Actor, access.OpenFile, f.c); err != nil {
		return FileView{}, nil, err
	}
	kept, err := d.keptFile(ctx, f, id)
	if err != nil {
		return FileView{}, nil, err
	}
	if f.statusOf(id) == "" {
		return FileView{}, nil, errNoFile
	}
	if err := d.Store.InTx(ctx, func(tx *store.Tx) error { return tx.Audit(fileRow(who, kept, "open-file")) }); err != nil {
		return FileView{}, nil, err
	}
	if kept, err = d.Store.Read(ctx).FileContent(id); err != nil {
		return FileView{}, nil, err
	}
	names, err := d.Gate.Names(ctx)
	if err != nil {
		return FileView{}, nil, err
	}
	return f.fileView(kept, names), kept.Content, nil
}

// errNoFile is the one answer for a file that is not there, or is another case's.
var errNoFile = avrr.Errorf(avrr.CodeNotFound, "This case has no such file.")

// keptFile answers a file of the case without its content.
func (d *Desk) keptFile(ctx context.Context, f *file, id string) (store.File, error) {
	if _, err := ulid.ParseStrict(id); err != nil {
		return store.File{}, errNoFile
	}
	kept, err := d.Store.Read(ctx).File(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && kept.CaseID != f.row.ID && f.c.File(id) == nil { // one the log knows was brought along
		return store.File{}, errNoFile
	}
	return kept, err
}

// statusOf answers what the log knows of a file; empty when it is neither recorded nor waits to be, as after it was voided.
func (f *file) statusOf(id string) string {
	if f.c.File(id) != nil {
		return FileRecorded
	}
	for _, s := range f.waiting {
		if s.Action == recordFile && s.Status == store.SubmissionWaiting && fileNamed(s.Body) == id {
			return FileWaiting
		}
	}
	return ""
}

// fileView puts together what the store keeps of a file and what the log says of it.
func (f *file) fileView(kept store.File, names map[string]access.Name) FileView {
	v := FileView{ID: kept.ID, Kind: kept.Kind, Member: kept.Member, Name: kept.Name, ContentType: kept.ContentType, Size: kept.Size,
		SHA256: hex.EncodeToString(kept.SHA256), UploadedBy: display(names, kept.UploadedBy), UploadedAt: kept.UploadedAt,
		Status: f.statusOf(kept.ID), Href: FileURL(f.row.Reference, kept.ID)}
	if recorded := f.c.File(kept.ID); recorded != nil {
		v.Kind, v.Member = recorded.Kind, recorded.Member
	}
	return v
}
