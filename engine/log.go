package engine

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// serverLog passes the server's warnings and errors on and drops the rest: it tells of every poll. From the moment it is
// stopping it is silent, because services that stop one after another each complain that the others are gone.
type serverLog struct {
	to       *slog.Logger
	stopping *atomic.Bool
}

var _ log.WithLogger = serverLog{}

// noPort begins the one warning of every start: the HTTP side of the frontend, which nobody here calls, has no port.
const noPort = "HTTP API port has not been set"

// expected says that a line tells of nothing wrong: that one, or a caller that went away, as every worker does.
func expected(message string, tags []tag.Tag) bool {
	return strings.HasPrefix(message, noPort) || slices.ContainsFunc(tags, func(t tag.Tag) bool {
		return t.Key() == "error" && strings.Contains(fmt.Sprint(t.Value()), context.Canceled.Error())
	})
}

// fatal is the server's last word before it would end the process.
type fatal string

func (f fatal) Error() string { return string(f) }

func (serverLog) Debug(string, ...tag.Tag) {}
func (serverLog) Info(string, ...tag.Tag)  {}

func (l serverLog) Warn(message string, tags ...tag.Tag)   { l.write(slog.LevelWarn, message, tags) }
func (l serverLog) Error(message string, tags ...tag.Tag)  { l.write(slog.LevelError, message, tags) }
func (l serverLog) DPanic(message string, tags ...tag.Tag) { l.write(slog.LevelError, message, tags) }
func (l serverLog) Panic(message string, tags ...tag.Tag)  { l.end(message, tags) }
func (l serverLog) Fatal(message string, tags ...tag.Tag)  { l.end(message, tags) }

// With returns a log whose lines all carry tags.
func (l serverLog) With(tags ...tag.Tag) log.Logger {
	return serverLog{slog.New(l.to.Handler().WithAttrs(attributes(tags))), l.stopping}
}

// end panics where the server's own logger would exit: launch turns the panic into an error, and outside launch it ends
// the process, as the server expects.
func (l serverLog) end(message string, tags []tag.Tag) {
	for _, t := range tags {
		message += fmt.Sprintf(", %s: %v", t.Key(), t.Value())
	}
	panic(fatal(message))
}

func (l serverLog) write(level slog.Level, message string, tags []tag.Tag) {
	if l.stopping.Load() || expected(message, tags) {
		return
	}
	l.to.LogAttrs(context.Background(), level, message, attributes(tags)...)
}

func attributes(tags []tag.Tag) []slog.Attr {
	attrs := make([]slog.Attr, len(tags))
	for i, t := range tags {
		attrs[i] = slog.Any(t.Key(), t.Value())
	}
	return attrs
}
