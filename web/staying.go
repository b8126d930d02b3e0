package web

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// endsIn answers in how many seconds the session of this request ends unless it is used; 0 when that cannot be put off or told.
func (f *face) endsIn(v *visit) int {
	token, err := v.c.Cookie(f.sessionCookie())
	if err != nil {
		return 0
	}
	at, renews, err := f.Gate.EndsAt(v.ctx(), token)
	if err != nil || !renews {
		return 0
	}
	return max(1, int(time.Until(at).Seconds()))
}

// stay puts off the end of a session that somebody says they still use, and answers until when.
func (f *face) stay(v *visit) (screen, error) {
	v.c.JSON(http.StatusOK, gin.H{"ends": f.endsIn(v)})
	return sent, nil
}
