package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"homeward/avrr"
)

// How passwords are hashed: argon2id, RFC 9106, with the least parameters OWASP's Password Storage Cheat Sheet accepts.
const (
	argonMemory  = 19 * 1024 // KiB
	argonTime    = 2         // passes
	argonThreads = 1
	saltBytes    = 16
	keyBytes     = 32

	// hashesAtOnce keeps a rush of sign-ins from taking all processors and memory from the pages.
	hashesAtOnce = 4
)

// How long a new password may be, in characters; longer ones are better than stranger ones, NIST SP 800-63B §3.1.1.
const (
	minPassword      = 12
	maxPassword      = 128
	maxPasswordBytes = 8 * maxPassword // what is typed at a sign-in and longer is wrong without being read
)

var errHash = errors.New("the stored password hash is not argon2id in PHC form")

// checkNewPassword refuses what is too short, too long or not text.
func checkNewPassword(password string) error {
	length := utf8.RuneCountInString(norm.NFKC.String(password))
	if !utf8.ValidString(password) || length < minPassword || length > maxPassword {
		err := avrr.Errorf(avrr.CodeInvalid, "A password has between %d and %d characters.", minPassword, maxPassword)
		err.Field = "/password"
		return err
	}
	return nil
}

// hashOfNew checks a new password before it hashes it.
func (g *Gate) hashOfNew(ctx context.Context, password string) func() (string, error) {
	return func() (string, error) {
		if err := checkNewPassword(password); err != nil {
			return "", err
		}
		return g.hashPassword(ctx, password)
	}
}

// hashPassword answers the hash of a password as a PHC string, once it is its turn.
func (g *Gate) hashPassword(ctx context.Context, password string) (string, error) {
	if err := g.takeTurn(ctx); err != nil {
		return "", err
	}
	defer g.endTurn()
	return hash(password), nil
}

func hash(password string) string {
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	return phc(salt, argonKey(password, salt, argonMemory, argonTime, argonThreads, keyBytes))
}

func (g *Gate) takeTurn(ctx context.Context) error {
	select {
	case g.hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for a turn to hash a password: %w", ctx.Err())
	}
}

func (g *Gate) endTurn() { <-g.hashing }

// matches reports whether a password is the one that was hashed.
func matches(hash, password string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false, errHash
	}
	var memory, passes uint32
	var threads uint8
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); n != 3 || err != nil || passes == 0 || threads == 0 {
		return false, errHash
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	key, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(key) == 0 {
		return false, errHash
	}
	if len(password) > maxPasswordBytes {
		password = ""
	}
	return subtle.ConstantTimeCompare(key, argonKey(password, salt, memory, passes, threads, uint32(len(key)))) == 1, nil
}

// argonKey hashes the NFKC form, so that a password typed on another keyboard is the same one.
func argonKey(password string, salt []byte, memory, passes uint32, threads uint8, length uint32) []byte {
	return argon2.IDKey(norm.NFKC.Bytes([]byte(password)), salt, passes, memory, threads, length)
}

// phc writes a hash as https://github.com/P-H-C/phc-string-format describes.
func phc(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// strangersHash matches no password and takes as long to find that out as any other.
func strangersHash() string {
	random := make([]byte, saltBytes+keyBytes)
	rand.Read(random)
	return phc(random[:saltBytes], random[saltBytes:])
}
