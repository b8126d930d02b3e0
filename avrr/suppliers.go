package avrr

import "fmt"

// What may be reported of a supplier. One that is late still delivers; of the others nothing more is to be expected.
const (
	SupplierDefaulted = "defaulted"
	SupplierLate      = "late"
	SupplierWithdrew  = "withdrew"
)

// A SupplierReport says that a supplier did not keep to what an instalment was to pay.
type SupplierReport struct {
	Instalment string `json:"instalment"`
	Supplier   string `json:"supplier,omitempty"` // as the plan named it then
	Kind       string `json:"kind"`               // defaulted, late, withdrew
	Reason     string `json:"reason"`
	On         Date   `json:"on"`
}

// ReportSupplier records that a supplier is late, does not deliver or has withdrawn. What was released and is not yet paid is then held
// back until it is released again; what was paid is for a person to ask back.
type ReportSupplier struct {
	Instalment string `json:"instalment" schema:"ref=released instalment"`
	Kind       string `json:"kind" schema:"enum=defaulted|late|withdrew"`
	Reason     string `json:"reason" schema:"max=2000"`
	On         Date   `json:"on"`
}

func (in ReportSupplier) happenedOn() Date { return in.On }

// heldByBank is concluded with a report: in which batch file the bank was told to pay.
type heldByBank struct {
	Batch string `json:"batch"`
}

func (in ReportSupplier) conclude(j *Judging) (any, error) {
	batch, err := j.atTheBank(in.Instalment)
	if err != nil || batch == "" {
		return nil, err
	}
	return heldByBank{batch}, nil
}

func (in ReportSupplier) apply(c *Case, _ *Programme, e *Event) {
	var held heldByBank
	e.derived(&held)
	i := c.Plan.instalment(in.Instalment)
	c.Suppliers = append(c.Suppliers, SupplierReport{in.Instalment, c.Plan.Measures[i.Measure].Seller(), in.Kind, in.Reason, in.On})
	task := T("Find another supplier", "Gjeni një furnizues tjetër")
	switch {
	case in.Kind == SupplierLate:
		task = T("Remind the supplier", "Kujtojini furnizuesit")
	case i.State == Paid:
		task = T("Ask the supplier to pay the money back", "Kërkojini furnizuesit t'i kthejë paratë")
	case i.State == Released && (held.Batch != "" || c.bankMayPay(i)):
		task = T("Ask the bank not to pay", "Kërkojini bankës të mos paguajë")
	case i.State == Released:
		i.State, i.ChangedAt, i.Release, i.PayIn = Planned, e.when(c), nil, nil
	}
	if in.Kind != SupplierLate {
		c.nothingMoreComes(i, in.On, e)
	}
	c.raise(fmt.Sprintf("supplier-%d", e.Seq), task.about(c.Plan.Called(i)), in.Reason, ReintegrationDuty, e.RecordedAt)
}

// bankMayPay reports whether a bank was ordered to pay an instalment and has not said what became of it.
func (c *Case) bankMayPay(i *Instalment) bool {
	o := c.lastOrder(i.ID)
	return o != nil && o.By == ByBank && (o.Outcome == "" || o.Outcome == CallUnknown)
}

// supplierOfNothing names a report about what nobody had released.
func supplierOfNothing(j *Judging) string {
	in, ok := j.Input.(ReportSupplier)
	if !ok {
		return ""
	}
	if i := j.Case.Plan.instalment(in.Instalment); i.State == Planned || i.State == Void {
		return fmt.Sprintf("A supplier was reported (%s) although the instalment was %s.", j.Case.Plan.Called(i).EN, i.State)
	}
	return ""
}
