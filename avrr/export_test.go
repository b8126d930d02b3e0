package avrr

// Wishes reports whether a member's consent to return stands.
func (c *Case) Wishes(member string) bool { return c.wishes(c.Member(member)) }

// IsOneOf reports whether the member is among ids.
func (m *Member) IsOneOf(ids []string) bool { return m.isOneOf(ids) }

// Ports are all airports of the table.
func Ports() map[string]Port { return airports() }

// Currencies are all currencies of the table.
func Currencies() map[string]Currency { return currencies() }
