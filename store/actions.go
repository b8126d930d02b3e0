package store

import (
	"bytes"
	"fmt"

	"homeward/avrr"
)

// What was done is kept under no name: an action that is only ever done to a restricted case would tell by its name which
// cases those are, and one that stood out by having none would tell as much. A log seals it with the rest of its line. A
// submission must be delivered whether or not its case's key can be had, so its row has a token no other row shares, and
// who holds the key of the tokens reads the name back by trying those of the catalogue.

// tokenAction is the kind of that token, made of the submission's id and the action.
const tokenAction = "submission-action"

func (r *Reader) actionToken(submission, action string) []byte {
	return r.store.sealer.Token(tokenAction, submission+"/"+action)
}

// actionOf answers the action a submission's token stands for, and ErrSealed when it was made with another key.
func (r *Reader) actionOf(submission string, token []byte) (string, error) {
	for _, a := range avrr.Catalogue {
		if bytes.Equal(token, r.actionToken(submission, a.Name)) {
			return a.Name, nil
		}
	}
	return "", fmt.Errorf("%w: the action of submission %s", ErrSealed, submission)
}
