package store

import "time"

// never is what a due column holds when nothing is due: it sorts last on both databases and keyset paging meets no NULL.
var never = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// cut brings an instant to what both databases keep: UTC, whole microseconds. Every instant on its way to a database
// passes here, see counted.
func cut(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func cutAll(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		switch t := arg.(type) {
		case time.Time:
			out[i] = cut(t)
		case *time.Time:
			if t == nil {
				out[i] = nil
			} else {
				out[i] = cut(*t)
			}
		default:
			out[i] = arg
		}
	}
	return out
}

func dueOrNever(t *time.Time) time.Time {
	if t == nil {
		return never
	}
	return cut(*t)
}

func nilIfNever(t time.Time) *time.Time {
	if t.Equal(never) {
		return nil
	}
	return &t
}
