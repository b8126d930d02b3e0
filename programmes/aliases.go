package programmes

import "go.yaml.in/yaml/v3"

// noAliases notes every alias of the file. Values are read where they stand and never followed, so that an alias that leads
// back into itself cannot be walked for ever, and one that repeats an alias that repeats another cannot grow.
func (r *reader) noAliases(node *yaml.Node, within []*yaml.Node) {
	if node.Kind == yaml.AliasNode {
		r.noteAlias(node, within)
		return
	}
	if node.Anchor != "" {
		within = append(within, node)
	}
	for _, inner := range node.Content {
		r.noAliases(inner, within)
	}
}

func (r *reader) noteAlias(alias *yaml.Node, within []*yaml.Node) {
	for _, around := range within {
		if alias.Alias == around {
			r.noteAt(alias.Line, alias.Column, "", "the alias *%s stands inside &%s of line %d, which it repeats: that is a cycle and never ends; write the value out",
				alias.Value, around.Anchor, around.Line)
			return
		}
	}
	r.noteAt(alias.Line, alias.Column, "", "the alias *%s is not read here: write out what it repeats from line %d", alias.Value, alias.Alias.Line)
}
