package papers

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"
)

// A Seal is what the square of a paper says of it, signed. It tells which entry of the register the paper is, and nothing of the
// person. Its type is our own: it does not pass for the visible digital seal of a state (ICAO Doc 9303-13).
type Seal struct {
	Issuer     string    // the host that publishes the keys, "homeward.example.org"
	Number     string    // as printed on the paper
	Kind       string    // "travel_letter"
	Version    int       // from 1
	IssuedAt   time.Time // to the second
	ValidUntil time.Time // to the second; zero when the paper does not end by itself
	Code       string    // what the register is asked with
}

// What a seal of ours says of itself.
const (
	sealType    = "homeward.paper"
	sealVersion = 1
	sealMethod  = "ES256" // ECDSA on P-256 with SHA-256, RFC 7518 §3.4
)

// coordinate is how many bytes a coordinate, and each half of a signature, has on P-256.
const coordinate = 32

// longestSeal bounds what is read: more than any square holds.
const longestSeal = 4096

var (
	// ErrNoSeal says that a text is no seal of ours.
	ErrNoSeal = errors.New("this is no seal")
	// ErrForeignSeal says that a seal names a key that is not among those it is checked with.
	ErrForeignSeal = errors.New("the seal was made with a key that is not published")
	// ErrForgedSeal says that the signature is not that of the named key over what the seal says.
	ErrForgedSeal = errors.New("the seal is forged or altered")
)

// A SealKey signs papers.
type SealKey struct {
	ID     string        // what it is published under, see KeyID
	Signer crypto.Signer // on P-256; one that signs the same bytes alike each time makes the same paper each time
}

// Seal answers s with its signature, as it goes behind the # of the paper's address: canonical JSON (RFC 8785) in base64url.
func (k SealKey) Seal(s Seal) (string, error) {
	data := s.object()
	signed, err := data.canonical()
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	signature, err := k.sign(signed)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	whole, err := object{"data": data, "sig": object{"alg": sealMethod, "kid": k.ID, "sigvl": base64.RawURLEncoding.EncodeToString(signature)}}.canonical()
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(whole), nil
}

func (s Seal) object() object {
	o := object{"t": sealType, "v": int64(sealVersion), "is": s.Issuer, "n": s.Number, "k": s.Kind, "ver": int64(s.Version), "iat": s.IssuedAt.Unix(), "code": s.Code}
	if !s.ValidUntil.IsZero() {
		o["exp"] = s.ValidUntil.Unix()
	}
	return o
}

// sign answers the two halves of the signature one after the other. Without a source of chance crypto/ecdsa derives its nonce
// from the key and what is signed (RFC 6979).
func (k SealKey) sign(what []byte) ([]byte, error) {
	digest := sha256.Sum256(what)
	der, err := k.Signer.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var halves halves
	if rest, err := asn1.Unmarshal(der, &halves); err != nil || len(rest) > 0 || halves.R.BitLen() > coordinate*8 || halves.S.BitLen() > coordinate*8 {
		return nil, errors.New("the key does not sign on P-256")
	}
	raw := make([]byte, 2*coordinate)
	halves.R.FillBytes(raw[:coordinate])
	halves.S.FillBytes(raw[coordinate:])
	return raw, nil
}

// halves are an ECDSA signature as DER has it (RFC 3279 §2.2.3).
type halves struct{ R, S *big.Int }

// sealed is a seal as it is read.
type sealed struct {
	Data struct {
		Type    string `json:"t"`
		Form    int64  `json:"v"`
		Issuer  string `json:"is"`
		Number  string `json:"n"`
		Kind    string `json:"k"`
		Version int64  `json:"ver"`
		Issued  int64  `json:"iat"`
		Expires int64  `json:"exp"`
		Code    string `json:"code"`
	} `json:"data"`
	Sig struct {
		Method string `json:"alg"`
		Key    string `json:"kid"`
		Value  string `json:"sigvl"`
	} `json:"sig"`
}

// CheckSeal answers what a seal says when one of the keys signed it. It takes what stands behind the # of a paper's address, and
// signatures as two halves or in DER, as both are about. It fails with [ErrNoSeal], [ErrForeignSeal] or [ErrForgedSeal].
func CheckSeal(seal string, keys SealKeys) (Seal, error) {
	read, err := readSeal(seal)
	if err != nil {
		return Seal{}, err
	}
	key, published := keys[read.Sig.Key]
	if !published {
		return Seal{}, ErrForeignSeal
	}
	says := read.seal()
	signed, err := says.object().canonical()
	if err != nil {
		return Seal{}, fmt.Errorf("%w: %w", ErrNoSeal, err)
	}
	if signature, err := base64.RawURLEncoding.Strict().DecodeString(read.Sig.Value); err != nil || !signedBy(key, signed, signature) {
		return Seal{}, ErrForgedSeal
	}
	return says, nil
}

func readSeal(seal string) (read sealed, err error) {
	text, err := base64.RawURLEncoding.Strict().DecodeString(strings.TrimPrefix(seal, "#"))
	if err != nil || len(text) > longestSeal {
		return sealed{}, ErrNoSeal
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields() // what is not signed is not read
	if err := decoder.Decode(&read); err != nil {
		return sealed{}, ErrNoSeal
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return sealed{}, ErrNoSeal
	}
	if read.Data.Type != sealType || read.Data.Form != sealVersion || read.Sig.Method != sealMethod {
		return sealed{}, ErrNoSeal
	}
	return read, nil
}

func (r sealed) seal() Seal {
	d := r.Data
	s := Seal{Issuer: d.Issuer, Number: d.Number, Kind: d.Kind, Version: int(d.Version), IssuedAt: time.Unix(d.Issued, 0).UTC(), Code: d.Code}
	if d.Expires != 0 {
		s.ValidUntil = time.Unix(d.Expires, 0).UTC()
	}
	return s
}

func signedBy(key *ecdsa.PublicKey, what, signature []byte) bool {
	digest := sha256.Sum256(what)
	if len(signature) != 2*coordinate {
		return ecdsa.VerifyASN1(key, digest[:], signature)
	}
	return ecdsa.Verify(key, digest[:], new(big.Int).SetBytes(signature[:coordinate]), new(big.Int).SetBytes(signature[coordinate:]))
}
