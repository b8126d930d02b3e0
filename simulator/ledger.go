// Package simulator holds what the simulated carrier and the simulated bank share: a ledger that is a witness, and faults on demand.
package simulator

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// A Ledger is every line there ever was, in memory and in its file. It recognises nothing: what is done twice stands there twice, so
// that whoever repeats a call is found out.
type Ledger[L any] struct {
	file  *os.File
	Lines []L
}

// OpenLedger reads the ledger in a file, which is made when there is none.
func OpenLedger[L any](path string) (*Ledger[L], error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	l := &Ledger[L]{file: file}
	in := bufio.NewScanner(file)
	for in.Scan() {
		var read L
		if err := json.Unmarshal(in.Bytes(), &read); err != nil {
			return nil, errors.Join(fmt.Errorf("ledger: %w", err), file.Close())
		}
		l.Lines = append(l.Lines, read)
	}
	if err := in.Err(); err != nil {
		return nil, errors.Join(fmt.Errorf("ledger: %w", err), file.Close())
	}
	return l, nil
}

// Close closes the file.
func (l *Ledger[L]) Close() error { return l.file.Close() }

// Enter adds lines, and answers once they are on the disk.
func (l *Ledger[L]) Enter(lines ...L) error {
	for _, n := range lines {
		raw, err := json.Marshal(n)
		if err != nil {
			return fmt.Errorf("ledger: %w", err)
		}
		if _, err := l.file.Write(append(raw, '\n')); err != nil {
			return fmt.Errorf("ledger: %w", err)
		}
		l.Lines = append(l.Lines, n)
	}
	return l.file.Sync()
}
