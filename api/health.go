package api

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// A Health says whether Homeward runs, and what is away while it does.
type Health struct {
	Status   string `json:"status" doc:"alive, ready or not_ready"`
	Degraded string `json:"degraded,omitempty" doc:"What is away: requests are kept, and carried out when it is back."`
}

// live answers as long as the process does.
func (d *desk) live(c *gin.Context) error {
	c.JSON(http.StatusOK, Health{Status: "alive"})
	return nil
}

// ready answers whether work can be done. Without Temporal it can: people read, and what they submit is kept.
func (d *desk) ready(c *gin.Context) error {
	is := d.Ready(c.Request.Context())
	if !is.Ready {
		c.Header("Retry-After", retryAfter)
		c.JSON(http.StatusServiceUnavailable, Health{Status: "not_ready", Degraded: is.Degraded})
		return nil
	}
	c.JSON(http.StatusOK, Health{Status: "ready", Degraded: is.Degraded})
	return nil
}

// describe answers the OpenAPI document.
func (d *desk) describe(c *gin.Context) error {
	c.Data(http.StatusOK, "application/json", d.document)
	return nil
}
