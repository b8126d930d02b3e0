package avrr

import (
	"fmt"
	"slices"
	"time"
)

// IssueManifest prints who travels together, for whoever counts at the door; it supersedes the one before in the same language. Of a
// restricted case it names nobody, whoever prints it.
type IssueManifest struct {
	Language Language `json:"language" schema:"enum=en|sq"`
	When
}

func (in IssueManifest) checkMovement(m *Movement, _ time.Time) error {
	if !manifestable(m) {
		return broken("nobody-aboard", "", "Nobody travels on this movement.")
	}
	return nil
}

// manifestable reports whether there is anybody to count, and anybody still to count them.
func manifestable(m *Movement) bool { return m.live() && anybodySeated(m) }

// concludeTogether keeps the cases that may be named, as they were when it was issued.
func (in IssueManifest) concludeTogether(m *Movement, aboard []Judging) any {
	named := []string{}
	for _, j := range aboard {
		if m.carries(j.Case.ID) && !j.Case.Restricted {
			named = append(named, j.Case.ID)
		}
	}
	return named
}

func (in IssueManifest) applyMovement(m *Movement, e *Event) {
	for _, p := range m.Papers {
		if p.Language == in.Language && p.Status == PaperCurrent {
			p.Status = PaperSuperseded
		}
	}
	paper := &IssuedPaper{Kind: PaperManifest, Language: in.Language, Version: len(m.Papers) + 1, Status: PaperCurrent, Seq: e.Seq, IssuedAt: e.RecordedAt,
		ValidUntil: papersEnd(m.Segments)}
	paper.Number = fmt.Sprintf("%s-%s-%d", m.mark(), printedAs(PaperManifest).mark, paper.Version)
	e.derived(&paper.Members)
	m.Papers = append(m.Papers, paper)
}

func (in IssueManifest) apply(*Case, *Programme, *Event) {} // no case is told of it

// mark begins the numbers of a movement's papers: the end of its id, 50 bits of chance, which nobody has to type twice.
func (m *Movement) mark() string { return m.ID[max(0, len(m.ID)-10):] }

// seated answers who was given a seat and kept it, in order: whom a manifest names before anybody boards.
func (m *Movement) seated() (all []string) {
	for _, p := range m.Passengers {
		if _, listed := p.Manifest(); listed && !p.Added {
			all = append(all, Key(p.Case, p.Member))
		}
	}
	slices.Sort(all)
	return all
}

// keepManifestsTrue calls the manifests back that do not tell any more who travels how: those who were counted by one stay on it.
func (m *Movement) keepManifestsTrue(before Movement) {
	off := m.Status == Cancelled || m.Status == Lapsed
	if off || !slices.Equal(m.seated(), before.seated()) || !slices.EqualFunc(m.Segments, before.Segments, sameSegment) {
		m.callBackManifests()
	}
}

func (m *Movement) callBackManifests() {
	for _, p := range m.Papers {
		if p.Status == PaperCurrent {
			p.Status = PaperWithdrawn
		}
	}
}
