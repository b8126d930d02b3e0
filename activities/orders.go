package activities

import (
	"encoding/json"
	"fmt"

	"homeward/avrr"
	"homeward/store"
)

// statuses are those of papers, by number.
func statuses(papers []*avrr.IssuedPaper) map[string]string {
	all := map[string]string{}
	for _, p := range papers {
		all[p.Number] = p.Status
	}
	return all
}

// orderPapers asks for papers that were issued and calls back those that were withdrawn, these first: of each kind only one is
// current. Known are the statuses the register was told last.
func orderPapers(tx *store.Tx, of store.Subject, seq int, papers []*avrr.IssuedPaper, known map[string]string) error {
	for _, p := range papers {
		if was, there := known[p.Number]; there && was != p.Status && p.Status != avrr.PaperCurrent {
			if err := tx.SetDocumentStatus(p.Number, p.Status); err != nil {
				return err
			}
		}
	}
	ordered := 0
	for _, p := range papers {
		was, there := known[p.Number]
		if !there && p.Status != avrr.PaperWithdrawn {
			order, err := json.Marshal(p)
			if err != nil {
				return fmt.Errorf("order %s: %w", p.Kind, err)
			}
			// The order is of the event that is recorded now: voiding one event makes another, long recorded, issue a paper.
			if err := tx.PutOutbox(store.OutboxRow{Subject: of, Seq: seq, Kind: store.OutboxPaper, N: ordered, Payload: order}); err != nil {
				return err
			}
			ordered++
		}
		if there && was != p.Status && p.Status == avrr.PaperCurrent {
			if err := tx.SetDocumentStatus(p.Number, p.Status); err != nil {
				return err
			}
		}
		known[p.Number] = p.Status
	}
	return nil
}
