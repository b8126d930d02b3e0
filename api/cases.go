package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/casework"
)

// An Accepted says that a request is kept and will be carried out; StatusURL tells when it has been.
type Accepted struct {
	Status     string `json:"status" doc:"waiting"`
	StatusURL  string `json:"status_url"`
	Reference  string `json:"reference,omitempty" doc:"Of the case it was made on."`
	Movement   string `json:"movement,omitempty" doc:"The id of the movement it was made on."`
	Submission string `json:"submission"`
	File       string `json:"file,omitempty" doc:"The id of the file that was uploaded."`
}

// A Settled is a submission that was recorded, with the case, or the movement, as it then was.
type Settled struct {
	Status   string                 `json:"status" doc:"recorded"`
	Case     *casework.CaseView     `json:"case,omitempty"`
	Movement *casework.MovementView `json:"movement,omitempty"`
}

// open opens a case.
func (d *desk) open(c *gin.Context) error {
	req, err := request(c)
	if err != nil {
		return err
	}
	answer, err := d.Desk.Open(c.Request.Context(), whoAsks(c), req)
	return tell(c, answer, err)
}

// perform carries out an action on a case.
func (d *desk) perform(c *gin.Context) error {
	return act(c, c.Param("reference"), d.Desk.Perform)
}

// act has somebody carry out the action of the address on a case or on a movement.
func act(c *gin.Context, on string, perform func(context.Context, access.Person, string, casework.Request) (casework.Answer, error)) error {
	req, err := request(c)
	if err != nil {
		return err
	}
	req.Action = c.Param("action")
	if req.Seen, err = seen(c); err != nil {
		return err
	}
	answer, err := perform(c.Request.Context(), whoAsks(c), on, req)
	return tell(c, answer, err)
}

func request(c *gin.Context) (casework.Request, error) {
	key, err := idempotencyKey(c)
	if err != nil {
		return casework.Request{}, err
	}
	given, err := body(c)
	return casework.Request{Body: given, Key: key}, err
}

// tell answers what became of a request: the case as it now is, or where to ask for it.
func tell(c *gin.Context, answer casework.Answer, err error) error {
	if answer.Replayed {
		c.Header("Idempotency-Replayed", "true")
	}
	if err != nil {
		return err
	}
	if answer.Waiting {
		wait(c, answer, "")
		return nil
	}
	status := http.StatusOK
	if answer.Opened {
		status = http.StatusCreated
		c.Header("Location", madeAt(answer))
	}
	return tellCase(c, status, answer.Body, answer.Body)
}

// madeAt is where what a request opened is answered.
func madeAt(answer casework.Answer) string {
	if answer.Movement != "" {
		return casework.MovementURL(answer.Movement)
	}
	return casework.CaseURL(answer.Reference)
}

func wait(c *gin.Context, answer casework.Answer, file string) {
	status := casework.StatusURL(answer.Submission)
	c.Header("Location", status)
	c.Header("Retry-After", retryAfter)
	c.JSON(http.StatusAccepted, Accepted{Status: "waiting", StatusURL: status, Reference: answer.Reference, Movement: answer.Movement, Submission: answer.Submission, File: file})
}

// tellCase answers with a case or a movement that is kept as it was answered first, under its version.
func tellCase(c *gin.Context, status int, body any, kept json.RawMessage) error {
	var is struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(kept, &is); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	c.Header("ETag", etag(is.Version))
	c.JSON(status, body)
	return nil
}

// submission answers what became of a request that had to wait.
func (d *desk) submission(c *gin.Context) error {
	answer, err := d.Desk.Submission(c.Request.Context(), whoAsks(c), c.Param("submission"))
	if err != nil {
		return err
	}
	if answer.Waiting {
		wait(c, answer, "")
		return nil
	}
	of := "case"
	if answer.Movement != "" {
		of = "movement"
	}
	recorded := map[string]any{"status": "recorded", of: answer.Body}
	return tellCase(c, http.StatusOK, recorded, answer.Body)
}
