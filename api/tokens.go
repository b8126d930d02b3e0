package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"homeward/avrr"
)

// credentials are what a token is given for.
var credentials = avrr.Schema{"type": "object", "additionalProperties": false, "required": []string{"username", "password"},
	"properties": avrr.Schema{"username": avrr.Schema{"type": "string"}, "password": avrr.Schema{"type": "string", "format": "password"}}}

// A Token lets a client act as somebody until it expires.
type Token struct {
	Token     string    `json:"token" doc:"Send it as Authorization: Bearer <token>. It is shown once."`
	Role      avrr.Role `json:"role"`
	ExpiresAt time.Time `json:"expires_at"`
}

// signIn gives a token for a username and a password.
func (d *desk) signIn(c *gin.Context) error {
	given, err := body(c)
	if err != nil {
		return err
	}
	username, password, err := readCredentials(given)
	if err != nil {
		return err
	}
	ticket, err := d.Gate.SignIn(c.Request.Context(), username, password, bearer)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, Token{ticket.Token, ticket.Account.Role, ticket.ExpiresAt.UTC()})
	return nil
}

func readCredentials(raw json.RawMessage) (username, password string, err error) {
	var given map[string]any
	if err := json.Unmarshal(raw, &given); err != nil {
		return "", "", avrr.Errorf(avrr.CodeInvalid, "The body must be a JSON object with username and password.")
	}
	read := func(name string) string {
		text, ok := given[name].(string)
		if !ok && err == nil {
			err = &avrr.Error{Code: avrr.CodeInvalid, Field: "/" + name, Message: name + " must be a text."}
		}
		delete(given, name)
		return text
	}
	username, password = read("username"), read("password")
	if err == nil && len(given) > 0 {
		err = avrr.Errorf(avrr.CodeInvalid, "A sign-in has a username and a password, and nothing else.")
	}
	return username, password, err
}
