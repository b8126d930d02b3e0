package cmd

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"homeward/activities"
	"homeward/banksim/bank"
)

// banking says whom payments are ordered of.
type banking struct {
	Bank string `help:"Bank that is ordered to pay instalments released by bank; without it the desk pays, over the counter or by batch file. With a password in it, set HOMEWARD_BANK instead." placeholder:"URL"`
}

// bank answers whom payments are ordered of, nil where the desk pays.
func (b banking) bank() (activities.Bank, error) {
	if b.Bank == "" {
		return nil, nil
	}
	at, err := activities.NewBankAPI(b.Bank)
	if err != nil {
		return nil, usage{fmt.Sprintf("Nobody can be ordered to pay like this: %v.", err)}
	}
	return at, nil
}

// A simulatedBank is the bank of the demonstration. It pays nobody.
type simulatedBank struct {
	house  *house
	server *http.Server
	ledger *bank.Bank
	at     string
}

// simulateBank starts the simulator that stands in for a bank, with its ledger beside the data.
func (h *house) simulateBank(data string) (*simulatedBank, error) {
	ledger, err := bank.Open(filepath.Join(data, "simulated-bank.jsonl"))
	if err != nil {
		return nil, notReadyf("The simulated bank cannot start: %v.", err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(notReadyf("The simulated bank cannot start: %v.", err), ledger.Close())
	}
	b := &simulatedBank{house: h, server: &http.Server{Handler: ledger, ReadHeaderTimeout: 5 * time.Second}, ledger: ledger, at: "http://" + taken.Addr().String()}
	api, err := activities.NewBankAPI(b.at)
	if err != nil {
		return nil, errors.Join(err, taken.Close(), ledger.Close())
	}
	h.bank = api
	go func() {
		if err := b.server.Serve(taken); !errors.Is(err, http.ErrServerClosed) {
			h.log.Error("the simulated bank broke off", "error", err)
		}
	}()
	return b, nil
}

func (b *simulatedBank) page() string { return b.at + "/ledger" }

func (b *simulatedBank) stop() {
	if err := errors.Join(b.server.Close(), b.ledger.Close()); err != nil {
		b.house.log.Warn("stop the simulated bank", "error", err)
	}
}
