package papers

import (
	"fmt"
	"time"
)

// DeliveryNote is signed where goods or a service change hands. Before, it leaves room to write what came; afterwards it says it.
type DeliveryNote struct {
	Reference string // of the case
	Order     string // the number of the order it answers; may be empty
	Supplier  Office
	For       string // the name of who receives it, or the reference where no name is told
	Place     string // already worded; may be empty
	Ordered   []string
	Delivery  *Delivered // nil while nothing was delivered
}

// Delivered is what reached somebody.
type Delivered struct {
	On         time.Time
	What       string
	Short      string // what was missing or broken; may be empty
	AcceptedBy string
}

func (d DeliveryNote) title(l Language) string { return deliveryWords[l].Title }

func (d DeliveryNote) check() error {
	if len(d.Ordered) == 0 || d.Supplier.Name == "" || d.For == "" {
		return fmt.Errorf("%w: a delivery note says what was ordered, of whom and for whom", ErrContent)
	}
	if d.Delivery != nil && (d.Delivery.What == "" || d.Delivery.On.IsZero()) {
		return fmt.Errorf("%w: a delivery says what came and when", ErrContent)
	}
	return nil
}

func (d DeliveryNote) compose(s *sheet) {
	w := deliveryWords[s.language]
	came := Delivered{}
	if d.Delivery != nil {
		came = *d.Delivery
	}
	s.grid(2, [][]part{
		s.office("supplier", w.Supplier, d.Supplier),
		{{"for", w.For, label}, {"for", d.For, strongBody}, {"place", d.Place, small}},
	})
	s.facts(
		fact{"reference", w.Reference, d.Reference},
		fact{"order", w.Order, d.Order},
		fact{"on", w.On, s.words.weekday(came.On)})

	s.listing("ordered", w.Ordered, d.Ordered)
	s.section(w.Delivered)
	s.tied(func() {
		s.ticks("complete", w.Complete, 2,
			choice{w.All, d.Delivery != nil && came.Short == ""},
			choice{w.NotAll, came.Short != ""})
		s.written("delivered", w.What, came.What, 2)
		if d.Delivery == nil || came.Short != "" {
			s.written("short", w.Short, came.Short, 2)
		}
	})
	s.section(w.Signatures)
	s.signatures(
		signature{field: "accepted_by", role: w.Receives, statement: w.ReceivesHow, mark: w.SignatureOrThumb, thumb: true, name: came.AcceptedBy},
		signature{field: "supplier", role: w.Delivers, statement: w.DeliversHow, mark: s.words.Signature})
}
