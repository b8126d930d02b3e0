package api

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
)

// A typedZone is a machine-readable zone as somebody typed it off a document.
type typedZone struct {
	MRZ []string `json:"mrz" schema:"min=2,max=3" doc:"The lines, from the top."`
}

// A ZoneReading is what a typed zone says, and as much of a travel document as it fills.
type ZoneReading struct {
	Zone     avrr.MRZ            `json:"zone"`
	Document avrr.TravelDocument `json:"document"`
}

// readZone reads a machine-readable zone. Nothing of it is kept.
func (d *desk) readZone(c *gin.Context) error {
	raw, err := body(c)
	if err != nil {
		return err
	}
	typed, err := avrr.DecodeAs[typedZone](raw)
	if err != nil {
		return err
	}
	zone, err := avrr.ReadMRZ(typed.MRZ, avrr.DateOf(time.Now().UTC()))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, ZoneReading{zone, zone.Document()})
	return nil
}

// readItinerary reads the flights of a pasted text. Nothing of it is kept.
func (d *desk) readItinerary(c *gin.Context) error {
	raw, err := body(c)
	if err != nil {
		return err
	}
	pasted, err := avrr.DecodeAs[avrr.PastedItinerary](raw)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, avrr.ReadItinerary(pasted))
	return nil
}
