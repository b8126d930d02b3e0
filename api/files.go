package api

import (
	"mime"
	"net/http"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
	"homeward/casework"
	"homeward/casework/receiving"
)

// A files list names the uploaded files, or only says how many there are.
type files struct {
	Count      int                 `json:"count" doc:"How many there are, even where they are not shown."`
	Files      []casework.FileView `json:"files"`
	NextCursor *string             `json:"next_cursor"`
}

// formData is how browsers and programs send a file (RFC 7578).
const formData = "multipart/form-data"

// fileForm is the form a file is sent in.
func fileForm() avrr.Schema {
	record, _ := avrr.Find("record-file")
	fields := record.Schema(nil)["properties"].(avrr.Schema)
	return avrr.Schema{"type": "object", "additionalProperties": false, "required": []string{"kind", "file"}, "properties": avrr.Schema{
		"kind": fields["kind"], "member": fields["member"],
		"file": avrr.Schema{"type": "string", "format": "binary", "description": "A PDF, JPEG or PNG of at most 10 MB, with its name."},
	}}
}

func (d *desk) upload(c *gin.Context) error {
	key, err := idempotencyKey(c)
	if err != nil {
		return err
	}
	up, err := receiving.Receive(c.Writer, c.Request, "")
	if err != nil {
		return err
	}
	up.Key = key
	answer, file, err := d.Desk.Upload(c.Request.Context(), whoAsks(c), c.Param("reference"), up)
	if answer.Replayed {
		c.Header("Idempotency-Replayed", "true")
	}
	switch {
	case err != nil:
		return err
	case answer.Waiting:
		wait(c, answer, file.ID)
		return nil
	}
	c.Header("Location", file.Href)
	c.JSON(http.StatusCreated, file)
	return nil
}

func (d *desk) files(c *gin.Context) error {
	list, err := d.Desk.Files(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, files{Count: list.Count, Files: list.Files})
	return nil
}

// openFile answers a file to be saved, never shown beside our own pages.
func (d *desk) openFile(c *gin.Context) error {
	file, bytes, err := d.Desk.OpenFile(c.Request.Context(), whoAsks(c), c.Param("reference"), c.Param("file"))
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.DownloadName()}))
	c.Header("Content-Security-Policy", "sandbox; default-src 'none'")
	c.Data(http.StatusOK, file.ContentType, bytes)
	return nil
}
