package store

import (
	"context"
	"fmt"
	"time"
)

// An OutsideCall is a call to a carrier or a bank that is about to be made, or may have been.
type OutsideCall struct {
	Key     string    `gorm:"primaryKey"`
	Made    bool      // it may have reached whom it was for
	TriedAt time.Time // when it was first tried
}

// BeginCall notes that a call is about to be made, and answers true to the one who may make it. Of a call that may have been
// made before it answers false, to everybody and for ever, unless TakeBackCall says that it never reached anybody.
func (s *Store) BeginCall(ctx context.Context, key string, now time.Time) (call OutsideCall, first bool, err error) {
	n, err := affected(s.write.WithContext(ctx).Exec(
		`INSERT INTO outside_calls (key, made, tried_at) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET made = excluded.made WHERE NOT outside_calls.made`, key, true, now.UTC()))
	if err != nil {
		return call, false, fmt.Errorf("begin call: %w", err)
	}
	if err := s.write.WithContext(ctx).Where("key = ?", key).Take(&call).Error; err != nil {
		return call, false, fmt.Errorf("begin call: %w", classify(err))
	}
	return call, n == 1, nil
}

// TakeBackCall notes that a call never reached anybody, so that it may be made.
func (s *Store) TakeBackCall(ctx context.Context, key string) error {
	if err := s.write.WithContext(ctx).Exec("UPDATE outside_calls SET made = ? WHERE key = ?", false, key).Error; err != nil {
		return fmt.Errorf("take back call: %w", classify(err))
	}
	return nil
}
