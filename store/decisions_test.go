package store

import (
	"maps"
	"testing"
)

func TestDecisionsAreListedByTheActionThatDecides(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		var tasks []Task
		for id, decides := range map[string]string{"a": "decide-plan", "b": "decide-plan", "c": "decide-appeal", "d": "", "e": "decide-plan"} {
			task := dueIn(id, int(id[0]-'a'))
			task.Decides = decides
			tasks = append(tasks, task)
			if id == "e" {
				tasks[len(tasks)-1].State = TaskDone
			}
		}
		inOffice(t, s, tasks...)
		r := s.Read(t.Context())
		if counts, err := r.DecisionCounts(); err != nil || !maps.Equal(counts, map[string]int{"decide-plan": 2, "decide-appeal": 1}) {
			t.Errorf("counts are %v, %v", counts, err)
		}
		first, next, err := r.DecisionList(DecisionFilter{Actions: []string{"decide-plan", "decide-appeal"}, Limit: 2})
		if err != nil || named(first) != "[a b]" || next == "" {
			t.Fatalf("the first page is %s, then %q, %v", named(first), next, err)
		}
		if rest, next, err := r.DecisionList(DecisionFilter{Actions: []string{"decide-plan", "decide-appeal"}, Cursor: next, Limit: 2}); err != nil || named(rest) != "[c]" || next != "" {
			t.Errorf("the second page is %s, then %q, %v", named(rest), next, err)
		}
	})
}
