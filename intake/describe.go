package intake

import (
	"fmt"
	"strings"
)

// Describe lists every column for docs/import.md: what it holds, which action records it, and the codes it takes.
func Describe() string {
	var b strings.Builder
	b.WriteString("### Who and what for\n\nThese open the case (`open`). What is told of the case stands on its first row, what is told of a person on each.\n\n")
	b.WriteString("| Column | Told of | Holds | |\n|---|---|---|---|\n")
	for _, group := range []struct {
		of      string
		columns []column
	}{{"the row", []column{caseColumn}}, {"the case", caseColumns}, {"the person", personColumns}, {"the person", documentColumns}} {
		for _, c := range group.columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.name, group.of, c.described(), c.about)
		}
	}
	b.WriteString("\n### What happened\n\nA step is told by its day. Without the day it has not happened, and nothing else may be told of it. Steps of one day are recorded in this order.\n\n")
	b.WriteString("| Column | Action | In the name of | Told of | Holds | |\n|---|---|---|---|---|---|\n")
	for _, s := range steps {
		of := "the case"
		if s.each {
			of = "the person"
		}
		for i, c := range s.columns() {
			action, by, whose := "", "", of
			if i == 0 {
				action, by = "`"+s.action+"`", string(s.by)
			}
			if s.isOnEachRow(c) {
				whose = "the person"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", c.name, action, by, whose, c.described(), c.about)
		}
	}
	return b.String()
}

func (c column) described() string {
	says := string(c.holds)
	if len(c.codes) > 0 {
		says += ": `" + strings.Join(c.codes, "` `") + "`"
	}
	if c.must {
		says += "; needed"
	}
	if c.or != "" {
		says += fmt.Sprintf("; `%s` when empty", c.or)
	}
	return says
}
