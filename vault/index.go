package vault

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// nameKind is the token kind of name parts.
const nameKind = "name"

// Token answers the blind index of a value: 32 bytes that are the same for the same kind and value, and tell nothing
// without the key file. The kind ("document", "phone", "flag") keeps equal values of different kinds apart. The value
// must arrive in one agreed spelling: a token finds nothing but the very same bytes.
func (v *Vault) Token(kind, value string) []byte {
	mac := hmac.New(sha256.New, v.index)
	mac.Write(binary.AppendUvarint(nil, uint64(len(kind))))
	mac.Write([]byte(kind))
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

// NameTokens answers the tokens to store for a person: one for each distinct part of the family name, the given names
// and the name in its original script. They come in an order that tells nothing of the name's.
func (v *Vault) NameTokens(family, given, original string) [][]byte {
	return v.partTokens(slices.Concat(FoldName(family), FoldName(given), FoldName(original)))
}

// QueryTokens answers the tokens of a search for a name: a person is found when all of them are stored. Order, case,
// diacritics and script do not matter; every part must be whole.
func (v *Vault) QueryTokens(query string) [][]byte {
	return v.partTokens(FoldName(query))
}

func (v *Vault) partTokens(parts []string) [][]byte {
	tokens := make([][]byte, 0, len(parts))
	for _, part := range parts {
		tokens = append(tokens, v.Token(nameKind, part))
	}
	slices.SortFunc(tokens, bytes.Compare)
	return slices.CompactFunc(tokens, bytes.Equal)
}
