package vault

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/tink-crypto/tink-go/v2/tink"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/proto"
)

// A sealed payload names its encoding and the owner of its key. Nothing else is needed to open it, which matters because
// parts of the SDK, and anything that reads a history from outside, decode without a serialization context.
const (
	sealedEncoding = "binary/homeward-sealed"
	ownerMetadata  = "owner"
	payloadPlace   = "payload"
)

const (
	// shortWait bounds how long a payload waits for its key where nothing tells what code it serves. It may be workflow
	// code, as for updates and failures, and the SDK's deadlock detector trips after 1 s.
	shortWait = 500 * time.Millisecond
	// longWait does where the detector is paused or absent. A workflow task may last 5 s.
	longWait = 3 * time.Second
	// worthCompressing is the least size, in bytes, at which zlib is tried.
	worthCompressing = 128
	// mostDecompressed bounds what one payload may grow to, in bytes; Temporal itself refuses payloads above 2 MB.
	mostDecompressed = 16 << 20
)

// The first byte of the plaintext says how the rest is written.
const (
	plain  byte = 0
	zipped byte = 1
)

// codec seals whole payloads, metadata included, under the key of the workflow they belong to.
type codec struct {
	vault *Vault
	owner string // the workflow's id; empty when the SDK gave no context
	wait  time.Duration
	// always seals under the system key when the owner's cannot be had for any reason, for what must not be lost.
	always bool
	// inWorkflow panics instead of answering an error: in workflow code the SDK takes an error for the workflow's own
	// failure, and a panic for a task to be tried again.
	inWorkflow bool
}

var _ converter.PayloadCodec = codec{}

// serving answers the codec for payloads of one workflow.
func (c codec) serving(sc converter.SerializationContext) codec {
	c.owner = ""
	switch sc := sc.(type) {
	case converter.WorkflowSerializationContext:
		c.owner = sc.WorkflowID
	case converter.ActivitySerializationContext:
		c.owner = sc.WorkflowID
	}
	return c
}

func (c codec) Encode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	return c.answer(c.seal(payloads))
}

func (c codec) Decode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	return c.answer(c.open(payloads))
}

func (c codec) answer(payloads []*commonpb.Payload, err error) ([]*commonpb.Payload, error) {
	if err != nil && c.inWorkflow {
		panic(err)
	}
	return payloads, err
}

func (c codec) seal(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	owner, key, err := c.sealingKey()
	if err != nil {
		return nil, fmt.Errorf("seal payload: %w", err)
	}
	sealed := make([]*commonpb.Payload, len(payloads))
	for i, payload := range payloads {
		if sealed[i], err = sealPayload(payload, owner, key); err != nil {
			return nil, fmt.Errorf("seal payload: %w", err)
		}
	}
	return sealed, nil
}

func (c codec) open(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	opened := make([]*commonpb.Payload, len(payloads))
	for i, payload := range payloads {
		if string(payload.GetMetadata()[converter.MetadataEncoding]) != sealedEncoding {
			opened[i] = payload
			continue
		}
		owner := string(payload.GetMetadata()[ownerMetadata])
		key, err := c.ownersKey(owner)
		if err != nil {
			return nil, fmt.Errorf("open payload of %s: %w", owner, err)
		}
		if opened[i], err = openPayload(payload, owner, key); err != nil {
			return nil, fmt.Errorf("open payload of %s: %w", owner, err)
		}
	}
	return opened, nil
}

// sealingKey answers the key to seal with. What belongs to no owner with a key goes under the vault's own.
func (c codec) sealingKey() (owner string, key tink.AEAD, err error) {
	if c.owner == "" {
		return systemOwner, c.vault.system, nil
	}
	key, err = c.ownersKey(c.owner)
	switch {
	case err == nil:
		return c.owner, key, nil
	case c.always, errors.Is(err, ErrNoKey):
		return systemOwner, c.vault.system, nil
	default:
		return "", nil, err
	}
}

func (c codec) ownersKey(owner string) (tink.AEAD, error) {
	if owner == systemOwner {
		return c.vault.system, nil
	}
	// A context of its own: what a cancelled activity has to say must still be sealed.
	ctx, cancel := context.WithTimeout(context.Background(), c.wait)
	defer cancel()
	return c.vault.key(ctx, owner, Temporal)
}

func sealPayload(payload *commonpb.Payload, owner string, key tink.AEAD) (*commonpb.Payload, error) {
	message, err := proto.Marshal(payload)
	if err != nil {
		return nil, err
	}
	message, err = pack(message)
	if err != nil {
		return nil, err
	}
	data, err := key.Encrypt(message, bind(owner, Temporal, payloadPlace))
	if err != nil {
		return nil, err
	}
	return &commonpb.Payload{
		Metadata: map[string][]byte{
			converter.MetadataEncoding: []byte(sealedEncoding),
			ownerMetadata:              []byte(owner),
		},
		Data: data,
	}, nil
}

func openPayload(sealed *commonpb.Payload, owner string, key tink.AEAD) (*commonpb.Payload, error) {
	message, err := key.Decrypt(sealed.GetData(), bind(owner, Temporal, payloadPlace))
	if err != nil {
		return nil, ErrWrongPlace
	}
	message, err = unpack(message)
	if err != nil {
		return nil, err
	}
	payload := &commonpb.Payload{}
	if err := proto.Unmarshal(message, payload); err != nil {
		return nil, err
	}
	return payload, nil
}

// compressors are kept: a new one allocates hundreds of kilobytes.
var compressors = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

func pack(message []byte) ([]byte, error) {
	if len(message) >= worthCompressing {
		var packed bytes.Buffer
		packed.WriteByte(zipped)
		w := compressors.Get().(*zlib.Writer)
		defer compressors.Put(w)
		w.Reset(&packed)
		_, err := w.Write(message)
		if err := errors.Join(err, w.Close()); err != nil {
			return nil, fmt.Errorf("compress: %w", err)
		}
		if packed.Len() <= len(message) {
			return packed.Bytes(), nil
		}
	}
	return append([]byte{plain}, message...), nil
}

func unpack(message []byte) (unpacked []byte, err error) {
	if len(message) == 0 {
		return nil, errors.New("payload is empty")
	}
	switch message[0] {
	case plain:
		return message[1:], nil
	case zipped:
		r, err := zlib.NewReader(bytes.NewReader(message[1:]))
		if err != nil {
			return nil, fmt.Errorf("decompress: %w", err)
		}
		unpacked, err = io.ReadAll(io.LimitReader(r, mostDecompressed+1))
		if err := errors.Join(err, r.Close()); err != nil {
			return nil, fmt.Errorf("decompress: %w", err)
		}
		if len(unpacked) > mostDecompressed {
			return nil, fmt.Errorf("payload is larger than %d bytes", mostDecompressed)
		}
		return unpacked, nil
	default:
		return nil, fmt.Errorf("payload is written in unknown form %d", message[0])
	}
}
