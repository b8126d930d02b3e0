package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"homeward/access"
	"homeward/avrr"
)

type instruments struct {
	Instruments []*avrr.Instrument `json:"instruments"`
	NextCursor  *string            `json:"next_cursor"`
}

func (d *desk) surveys(c *gin.Context) error {
	view, err := d.Desk.Surveys(c.Request.Context(), whoAsks(c), c.Param("reference"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, view)
	return nil
}

func (d *desk) instruments(c *gin.Context) error {
	if err := access.May(whoAsks(c).Actor, access.SeeProgrammes, nil); err != nil {
		return err
	}
	all, err := d.Desk.Instruments(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, instruments{Instruments: all})
	return nil
}
