package papers

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// Join answers one PDF with the pages of several, in their order, to be printed in one go.
// Each page keeps its QR code and is as genuine as before; the joint file is nobody's paper, and has no entry in the register.
func Join(pdfs [][]byte) ([]byte, error) {
	switch len(pdfs) {
	case 0:
		return nil, errors.New("join: there is nothing to join")
	case 1:
		return pdfs[0], nil
	}
	api.DisableConfigDir() // else it would leave files in the home of whoever runs the server
	readers := make([]io.ReadSeeker, len(pdfs))
	for i, pdf := range pdfs {
		readers[i] = bytes.NewReader(pdf)
	}
	var joint bytes.Buffer
	if err := api.MergeRaw(readers, &joint, false, model.NewDefaultConfiguration()); err != nil {
		return nil, fmt.Errorf("join: %w", err)
	}
	return joint.Bytes(), nil
}
