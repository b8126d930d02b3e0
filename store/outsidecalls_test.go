package store

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Of all who begin a call one may make it, until it is known never to have reached anybody.
func TestACallIsBegunByOneAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, now := context.Background(), time.Date(2026, 2, 2, 10, 0, 0, 0, time.UTC)
		call, first, err := s.BeginCall(ctx, "v1#1/c1", now)
		require.NoError(t, err)
		require.True(t, first)
		require.True(t, call.Made)

		again, first, err := s.BeginCall(ctx, "v1#1/c1", now.Add(time.Minute))
		require.NoError(t, err)
		require.False(t, first)
		require.WithinDuration(t, now, again.TriedAt, 0, "the first attempt counts")

		require.NoError(t, s.TakeBackCall(ctx, "v1#1/c1"))
		again, first, err = s.BeginCall(ctx, "v1#1/c1", now.Add(time.Hour))
		require.NoError(t, err)
		require.True(t, first, "it never reached anybody")
		require.WithinDuration(t, now, again.TriedAt, 0)

		_, first, err = s.BeginCall(ctx, "v1#2/c1", now)
		require.NoError(t, err)
		require.True(t, first, "another call is another call")
	})
}
