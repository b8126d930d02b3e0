package store

import (
	"context"
	"fmt"
	"time"
)

// A CarrierCall is a call to a carrier that is about to be made, or may have been.
type CarrierCall struct {
	Key     string    `gorm:"primaryKey"`
	Made    bool      // it may have reached the carrier
	TriedAt time.Time // when it was first tried
}

// BeginCarrierCall notes that a call is about to be made, and answers true to the one who may make it. Of a call that may have been
// made before it answers false, to everybody and for ever, unless TakeBackCarrierCall says that it never reached the carrier.
func (s *Store) BeginCarrierCall(ctx context.Context, key string, now time.Time) (call CarrierCall, first bool, err error) {
	n, err := affected(s.write.WithContext(ctx).Exec(
		`INSERT INTO carrier_calls (key, made, tried_at) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET made = excluded.made WHERE NOT carrier_calls.made`, key, true, now.UTC()))
	if err != nil {
		return call, false, fmt.Errorf("begin carrier call: %w", err)
	}
	if err := s.write.WithContext(ctx).Where("key = ?", key).Take(&call).Error; err != nil {
		return call, false, fmt.Errorf("begin carrier call: %w", classify(err))
	}
	return call, n == 1, nil
}

// TakeBackCarrierCall notes that a call never reached the carrier, so that it may be made.
func (s *Store) TakeBackCarrierCall(ctx context.Context, key string) error {
	if err := s.write.WithContext(ctx).Exec("UPDATE carrier_calls SET made = ? WHERE key = ?", false, key).Error; err != nil {
		return fmt.Errorf("take back carrier call: %w", classify(err))
	}
	return nil
}
