package papers

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
)

// SealKeys are the public keys seals are checked with, by their ids.
type SealKeys map[string]*ecdsa.PublicKey

// A JWK is a public key as it is published (RFC 7517, RFC 7518 §6.2).
type JWK struct {
	Type      string `json:"kty"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	Y         string `json:"y"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
	ID        string `json:"kid"`
}

// A JWKSet is what /.well-known/homeward-seal.json answers.
type JWKSet struct {
	Keys []JWK `json:"keys"`
}

var errNotP256 = errors.New("not a public key on P-256")

// Publish writes keys on P-256 for those who check seals; the order is kept.
func Publish(keys ...*ecdsa.PublicKey) (JWKSet, error) {
	set := JWKSet{Keys: []JWK{}}
	for _, key := range keys {
		id, err := KeyID(key)
		if err != nil {
			return JWKSet{}, err
		}
		x, y, err := coordinates(key)
		if err != nil {
			return JWKSet{}, err
		}
		set.Keys = append(set.Keys, JWK{Type: "EC", Curve: "P-256", X: x, Y: y, Use: "sig", Algorithm: sealMethod, ID: id})
	}
	return set, nil
}

// KeyID names a public key by the first eight bytes of its thumbprint (RFC 7638): short enough for a square.
func KeyID(key *ecdsa.PublicKey) (string, error) {
	x, y, err := coordinates(key)
	if err != nil {
		return "", err
	}
	members, err := object{"crv": "P-256", "kty": "EC", "x": x, "y": y}.canonical()
	if err != nil {
		return "", fmt.Errorf("key id: %w", err)
	}
	sum := sha256.Sum256(members)
	return base64.RawURLEncoding.EncodeToString(sum[:8]), nil
}

// uncompressed begins a point that is written with both coordinates (SEC 1 §2.3.3).
const uncompressed = 4

func coordinates(key *ecdsa.PublicKey) (x, y string, err error) {
	if key == nil || key.Curve != elliptic.P256() {
		return "", "", errNotP256
	}
	point, err := key.Bytes()
	if err != nil {
		return "", "", fmt.Errorf("%w: %w", errNotP256, err)
	}
	return base64.RawURLEncoding.EncodeToString(point[1 : 1+coordinate]), base64.RawURLEncoding.EncodeToString(point[1+coordinate:]), nil
}

// ReadSealKeys reads a published set. Keys of another kind, which a later version may add, are left out.
func ReadSealKeys(published []byte) (SealKeys, error) {
	var set JWKSet
	if err := json.Unmarshal(published, &set); err != nil {
		return nil, fmt.Errorf("read the published keys: %w", err)
	}
	keys := SealKeys{}
	for _, k := range set.Keys {
		if k.Type != "EC" || k.Curve != "P-256" || k.Algorithm != sealMethod {
			continue
		}
		key, err := k.key()
		if err != nil {
			return nil, fmt.Errorf("read the published keys: %q: %w", k.ID, err)
		}
		keys[k.ID] = key
	}
	return keys, nil
}

func (k JWK) key() (*ecdsa.PublicKey, error) {
	point := []byte{uncompressed}
	for _, half := range []string{k.X, k.Y} {
		raw, err := base64.RawURLEncoding.DecodeString(half)
		if err != nil || len(raw) != coordinate {
			return nil, errNotP256
		}
		point = append(point, raw...)
	}
	return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
}
