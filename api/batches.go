package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
	"homeward/casework"
)

// batchPage is the parameter of the list of batches.
var batchPage = []parameter{{"cursor", "next_cursor of the page before.", avrr.Schema{"type": "string"}}}

// A batches list is what waits for a batch, and the batches there are.
type batches struct {
	casework.BatchList
	NextCursor *string `json:"next_cursor"`
}

const textCSV = "text/csv"

// bankFile is what a bank's answer file is described as.
var bankFile = avrr.Schema{"type": "string", "description": "CSV in UTF-8 with the columns " + strings.Join(avrr.BankFileColumns, ", ") + "."}

func (d *desk) batches(c *gin.Context) error {
	q := ask(c, batchPage)
	cursor := q.text("cursor")
	if q.err != nil {
		return q.err
	}
	list, err := d.Desk.Batches(c.Request.Context(), whoAsks(c), cursor)
	if err != nil {
		return err
	}
	answer := batches{BatchList: *list}
	if list.Next != "" {
		answer.NextCursor = &list.Next
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

// batch answers a batch, or its file where that is asked for.
func (d *desk) batch(c *gin.Context) error {
	name, asFile := strings.CutSuffix(c.Param("batch"), "."+casework.FormCSV)
	if asFile {
		file, err := d.Desk.BatchFile(c.Request.Context(), whoAsks(c), name)
		if err != nil {
			return err
		}
		return d.send(c, file)
	}
	batch, err := d.Desk.Batch(c.Request.Context(), whoAsks(c), name)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, batch)
	return nil
}

func (d *desk) makeBatch(c *gin.Context) error {
	req, err := request(c)
	if err != nil {
		return err
	}
	of, err := avrr.DecodeAs[casework.NewBatch](req.Body)
	if err != nil {
		return err
	}
	batch, replayed, err := d.Desk.MakeBatch(c.Request.Context(), whoAsks(c), req.Key, of)
	if err != nil {
		return err
	}
	if replayed {
		c.Header("Idempotency-Replayed", "true")
	}
	c.Header("Location", root+"/batches/"+batch.Batch)
	c.JSON(http.StatusCreated, batch)
	return nil
}

// sendBatch and cancelBatch are done once however often they are asked for, whatever the key.
func (d *desk) sendBatch(c *gin.Context) error { return d.settleBatch(c, d.Desk.SendBatch) }

func (d *desk) cancelBatch(c *gin.Context) error { return d.settleBatch(c, d.Desk.CancelBatch) }

func (d *desk) settleBatch(c *gin.Context, settle func(context.Context, access.Person, string) (*casework.WholeBatch, error)) error {
	if _, err := idempotencyKey(c); err != nil {
		return err
	}
	batch, err := settle(c.Request.Context(), whoAsks(c), c.Param("batch"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, batch)
	return nil
}

// bankAnswers records what the bank says of a batch, line by line.
func (d *desk) bankAnswers(c *gin.Context) error {
	if _, err := idempotencyKey(c); err != nil {
		return err
	}
	raw, _, err := sentFile(c, avrr.MostBankFile, textCSV)
	if err != nil {
		return err
	}
	answered, err := d.Desk.BankAnswers(c.Request.Context(), whoAsks(c), c.Param("batch"), raw)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, answered)
	return nil
}
