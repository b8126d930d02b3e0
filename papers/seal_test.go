package papers

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"
)

// sealKey is the key of RFC 6979 §A.2.5, whose signatures are printed there.
func sealKey(t testing.TB) SealKey {
	t.Helper()
	scalar, err := hex.DecodeString("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
	if err != nil {
		t.Fatal(err)
	}
	return keyOf(t, scalar)
}

func keyOf(t testing.TB, scalar []byte) SealKey {
	t.Helper()
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar)
	if err != nil {
		t.Fatal(err)
	}
	id, err := KeyID(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return SealKey{ID: id, Signer: private}
}

func published(t testing.TB, keys ...SealKey) SealKeys {
	t.Helper()
	public := make([]*ecdsa.PublicKey, len(keys))
	for i, k := range keys {
		public[i] = k.Signer.Public().(*ecdsa.PublicKey)
	}
	set, err := Publish(public...)
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	read, err := ReadSealKeys(written)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func someSeal() Seal {
	return Seal{Issuer: "homeward.example", Number: "HW-7K3-M9PX-L1-1", Kind: "travel_letter", Version: 1,
		IssuedAt: time.Date(2026, 6, 1, 8, 15, 0, 0, time.UTC), ValidUntil: time.Date(2026, 6, 17, 22, 0, 0, 0, time.UTC), Code: "K7QWMBXR2NT4HVPL9ZCDGJ3FYA"}
}

func sealing(t testing.TB, k SealKey, s Seal) string {
	t.Helper()
	text, err := k.Seal(s)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSigningIsThatOfTheStandard(t *testing.T) {
	const want = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716" + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
	signature, err := sealKey(t).sign([]byte("sample"))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.ToUpper(hex.EncodeToString(signature)); got != want {
		t.Errorf("RFC 6979 signs this as %s, we as %s", want, got)
	}
}

func TestSealIsReadBackByWhoeverHasThePublishedKeys(t *testing.T) {
	k := sealKey(t)
	for name, s := range map[string]Seal{"with an end": someSeal(), "without one": {Issuer: "h", Number: "N", Kind: "declaration", Version: 7, IssuedAt: time.Unix(1, 0).UTC(), Code: "C"}} {
		got, err := CheckSeal(sealing(t, k, s), published(t, k))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got != s {
			t.Errorf("%s: sealed %+v, read %+v", name, s, got)
		}
	}
}

func TestSameSealIsTheSameTextTwice(t *testing.T) {
	if a, b := sealing(t, sealKey(t), someSeal()), sealing(t, sealKey(t), someSeal()); a != b {
		t.Errorf("the same thing was sealed as\n%s and\n%s", a, b)
	}
}

func TestSealIsCanonicalJSONOfOurOwnType(t *testing.T) {
	text, err := base64.RawURLEncoding.DecodeString(sealing(t, sealKey(t), someSeal()))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"data":{"code":"K7QWMBXR2NT4HVPL9ZCDGJ3FYA","exp":1781733600,"iat":1780301700,"is":"homeward.example","k":"travel_letter",` +
		`"n":"HW-7K3-M9PX-L1-1","t":"homeward.paper","v":1,"ver":1},"sig":{"alg":"ES256","kid":"`
	if !strings.HasPrefix(string(text), want) {
		t.Errorf("the seal reads\n%s, want it to begin\n%s", text, want)
	}
}

func TestSignatureIsTakenInDERToo(t *testing.T) {
	k := sealKey(t)
	der := rewritten(t, sealing(t, k, someSeal()), func(whole object) {
		sig := whole["sig"].(object)
		raw, err := base64.RawURLEncoding.DecodeString(sig["sigvl"].(string))
		if err != nil {
			t.Fatal(err)
		}
		other, err := asn1.Marshal(halves{new(big.Int).SetBytes(raw[:coordinate]), new(big.Int).SetBytes(raw[coordinate:])})
		if err != nil {
			t.Fatal(err)
		}
		sig["sigvl"] = base64.RawURLEncoding.EncodeToString(other)
	})
	if _, err := CheckSeal(der, published(t, k)); err != nil {
		t.Error(err)
	}
}

func TestForgedOrAlteredSealIsToldSo(t *testing.T) {
	k := sealKey(t)
	stranger := keyOf(t, append(make([]byte, 31), 7))
	alter := func(part, field string, value any) func(object) {
		return func(whole object) { whole[part].(object)[field] = value }
	}
	for name, c := range map[string]struct {
		change func(object)
		want   error
	}{
		"another number":             {alter("data", "n", "HW-7K3-M9PX-L1-2"), ErrForgedSeal},
		"a later end":                {alter("data", "exp", int64(1999999999)), ErrForgedSeal},
		"no end":                     {func(whole object) { delete(whole["data"].(object), "exp") }, ErrForgedSeal},
		"another code":               {alter("data", "code", "AAAAAAAAAAAAAAAAAAAAAAAAAA"), ErrForgedSeal},
		"a signature of nothing":     {alter("sig", "sigvl", ""), ErrForgedSeal},
		"a signature of noughts":     {alter("sig", "sigvl", base64.RawURLEncoding.EncodeToString(make([]byte, 64))), ErrForgedSeal},
		"a key we do not publish":    {alter("sig", "kid", stranger.ID), ErrForeignSeal},
		"no key":                     {alter("sig", "kid", ""), ErrForeignSeal},
		"no signing at all":          {alter("sig", "alg", "none"), ErrNoSeal},
		"the type of a state's seal": {alter("data", "t", "icao.vacc"), ErrNoSeal},
		"a version we do not know":   {alter("data", "v", int64(2)), ErrNoSeal},
		"something unsigned beside":  {alter("data", "name", "Hoxha"), ErrNoSeal},
	} {
		if _, err := CheckSeal(rewritten(t, sealing(t, k, someSeal()), c.change), published(t, k)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := CheckSeal(sealing(t, stranger, someSeal()), published(t, k)); !errors.Is(err, ErrForeignSeal) {
		t.Errorf("sealed by a stranger: %v", err)
	}
	passedOff := SealKey{ID: k.ID, Signer: stranger.Signer}
	if _, err := CheckSeal(sealing(t, passedOff, someSeal()), published(t, k)); !errors.Is(err, ErrForgedSeal) {
		t.Errorf("sealed by a stranger in our name: %v", err)
	}
	for _, text := range []string{"", "#", "not base64!", "e30", base64.RawURLEncoding.EncodeToString([]byte(`[]`)), strings.Repeat("A", 10_000)} {
		if _, err := CheckSeal(text, published(t, k)); !errors.Is(err, ErrNoSeal) {
			t.Errorf("%.20q: %v, want %v", text, err, ErrNoSeal)
		}
	}
}

func FuzzCheckSeal(f *testing.F) {
	k := sealKey(f)
	f.Add(sealing(f, k, someSeal()))
	f.Add("e30")
	keys := published(f, k)
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := CheckSeal(text, keys); err == nil && sealing(t, k, s) != strings.TrimPrefix(text, "#") && s != someSeal() {
			t.Errorf("%q passes as %+v, which was never sealed", text, s)
		}
	})
}

func TestKeysOfARotationAreReadTogether(t *testing.T) {
	before, now := sealKey(t), keyOf(t, append(make([]byte, 31), 9))
	keys := published(t, now, before)
	for _, k := range []SealKey{before, now} {
		if _, err := CheckSeal(sealing(t, k, someSeal()), keys); err != nil {
			t.Errorf("%s: %v", k.ID, err)
		}
	}
}

func TestPublishedKeysThatAreNoneAreRefused(t *testing.T) {
	for _, set := range []string{`no json`,
		`{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","kid":"a","x":"AA","y":"AA"}]}`,
		`{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","kid":"a","x":"` + strings.Repeat("A", 43) + `","y":"` + strings.Repeat("A", 43) + `"}]}`} {
		if _, err := ReadSealKeys([]byte(set)); err == nil {
			t.Errorf("%s was read", set)
		}
	}
}

// rewritten changes what a seal says and writes it again, with the signature it had.
func rewritten(t *testing.T, seal string, change func(object)) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(seal)
	if err != nil {
		t.Fatal(err)
	}
	var read map[string]map[string]any
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	whole := object{}
	for part, fields := range read {
		o := object{}
		for name, value := range fields {
			if number, ok := value.(float64); ok {
				value = int64(number)
			}
			o[name] = value
		}
		whole[part] = o
	}
	change(whole)
	again, err := whole.canonical()
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(again)
}
